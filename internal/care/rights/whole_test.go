package rights_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/report"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

// asked is one report of a random network: a project and a period of whole quarters, or the project's own, of everybody or of one organisation.
type asked struct{ project, from, to, scope string }

// wholePeriods are those in which an erasure moves no figure.
func wholePeriods(projects []network.Project, organisations []network.Organisation) (all []asked) {
	scopes := []string{""}
	for _, o := range organisations {
		scopes = append(scopes, "org:"+o.Code)
	}
	for _, p := range projects {
		for _, span := range [][2]string{{p.Starts, p.Ends}, {p.Starts, "2024-09-30"}, {"2024-01-01", p.Ends}, {"2024-01-01", "2024-03-31"}, {"2024-04-01", "2024-06-30"}, {"2024-07-01", "2025-06-30"}} {
			if span[0] > span[1] {
				continue
			}
			for _, scope := range scopes {
				all = append(all, asked{p.Code, span[0], span[1], scope})
			}
		}
	}
	return all
}

// printed are the cells of every table of a report, but for what becomes coarser and is said to: the origin of a husk is a region, so that T4 is added up by region, and its
// province may be that of the unit's seat, so that of T7 the totals stay, but for that which repeats whoever stands in several rows.
func printed(t *testing.T, book *codebook.Book, s *report.Snapshot, d *report.Definition, q asked) map[string]int64 {
	t.Helper()
	doc, err := report.Run(s, d, report.Params{Project: q.project, From: q.from, To: q.to, Scope: q.scope, Sees: policy.System(policy.Operator, "test").Scope(), Draft: true})
	must(t, err)
	cells := map[string]int64{}
	line := func(table, row string, values report.Values) {
		for _, v := range values {
			cells[strings.Join([]string{table, row, v.Code}, " ")] += v.Number.N
		}
	}
	for _, x := range doc.Tables {
		if x.ID == report.HeaderID {
			continue
		}
		for _, row := range x.Rows {
			code := row.Code
			switch x.ID {
			case "T4":
				at := strings.LastIndex(code, "/") + 1
				code = code[:at] + regionOf(book, code[at:])
			case "T7":
				continue
			}
			line(x.ID, code, row.Values)
			for _, part := range row.OfWhich {
				line(x.ID, code+" > "+part.Code, part.Values)
			}
		}
		if x.Total != nil {
			if x.ID == "T7" {
				x.Total.Values = slices.DeleteFunc(x.Total.Values, func(v report.Value) bool { return v.Code == "gross" })
			}
			line(x.ID, "", x.Total.Values)
		}
	}
	return cells
}

// TestTheWholeReportIsTheSameAfterAnErasure: in random networks, in which people are met on the edges of projects and answer again and again, some are erased. Every table of every report of
// whole quarters, or of a whole project, says then what it said before.
func TestTheWholeReportIsTheSameAfterAnErasure(t *testing.T) {
	seeds := uint64(30)
	if testing.Short() {
		seeds = 8
	}
	for seed := range seeds {
		testkit.Stores(t, func(t *testing.T, s *store.Store) { sameAfterErasures(t, s, seed) })
	}
}

func sameAfterErasures(t *testing.T, s *store.Store, seed uint64) {
	t.Helper()
	book, err := codebook.Load()
	must(t, err)
	net := testkit.RandomNetwork(t, s, seed)
	net.Grow(t, s)
	definition, err := report.Shipped("interim", book)
	must(t, err)
	operator := policy.System(policy.Operator, "test")
	engine := report.New(book, rights.Registry().Views())
	count := func() map[asked]map[string]int64 {
		snapshot, err := engine.Snapshot(t.Context(), s)
		must(t, err)
		all := map[asked]map[string]int64{}
		for _, q := range wholePeriods(net.Projects, net.Organisations) {
			all[q] = printed(t, book, snapshot, definition, q)
		}
		return all
	}
	before := count()
	var people []person.ID
	must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
		list, err := person.Persons(tx, store.Selection{})
		for _, p := range list.Items {
			people = append(people, p.ID)
		}
		return err
	}))
	dice := rand.New(rand.NewPCG(seed, 12))
	dice.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
	gone := people[:1+dice.IntN(len(people))]
	write(t, s, operator, func(tx *store.Tx) error {
		for _, who := range gone {
			if _, err := rights.New(book).Erase(tx, who); err != nil {
				return err
			}
		}
		return nil
	})
	must(t, s.Chunks(t.Context(), operator, rights.Finish))
	after := count()
	for q, was := range before {
		if is := after[q]; !maps.Equal(was, is) {
			t.Errorf("seed %d, %d erased, %+v:%s", seed, len(gone), q, changes(was, is))
		}
	}
}

// regionOf is the region of an origin, which is a country or a region already.
func regionOf(book *codebook.Book, origin string) string {
	countries, _ := book.List("citizenship")
	if c, ok := countries.Find(origin); ok && c.Attributes["region"] != "" {
		return c.Attributes["region"]
	}
	return origin
}

func changes(was, is map[string]int64) string {
	keys := slices.Sorted(maps.Keys(was))
	for key := range is {
		if _, there := was[key]; !there {
			keys = append(keys, key)
		}
	}
	var said strings.Builder
	for _, key := range keys {
		if was[key] != is[key] {
			fmt.Fprintf(&said, "\n  %s: %d → %d", key, was[key], is[key])
		}
	}
	return said.String()
}
