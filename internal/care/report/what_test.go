package report_test

import (
	"strings"
	"testing"

	"approdo/internal/care/report"
)

// ofChannels adds to the interim report a table that counts persons of every channel, also those that the project does not count as reaching.
const ofChannels = `
id: T2B
title: {it: Persone per genere, en: Persons by gender}
unit: persons
kind: partition
population: {view: contacts}
rows: {column: gender}
measures: [attributed]
`

// said finds a note of a table in English.
func said(tb testing.TB, d *report.Document, table, code string) string {
	tb.Helper()
	t, ok := d.Table(table)
	if !ok {
		tb.Fatalf("no table %s", table)
	}
	var notes []string
	for _, n := range t.Notes {
		if n.Code == code {
			notes = append(notes, n.Text["en"])
		}
	}
	return strings.Join(notes, "\n")
}

func TestATotalOfPersonsSaysOfWhatAndWhyAnotherIsAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.contact("ada", "2024-05-01", nil).contact("bea", "2024-05-01", values{"channel": "desk", "reaches": false}).
		contact("", "2024-05-01", values{"newness": "unsure"})
	own := w.withTable(ofChannels)
	d := w.runAs(own, report.Params{Sees: everything})
	want(t, d, "T1", "", "unique", 1)
	want(t, d, "T2B", "", "unique", 2)
	for _, c := range []struct{ table, code, want string }{
		{"T1", "of", "The total counts the persons in contacts where “Channel that counts” is Yes."},
		{"T1", "beside", ""},
		{"T2B", "of", "The total counts the persons in all contacts."},
		{"T2B", "beside", "Table T1 has another total of persons, 1–2: it counts those in contacts where “Channel that counts” is Yes."},
		{"T2", "of", ""}, // it looks into T1, and says so
		{"T14", "persons", "A person may stand in several rows: the total counts each once."},
		{"T14", "persons_of", "“Persons met” are those in contacts where “Mode of outing” is not Does not apply."},
		{"T5", "persons_of", ""}, // of what the table counts
		{"T7", "counts", "“Enrolments” counts all enrolments.\n“Proximity actions” counts all proximity actions."},
		{"T5", "counts", ""},
	} {
		if got := said(t, d, c.table, c.code); got != c.want {
			t.Errorf("%s says %q, want %q", c.table, got, c.want)
		}
	}
	w.rows = w.rows[:1]
	if got := said(t, w.runAs(own, report.Params{Sees: everything}), "T2B", "beside"); got != "" {
		t.Errorf("the totals are the same, and yet: %q", got)
	}
}

func TestAResultBesideItsTargetIsARangeWhereTheFigureIsOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.contact("ada", "2024-05-01", nil).contact("", "2024-05-01", values{"newness": "unsure", "headcount": 2})
	d := w.run(report.Params{Sees: everything})
	want(t, d, "T13", "persons_reached", "reached", 1)
	want(t, d, "T13", "persons_reached", "unsure", 2)
	want(t, d, "T13", "persons_reached", "percent", 333)
	want(t, d, "T13", "outings", "unsure", -1)
	if got := said(t, d, "T13", "unsure"); got == "" {
		t.Error("nothing says of which end the percent is")
	}
	table, _ := d.Table("T13")
	row, _ := table.Row("persons_reached")
	if least, most, ok := row.Values.Range("reached"); !ok || least.N != 1 || most.N != 3 {
		t.Errorf("reached is %v to %v, %v", least, most, ok)
	}
	if n := len(table.Figures()); n != 3 {
		t.Errorf("people read %d columns, want expected, reached and percent", n)
	}
	w.rows = w.rows[:1]
	table, _ = w.run(report.Params{Sees: everything}).Table("T13")
	if len(table.Columns) != 3 {
		t.Errorf("with nobody unsure there are %d columns", len(table.Columns))
	}
}
