package oracle_test

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

const seeds = 200

// Every figure of every table agrees with a statement that shares nothing with the engine. On both databases the whole answer is
// the same, byte by byte, with the hash of the facts in it.
func TestFiguresAreThoseOfTheOracle(t *testing.T) {
	var both sync.Map // seed → answers on the database that was first
	databases(t, func(t *testing.T, s *store.Store, o oracle) {
		n, asked := uint64(seeds), 0
		if testing.Short() {
			n = 20
		}
		began := time.Now()
		e := newEngine(t, load(t))
		for seed := range n {
			answers := agree(t, s, e, o, seed)
			if first, second := both.LoadOrStore(seed, answers); second && !slices.Equal(first.([]string), answers) {
				t.Errorf("seed %d: the two databases answer differently", seed)
			}
			if asked += len(answers); t.Failed() {
				t.FailNow()
			}
		}
		t.Logf("%d networks, %d reports of %d tables, %v", n, asked, len(o), time.Since(began).Round(time.Millisecond))
	})
}

// databases runs fn on both databases at once, each with a store and an oracle.
func databases(t *testing.T, fn func(t *testing.T, s *store.Store, o oracle)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		s, o := onSQLite(t)
		fn(t, s, o)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		address := testkit.Postgres(t) + "&jit=off" // compiling takes longer than counting a few hundred rows
		s := open(t, store.Options{Dir: t.TempDir(), Database: address})
		fn(t, s, newOracle(t, "pgx", address+"&search_path=care&plan_cache_mode=force_generic_plan"))
	})
}

func onSQLite(t *testing.T) (*store.Store, oracle) {
	t.Helper()
	dir := t.TempDir()
	s := open(t, store.Options{Dir: dir})
	return s, newOracle(t, "sqlite", filepath.Join(dir, "care.db"))
}

func open(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	s, err := testkit.OpenStore(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// agree writes the network of a seed, asks questions, lets the network grow, and asks some of them again. It gives the answers.
func agree(t *testing.T, s *store.Store, e *engine, o oracle, seed uint64) (answers []string) {
	t.Helper()
	empty(t, s)
	net := testkit.RandomNetwork(t, s, seed)
	early, late := questions(net)
	for round, questions := range [][]question{early, late} {
		if round == 1 {
			net.Grow(t, s)
		}
		for _, q := range questions {
			expected, err := o.answer(q.truth)
			if err != nil {
				t.Fatal(err)
			}
			text, err := e.count(t.Context(), s, q.ask, q.sees)
			if err == nil {
				err = errors.Join(check(text, expected))
			}
			if err != nil {
				t.Errorf("seed %d, round %d, %v, as %s:\n%v", seed, round, q.ask, q.who, err)
			}
			answers = append(answers, string(text))
		}
	}
	return answers
}

// question is an ask with the eyes of whoever asks it, and what the oracle has to count then.
type question struct {
	ask
	who   string
	sees  policy.Scope
	truth ask
}

// questions are asked of a network, before and after it grows: the whole both times, and narrower and narrower parts of it once each,
// some by a member of one organisation.
func questions(net *testkit.Random) (early, late []question) {
	everything := policy.System(policy.Operator).Scope()
	p1 := net.Projects[0]
	part := func(a ask) question {
		if a.project == "" {
			a.project = p1.Code
		}
		if a.from == "" {
			a.from, a.to = net.Period()
		}
		return question{a, "operator", everything, a}
	}
	whole := part(ask{from: p1.Starts, to: p1.Ends})
	some := part(ask{project: net.Projects[net.Roll(2)].Code})
	one := part(ask{organisation: net.Organisations[net.Roll(len(net.Organisations))].Code})
	there := part(ask{province: net.Pick(net.Provinces...)})

	own := net.Organisations[net.Roll(len(net.Organisations))]
	member := func(a ask) question {
		q := part(a)
		q.who, q.sees, q.truth.organisation = "member of "+own.Code, eyes(own), own.Code
		return q
	}
	mine, mineThere := member(ask{}), member(ask{province: net.Pick(net.Provinces...)})
	nobody := question{whole.ask, "nobody", policy.Scope{}, whole.ask}
	nobody.truth.organisation = "nobody"
	return []question{whole, some, there, mine}, []question{whole, one, mineThere, nobody}
}

// eyes is what a member of an organisation may count.
func eyes(o network.Organisation) policy.Scope {
	grant, err := policy.Authorize(policy.Subject{Account: "member", Organisation: string(o.ID), Status: policy.Confirmed, Roles: []policy.Role{policy.DeskWorker}}, policy.ReportRun)
	if err != nil {
		return policy.Scope{} // sees nothing, and so agrees with no oracle
	}
	return grant.Scope()
}

// check tells what a counter answers that is not expected.
func check(text []byte, expected map[string]figures) (differing, gaps error) {
	counted, gaps, err := read(text)
	list := []error{err}
	for _, table := range slices.Sorted(maps.Keys(expected)) {
		list = append(list, differences(table, counted[table], expected[table]))
	}
	return errors.Join(list...), gaps
}

func load(t testing.TB) *codebook.Book {
	t.Helper()
	book, err := codebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// empty takes everything out of a store, so that one database serves all seeds.
func empty(t testing.TB, s *store.Store) {
	t.Helper()
	err := s.Write(t.Context(), policy.System(policy.Demo), func(tx *store.Tx) error {
		for _, table := range filled {
			if _, err := tx.Exec("DELETE FROM " + table); err != nil {
				return fmt.Errorf("empty %s: %w", table, err)
			}
		}
		tx.Note("network", "all", nil)
		tx.Changed("network", "all")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// filled are the tables that a random network fills, those that refer to others first.
var filled = []string{
	"casework_deliveries", "casework_enrolments", "casework_interviews", "outreach_actions", "outreach_attendees", "outreach_meetings", "outreach_contacts",
	"outreach_presences", "outreach_outings", "person_protections", "person_persons", "network_fundings", "network_targets", "network_channels",
	"network_provinces", "network_partners", "network_projects", "network_units", "network_organisations", "network_networks", "codebook_codes",
}

// A statement for each table, and a table for each statement: nothing is compared with nothing.
func TestEveryTableHasAStatement(t *testing.T) {
	s := testkit.Store(t)
	testkit.RandomNetwork(t, s, 1)
	text, err := newEngine(t, load(t)).count(t.Context(), s, ask{project: "P1"}, policy.System(policy.Operator).Scope())
	if err != nil {
		t.Fatal(err)
	}
	counted, _, err := read(text)
	if err != nil {
		t.Fatal(err)
	}
	for table := range counted {
		if table != "T0" && !slices.Contains(tables(t), table) {
			t.Errorf("%s has no statement", table)
		}
	}
	for _, table := range tables(t) {
		if _, ok := counted[table]; !ok {
			t.Errorf("%s.sql is of no table", table)
		}
	}
}
