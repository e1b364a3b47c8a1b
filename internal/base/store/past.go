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
	}
	return text, args, nil
}
