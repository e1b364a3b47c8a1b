package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/care/report"
)

// member is the scope of somebody who works for organisation B.
func member(t *testing.T) policy.Scope {
	t.Helper()
	g, err := policy.Authorize(policy.Subject{Account: "x", Organisation: "b", Status: policy.Confirmed, Roles: []policy.Role{policy.DeskWorker}}, policy.ReportRun)
	if err != nil {
		t.Fatal(err)
	}
	return g.Scope()
}

// mixed has persons met by both organisations.
func mixed(t *testing.T) *world {
	w := newWorld(t)
	w.contact("ada", "2024-05-01", values{"channel": "desk"}).
		contact("ada", "2024-05-02", values{"organisation": "B", "province": "IT-BG"}).
		contact("bea", "2024-05-02", values{"organisation": "B"}).
		contact("cia", "2024-05-02", nil).
		add("actions", "ada", "2024-05-02", values{"organisation": "B"}).
		add("actions", "ada", "2024-05-02", nil)
	return w
}

func TestAMemberCountsOnlyTheRowsOfTheOwnOrganisation(t *testing.T) {
	t.Parallel()
	w := mixed(t)
	d := w.run(report.Params{Sees: member(t)})
	want(t, d, "T1", "contact_unit", "attributed", 2)
	want(t, d, "T1", "", "unique", 2)
	want(t, d, "T5", "", "count", 1)
	if d.Parameters.Scope != "org:B" {
		t.Errorf("the document says scope %s", d.Parameters.Scope)
	}
	asked := w.run(report.Params{Sees: everything, Scope: "org:B"})
	a, _ := json.Marshal(d)
	b, _ := json.Marshal(asked)
	if string(a) != string(b) {
		t.Error("the coordinator's report of one organisation is not the one that organisation makes")
	}
	table, _ := d.Table("T1")
	if !strings.Contains(noteCodes(table), "scope") {
		t.Errorf("no note says that attribution was made anew: %s", noteCodes(table))
	}
}

func noteCodes(t *report.Table) string {
	var codes []string
	for _, n := range t.Notes {
		codes = append(codes, n.Code)
	}
	return strings.Join(codes, " ")
}

func TestNobodyInParticularCountsNothing(t *testing.T) {
	t.Parallel()
	d := mixed(t).run(report.Params{})
	want(t, d, "T1", "", "unique", 0)
	want(t, d, "T5", "", "count", 0)
}

func TestAProvinceCountsItsOwnRows(t *testing.T) {
	t.Parallel()
	d := mixed(t).run(report.Params{Sees: everything, Scope: "province:IT-BG"})
	want(t, d, "T1", "contact_unit", "attributed", 1)
	want(t, d, "T1", "", "unique", 1)
	want(t, d, "T5", "", "count", 0)
}

func TestBadQuestionsAreRefusedInBothLanguages(t *testing.T) {
	t.Parallel()
	w := mixed(t)
	for _, c := range []struct {
		p    report.Params
		kind errs.Kind
		key  string
	}{
		{report.Params{Project: "Z"}, errs.NotFound, "report.unknown_project"},
		{report.Params{From: "2024-11-30", To: "2024-03-01"}, errs.Invalid, "period.reversed"},
		{report.Params{From: "01/03/2024"}, errs.Invalid, "period.day"},
		{report.Params{To: "2024-02-30"}, errs.Invalid, "period.day"},
		{report.Params{From: "0001-01-01"}, errs.Invalid, "period.far"},
		{report.Params{From: "1990-01-01"}, errs.Invalid, "period.long"},
		{report.Params{Scope: "org:Z", Sees: everything}, errs.NotFound, "report.unknown_scope"},
		{report.Params{Scope: "org:A", Sees: member(t)}, errs.NotFound, "report.unknown_scope"},
		{report.Params{Scope: "province:IT-ZZ", Sees: everything}, errs.NotFound, "report.unknown_scope"},
		{report.Params{Scope: "world", Sees: everything}, errs.NotFound, "report.unknown_scope"},
		{report.Params{Edition: "public"}, errs.Invalid, "report.unknown_edition"},
	} {
		_, err := report.Run(w.snapshot(), w.interim(), c.p)
		e, ok := errs.Of(err)
		if !ok || e.Kind != c.kind || e.Key != c.key {
			t.Errorf("%+v gives %v, want %s", c.p, err, c.key)
			continue
		}
		for _, lang := range i18n.Languages() {
			if s := i18n.For(lang).Error(err); strings.ContainsAny(s, "[<") {
				t.Errorf("%s says %q", lang, s)
			}
		}
	}
}

// TestACellThatIsSmallAloneIsCalledOtherAndThatIsSaid: nothing is joined to it, and its country is hidden all the same.
func TestACellThatIsSmallAloneIsCalledOtherAndThatIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t).people(3, values{"origin": "NG"}).people(1, values{"origin": "AL"})
	d := w.run(report.Params{Sees: everything, Edition: report.Funder})
	want(t, d, "T4", "sexual_outdoor/woman/AL", "attributed", -1)
	table, _ := d.Table("T4")
	if codes := noteCodes(table); !strings.Contains(codes, "merged") {
		t.Errorf("notes: %s", codes)
	}
}

// TestSmallCellsOfTheFundersEditionAreMergedAndWhatIsLeftIsSaid: one person alone stays alone even in "other", and the note must not promise otherwise.
func TestSmallCellsOfTheFundersEditionAreMergedAndWhatIsLeftIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for origin, n := range map[string]int{"NG": 3, "GH": 2, "SN": 1, "AL": 1, "not_asked": 2, "west_africa": 1} {
		for range n {
			w.contact("", "2024-05-01", values{"origin": origin})
		}
	}
	w.contact("", "2024-05-01", values{"origin": "BR", "gender": "trans_woman"})
	exact := w.run(report.Params{Sees: everything})
	want(t, exact, "T4", "sexual_outdoor/woman/GH", "attributed", 2)
	d := w.run(report.Params{Sees: everything, Edition: report.Funder})
	want(t, d, "T4", "sexual_outdoor/woman/NG", "attributed", 3)
	want(t, d, "T4", "sexual_outdoor/woman/GH", "attributed", -1)
	want(t, d, "T4", "sexual_outdoor/woman/west_africa", "attributed", 4)
	want(t, d, "T4", "sexual_outdoor/woman/other", "attributed", 3)
	want(t, d, "T4", "sexual_outdoor/trans_woman/other", "attributed", 1)
	table, _ := d.Table("T4")
	var sum int64
	for _, row := range table.Rows {
		n, _ := row.Values.Get("attributed")
		sum += n.N
	}
	if sum != 11 || !strings.Contains(noteCodes(table), "merged") || !strings.Contains(noteCodes(table), "small") {
		t.Errorf("the cells add up to %d of 11; notes: %s", sum, noteCodes(table))
	}
	if exactly, _ := exact.Table("T4"); strings.Contains(noteCodes(exactly), "small") {
		t.Error("the exact edition says that small figures remain")
	}
	for range 2 {
		w.contact("", "2024-05-01", values{"origin": "BR", "gender": "trans_woman"})
	}
	enough, _ := w.run(report.Params{Sees: everything, Edition: report.Funder}).Table("T4")
	if strings.Contains(noteCodes(enough), "small") {
		t.Errorf("no figure is small, and the note says so: %s", noteCodes(enough))
	}
	want(t, d, "T1", "contact_unit", "attributed", 11)
}

func TestEverythingPrintedHasALabelInEveryLanguage(t *testing.T) {
	t.Parallel()
	w := golden(t)
	w.add("actions", "ada", "2024-05-02", nil).add("outings", "", "2024-05-02", values{"mode": "outdoor"}).add("enrolments", "ada", "2024-05-02", nil).
		contact("", "2024-05-02", values{"newness": "unsure", "setting": "domestic"}).
		add("deliveries", "ada", "2024-05-02", values{"type": "shelter"})
	for _, scope := range []string{report.Network, "org:A", "province:IT-BS"} {
		d := w.run(report.Params{Sees: everything, Scope: scope, Edition: report.Funder})
		check := func(where string, l report.Label) {
			for _, lang := range i18n.Languages() {
				if l[lang] == "" || strings.HasPrefix(l[lang], "[") || strings.Contains(l[lang], "<no value>") {
					t.Errorf("%s in %s is %q", where, lang, l[lang])
				}
			}
		}
		check("title", d.Title)
		for _, table := range d.Tables {
			check(table.ID, table.Title)
			for _, h := range append(table.Columns, table.Dimensions...) {
				check(table.ID+" column "+h.Code, h.Label)
			}
			for _, row := range table.Rows {
				check(table.ID+" row "+row.Code, row.Label)
				if table.ID == report.HeaderID {
					check("header "+row.Code, row.Text)
				}
				for _, part := range row.OfWhich {
					check(table.ID+" part "+part.Code, part.Label)
				}
			}
			for _, note := range table.Notes {
				check(table.ID+" note "+note.Code, note.Text)
			}
			for _, c := range table.Checks {
				check(table.ID+" check "+c.Code, c.Label)
			}
		}
	}
}
