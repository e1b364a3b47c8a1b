package report

import (
	"slices"

	"approdo/internal/care/report/definition"
)

// Span is a figure that may be a range: Low is certain, High counts those besides who are not sure to be new. Known is false where the
// document does not print the figure, which is not zero.
type Span struct {
	Low, High Number
	Known     bool
}

// minus is by how much a figure is above an earlier one: from the least it can be to the most.
func (s Span) minus(earlier Span) Span {
	low, high := s.Low, s.High
	low.N -= earlier.High.N
	high.N -= earlier.Low.N
	return Span{low, high, s.Known && earlier.Known}
}

// Line is one row of two documents beside each other. Row has no code in the line of totals.
type Line struct {
	Row                    Heading
	Part                   bool // an of-which of the row above it
	Earlier, Later, Change Span
}

// Column is one value of a table in two documents.
type Column struct {
	Value Heading
	Lines []Line
}

// Beside is a table of two documents beside each other.
type Beside struct {
	Table   *Table // the later one, for its title and unit
	Columns []Column
}

// Side puts two documents of one definition side by side, table by table: each figure, and by how much the later one is above the earlier.
// Left out are the tables of words, of targets (which are of a whole project) and of quality, and the values that repeat persons.
//
// A row that only one document prints is zero in the other, unless the edition merges cells: then it may hide in another row, and
// nothing is said.
func Side(earlier, later *Document) []Beside {
	var out []Beside
	for i := range later.Tables {
		t := &later.Tables[i]
		old, ok := earlier.Table(t.ID)
		if !ok || t.ID == HeaderID || t.ID == QualityID || t.Total == nil {
			continue
		}
		s := sides{old: old, now: t, hides: len(t.Dimensions) > publishedDimensions && (later.Parameters.Edition == Funder || earlier.Parameters.Edition == Funder)}
		b := Beside{Table: t}
		for _, value := range headings(old, t) {
			if value.Code != definition.Gross && value.Code != Unsure {
				b.Columns = append(b.Columns, Column{value, s.lines(value.Code)})
			}
		}
		out = append(out, b)
	}
	return out
}

func headings(old, now *Table) []Heading {
	all := slices.Clone(now.Columns)
	for _, h := range old.Columns {
		if _, there := heading(all, h.Code); !there {
			all = append(all, h)
		}
	}
	return all
}

// sides is one table of two documents.
type sides struct {
	old, now *Table
	hides    bool // a row that is not printed may be merged into another
}

func (s sides) lines(value string) []Line {
	var lines []Line
	rows := slices.Clone(s.now.Rows)
	for _, row := range s.old.Rows {
		if _, there := s.now.Row(row.Code); !there {
			rows = append(rows, row)
		}
	}
	for _, row := range rows {
		a, inOld := s.old.Row(row.Code)
		b, inNow := s.now.Row(row.Code)
		lines = append(lines, line(Heading{row.Code, row.Label}, s.span(a.Values, inOld, value), s.span(b.Values, inNow, value)))
		for _, part := range row.OfWhich {
			x, y := partOf(a, part.Code), partOf(b, part.Code)
			l := line(Heading{part.Code, part.Label}, s.span(x, inOld, value), s.span(y, inNow, value))
			l.Part = true
			if l.Earlier.Known && has(x, y, value) {
				lines = append(lines, l)
			}
		}
	}
	total := value
	if _, ok := s.now.Total.Values.Get("unique"); ok && value == definition.Attributed {
		total = "unique"
	}
	return append(lines, line(Heading{}, s.span(s.old.Total.Values, true, total), s.span(s.now.Total.Values, true, total)))
}

func line(row Heading, earlier, later Span) Line {
	return Line{Row: row, Earlier: earlier, Later: later, Change: later.minus(earlier)}
}

// span reads a figure; the part of it that is unsure belongs to persons counted once only.
func (s sides) span(values Values, printed bool, code string) Span {
	least, most, ok := values.Range(code)
	if !ok {
		return Span{Known: !s.hides || printed}
	}
	return Span{least, most, true}
}

func partOf(row Row, code string) Values {
	for _, part := range row.OfWhich {
		if part.Code == code {
			return part.Values
		}
	}
	return nil
}

// has reports whether either of two parts has the value: a part prints fewer than its row.
func has(a, b Values, code string) bool {
	_, inA := a.Get(code)
	_, inB := b.Get(code)
	return inA || inB
}
