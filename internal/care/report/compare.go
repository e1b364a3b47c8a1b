package report

import (
	"cmp"
	"encoding/hex"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
)

// The ways in which a record differs from what a frozen report counted.
const (
	Added     = "added"     // recorded, dated or moved into the period after freezing: a late record
	Removed   = "removed"   // taken away, by an undone import for example
	Corrected = "corrected" // says something else
	Relinked  = "relinked"  // says the same of another person: a merge, a split, or a link made since
)

// RecordDifference is one record that changed since a report was frozen.
type RecordDifference struct {
	Change, Noun, ID, Organisation, Day string // ID is the record's; of one that is gone, only what tells it apart from others
}

// FigureDifference is one figure that would be another today. Before or After is nil where the figure is not printed.
type FigureDifference struct {
	Table, Row, Value string // Row is "" in the line of totals
	Before, After     *Number
}

// Crowd is how many people must have been erased before one of them is lost among the others: of fewer no figure is named that says something of them.
const Crowd = 5

// Differences is what changed since a report was frozen. Records counts by change whoever they belong to; Named lists those of the
// organisations in own. Records of people who were erased since are counted on, coarser, and are neither added nor removed: Erased is how many of them the report had
// counted, Left how many records of erased people are counted now that it does not know, which are those or came later. Where these are of so few people that the figures would describe
// them, Figures are not named, and Untold says how many there are.
type Differences struct {
	Records map[string]int
	Erased  int
	Left    int
	Untold  int
	Named   []RecordDifference
	Figures []FigureDifference
	Current *Document // the report as it would be today
}

// None reports whether nothing changed.
func (d *Differences) None() bool { return len(d.Records)+len(d.Figures)+d.Untold == 0 }

// Because is one reason why a report would be another today that no list of records tells: its key among the words "report.erasures", and of how many.
type Because struct {
	Key   string
	Count int
}

// Erasures says what erasures have to do with it, every line being true whatever else changed.
func (d *Differences) Erasures() []Because {
	all := []Because{{"erased", d.Erased}, {"left", d.Left}, {"lost", d.Erased - d.Left}, {"untold", d.Untold}}
	return slices.DeleteFunc(all, func(b Because) bool { return b.Count <= 0 })
}

// Words are the reason, after its number.
func (b Because) Words(p *i18n.Printer) string {
	return p.T("report.erasures."+b.Key, "count", b.Count, "crowd", Crowd)
}

// Compare counts a frozen report again over a snapshot and tells what changed. sees is the Scope of the grant and bounds what is counted,
// as in Run; own is its Own scope and bounds which records are named.
func Compare(f Frozen, s *Snapshot, d *Definition, sees, own policy.Scope) (*Differences, error) {
	before, err := f.Read()
	if err != nil {
		return nil, err
	}
	kept, err := unpack(f.records)
	if err != nil {
		return nil, errs.Wrap(err, "report", f.ID)
	}
	if kept.plain {
		kept.marks = keyed(f.marker(), kept.marks)
	}
	kept.take(f.withdrawn)
	p := f.Parameters
	current, err := Run(s, d, Params{Project: p.Project, From: p.From, To: p.To, Scope: p.Scope, Edition: p.Edition, Sees: sees, Draft: true})
	if err != nil {
		return nil, err
	}
	out := &Differences{Records: map[string]int{}, Erased: kept.erased, Current: current, Figures: figures(before, current)}
	named, people := ownCodes(s, own), map[int32]bool{}
	compareMarks(kept.marks, keyed(f.marker(), current.run.marks()), func(change string, m mark) {
		if change == Added && m.husk {
			out.Left++
			people[m.subject] = true
			return
		}
		out.Records[change]++
		if named[m.Organisation] {
			out.Named = append(out.Named, RecordDifference{change, m.Noun, cmp.Or(m.name, m.Record, m.ID), m.Organisation, m.Day})
		}
	})
	if out.Erased+out.Left > 0 && len(people) < Crowd {
		out.Figures, out.Untold = nil, len(out.Figures)
	}
	slices.SortFunc(out.Named, func(a, b RecordDifference) int {
		return strings.Compare(a.Day+a.Noun+a.Change+a.ID, b.Day+b.Noun+b.Change+b.ID)
	})
	out.Named = slices.Compact(out.Named) // several rows of one meeting are one record
	current.run = nil                     // it is looked at, not behind: so that who keeps it keeps no columns
	return out, nil
}

// compareMarks walks both lists, which are sorted by id.
func compareMarks(before, after []mark, tell func(change string, m mark)) {
	for len(before)+len(after) > 0 {
		switch {
		case len(after) == 0 || len(before) > 0 && before[0].ID < after[0].ID:
			tell(Removed, before[0])
			before = before[1:]
		case len(before) == 0 || after[0].ID < before[0].ID:
			tell(Added, after[0])
			after = after[1:]
		default:
			if before[0].Content != after[0].Content {
				tell(Corrected, after[0])
			} else if before[0].Person != after[0].Person {
				tell(Relinked, after[0])
			}
			before, after = before[1:], after[1:]
		}
	}
}

// figures compares two documents cell by cell, in the order of printing, rows that are gone last.
func figures(before, after *Document) []FigureDifference {
	var out []FigureDifference
	for _, t := range tablesOf(after, before) {
		old, _ := before.Table(t)
		now, _ := after.Table(t)
		a, b := cells(old), cells(now)
		for _, at := range union(keysInOrder(now), keysInOrder(old)) {
			x, inOld := a[at]
			y, inNew := b[at]
			if inOld && inNew && x == y {
				continue
			}
			row, value, _ := strings.Cut(at, "\x00")
			d := FigureDifference{Table: t, Row: row, Value: value}
			if inOld {
				d.Before = &x
			}
			if inNew {
				d.After = &y
			}
			out = append(out, d)
		}
	}
	return out
}

func tablesOf(docs ...*Document) []string {
	var ids []string
	for _, d := range docs {
		for _, t := range d.Tables {
			ids = union(ids, []string{t.ID})
		}
	}
	return ids
}

// eachCell visits the figures of a table: of rows, of their parts, and of the total.
func eachCell(t *Table, visit func(at string, n Number)) {
	if t == nil {
		return
	}
	line := func(code string, values Values) {
		for _, v := range values {
			visit(code+"\x00"+v.Code, v.Number)
		}
	}
	for _, row := range t.Rows {
		line(row.Code, row.Values)
		for _, part := range row.OfWhich {
			line(row.Code+" > "+part.Code, part.Values)
		}
	}
	if t.Total != nil {
		line("", t.Total.Values)
	}
}

func cells(t *Table) map[string]Number {
	out := map[string]Number{}
	eachCell(t, func(at string, n Number) { out[at] = n })
	return out
}

func keysInOrder(t *Table) []string {
	var keys []string
	eachCell(t, func(at string, _ Number) { keys = append(keys, at) })
	return keys
}

// ownCodes are the codes of the organisations that a scope sees.
func ownCodes(s *Snapshot, scope policy.Scope) map[string]bool {
	codes := map[string]bool{}
	for _, o := range s.Organisations {
		codes[o.Code] = scope.Sees(o.ID)
	}
	return codes
}

func hexadecimal(b []byte) string { return hex.EncodeToString(b) }
