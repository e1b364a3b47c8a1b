package rights_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/backup"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

// TestNoTwoTablesTellWhichHuskAnErasedPersonBecame is the promise of an erasure. A hundred people of one quarter, region and organisation are erased, one at a time and
// several together, with all that happens around it: requests, holds, imports, frozen reports, others who stay. Then every sequence in which the dead stand somewhere
// (by the order in which rows are stored, by any column, by the place in a text) is held against every sequence in which husks and their records stand, and every
// column against every other for values that both share. Only chance may tell the pairs: the test knows them by the minutes of a service, which say it to nobody else.
func TestNoTwoTablesTellWhichHuskAnErasedPersonBecame(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		g := bury(t, s)
		x := g.exhume(t, s)
		dead, husks := x.sequences(g.dead, nil), x.sequences(g.husks, map[string]bool{"casework_deliveries.minutes": true})
		if len(dead) < 10 || len(husks) < 10 {
			t.Fatalf("the dead stand in %d sequences, husks in %d: the test looks in the wrong place", len(dead), len(husks))
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
		for dc, d := range x.values(g.dead) {
			for hc, h := range x.values(g.husks) {
				columns++
				if own, chance := sharing(d, h, len(g.erased)); float64(own) > chance+6.8*math.Sqrt(chance)+13 {
					t.Errorf("%s and %s share values: %d of %d with their own husk, %.1f by chance", dc, hc, own, len(g.erased), chance)
				}
			}
		}
		t.Logf("%d × %d sequences, %d pairs of columns; at worst %v", len(dead), len(husks), columns, worst)
	})
}

// graveyard is a network in which people were erased, with the truth.
type graveyard struct {
	erased []person.ID
	dead   map[string]int // by whatever named them: number of the person
	husks  map[string]int // by id of a husk, or of a record of one
}

// bury erases a hundred of some people, in batches.
func bury(t *testing.T, s *store.Store) graveyard {
	t.Helper()
	dice := rand.New(rand.NewPCG(11, 29))
	w := populate(t, s, 125, dice)
	g := graveyard{dead: map[string]int{}, husks: map[string]int{}}
	order := dice.Perm(len(w.people))[:100]
	w.freeze(t)
	for n, size := range []int{1, 1, 1, 1, 1, 5, 5, 20, 1, 1, 5, 1, 1, 5, 20, 1, 1, 1, 5, 5, 1, 1, 5, 5, 5, 1} {
		batch := order[len(g.erased) : len(g.erased)+size]
		if n%6 == 2 {
			w.freeze(t)
		}
		for _, i := range batch {
			who := w.people[i]
			g.dead[string(who.ID)], g.dead[who.Code] = len(g.erased), len(g.erased)
			must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
				token := backup.Token(tx.Keys(), string(who.ID))
				g.dead[string(token[:])], g.dead[fmt.Sprintf("%x", token)] = len(g.erased), len(g.erased)
				records, err := rights.Registry().About(tx, string(who.ID))
				for _, r := range records {
					g.dead[r.ID] = len(g.erased)
				}
				return err
			}))
			g.erased = append(g.erased, who.ID)
		}
		for request, i := range w.erase(t, batch, n%2 == 0) {
			g.dead[request] = slices.Index(g.erased, w.people[i].ID)
		}
	}
	w.freeze(t)
	if len(g.erased) != 100 {
		t.Fatalf("%d were erased", len(g.erased))
	}
	must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
		for n, who := range g.erased {
			husk, _, err := store.One(tx, func(r store.Row) (id string, err error) { return id, r.Scan(&id) },
				`SELECT person_id FROM casework_deliveries WHERE minutes = $1`, w.minutes[who])
			if err != nil {
				return err
			}
			records, err := rights.Registry().About(tx, husk)
			if err != nil || len(records) < 7 {
				t.Fatalf("the husk of %s has %v, %v", who, records, err)
			}
			g.husks[husk] = n
			for _, r := range records {
				g.husks[r.ID] = n
			}
		}
		return nil
	}))
	return g
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
		text := said(v)
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

// said is what a cell says, unpacked.
func said(v any) string {
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

// exhume looks at everything that is left, in which no row names somebody dead and a husk.
func (g graveyard) exhume(t *testing.T, s *store.Store) *remains {
	t.Helper()
	x := &remains{rows: map[string][]found{}}
	must(t, s.Dump(t.Context(), policy.System(policy.Operator, "test"), func(*store.Tx) error { return nil }, x))
	for table, rows := range x.rows {
		for _, f := range rows {
			if dead, husks := f.names(g.dead), f.names(g.husks); len(dead) > 0 && len(husks) > 0 {
				t.Errorf("a row of %s names %d times somebody dead, and %d times a husk", table, len(dead), len(husks))
			}
		}
	}
	return x
}

// sequence is an order in which people stand somewhere.
type sequence struct {
	name string
	who  []int
}

// sequences are all different orders in which a table names people, but for columns left out: by storage and by each column, each person where they come first, and
// where they come last.
func (x *remains) sequences(people map[string]int, without map[string]bool) (list []sequence) {
	seen := map[string]bool{}
	add := func(name string, who []int) {
		if key := fmt.Sprint(who); len(who) > 9 && !seen[key] {
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
	return list
}

func compare(a, b any) int {
	if x, ok := a.(int64); ok {
		if y, ok := b.(int64); ok {
			return cmp.Compare(x, y)
		}
	}
	return strings.Compare(said(a), said(b))
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
