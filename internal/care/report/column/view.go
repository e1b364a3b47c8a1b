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

// Noun is the kind of the record a row comes from, as a code.
func (v *View) Noun(ref int32) uint16 {
	g, i := v.at(ref)
	return g.nouns[i]
}

// Filter keeps the rows whose code in a column passes. Pass is indexed by code and as long as the snapshot's dictionary.
type Filter struct {
	Column int
	Pass   []bool
}

// Part is the stretch of a view that a Scan hands out: arrays of all its rows, of which only some are chosen.
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

// Nouns are the kinds of record by local row, as codes.
func (p Part) Nouns() []uint16 { return p.segment.nouns }

// Ref turns a local row into the view's ref.
func (p Part) Ref(row int32) int32 { return p.offset + row }

// Selection is the rows of a view that passed once, to be visited again and again.
type Selection struct {
	view        *View
	base, delta []int32
}

// Len counts the rows kept.
func (s *Selection) Len() int { return len(s.base) + len(s.delta) }

// Select keeps the rows that Scan would visit.
func (v *View) Select(from, to Day, filters []Filter) *Selection {
	s := &Selection{view: v}
	low, high := v.base.between(from, to)
	s.base = make([]int32, 0, high-low)
	v.Scan(from, to, filters, func(part Part, rows []int32) {
		if part.segment == v.base {
			s.base = append(s.base, rows...)
		} else {
			s.delta = append(s.delta, rows...)
		}
	})
	return s
}

// Scan visits the rows kept that pass some more filters, as View.Scan does.
func (s *Selection) Scan(filters []Filter, visit func(part Part, rows []int32)) {
	buffer := make([]int32, 0, blockRows)
	for _, kept := range []struct {
		part Part
		rows []int32
	}{{Part{s.view.base, 0}, s.base}, {Part{s.view.delta, int32(s.view.base.len())}, s.delta}} {
		for start := 0; start < len(kept.rows); start += blockRows {
			rows := append(buffer[:0], kept.rows[start:min(start+blockRows, len(kept.rows))]...)
			for _, f := range filters {
				rows = passing(rows, kept.part.segment.codes[f.Column], f.Pass)
			}
			if len(rows) > 0 {
				visit(kept.part, rows)
			}
		}
	}
}

// blockRows is how many rows are filtered at once: their row numbers stay in the processor's first cache.
const blockRows = 2048

// Scan visits the rows from one day to another, both included, that pass all filters. visit gets local rows of a part in
// ascending order and must not keep the slice. Parts come one after the other, days ascend within a part only.
func (v *View) Scan(from, to Day, filters []Filter, visit func(part Part, rows []int32)) {
	buffer := make([]int32, 0, blockRows)
	scan(Part{v.base, 0}, v.dead, from, to, filters, buffer, visit)
	scan(Part{v.delta, int32(v.base.len())}, nil, from, to, filters, buffer, visit)
}

func scan(part Part, dead []uint64, from, to Day, filters []Filter, buffer []int32, visit func(Part, []int32)) {
	low, high := part.segment.between(from, to)
	for start := low; start < high; start += blockRows {
		end, more := min(start+blockRows, high), filters
		rows := buffer[:end-start]
		if len(filters) == 0 {
			for k := range rows {
				rows[k] = int32(start + k)
			}
		} else {
			rows, more = starting(rows, start, part.segment.codes[filters[0].Column][start:end], filters[0].Pass), filters[1:]
		}
		if dead != nil {
			rows = alive(rows, dead)
		}
		for _, f := range more {
			rows = passing(rows, part.segment.codes[f.Column], f.Pass)
		}
		if len(rows) > 0 {
			visit(part, rows)
		}
	}
}

// starting writes the rows of a stretch that pass the first filter.
func starting(rows []int32, start int, codes []uint16, pass []bool) []int32 {
	n := 0
	for k, code := range codes {
		rows[n] = int32(start + k)
		if pass[code] {
			n++
		}
	}
	return rows[:n]
}

func alive(rows []int32, dead []uint64) []int32 {
	kept := rows[:0]
	for _, r := range rows {
		if dead[r>>6]>>(r&63)&1 == 0 {
			kept = append(kept, r)
		}
	}
	return kept
}

// passing writes every row and moves on only past those that pass: no branch to mispredict.
func passing(rows []int32, codes []uint16, pass []bool) []int32 {
	n := 0
	for _, r := range rows {
		rows[n] = r
		if pass[codes[r]] {
			n++
		}
	}
	return rows[:n]
}

// Present lists which codes occur in a column, by code; some may be only of rows that are no longer true.
func (v *View) Present(column int) []bool {
	present := make([]bool, len(v.words))
	for _, g := range []*segment{v.base, v.delta} {
		for _, c := range g.learnt().codes[column] {
			present[c] = true
		}
	}
	return present
}

// Recurring has a bit for each person of whom two rows may share a day, or whose rows Scan may not visit in the order of days. Of
// every other person, the row that Scan visits first is the earliest, and alone on its day.
func (v *View) Recurring(persons int) []uint64 {
	recurring := make([]uint64, (persons+63)/64)
	copy(recurring, v.base.learnt().recurring)
	for _, p := range v.delta.persons {
		if p != none {
			recurring[p>>6] |= 1 << (p & 63)
		}
	}
	return recurring
}

// Codes gives a column in two parts: refs below the length of base count in it, the others, less that length, in delta.
func (v *View) Codes(column int) (base, delta []uint16) {
	return v.base.codes[column], v.delta.codes[column]
}
