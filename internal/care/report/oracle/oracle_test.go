package oracle_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

const seeds = 200

// Every figure of every table agrees with a statement that shares nothing with the engine.
func TestFiguresAreThoseOfTheOracle(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		n, asked := uint64(seeds), 0
		if testing.Short() {
			n = 20
		}
		began := time.Now()
		e := newEngine(load(t))
		for seed := range n {
			asked += agree(t, s, e, seed)
			if t.Failed() {
				t.FailNow()
			}
		}
		t.Logf("%d networks, %d reports of %d tables, %v", n, asked, len(tables(t)), time.Since(began).Round(time.Millisecond))
	})
}

// agree writes the network of a seed, asks some questions, lets the network grow, and asks them again.
func agree(t *testing.T, s *store.Store, e counter, seed uint64) (asked int) {
	t.Helper()
	empty(t, s)
	net := testkit.RandomNetwork(t, s, seed)
	questions := questions(net)
	for round := range 2 {
		if round == 1 {
			net.Grow(t, s)
		}
		for _, q := range questions {
			expected, err := truths(t.Context(), s, tables(t), q.truth)
			if err == nil {
				err = check(t.Context(), s, e, q, expected)
			}
			if err != nil {
				t.Errorf("seed %d, round %d, %v, as %s:\n%v", seed, round, q.ask, q.who, err)
			}
		}
	}
	return 2 * len(questions)
}

// question is an ask with the eyes of whoever asks it, and what the oracle has to count then.
type question struct {
	ask
	who   string
	sees  policy.Scope
	truth ask
}

// questions are asked of a network: the whole, and narrower and narrower parts of it, some by members of one organisation.
func questions(net *testkit.Random) []question {
	all := policy.System(policy.Operator).Scope()
	organisation := func() string { return net.Organisations[net.Roll(len(net.Organisations))].Code }
	var list []question
	whole := func(a ask) { list = append(list, question{a, "operator", all, a}) }
	p1 := net.Projects[0]
	whole(ask{project: p1.Code, from: p1.Starts, to: p1.Ends})
	from, to := net.Period()
	whole(ask{project: net.Projects[net.Roll(2)].Code, from: from, to: to})
	from, to = net.Period()
	whole(ask{project: p1.Code, from: from, to: to, organisation: organisation()})
	from, to = net.Period()
	whole(ask{project: p1.Code, from: from, to: to, province: net.Pick(net.Provinces...)})

	own := net.Organisations[net.Roll(len(net.Organisations))]
	grant, err := policy.Authorize(policy.Subject{Account: "a", Organisation: string(own.ID), Roles: []policy.Role{policy.DeskWorker}}, policy.ReportRun)
	if err != nil {
		panic(err) // the table of rules says otherwise: TestOrganisationSeesOnlyItsOwn would be a lie
	}
	from, to = net.Period()
	mine := ask{project: p1.Code, from: from, to: to}
	counted := mine
	counted.organisation = own.Code
	list = append(list, question{mine, "member of " + own.Code, grant.Scope(), counted})
	mine.province = net.Pick(net.Provinces...)
	counted.province = mine.province
	return append(list, question{mine, "member of " + own.Code, grant.Scope(), counted})
}

// truths counts the tables by their statements.
func truths(ctx context.Context, s *store.Store, tables []string, a ask) (all map[string]figures, err error) {
	err = s.Read(ctx, policy.System(policy.Operator), func(tx *store.Tx) error {
		all = map[string]figures{}
		for _, table := range tables {
			if all[table], err = truth(tx, table, a); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// check tells what a counter answers that is not expected.
func check(ctx context.Context, s *store.Store, c counter, q question, expected map[string]figures) error {
	text, err := c.count(ctx, s, q.ask, q.sees)
	if err != nil {
		return err
	}
	counted, err := read(text)
	list := []error{err}
	for _, table := range slices.Sorted(maps.Keys(expected)) {
		list = append(list, differences(table, counted[table], expected[table]))
	}
	return errors.Join(list...)
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
	text, err := newEngine(load(t)).count(t.Context(), s, ask{project: "P1"}, policy.System(policy.Operator).Scope())
	if err != nil {
		t.Fatal(err)
	}
	counted, err := read(text)
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
