package store

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
)

// What is sealed proves that it was sealed as it stands, and not that it is the latest: whoever may write to the database can put an older row
// back. Which revision was the last, the trail says: NoteRevision puts it into a leaf of the tree.

// What an entry counts of a row that is there or not, in place of a revision. Entries of earlier versions count 1 and do not tell the two apart.
const (
	Stands = 2
	Gone   = 3
)

// LastRevision is the revision that was written last of something, as NoteRevision noted it; 0 when it noted none. The entry must be the one the
// tree was built from, and lead to the checkpoint that covers it, else it is Forged "store.trail_forged".
func LastRevision(tx *Tx, person, object, id string) (int64, error) {
	var where string
	var args []any
	switch { // the indexes are about these words
	case person != "":
		where, args = aboutPerson+` AND `+ofObject+` AND (version > 3 OR record = $4)`, append(tx.personArgs(person), object, id)
	case object == Planned:
		where, args = `record = $1 AND object = 'planned'`, []any{id}
	case object == Asked:
		where, args = `record = $1 AND object = 'request'`, []any{id}
	default:
		return 0, errs.E(errs.Internal, "errors.internal")
	}
	var e audit.Entry
	found := false
	_, err := List(tx, func(r Row) (none struct{}, err error) {
		x, err := tx.scanEntry(r)
		if x.Person == person && x.Record == id {
			e, found = x, true
		}
		return none, err
	}, `SELECT `+entryColumns+` FROM audit_entries WHERE `+where+` AND decision = '`+audit.Allowed+`' ORDER BY n`, args...)
	if err != nil {
		return 0, errs.Wrap(err, "find last revision")
	}
	if remembered(tx, object)[Thing{person, id}] > e.Count {
		return 0, errs.E(errs.Forged, "store.trail_forged", "object", "trail", "person", person)
	}
	if !found {
		return 0, nil
	}
	return e.Count, Vouched(tx, e)
}

// Objects of entries that LastRevision finds without a person: what is planned, and what was asked about somebody's data.
const (
	Planned = "planned"
	Asked   = "request"
)

// Vouched answers Forged "store.trail_forged" unless an entry is the one the tree was built from and leads to what the last checkpoint signed, where that covers it, and to the root that this process remembers.
func Vouched(tx *Tx, list ...audit.Entry) error {
	if len(list) == 0 {
		return nil
	}
	c := comparison{tx: tx, nodes: map[int64]tlog.Hash{}}
	unsigned, err := c.anchor()
	if err != nil {
		return err
	}
	list = slices.Clone(list)
	if err := (&trail{tx: tx}).blind(list); err != nil {
		return err
	}
	for _, e := range list {
		right, err := c.right(e)
		if err != nil {
			return err
		}
		if !right || unsigned {
			return errs.E(errs.Forged, "store.trail_forged", "object", "trail", "record", strconv.FormatInt(e.N, 10), "person", e.Person, "organisation", e.Organisation)
		}
	}
	return nil
}

// Noted lists the ids of what was noted about a person under an object and not refused, with the revision that was noted last. Each entry must be one the tree was built from, as for
// LastRevision.
func Noted(tx *Tx, person, object string) (map[string]int64, error) {
	list, err := List(tx, tx.scanEntry, `SELECT `+entryColumns+` FROM audit_entries WHERE `+aboutPerson+` AND `+ofObject+` AND decision = '`+audit.Allowed+`' ORDER BY n`,
		append(tx.personArgs(person), object)...)
	list = slices.DeleteFunc(list, func(e audit.Entry) bool { return e.Person != person })
	ids := map[string]int64{}
	for _, e := range list {
		ids[e.Record] = e.Count
	}
	if err == nil {
		err = Vouched(tx, list...)
	}
	return ids, errs.Wrap(err, "list notes")
}

// Thing is what entries under one object are about: a record, of a person or of nobody.
type Thing struct{ Person, Record string }

// Lasts is what was noted last of everything, under some objects.
type Lasts map[string]map[Thing]int64

// LastRevisions is what was noted last of everything under an object and not refused, for whoever has verified the whole trail just now.
func LastRevisions(tx *Tx, object string) (map[Thing]int64, error) {
	last := Lasts{object: {}}
	return last[object], last.read(tx, 0)
}

// read adds what was noted from an entry on.
func (l Lasts) read(tx *Tx, from int64) error {
	marks, args := make([]string, 0, len(l)), []any{from, audit.Allowed}
	for object := range l {
		args = append(args, object)
		marks = append(marks, "$"+strconv.Itoa(len(args)))
	}
	_, err := List(tx, func(row Row) (none struct{}, err error) {
		e, err := tx.scanEntry(row)
		if err == nil && !e.Nameless() {
			l[e.Object][Thing{e.Person, e.Record}] = e.Count
		}
		return none, err
	}, `SELECT `+entryColumns+` FROM audit_entries WHERE n >= $1 AND decision = $2 AND object IN (`+strings.Join(marks, ", ")+`) ORDER BY n`, args...)
	return errs.Wrap(err, "list notes")
}

// followed is what a process has read of the trail, so that who asks each minute reads what came since.
type followed struct {
	mu   sync.Mutex
	size int64
	last Lasts
}

// remembered is what this process has read of the trail about an object, as far as Following has come: whoever takes an entry away afterwards is too late. Of what only goes up, such as the turns of
// a request or a hold.
func remembered(tx *Tx, object string) map[Thing]int64 {
	f := Once[followed](tx)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.size > tx.head.size {
		return nil
	}
	return f.last[object]
}

// Remembered lists the ids of what this process has read in the trail about a person under an object, with the revision that was noted last, as far as Following has come. It looks through all
// that is noted under the object, so it is for objects of which there are few.
func Remembered(tx *Tx, person, object string) map[string]int64 {
	ids := map[string]int64{}
	for thing, last := range remembered(tx, object) {
		if thing.Person == person {
			ids[thing.Record] = last
		}
	}
	return ids
}

// Following is LastRevisions of several objects, always the same, for who asks again and again. It is for a Read. Nobody changes what it answers.
func Following(tx *Tx, objects ...string) (Lasts, error) {
	f := Once[followed](tx)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.last == nil || f.size > tx.head.size || tx.write {
		f.size, f.last = 0, Lasts{}
		for _, object := range objects {
			f.last[object] = map[Thing]int64{}
		}
	}
	next := Lasts{}
	for object, things := range f.last {
		next[object] = maps.Clone(things)
	}
	if err := next.read(tx, f.size); err != nil {
		return nil, err
	}
	f.size, f.last = tx.head.size, next
	return next, nil
}
