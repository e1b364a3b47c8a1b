package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// What stands between the rows completes those below it, where no column says it.
func TestAFactBetweenTheRowsIsAskedAbout(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct{ file, asks, want string }{
		"new and known": {
			"Data;Codice;Sesso\nPERSONE NUOVE;;\n03/04/2024;A01;F\n10/04/2024;A02;F\nPERSONE GIÀ NOTE;;\n14/04/2024;A03;F\n", "above.newness",
			"2024-04-03 p1 woman new; 2024-04-10 p2 woman new; 2024-04-14 p3 woman known",
		},
		"genders": {
			"Data;Codice;Cittadinanza\nDONNE;;\n03/04/2024;A01;Nigeria\n10/04/2024;A02;Romania\nUOMINI;;\n14/04/2024;A03;Brasile\n", "above.gender",
			"2024-04-03 p1 woman NG; 2024-04-10 p2 woman RO; 2024-04-14 p3 man BR",
		},
		"countries": {
			"Data;Codice;Sesso\nNigeria;;\n03/04/2024;A01;F\nRomania;;\n10/04/2024;A02;F\n", "above.citizenship",
			"2024-04-03 p1 woman NG; 2024-04-10 p2 woman RO",
		},
	} {
		if got := asked(field(t).preview(t, "contacts", []byte(x.file), sheet.Map{})); !slices.Equal(got, []string{x.asks}) {
			t.Errorf("%s: asked %v", name, got)
			continue
		}
		o := field(t)
		o.take(t, "contacts", []byte(x.file), answering(x.asks+"=as_written"))
		if got := strings.Join(o.met(t), "; "); got != x.want {
			t.Errorf("%s: recorded %s", name, got)
		}
	}
	trans := []byte("Data;Codice;Cittadinanza\nDONNE;;\n03/04/2024;A01;Nigeria\nTRANS;;\n04/04/2024;A03;Brasile\n")
	if p := field(t).preview(t, "contacts", trans, answering("above.gender=as_written")); p.RefusedRows() != 1 || len(p.Unread) == 0 {
		t.Errorf("a word of two meanings: %d refused, unread %q", p.RefusedRows(), unread(p))
	}
}

// The names of sheets may be the years of days that say none.
func TestTheYearOfASheetIsThatOfItsDays(t *testing.T) {
	t.Parallel()
	head := "Data;Codice;Sesso"
	o := field(t)
	o.take(t, "contacts", namedBook(t, []string{"2024", "Anno 2025"}, [][]string{{head, "12/04;A01;F", "20/05;A02;F"}, {head, "10/06;A03;F", "17/07;A04;F"}}), answering())
	if got := strings.Join(o.met(t), "; "); got != "2024-04-12 p1 woman; 2024-05-20 p2 woman; 2025-06-10 p3 woman; 2025-07-17 p4 woman" {
		t.Errorf("recorded %s", got)
	}
}
