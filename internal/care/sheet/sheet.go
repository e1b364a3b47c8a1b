// Package sheet takes the spreadsheets that offices really have and turns their rows into records.
//
// The way of a file has four steps, so that nobody waits for a database while a file is parsed and nothing is
// written unseen:
//
//   - package grid makes rows of text out of bytes, whatever the dialect;
//   - Survey reads, in a transaction, what the words of a file can mean here: units, projects, code lists, and the
//     mapping kept from the last file with these headings;
//   - Read guesses or obeys a Map from columns to fields, and reads every row; it is pure;
//   - Draft.Compare says, in a transaction, what is new and what is already known, and Draft.Apply records it.
//
// Nothing is guessed silently. Headings are recognised in Italian and English, and the guess is shown. A day such
// as 03/04/2024 is read only when the headings are Italian or the map declares the order. Columns that look like
// names, phones, documents or notes are left out: what they hold is never stored, logged or echoed, and no message
// of this package repeats a cell; it says row, column and what was expected.
//
// A row is recognised again by its own number, if the file has one, or else by what it says and how often the
// file has said so: importing a file twice adds nothing, a longer version of it adds what is new. Identities and
// references to persons are kept as keyed hashes only. Ids of records follow from identities, so that the same row is
// the same record on every day and in every process. A whole import can be undone.
package sheet

import (
	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
)

// Kind is what the rows of a file are.
type Kind string

// The kinds of files.
const (
	Contacts   Kind = "contacts"
	Actions    Kind = "actions"
	Persons    Kind = "persons"
	Outings    Kind = "outings"
	Enrolments Kind = "enrolments"
)

// Kinds lists every kind in the order in which a first import goes: what is referred to comes first.
func Kinds() []Kind { return []Kind{Outings, Persons, Contacts, Actions, Enrolments} }

// MemoryLimit is the soft limit (debug.SetMemoryLimit, bytes) that a command sets before it imports: with what SQLite
// holds besides, a file of 100 000 rows then stays under 300 MB. `make bench-import` measures it.
const MemoryLimit = 168 << 20

// Progress is told how many of the rows are done. It may be nil, and is called from the goroutine that works.
type Progress func(done, total int)

func (p Progress) tell(done, total int) {
	if p != nil && (done%1000 == 0 || done == total) {
		p(done, total)
	}
}

// Desk imports: it holds the code lists, the key that makes identities, and the services that records go through.
type Desk struct {
	*shipped
	book    *codebook.Book
	keys    *seal.Keys
	persons *person.Register
	work    *outreach.Log
	door    *intake.Door
	kept    work.Registry // all that is kept about people
}

// New makes a Desk. What an import made is taken back by what the registry says of its kind, and so is what rests on it found. It fails only when the program was built
// with a broken table of headings.
func New(book *codebook.Book, keys *seal.Keys, kept work.Registry) (*Desk, error) {
	words, err := shippedWords()
	if err != nil {
		return nil, err
	}
	d := &Desk{shipped: words, book: book, keys: keys, kept: kept, persons: person.New(book), work: outreach.New(book), door: intake.New(book)}
	return d, nil
}

func (d *Desk) form(kind Kind) (*form, error) {
	f, ok := d.forms[kind]
	if !ok {
		return nil, errs.E(errs.Invalid, "sheet.unknown_kind", "kind", string(kind))
	}
	return f, nil
}
