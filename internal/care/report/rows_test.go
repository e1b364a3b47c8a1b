package report_test

import (
	"strings"
	"testing"

	"approdo/internal/care/report"
)

func TestActionsAreGroupedAsTheFunderPrintsThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 2 {
		w.add("actions", "ada", "2024-05-01", nil)
	}
	w.add("actions", "", "2024-05-01", values{"type": "service_accompaniment", "individual": "k1"}).
		add("actions", "", "2024-05-02", values{"type": "service_referral", "individual": "k1"}).
		add("actions", "", "2024-05-02", values{"type": "service_referral"}).
		add("actions", "ada", "2024-05-02", values{"type": "service_referral"}).
		add("actions", "ada", "2024-05-02", values{"type": "mediation"}).
		add("actions", "ada", "2024-05-02", values{"in_charge": true}).
		add("actions", "ada", "2024-05-02", values{"unit_kind": "desk"}).
		add("actions", "ada", "2024-05-02", values{"project": "Q"})
	d := w.run(report.Params{Sees: everything})
	want(t, d, "T5", "legal_advice", "count", 2)
	want(t, d, "T5", "legal_advice", "persons", 1)
	want(t, d, "T5", "legal_advice", "percent", 333)
	want(t, d, "T5", "service_accompaniment_or_referral", "count", 4)
	want(t, d, "T5", "service_accompaniment_or_referral", "persons", 3)
	want(t, d, "T5", "service_accompaniment_or_referral", "percent", 667)
	want(t, d, "T5", "job_orientation", "count", 0)
	want(t, d, "T5", "", "count", 6)
	want(t, d, "T5", "", "persons", 3)
	want(t, d, "T5", "", "percent", 1000)
	want(t, d, "T5B", "mediation", "count", 1)
	if err := d.Blocked(); err != nil {
		t.Error(err)
	}
}

func TestPercentagesRoundHalfUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		part, whole int
		tenths      int64
	}{{100, 340, 294}, {74, 340, 218}, {64, 340, 188}, {19, 340, 56}, {83, 340, 244}, {1, 2000, 1}, {1, 2001, 0}, {1, 8, 125}, {1, 16, 63}} {
		w := newWorld(t)
		for i := range c.whole {
			kind := "legal_advice"
			if i >= c.part {
				kind = "job_orientation"
			}
			w.add("actions", "", "2024-05-01", values{"type": kind})
		}
		want(t, w.run(report.Params{Sees: everything}), "T5", "legal_advice", "percent", c.tenths)
	}
}

func TestEnrolmentsElsewhereAreCountedToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("enrolments", "ada", "2024-05-01", nil).
		add("enrolments", "bea", "2024-05-01", values{"kind": "elsewhere"}).
		add("enrolments", "cia", "2024-05-01", values{"source": "other"}).
		add("enrolments", "dea", "2024-05-01", values{"source": "of_the_network"})
	d := w.run(report.Params{Sees: everything})
	want(t, d, "T6", "referral", "count", 2)
	want(t, d, "T6", "referral", "own", 1)
	want(t, d, "T6", "referral", "elsewhere", 1)
	want(t, d, "T6", "social_secretariat", "count", 0)
	want(t, d, "T6", "other", "count", 2)
	want(t, d, "T6", "desk", "count", -1)
	want(t, d, "T6", "", "count", 4)
	want(t, d, "T7", "IT-BS", "enrolments", 4)
}

func TestOutingsHaveTheirEffort(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("outings", "", "2024-05-01", values{"mode": "outdoor", "minutes": 125, "kilometres": 30, "presences": 9, "on_call": true}).
		add("outings", "", "2024-05-02", values{"mode": "outdoor", "minutes": 61}).
		contact("ada", "2024-05-01", values{"mode": "outdoor"}).
		contact("ada", "2024-05-02", values{"mode": "outdoor", "newness": "known"}).
		contact("", "2024-05-02", values{"mode": "outdoor", "newness": "known_not_linkable"}).
		contact("", "2024-05-02", values{"mode": "outdoor"}).
		contact("bea", "2024-05-02", nil) // of no outing
	d := w.run(report.Params{Sees: everything})
	for value, n := range map[string]int64{
		"outings": 2, "hours": 31, "on_call": 1, "kilometres": 30, "presences": 9, "persons": 2, "contacts_new": 2, "contacts_known": 2,
	} {
		want(t, d, "T14", "outdoor", value, n)
	}
	want(t, d, "T13", "persons_reached", "expected", 3)
	want(t, d, "T13", "persons_reached", "reached", 3)
	want(t, d, "T13", "persons_reached", "percent", 1000)
	want(t, d, "T13", "outings", "reached", 2)
	want(t, d, "T13", "outings", "percent", 286)
}

func TestMissingFieldsAreCountedByReason(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.contact("ada", "2024-05-01", values{"gender": "refused"}).contact("bea", "2024-05-01", values{"gender": "unknown", "setting": "undefined"}).contact("cia", "2024-05-01", nil)
	d := w.run(report.Params{Sees: everything})
	want(t, d, "T16", "contact/gender", "records", 3)
	want(t, d, "T16", "contact/gender", "missing", 2)
	want(t, d, "T16", "contact/gender", "refused", 1)
	want(t, d, "T16", "contact/gender", "percent", 667)
	want(t, d, "T16", "contact/setting", "undefined", 1)
	want(t, d, "T16", "failed_reconciliations", "records", 0)
}

// Where a code may stand in several rows, or in none, what stands in none is in the row "other", and in no other row's way.
func TestOverlappingRowsLeaveNothingOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	was := `kind: partition
population:
  view: actions
  where:
    unit_kind: contact_unit
    in_charge: false
    type: [legal_advice, job_orientation, listening_interview, health_accompaniment, service_accompaniment, service_referral]
rows:
  column: type
  set:
    - {code: legal_advice}
    - {code: job_orientation}
    - {code: listening_interview}
    - {code: health_accompaniment}
`
	now := strings.ReplaceAll(strings.Replace(was, "partition", "overlapping", 1), `    - {code: job_orientation}
    - {code: listening_interview}
    - {code: health_accompaniment}
`, `    - {code: advice, label: {it: Consulenze, en: Advice}, codes: [legal_advice, job_orientation]}
`)
	definition, err := w.edited("T5.yaml", was, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"legal_advice", "legal_advice", "job_orientation", "listening_interview", "health_accompaniment", "health_accompaniment", "service_referral"} {
		w.add("actions", "ada", "2024-05-01", values{"type": kind})
	}
	d := w.runAs(definition, report.Params{Sees: everything})
	for row, n := range map[string]int64{"legal_advice": 2, "advice": 3, "service_accompaniment_or_referral": 1, "other": 3, "": 7} {
		want(t, d, "T5", row, "count", n)
	}
}
