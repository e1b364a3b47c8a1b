package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// A row that counts people by their answers may be written once for each of them, those too whom only its total counts.
func TestEachPersonThatARowCountsMayBeAContact(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, id, want string }{
		"a total that says more": {
			"Data;Totale;Donne;Uomini\n02/04/2024;4;2;1\n09/04/2024;1;0;1\n", "headcount.gender",
			"2024-04-02 -;2024-04-02 - man;2024-04-02 - woman;2024-04-02 - woman;2024-04-09 - man",
		},
		"without a total": {
			"Data;Cittadinanza;Donne;Uomini\n02/04/2024;Nigeria;2;0\n09/04/2024;Romania;1;1\n", "headcount.gender",
			"2024-04-02 - woman NG;2024-04-02 - woman NG;2024-04-09 - man RO;2024-04-09 - woman RO",
		},
		"new and known": {
			"Data;Nuove;Già note\n02/04/2024;2;1\n09/04/2024;1;0\n", "headcount.newness",
			"2024-04-02 - known_not_linkable;2024-04-02 - new;2024-04-02 - new;2024-04-09 - new",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := field(t)
			if got := sums(o.preview(t, "contacts", []byte(c.file), sheet.Map{})); got != "ask "+c.id {
				t.Fatalf("says %q", got)
			}
			o.take(t, "contacts", []byte(c.file), answering(c.id+"=each"))
			met := o.met(t)
			slices.Sort(met)
			if got := strings.Join(met, ";"); got != c.want {
				t.Errorf("recorded\n%s\nwant\n%s", got, c.want)
			}
			if p := o.preview(t, "contacts", []byte(c.file), answering(c.id+"=each")); p.New != 0 {
				t.Errorf("once more: %d new", p.New)
			}
		})
	}
	for name, file := range map[string]string{
		"less than its parts": "Data;Cittadinanza;Totale;Donne;Uomini\n02/04/2024;Nigeria;2;5;4\n",
		"with codes":          "Data;Codice;Donne;Uomini\n02/04/2024;A01;5;4\n09/04/2024;A02;2;1\n",
	} {
		if p := field(t).preview(t, "contacts", []byte(file), sheet.Map{}); len(p.Open()) == 0 {
			t.Errorf("%s: %d new without a question", name, p.New)
		}
	}
}
