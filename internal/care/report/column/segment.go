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

// sorted gives the same rows by day. Rows of one day keep their order: no figure depends on it.
func (g *segment) sorted() *segment {
	if slices.IsSorted(g.days) {
		return g
	}
	order := byDay(g.days)
	out := &segment{
		ids: pick(g.ids, order), records: pick(g.records, order), nouns: pick(g.nouns, order), days: pick(g.days, order),
		persons: pick(g.persons, order), individuals: pick(g.individuals, order),
		codes: make([][]uint16, len(g.codes)), numbers: make([][]int64, len(g.numbers)), knowledge: newKnowledge(len(g.codes)),
	}
	for c := range g.codes {
		out.codes[c] = pick(g.codes[c], order)
		out.numbers[c] = pick(g.numbers[c], order)
	}
	return out
}

// byDay sorts row numbers by counting, because millions of rows share a few thousand days.
func byDay(days []Day) []int32 {
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
