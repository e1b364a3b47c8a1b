package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// A title, a row between rows or a note below the table may say of others that they do not count. They count only when somebody says so.
func TestARowThatSaysOfOthersThatTheyDoNotCountIsAsked(t *testing.T) {
	file := "97-rows-that-void-others/registro.csv"
	before := []string{"2024-04-02 p1 woman", "2024-04-03 p2 man"}
	field(t).try(t, []step{{file: file, says: "ask notice.annullati, 1 title, 5 remark, 7 remark"}})
	field(t).try(t, []step{{file: file, answers: []string{"notice.annullati=leave_out"}, says: "1 title, 5 remark, 6 answer, 7 remark"}}, append(slices.Clone(before), "2024-05-05 p3 woman")...)
	field(t).try(t, []step{{file: file, answers: []string{"notice.annullati=record"}, says: "1 title, 5 remark, 7 remark"}}, append(slices.Clone(before), "2024-04-04 p3 woman", "2024-05-05 p4 woman")...)
	q := field(t).preview(t, "contacts", fieldCase(t, file), sheet.Map{}).Open()[0]
	if said := q.Words.Say(i18n.For("it")); !strings.Contains(said, "annullati") || !strings.Contains(said, "riga 5") || q.Count() != 1 {
		t.Errorf("says %q of %v", said, q.Rows)
	}
	head, rows := "Data;Codice persona;Sesso\n", "02/04/2024;P-1;F\n03/04/2024;P-2;M\n"
	for name, c := range map[string]struct{ file, asks string }{
		"a title":                    {"BOZZA - dati di prova\n" + head + rows, "notice.bozzaprova"},
		"a title of what is planned": {"Uscite programmate 2024\n" + head + rows, "notice.programmate"},
		"a title of who was not met": {"Persone NON incontrate\n" + head + rows, "notice.nonincontrate"},
		"an old version":             {"NON USARE - vecchia versione\n" + head + rows, "notice.nonusarevecchia"},
		"from here on":               {head + "02/04/2024;P-1;F\n--- da qui non contare ---\n03/04/2024;P-2;M\n", "notice.noncontare"},
		"of another body":            {head + "02/04/2024;P-1;F\nContatti di altra associazione\n03/04/2024;P-2;M\n", "notice.altraassociazione"},
		"a note below":               {head + rows + "Le ultime due righe sono annullate\n", "notice.annullate"},
		"a legend of a word":         {head + rows + "M = minore\n", "legend.C"},
		"a legend of a heading":      {"Data;Codice persona;Età\n02/04/2024;P-1;22\n\nEtà = età del figlio\n", "legend.C"},
		"a legend beside the table":  {"Data;Codice persona;Sesso;Legenda\n02/04/2024;P-1;F;F = donna\n03/04/2024;P-2;M;M = minore\n", "legend.C"},
		"a plain title":              {"Registro dei contatti, aprile 2024\n" + head + rows, ""},
		"what is not cancelled":      {"Contatti non annullati\n" + head + rows, ""},
		"a plain legend":             {head + rows + "F = donna, M = uomo\n", ""},
		"a month":                    {head + "02/04/2024;P-1;F\nMaggio 2024\n03/05/2024;P-2;M\n", ""},
	} {
		asked := ""
		for _, q := range field(t).preview(t, "contacts", []byte(c.file), sheet.Map{}).Open() {
			asked += q.ID
		}
		if asked != c.asks {
			t.Errorf("%s: asks %q, want %q", name, asked, c.asks)
		}
	}
	o := town(t)
	file = "Data;Unità;Sesso\n02/04/2024;faro-strada;F\nSportello\n03/04/2024;faro-strada;F\n"
	if got := sums(o.preview(t, "contacts", []byte(file), sheet.Map{})); got != "ask notice.sportello, 3 remark" {
		t.Errorf("of another unit: %s", got)
	}
}

// Words of a column of states are asked one by one: "programmato" may be kept where "annullato" is not.
func TestEveryStateOfARowIsAskedByItsWord(t *testing.T) {
	file := "98-states-of-a-row/registro.csv"
	field(t).try(t, []step{{file: file, says: "ask cancelled, ask status.previsto, ask status.programmato"}})
	field(t).try(t, []step{{file: file, answers: []string{"cancelled=leave_out", "status.previsto=leave_out", "status.programmato=record"}, says: "3 answer, 5 answer, 6 answer"}},
		"2024-04-02 p1 woman", "2024-04-04 p2 woman")
	for heading, voided := range map[string]string{
		"Annullare": "sì", "Da non contare": "sì", "Prevista": "sì", "Non incontrata": "sì", "Incontrata?": "no", "Contattata": "no", "Conteggiare": "no", "Contato in altro registro": "sì",
		"Salta": "sì", "Prova": "sì", "Fittizio": "sì", "Esclusa": "sì", "Rifiutato contatto": "sì", "Solo vista da lontano": "sì",
	} {
		other := map[string]string{"sì": "no", "no": "sì"}[voided]
		file := "Data;Codice persona;Sesso;" + heading + "\n02/04/2024;P-1;F;" + voided + "\n03/04/2024;P-2;F;" + other + "\n04/04/2024;P-3;F;" + other + "\n"
		p := field(t).preview(t, "contacts", []byte(file), sheet.Map{})
		if sums(p) != "ask cancelled" || p.Open()[0].Count() != 1 {
			t.Errorf("%s: %s %+v", heading, sums(p), p.Open())
		}
	}
	for _, heading := range []string{"Doppia cittadinanza", "Altro", "Prova del cuoco"} {
		file := "Data;Codice persona;Sesso;" + heading + "\n02/04/2024;P-1;F;Roma\n03/04/2024;P-2;F;Lecce\n"
		if got := sums(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); strings.Contains(got, "cancelled") {
			t.Errorf("%s: %s", heading, got)
		}
	}
}

// A column that holds another anew, corrected, is offered in its place.
func TestTheCorrectedTwinOfAColumnIsAsked(t *testing.T) {
	file := "99-corrected-twin/registro.csv"
	field(t).try(t, []step{{file: file, says: "ask twice.age_band"}, {file: file, answers: []string{"twice.age_band=E"}}}, "2024-04-02 p1 woman 14-17", "2024-04-03 p2 woman 26-30")
	for heading, id := range map[string]string{"Sesso (corretto)": "gender", "Cittadinanza corretta": "citizenship", "Vero paese": "citizenship", "Codice unificato": "person_ref", "Codice nuovo": "person_ref"} {
		cells := map[string]string{"gender": "M", "citizenship": "Ghana", "person_ref": "P-9"}[id]
		file := "Data;Codice;Sesso;Paese;" + heading + "\n02/04/2024;P-1;F;Nigeria;" + cells + "\n03/04/2024;P-2;F;Nigeria;" + cells + "\n"
		if got := sums(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); got != "ask twice."+id {
			t.Errorf("%s: %s", heading, got)
		}
	}
}

// Where a heading names both new and known people, initials are no yes and no.
func TestInitialsUnderNewAndKnownAreAskedOneByOne(t *testing.T) {
	file := "100-initials-of-new-and-known/registro.csv"
	field(t).try(t, []step{
		{file: file, says: "ask newness.D.gn, ask newness.D.n"},
		{file: file, answers: []string{"newness.D.gn=known", "newness.D.n=new"}},
	}, "2024-04-02 p1 woman new", "2024-04-03 p2 woman known", "2024-04-04 p3 woman new")
	p := field(t).preview(t, "contacts", fieldCase(t, file), answering("newness.D.gn=known", "newness.D.n=new"))
	if notes := strings.Join(p.Notes(i18n.For("it")), "\n"); !strings.Contains(notes, "2 righe di persone mai incontrate prima, 1 riga di persone già incontrate") {
		t.Errorf("the preview does not say how many are new: %s", notes)
	}
	p = field(t).preview(t, "contacts", []byte("Data;Sesso;Nuova/Già nota\n02/04/2024;F;sì\n03/04/2024;F;no\n"), sheet.Map{})
	if said := p.Open()[0].Words.Say(i18n.For("it")); sums(p) != "ask sense.C" || !strings.Contains(said, "no") || !strings.Contains(said, "sì") {
		t.Errorf("asks %s: %s", sums(p), said)
	}
}

// What a heading means may depend on what the rows are.
func TestADayOfLeavingIsNoDayOfJoining(t *testing.T) {
	for _, heading := range []string{"Data uscita", "Data di uscita", "Data colloquio", "Data accesso", "Data effettiva uscita"} {
		for _, kind := range []sheet.Kind{sheet.Enrolments, sheet.Persons} {
			file := "Codice persona;" + heading + ";Fonte\nP-1;02/04/2024;unità di strada\n"
			if got := asked(field(t).preview(t, kind, []byte(file), sheet.Map{})); !slices.Contains(got, "column.day") {
				t.Errorf("%s of %s: asks %v", heading, kind, got)
			}
		}
	}
	for name, file := range map[string]string{
		"a group above": "Ultimo contatto precedente;;Persona\nData;Codice persona;Sesso\n02/04/2024;P-1;F\n",
	} {
		if got := asked(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); !slices.Contains(got, "column.day") {
			t.Errorf("%s: asks %v", name, got)
		}
	}
	q := field(t).preview(t, "persons", []byte("Codice persona;Data colloquio;Sigla interna\nP-1;02/04/2024;AB\nP-2;03/04/2024;CD\n"), sheet.Map{}).Open()[0]
	if said := q.Words.Say(i18n.For("it")); len(q.Answers) != 1 || q.Answers[0].ID != "B" || !strings.Contains(said, "è stata conosciuta") {
		t.Errorf("of persons: %s %+v", said, q.Answers)
	}
	if got := sums(field(t).preview(t, "contacts", []byte("Data uscita;Codice persona;Sesso\n02/04/2024;P-1;F\n"), sheet.Map{})); got != "" {
		t.Errorf("a contact on an outing: %s", got)
	}
}

// Below headings that are not understood no row is read under those of another table.
func TestNothingIsReadBelowHeadingsThatAreNotUnderstood(t *testing.T) {
	file := "Data;Codice persona;Sesso\n02/04/2024;P-1;F\nOperatori;Codice persona;Sesso\n03/04/2024;P-2;F\n04/04/2024;P-3;F\n"
	field(t).try(t, []step{{file: file, skip: true, says: "3 refused other_headings, 4 refused below_other_headings, 5 refused below_other_headings"}}, "2024-04-02 p1 woman")
}

// Counts of people go by many names, and a code or an age in brackets or of a year may be another's.
func TestFurtherHeadingsAreAskedAbout(t *testing.T) {
	for _, heading := range []string{"Pax", "Teste", "Gruppo di", "Pers.", "N. pers", "Accessi", "Soggetti", "Minori", "Amiche con lei", "Altre presenti"} {
		file := "Data;Codice persona;Sesso;" + heading + "\n02/04/2024;P-1;F;3\n03/04/2024;P-2;F;1\n"
		if got := sums(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); got != "ask several.D" {
			t.Errorf("%s: %s", heading, got)
		}
	}
	for heading, want := range map[string]string{"Codice (amica)": "ask who.B", "Età 2022": "ask nearly.age_band", "Età nel 2030": "ask nearly.age_band", "Codice (univoco)": "", "Code (friend)": "ask who.B", "Codice (madre)": "ask who.B", "Codice (es. AB12)": "", "Codice persona (interno)": "", "Età (anni)": ""} {
		cells := "P-1;P-2"
		if strings.HasPrefix(heading, "Età") {
			cells = "22;31"
		}
		one, two, _ := strings.Cut(cells, ";")
		file := "Data;" + heading + ";Sesso\n02/04/2024;" + one + ";F\n03/04/2024;" + two + ";F\n"
		if got := sums(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); got != want {
			t.Errorf("%s: %s, want %s", heading, got, want)
		}
	}
}
