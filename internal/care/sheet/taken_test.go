package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
)

// Codes that each unit gives for itself are told apart by whoever knows it, in this file and in the next, which contradicts nothing within itself.
func TestCodesThatEachUnitGivesAreToldApart(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		head := "Data;Unità;Codice persona;Sesso;Età"
		file := text(head, "02/04/2024;Unità di strada;F1;F;22", "02/04/2024;Unità di strada;F2;F;30", "03/04/2024;Sportello;F1;F;41", "03/04/2024;Sportello;F2;F;29", "09/04/2024;Unità di strada;F1;F;22", "10/04/2024;Sportello;F3;F;24")
		p := o.preview(t, "contacts", file, sheet.Map{})
		if got := asked(p); !slices.Equal(got, []string{"persons"}) || !slices.Contains(answerIDs(p.Open()[0]), "each_unit") {
			t.Fatalf("asks %v", got)
		}
		o.take(t, "contacts", file, answering("persons=each_unit"))
		if got := o.who(t); len(strings.Fields(got)) != 6 || !strings.Contains(got, "p5") || strings.Contains(got, "p6") {
			t.Fatalf("five people, of whom one came twice: %s", got)
		}
		before := people(t, o)
		next := text(head, "02/05/2024;Unità di strada;F1;F;22", "03/05/2024;Sportello;F1;F;41", "04/05/2024;Sportello;F3;F;24")
		if got := asked(o.preview(t, "contacts", next, sheet.Map{})); len(got) > 0 {
			t.Errorf("the next file asks %v", got)
		}
		o.take(t, "contacts", next, sheet.Map{})
		if now := people(t, o); now != before {
			t.Errorf("%d people, and %d after the next file, in which nobody is new", before, now)
		}
	})
}

// people is how many different people were met.
func people(t *testing.T, o *office) int {
	t.Helper()
	list := strings.Fields(o.who(t))
	slices.Sort(list)
	return len(slices.Compact(list))
}

// A file that repeats an earlier one but for the unit of a row corrects that row.
func TestARowWhoseUnitWasCorrectedTakesThePlaceOfTheOther(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		head, rows := "Data;Unità;Codice persona;Sesso", []string{"02/04/2024;Unità di strada;A1;F", "03/04/2024;Unità di strada;A2;F", "09/04/2024;Sportello;A3;F", "10/04/2024;Unità di strada;A4;F"}
		o.take(t, "contacts", text(slices.Concat([]string{head}, rows)...), sheet.Map{})
		rows[2] = "09/04/2024;Unità di strada;A3;F"
		corrected := text(slices.Concat([]string{head}, rows)...)
		if got := asked(o.preview(t, "contacts", corrected, sheet.Map{})); !slices.Equal(got, []string{"standing"}) {
			t.Fatalf("asks %v", got)
		}
		o.take(t, "contacts", corrected, answering("standing=replace"))
		if got := o.who(t); got != "p1 p2 p3 p4" {
			t.Errorf("met: %s", got)
		}
	})
}

// What a row says of itself in signs, or in a remark, is asked about; and a title says of which part of the year the rows are.
func TestRowsThatSayTheyAreNoneAreAskedAbout(t *testing.T) {
	head := "Data;Codice persona;Sesso;"
	for what, x := range map[string]struct {
		file []byte
		asks string
	}{
		"a cross beside ticks":         {text(head+"Incontrata?", "02/04/2024;A1;F;✓", "02/04/2024;A2;F;✗", "09/04/2024;A3;F;✓"), "cancelled"},
		"crosses alone":                {text(head+"Incontrata?", "02/04/2024;A1;F;✗", "02/04/2024;A2;F;✗", "09/04/2024;A3;F;✗"), ""},
		"counted above":                {text(head+"Note", "02/04/2024;A1;F;parlato a lungo", "02/04/2024;A2;F;già contata sopra", "09/04/2024;A3;F;"), "cancelled"},
		"seen from afar":               {text(head+"Note", "02/04/2024;A1;F;parlato a lungo", "02/04/2024;A2;F;vista da lontano, non avvicinata", "09/04/2024;A3;F;"), "cancelled"},
		"a title of another term":      {text("Registro contatti - 1° trimestre 2024", head, "02/04/2024;A1;F;", "09/05/2024;A2;F;"), "notice.month"},
		"another half":                 {text("Contatti, II semestre 2024", head, "02/04/2024;A1;F;", "09/05/2024;A2;F;"), "notice.month"},
		"a quarter of another year":    {text("Contacts Q2 2023", head, "02/04/2024;A1;F;", "09/05/2024;A2;F;"), "notice.month"},
		"another year":                 {text("Registro contatti 2023", head, "02/04/2024;A1;F;", "09/05/2024;A2;F;"), "notice.year"},
		"another year in English":      {text("Register of contacts 2023", head, "02/04/2024;A1;F;", "09/05/2024;A2;F;"), "notice.year"},
		"another year of a list":       {text("Elenco dei contatti, anno 2023", head, "02/04/2024;A1;F;", "09/05/2024;A2;F;"), "notice.year"},
		"another year of a log":        {text("Contact log 2023", head, "02/04/2024;A1;F;", "09/05/2024;A2;F;"), "notice.year"},
		"another month of a diary":     {text("Diario uscite - marzo 2024", head, "02/04/2024;A1;F;", "09/04/2024;A2;F;"), "notice.month"},
		"a title that says what it is": {text("Registro attività dell'associazione", head, "02/04/2024;A1;F;", "09/05/2024;A2;F;"), ""},
		"the right term":               {text("Registro contatti - 2° trimestre 2024", head, "02/04/2024;A1;F;", "09/05/2024;A2;F;"), ""},
	} {
		if got := strings.Join(asked(field(t).preview(t, "contacts", x.file, sheet.Map{})), " "); got != x.asks {
			t.Errorf("%s asks %q, want %q", what, got, x.asks)
		}
	}
}

// An outing of two shifts lasted as long as both, and nobody telephones for hours.
func TestShiftsAreAddedUpAndCallsAreNoHours(t *testing.T) {
	head := "Data;Modalità;"
	for what, x := range map[string]struct {
		file, answer, want string
	}{
		"two shifts":            {string(text(head+"Dalle;Alle;Dalle;Alle", "02/04/2024;strada;9:00;11:30;15:00;17:00", "09/04/2024;strada;9:00;11:00;;")), "difference=difference", "120 0, 270 0"},
		"minutes of calls":      {string(text(head+"Durata", "02/04/2024;telefono;10", "09/04/2024;telefono;5", "16/04/2024;strada;3")), "hours.C=minutes", "10 0, 3 0, 5 0"},
		"hours of the street":   {string(text(head+"Durata", "02/04/2024;strada;4", "09/04/2024;strada;5")), "", "240 0, 300 0"},
		"shifts, one past noon": {string(text(head+"Dalle;Alle;Dalle;Alle", "02/04/2024;strada;10:00;12:30;22:00;1:00")), "difference=difference", "330 0"},
	} {
		o := field(t)
		m := sheet.Map{}
		if question, _, _ := strings.Cut(x.answer, "="); question != "" {
			if got := asked(o.preview(t, "outings", []byte(x.file), m)); !slices.Equal(got, []string{question}) {
				t.Errorf("%s asks %v", what, got)
			}
			m = answering(x.answer)
		}
		o.take(t, "outings", []byte(x.file), m)
		if got := o.outings(t); got != x.want {
			t.Errorf("%s: %s, want %s", what, got, x.want)
		}
	}
}
