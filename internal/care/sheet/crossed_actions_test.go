package sheet_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// Services crossed in columns whose headings are shortened are actions, one for each cross, also where their number stands below.
func TestServicesCrossedUnderShortenedHeadings(t *testing.T) {
	t.Parallel()
	rows := "04/10/2024;A01;x;;;1h\n04/10/2024;A02;;x;x;2:30\n11/10/2024;A01;;;x;2h30\n18/10/2024;A04;x;x;;1,5\n08/11/2024;A06;x;;;45'\n08/11/2024;A04;;;x;2:00\n22/11/2024;A08;;;x;3h\n"
	want := []string{"04 health_accompaniment", "04 legal_advice", "04 service_accompaniment", "08 legal_advice", "08 service_accompaniment", "11 service_accompaniment", "18 health_accompaniment", "18 legal_advice", "22 service_accompaniment"}
	for name, x := range map[string]struct{ headings, total string }{
		"no total":            {"Giorno;Utente;Legale;Sanit.;Accomp.;Ore", ""},
		"a total":             {"Giorno;Utente;Legale;Sanit.;Accomp.;Ore", "Totale;;3;2;4;13:15\n"},
		"a total of nothing":  {"Giorno;Utente;Legale;Sanit.;Accomp.;Ore", ";;3;2;4;13:15\n"},
		"all shortened":       {"Data;Codice;Cons. leg.;Sanit.;Accomp.;Ore", "Totale;;3;2;4;13:15\n"},
		"one of no list":      {"Data;Codice;Consulenza legale;Salute;Accompagnamento;Ore", ""},
		"a matter at the end": {"Data;Codice;Consulenza legale;Accompagnamento sanitario;Alloggio;Ore", ""},
		"one of none, at end": {"Data;Codice;Consulenza legale;Accompagnamento sanitario;Corso italiano;Ore", "Totale;;3;2;4;13:15\n"},
		"in English":          {"Date;Client code;Legal adv.;Health acc.;Other services;Hours", "Total;;3;2;4;13:15\n"},
	} {
		o := field(t)
		text := x.headings + "\n" + rows + x.total
		if name == "in English" { // 04/10 may be the tenth of April there
			text = regexp.MustCompile(`(\d\d)/(\d\d)/(2024)`).ReplaceAllString(text, "$3-$2-$1")
		}
		file := []byte(text)
		p := o.preview(t, "actions", file, answering())
		if got := asked(p); !slices.Contains(got, "crosses") || slices.Contains(got, "column.type") {
			t.Errorf("%s: asked %v", name, got)
			continue
		}
		m := answering("crosses=each", "left=leave_out")
		for _, u := range o.preview(t, "actions", file, m).Unread {
			if p := o.preview(t, "actions", file, m); !p.TakesWords(u.Letter) {
				t.Errorf("%s: the words of column %s cannot be explained", name, u.Letter)
			}
		}
		m.Words = map[string]map[string]string{}
		for _, u := range o.preview(t, "actions", file, m).Unread {
			for _, w := range u.Words {
				code := map[bool]string{true: "health_accompaniment"}[strings.Contains(w.Word, "San") || strings.Contains(w.Word, "alute") || strings.Contains(w.Word, "Health")]
				if strings.Contains(w.Word, "eg") {
					code = "legal_advice"
				} else if code == "" {
					code = "service_accompaniment"
				}
				m.Words[u.Letter] = add(m.Words[u.Letter], w.Key(), code)
			}
		}
		p = o.preview(t, "actions", file, m)
		if q := p.Open(); len(q) > 0 {
			t.Errorf("%s: still asked %v", name, q)
			continue
		}
		_, err := o.apply(t, o.draft(t, "actions", file, m), sheet.Options{SkipBad: true})
		must(t, err)
		if got := o.deeds(t); !slices.Equal(got, want) {
			t.Errorf("%s: recorded %q", name, got)
		}
	}
}

// add puts a word into a table, which may be nil.
func add(words map[string]string, word, code string) map[string]string {
	if words == nil {
		words = map[string]string{}
	}
	words[word] = code
	return words
}
