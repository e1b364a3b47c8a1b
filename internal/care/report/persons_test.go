package report_test

import (
	"testing"

	"approdo/internal/care/report"
)

func TestAPersonCountsOnceInTheRowOfTheEarliestContact(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.contact("ada", "2024-05-02", values{"channel": "desk"}).
		contact("ada", "2024-05-01", values{"channel": "community_outreach"}).
		contact("ada", "2024-02-29", values{"channel": "reception_awareness"}). // before the period
		contact("bea", "2024-11-30", nil).
		contact("bea", "2024-12-01", values{"channel": "desk"}) // after it
	d := w.run(report.Params{Sees: everything})
	want(t, d, "T1", "community_outreach", "attributed", 1)
	want(t, d, "T1", "desk", "attributed", 0)
	want(t, d, "T1", "desk", "gross", 1)
	want(t, d, "T1", "reception_awareness", "attributed", 0)
	want(t, d, "T1", "contact_unit", "attributed", 1)
	want(t, d, "T1", "", "unique", 2)
	want(t, d, "T1", "", "gross", 3)
}

func TestOnOneDayTheOrderOfTheCodeListDecides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.contact("ada", "2024-05-01", values{"channel": "desk"}).
		contact("ada", "2024-05-01", values{"channel": "contact_unit", "setting": "labour"}).
		contact("ada", "2024-05-01", values{"channel": "contact_unit", "setting": "sexual_indoor"})
	d := w.run(report.Params{Sees: everything})
	want(t, d, "T1", "contact_unit", "attributed", 1)
	want(t, d, "T3", "sexual_indoor", "attributed", 1)
	want(t, d, "T3", "labour_begging_illegal_economies", "attributed", 0)
	want(t, d, "T3", "labour_begging_illegal_economies", "gross", 1)
}

func TestADefinitionMayAttributeTheLatestContact(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.contact("ada", "2024-05-01", nil).contact("ada", "2024-06-01", values{"channel": "desk"}).contact("ada", "2024-06-01", values{"channel": "community_outreach"})
	latest, err := w.edited("T1.yaml", "attribution: earliest", "attribution: latest")
	if err != nil {
		t.Fatal(err)
	}
	d := w.runAs(latest, report.Params{Sees: everything})
	want(t, d, "T1", "community_outreach", "attributed", 1)
	want(t, d, "T1", "", "unique", 1)
}

func TestOnlyChannelsThatTheProjectCountsReach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.contact("ada", "2024-05-01", values{"channel": "desk", "reaches": false}).contact("ada", "2024-06-01", nil)
	d := w.run(report.Params{Sees: everything})
	want(t, d, "T1", "contact_unit", "attributed", 1)
	want(t, d, "T1", "desk", "gross", -1)
}

func TestUnlinkedIndividualsCountByNewness(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, newness := range []string{"new", "known", "known_not_linkable", "unsure", "unsure"} {
		w.contact("", "2024-05-01", values{"newness": newness})
	}
	w.contact("", "2024-05-01", values{"newness": "new", "headcount": 12, "channel": "community_outreach", "setting": "undefined"})
	w.contact("ada", "2024-05-01", values{"newness": "known"})
	d := w.run(report.Params{Sees: everything})
	want(t, d, "T1", "contact_unit", "attributed", 2)
	want(t, d, "T1", "contact_unit", "gross", 2)
	want(t, d, "T1", "contact_unit", "unsure", 2)
	want(t, d, "T1", "community_outreach", "attributed", 12)
	want(t, d, "T1", "community_outreach", "unsure", -1)
	want(t, d, "T1", "", "unique", 14)
	want(t, d, "T1", "", "unsure", 2)
	want(t, d, "T2", "contact_unit", "not_asked", 2)
	want(t, d, "T2", "contact_unit", "unsure", 2)
	if err := d.Blocked(); err != nil {
		t.Error(err)
	}
}

func TestProtectionIsTheLastAnswerUpToTheEndOfThePeriod(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.contact("ada", "2024-05-01", values{"protection": "no"}).
		add("protections", "ada", "2023-01-01", values{"answer": "refused"}).
		add("protections", "ada", "2024-10-01", values{"answer": "yes"}).
		add("protections", "ada", "2024-12-01", values{"answer": "no"})
	w.contact("bea", "2024-05-01", values{"protection": "no"}).contact("bea", "2024-06-01", values{"protection": "yes"})
	w.contact("", "2024-05-01", values{"protection": "refused"})
	w.contact("cia", "2024-05-01", nil).
		add("protections", "cia", "2024-06-01", values{"answer": "unknown"}).
		add("protections", "cia", "2024-06-01", values{"answer": "yes", "organisation": "B"})
	d := w.run(report.Params{Sees: everything})
	want(t, d, "T2", "contact_unit", "yes", 2)
	want(t, d, "T2", "contact_unit", "no", 1)
	want(t, d, "T2", "contact_unit", "refused", 1)
	want(t, d, "T7", "IT-BS", "protection_yes", 2)

	d = w.run(report.Params{Sees: everything, Scope: "org:A"})
	want(t, d, "T2", "contact_unit", "unknown", 1)
	want(t, d, "T2", "contact_unit", "yes", 1)
}

func TestADetailReadsTheContactThatAttributed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.contact("ada", "2024-05-01", values{"setting": "sexual_indoor", "advert": true, "province": "IT-BG"}).
		contact("ada", "2024-06-01", values{"setting": "labour", "province": "IT-BS"})
	w.contact("bea", "2024-05-01", values{"channel": "desk", "setting": "undefined"}).
		contact("bea", "2024-06-01", values{"setting": "labour"}) // attributed to desk: no row of T3 is hers
	w.contact("cia", "2024-05-01", values{"setting": "sexual_online", "advert": true})
	d := w.run(report.Params{Sees: everything})
	want(t, d, "T3", "sexual_indoor", "attributed", 1)
	want(t, d, "T3", "labour_begging_illegal_economies", "attributed", 0)
	want(t, d, "T3", "labour_begging_illegal_economies", "gross", 1)
	want(t, d, "T3", "other", "attributed", 1)
	want(t, d, "T3", "", "unique", 2)
	want(t, d, "T7", "IT-BG", "attributed", 1)
	want(t, d, "T7", "IT-BS", "attributed", 2)
	want(t, d, "T7", "IT-BS", "gross", 3)
	table, _ := d.Table("T3")
	row, _ := table.Row("sexual_indoor")
	if len(row.OfWhich) != 1 || row.OfWhich[0].Code != "online_adverts" {
		t.Fatalf("the indoor row has the parts %v", row.OfWhich)
	}
	for _, value := range []string{"attributed", "gross"} {
		if n, _ := row.OfWhich[0].Values.Get(value); n.N != 1 {
			t.Errorf("of the indoor persons %d (%s) came through adverts, want 1: others are not in the row", n.N, value)
		}
	}
}

// TestTheAnswerThatSaysMostCounts: yes or no before a silence, a silence of who was asked before that of who was not, wherever it was told and in whatever order.
func TestTheAnswerThatSaysMostCounts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		met     string
		answers [][2]string // day, answer
		want    string
	}{
		"not asked, then refused, on one day": {"not_asked", [][2]string{{"2024-05-02", "not_asked"}, {"2024-05-02", "refused"}}, "refused"},
		"refused in a contact":                {"refused", [][2]string{{"2024-05-03", "not_asked"}}, "refused"},
		"refused in a contact, not recorded":  {"refused", [][2]string{{"2024-05-02", "not_recorded"}}, "refused"},
		"refused, and not asked again":        {"not_asked", [][2]string{{"2024-05-02", "refused"}, {"2024-06-02", "not_asked"}}, "refused"},
		"unknown, refused later":              {"not_asked", [][2]string{{"2024-05-02", "unknown"}, {"2024-06-02", "refused"}}, "refused"},
		"yes, then refused":                   {"not_asked", [][2]string{{"2024-05-02", "yes"}, {"2024-06-02", "refused"}}, "yes"},
		"yes, later no":                       {"yes", [][2]string{{"2024-05-02", "yes"}, {"2024-06-02", "no"}}, "no"},
		"never asked":                         {"not_recorded", [][2]string{{"2024-05-02", "not_asked"}}, "not_asked"},
	} {
		w := newWorld(t)
		w.contact("ada", "2024-05-02", values{"protection": c.met})
		for _, a := range c.answers {
			w.add("protections", "ada", a[0], values{"answer": a[1]})
		}
		d := w.run(report.Params{Sees: everything})
		for _, answer := range []string{"yes", "no", "not_asked", "unknown", "refused", "not_recorded"} {
			counted := int64(0)
			if answer == c.want {
				counted = 1
			}
			t.Run(name+": "+answer, func(t *testing.T) { want(t, d, "T2", "contact_unit", answer, counted) })
		}
	}
}
