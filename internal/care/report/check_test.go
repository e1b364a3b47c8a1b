package report_test

import (
	"errors"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/care/report"
)

// nested is T3 as the published report had it: massage parlours printed as a part of the indoor row.
func nested(t *testing.T, w *world) *report.Definition {
	t.Helper()
	d, err := w.edited("T3.yaml", "          codes: true\n    - {code: sexual_massage_parlour}\n", "          codes: true\n        - {code: sexual_massage_parlour}\n")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// golden has the settings of the programme's contact units.
func golden(t *testing.T) *world {
	w := newWorld(t)
	for setting, n := range map[string]int{"sexual_outdoor": 82, "sexual_indoor": 134, "sexual_massage_parlour": 37, "labour": 146, "undefined": 192} {
		for range n {
			w.contact("", "2024-05-01", values{"setting": setting, "organisation": map[bool]string{true: "A", false: "B"}[len(w.rows)%2 == 0]})
		}
	}
	return w
}

func TestADefinitionShortBy37IsRefused(t *testing.T) {
	t.Parallel()
	w := golden(t)
	if err := w.run(report.Params{Sees: everything}).Blocked(); err != nil {
		t.Fatalf("the shipped definition: %v", err)
	}
	d := w.runAs(nested(t, w), report.Params{Sees: everything})
	err := d.Blocked()
	e, ok := errs.Of(err)
	if !ok || e.Key != "report.unreconciled" || e.Kind != errs.Conflict {
		t.Fatalf("got %v", err)
	}
	for _, lang := range i18n.Languages() {
		sentence := i18n.For(lang).Error(err)
		for _, word := range []string{"T3", "37", "554", "591", "sexual_outdoor 82 + sexual_indoor 134", "undefined 192", "sexual_massage_parlour"} {
			if !strings.Contains(sentence, word) {
				t.Errorf("%s: %q lacks %q", lang, sentence, word)
			}
		}
	}
	want(t, d, "T16", "failed_reconciliations", "records", int64(d.FailedChecks()))
	if d.FailedChecks() == 0 {
		t.Error("no check failed")
	}

	w.contact("", "2024-05-02", values{"setting": "sexual_massage_parlour"})
	if e, _ := errs.Of(w.runAs(nested(t, w), report.Params{Sees: everything}).Blocked()); e == nil || !strings.Contains(e.Error(), "gap=38") {
		t.Errorf("one more record and still %v", e)
	}
}

func TestTheRecordsOfAGapStayAtHome(t *testing.T) {
	t.Parallel()
	w := golden(t)
	d := w.runAs(nested(t, w), report.Params{Sees: everything})
	if n := len(d.GapRecords("T3", everything)); n != 37 {
		t.Errorf("%d records behind the gap, want 37", n)
	}
	coordinator, err := policy.Authorize(policy.Subject{Account: "x", Organisation: "a", Lead: true, Status: policy.Confirmed, Roles: []policy.Role{policy.Coordinator}}, policy.ReportDrill)
	if err != nil {
		t.Fatal(err)
	}
	own := d.GapRecords("T3", coordinator.Own())
	if len(own) == 0 || len(own) >= 37 {
		t.Errorf("a coordinator sees %d records", len(own))
	}
	for _, r := range own {
		if r.Organisation != "A" || r.Noun != "contact" {
			t.Errorf("a coordinator of A sees %v", r)
		}
	}
	if n := len(d.GapRecords("T3", policy.Scope{})); n != 0 {
		t.Errorf("nobody in particular sees %d records", n)
	}
}

func TestAPartAboveItsRowIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.contact("ada", "2024-05-01", values{"setting": "sexual_indoor"}).
		contact("bea", "2024-05-01", values{"setting": "labour"}).contact("cia", "2024-05-01", values{"setting": "labour"})
	d, err := w.edited("T3.yaml", "          column: advert\n          codes: true\n", "          codes: labour\n")
	if err != nil {
		t.Fatal(err)
	}
	table, _ := w.runAs(d, report.Params{Sees: everything}).Table("T3")
	for _, c := range table.Checks {
		if c.Code == "of_which" && (c.Holds() || c.Expected != 1 || c.Got != 2 || c.Gap != -1) {
			t.Errorf("a part of 2 in a row of 1 passes: %+v", c)
		}
		if c.Code == "rows_sum" && !c.Holds() {
			t.Errorf("rows that name every code fail: %+v", c)
		}
	}
}

func TestTablesTogetherHoldTheWholePopulation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("actions", "ada", "2024-05-01", nil).add("actions", "ada", "2024-05-01", values{"type": "mediation"})
	d, err := w.edited("T5B.yaml", "in_charge: false}\n  except:", "in_charge: false, type: material_help}\n  except:")
	if err != nil {
		t.Fatal(err)
	}
	doc := w.runAs(d, report.Params{Sees: everything})
	if e, _ := errs.Of(doc.Blocked()); e == nil || !strings.Contains(e.Error(), "check=population") {
		t.Errorf("an action that no table counts is not missed: %v", e)
	}
	if records := doc.GapRecords("T5B", everything); len(records) != 1 || records[0].Noun != "action" {
		t.Errorf("the records of the gap are %v", records)
	}
}

func TestADefinitionIsRefusedWhereItMeansNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct{ file, was, now, key, line string }{
		{"T1.yaml", "kind: partition", "kind: partition\ncolour: red", "definition_unknown_key", "line=6"},
		{"T1.yaml", "kind: partition", "kind: heap", "definition_unknown_word", "line=5"},
		{"T1.yaml", "    - {code: contact_unit}", "    - {code: contact_unity}", "definition_unknown_code", "line=12"},
		{"T1.yaml", "column: channel", "column: chanel", "definition_unknown_column", "line=10"},
		{"T1.yaml", "view: contacts", "view: secrets", "definition_unknown_view", "line=6"},
		{"T1.yaml", "{reaches: true}", "{reaches: maybe}", "definition_unknown_code", "line=6"},
		{"T1.yaml", "    - {code: reception_awareness}", "    - {code: second, codes: [contact_unit]}", "definition_twice", "line=13"},
		{"T1.yaml", "id: T1", "id: T1\nid: T1", "definition_shape", "line=3"},
		{"T1.yaml", "measures: [attributed, gross]", "measures: [attributed, median]", "definition_unknown_word", "line=17"},
		{"T1.yaml", "measures: [attributed, gross]", "measures: [percent]", "definition_misplaced", "line=17"},
		{"T1.yaml", "title: {it: Persone raggiunte per canale, ", "title: {", "definition_lacks", "line=2"},
		{"T1.yaml", "rows:\n", "rows: 3\nlines:\n", "definition_", "line="},
		{"T3.yaml", "row: contact_unit", "row: contact_team", "definition_unknown_row", "line=6"},
		{"T3.yaml", "table: T1", "table: T9", "definition_unknown_table", "line=6"},
		{"T13.yaml", "table: T14", "table: T15", "definition_unknown_table", "line=12"},
		{"T13.yaml", "measure: outings", "measure: songs", "definition_unknown_code", "line=12"},
		{"report.yaml", "tables: [", "tables: [T99, ", "definition_missing_file", "file=T99.yaml"},
		{"report.yaml", "id: interim", "id: [", "definition_shape", "file=report.yaml"},
	} {
		_, err := w.edited(c.file, c.was, c.now)
		e, ok := errs.Of(err)
		if !ok || e.Kind != errs.Invalid || !strings.Contains(e.Key, c.key) || !strings.Contains(e.Error(), c.line) || !strings.Contains(e.Error(), "file=") {
			t.Errorf("%s with %q: got %v, want %s %s", c.file, c.now, err, c.key, c.line)
			continue
		}
		for _, lang := range i18n.Languages() {
			if s := i18n.For(lang).Error(err); strings.ContainsAny(s, "[{<") {
				t.Errorf("%s says %q", lang, s)
			}
		}
	}
	if _, err := report.Shipped("annual", w.book); errs.KindOf(err) != errs.NotFound || errors.Is(err, nil) {
		t.Errorf("an unknown report gives %v", err)
	}
}

// TestAnUnsurePersonWhoStandsInNoRowIsMissingToo: the total is a range, and its upper end must add up like its lower one.
func TestAnUnsurePersonWhoStandsInNoRowIsMissingToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.contact("", "2024-05-01", values{"setting": "sexual_outdoor"}).contact("", "2024-05-01", values{"setting": "sexual_massage_parlour", "newness": "unsure", "headcount": 2})
	if err := w.run(report.Params{Sees: everything}).Blocked(); err != nil {
		t.Fatalf("the shipped definition: %v", err)
	}
	table, _ := w.runAs(nested(t, w), report.Params{Sees: everything}).Table("T3")
	for _, code := range []string{"rows_sum", "details"} {
		found := false
		for _, c := range table.Checks {
			if c.Code == code {
				found = true
				if c.Expected != 3 || c.Got != 1 || c.Gap != 2 {
					t.Errorf("%s expects %d and gets %d: the gap is %d, want 2", code, c.Expected, c.Got, c.Gap)
				}
			}
		}
		if !found {
			t.Errorf("no check %s", code)
		}
	}
}
