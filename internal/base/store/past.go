package store

import (
	"strconv"
	"strings"

	"approdo/internal/base/errs"
)

// EntriesTable is where the trail lies; its columns person and record name people, and records of every kind.
const EntriesTable = "audit_entries"

// DetailsTable is where details lie, for Scrub.
const DetailsTable = "audit_details"

// Past says which details of the trail are old enough to be destroyed, among the entries of the grant's own organisation.
type Past struct {
	Before string   // day or time: entries before it
	Jobs   bool     // those without an organisation too: the program's own
	Keep   []string // ids: entries about these persons, or with these records, stay as they are
}

// mostPast is how many details go at once: nobody else writes meanwhile.
const mostPast = 100_000

// CountPast tells how many details are old enough, and how many of that age stay.
func CountPast(tx *Tx, p Past) (due, kept int64, err error) {
	var all int64
	for _, x := range []struct {
		keep []string
		into *int64
	}{{nil, &all}, {p.Keep, &due}} {
		from, args, err := p.from(tx, x.keep)
		if err == nil {
			err = tx.QueryRow(`SELECT COUNT(*)`+from, args...).Scan(x.into)
		}
		if err != nil {
			return 0, 0, tx.fail(errs.Wrap(err, "count details"))
		}
	}
	return due, all - due, nil
}

// ErasePast destroys details that are old enough, at most a hundred thousand, the oldest first, and answers how many. Commitments stay,
// so the trail verifies as before.
func ErasePast(tx *Tx, p Past) (int64, error) {
	from, args, err := p.from(tx, p.Keep)
	if err != nil {
		return 0, err
	}
	n, err := tx.Exec(`DELETE FROM audit_details WHERE n IN (SELECT d.n`+from+` ORDER BY d.n LIMIT `+strconv.Itoa(mostPast)+`)`, args...)
	return n, errs.Wrap(err, "erase details")
}

// about are the numbers of entries that say beside them that they are about whoever must be kept.
func (p Past) about(tx *Tx) (numbers []string, err error) {
	for _, id := range p.Keep {
		if tx.keys == nil || err != nil {
			break
		}
		_, err = List(tx, func(r Row) (none struct{}, err error) {
			e, err := tx.scanEntry(r)
			if e.Person == id || e.Record == id {
				numbers = append(numbers, strconv.FormatInt(e.N, 10))
			}
			return none, err
		}, `SELECT `+entryColumns+` FROM audit_entries WHERE n IN (SELECT s.n FROM audit_subjects s WHERE s.bucket IN ($1, $2))`,
			bucketOf(tx.keys, subject{person: id}), bucketOf(tx.keys, subject{record: id}))
	}
	return numbers, err
}

// from is the rest of a query of the details meant.
func (p Past) from(tx *Tx, keep []string) (string, []any, error) {
	end, err := trailAt(tx, p.Before)
	if err != nil {
		return "", nil, err
	}
	within, more := Within(tx.Grant().Own(), "e.organisation", 2)
	if p.Jobs {
		within = "(" + within + " OR e.organisation = '')"
	}
	args := append([]any{end}, more...)
	text := ` FROM audit_details d JOIN audit_entries e ON e.n = d.n WHERE d.n < $1 AND ` + within
	if len(keep) > 0 {
		var marks []string
		for _, id := range keep {
			args = append(args, id)
			marks = append(marks, "$"+strconv.Itoa(len(args)))
		}
		list := strings.Join(marks, ", ")
		text += ` AND e.person NOT IN (` + list + `) AND e.record NOT IN (` + list + `)`
		about, err := p.about(tx)
		if err != nil {
			return "", nil, err
		}
		if len(about) > 0 {
			text += ` AND e.n NOT IN (` + strings.Join(about, ", ") + `)`
		}
	}
	return text, args, nil
}
