package store

import (
	"database/sql"
	_ "embed"
	"encoding/json"
	"slices"
	"strings"

	"approdo/internal/base/errs"
)

// Small tables decide much: after how long data are destroyed, what a figure counts, which papers were typed back, who answers to a log-in name. They change a few times a year, so one hash under the
// key file stands over each of them. Nobody has to remember it: whatever statement changes such a table is noticed, and the hash is written anew at the end of its transaction, unless the table was
// another one already before: what was edited past the program stays told until somebody who has the key file has seen it (Sum).

// Summed is a table, or some columns of one, with a hash over all of it.
type Summed string

// The tables with a hash.
const (
	SumTerms       Summed = "terms"       // of retention
	SumCustodians  Summed = "custodians"  // of papers, and which were typed back
	SumDefinitions Summed = "definitions" // of tables that were put in use
	SumAdditions   Summed = "additions"   // tables of the network's own, and which version is in use
	SumCodes       Summed = "codes"       // of the network's own
	SumTeams       Summed = "teams"       // who works in which unit
	SumLogins      Summed = "logins"      // of accounts
	SumNetwork     Summed = "network"     // its name, and its zone
)

// sum says which rows a hash is over. What is true is written as a number: databases say it differently.
type sum struct {
	name         Summed
	table, query string
	columns      int
}

//go:embed sums.txt
var decided string

// sums are the tables with a hash, and groups those whose indexes are compared together, as sums.txt says.
var sums, groups = readSums(decided)

func readSums(text string) (list []sum, groups map[string][]string) {
	groups = map[string][]string{}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		switch words[0] {
		case "sum":
			columns := words[3:]
			for i, c := range columns {
				if name, truth := strings.CutSuffix(c, "?"); truth {
					columns[i] = `CASE WHEN ` + name + ` THEN 1 ELSE 0 END`
				}
			}
			list = append(list, sum{Summed(words[1]), words[2], `SELECT ` + strings.Join(columns, `, `) + ` FROM ` + words[2], len(columns)})
		case "sound":
			groups[words[1]] = words[2:]
		}
	}
	return list, groups
}

// Sums are all tables with a hash.
func Sums() (list []Summed) {
	for _, s := range sums {
		list = append(list, s.name)
	}
	return list
}

// says is all that the rows say, in an order of no meaning.
func (s sum) says(tx *Tx) ([]string, error) {
	list, err := List(tx, func(row Row) (string, error) {
		cells, into := make([]sql.NullString, s.columns), make([]any, s.columns)
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := row.Scan(into...); err != nil {
			return "", err
		}
		text, err := json.Marshal(cells)
		return string(text), err
	}, s.query)
	slices.Sort(list)
	return list, errs.Wrap(err, "read what a hash is over", s.table)
}

// stands is the hash that is kept; none is nil.
func (s sum) stands(tx *Tx) ([]byte, error) {
	guard, _, err := One(tx, func(row Row) (guard []byte, err error) { return guard, row.Scan(&guard) }, `SELECT guard FROM store_sums WHERE name = $1`, string(s.name))
	return guard, errs.Wrap(err, "read hash over", s.table)
}

// differs reports whether a table says something else than its hash is over. Of one without rows none needs to stand yet.
func (s sum) differs(tx *Tx) (bool, error) {
	guard, err := s.stands(tx)
	if err != nil {
		return false, err
	}
	says, err := s.says(tx)
	if err != nil || guard == nil && len(says) == 0 {
		return false, err
	}
	return !tx.Guarded(guard, "sum "+string(s.name), says...), nil
}

// Hashed reports whether a hash stands over a table.
func Hashed(tx *Tx, name Summed) (bool, error) {
	if tx.keys == nil {
		return true, nil
	}
	guard, err := named(name).stands(tx)
	return guard != nil, err
}

func named(name Summed) sum {
	return sums[slices.IndexFunc(sums, func(s sum) bool { return s.name == name })]
}

// write writes the hash of what the table says now.
func (s sum) write(tx *Tx) error {
	says, err := s.says(tx)
	if err == nil {
		_, err = tx.run.exec(`INSERT INTO store_sums (name, guard) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET guard = excluded.guard`, []any{string(s.name), tx.Guard("sum "+string(s.name), says...)})
	}
	return errs.Wrap(err, "write hash over", s.table)
}

// summed is what a transaction has done to the tables with a hash.
type summed struct {
	sum
	odd bool // it said something else than its hash before
}

// touches notices a statement that changes a table with a hash, before it does.
func (tx *Tx) touches(query string) error {
	if !tx.write || tx.keys == nil {
		return nil
	}
	table := changes(query)
	at := slices.IndexFunc(sums, func(s sum) bool { return s.table == table })
	if at < 0 || slices.ContainsFunc(tx.summed, func(x summed) bool { return x.table == table }) {
		return nil
	}
	x := summed{sum: sums[at]}
	var any int64
	err := tx.run.queryRow(`SELECT COUNT(*) FROM store_sums`, nil).Scan(&any)
	switch {
	case err != nil:
	case any == 0: // the first time that anything is: nothing vouches yet for what stands
		for _, s := range sums {
			if s.table != table {
				tx.summed = append(tx.summed, summed{sum: s})
			}
		}
	default:
		x.odd, err = x.differs(tx)
	}
	tx.summed = append(tx.summed, x)
	return err
}

// changes is the table that a statement changes; empty for none.
func changes(query string) string {
	words := strings.Fields(query[:min(len(query), 80)])
	switch {
	case len(words) > 1 && words[0] == "UPDATE":
		return words[1]
	case len(words) > 2 && (words[0] == "INSERT" || words[0] == "DELETE"):
		return words[2]
	}
	return ""
}

// sumUp writes the hashes anew over what a transaction has changed.
func (tx *Tx) sumUp() error {
	if len(tx.summed) > 0 && tx.rowsOpen() {
		if err := tx.rows.Close(); err != nil {
			return err
		}
	}
	for _, x := range tx.summed {
		if x.odd {
			continue
		}
		if err := x.write(tx); err != nil {
			return err
		}
	}
	return nil
}

// Differs reports whether a table with a hash says something else than the program wrote there.
func Differs(tx *Tx, name Summed) (bool, error) {
	if tx.keys == nil || slices.ContainsFunc(tx.summed, func(x summed) bool { return x.name == name && !x.odd }) { // changed here: the hash comes at the end
		return false, nil
	}
	return named(name).differs(tx)
}

// Trusted answers Forged "store.sum_differs" where a table with a hash says something else than the program wrote there.
func Trusted(tx *Tx, names ...Summed) error {
	for _, name := range names {
		if differs, err := Differs(tx, name); err != nil || differs {
			if err == nil {
				err = errs.E(errs.Forged, "store.sum_differs", "object", string(name))
			}
			return err
		}
	}
	return nil
}

// SumUp vouches for the tables with a hash as they stand: for those of an earlier version once, and when somebody has seen what differs and put it right.
func SumUp(tx *Tx) error {
	for _, s := range sums {
		if err := s.write(tx); err != nil {
			return err
		}
	}
	return nil
}
