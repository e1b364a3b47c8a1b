package work

import (
	"cmp"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Uncounted is how many rows there are of a place that no SQL can count.
const Uncounted = -1

// Recorded is the day on which a record was written down.
func (k Kept) Recorded(tx *store.Tx, id string) (string, error) { return RecordedIn(tx, k.Table, id) }

// RecordedIn is the day on which a row of a table of records, or of people, was written down.
func RecordedIn(tx *store.Tx, table, id string) (day string, err error) {
	err = tx.QueryRow(`SELECT recorded FROM `+table+` WHERE id = $1`, id).Scan(&day)
	return day[:min(len(day), len("2006-01-02"))], errs.Wrap(err, "find when was recorded", id)
}

// Rows is how many rows of a table are about somebody.
type Rows struct {
	Table string
	Count int64 // or Uncounted
}

// Beside counts what is kept about a person besides their records, table by table, in the order of names: so that whoever asks what is kept about them is told of all of it. The registry knows no
// words: they stand with the screens, under the name of the table.
func (k Registry) Beside(tx *store.Tx, who string) ([]Rows, error) {
	records, err := k.About(tx, who)
	if err != nil {
		return nil, err
	}
	ids := []string{who}
	for _, r := range records {
		ids = append(ids, r.ID)
	}
	counts := map[string]int64{}
	for _, p := range k.Places {
		of := ids[:1]
		if p.Holds == Record {
			of = ids
		}
		n, err := p.count(tx, of)
		if err != nil {
			return nil, errs.Wrap(err, "count "+p.Table, who)
		}
		if counts[p.Table] != Uncounted {
			counts[p.Table] = max(counts[p.Table], n)
		}
		if n == Uncounted {
			counts[p.Table] = n
		}
	}
	var list []Rows
	for table, n := range counts {
		list = append(list, Rows{table, n})
	}
	slices.SortFunc(list, func(a, b Rows) int { return cmp.Compare(a.Table, b.Table) })
	return list, nil
}

func (p Place) count(tx *store.Tx, ids []string) (all int64, err error) {
	if p.Holds == Token || p.Take != nil && p.Where == "" {
		return Uncounted, nil
	}
	for some := range slices.Chunk(ids, idsAtOnce) {
		where, args := p.where(some)
		var n int64
		if err := tx.QueryRow(`SELECT COUNT(*) FROM `+p.Table+` WHERE `+where, args...).Scan(&n); err != nil {
			return 0, err
		}
		all += n
	}
	return all, nil
}
