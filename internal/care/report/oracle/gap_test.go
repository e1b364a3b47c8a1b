package oracle_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

// Massage parlours as a part of the indoor settings, the way the seed's own report printed them.
const nested = `        - {code: sexual_massage_parlour}
`

// The definition that loses the massage parlours is short by exactly the persons that the oracle counts there, and whoever asks
// which records those are is told of their own organisation's only.
func TestGapIsTheOraclesAndItsRecordsStayAtHome(t *testing.T) {
	s, o := onSQLite(t)
	engine := report.New(load(t), rights.Registry().Views())
	short := 0
	for seed := range uint64(60) {
		empty(t, s)
		net := testkit.RandomNetwork(t, s, seed)
		document := losing(t, s, engine, net.Projects[0].Code)
		expected, err := o.answer(ask{project: net.Projects[0].Code, from: "2024-03-01", to: "2024-11-30"})
		if err != nil {
			t.Fatal(err)
		}
		want := expected["T3"][cell{"sexual_massage_parlour", "", "attributed"}] + expected["T3"][cell{"sexual_massage_parlour", "", "unsure"}]
		if got := gap(t, document); got != want {
			t.Errorf("seed %d: short by %d, oracle %d", seed, got, want)
		}
		if refused := errs.KindOf(document.Blocked()) == errs.Conflict; refused != (want > 0) {
			t.Errorf("seed %d: refused %v with a gap of %d", seed, refused, want)
		}
		if want > 0 {
			short++
			stayAtHome(t, s, net, document)
		}
	}
	if short < 10 {
		t.Fatalf("only %d networks have somebody to lose", short)
	}
}

// losing counts a project with the definition that loses persons.
func losing(t *testing.T, s *store.Store, engine *report.Engine, project string) *report.Document {
	t.Helper()
	snapshot, err := engine.Snapshot(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	folder := interim(t)
	row, part := "    - {code: sexual_massage_parlour}\n", "      of_which:\n"
	text := string(folder["T3.yaml"].Data)
	if strings.Count(text, row) != 1 || strings.Count(text, part) != 1 {
		t.Fatal("T3.yaml has changed, and so must this test")
	}
	folder["T3.yaml"].Data = []byte(strings.NewReplacer(row, "", part, part+nested).Replace(text))
	definition, err := report.LoadDefinitions(folder, snapshot.Book)
	if err != nil {
		t.Fatal(err)
	}
	document, err := report.Run(snapshot, definition, report.Params{Project: project, Sees: policy.System(policy.Operator).Scope()})
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// interim is the folder of the shipped definition.
func interim(t *testing.T) fstest.MapFS {
	t.Helper()
	files, err := filepath.Glob("../definitions/interim/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		folder[filepath.Base(file)] = &fstest.MapFile{Data: text}
	}
	return folder
}

func gap(t *testing.T, d *report.Document) int64 {
	t.Helper()
	table, ok := d.Table("T3")
	if !ok {
		t.Fatal("there is no T3")
	}
	for _, c := range table.Checks {
		if c.Code == "rows_sum" {
			return c.Gap
		}
	}
	t.Fatal("nobody added the rows of T3 up")
	return 0
}

// stayAtHome asks for the records behind the gap with the eyes of each organisation.
func stayAtHome(t *testing.T, s *store.Store, net *testkit.Random, d *report.Document) {
	t.Helper()
	all := len(d.GapRecords("T3", policy.System(policy.Operator).Own()))
	if all == 0 {
		t.Error("a gap without records")
	}
	for _, organisation := range net.Organisations {
		records := d.GapRecords("T3", eyes(organisation))
		for _, r := range records {
			if owner := owner(t, s, r); owner != organisation.ID {
				t.Errorf("%s was shown %s %s of %s", organisation.Code, r.Noun, r.ID, owner)
			}
		}
		all -= len(records)
	}
	if all != 0 {
		t.Errorf("%d records belong to nobody who may see them", all)
	}
	if records := d.GapRecords("T3", policy.Scope{}); len(records) > 0 {
		t.Errorf("nobody was shown %d records", len(records))
	}
}

// owner reads whose a record is from its own table.
func owner(t *testing.T, s *store.Store, r report.Record) (o network.OrganisationID) {
	t.Helper()
	if r.Noun != "contact" {
		t.Fatalf("a %s met somebody in a massage parlour", r.Noun)
	}
	err := s.Read(t.Context(), policy.System(policy.Operator), func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT organisation_id FROM outreach_contacts WHERE id = $1`, r.ID).Scan(&o)
	})
	if err != nil {
		t.Fatalf("%s %s: %v", r.Noun, r.ID, err)
	}
	return o
}
