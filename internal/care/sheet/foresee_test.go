package sheet_test

import (
	"slices"
	"testing"

	"approdo/internal/care/sheet"
)

// What the rows leave open is asked together with what their cells leave open, where the one does not hang on the other.
func TestQuestionsComeTogetherWhereTheyCan(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		asks []string
	}{
		"an age of nought and a row called off": {"Data;Sesso;Età;Note\n02/04/2024;F;0;\n03/04/2024;M;22;annullato\n", []string{"words.C", "cancelled"}},
		"plates and a blank day":                {"Data;Sesso;Provenienza\n02/04/2024;F;RO\n;M;AL\n", []string{"provinces.C", "fill"}},
		"an error and two alike":                {"Data;Codice persona;Sesso\n02/04/2024;0012;F\n03/04/2024;12;F\n04/04/2024;P-3;#RIF!\n", []string{"errors", "alike"}},
		"an error in the row itself":            {"Data;Codice persona;Sesso\n02/04/2024;0012;F\n03/04/2024;12;#RIF!\n", []string{"errors"}},
		"codes that may be none":                {"Data;Codice persona;Sesso;Note\n02/04/2024;A.M.;F;\n03/04/2024;B.C.;M;annullato\n", []string{"who.B"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := field(t).preview(t, "contacts", []byte(c.file), sheet.Map{})
			if got := asked(p); !slices.Equal(got, c.asks) {
				t.Errorf("asks %v, want %v", got, c.asks)
			}
			if len(p.Refused)+len(p.Dropped)+p.Rows+len(p.Unread) > 0 {
				t.Errorf("and says of its rows %s", sums(p))
			}
		})
	}
}
