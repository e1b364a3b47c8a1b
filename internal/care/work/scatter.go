package work

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// A database keeps rows in the order in which they were written, and shows it to whoever has its files: the husks of people who were erased one after the other would
// stand one after the other. So after an erasure all of them are taken up and laid down again in the order of their ids, which are random.

// Lifted are the records about some people, taken up to be laid down again.
type Lifted struct {
	nouns   []lifted
	Renamed []string // ids of an earlier version, in order of time: these records have others from now on
}

type lifted struct {
	noun Kept
	rows [][]any // in the order of Columns
}

// Lift takes up all records about people who are husks.
func (k Registry) Lift(tx *store.Tx, husks []string) (all Lifted, err error) {
	names := map[string]string{} // new ids by old ones
	for _, n := range k.Nouns {
		l := lifted{noun: n}
		for _, husk := range husks {
			if err == nil {
				err = l.read(tx, husk)
			}
		}
		for _, row := range l.rows {
			if id, ok := row[0].(string); ok && err == nil {
				if !random(id) && names[id] == "" {
					names[id] = NewID()
				}
				_, err = tx.Exec(`DELETE FROM `+n.Table+` WHERE id = $1`, id)
			}
		}
		all.nouns = append(all.nouns, l)
	}
	for _, l := range all.nouns {
		l.rename(names)
	}
	all.Renamed = slices.Collect(maps.Keys(names))
	return all, errs.Wrap(err, "take up records")
}

// random reports whether an id says nothing of when it was made: a UUID of version 4.
func random(id string) bool { return len(id) == 36 && id[14] == '4' }

func (l *lifted) read(tx *store.Tx, husk string) error {
	rows, err := store.List(tx, func(r store.Row) ([]any, error) {
		values := make([]any, len(l.noun.Columns()))
		to := make([]any, len(values))
		for i := range values {
			to[i] = &values[i]
		}
		err := r.Scan(to...)
		if at := slices.Index(l.noun.Columns(), "revision"); at >= 0 {
			values[at] = int64(0) // earlier versions kept how often it had been changed, which the trail tells of the old record
		}
		return values, err
	}, `SELECT `+strings.Join(l.noun.Columns(), ", ")+` FROM `+l.noun.Table+` WHERE `+l.noun.about(), husk)
	for _, row := range rows {
		if !slices.ContainsFunc(l.rows, func(other []any) bool { return other[0] == row[0] }) { // help given to one husk, of which another was met
			l.rows = append(l.rows, row)
		}
	}
	return err
}

// rename gives records other ids, and what refers to them follows.
func (l lifted) rename(names map[string]string) {
	at := []int{0, slices.Index(l.noun.Columns(), l.noun.Through.Column)}
	for _, row := range l.rows {
		for _, i := range at {
			if i < 0 {
				continue
			}
			if id, ok := row[i].(string); ok && names[id] != "" {
				row[i] = names[id]
			}
		}
	}
}

// Lay lays records down again, each kind in the order of ids.
func (all Lifted) Lay(tx *store.Tx) error {
	for _, l := range slices.Backward(all.nouns) { // what is referred to comes first
		columns := l.noun.Columns()
		places := make([]string, len(columns))
		for i := range places {
			places[i] = "$" + strconv.Itoa(i+1)
		}
		slices.SortFunc(l.rows, func(a, b []any) int {
			x, _ := a[0].(string)
			y, _ := b[0].(string)
			return strings.Compare(x, y)
		})
		for _, row := range l.rows {
			_, err := tx.Exec(`INSERT INTO `+l.noun.Table+` (`+strings.Join(columns, ", ")+`) VALUES (`+strings.Join(places, ", ")+`)`, row...)
			if err != nil {
				return errs.Wrap(err, "lay down "+l.noun.Name)
			}
		}
	}
	return nil
}

// Tables are those of what is kept about people, for the scrubbing of the database's files after an erasure.
func (k Registry) Tables() []string {
	tables := map[string]bool{}
	for _, n := range k.Nouns {
		tables[n.Table] = true
	}
	for _, p := range k.Places {
		tables[p.Table] = true
	}
	return slices.Sorted(maps.Keys(tables))
}
