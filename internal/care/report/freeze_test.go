package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/report"
	"approdo/internal/care/report/definition"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

var operator = policy.System(policy.Operator)

// counted is a store, an engine over it, and how to ask.
type counted struct {
	t *testing.T
	s *store.Store
	e *report.Engine
}

func engine(t *testing.T, s *store.Store) counted {
	t.Helper()
	book, err := book()
	if err != nil {
		t.Fatal(err)
	}
	return counted{t, s, report.New(book, rights.Registry().Views())}
}

func (c counted) snapshot() *report.Snapshot {
	c.t.Helper()
	snapshot, err := c.e.Snapshot(c.t.Context(), c.s)
	if err != nil {
		c.t.Fatal(err)
	}
	return snapshot
}

func (c counted) run(p report.Params) *report.Document {
	c.t.Helper()
	d, err := interim()
	if err != nil {
		c.t.Fatal(err)
	}
	doc, err := report.Run(c.snapshot(), d, p)
	if err != nil {
		c.t.Fatal(err)
	}
	return doc
}

func (c counted) write(grant policy.Grant, fn func(tx *store.Tx) error) error {
	return c.s.Write(c.t.Context(), grant, fn)
}

func text(t *testing.T, d *report.Document) string {
	t.Helper()
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestColumnsKeptCurrentEqualColumnsReadAnew(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		for seed := range uint64(4) {
			c := engine(t, s)
			if seed > 0 {
				wipe(t, s)
			}
			net := testkit.RandomNetwork(t, s, seed)
			c.snapshot()
			for range 6 {
				net.Grow(t, s)
				ask := report.Params{Project: net.Projects[0].Code, From: "2024-03-01", To: "2024-11-30", Sees: everything}
				if current, anew := text(t, c.run(ask)), text(t, engine(t, s).run(ask)); current != anew {
					t.Fatalf("seed %d: columns kept current\n%s\nread anew\n%s", seed, current, anew)
				}
			}
		}
	})
}

func TestASnapshotNeverChanges(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	net := testkit.RandomNetwork(t, s, 5)
	c := engine(t, s)
	d, err := interim()
	if err != nil {
		t.Fatal(err)
	}
	ask := report.Params{Project: net.Projects[0].Code, Sees: everything}
	old := c.snapshot()
	before, err := report.Run(old, d, ask)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		net.Grow(t, s)
		c.snapshot()
	}
	after, err := report.Run(old, d, ask)
	if err != nil {
		t.Fatal(err)
	}
	if text(t, before) != text(t, after) {
		t.Error("an old snapshot counts what was written later")
	}
}

func TestTheSameFactsHaveTheSameFingerprintOnBothDatabases(t *testing.T) {
	t.Parallel()
	testkit.Agree(t, func(t *testing.T, s *store.Store) string {
		net := testkit.RandomNetwork(t, s, 9)
		d := engine(t, s).run(report.Params{Project: net.Projects[0].Code, Sees: everything})
		if len(d.Snapshot) != 64 {
			t.Errorf("the fingerprint is %q", d.Snapshot)
		}
		return d.Snapshot
	})
}

// street is a town whose street unit met three individuals on 1 May 2024 and, in the desk of Faro, nobody.
func street(t *testing.T, s *store.Store) (counted, testkit.Town, []outreach.Contact) {
	t.Helper()
	town := testkit.Settle(t, s)
	c := engine(t, s)
	var contacts []outreach.Contact
	for _, who := range []struct {
		o network.OrganisationID
		u network.UnitID
	}{{town.Faro, town.Street}, {town.Faro, town.Street}, {town.Molo, town.Quay}} {
		contacts = append(contacts, c.meet(town, outreach.Work{OrganisationID: who.o, UnitID: who.u, Day: "2024-05-01", Province: "IT-BS"}))
	}
	return c, town, contacts
}

// meet records one contact with a new individual.
func (c counted) meet(town testkit.Town, w outreach.Work) (k outreach.Contact) {
	c.t.Helper()
	err := c.write(operator.Narrow(string(w.OrganisationID)), func(tx *store.Tx) (err error) {
		k, err = outreach.New(town.Book).RecordContact(tx, testkit.Contact(w))
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return k
}

func (c counted) freeze(grant policy.Grant) (frozen report.Frozen) {
	c.t.Helper()
	doc := c.run(report.Params{Sees: grant.Scope()})
	err := c.write(grant, func(tx *store.Tx) (err error) {
		frozen, err = report.Freeze(tx, doc)
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return frozen
}

func TestAFrozenReportStaysAndSaysWhatChanged(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		c, town, contacts := street(t, s)
		frozen := c.freeze(operator)
		if d := c.compare(frozen.ID); !d.None() {
			t.Errorf("nothing was written, yet %v %v", d.Records, d.Figures)
		}
		late := c.meet(town, outreach.Work{OrganisationID: town.Molo, UnitID: town.Quay, Day: "2024-05-03", Province: "IT-BG"})
		corrected, removed := contacts[0], contacts[1]
		corrected.Setting = "labour"
		err := c.write(operator.Narrow(string(town.Faro)), func(tx *store.Tx) error {
			if err := outreach.Contacts.Correct(tx, town.Book, corrected, "mistyped"); err != nil {
				return err
			}
			return outreach.New(town.Book).RemoveContact(tx, removed.ID)
		})
		if err != nil {
			t.Fatal(err)
		}
		d := c.compare(frozen.ID)
		gone := "" // what is gone has no id in what was kept of it
		if len(d.Named) == 3 {
			gone = d.Named[1].ID
		}
		if gone == "" || gone == removed.ID {
			t.Errorf("the removed record is called %q", gone)
		}
		want := []report.RecordDifference{
			{Change: report.Corrected, Noun: "contact", ID: corrected.ID, Organisation: "faro", Day: "2024-05-01"},
			{Change: report.Removed, Noun: "contact", ID: gone, Organisation: "faro", Day: "2024-05-01"},
			{Change: report.Added, Noun: "contact", ID: late.ID, Organisation: "molo", Day: "2024-05-03"},
		}
		if !slices.Equal(d.Named, want) || len(d.Records) != 3 {
			t.Errorf("the records that changed are %v %v, want %v", d.Records, d.Named, want)
		}
		if !changed(d, "T3", "labour_begging_illegal_economies", "attributed", 1) || !changed(d, "T3", "sexual_outdoor", "attributed", -1) {
			t.Errorf("figures: %v", d.Figures)
		}
		if again := c.find(operator, frozen.ID); !bytes.Equal(again.Document, frozen.Document) || again.Snapshot != frozen.Snapshot {
			t.Error("the frozen report changed")
		}
	})
}

func TestALinkMadeSinceIsToldApartFromACorrection(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	c, town, contacts := street(t, s)
	faro := operator.Narrow(string(town.Faro))
	var who person.Person
	err := c.write(faro, func(tx *store.Tx) (err error) {
		who, err = person.New(town.Book).Record(tx, testkit.Person(town.Faro))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	frozen := c.freeze(operator)
	err = c.write(faro, func(tx *store.Tx) error { return outreach.New(town.Book).LinkContact(tx, contacts[0].ID, who.ID) })
	if err != nil {
		t.Fatal(err)
	}
	d := c.compare(frozen.ID)
	if d.Records[report.Relinked] != 1 || len(d.Records) != 1 || len(d.Named) != 1 || d.Named[0].ID != contacts[0].ID {
		t.Errorf("one record given to a person, yet %v %v", d.Records, d.Named)
	}
	if c.freeze(operator).Snapshot == frozen.Snapshot {
		t.Error("the same fingerprint, although somebody is known now")
	}
}

func TestFrozenReportsAreOfTheirOrganisation(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	c, town, contacts := street(t, s)
	molo, faro := operator.Narrow(string(town.Molo)), operator.Narrow(string(town.Faro))
	frozen := c.freeze(molo)
	for _, one := range []struct {
		grant policy.Grant
		runs  int
	}{{molo, 1}, {operator, 1}, {faro, 0}} {
		err := s.Read(t.Context(), one.grant, func(tx *store.Tx) error {
			runs, err := report.Runs(tx)
			if len(runs) != one.runs {
				t.Errorf("%s sees %d runs, want %d", one.grant.Organisation(), len(runs), one.runs)
			}
			if err != nil {
				return err
			}
			_, err = report.FindRun(tx, frozen.ID)
			return err
		})
		if (one.runs == 0) != (err != nil && errs.KindOf(err) == errs.NotFound) {
			t.Errorf("%s finds the run: %v", one.grant.Organisation(), err)
		}
	}
	document := string(frozen.Document)
	for _, k := range contacts {
		if strings.Contains(document, k.ID) {
			t.Error("the document names a record")
		}
	}
}

func TestWhatChangedNamesRecordsOfTheOwnOrganisationOnly(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	c, town, contacts := street(t, s)
	frozen := c.freeze(operator)
	err := c.write(operator, func(tx *store.Tx) error {
		log := outreach.New(town.Book)
		return errors.Join(log.RemoveContact(tx, contacts[0].ID), log.RemoveContact(tx, contacts[2].ID))
	})
	if err != nil {
		t.Fatal(err)
	}
	definition, err := interim()
	if err != nil {
		t.Fatal(err)
	}
	d, err := report.Compare(c.find(operator, frozen.ID), c.snapshot(), definition, everything, operator.Narrow(string(town.Molo)).Own())
	if err != nil {
		t.Fatal(err)
	}
	if d.Records[report.Removed] != 2 || len(d.Named) != 1 || d.Named[0].Organisation != "molo" {
		t.Errorf("counts %v, names %v", d.Records, d.Named)
	}
}

func TestAReportThatDoesNotAddUpCannotBeFrozen(t *testing.T) {
	t.Parallel()
	w := golden(t)
	doc := w.runAs(nested(t, w), report.Params{Sees: everything})
	c := engine(t, testkit.Store(t))
	err := c.write(operator, func(tx *store.Tx) error { _, err := report.Freeze(tx, doc); return err })
	if e, ok := errs.Of(err); !ok || e.Key != "report.unreconciled" {
		t.Errorf("got %v", err)
	}
}

func (c counted) find(grant policy.Grant, id string) (f report.Frozen) {
	c.t.Helper()
	err := c.s.Read(c.t.Context(), grant, func(tx *store.Tx) (err error) {
		f, err = report.FindRun(tx, id)
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return f
}

func (c counted) compare(id string) *report.Differences {
	c.t.Helper()
	definition, err := interim()
	if err != nil {
		c.t.Fatal(err)
	}
	d, err := report.Compare(c.find(operator, id), c.snapshot(), definition, everything, everything)
	if err != nil {
		c.t.Fatal(err)
	}
	return d
}

func changed(d *report.Differences, table, row, value string, by int64) bool {
	for _, f := range d.Figures {
		if f.Table == table && f.Row == row && f.Value == value && f.Before != nil && f.After != nil && f.After.N-f.Before.N == by {
			return true
		}
	}
	return false
}

// TestATableThatIsNoLongerPrintedIsComparedWithNothing: a network that took a table of its own out of use compares older reports all the same.
func TestATableThatIsNoLongerPrintedIsComparedWithNothing(t *testing.T) {
	t.Parallel()
	c, _, _ := street(t, testkit.Store(t))
	frozen := c.freeze(operator)
	printed, err := interim()
	if err != nil {
		t.Fatal(err)
	}
	fewer := *printed
	fewer.Tables = slices.DeleteFunc(slices.Clone(printed.Tables), func(t *definition.Table) bool { return t.ID.Text == "T7" })
	d, err := report.Compare(c.find(operator, frozen.ID), c.snapshot(), &fewer, everything, everything)
	if err != nil {
		t.Fatal(err)
	}
	lost := false
	for _, f := range d.Figures {
		lost = lost || f.Table == "T7" && f.Before != nil && f.After == nil
		if f.Table != "T7" {
			t.Errorf("another table changed: %+v", f)
		}
	}
	if !lost {
		t.Errorf("nobody says that a table is gone: %+v", d.Figures)
	}
}

// wipe takes every record away, and says so.
func wipe(t *testing.T, s *store.Store) {
	t.Helper()
	err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
		for _, table := range []string{
			"codebook_codes", "casework_deliveries", "casework_enrolments", "casework_interviews", "outreach_actions", "outreach_attendees", "outreach_meetings",
			"outreach_contacts", "outreach_presences", "outreach_outings", "person_protections", "person_persons", "network_fundings", "network_targets",
			"network_channels", "network_provinces", "network_partners", "network_projects", "network_units", "network_organisations", "network_networks",
		} {
			if _, err := tx.Exec("DELETE FROM " + table); err != nil {
				return err
			}
		}
		tx.Note("test", "all", nil)
		tx.Changed("network", "all")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
