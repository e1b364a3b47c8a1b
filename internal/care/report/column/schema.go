// Package column holds the network's facts as columns in memory, which is what reports count.
//
// The truth is the store. A Set reads the views made by migrations (view_contacts and its
// kin) once, keeps them current from the change feed, and hands out Snapshots that never
// change: a report reads one Snapshot from beginning to end, whatever is written meanwhile,
// and two processes that stand at the same place of the feed count the same.
//
// Each View is a struct of arrays. Codes of all columns share one dictionary and take two
// bytes a row; days are counted from 1970-01-01; persons are numbered from 0. A View is a
// large base sorted by day, a bitmap of the base's rows that are no longer true, and a small
// delta of rows read since; when the delta grows, both become a new base.
//
// Rows are chosen and counted as sets, a bit for each row: an index of the frequent codes,
// also bitmaps, makes filtering and counting work on sixty-four rows at once, and only what
// is about persons, or sorted by a column of many codes, looks at each row. The index is made
// when it is first asked for; nothing else in a Snapshot is written after it was made.
package column

import "approdo/internal/care/work"

// Kind is how the values of a column are kept.
type Kind uint8

// The kinds. A Flag is a Code whose text is "true" or "false"; a Number is an int64.
const (
	Code Kind = iota
	Flag
	Number
)

// Column is one column of a view. Lists names the code lists its values come from, in the order in which a code is looked for.
type Column struct {
	Name  string
	Kind  Kind
	Lists []string
	Most  int64 // of a number: a row that says more, or less than nothing, was written by nobody who may
}

// Schema says which columns a view has. Every view has id, noun, record and, unless Dayless, day; Person and Individual say which of those two it has besides.
//
// The order of Columns is a rule, not a habit: when two contacts of one person fall on the same day, and in the same row of the
// report, the one that comes first by the first column that differs is the attributing one. Codes are compared by their place in their list (texts
// without a list alphabetically), true comes before false, and larger numbers first.
type Schema struct {
	Name       string
	Person     bool
	Individual bool
	Columns    []Column
}

// TrueCode and FalseCode are the texts of a Flag.
const (
	TrueCode  = "true"
	FalseCode = "false"
)

func code(name string, lists ...string) Column {
	if len(lists) == 0 {
		lists = []string{name}
	}
	return Column{Name: name, Lists: lists}
}
func text(name string) Column { return Column{Name: name} }
func flag(name string) Column { return Column{Name: name, Kind: Flag} }
func number(name string, most int64) Column {
	return Column{Name: name, Kind: Number, Most: most}
}

var schemas = []*Schema{
	{Name: "contacts", Person: true, Columns: []Column{
		code("channel"), code("setting"), code("place"), flag("advert"), code("protection"), code("province"),
		code("mode"), flag("on_call"), code("language"), code("information"), code("newness"),
		code("gender"), code("age_band"), code("citizenship"), code("region"), code("origin", "citizenship", "region"),
		flag("reaches"), code("unit_kind"), text("organisation"), text("unit"), text("project"), number("headcount", work.MostHeads),
	}},
	{Name: "protections", Person: true, Columns: []Column{code("answer", "protection"), text("organisation")}},
	{Name: "actions", Person: true, Individual: true, Columns: []Column{
		code("type", "action_type"), code("outcome"), flag("in_charge"), code("province"), code("unit_kind"),
		text("organisation"), text("unit"), text("project"),
	}},
	{Name: "deliveries", Person: true, Columns: []Column{
		code("type", "delivery_type"), code("province"), code("unit_kind"), text("organisation"), text("unit"), text("project"), number("minutes", work.MostServed),
	}},
	{Name: "enrolments", Person: true, Columns: []Column{
		code("kind", "enrolment_kind"), code("source", "enrolment_source"), code("province"), text("organisation"), text("unit"), text("project"),
	}},
	{Name: "outings", Columns: []Column{
		code("mode"), flag("on_call"), code("province"), text("organisation"), text("unit"), text("project"),
		number("minutes", work.MostOut), number("kilometres", work.MostKilometres), number("materials", work.MostHanded), number("adverts", work.MostHanded), number("presences", work.MostPresent),
	}},
}

// Schemas lists the views a report can count, contacts first.
func Schemas() []*Schema { return schemas }

// Find gives the schema of the view called name.
func Find(name string) (*Schema, bool) {
	for _, s := range schemas {
		if s.Name == name {
			return s, true
		}
	}
	return nil, false
}

// Column gives the place of a column in Columns.
func (s *Schema) Column(name string) (int, bool) {
	for i, c := range s.Columns {
		if c.Name == name {
			return i, true
		}
	}
	return -1, false
}
