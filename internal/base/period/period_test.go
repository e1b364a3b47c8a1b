package period_test

import (
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/period"
)

func TestPeriodsAreBounded(t *testing.T) {
	for _, c := range []struct{ from, to, key, field string }{
		{"2024-01-01", "2024-12-31", "", ""},
		{"2024-01-01", "2024-01-01", "", ""},
		{"", "", "", ""},
		{"2024-01-01", "", "", ""},
		{"", "2024-02-29", "", ""},
		{"1950-01-01", "1979-12-31", "", ""},
		{"1950-01-01", "1980-01-01", "period.long", "to"},
		{"2120-01-01", "2149-12-31", "", ""},
		{"2024-02-30", "2024-12-31", "period.day", "from"},
		{"2024-01-01", "31/12/2024", "period.day", "to"},
		{"somebody's name", "", "period.day", "from"},
		{"2024-01-02", "2024-01-01", "period.reversed", "to"},
		{"0001-01-01", "9999-12-31", "period.far", "from"},
		{"1949-12-31", "", "period.far", "from"},
		{"", "2150-01-01", "period.far", "to"},
		{"10000-01-01", "", "period.day", "from"},
	} {
		list := period.Check(c.from, c.to)
		if c.key == "" && len(list) == 0 {
			continue
		}
		if len(list) == 0 || list[0].Key != c.key || list[0].Field != c.field || list[0].Kind != errs.Invalid {
			t.Errorf("%q to %q: %v, want %q on %q", c.from, c.to, list, c.key, c.field)
			continue
		}
		for _, lang := range i18n.Languages() {
			if !i18n.Shipped().Has(lang, list[0].Key) {
				t.Errorf("%s has no sentence in %s", list[0].Key, lang)
			}
		}
	}
	if wrong := period.Check("0001-01-01", "9999-12-31"); len(wrong) != 2 {
		t.Errorf("both ends are far: %v", wrong)
	}
}
