package column

import (
	"cmp"
	"slices"
)

// none marks a row without person or without individual.
const none = -1

// segment is a run of rows, an array a column. It is written while it is made and never after, but for its prints and its knowledge.
type segment struct {
	ids, records []Key
	nouns        []uint16
	days         []Day
	persons      []int32 // nil where the view has no persons
	individuals  []int32
	codes        [][]uint16 // by column; nil for numbers
	numbers      [][]int64  // by column; nil for codes
	prints       prints
	knowledge    *knowledge
}

func newSegment(s *Schema) *segment {
	n := len(s.Columns)
	return &segment{codes: make([][]uint16, n), numbers: make([][]int64, n), knowledge: newKnowledge(n)}
}

func (g *segment) len() int { return len(g.days) }

// between finds the rows from one day to another, both included, in a segment sorted by day.
func (g *segment) between(from, to Day) (low, high int) {
	low, _ = slices.BinarySearch(g.days, from)
	high, _ = slices.BinarySearch(g.days, to+1)
	return low, high
}

// appendRow copies row i of another segment of the same view.
func (g *segment) appendRow(from *segment, i int) {
	g.ids = append(g.ids, from.ids[i])
	g.records = append(g.records, from.records[i])
	g.nouns = append(g.nouns, from.nouns[i])
	g.days = append(g.days, from.days[i])
	if from.persons != nil {
		g.persons = append(g.persons, from.persons[i])
	}
	if from.individuals != nil {
		g.individuals = append(g.individuals, from.individuals[i])
	}
	for c := range from.codes {
		if from.codes[c] != nil {
			g.codes[c] = append(g.codes[c], from.codes[c][i])
		}
		if from.numbers[c] != nil {
			g.numbers[c] = append(g.numbers[c], from.numbers[c][i])
		}
	}
}

// sorted gives the rows by day, and takes them if it must move them. Rows of one day keep their order: no figure depends on it.
func (g *segment) sorted() *segment {
	if slices.IsSorted(g.days) {
		return g
	}
	return joined(g)
}

// joined gives the rows of some segments of one view, sorted by day, and takes what they hold: each column is let go as soon as it is
// copied, so that millions of rows are never in memory twice.
func joined(parts ...*segment) *segment {
	columns := len(parts[0].codes)
	out := &segment{codes: make([][]uint16, columns), numbers: make([][]int64, columns), knowledge: newKnowledge(columns)}
	days := gathered(parts, func(g *segment) *[]Day { return &g.days })
	order := byDay(days)
	out.days = pick(days, order)
	out.ids = pick(gathered(parts, func(g *segment) *[]Key { return &g.ids }), order)
	out.records = pick(gathered(parts, func(g *segment) *[]Key { return &g.records }), order)
	out.nouns = pick(gathered(parts, func(g *segment) *[]uint16 { return &g.nouns }), order)
	out.persons = pick(gathered(parts, func(g *segment) *[]int32 { return &g.persons }), order)
	out.individuals = pick(gathered(parts, func(g *segment) *[]int32 { return &g.individuals }), order)
	for c := range columns {
		out.codes[c] = pick(gathered(parts, func(g *segment) *[]uint16 { return &g.codes[c] }), order)
		out.numbers[c] = pick(gathered(parts, func(g *segment) *[]int64 { return &g.numbers[c] }), order)
	}
	return out
}

// gathered takes an array out of some segments, as one.
func gathered[T any](parts []*segment, of func(*segment) *[]T) []T {
	whole := *of(parts[0])
	for _, g := range parts[1:] {
		whole = append(whole, *of(g)...)
	}
	for _, g := range parts {
		*of(g) = nil
	}
	return whole
}

// byDay sorts row numbers by counting, because millions of rows share a few thousand days.
func byDay(days []Day) []int32 {
	if len(days) == 0 {
		return nil
	}
	low, high := slices.Min(days), slices.Max(days)
	order := make([]int32, len(days))
	if width := int(high) - int(low); width > 4*len(days)+1024 {
		for i := range order {
			order[i] = int32(i)
		}
		slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(days[a], days[b]) })
		return order
	}
	start := make([]int32, int(high)-int(low)+2)
	for _, d := range days {
		start[d-low+1]++
	}
	for i := 1; i < len(start); i++ {
		start[i] += start[i-1]
	}
	for i, d := range days {
		order[start[d-low]] = int32(i)
		start[d-low]++
	}
	return order
}

func pick[T any](from []T, order []int32) []T {
	if from == nil {
		return nil
	}
	out := make([]T, len(order))
	for i, o := range order {
		out[i] = from[o]
	}
	return out
}
