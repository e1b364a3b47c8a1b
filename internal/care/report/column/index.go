package column

import "sync"

// maxIndexed is for how many codes a column keeps a bitmap each. Of more codes, looking at every row is cheaper and takes no room.
const maxIndexed = 32

// index says which codes a column has and, unless they are many, in which rows each stands. With it, sixty-four rows are
// filtered or counted at once. It is made when first asked for: a segment does not change.
type index struct {
	once  sync.Once
	codes []uint16 // those that occur
	rows  []Bitmap // by place in codes; nil when there are too many
}

func (x *index) of(codes []uint16) *index {
	x.once.Do(func() {
		x.codes = occurring(codes)
		if len(x.codes) <= maxIndexed {
			x.rows = rowsOf(x.codes, codes)
		}
	})
	return x
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

func rowsOf(list, codes []uint16) []Bitmap {
	var place [maxCodes + 1]uint8
	rows := make([]Bitmap, len(list))
	for at, code := range list {
		place[code] = uint8(at)
		rows[at] = NewBitmap(len(codes))
	}
	for i, code := range codes {
		rows[place[code]].Add(int32(i))
	}
	return rows
}

// lazy is a bitmap of rows that is made when first asked for.
type lazy struct {
	once sync.Once
	rows Bitmap
}

func (l *lazy) of(rows int, holds func(i int) bool) Bitmap {
	l.once.Do(func() {
		l.rows = NewBitmap(rows)
		for i := range rows {
			if holds(i) {
				l.rows.Add(int32(i))
			}
		}
	})
	return l.rows
}

// knowledge is what holds of a whole segment.
type knowledge struct {
	columns            []index
	nouns              index
	plural             []lazy // by column: the rows whose number is not one
	linked, individual lazy
	twins              lazy
}

func newKnowledge(columns int) *knowledge {
	return &knowledge{columns: make([]index, columns), plural: make([]lazy, columns)}
}

func (g *segment) index(column int) *index { return g.knowledge.columns[column].of(g.codes[column]) }

// noun are the rows that come from one kind of record: one kind of few.
func (g *segment) noun(noun uint16) Bitmap {
	x := g.knowledge.nouns.of(g.nouns)
	for at, code := range x.codes {
		if code == noun {
			return x.rows[at]
		}
	}
	return NewBitmap(g.len())
}

// linked are the rows that have a person, individual those that are for an unlinked individual.
func (g *segment) linked() Bitmap {
	return g.knowledge.linked.of(g.len(), func(i int) bool { return g.persons != nil && g.persons[i] != none })
}

func (g *segment) individual() Bitmap {
	return g.knowledge.individual.of(g.len(), func(i int) bool { return g.individuals != nil && g.individuals[i] != none })
}

// plural are the rows that count for more than one in a Number column, or for nothing.
func (g *segment) plural(column int) Bitmap {
	return g.knowledge.plural[column].of(g.len(), func(i int) bool { return g.numbers[column][i] != 1 })
}

// twins are the rows of persons who have another row on the same day. Rows lie in the order of days, so it is enough to
// compare each with the one before of the same person.
func (g *segment) twins() Bitmap {
	l := &g.knowledge.twins
	l.once.Do(func() {
		l.rows = NewBitmap(g.len())
		highest := int32(none)
		for _, p := range g.persons {
			highest = max(highest, p)
		}
		last := make([]int32, highest+1) // the row before, plus 1
		for i, p := range g.persons {
			if p == none {
				continue
			}
			if before := last[p] - 1; before >= 0 && g.days[before] == g.days[i] {
				l.rows.Add(before)
				l.rows.Add(int32(i))
			}
			last[p] = int32(i) + 1
		}
	})
	return l.rows
}
