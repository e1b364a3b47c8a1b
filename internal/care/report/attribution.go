package report

import (
	"slices"

	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// crowd is whom a table of persons counts: each unit once, seen in the contact that attributes it.
type crowd struct {
	contacts *population // of the table at the root: every appearance in the period
	units    []unit
	within   []column.Filter // what the tables between the root and this one narrow an appearance to
	members  []uint64        // a bit for each person among the units; nil when every person of the population is
}

// unit is a person, or a row of unlinked individuals.
type unit struct {
	ref    int32 // the attributing contact; an unlinked row attributes itself
	person int32 // negative: unlinked
	weight int32 // how many it certainly counts: 1 for a person, the headcount of an unlinked row marked new
	unsure int32 // how many it may count besides: the headcount of an unlinked row marked unsure
}

// attribute gives each person of a population one contact: the first by day (the last, where the table says latest); on one day the
// one whose row comes first in the code list of the table's column; on one row the first by the view's order of columns
// (column.Schema). Contacts that differ in nothing read the same, so no figure depends on the order of rows, nor on ids.
//
// Unlinked individuals have no second contact that we could know of: newness decides. New ones count one each (a headcount as
// many), unsure ones make the figure a range, known and known_not_linkable ones are contacts and no persons.
func (r *run) attribute(contacts *population, by string, latest bool) *crowd {
	view := contacts.view
	order := r.tieOrder(view, by)
	best := make([]uint64, r.snap.Persons())
	refs := slices.Repeat([]int32{-1}, r.snap.Persons())
	first, firstRank := order[0].codes, order[0].rank
	loose := r.looseRows(view)
	out := &crowd{contacts: contacts}
	contacts.scan(func(part column.Part, rows []int32) {
		persons, days, codes := part.Persons(), part.Days(), part.Codes(first)
		for _, i := range rows {
			p := persons[i]
			if p < 0 {
				out.units = loose.appendTo(out.units, part, i)
				continue
			}
			day := uint32(days[i]) ^ 1<<31 // so that days before 1970 sort first
			if latest {
				day = ^day
			}
			key := uint64(day)<<32 | uint64(firstRank[codes[i]])
			switch {
			case refs[p] < 0 || key < best[p]:
				best[p], refs[p] = key, part.Ref(i)
			case key == best[p] && r.precedes(view, order[1:], part.Ref(i), refs[p]):
				refs[p] = part.Ref(i)
			}
		}
	})
	for p, ref := range refs {
		if ref >= 0 {
			out.units = append(out.units, unit{ref: ref, person: int32(p), weight: 1})
		}
	}
	return out
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

func (l looseRows) weigh(part column.Part, i int32) (weight, unsure int32) {
	code, heads := part.Codes(l.newness)[i], int32(part.Numbers(l.headcount)[i])
	switch {
	case l.isNew[code]:
		return heads, 0
	case l.isUnsure[code]:
		return 0, heads
	}
	return 0, 0
}

func (l looseRows) appendTo(units []unit, part column.Part, i int32) []unit {
	if weight, unsure := l.weigh(part, i); weight+unsure > 0 {
		return append(units, unit{ref: part.Ref(i), person: -1, weight: weight, unsure: unsure})
	}
	return units
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
	for _, u := range c.units {
		if !pass[c.contacts.view.Code(at, u.ref)] {
			continue
		}
		out.units = append(out.units, u)
		if u.person >= 0 {
			out.members[u.person>>6] |= 1 << (u.person & 63)
		}
	}
	return out
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
	return parent.crowd.detail(a, uint16(row), r.snap.Persons())
}
