// Package work is what every record of casework says first: whose work it is, who pays for it, when it was done and where. It keeps also what is true of
// records of every kind alike: what was corrected and why, and the registry of what is kept about people.
//
// A kind of record about people is declared once, as a Noun, by the room that keeps it; and every other column in which a person's id may stand, as a Place.
// Erasing somebody, asking since when nothing was heard of them, and telling what was done for them read these declarations and have no lists of their own.
package work

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// Work says whose work a record is, when and where.
type Work struct {
	OrganisationID network.OrganisationID
	UnitID         network.UnitID
	ProjectID      network.ProjectID // empty: the project that pays the unit on that day
	Day            string            // on which it was done; an outing's is the day it started
	Province       string
}

// Check asks whether the grant may record work of this unit, finds who pays for it, and begins the check of what else the record says.
func Check(tx *store.Tx, book *codebook.Book, w *Work) (*codebook.Check, error) {
	c := book.Check()
	c.Given("unit", w.UnitID != "")
	if err := c.Err(); err != nil {
		return nil, err
	}
	if err := network.MayRecord(tx, w.OrganisationID, w.UnitID); err != nil {
		return nil, err
	}
	if err := Came(tx, c, "day", w.Day); err != nil {
		return nil, err
	}
	c.Code("province", "province", w.Province)
	if w.ProjectID == "" && c.Err() == nil {
		project, err := network.Pays(tx, w.UnitID, w.Day)
		if err != nil {
			return nil, err
		}
		w.ProjectID = project
	}
	return c, nil
}

// Came demands a day that has come where the network is: what is recorded has happened. Only plans are about days to come, and nobody counts them.
func Came(tx *store.Tx, c *codebook.Check, field, day string) error {
	today, err := network.Today(tx)
	c.Day(field, day, today)
	return err
}

// Locate says where work was done that names no province: in that of its unit, or else of its organisation. A unit that nobody knows has none.
func Locate(tx *store.Tx, w *Work) error {
	if w.Province != "" {
		return nil
	}
	units, err := network.Units(tx)
	if err != nil {
		return err
	}
	organisations, err := network.Organisations(tx)
	if err != nil {
		return err
	}
	unit := slices.IndexFunc(units, func(u network.Unit) bool { return u.ID == w.UnitID })
	of := slices.IndexFunc(organisations, func(o network.Organisation) bool { return o.ID == w.OrganisationID })
	if unit >= 0 && of >= 0 {
		w.Province = Province("", units[unit], organisations[of])
	}
	return nil
}

// Province is where a unit of an organisation did what is told of a province, or of none.
func Province(told string, u network.Unit, o network.Organisation) string {
	return cmp.Or(told, u.Province, o.Province)
}

// Done puts on record and announces that a record was written or removed.
func Done(tx *store.Tx, noun, id string) {
	tx.NoteFact(noun, id, nil)
	tx.Changed(noun, id)
}

// NewID makes the id of a person, or of a fact: random, because an id in order of time tells the minute in which it was made, and whose neighbour it is.
func NewID() string { return uuid.NewString() }

// Day is the one on which a record is written, UTC. Facts say no more.
func Day(tx *store.Tx) string { return tx.Now().Format(time.DateOnly) }

// Null stores an empty reference as NULL.
func Null[T ~string](id T) any {
	if id == "" {
		return nil
	}
	return string(id)
}
