package joins

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
)

// Truth is a database in which people were erased, with what only the test knows.
type Truth struct {
	Store  *store.Store
	Erased int
	Dead   map[string]int  // by whatever named them: number of the person
	Husks  map[string]int  // by id of a husk, or of a record of one
	Stay   map[string]int  // by whatever names those who were not erased: how the test knows that it looks in the right places
	Except map[string]bool // orders that tell, since the test knows the pairs by them
}

// Judge holds every order in which the dead stand somewhere (by the order in which rows are stored, by any column, by the place in a text) against every order in which husks and their records
// stand, and every column against every other for values that both share. Only chance may tell the pairs.
func (g Truth) Judge(t *testing.T) {
	t.Helper()
	x := &remains{rows: map[string][]found{}}
	if err := g.Store.Dump(t.Context(), policy.System(policy.Operator, "test"), func(*store.Tx) error { return nil }, x); err != nil {
		t.Fatal(err)
	}
	for table, rows := range x.rows {
		for _, f := range rows {
			if dead, husks := f.names(g.Dead), f.names(g.Husks); len(dead) > 0 && len(husks) > 0 {
				t.Errorf("a row of %s names %d times somebody dead, and %d times a husk", table, len(dead), len(husks))
			}
		}
	}
	dead, _ := x.sequences(g.Dead, nil)
	husks, ofHusks := x.sequences(g.Husks, g.Except)
	if _, ofStaying := x.sequences(g.Stay, nil); ofStaying < 20 || ofHusks < 20 || len(husks) < 3 {
		t.Fatalf("those who stay are named in %d orders, husks in %d, of which %d differ: the test looks in the wrong place", ofStaying, ofHusks, len(husks))
	}
	worst := map[string]int{}
	for _, d := range dead {
		for _, h := range husks {
			worst["hits"] = max(worst["hits"], hits(d.who, h.who))
			worst["neighbours"] = max(worst["neighbours"], neighbours(d.who, h.who))
			worst["rank, in tenths"] = max(worst["rank, in tenths"], int(10*math.Abs(rank(d.who, h.who))))
			if said := telling(d.who, h.who); said != "" {
				t.Errorf("%s and %s tell pairs: %s (%d of %d in place)", d.name, h.name, said, hits(d.who, h.who), len(h.who))
			}
		}
	}
	columns := 0
	for dc, d := range x.values(g.Dead) {
		for hc, h := range x.values(g.Husks) {
			columns++
			if own, chance := sharing(d, h, g.Erased); float64(own) > chance+6.8*math.Sqrt(chance)+13 {
				t.Errorf("%s and %s share values: %d of %d with their own husk, %.1f by chance", dc, hc, own, g.Erased, chance)
			}
		}
	}
	t.Logf("%d × %d different orders (husks in %d), %d pairs of columns; at worst %v", len(dead), len(husks), ofHusks, columns, worst)
}

// Standing are the columns, as table.column, in which something that named somebody dead still stands.
func (g Truth) Standing(t *testing.T) (where []string) {
	t.Helper()
	x := &remains{rows: map[string][]found{}}
	if err := g.Store.Dump(t.Context(), policy.System(policy.Operator, "test"), func(*store.Tx) error { return nil }, x); err != nil {
		t.Fatal(err)
	}
	for _, table := range x.tables {
		for i, c := range table.Columns {
			if slices.ContainsFunc(x.rows[table.Name], func(f found) bool {
				return slices.ContainsFunc(spelled.FindAllString(f.texts[i], -1), func(id string) bool { _, dead := g.Dead[id]; return dead })
			}) {
				where = append(where, table.Name+"."+c.Name)
			}
		}
	}
	return where
}

// remains are all tables of a database as somebody finds them who takes it, each row in its place.
type remains struct {
	tables []store.Table
	rows   map[string][]found
}

// found is a row: what its cells say, and the ids and tokens in it, in the order of cells and of places within.
type found struct {
	row   []any
	texts []string
	ids   []string
}

func (x *remains) Table(t store.Table) error { x.tables = append(x.tables, t); return nil }

var spelled = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}`)

func (x *remains) Row(row []any) error {
	f := found{row: row}
	for _, v := range row {
		text := Said(v)
		f.texts = append(f.texts, text)
		if _, number := v.(int64); number {
			continue
		}
		if ids := spelled.FindAllString(text, -1); len(ids) > 0 {
			f.ids = append(f.ids, ids...)
		} else if len(text) <= 64 {
			f.ids = append(f.ids, text)
		}
	}
	name := x.tables[len(x.tables)-1].Name
	x.rows[name] = append(x.rows[name], f)
	return nil
}

// Said is what a cell says, unpacked.
func Said(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		if zip, err := gzip.NewReader(bytes.NewReader(v)); err == nil {
			if text, err := io.ReadAll(zip); err == nil {
				return string(text)
			}
		}
		return string(v)
	case nil:
		return ""
	}
	return fmt.Sprint(v)
}

// names are the people whom a row names, in order.
func (f found) names(people map[string]int) (who []int) {
	for _, id := range f.ids {
		if n, ok := people[id]; ok {
			who = append(who, n)
		}
	}
	return who
}

// sequence is an order in which people stand somewhere.
type sequence struct {
	name string
	who  []int
}

// sequences are all different orders in which a table names people, but for columns left out: by storage and by each column, each person where they come first, and
// where they come last. How many were looked at counts equal ones too: which are equal hangs on chance, and on a database that stores rows by their ids.
func (x *remains) sequences(people map[string]int, without map[string]bool) (list []sequence, looked int) {
	seen := map[string]bool{}
	add := func(name string, who []int) {
		if len(who) <= 9 {
			return
		}
		looked++
		if key := fmt.Sprint(who); !seen[key] {
			seen[key] = true
			list = append(list, sequence{name, who})
		}
	}
	for _, table := range x.tables {
		type line struct {
			row []any
			who []int
		}
		var stored []line
		for _, f := range x.rows[table.Name] {
			if who := f.names(people); len(who) > 0 {
				stored = append(stored, line{f.row, who})
			}
		}
		for c := -1; c < len(table.Columns); c++ {
			name, lines := table.Name+" as stored", slices.Clone(stored)
			if c >= 0 {
				name = table.Name + "." + table.Columns[c].Name
				slices.SortStableFunc(lines, func(a, b line) int { return compare(a.row[c], b.row[c]) })
			}
			var all []int
			for _, l := range lines {
				all = append(all, l.who...)
			}
			if !without[name] {
				add(name+", first", once(all))
				add(name+", last", backwards(once(backwards(all))))
			}
		}
	}
	return list, looked
}

func compare(a, b any) int {
	if x, ok := a.(int64); ok {
		if y, ok := b.(int64); ok {
			return cmp.Compare(x, y)
		}
	}
	return strings.Compare(Said(a), Said(b))
}

// once leaves of each person the first mention.
func once(all []int) (list []int) {
	seen := map[int]bool{}
	for _, n := range all {
		if !seen[n] {
			seen[n] = true
			list = append(list, n)
		}
	}
	return list
}

// values is what every column says in the rows that name people.
func (x *remains) values(people map[string]int) map[string]join {
	all := map[string]join{}
	for _, table := range x.tables {
		for _, f := range x.rows[table.Name] {
			who := once(f.names(people))
			if len(who) != 1 { // a row about many joins nobody
				continue
			}
			for i, c := range table.Columns {
				name := table.Name + "." + c.Name
				if all[name] == nil {
					all[name] = join{}
				}
				if text := f.texts[i]; text != "" && !slices.Contains(all[name][text], who[0]) {
					all[name][text] = append(all[name][text], who[0])
				}
			}
		}
	}
	return all
}
