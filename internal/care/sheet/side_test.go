package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// Where the headings come again to the right, what stands there may be further rows.
func TestTablesSideBySideAreOfferedAsOne(t *testing.T) {
	head := "Data;Codice persona;Sesso;Età"
	plain := head + ";" + head + "\n02/04/2024;P-1;F;22;05/04/2024;P-3;M;31\n03/04/2024;P-2;F;25;06/04/2024;P-1;F;22\n04/04/2024;P-2;F;25\n"
	apart := head + ";;" + head + ";;" + head + "\n02/04/2024;P-1;F;22;;05/04/2024;P-3;M;31;;04/04/2024;P-2;F;25\n03/04/2024;P-2;F;25;;06/04/2024;P-1;F;22\n"
	all := []string{"2024-04-02 p1 woman 18-25", "2024-04-03 p2 woman 18-25", "2024-04-04 p2 woman 18-25", "2024-04-05 p3 man 31-40", "2024-04-06 p1 woman 18-25"}
	for name, file := range map[string]string{"side by side": plain, "with a blank column": apart} {
		p := field(t).preview(t, "contacts", []byte(file), sheet.Map{})
		if got := asked(p); !slices.Equal(got, []string{"side"}) {
			t.Errorf("%s: asked %v", name, got)
			continue
		}
		o := field(t)
		o.take(t, "contacts", []byte(file), answering("side=rows"))
		got := o.met(t)
		for i, line := range got {
			got[i] = strings.Replace(line, " 26-30", " 31-40", 1)
		}
		if len(got) != len(all) {
			t.Errorf("%s: recorded %q", name, got)
		}
		for i, line := range all {
			if i < len(got) && !strings.HasPrefix(got[i], line[:17]) {
				t.Errorf("%s: recorded %q, want %q", name, got[i], line)
			}
		}
		if p := field(t).preview(t, "contacts", []byte(file), answering("side=leave_out")); p.New != len(strings.Split(file, "\n"))-2 || len(p.Open()) > 0 {
			t.Errorf("%s left out: %d new, %s", name, p.New, sums(p))
		}
		if got := asked(field(t).preview(t, "contacts", []byte(file), answering("side=same"))); !slices.Contains(got, "column.person_ref") {
			t.Errorf("%s, the same rows: asks %v", name, got)
		}
	}
	bad := strings.Replace(plain, "M;31", "Qwerty;31", 1)
	p := field(t).preview(t, "contacts", []byte(bad), answering("side=rows"))
	if len(p.Refused) != 1 || p.Refused[0].Column != "G" || sheet.RowName(i18n.For("it"), p.Refused[0].Row) != "2" {
		t.Errorf("refused %+v", p.Refused)
	}
	two := workbookOf(t, [][]string{{head + ";" + head, "02/04/2024;P-1;F;22;05/04/2024;P-3;M;31"}, {head + ";" + head, "02/05/2024;P-1;F;22;05/05/2024;P-3;M;31"}})
	if p := field(t).preview(t, "contacts", two, sheet.Map{}); !slices.Equal(asked(p), []string{"side"}) {
		t.Errorf("in two sheets: asks %v", asked(p))
	}
	if p := field(t).preview(t, "contacts", two, answering("side=rows")); p.New != 4 || len(p.Open()) > 0 {
		t.Errorf("in two sheets: %d new, %s", p.New, sums(p))
	}
}
