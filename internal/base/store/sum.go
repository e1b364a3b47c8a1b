package store

import (
	"bytes"
	"database/sql"
	_ "embed"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/errs"
)

// Small tables decide much: after how long data are destroyed, what a figure counts, which papers were typed back, who is logged in, who holds which key, who was warned of what. One hash under the
// key file stands over each of them, and so a row that is taken away is missed as one that is edited. Nobody has to remember it: whatever statement changes such a table is noticed, and the hash is
// written anew at the end of its transaction, unless the table was another one already before: what was edited past the program stays told until somebody who has the key file has seen it (SumUp).
//
// Each hash is numbered, one up with each change. The last numbers are remembered by the process, and beside the key file by the counter (sumMemory): a table that is put back with its hash is of a
// number before.

// Summed is a table, or some columns of one, with a hash over all of it.
type Summed string

// The tables with a hash that something is decided by. Of the others it is told, by the names of sums.txt.
const (
	SumTerms       Summed = "terms"       // of retention
	SumCustodians  Summed = "custodians"  // of papers, and which were typed back
	SumDefinitions Summed = "definitions" // of tables that were put in use
	SumAdditions   Summed = "additions"   // tables of the network's own, and which version is in use
	SumCodes       Summed = "codes"       // of the network's own
	SumLogins      Summed = "logins"      // of accounts
	SumRoles       Summed = "roles"       // of accounts
	SumNetwork     Summed = "network"     // its name, and its zone
	SumMappings    Summed = "mappings"    // what the headings of spreadsheets mean
	SumImports     Summed = "imports"     // what was taken from which file, and what was undone
	SumRows        Summed = "rows"        // of spreadsheets, and which record each became
	SumReferences  Summed = "references"  // whom the codes in them mean
	SumReadings    Summed = "readings"    // whom accounts could have learnt something about within the hour
	SumFollowings  Summed = "followings"  // who followed whom within ninety days
	SumFills       Summed = "fills"       // what imports told of people that nobody had told before
)

// sum says which rows a hash is over.
type sum struct {
	name         Summed
	since        int64 // the step of the roster from which on it stands
	grows        bool  // it is a total (total.go)
	table, query string
	columns      []string
	binary       []bool // by column
	skips        int64  // how many numbers the next hash leaves out
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
		case "sum", "total":
			x := sum{name: Summed(words[2]), grows: words[0] == "total", table: words[3], columns: words[4:], binary: make([]bool, len(words)-4)}
			x.since, _ = strconv.ParseInt(words[1], 10, 64) // the file is compiled in; a test reads it
			for i, c := range x.columns {
				if name, truth := strings.CutSuffix(c, "?"); truth {
					x.columns[i] = `CASE WHEN ` + name + ` THEN 1 ELSE 0 END` // databases say it differently
				}
				x.columns[i], x.binary[i] = strings.CutSuffix(x.columns[i], "#")
			}
			x.query = `SELECT ` + strings.Join(x.columns, `, `) + ` FROM ` + x.table
			list = append(list, x)
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

// alone lets nobody else write to the table until a writing transaction ends: what comes between the reading of a table and the writing of its hash would be vouched for.
func (s sum) alone(tx *Tx) error {
	if !tx.write || tx.engine.still() {
		return nil
	}
	_, err := tx.run.exec(`LOCK TABLE `+s.table+` IN SHARE ROW EXCLUSIVE MODE`, nil)
	return errs.Wrap(err, "keep others from", s.table)
}

// says is all that the rows say, in an order of no meaning.
func (s sum) says(tx *Tx) ([]string, error) {
	if err := s.alone(tx); err != nil {
		return nil, err
	}
	list, err := List(tx, func(row Row) (string, error) {
		cells, into := make([]sql.NullString, len(s.binary)), make([]any, len(s.binary))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := row.Scan(into...); err != nil {
			return "", err
		}
		for i, binary := range s.binary {
			if binary {
				cells[i].String = hex.EncodeToString([]byte(cells[i].String))
			}
		}
		text, err := json.Marshal(cells)
		return string(text), err
	}, s.query)
	slices.Sort(list)
	return list, errs.Wrap(err, "read what a hash is over", s.table)
}

// stands is the hash that is kept.
func (s sum) stands(tx *Tx) (m SumMark, found bool, err error) {
	m, found, err = One(tx, func(row Row) (m SumMark, err error) { return m, row.Scan(&m.N, &m.Guard) }, `SELECT revision, guard FROM store_sums WHERE name = $1`, string(s.name))
	return m, found, errs.Wrap(err, "read hash over", s.table)
}

// guard is the hash of what a table says, as the change of a number. Those of an earlier version had no number.
func (s sum) guard(tx *Tx, n int64, says []string) []byte {
	if n > 0 {
		says = append([]string{strconv.FormatInt(n, 10)}, says...)
	}
	return tx.Guard("sum "+string(s.name), says...)
}

// differs reports whether a table says something else than its hash is over, or both are of before. That it does is remembered: by the next look it may be as it was.
func (s sum) differs(tx *Tx) (differs bool, err error) {
	if s.grows {
		differs, err = (&summed{sum: s}).strays(tx)
	} else {
		differs, err = s.strays(tx)
	}
	if differs {
		tx.memory.sums.saw(tx, s.name)
	}
	return differs, err
}

// strays is differs of a table that is hashed whole. Of one without rows none needs to stand yet.
func (s sum) strays(tx *Tx) (bool, error) {
	m, found, err := s.stands(tx)
	if err != nil {
		return false, err
	}
	says, err := s.says(tx)
	last := tx.known[s.name]
	switch {
	case err != nil:
		return false, err
	case !found && len(says) == 0 && last.N == 0:
		return false, nil
	case !found || !bytes.Equal(m.Guard, s.guard(tx, m.N, says)) || m.before(last):
		return true, nil
	}
	if !tx.write { // it is committed
		tx.memory.sums.learn(sumMarks{s.name: m})
	}
	return false, nil
}

// Hashed reports whether a hash stands over a table.
func Hashed(tx *Tx, name Summed) (bool, error) {
	if tx.keys == nil {
		return true, nil
	}
	_, found, err := named(name).stands(tx)
	return found, err
}

// Since is the step of the roster from which on a hash stands over a table.
func (n Summed) Since() int64 { return named(n).since }

func named(name Summed) sum {
	return sums[slices.IndexFunc(sums, func(s sum) bool { return s.name == name })]
}

// write writes the hash of what the table says now, as the next change of it.
func (s sum) write(tx *Tx) error {
	if s.grows {
		t, err := s.all(tx)
		if err == nil {
			err = s.writeTotal(tx, t)
		}
		return errs.Wrap(err, "write total of", s.table)
	}
	n, err := s.next(tx)
	if err != nil {
		return err
	}
	says, err := s.says(tx)
	if err == nil {
		err = s.put(tx, SumMark{N: n, Guard: s.guard(tx, n, says)}, nil)
	}
	return err
}

// next is the number of the next change.
func (s sum) next(tx *Tx) (int64, error) {
	was, _, err := s.stands(tx)
	if was.N < 0 || was.N > mostChanges {
		was.N = 0 // nobody of us wrote that
	}
	return max(was.N, tx.known[s.name].N) + 1 + s.skips, err
}

// put writes the hash of a change.
func (s sum) put(tx *Tx, m SumMark, total []byte) error {
	_, err := tx.run.exec(`INSERT INTO store_sums (name, revision, guard, total) VALUES ($1, $2, $3, $4)
ON CONFLICT (name) DO UPDATE SET revision = excluded.revision, guard = excluded.guard, total = excluded.total`, []any{string(s.name), m.N, m.Guard, total})
	if err == nil && tx.marks == nil {
		tx.marks = sumMarks{}
	}
	if err == nil {
		tx.marks[s.name] = m
	}
	return errs.Wrap(err, "write hash over", s.table)
}

// summed is what a transaction has done to one of the tables with a hash.
type summed struct {
	sum
	odd        bool  // it said something else than its hash before
	whole      bool  // its hash is written anew over all of it
	come, gone total // what has come and gone otherwise
}

// touches notices a statement that changes a table with a hash, before it does: nil where it changes none. It is one whose rows can be told, or the whole table is read.
func (tx *Tx) touches(query string, told bool) (*summed, error) {
	if !tx.write || tx.keys == nil {
		return nil, nil
	}
	verb, table := changes(query)
	at := slices.IndexFunc(sums, func(s sum) bool { return s.table == table })
	if at < 0 {
		return nil, nil
	}
	told = told && verb != "UPDATE" && sums[at].grows
	if i := slices.IndexFunc(tx.summed, func(x *summed) bool { return x.table == table }); i >= 0 {
		x := tx.summed[i]
		if x.whole || told {
			return x, nil
		}
		return x, x.reads(tx)
	}
	x := &summed{sum: sums[at]}
	tx.summed = append(tx.summed, x)
	var any int64
	if err := tx.run.queryRow(`SELECT COUNT(*) FROM store_sums`, nil).Scan(&any); err != nil {
		return x, err
	}
	if any == 0 && len(tx.known) == 0 { // the first time that anything is: nothing vouches yet for what stands
		x.whole = true
		for _, s := range sums {
			if s.table != table {
				tx.summed = append(tx.summed, &summed{sum: s, whole: true})
			}
		}
		return x, nil
	}
	if told {
		return x, nil
	}
	return x, x.reads(tx)
}

// reads lets the whole table be read for its hash, unless it says something else already.
func (x *summed) reads(tx *Tx) (err error) {
	x.whole = true
	if x.grows {
		x.odd, err = x.strays(tx)
	} else {
		x.odd, err = x.differs(tx)
	}
	if x.odd {
		tx.memory.sums.saw(tx, x.name)
	}
	return err
}

// changes is the table that a statement changes, and how; empty for none.
func changes(query string) (verb, table string) {
	words := strings.Fields(query[:min(len(query), 80)])
	switch {
	case len(words) > 1 && words[0] == "UPDATE":
		return words[0], words[1]
	case len(words) > 2 && (words[0] == "INSERT" || words[0] == "DELETE"):
		return words[0], words[2]
	}
	return "", ""
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
		write := x.write
		if !x.whole {
			write = x.carryOn
		}
		if err := write(tx); err != nil {
			return err
		}
	}
	return nil
}

// Differs reports whether a table with a hash says something else than the program wrote there.
func Differs(tx *Tx, name Summed) (bool, error) {
	if tx.keys == nil || slices.ContainsFunc(tx.summed, func(x *summed) bool { return x.name == name && !x.odd }) { // changed here: the hash comes at the end
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

// SumUp vouches for the tables with a hash as they stand, that have one since a later step than an earlier version knew.
func SumUp(tx *Tx, since int64) error {
	for _, s := range sums {
		if s.since <= since {
			continue
		}
		if err := s.write(tx); err != nil {
			return err
		}
	}
	return nil
}

// Digits say in which state some tables with a hash stand: whoever has seen them vouches by these for nothing else. Nobody without the key file makes other rows that have the same.
func Digits(tx *Tx, names []Summed) (string, error) {
	var stands []string
	for _, name := range names {
		s := named(name)
		says, err := []string(nil), error(nil)
		if s.grows {
			var t total
			t, err = s.all(tx)
			says = []string{string(t.bytes())}
		} else {
			says, err = s.says(tx)
		}
		if err != nil {
			return "", err
		}
		stands = append(stands, string(tx.Guard("stands "+string(name), says...)))
	}
	n := binary.BigEndian.Uint64(tx.Guard("stand", stands...)) % 1_000_000_000_000
	return fmt.Sprintf("%04d-%04d-%04d", n/100_000_000, n/10_000%10_000, n%10_000), nil
}

// Vouch vouches for some tables with a hash as they stand, whatever stood there before. Their hashes are numbered far beyond those that a process at work may know and the database not.
func Vouch(tx *Tx, names []Summed) error {
	for _, name := range names {
		s := named(name)
		s.skips = mostAhead
		if err := s.write(tx); err != nil {
			return err
		}
	}
	return nil
}

// mostAhead is more changes than there are between two times that the counter is written.
const mostAhead = 1_000_000
