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
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// TestAWordAmongTheNumbersIsNoFigure: SQLite keeps a word in a column of numbers, and sums it as nothing. Where one stands there is no report, with a sentence, and it is told.
func TestAWordAmongTheNumbersIsNoFigure(t *testing.T) {
	t.Parallel()
	for _, edit := range []string{
		`UPDATE outreach_presences SET headcount = 'eleven'`,
		`UPDATE outreach_presences SET headcount = '2 or 3'`,
		`UPDATE outreach_presences SET headcount = 1.5`,
		`UPDATE outreach_outings SET minutes = 'an hour'`,
		`UPDATE outreach_outings SET kilometres = x'00'`,
		`UPDATE outreach_outings SET on_call = 'perhaps'`,
	} {
		t.Run(edit, func(t *testing.T) {
			t.Parallel()
			x := founds(t, "")
			x.inside(func(s *store.Store) {
				x.must(s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
					units, err := network.Units(tx)
					if err != nil {
						return err
					}
					book, err := codebook.Load()
					x.must(err)
					at := units[slices.IndexFunc(units, func(u network.Unit) bool { return u.OrganisationID == x.faro && u.Kind != network.Shelter })]
					_, err = outreach.New(book).RecordOuting(tx, outreach.Outing{
						Work: outreach.Work{OrganisationID: x.faro, UnitID: at.ID, Day: "2024-05-17", Province: "IT-BG"}, Mode: "outdoor", Minutes: 60,
						Presences: []outreach.Presence{{Gender: "woman", Region: "west_africa", Headcount: 2}},
					})
					return err
				}))
			})
			report := func() error {
				return app.Report(t.Context(), x.place, app.ReportOrder{Name: "interim", From: "2024-01-01", To: "2024-12-31", Scope: "network", Format: "json", Out: filepath.Join(t.TempDir(), "r")}, new(bytes.Buffer), i18n.For("en"))
			}
			x.must(report())
			_, err := testkit.Intrude(t, store.Options{Dir: x.place.Dir}).Try(edit)
			x.must(err)
			if e, known := errs.Of(report()); !known || e.Key != "store.tables_damaged" {
				t.Errorf("a report is made: %v", e)
			}
			in, err := app.Open(t.Context(), x.place)
			x.must(err)
			x.must(in.Watch(t.Context()))
			if differ := in.Held().Differ; len(differ) != 1 || differ[0].What != vault.DiffUnread {
				t.Errorf("told is %v", differ)
			}
			x.must(in.Close())
			if text := x.doctor(); !strings.Contains(text, "holds something of another kind") {
				t.Errorf("the doctor says:\n%s", text)
			}
		})
	}
}
