package report

import (
	"slices"

	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// crowd is whom a table of persons counts: each unit once, seen in the contact that attributes it. A person is one contact; the
// rows of unlinked individuals attribute themselves and count their headcount.
type crowd struct {
	contacts *column.Rows    // of the table at the root: every appearance in the period
	certain  *column.Rows    // the attributing contacts of persons, and the unlinked rows marked new
	unsure   *column.Rows    // the unlinked rows marked unsure: so many besides, perhaps
	groups   *column.Rows    // those of certain that count for more than one
	perhaps  *column.Rows    // those of unsure that do
	within   []column.Filter // what the tables between the root and this one narrow an appearance to
	members  column.Bitmap   // the persons among the units; nil when every person of the population is

	persons, unlinked, maybe int64             // what it adds up to
	details                  map[detail]*crowd // found so far: several tables may detail one row
}

// detail names a row of a table's first column.
type detail struct {
	axis *axis
	row  uint16
}

func newCrowd(contacts, certain, unsure *column.Rows) *crowd {
	c := &crowd{contacts: contacts, certain: certain, unsure: unsure}
	persons := certain.Linked()
	headcount := heads(certain.View())
	c.groups, c.perhaps = certain.Without(persons).Plural(headcount), unsure.Plural(headcount)
	c.persons = int64(persons.Len())
	all, more := c.count(nil, 1)
	c.unlinked, c.maybe = all[0]-c.persons, more[0]
	return c
}

// count counts the units by place of a table: the certain ones, and who may come besides.
func (c *crowd) count(by []column.Step, size int) (certain, unsure []int64) {
	certain, unsure = make([]int64, size), make([]int64, size)
	headcount := heads(c.certain.View())
	c.certain.Count(by, certain)
	c.groups.Surplus(headcount, by, certain)
	c.unsure.Count(by, unsure)
	c.perhaps.Surplus(headcount, by, unsure)
	return certain, unsure
}

// also keeps the units whose attributing contact passes some filters.
func (c *crowd) also(filters ...column.Filter) *crowd {
	return newCrowd(c.contacts, c.certain.Also(filters...), c.unsure.Also(filters...))
}

// during keeps the units whose attributing contact lies between two days, both included.
func (c *crowd) during(from, to column.Day) *crowd {
	return newCrowd(c.contacts, c.certain.During(from, to), c.unsure.During(from, to))
}

// attribute gives each person of a population one contact: the first by day (the last, where the table says latest); on one day the
// one whose row comes first in the code list of the table's column; on one row the first by the view's order of columns
// (column.Schema). Contacts that differ in nothing read the same, so no figure depends on the order of rows, nor on ids.
//
// Unlinked individuals have no second contact that we could know of: newness decides. New ones count one each (a headcount as
// many), unsure ones make the figure a range, known and known_not_linkable ones are contacts and no persons.
func (r *run) attribute(contacts *column.Rows, by string, latest bool) *crowd {
	view, linked := contacts.View(), contacts.Linked()
	loose := contacts.Without(linked)
	certain := r.one(linked, by, latest).Or(loose.Also(r.newness(view, "new")))
	return newCrowd(contacts, certain, loose.Also(r.newness(view, "unsure")))
}

// newness passes the contacts that say so of whom they met.
func (r *run) newness(view *column.View, code string) column.Filter {
	return r.filter(view, "newness", []string{code})
}

// detail keeps the units whose attributing contact stands in one row of a table: whom a table that details it counts. An
// appearance of theirs is a contact in that row; what the same person did in another channel belongs to no row of the detail.
func (c *crowd) detail(a *axis, row uint16, persons int) *crowd {
	at, _ := c.contacts.View().Schema.Column(a.column)
	pass := make([]bool, len(a.lut))
	for code, in := range a.lut {
		pass[code] = in == row
	}
	f := column.Filter{Column: at, Pass: pass}
	out := c.also(f)
	out.within = append(slices.Clone(c.within), f)
	out.members = out.certain.Linked().Persons(persons)
	return out
}

// appearances are the contacts in which the crowd's units appear.
func (c *crowd) appearances() *column.Rows {
	rows := c.contacts.Also(c.within...)
	if c.members == nil {
		return rows
	}
	linked := rows.Linked()
	return rows.Without(linked).Or(linked.Of(c.members))
}

// crowdOf finds whom a table of persons counts: by attribution at the root, through its parent otherwise.
func (r *run) crowdOf(t *definition.Table) *crowd {
	if t.Details == nil {
		return r.attribute(r.population(t.Population, t.Period.Text), t.Rows[0].Column.Text, t.Attribution.Text == definition.Latest)
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
