package sheet

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
	"approdo/internal/care/sheet/years"
)

// No filled column disappears without a word. One that nothing reads is either said to be left out, with the number of its cells, or, where it may tell a fact, asked
// about: all such columns in one question.

// telling is what the cells of a column that nothing reads are, as far as it matters for what they could tell.
type telling uint8

const (
	tellsNothing telling = iota
	tellsFlags           // yes and no, crosses
	tellsNumbers
	tellsWords
)

// askLeft asks about the columns that nothing reads and that may tell a fact. A column that an answer takes leaves the others to be asked about. What was left out
// in an earlier file with these headings is not asked again.
func (d *Draft) askLeft(cols []column, t *table, kept keptMap, leave []int) []column {
	if slices.ContainsFunc(d.preview.Open(), func(q Question) bool { return q.ID == "tables" || strings.HasPrefix(q.ID, "column.") }) {
		return cols // which columns are left hangs on the answer
	}
	judged := t
	if len(leave) > 0 {
		counts := *t
		counts.rows = slices.DeleteFunc(slices.Clone(t.rows), func(row grid.Row) bool { return slices.Contains(leave, row.Number) })
		judged = &counts
	}
	cols = d.askLeftOf("left", cols, t, judged, kept, func(c column) bool { return !d.refused(c) })
	return d.askLeftOf("left.refused", cols, t, judged, kept, d.refused)
}

// refused reports whether a column was offered by a question that was answered otherwise. Such a one is asked about apart: an answer that was given before is of the
// columns that it named.
func (d *Draft) refused(c column) bool {
	return slices.ContainsFunc(d.preview.Questions, func(q Question) bool {
		return slices.ContainsFunc(q.Answers, func(a Answer) bool { return a.ID == inColumn+grid.Letter(c.at) })
	})
}

// askLeftOf asks about such of the columns that nothing reads.
func (d *Draft) askLeftOf(id string, cols []column, t, judged *table, kept keptMap, such func(column) bool) []column {
	for n := 1; ; n++ {
		q := Question{ID: id, Answers: answers("left", leaveOut)}
		if n > 1 {
			q.ID += "." + strconv.Itoa(n)
		}
		var of []int
		var named items
		for i := range cols {
			if what := d.mayBeFact(cols, judged, i, kept); what != tellsNothing && such(cols[i]) {
				of = append(of, i)
				q.Columns = append(q.Columns, grid.Letter(cols[i].at))
				q.Answers = append(q.Answers, d.couldTell(cols, t, i, what)...)
				named = append(named, cols[i].shortly())
			}
		}
		if len(of) == 0 {
			return cols
		}
		q.Words = Words{"ask.question.left", []any{"count", len(of), "columns", named}}
		switch given := d.ask(q); given {
		case "":
			return cols
		case leaveOut:
			for _, i := range of {
				cols[i].reason, cols[i].source = reasonIgnored, Declared
			}
			return cols
		default:
			cols = d.takeLeft(cols, t, given)
		}
	}
}

// shortly names a column by its letter, and by its heading where that may be shown.
func (c column) shortly() Words {
	if heading := showable(c); heading != "" {
		return Words{"ask.column_heading", []any{"letter", grid.Letter(c.at), "heading", heading}}
	}
	return Words{"ask.column_letter", []any{"letter", grid.Letter(c.at)}}
}

// mayBeFact says what a column that nothing reads tells, if it may be a fact.
func (d *Draft) mayBeFact(cols []column, t *table, i int, kept keptMap) telling {
	c := &cols[i]
	if c.field != nil || c.source == Declared || c.reason != reasonUnknown && c.reason != reasonOther && c.reason != reasonNear || slices.Contains(kept.Left, c.at) {
		return tellsNothing
	}
	letter := grid.Letter(c.at)
	offered := func(a Answer) bool { return a.ID == inColumn+letter }
	if slices.ContainsFunc(d.preview.Questions, func(q Question) bool {
		return slices.Contains(q.Columns, letter) && !strings.HasPrefix(q.ID, "left") || q.Open() && slices.ContainsFunc(q.Answers, offered)
	}) {
		return tellsNothing
	}
	cells := beside(t, c.at)
	if d.again(cols, *c) || d.desk.ofLegend(cols, i) || d.desk.tellsState(d.form, c, cells) {
		return tellsNothing
	}
	return d.desk.tells(d.form, c, cells)
}

// ofLegend reports whether a column is a legend beside the table.
func (d *Desk) ofLegend(cols []column, i int) bool {
	if cols[i].heading == "" && i > 0 {
		i--
	}
	return d.Legends.has(cols[i].heading)
}

// tells judges the cells of a column: yes and no, numbers that are not those of the rows nor too long to count anything, few words that come again, or words of a
// list. Under the name of a field, or of something near it, few words need not come again. What stands in place of a fact is passed over, and so are remarks, codes,
// days and times. Words that say of their rows whether they count, or what a program did with them, are asked about by themselves.
func (d *Desk) tells(f *form, c *column, cells map[string]int) telling {
	var n struct{ filled, different, flags, numbers, others, listed int }
	if d.untold[f.kind].has(unmarked(c.heading)) {
		return tellsNothing
	}
	once, long := map[int64]bool{}, false
	named := c.reason == reasonOther || d.namedLike(f, c.heading)
	for cell, times := range cells {
		if d.nothing(cell) || broken(cell) || d.sums(cell) {
			continue
		}
		if d.callsOff(f.kind, cell) || d.intends(cell) && (!named || d.Outcomes.has(cell)) || d.LogChanges.has(cell) {
			return tellsNothing
		}
		n.filled += times
		n.different++
		_, flag := cross(cell)
		number, whole := written.Number(cell)
		switch {
		case flag:
			if n.flags += times; !math.IsNaN(number) { // 0 and 1 may as well be numbers
				n.numbers += times
				if times == 1 {
					once[int64(number)] = true
				}
			}
		case !math.IsNaN(number) && (number < 1900 || number > 2100):
			n.numbers += times
			long = long || number >= 10_000
			if whole && times == 1 {
				once[int64(number)] = true
			}
		case d.listedIn(f, cell), d.pairIn(f, cell), d.spansAges(f, c, cell):
			n.listed += times
		case aside(cell) && !(c.reason == reasonOther && written.Day(cell, false).Valid()):
			n.others += times
		}
	}
	most := func(of int) bool { return 10*of >= 9*n.filled }
	switch {
	case n.filled == 0:
		return tellsNothing
	case most(n.flags):
		return tellsFlags
	case d.ofAnother(c.heading):
		return tellsNothing
	case most(n.numbers) && !long && (!ordered(once, n.filled) || headed.MatchString(c.heading)) && (!f.numbersRows(c.heading) || d.skips(cells)):
		return tellsNumbers
	case most(n.numbers), 4*n.others >= n.filled && !most(n.listed):
		return tellsNothing
	case 2*n.listed > n.filled && n.filled > 1, n.different <= fewWords && (named || 2*n.different <= n.filled || n.different < n.filled && n.filled < 6):
		return tellsWords
	}
	return tellsNothing
}

// spansAges reports whether a cell is a span of ages, in a column that is none of hours.
func (d *Desk) spansAges(f *form, c *column, cell string) bool {
	return f.place("age_band") >= 0 && years.Spans(cell) && !slices.ContainsFunc(fold(c.heading), func(word string) bool { return d.Clocks[word] })
}

// aside reports whether a cell is a remark, a code, a day or a time, the name of a day of the week or of a month.
func aside(cell string) bool {
	coded := !strings.Contains(cell, " ") && strings.ContainsAny(cell, "0123456789")
	return coded || len(cell) > 40 || len(strings.Fields(cell)) > 4 || written.Clock(cell) || written.Day(cell, false).Valid() || weekday(cell)
}

// ofAnother reports whether a heading says that its column is of another matter, as somebody else's age: it is better left out.
func (d *Desk) ofAnother(text string) bool {
	return slices.ContainsFunc(slices.Concat(fold(text), fold(insideBrackets(text))), func(word string) bool { return d.aside[word] })
}

// numbersRows reports whether a heading holds the name of a column that numbers people, rows or outings.
func (f *form) numbersRows(text string) bool {
	words := fold(text)
	return slices.ContainsFunc(f.headings, func(h heading) bool { return h.field.points() && len(h.words) > 1 && within(h, words) > 0 })
}

// skips reports whether numbers come again and leave some out between them, as no number of a row does: 1, 2, 1, 5.
func (d *Desk) skips(cells map[string]int) bool {
	filled, most := 0, 0
	for cell, times := range cells {
		n, ok := written.Amount(cell, 1000)
		if !ok {
			continue
		}
		filled, most = filled+times, max(most, int(n))
	}
	return len(cells) < filled && most > len(cells) && most < filled+10
}

// ordered reports whether numbers that stand once each are those of the rows, or of something else that goes on from one to the next.
func ordered(once map[int64]bool, filled int) bool {
	if len(once) < filled {
		return false
	}
	first, last := int64(1<<62), int64(0)
	for n := range once {
		first, last = min(first, n), max(last, n)
	}
	return filled > 1 && last-first == int64(filled)-1
}

// weekday reports whether a cell is the name of a day of the week or of a month.
func weekday(cell string) bool {
	_, month := written.Month(codebook.Fold(cell))
	return month || written.WeekdaysOf(codebook.Fold(cell)) != 0
}

// listedIn reports whether a cell is a word, of four letters at least, of a list of the kind.
func (d *Desk) listedIn(f *form, cell string) bool {
	if len(codebook.Fold(cell)) < 4 {
		return false
	}
	return slices.ContainsFunc(f.fields, func(x field) bool {
		if x.Type != typeCode && x.Type != typeOrigin && x.Type != typeAge {
			return false
		}
		list, ok := d.book.List(x.List)
		if !ok {
			return false
		}
		_, ok = list.Match(cell)
		return ok
	})
}

// namedLike reports whether a heading shares a word, and not one that stands in many, with the name of a field that tells a fact.
func (d *Desk) namedLike(f *form, text string) bool {
	words := slices.Concat(fold(text), fold(insideBrackets(text)))
	return slices.ContainsFunc(f.headings, func(h heading) bool { return h.field.tellsFact() && d.shares(h, words) })
}

// shares reports whether words of a heading are of a name and of no other field's.
func (d *Desk) shares(h heading, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		return len(word) > 2 && slices.Contains(h.words, word) && !d.harmless[""][word] && !vague[word]
	})
}

// vague words stand in the names of many fields.
var vague = map[string]bool{
	"tipo": true, "tipologia": true, "codice": true, "data": true, "numero": true, "persona": true, "persone": true, "contatto": true, "utente": true, "stato": true, "area": true, "fonte": true, "origine": true, "progetto": true, "altro": true,
	"type": true, "kind": true, "code": true, "date": true, "number": true, "person": true, "contact": true, "user": true, "client": true, "source": true, "first": true, "project": true, "field": true, "other": true,
}

// tellsFact reports whether a field tells something besides when, where and for whom.
func (x *field) tellsFact() bool {
	return !x.points() && x.Type != typeDay && x.Type != typeOrganisation && x.Type != typeProject
}
