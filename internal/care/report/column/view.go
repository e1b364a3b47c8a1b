package column

// View is one view of a Snapshot. A row is known by its ref, a number from 0 that means nothing in another snapshot.
type View struct {
	Schema *Schema
	base   *segment
	delta  *segment
	dead   []uint64 // a bit for each row of the base that is no longer true; nil when all are
	gone   int      // bits set in dead
	keys   *keys
	words  []string
	doubt  *doubt
}

// Len counts the rows.
func (v *View) Len() int { return v.base.len() - v.gone + v.delta.len() }

func (v *View) at(ref int32) (*segment, int32) {
	if n := int32(v.base.len()); ref >= n {
		return v.delta, ref - n
	}
	return v.base, ref
}

// Code is the number of a row's code in the snapshot's dictionary.
func (v *View) Code(column int, ref int32) uint16 {
	g, i := v.at(ref)
	return g.codes[column][i]
}

// Number is a row's value in a Number column.
func (v *View) Number(column int, ref int32) int64 {
	g, i := v.at(ref)
	return g.numbers[column][i]
}

// Day is a row's day.
func (v *View) Day(ref int32) Day {
	g, i := v.at(ref)
	return g.days[i]
}

// Person is the number of a row's person, or negative when it has none.
func (v *View) Person(ref int32) int32 {
	g, i := v.at(ref)
	if g.persons == nil {
		return none
	}
	return g.persons[i]
}

// Individual is the number of the unlinked individual a row was for, or negative.
func (v *View) Individual(ref int32) int32 {
	g, i := v.at(ref)
	if g.individuals == nil {
		return none
	}
	return g.individuals[i]
}

// Key is a row's own id, packed.
func (v *View) Key(ref int32) Key {
	g, i := v.at(ref)
	return g.ids[i]
}

// ID is a row's own id. Several rows of a meeting share one record, never an id.
func (v *View) ID(ref int32) string { return v.keys.text(v.Key(ref)) }

// Record is the kind and the id of the record a row comes from.
func (v *View) Record(ref int32) (noun, id string) {
	g, i := v.at(ref)
	return v.words[g.nouns[i]], v.keys.text(g.records[i])
}

// Part is the half of a view that a Scan hands out: arrays of all its rows, of which only some are chosen.
type Part struct {
	segment *segment
	offset  int32
}

// Codes are the codes of a column, by local row.
func (p Part) Codes(column int) []uint16 { return p.segment.codes[column] }

// Numbers are the values of a Number column, by local row.
func (p Part) Numbers(column int) []int64 { return p.segment.numbers[column] }

// Persons are the person numbers by local row; nil where the view has none.
func (p Part) Persons() []int32 { return p.segment.persons }

// Individuals are the numbers of unlinked individuals by local row; nil where the view has none.
func (p Part) Individuals() []int32 { return p.segment.individuals }

// Days are the days by local row.
func (p Part) Days() []Day { return p.segment.days }

// Ref turns a local row into the view's ref.
func (p Part) Ref(row int32) int32 { return p.offset + row }

// Present lists which codes occur in a column, by code; some may be only of rows that are no longer true.
func (v *View) Present(column int) []bool {
	present := make([]bool, len(v.words))
	for _, g := range []*segment{v.base, v.delta} {
		for _, c := range g.index(column).codes {
			present[c] = true
		}
	}
	return present
}
