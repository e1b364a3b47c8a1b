package sheet_test

import (
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// A word that is a month and a day of the week is read as other rows say, or asked about.
func TestTuesdayIsNoMarch(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file    string
		asks    string
		answers []string
		want    string
	}{
		"Tuesdays":                 {"Registro aprile 2024;\nData;Sesso\nmar 2;F\nmar 9;M\n", "ask tuesday.A, ask year", []string{"tuesday.A=weekday", "month=as_written"}, "2024-04-02 - woman;2024-04-09 - man"},
		"of March":                 {"Data;Sesso\nmar 2;F\nmar 9;M\n", "ask tuesday.A, ask year", []string{"tuesday.A=month", "year=2024"}, "2024-03-02 - woman;2024-03-09 - man"},
		"beside other weekdays":    {"Registro aprile 2024;\nData;Sesso\nlun 1;F\nmar 2;M\nmer 3;F\n", "ask month", []string{"month=as_written"}, "2024-04-01 - woman;2024-04-02 - man;2024-04-03 - woman"},
		"beside other months":      {"Data;Sesso\nmar 2;M\napr 3;F\nmag 4;F\n", "ask year", []string{"year=2024"}, "2024-03-02 - man;2024-04-03 - woman;2024-05-04 - woman"},
		"with the month behind it": {"Data;Sesso\nmar 02/04;F\nmer 03/04;M\n", "ask year", []string{"year=2024"}, "2024-04-02 - woman;2024-04-03 - man"},
	} {
		o := field(t)
		if got := sums(o.preview(t, "contacts", []byte(c.file), sheet.Map{})); got != c.asks {
			t.Errorf("%s says %q, want %q", name, got, c.asks)
			continue
		}
		o.take(t, "contacts", []byte(c.file), answering(c.answers...))
		if got := strings.Join(o.met(t), ";"); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
