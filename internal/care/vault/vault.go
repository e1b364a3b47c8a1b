// Package vault keeps who people are: names, phones, documents, addresses, notes, files, and outings still to come.
//
// Nothing of it can be read from the database. A person has a key of their own; all that is sealed about them is sealed
// under it. That key is sealed to a *compartment*: the team of an organisation, a restricted case, a shelter. The key of
// a compartment is sealed to the public key of each member (a grant) and to the recovery key of the organisation, whose
// seed is on paper in three shares. So whoever may not see somebody has no key, whatever a fault in the program allows.
//
// Work goes in two steps, since a transaction never holds a key: a transaction reads what is sealed, and the way to its
// key; then, outside, the identity of an unlocked session opens it. Saving goes the same way back. Reading is on record,
// with its purpose, before anything is opened.
package vault

import (
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// CompartmentID names a compartment.
type CompartmentID string

// CompartmentKind is what a compartment is for.
type CompartmentKind string

// The kinds of compartments.
const (
	Team    CompartmentKind = "team"    // who works with people in an organisation; each has one
	Case    CompartmentKind = "case"    // a person whom only a few may know
	Shelter CompartmentKind = "shelter" // where people sleep
	Inbox   CompartmentKind = "inbox"   // what arrives sealed while nobody is logged in
)

// none is the answer for whatever does not exist or may not be seen.
func none() error { return errs.E(errs.NotFound, "vault.none") }

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func now(tx *store.Tx) string { return stamp(tx.Now()) }

// clockSlip is how far two clocks may differ. What was written down later than that was written while one was wrong, and counts for nothing.
const clockSlip = time.Minute

// latest is the latest that anything can have been written down.
func latest(tx *store.Tx) string { return stamp(tx.Now().Add(clockSlip)) }

// me is the account that acts.
func me(tx *store.Tx) network.AccountID { return network.AccountID(tx.Grant().Actor()) }

// organisation finds whose person it is; a person of another organisation does not exist.
func organisation(tx *store.Tx, who person.ID) (network.OrganisationID, error) {
	p, err := person.Mine(tx, who)
	return p.OrganisationID, err
}
