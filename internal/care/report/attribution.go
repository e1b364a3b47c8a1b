package report

import (
	"math/bits"
	"slices"

	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// crowd is whom a table of persons counts: each unit once, seen in the contact that attributes it. Persons come first; the rows of
// unlinked individuals, which attribute themselves, follow.
type crowd struct {
	contacts *population     // of the table at the root: every appearance in the period
	refs     []int32         // the attributing contact of each unit
	persons  []int32         // the persons: as many as there are linked units
	loose    []weight        // of the other units
	within   []column.Filter // what the tables between the root and this one narrow an appearance to
	members  []uint64        // a bit for each person among the units; nil when every person of the population is

	unlinked, unsure int64             // what loose adds up to
	details          map[detail]*crowd // found so far: several tables may detail one row
}

// weight is how many persons an unlinked row counts.
type weight struct {
	certain int32 // the headcount of a row marked new
	unsure  int32 // that of one marked unsure: so many besides, perhaps
}

// detail names a row of a table's first column.
type detail struct {
	axis *axis
	row  uint16
}

// weigh gives what unit k counts; a person counts one.
func (c *crowd) weigh(k int) weight {
	if k < len(c.persons) {
		return weight{certain: 1}
	}
	return c.loose[k-len(c.persons)]
}

// add appends an unlinked unit.
func (c *crowd) add(ref int32, w weight) {
	c.refs, c.loose = append(c.refs, ref), append(c.loose, w)
	c.unlinked += int64(w.certain)
	c.unsure += int64(w.unsure)
}

// blocks hands out the units some thousands at a time, never persons together with others.
func (c *crowd) blocks(visit func(start, end int)) {
	for start := 0; start < len(c.refs); {
		end := min(start+blockUnits, len(c.refs))
		if start < len(c.persons) {
			end = min(end, len(c.persons))
		}
		visit(start, end)
		start = end
	}
}

// blockUnits is how many units are placed at once: their places stay in the processor's first cache.
const blockUnits = 2048

// attribute gives each person of a population one contact: the first by day (the last, where the table says latest); on one day the
// one whose row comes first in the code list of the table's column; on one row the first by the view's order of columns
// (column.Schema). Contacts that differ in nothing read the same, so no figure depends on the order of rows, nor on ids.
//
// Unlinked individuals have no second contact that we could know of: newness decides. New ones count one each (a headcount as
// many), unsure ones make the figure a range, known and known_not_linkable ones are contacts and no persons.
func (r *run) attribute(contacts *population, by string, latest bool) *crowd {
	view := contacts.view
	loose := r.looseRows(view)
	out, others := &crowd{contacts: contacts}, &crowd{}
	first := r.firsts(view, by, latest)
	most := min(contacts.kept.Len(), r.snap.Persons()) // a million appends copy less when there is room
	out.refs, out.persons = make([]int32, 0, most), make([]int32, 0, most)
	met := make([]uint64, (r.snap.Persons()+63)/64)
	contacts.scan(func(part column.Part, rows []int32) {
		persons := part.Persons()
		for _, i := range rows {
			p := persons[i]
			if p < 0 {
				if w := loose.weigh(part, i); w != (weight{}) {
					others.add(part.Ref(i), w)
				}
				continue
			}
			bit := uint64(1) << (p & 63)
			if first.doubtful[p>>6]&bit != 0 {
				first.compare(part, i, p)
			} else if met[p>>6]&bit == 0 { // most people: the first contact visited is the earliest, and the only one of its day
				met[p>>6] |= bit
				out.refs, out.persons = append(out.refs, part.Ref(i)), append(out.persons, p)
			}
		}
	})
	first.into(out)
	out.refs, out.loose = slices.Grow(out.refs, len(others.refs)), make([]weight, 0, len(others.loose))
	for k, w := range others.loose {
		out.add(others.refs[k], w)
	}
	return out
}

// firsts finds the attributing contact of those persons for whom the order of the rows does not tell.
type firsts struct {
	run      *run
	view     *column.View
	order    []tie
	latest   bool
	doubtful []uint64    // a bit for each such person
	before   []int32     // how many such persons come before each word of doubtful
	best     []candidate // by place among the doubtful
}

// candidate is the best contact of a person so far: its day and row in one number, and its ref plus 1.
type candidate struct {
	key uint64
	ref int32
}

func (r *run) firsts(view *column.View, by string, latest bool) *firsts {
	f := &firsts{run: r, view: view, order: r.tieOrder(view, by), latest: latest}
	f.doubtful = view.Recurring(r.snap.Persons())
	f.before = make([]int32, len(f.doubtful))
	count := 0
	for i := range f.doubtful {
		if latest { // rows are visited from the earliest day on
			f.doubtful[i] = ^uint64(0)
		}
		f.before[i] = int32(count)
		count += bits.OnesCount64(f.doubtful[i])
	}
	f.best = make([]candidate, count)
	return f
}

func (f *firsts) compare(part column.Part, i, p int32) {
	day := uint32(part.Days()[i]) ^ 1<<31 // so that days before 1970 sort first
	if f.latest {
		day = ^day
	}
	first := f.order[0]
	key := uint64(day)<<32 | uint64(first.rank[part.Codes(first.codes)[i]])
	best := &f.best[f.before[p>>6]+int32(bits.OnesCount64(f.doubtful[p>>6]&(1<<(p&63)-1)))]
	switch {
	case best.ref == 0 || key < best.key:
		*best = candidate{key, part.Ref(i) + 1}
	case key == best.key && f.run.precedes(f.view, f.order[1:], part.Ref(i), best.ref-1):
		best.ref = part.Ref(i) + 1
	}
}

// into adds the persons found to a crowd.
func (f *firsts) into(c *crowd) {
	for word, left := range f.doubtful {
		for at := f.before[word]; left != 0; at++ {
			if ref := f.best[at].ref; ref != 0 {
				c.refs, c.persons = append(c.refs, ref-1), append(c.persons, int32(word<<6+bits.TrailingZeros64(left)))
			}
			left &= left - 1
		}
	}
}

// tie is one column by which contacts of one day are put in order.
type tie struct {
	codes, numbers int // the column; the other is negative
	rank           []int32
}

// tieOrder is the table's column first, then the view's columns as they stand.
func (r *run) tieOrder(view *column.View, by string) []tie {
	var order []tie
	for i, c := range view.Schema.Columns {
		t := tie{codes: i, numbers: -1}
		if c.Kind == column.Number {
			t = tie{codes: -1, numbers: i}
		} else {
			t.rank = r.rank(c)
		}
		if c.Name == by {
			order = slices.Insert(order, 0, t)
			continue
		}
		order = append(order, t)
	}
	return order
}

func (r *run) precedes(view *column.View, order []tie, a, b int32) bool {
	for _, t := range order {
		if t.codes < 0 {
			if x, y := view.Number(t.numbers, a), view.Number(t.numbers, b); x != y {
				return x > y
			}
			continue
		}
		if x, y := t.rank[view.Code(t.codes, a)], t.rank[view.Code(t.codes, b)]; x != y {
			return x < y
		}
	}
	return false
}

// looseRows knows how many persons an unlinked row of contacts counts.
type looseRows struct {
	newness, headcount int
	isNew, isUnsure    []bool
}

func (r *run) looseRows(view *column.View) looseRows {
	newness, _ := view.Schema.Column("newness")
	headcount, _ := view.Schema.Column("headcount")
	return looseRows{newness, headcount, r.among([]string{"new"}), r.among([]string{"unsure"})}
}

func (l looseRows) weigh(part column.Part, i int32) weight {
	code, heads := part.Codes(l.newness)[i], int32(part.Numbers(l.headcount)[i])
	switch {
	case l.isNew[code]:
		return weight{certain: heads}
	case l.isUnsure[code]:
		return weight{unsure: heads}
	}
	return weight{}
}

// detail keeps the units whose attributing contact stands in one row of a table: whom a table that details it counts. An
// appearance of theirs is a contact in that row; what the same person did in another channel belongs to no row of the detail.
func (c *crowd) detail(a *axis, row uint16, persons int) *crowd {
	at, _ := c.contacts.view.Schema.Column(a.column)
	pass := make([]bool, len(a.lut))
	for code, in := range a.lut {
		pass[code] = in == row
	}
	out := &crowd{contacts: c.contacts, within: append(slices.Clone(c.within), column.Filter{Column: at, Pass: pass})}
	out.members = make([]uint64, (persons+63)/64)
	out.refs, out.persons = make([]int32, 0, len(c.refs)), make([]int32, 0, len(c.persons))
	for k, code := range codesOf(c.contacts.view, at, c.refs, nil) {
		switch {
		case !pass[code]:
		case k >= len(c.persons):
			out.add(c.refs[k], c.weigh(k))
		default:
			p := c.persons[k]
			out.refs, out.persons = append(out.refs, c.refs[k]), append(out.persons, p)
			out.members[p>>6] |= 1 << (p & 63)
		}
	}
	return out
}

// codesOf reads a column at some refs, one after the other, into a slice that may be given.
func codesOf(view *column.View, at int, refs []int32, into []uint16) []uint16 {
	base, delta := view.Codes(at)
	codes := slices.Grow(into[:0], len(refs))[:len(refs)]
	for k, ref := range refs {
		if int(ref) < len(base) {
			codes[k] = base[ref]
		} else {
			codes[k] = delta[int(ref)-len(base)]
		}
	}
	return codes
}

// appearances are the contacts in which the crowd's units appear. visit must leave out persons that are no members.
func (c *crowd) appearances() *population { return c.contacts.also(c.within...) }

func (c *crowd) has(person int32) bool {
	return c.members == nil || c.members[person>>6]>>(person&63)&1 == 1
}

// crowdOf finds whom a table of persons counts: by attribution at the root, through its parent otherwise.
func (r *run) crowdOf(t *definition.Table) *crowd {
	if t.Details == nil {
		return r.attribute(r.population(t.Population, t.Period.Text).keep(), t.Rows[0].Column.Text, t.Attribution.Text == definition.Latest)
	}
	parent := r.counted[t.Details.Table.Text]
	if t.Details.Row == nil {
		return parent.crowd
	}
	a := parent.axes[0]
	row := slices.IndexFunc(a.rows, func(row axisRow) bool { return row.code == t.Details.Row.Text })
	if row < 0 { // rows made of the codes that occur, and this one does not: nobody stands in it
		row = len(a.rows)
	}
	key := detail{a, uint16(row)}
	if parent.crowd.details[key] == nil {
		if parent.crowd.details == nil {
			parent.crowd.details = map[detail]*crowd{}
		}
		parent.crowd.details[key] = parent.crowd.detail(a, key.row, r.snap.Persons())
	}
	return parent.crowd.details[key]
}
