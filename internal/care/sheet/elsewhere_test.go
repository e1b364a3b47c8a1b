package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// A title, a row between rows or the name of a sheet may be of another body, or of another month, than the rows.
func TestATitleOfAnotherBodyOrMonthIsAsked(t *testing.T) {
	head, rows := "Data;Codice persona;Sesso\n", "02/04/2024;P-1;F\n03/04/2024;P-2;M\n"
	for name, c := range map[string]struct {
		file, asks string
		rows       int
	}{
		"another association":       {"Registro dell'associazione Altra Riva\n" + head + rows, "notice.body", 2},
		"another cooperative":       {"Coop. sociale Lanterna - contatti di strada\n" + head + rows, "notice.body", 2},
		"between the rows":          {head + "02/04/2024;P-1;F\nFondazione Lanterna\n03/04/2024;P-2;M\n", "notice.body", 1},
		"the own one":               {"Registro dell'associazione Il Faro\n" + head + rows, "", 0},
		"no name":                   {"Registro dell'associazione\n" + head + rows, "", 0},
		"another month":             {"Registro dei contatti, maggio 2024\n" + head + rows, "notice.month", 2},
		"the month in another year": {"Aprile 2023\n" + head + rows, "notice.month", 2},
		"one row of another month":  {head + "Aprile 2024\n" + rows + "Maggio 2024\n02/05/2024;P-3;F\n03/06/2024;P-4;F\n", "notice.month", 1},
		"the month":                 {"Registro dei contatti, aprile 2024\n" + head + rows, "", 0},
		"the months":                {"Registro dei contatti, marzo e aprile 2024\n" + head + rows, "", 0},
		"a span":                    {"Registro dei contatti da marzo 2024\n" + head + rows, "", 0},
		"when it was printed":       {"Stampato a maggio 2024\n" + head + rows, "", 0},
		"a day":                     {"Registro al 3 maggio 2024\n" + head + rows, "", 0},
	} {
		p := field(t).preview(t, "contacts", []byte(c.file), sheet.Map{})
		if got := strings.Join(asked(p), " "); got != c.asks {
			t.Errorf("%s: asks %q, want %q", name, got, c.asks)
			continue
		}
		if c.asks == "" {
			continue
		}
		if q := p.Open()[0]; q.Count() != c.rows || strings.Contains(strings.ToLower(q.Words.Say(i18n.For("it"))), "riva") {
			t.Errorf("%s: %d rows, says %s", name, q.Count(), q.Words.Say(i18n.For("it")))
		}
		all := p.Rows
		if p = field(t).preview(t, "contacts", []byte(c.file), answering(c.asks+"=leave_out")); p.New != all-c.rows || len(p.Open()) > 0 {
			t.Errorf("%s left out: %d new of %d", name, p.New, all)
		}
		if p = field(t).preview(t, "contacts", []byte(c.file), answering(c.asks+"=record")); p.New != all || len(p.Open()) > 0 {
			t.Errorf("%s recorded: %d new of %d", name, p.New, all)
		}
	}
	o := town(t)
	if got := asked(o.preview(t, "contacts", namedBook(t, []string{"Maggio", "Aprile"}, [][]string{march, april}), inStreet)); !slices.Equal(got, []string{"notice.month"}) {
		t.Errorf("a sheet of another month: asks %v", got)
	}
	if got := asked(o.preview(t, "contacts", namedBook(t, []string{"Mar 24", "apr"}, [][]string{march, april}), inStreet)); len(got) != 0 {
		t.Errorf("sheets of their months: asks %v", got)
	}
}
