package work

import (
	"maps"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Registry is what a room, or all of them together, keeps about people.
type Registry struct {
	Nouns  []Kept // in the order in which an erasure moves them: what refers to another comes before it
	Crowds []Kept // work that names no person, of which figures are made too: an outing, a meeting
	Places []Place
}

// Kept is what the registry knows of a kind of record about people, of which there are many: a contact, a service. When somebody is erased their records move on, coarser, to a husk
// that figures still count.
type Kept struct {
	Name    string                              // under which trail, change feed, imports and corrections know it
	Table   string                              // has the columns id, organisation_id, person_id, day and recorded
	View    string                              // of the reports that it is counted in; empty for one that no report counts
	At      bool                                // has unit_id, project_id and province too
	Facts   Facts                               // its other columns
	Bounds  map[string]Bound                    // of those that are numbers
	Asides  []Aside                             // numbers in tables beside its own
	Through Through                             // another record that may say whom it is about
	Loses   map[string]any                      // what its columns say once it has moved
	Keeps   []Keeping                           // columns in which it says then what another record said that it no longer names
	Order   Order                               // what figures read out of the order of several
	Remove  func(tx *store.Tx, id string) error // takes one back that was recorded by mistake, or by an import that is undone
}

// Keeping is a column of what a record of an erased person still has to say for the figures, though the record that says it is not named any more.
type Keeping struct {
	Column string
	Is     string // as in Facts
	From   string // SQL: what it says, of a row of the noun's table; NULL where it says nothing
}

// keeps is what a column says of a record about somebody who is erased.
func (n Kept) keeps(column string) string {
	for _, k := range n.Keeps {
		if k.Column == column {
			return `COALESCE((` + k.From + `), ` + column + `)`
		}
	}
	return column
}

// Bound is between which numbers one lies.
type Bound struct{ Least, Most int64 }

// Aside is a column of numbers in a table beside that of a noun.
type Aside struct {
	Table, Column string
	Most          int64
}

// Facts says what the columns of a noun hold: the name of a code list, or one of the kinds below. Nothing else may stand in a fact: no text that somebody typed.
type Facts map[string]string

// What a fact can be besides a code.
const (
	Number = "number"
	Mark   = "mark" // yes where somebody made it; left, it says nothing: nobody was asked, and nobody said no
	ID     = "id"
)

// Stands reports whether a record was not taken back.
func (n Kept) Stands(tx *store.Tx, id string) (bool, error) {
	_, found, err := store.One(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) }, `SELECT id FROM `+n.Table+` WHERE id = $1`, id)
	return found, errs.Wrap(err, "find", n.Name, id)
}

// Revised reports whether a record was changed since it was made.
func (n Kept) Revised(tx *store.Tx, id string) (bool, error) {
	revision, found, err := store.One(tx, func(row store.Row) (r int64, err error) { return r, row.Scan(&r) }, `SELECT revision FROM `+n.Table+` WHERE id = $1`, id)
	return found && revision > 0, errs.Wrap(err, "find revision of "+n.Name, id)
}

// Through names another noun's table whose person a record is about when it names none itself: help given to an individual before anybody knew who it was.
type Through struct{ Column, Table string }

// Place is a column outside the nouns in which the id of a person, or of a record about one, may stand.
type Place struct {
	Table, Column string
	Holds         Holding
	Fate          Fate
	With          any    // Emptied: what is written instead
	Where         string // condition on $1, where it is not that the column is equal to it
	Why           string // Stays: why it may
	Sign          string // column with the day, or moment, on which something was done for the person; empty where a row is no sign of that

	Take func(tx *store.Tx, ids []string) (int64, error) // where SQL cannot take them out: takes out whatever the ids name, and answers how many rows it wrote; Where finds them, if SQL can do that
}

// Holding is what may stand in a Place.
type Holding int

// The holdings.
const (
	Person Holding = iota // a person's id
	Record                // the id of a person or of a record about one
	Text                  // text, JSON for the most part, with a person's id within
	Token                 // what the key file makes of such an id, which is the id to nobody else
)

// Fate is what an erasure does with a Place.
type Fate int

// The fates.
const (
	Erased  Fate = iota // the row goes
	Emptied             // the row stays and names nobody
	Stays               // row and id stay; Why tells the reason
)

// All joins what several rooms keep.
func All(rooms ...Registry) (all Registry) {
	for _, room := range rooms {
		all.Nouns, all.Crowds, all.Places = append(all.Nouns, room.Nouns...), append(all.Crowds, room.Crowds...), append(all.Places, room.Places...)
	}
	return all
}

// Reference names one record by its noun.
type Reference struct{ Noun, ID string }

// About lists the records about a person.
func (k Registry) About(tx *store.Tx, who string) ([]Reference, error) {
	if len(k.Nouns) == 0 {
		return nil, nil
	}
	parts := make([]string, len(k.Nouns))
	for i, n := range k.Nouns {
		parts[i] = `SELECT '` + n.Name + `', id FROM ` + n.Table + ` WHERE ` + n.about()
	}
	list, err := References(tx, strings.Join(parts, "\nUNION ALL "), who)
	return list, errs.Wrap(err, "find what is kept about", who)
}

// References reads the records that a query finds: it answers nouns and ids.
func References(tx *store.Tx, query string, args ...any) ([]Reference, error) {
	return store.List(tx, func(row store.Row) (r Reference, err error) { return r, row.Scan(&r.Noun, &r.ID) }, query, args...)
}

// Days is a query of all days on which something was done for people: recorded, corrected, sealed, followed, asked. Its columns are person and day.
func (k Registry) Days() string {
	var parts []string
	for _, n := range k.Nouns {
		parts = append(parts, `SELECT person_id AS person, day AS day FROM `+n.Table+` WHERE person_id IS NOT NULL`)
		if n.Through.Table != "" {
			parts = append(parts, `SELECT o.person_id, n.day FROM `+n.Table+` n JOIN `+n.Through.Table+` o ON o.id = n.`+n.Through.Column+` WHERE o.person_id IS NOT NULL`)
		}
	}
	for _, p := range k.Places {
		if p.Sign != "" {
			parts = append(parts, `SELECT `+p.Column+` AS person, SUBSTR(`+p.Sign+`, 1, 10) AS day FROM `+p.Table+` WHERE `+p.Column+` IS NOT NULL`)
		}
	}
	return strings.Join(parts, "\nUNION ALL ")
}

// Views says which nouns are counted in a view of the reports.
func (k Registry) Views() map[string][]string {
	views := map[string][]string{}
	for _, n := range slices.Concat(k.Nouns, k.Crowds) {
		if n.View != "" {
			views[n.View] = append(views[n.View], n.Name)
		}
	}
	return views
}

// Noun finds a noun by its name.
func (k Registry) Noun(name string) (Kept, bool) {
	for _, n := range k.Nouns {
		if n.Name == name {
			return n, true
		}
	}
	return Kept{}, false
}

// about is the condition that a record is about $1.
func (n Kept) about() string {
	if n.Through.Table == "" {
		return `person_id = $1`
	}
	return `(person_id = $1 OR ` + n.Through.Column + ` IN (SELECT id FROM ` + n.Through.Table + ` WHERE person_id = $1))`
}

// Columns lists the columns of a noun's table.
func (n Kept) Columns() []string {
	columns := []string{"id", "organisation_id", "person_id", "day", "recorded"}
	if n.At {
		columns = append(columns, "unit_id", "project_id", "province")
	}
	return append(columns, slices.Sorted(maps.Keys(n.Facts))...)
}
