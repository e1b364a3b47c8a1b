package app_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/report/column"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	registry "approdo/internal/care/work"
	"approdo/internal/testkit"
)

// TestANumberThatCannotBeIsNoFigure: facts carry no hash. Where a number or a day stands that no record can say, there is no report, with a sentence, and it is told.
func TestANumberThatCannotBeIsNoFigure(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		x.goesOut()
		report := func() error {
			return app.Report(t.Context(), x.place, app.ReportOrder{Name: "interim", From: "2024-01-01", To: "2024-12-31", Scope: "network", Format: "json", Out: filepath.Join(t.TempDir(), "r")}, new(bytes.Buffer), i18n.For("en"))
		}
		x.must(report())
		intruder := testkit.Intrude(t, store.Options{Dir: x.place.Dir, Database: x.place.Database})
		for _, c := range []struct{ edit, back string }{
			{`UPDATE outreach_presences SET headcount = -7`, `UPDATE outreach_presences SET headcount = 2`},
			{`UPDATE outreach_presences SET headcount = 4611686018427387904`, `UPDATE outreach_presences SET headcount = 2`},
			{`UPDATE outreach_attendees SET headcount = -7`, `UPDATE outreach_attendees SET headcount = 3`},
			{`UPDATE outreach_attendees SET headcount = 100001`, `UPDATE outreach_attendees SET headcount = 3`},
			{`UPDATE outreach_outings SET minutes = 9223372036854775807`, `UPDATE outreach_outings SET minutes = 60`},
			{`UPDATE outreach_outings SET minutes = -1`, `UPDATE outreach_outings SET minutes = 60`},
			{`UPDATE outreach_outings SET kilometres = 5001`, `UPDATE outreach_outings SET kilometres = 0`},
			{`UPDATE outreach_meetings SET day = '0001-01-01'`, `UPDATE outreach_meetings SET day = '2024-05-17'`},
			{`UPDATE outreach_outings SET day = '9999-12-31'`, `UPDATE outreach_outings SET day = '2024-05-17'`},
		} {
			if intruder.Exec(c.edit) == 0 {
				t.Fatalf("%s: nothing there", c.edit)
			}
			if e, known := errs.Of(report()); !known || e.Key != "store.tables_damaged" {
				t.Errorf("%s: a report is made: %v", c.edit, e)
			}
			in, err := app.Open(t.Context(), x.place)
			x.must(err)
			x.must(in.Watch(t.Context()))
			if differ := in.Held().Differ; len(differ) != 1 || differ[0].What != vault.DiffFact {
				t.Errorf("%s: told is %v", c.edit, differ)
			}
			x.must(in.Close())
			if text := x.doctor(); !strings.Contains(text, "that cannot be") {
				t.Errorf("%s: the doctor says:\n%s", c.edit, text)
			}
			intruder.Exec(c.back)
		}
		x.must(report())
	})
}

// goesOut records an outing and a meeting.
func (x *station) goesOut() {
	x.inside(func(s *store.Store) {
		x.must(s.Write(x.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			units, err := network.Units(tx)
			if err != nil {
				return err
			}
			book, err := codebook.Load()
			x.must(err)
			unit := units[slices.IndexFunc(units, func(u network.Unit) bool { return u.OrganisationID == x.faro && u.Kind != network.Shelter })]
			at := outreach.Work{OrganisationID: x.faro, UnitID: unit.ID, Day: "2024-05-17", Province: "IT-BG"}
			log := outreach.New(book)
			_, err = log.RecordOuting(tx, outreach.Outing{Work: at, Mode: "outdoor", Minutes: 60, Presences: []outreach.Presence{{Gender: "woman", Region: "west_africa", Headcount: 2}}})
			if err == nil {
				_, err = log.RecordMeeting(tx, outreach.Meeting{Work: at, Place: "school", Attendees: []outreach.Attendees{{Gender: "woman", AgeBand: "adult", Protection: "not_recorded", Headcount: 3}}})
			}
			return err
		}))
	})
}

// TestReportsBoundNumbersAsTheirKindsDo: what a form takes a report counts, and no more. A headcount that is a sum of lines has a bound of its own.
func TestReportsBoundNumbersAsTheirKindsDo(t *testing.T) {
	t.Parallel()
	all := rights.Registry()
	for _, s := range column.Schemas() {
		for _, c := range s.Columns {
			if c.Kind != column.Number {
				continue
			}
			if c.Most <= 0 {
				t.Errorf("%s.%s has no bound", s.Name, c.Name)
			}
			for _, n := range slices.Concat(all.Nouns, all.Crowds) {
				if b, said := n.Bounds[c.Name]; said && n.View == s.Name && b.Most != c.Most {
					t.Errorf("%s.%s: a report takes %d, a form %d", s.Name, c.Name, c.Most, b.Most)
				}
				if n.View == s.Name && slices.ContainsFunc(n.Asides, func(a registry.Aside) bool { return a.Column == c.Name && a.Most != c.Most }) {
					t.Errorf("%s.%s: a report takes %d and a form something else", s.Name, c.Name, c.Most)
				}
			}
		}
	}
}
