package column

import "sync"

// knowledge is what holds of a whole segment and is looked up once, when first asked for: a segment does not change.
type knowledge struct {
	once      sync.Once
	codes     [][]uint16 // by column: the codes that occur
	recurring []uint64   // a bit for each person with several rows on one day
}

// learnt gives the knowledge of a segment sorted by day.
func (g *segment) learnt() *knowledge {
	g.knowledge.once.Do(func() {
		g.knowledge.codes = make([][]uint16, len(g.codes))
		for column, codes := range g.codes {
			g.knowledge.codes[column] = occurring(codes)
		}
		g.knowledge.recurring = recurring(g.persons, g.days)
	})
	return &g.knowledge
}

func occurring(codes []uint16) []uint16 {
	var present [maxCodes + 1]bool
	var list []uint16
	for _, c := range codes {
		if !present[c] {
			present[c] = true
			list = append(list, c)
		}
	}
	return list
}

// recurring compares each row of a person with the one before: rows lie in the order of days.
func recurring(persons []int32, days []Day) []uint64 {
	highest := int32(none)
	for _, p := range persons {
		highest = max(highest, p)
	}
	recur := make([]uint64, highest/64+1)
	last := make([]Day, highest+1)
	for p := range last {
		last[p] = LastDay
	}
	for i, p := range persons {
		if p == none {
			continue
		}
		if last[p] == days[i] {
			recur[p>>6] |= 1 << (p & 63)
		}
		last[p] = days[i]
	}
	return recur
}
