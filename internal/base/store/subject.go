package store

import (
	"strings"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// The trail says for ever who did what and when. Whom it was done to, and which record about somebody was written, stands sealed beside an entry, which commits to it, so that it can be taken
// away: else whoever has the database would read off the entries between two about an erased person how many records of which kind were theirs, and find what is left of them.
//
// A row whose subject was taken away looks like any other to whoever has not the key file.

// SubjectsTable is where it lies, for Scrub.
const SubjectsTable = "audit_subjects"

// Whom an entry is about is sealed and found for purposes of their own.
const (
	subjectPurpose = "audit subject"
	bucketPurpose  = "audit bucket"
)

// peopleBuckets is among how many buckets people are spread: few, so that entries of one bucket are not those of one person.
const peopleBuckets = 1 << 8

// subject is whom an entry is about: a person and a record of theirs, or a record alone.
type subject struct{ person, record string }

// commit lets an entry say whom it is about beside it only.
func (s subject) commit(e *audit.Entry) error {
	salt, err := seal.RandomToken()
	e.Version, e.Salt, e.About = audit.Sealed, salt, audit.Subject(salt, s.person, s.record)
	return err
}

// bucketOf is where entries about a person stand, or else those about a record.
func bucketOf(keys *seal.Keys, s subject) int64 {
	of := s.person
	if of == "" {
		of = s.record
	}
	return bucket(keys.Token(bucketPurpose, of), s.person != "")
}

// Buckets of people and of records begin here. All of them take as many bytes: SQLite writes over a row where it stands when the new one is as long, and moves it when not, where it is found by that.
const (
	bucketsOfPeople  = 1 << 62
	bucketsOfRecords = 1<<61 + 1<<8
)

// bucket makes one of a number that nobody guesses.
func bucket(number [32]byte, person bool) int64 {
	var n int64
	for _, b := range number[:7] {
		n = n<<8 | int64(b)
	}
	if person {
		return bucketsOfPeople + n%peopleBuckets
	}
	return bucketsOfRecords + n
}

// concealSubject seals whom an entry is about for the place where the entry stands.
func concealSubject(keys *seal.Keys, e audit.Entry) ([]byte, error) {
	return keys.Seal([]byte(subjectText(e)), subjectPurpose, place(e.N))
}

// subjectText is what is sealed: blanks of the same length stand in its place once it was taken away.
func subjectText(e audit.Entry) string { return e.Salt + "\n" + e.Person + "\n" + e.Record + "\n" }

// open reads whom an entry is about out of what stands beside it; nothing without the key file, and nothing of what was taken away.
func (tx *Tx) open(e *audit.Entry, sealed []byte, in *int64) {
	if e.Version < audit.Sealed {
		return
	}
	e.Astray = e.Record != ""
	e.About, e.Person, e.Record = e.Person, "", ""
	if tx.keys == nil {
		return
	}
	text, err := tx.keys.Open(sealed, subjectPurpose, place(e.N))
	parts := strings.Split(string(text), "\n")
	switch {
	case err != nil || in == nil:
		e.Astray = true
	case len(parts) == 4:
		e.Salt, e.Person, e.Record = parts[0], parts[1], parts[2]
		e.Astray = e.Astray || *in != bucketOf(tx.keys, subject{e.Person, e.Record})
	}
}

// scanEntry reads an entry, with whom it is about where the key file is at hand.
func (tx *Tx) scanEntry(r Row) (e audit.Entry, err error) {
	var sealed []byte
	var in *int64
	err = r.Scan(&e.N, &e.Version, &e.At, &e.Actor, &e.Organisation, &e.Role, &e.Action, &e.Purpose, &e.Decision, &e.Rule,
		&e.Object, &e.Record, &e.Person, &e.Count, &e.Details, &in, &sealed)
	if err == nil {
		tx.open(&e, sealed, in)
	}
	return e, err
}

// aboutPerson is the condition that an entry may be about a person, as of $1 and $2: of those that it finds some are about others. One list of numbers, since no database
// looks into two indexes for the two sides of an OR.
const aboutPerson = `n IN (SELECT o.n FROM audit_entries o WHERE o.person <> '' AND o.person = $1 UNION ALL SELECT s.n FROM audit_subjects s WHERE s.bucket = $2)`

// ofObject is the condition that an entry is of an object, as of $3. Compared as a column, SQLite would ask of each value anew whether one of the indexes of a few objects fits, and understand
// the whole query again.
const ofObject = `object || '' = $3`

// personArgs are the arguments of aboutPerson.
func (tx *Tx) personArgs(person string) []any {
	if tx.keys == nil {
		return []any{person, int64(-1)}
	}
	return []any{person, bucketOf(tx.keys, subject{person: person})}
}

// EraseSubjects takes away whom entries are about: a person, whose id comes first, and records of theirs. Their commitments stay, so the trail verifies as before; so do entries of before there
// were any, which say it for ever. Their details go too; in the place of both stands what says nothing and looks the same.
func EraseSubjects(tx *Tx, ids []string) (details int64, err error) {
	if len(ids) == 0 || ids[0] == "" {
		return 0, errs.E(errs.Internal, "errors.internal")
	}
	details, err = tx.Exec(`DELETE FROM audit_details WHERE n IN (SELECT n FROM audit_entries WHERE person = $1)`, ids[0])
	if err != nil || tx.keys == nil {
		return details, errs.Wrap(err, "erase details")
	}
	all := []subject{{person: ids[0]}}
	for _, id := range ids {
		all = append(all, subject{record: id})
	}
	for _, s := range all {
		gone, err := s.erase(tx)
		details += gone
		if err != nil {
			return details, errs.Wrap(err, "erase subjects")
		}
	}
	return details, nil
}

// erase takes a subject away from all entries that are about it.
func (s subject) erase(tx *Tx) (details int64, err error) {
	list, err := List(tx, tx.scanEntry, `SELECT `+entryColumns+` FROM audit_entries WHERE n IN (SELECT s.n FROM audit_subjects s WHERE s.bucket = $1) ORDER BY n`, bucketOf(tx.keys, s))
	if err != nil {
		return 0, err
	}
	random, err := seal.NewKey()
	if err != nil {
		return 0, err
	}
	elsewhere := bucket([32]byte(random.Bytes()), s.person != "")
	for _, e := range list {
		if e.Salt == "" || e.Person != s.person || s.person == "" && e.Record != s.record {
			continue
		}
		gone, err := blankDetails(tx, e.N)
		if err == nil {
			err = forget(tx, e, elsewhere)
		}
		if details += gone; err != nil {
			return details, err
		}
	}
	return details, nil
}

// forget writes in the place of a subject what says nothing, and looks the same: so all entries about one are moved together, as those of others stand together.
func forget(tx *Tx, e audit.Entry, elsewhere int64) error {
	sealed, err := tx.keys.Seal([]byte(strings.Repeat(" ", len(subjectText(e)))), subjectPurpose, place(e.N))
	if err == nil {
		_, err = tx.Exec(`UPDATE audit_subjects SET bucket = $1, sealed = $2 WHERE n = $3`, elsewhere, sealed, e.N)
	}
	return err
}
