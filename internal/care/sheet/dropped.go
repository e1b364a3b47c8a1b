package sheet

import (
	"context"
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// Reasons for which a row is no record.
const (
	DroppedTitle   = "title"
	DroppedTotal   = "total"
	DroppedNumbers = "numbers"
	DroppedHeading = "heading"
	DroppedRemark  = "remark"
	DroppedEmpty   = "empty"  // it says nothing besides day and unit
	DroppedAnswer  = "answer" // a person answered that it is to be left out
	DroppedTags    = "tags"   // marks of the humanitarian exchange language below the headings
	DroppedStop    = "stop"   // a further stop of the outing that an earlier row begins
	DroppedHint    = "hint"   // says how the cells are to be filled in
)

// said is what a row turned out to say.
type said struct {
	line    line
	refused []Refused
	facts   int    // cells that say something besides day, unit and who pays
	amounts int    // of them, numbers that could be sums
	wrong   int    // cells of facts that cannot be read
	day     bool   // the cell of the day is filled
	badDay  bool   // and cannot be read
	noDay   bool   // the cell of the day is empty, and no default stands for it
	only    string // the last cell that says something besides
	noUnit  bool   // the cell of the unit is empty, and there are several units

	unstored bool // it holds a formula without a result
}

// frame reports whether a field says when, where and for whom the work was done, and nothing of what was done.
func (x *field) frame() bool {
	switch x.Type {
	case typeID, typeOuting, typeDay, typeUnit, typeOrganisation, typeProject:
		return true
	}
	return x.Name == "province" || x.Name == "channel"
}

// count notes what a readable cell of a column adds to what the row says.
func (x *said) count(c *source, a answer, sole bool) {
	says := a.value != "" && a.value != notRecorded || a.region != ""
	switch {
	case c.field.frame() || !says:
	case c.field.Type == typeReference && sole: // a remark below the table that stands in the column of codes
	case c.field.Type == typeAmount || c.field.Type == typeHours || c.field.Type == typeMinutes:
		x.amounts++
		x.facts++
	default:
		x.facts++
	}
}

// rows reads or drops every row below the headings.
func (d *Draft) rows(ctx context.Context, r *reader, cols []column, t table, progress Progress) error {
	for _, row := range t.title {
		d.preview.Dropped = append(d.preview.Dropped, Dropped{row.Number, DroppedTitle})
	}
	d.preview.Dropped = append(d.preview.Dropped, t.below...)
	for _, r := range t.wide {
		d.refuse(r)
	}
	d.lines = make([]line, 0, len(t.rows))
	above := fillDown{given: d.answers["fill"], grouped: r.grouped(t)}
	counts := counted{}
	foreign := -1 // the sheet in which a table stands that is not understood
	for i, row := range t.rows {
		if i%1000 == 0 {
			if err := grid.Stopped(ctx); err != nil {
				return err
			}
		}
		x := r.read(row)
		row, x = above.complete(r, row, x)
		why, refusal := r.dropped(row, t.header, x)
		if refusal == nil && why == "" && foreign == row.Number/sheetStep {
			refusal = errs.E(errs.Invalid, "sheet.below_other_headings")
		} else if refusal == nil && why == "" && r.changes(row) {
			refusal = errs.E(errs.Invalid, "sheet.log_row")
		} else if refusal == nil && why != DroppedAnswer && r.swallows(row) {
			why, refusal = "", errs.E(errs.Invalid, "sheet.row_swallowed")
		} else if why == DroppedRemark && r.partedOtherwise(row) {
			why, refusal = "", errs.E(errs.Invalid, "sheet.parted_otherwise")
		} else if why == DroppedHeading {
			foreign = -1
		} else if refusal != nil && refusal.Key == "sheet.other_headings" {
			foreign = row.Number / sheetStep
		}
		above.pass(r, row, x, why)
		switch {
		case why != "" && d.doubled[row.Number] != 0: // named with the row itself
		case why != "":
			d.preview.Dropped = append(d.preview.Dropped, Dropped{row.Number, why})
			if why == DroppedRemark {
				r.remarks = append(r.remarks, row)
			}
		case refusal != nil:
			d.refuse(Refused{Row: row.Number, Err: refusal})
			r.countWords(row)
		case len(x.refused) > 0:
			d.refuse(x.refused...)
			r.countWords(row)
		default:
			d.preview.Rows++
			counts.note(d, x, row.Number)
			d.lines = append(d.lines, x.line)
			if d.doubled[row.Number] == 0 {
				r.noteCancelled(row, x.amounts)
				r.noteLikened(row)
			}
			r.countWords(row)
		}
		progress.tell(i+1, len(t.rows))
	}
	slices.SortStableFunc(d.preview.Refused, func(a, b Refused) int { return a.Row - b.Row })
	slices.SortStableFunc(d.lines, func(a, b line) int { return a.row - b.row }) // rows of several people stand twice
	d.refuseSilent(t)
	above.ask(r)
	r.askCancelled()
	r.askIntended()
	r.askNotices(&t)
	r.askAhead()
	d.askSums()
	d.askStages(cols, &t)
	d.askCrew(cols, &t)
	r.askCounts(&t, counts)
	d.listUnread(r)
	return nil
}

// refuseSilent refuses the rows of a file none of which says anything besides its day, though columns that are left out do: it is no file without news.
func (d *Draft) refuseSilent(t table) {
	silent := map[int]bool{}
	for _, x := range d.preview.Dropped {
		silent[x.Row] = x.Reason == DroppedEmpty
	}
	var left []int
	for at, c := range d.preview.Columns {
		if c.Field == "" && (c.Reason == reasonUnknown || c.Reason == reasonOther || c.Reason == reasonNear) {
			left = append(left, at)
		}
	}
	more := func(row grid.Row) bool {
		return slices.ContainsFunc(left, func(at int) bool { return row.Cell(at) != "" })
	}
	if d.preview.Rows > 0 || !slices.ContainsFunc(t.rows, func(row grid.Row) bool { return silent[row.Number] && more(row) }) {
		return
	}
	d.preview.Dropped = slices.DeleteFunc(d.preview.Dropped, func(x Dropped) bool { return x.Reason == DroppedEmpty })
	for row := range silent {
		if silent[row] {
			d.refuse(Refused{Row: row, Err: errs.E(errs.Invalid, "sheet.row_silent")})
		}
	}
	slices.SortStableFunc(d.preview.Refused, func(a, b Refused) int { return a.Row - b.Row })
}

// withdraw takes lines back that an answer leaves out.
func (d *Draft) withdraw(rows []int, given string) {
	if given != leaveOut {
		return
	}
	out := map[int]bool{}
	rows = d.withCopies(rows)
	for _, row := range rows {
		if out[row] = true; d.doubled[row] == 0 {
			d.preview.Dropped = append(d.preview.Dropped, Dropped{row, DroppedAnswer})
		}
	}
	d.lines = slices.DeleteFunc(d.lines, func(l line) bool { return out[l.row] })
	d.preview.Rows -= len(rows)
	slices.SortStableFunc(d.preview.Dropped, func(a, b Dropped) int { return a.Row - b.Row })
}

// refuse refuses a row.
func (d *Draft) refuse(why ...Refused) {
	d.preview.Rows++
	for _, r := range why {
		d.preview.Refused = append(d.preview.Refused, d.where(r))
	}
}

// dropped says why a row that is no record is none, or why it cannot be told. Only what cannot be a record is dropped:
// a label of sums, the headings once more, a remark, numbers alone, or a day with nothing to it.
func (r *reader) dropped(row, header grid.Row, x said) (why string, refusal *errs.Error) {
	if r.leave[row.Number] || r.leave[r.draft.doubled[row.Number]] {
		return DroppedAnswer, nil
	}
	var filled, numbers, again int // again: cells that are the heading of their column
	for i, cell := range row.Cells {
		if cell == "" {
			continue
		}
		filled++
		if numeric(cell) {
			numbers++
		}
		if cell == header.Cell(i) {
			again++
		}
	}
	switch total, sure := r.total(row, x); {
	case x.unstored:
		return "", nil
	case 2*again > filled && again == filled:
		return DroppedHeading, nil
	case 2*again > filled && again > 1:
		return "", errs.E(errs.Invalid, "sheet.other_headings")
	case total && sure:
		return DroppedTotal, nil
	case total:
		return "", errs.E(errs.Invalid, "sheet.total_or_record")
	case x.facts == 0 && len(x.refused) > 0 && r.draft.desk.signed(row.Cells):
		return DroppedRemark, nil
	case x.facts > x.amounts:
		return "", nil
	case x.badDay && r.holdsDay(row):
		return "", nil // a day that cannot be read, with words before it
	case numbers == filled && (!x.day || filled == 1):
		return DroppedNumbers, nil
	case x.amounts > 0:
		return "", nil
	case filled == 1 && len(x.refused) > 0:
		return DroppedRemark, nil
	case x.wrong > 0 || x.badDay:
		return "", nil
	case r.draft.form.kind == Contacts && r.draft.ofManifold(row.Number):
		return "", nil // of somebody whom a total counts and of whom nothing is said
	}
	return DroppedEmpty, nil
}

// partedOtherwise reports whether what looks like a remark is a record whose cells are parted by another sign than those of other rows, so that it stands in one
// cell: 10/04/2024,uds,A02,F among semicolons. In a sentence a blank follows the sign.
func (r *reader) partedOtherwise(row grid.Row) bool {
	return r.isRow(row.Number, strings.Join(row.Cells, "")) // alone in its row
}

// swallows reports whether a cell holds a whole further row: a quotation mark that opened in one did not close before the next.
func (r *reader) swallows(row grid.Row) bool {
	return !alone(row) && slices.ContainsFunc(row.Cells, func(cell string) bool {
		return slices.ContainsFunc(strings.Split(cell, "\n"), func(line string) bool { return r.isRow(row.Number, line) })
	})
}

// isRow reports whether a text, parted by one of the signs that part columns, is a record with a day.
func (r *reader) isRow(number int, text string) bool {
	for _, sign := range []string{";", ",", "\t", "|"} {
		cells := strings.Split(text, sign)
		if len(cells) < 3 || strings.Contains(text, sign+" ") {
			continue
		}
		if x := r.read(grid.Row{Number: number, Cells: cells}); x.day && !x.badDay && x.facts > 0 {
			return true
		}
	}
	return false
}

// total reports whether a row is labelled as one of sums, wherever the label stands. In a column that is left out, where
// a remark may begin with the same word, a row that says something is one only if the whole cell is a label; and where it has a day,
// nobody can be sure.
func (r *reader) total(row grid.Row, x said) (total, sure bool) {
	for at, cell := range row.Cells {
		if !r.draft.desk.perhapsLabel(cell) || r.draft.beyond > 0 && at >= r.draft.beyond {
			continue
		}
		strict, loose := r.draft.desk.label(cell)
		taken := slices.ContainsFunc(r.columns, func(c source) bool {
			return c.at == at && (c.field.Type != typeUnit || len(r.draft.world.words.units[codebook.Fold(cell)]) == 0)
		}) || slices.Contains(r.draft.partsAt, at)
		switch {
		case taken && (strict || loose), (strict || loose) && x.facts == 0, strict && !x.day:
			return true, true
		case strict:
			total = true
		}
	}
	return total, false
}

// perhapsLabel passes over nearly every cell quickly: it reports whether a word of the cell begins as one of sums does.
func (x *lexicon) perhapsLabel(cell string) bool {
	if len(cell) < 3 || len(cell) > 80 {
		return false
	}
	begins := true
	for i := 0; i+3 <= len(cell); i++ {
		letter := cell[i]|0x20 >= 'a' && cell[i]|0x20 <= 'z'
		if begins && letter && x.stems[[3]byte{cell[i] | 0x20, cell[i+1] | 0x20, cell[i+2] | 0x20}] {
			return true
		}
		begins = !letter
	}
	return false
}

// holdsDay reports whether the cell of the day is a day behind one word too many, such as "cancelled 3/4/2024": a row that
// somebody meant something by, and no remark below the table.
func (r *reader) holdsDay(row grid.Row) bool {
	for _, c := range r.columns {
		if c.field.Type != typeDay {
			continue
		}
		words := strings.FieldsFunc(row.Cell(c.at), func(r rune) bool { return r == ' ' || r == ',' || r == '.' || r == ':' })
		if len(words) > 1 && written.Day(strings.Join(words[1:], " "), false).Valid() {
			return true
		}
	}
	return false
}

func numeric(cell string) bool {
	return strings.Trim(cell, "0123456789.,-+% €:") == ""
}
