package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// Where only crosses stand below a heading of new people, it is asked whether a blank says the contrary.
func TestABlankAmongCrossesOfNewPeopleIsAskedAbout(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string][2]string{"1° accesso": {"new", "known"}, "Già nota": {"known", "new"}, "Nuova": {"new", "known"}, "First contact": {"new", "known"}} {
		file := []byte("Data;Codice;Sesso;" + heading + ";Note\n2024-04-02;A01;F;x;\n2024-04-03;A02;F;;\n2024-04-04;A01;F;;\nTotale;;;5;\n2024-04-05;;;;chiuso\n")
		p := field(t).preview(t, "contacts", file, sheet.Map{})
		if got := asked(p); !slices.Contains(got, "blank.D") {
			t.Errorf("%s: asked %v", heading, got)
			continue
		}
		for answer, blank := range map[string]string{"contrary": want[1], "nothing": ""} {
			o := field(t)
			_, err := o.apply(t, o.draft(t, "contacts", file, answering("blank.D="+answer, "sense.D=told")), sheet.Options{SkipBad: true})
			must(t, err)
			got := strings.Join(o.met(t), "; ")
			if strings.Count(got, " "+want[0]) < 1 || blank != "" && strings.Count(got, " "+blank) < 1 || blank == "" && strings.Contains(got, " "+want[1]) || len(o.met(t)) != 3 {
				t.Errorf("%s, %s: recorded %s", heading, answer, got)
			}
		}
	}
	if got := asked(field(t).preview(t, "contacts", []byte("Data;Codice;Sesso;Nuova\n2024-04-02;A01;F;sì\n2024-04-03;A02;F;no\n2024-04-04;A01;F;\n"), sheet.Map{})); len(got) > 0 {
		t.Errorf("asked %v where a no is written", got)
	}
}

// A month and a year may be written once beside the numbers of days, and sums below them.
func TestAMonthWrittenOnceBesideNumbersOfDays(t *testing.T) {
	t.Parallel()
	rows := "settembre;5;strada;150;40;8;2\n;12;strada;150;38;6;\n;19;strada;180;42;8;\nTotale settembre;;;480;120;22;\nottobre;3;strada;165;36;5;3\n;10;strada;210;51;10;\nTotale ottobre;;;375;87;15;\nTOTALE;;;855;207;37;\n"
	for name, x := range map[string]struct{ file, answer, question string }{
		"month":          {"Anno 2024\nMese;Gg;Modalità;Minuti;Km;Presenze;Operatori\n" + rows, "fill.A=above", "fill.A"},
		"month, carried": {"Anno 2024\nMese;Gg;Modalità;Minuti;Km;Presenze;Operatori\n" + strings.NewReplacer("\n;12", "\nsettembre;12", "\n;19", "\nsettembre;19", "\n;10", "\nottobre;10").Replace(rows), "", ""},
		"year":           {"Anno;Giorno;Modalità;Minuti;Km;Presenze\n2024;5 settembre;strada;150;40;8\n;12 settembre;strada;150;38;6\n;19 settembre;strada;180;42;8\nTotale;;;480;120;22\n2024;3 ottobre;strada;165;36;5\n;10 ottobre;strada;210;51;10\n", "fill.A=above", "fill.A"},
	} {
		p := field(t).preview(t, "outings", []byte(x.file), answering("year=2024", "column.day=B"))
		if got := asked(p); x.question != "" && !slices.Contains(got, x.question) {
			t.Errorf("%s: asked %v", name, got)
			continue
		}
		o := field(t)
		m := answering("year=2024", "column.day=B", "left=leave_out", "left.refused=leave_out")
		if x.answer != "" {
			q, a, _ := strings.Cut(x.answer, "=")
			m.Answers[q] = a
		}
		p = o.preview(t, "outings", []byte(x.file), m)
		if len(p.Open()) > 0 || len(p.Refused) > 0 || p.New != 5 {
			t.Errorf("%s: %d new, open %+v, refused %+v, dropped %+v", name, p.New, p.Open(), p.Refused, p.Dropped)
		}
	}
}
