package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
)

// Tx is one transaction, read or write. It belongs to the goroutine and the time of the function it was given to.
//
// SQL is the same for both databases: $1…, CAST where a type cannot be inferred, no LIKE, no date arithmetic. After
// the first SQL error the transaction is lost, whatever the function returns. Rows are read or closed before the next
// statement: PostgreSQL demands it, and here SQLite does too.
type Tx struct {
	ctx    context.Context
	grant  policy.Grant
	now    time.Time
	begun  time.Time
	keys   *seal.Keys
	run    *session
	engine engine
	write  bool
	over   bool
	rows   *sql.Rows // handed out last, perhaps still open
	failed error     // the first SQL error

	changed bool // some row was written
	reveal  bool // something is shown when it ends
	refused *errs.Error
	entries []*entry
	changes []Change
	summed  []*summed // tables with a hash that were changed
	marks   sumMarks  // and the hashes that were written over them

	memory *memory  // what Recall keeps
	known  sumMarks // when it began
	head   head     // which state this is
	sure   bool     // and whether a process left it so
	kinds  []string // of the changes that follow it: this transaction's, and those of its batch before it
}

// Context is of the request or the command that asked.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Grant says who acts and how far they see.
func (tx *Tx) Grant() policy.Grant { return tx.grant }

// Now is the time in UTC, the same during the whole transaction.
func (tx *Tx) Now() time.Time { return tx.now }

// Begun is a moment of this machine before which everything that was committed is seen: not Now, which may stand elsewhere.
func (tx *Tx) Begun() time.Time { return tx.begun }

// Keys are those of the installation's key file; nil where none was opened.
func (tx *Tx) Keys() *seal.Keys { return tx.keys }

// Guard is what the key file makes of all that a row of some kind says: whoever writes to the database alone cannot make it. Without a key file there is none.
func (tx *Tx) Guard(kind string, says ...string) []byte {
	if tx.keys == nil {
		return nil
	}
	token := tx.keys.Token("row "+kind, says...)
	return token[:]
}

// Guarded reports whether a guard is that of what the row says.
func (tx *Tx) Guarded(guard []byte, kind string, says ...string) bool {
	want := tx.Guard(kind, says...)
	return want != nil && bytes.Equal(guard, want)
}

// Writes reports whether what was read may yet be undone.
func (tx *Tx) Writes() bool { return tx.write }

// NewID makes an id for a new record: a UUID of version 7, so that newer ids sort after older ones.
func (tx *Tx) NewID() string { return NewID() }

// NewID makes an id where a record has to be named before it is written: what is sealed outside of transactions is bound to its id.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// Exec runs a statement and tells how many rows it wrote.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	tx.mustBeReady()
	if !tx.write {
		panic("store: Exec in a Read")
	}
	if err := checkArgs(args); err != nil {
		return 0, tx.fail(err)
	}
	x, err := tx.touches(query, true)
	if err != nil {
		return 0, tx.fail(err)
	}
	var n int64
	if x != nil && !x.whole {
		n, err = x.carry(tx, query, args)
	} else {
		var res sql.Result
		if res, err = tx.run.exec(query, args); err != nil {
			return 0, tx.fail(err)
		}
		n, err = res.RowsAffected()
	}
	if n > 0 {
		tx.changed = true
	}
	return n, tx.fail(err)
}

// Query runs a statement that answers rows; List and One are easier. The caller closes them.
func (tx *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	tx.mustBeReady()
	if err := checkArgs(args); err != nil {
		return nil, tx.fail(err)
	}
	if err := tx.noteReturning(query); err != nil {
		return nil, tx.fail(err)
	}
	rows, err := tx.run.query(query, args)
	if err != nil {
		return nil, tx.fail(err)
	}
	tx.rows = rows
	return rows, nil
}

// QueryRow runs a statement that answers one row. Its errors come from Scan, sql.ErrNoRows too; Scan must be called.
func (tx *Tx) QueryRow(query string, args ...any) Row {
	tx.mustBeReady()
	if err := checkArgs(args); err != nil {
		return only{tx, tx.run.refuse(tx.fail(err))}
	}
	if err := tx.noteReturning(query); err != nil {
		return only{tx, tx.run.refuse(tx.fail(err))}
	}
	return only{tx, tx.run.queryRow(query, args)}
}

// only is the row of QueryRow: what goes wrong with it goes wrong with the transaction, unless it is that there is none.
type only struct {
	tx  *Tx
	row *sql.Row
}

func (o only) Scan(dest ...any) error {
	err := o.row.Scan(dest...)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return o.tx.fail(err)
	}
	return err
}

// noteReturning recognises a statement that writes and answers rows, whose number the driver does not tell.
func (tx *Tx) noteReturning(query string) error {
	if !tx.write || !strings.Contains(strings.ToUpper(query), "RETURNING") {
		return nil
	}
	tx.changed = true
	_, err := tx.touches(query, false)
	return err
}

// Note writes the audit entry of what this transaction does to a record: who, for which organisation, in which role, what
// action, what for and by which rule come from the grant. The entry commits to details (their JSON), which are kept
// sealed beside it until they are erased; nil when there is nothing more to say. What has not the shape of an id is not kept as
// one: neither a name nor what was searched for can be said here.
func (tx *Tx) Note(object, id string, details audit.Details) {
	tx.note("Note", audit.Entry{Object: object, Record: id, Count: 1}, details)
}

// NoteFact is Note for the writing of a record about somebody, or that may be: which one it was stands sealed beside the entry, and can be taken away (EraseSubjects).
func (tx *Tx) NoteFact(object, id string, details audit.Details) {
	tx.noteSealed("NoteFact", audit.Entry{Object: object, Record: id, Count: 1}, details)
}

// NoteAbout is Note for the reading of what concerns one person, so that it can be told who saw them: whom stands sealed beside the entry, as of NoteFact. Facts are written
// with NoteFact, which does not tie them to anybody: they must be able to forget their person.
func (tx *Tx) NoteAbout(person, object, id string, details audit.Details) {
	tx.noteSealed("NoteAbout", audit.Entry{Object: object, Record: id, Person: person, Count: 1}, details)
}

// NoteOf is Note for what a program does with nobody logged in to something of an organisation, such as a log-in to its accounts: its own
// officer reads the entry too. A grant of somebody's names the organisation itself.
func (tx *Tx) NoteOf(organisation, object, id string, details audit.Details) {
	tx.note("NoteOf", audit.Entry{Object: object, Record: id, Organisation: organisation, Count: 1}, details)
}

// NoteTimes is Note for what happened several times and is told once. Refusals are gathered so.
func (tx *Tx) NoteTimes(object string, times int64) {
	tx.note("NoteTimes", audit.Entry{Object: object, Count: times}, nil)
}

// NoteRevision is Note for the writing of something that is kept in revisions, about one person or about none: LastRevision tells later which was the
// last, whatever stands in the table by then.
func (tx *Tx) NoteRevision(person, object, id string, revision int64, details audit.Details) {
	e := audit.Entry{Object: object, Record: id, Person: person, Count: revision}
	if person == "" {
		tx.note("NoteRevision", e, details)
		return
	}
	tx.noteSealed("NoteRevision", e, details)
}

// noteSealed notes what says whom it is about sealed beside the entry; in it where there is no key file.
func (tx *Tx) noteSealed(what string, e audit.Entry, details audit.Details) {
	tx.note(what, e, details)
	if tx.keys == nil || tx.failed != nil {
		return
	}
	noted := tx.entries[len(tx.entries)-1]
	if err := (subject{noted.Person, noted.Record}).commit(&noted.Entry); err != nil {
		_ = tx.fail(errs.Wrap(err, "store: subject of", noted.Object))
	}
}

func (tx *Tx) note(what string, e audit.Entry, details audit.Details) {
	tx.mustWrite(what)
	if err := checkArgs([]any{e.Object, e.Record, e.Person, e.Organisation, tx.grant.Purpose()}); err != nil {
		_ = tx.fail(err)
		return
	}
	g := tx.grant
	e.Record, e.Person = audit.Record(e.Record), audit.Record(e.Person)
	e.Version, e.Decision = audit.Current, audit.Allowed
	if g.Denied() || tx.refused != nil {
		e.Decision = audit.Denied
	}
	e.Actor, e.Role = g.Actor(), string(g.Role())
	if g.Organisation() != "" {
		e.Organisation = g.Organisation()
	}
	e.Action, e.Purpose, e.Rule = string(g.Action()), g.Purpose(), g.Rule()
	if tx.refused != nil {
		e.Rule = tx.refused.Key
	}
	noted := &entry{Entry: e}
	if details != nil {
		if err := noted.commit(details); err != nil {
			_ = tx.fail(errs.Wrap(err, "store: details of", e.Object))
			return
		}
	}
	tx.entries = append(tx.entries, noted)
}

// Changed appends to the change feed. noun is what the view_* rows of the record call themselves; besides these there
// are "person" (all rows of that person are to be read again) and "network" (everything is).
func (tx *Tx) Changed(noun, id string) {
	tx.mustWrite("Changed")
	if err := checkArgs([]any{noun, id}); err != nil {
		_ = tx.fail(err)
		return
	}
	tx.changes = append(tx.changes, Change{Kind: noun, ID: id})
	if !slices.Contains(tx.kinds, noun) {
		tx.kinds = append(tx.kinds, noun)
	}
}

func (tx *Tx) mustWrite(what string) {
	if !tx.write || tx.over {
		panic("store: " + what + " outside a Write")
	}
}

// mustBeReady panics where PostgreSQL would fail, so that tests on SQLite show it.
func (tx *Tx) mustBeReady() {
	if tx.over {
		panic("store: transaction used after its end")
	}
	if tx.rowsOpen() {
		panic("store: a statement while the rows of the one before are open")
	}
}

func (tx *Tx) rowsOpen() bool {
	if tx.rows == nil {
		return false
	}
	if _, err := tx.rows.Columns(); err == nil { // closed rows have none
		return true
	}
	tx.rows = nil
	return false
}

// end closes what the function left open.
func (tx *Tx) end() {
	if tx.rowsOpen() {
		tx.failed = errors.Join(tx.failed, tx.rows.Close())
	}
	tx.over = true
}

func (tx *Tx) fail(err error) error {
	if tx.failed == nil && err != nil {
		tx.failed = err
	}
	return err
}

// outcome is the verdict on a write whose function returned err.
func (tx *Tx) outcome(err error) error {
	switch {
	case err != nil:
		return err
	case tx.failed != nil:
		return tx.failed
	case tx.refused != nil && !tx.reveal: // whoever refuses relies on nothing being done
		return tx.refused
	case (tx.changed || tx.reveal) && len(tx.entries) == 0, tx.changed && tx.grant.Denied(): // a refusal changes nothing
		return errs.E(errs.Internal, "store.unaudited", "action", string(tx.grant.Action()))
	}
	return nil
}
