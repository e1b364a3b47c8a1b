package sheet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/sheet"
)

// A row whose cells are parted by another sign than those of the others is no remark, and is not dropped as one.
func TestARowPartedByAnotherSignIsNotLost(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]string{
		"commas":        "10/04/2024,A02,F",
		"bars":          "10/04/2024|A02|F",
		"a quoted line": `"10/04/2024;A02;F"`,
	} {
		p := field(t).preview(t, "contacts", text("Data;Codice;Sesso", "03/04/2024;A01;F", row), sheet.Map{})
		if len(p.Refused) != 1 || p.Refused[0].Err.Key != "sheet.parted_otherwise" {
			t.Errorf("%s: refused %+v, left out %+v", name, p.Refused, p.Dropped)
		}
	}
	for _, remark := range []string{"10/04/2024, pioggia, poche presenze", "Pioggia,vento,freddo", "totale,due,donne"} {
		if p := field(t).preview(t, "contacts", text("Data;Codice;Sesso", "03/04/2024;A01;F", remark), sheet.Map{}); len(p.Refused) > 0 || p.New != 1 {
			t.Errorf("%q: refused %+v", remark, p.Refused)
		}
	}
}

// Durations in one column may be counted in two units, or have their minutes behind the point.
func TestDurationsThatCanBeReadInTwoWaysAreAskedAbout(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		heading string
		cells   []string
		asks    string
		facts   map[string]string // by answer: the minutes
	}{
		"few and many":        {"Durata", []string{"3:30", "4", "200"}, "hours.C", map[string]string{"mixed": "200 0, 210 0, 240 0"}},
		"halves and many":     {"Durata", []string{"3,5", "90 min", "200"}, "hours.C", map[string]string{"mixed": "200 0, 210 0, 90 0"}},
		"behind the comma":    {"Ore", []string{"3,30", "2,45", "4,00", "2"}, "decimal.C", map[string]string{"pointed": "120 0, 165 0, 210 0, 240 0", "decimal": "120 0, 147 0, 198 0, 240 0"}},
		"behind the point":    {"Durata", []string{"3.15", "2.50"}, "decimal.C", map[string]string{"pointed": "170 0, 195 0", "decimal": "150 0, 189 0"}},
		"quarters and halves": {"Ore", []string{"3,25", "2,50", "4,75", "1,5"}, "", map[string]string{"": "150 0, 195 0, 285 0, 90 0"}},
	} {
		lines := []string{"Data;Modalità;" + c.heading}
		for i, cell := range c.cells {
			lines = append(lines, fmt.Sprintf("%02d/04/2024;outdoor;%s", i+3, cell))
		}
		if got := strings.Join(asked(field(t).preview(t, "outings", text(lines...), sheet.Map{})), " "); got != c.asks {
			t.Errorf("%s: asks %q, want %q", name, got, c.asks)
			continue
		}
		for answer, want := range c.facts {
			o, m := field(t), sheet.Map{}
			if answer != "" {
				m = answering(c.asks + "=" + answer)
			}
			o.take(t, "outings", text(lines...), m)
			if got := o.outings(t); got != sorted(want) {
				t.Errorf("%s, %s: recorded %q, want %q", name, answer, got, sorted(want))
			}
		}
	}
	half := text("Data;Modalità;Ore", "03/04/2024;outdoor;3,30", "04/04/2024;outdoor;2,5")
	if p := field(t).preview(t, "outings", half, answering("decimal.C=pointed")); len(p.Refused) != 1 || p.Refused[0].Row != 3 {
		t.Errorf("one digit behind the point: refused %+v", p.Refused)
	}
}

// A summary beside the table is none of its rows, and its label makes no sum of the row beside which it stands.
func TestASummaryBesideTheTableIsAskedAbout(t *testing.T) {
	t.Parallel()
	file := text("Data;Codice;Sesso;Cittadinanza;;Riepilogo;", "03/04/2024;A01;F;Nigeria;;Nigeria;2", "03/04/2024;A02;F;Romania;;Romania;1", "10/04/2024;A03;F;Nigeria;;Totale;3")
	if got := asked(field(t).preview(t, "contacts", file, sheet.Map{})); !slices.Equal(got, []string{"beside"}) {
		t.Errorf("asks %v", got)
	}
	if p := field(t).preview(t, "contacts", file, answering("beside=leave_out")); p.New != 3 || len(p.Refused) > 0 || len(p.Open()) > 0 {
		t.Errorf("%d new, asks %v, refused %+v", p.New, asked(p), p.Refused)
	}
}

// Headings of codes may say of all whom they name whether they are new, or which gender they have.
func TestWhatHeadingsOfCodesSayIsOffered(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"Data;Nuove (codice);Già note (codice);Sesso\n03/04/2024;A01;;F\n10/04/2024;;A01;F\n10/04/2024;A02;;F\n":                    "known woman, new woman, new woman",
		"Data;Codice donne;Codice uomini;Cittadinanza\n03/04/2024;D01;;Nigeria\n10/04/2024;;U01;Romania\n10/04/2024;D02;;Albania\n": "unsure man, unsure woman, unsure woman",
	} {
		if got := asked(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); !slices.Equal(got, []string{"nearly.person_ref"}) {
			t.Errorf("asks %v", got)
			continue
		}
		o := field(t)
		o.take(t, "contacts", []byte(file), answering("nearly.person_ref=told"))
		var told []string
		must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
			list, err := outreach.Contacts.List(tx, store.Selection{Sort: "day"})
			for _, k := range list.Items {
				told = append(told, k.Newness+" "+k.Gender)
			}
			return err
		}))
		if slices.Sort(told); strings.Join(told, ", ") != want {
			t.Errorf("recorded %q, want %q", strings.Join(told, ", "), want)
		}
	}
}

// A quotation mark that does not close makes one row of two: it is refused, and the second is not lost in a remark.
func TestARowInsideACellIsNotLost(t *testing.T) {
	t.Parallel()
	file := text("Data;Codice;Sesso;Note", `03/04/2024;A01;F;"torna domani`, `04/04/2024;A02;F;sta bene`, `05/04/2024;A03;F;dorme"`, "06/04/2024;A04;F;")
	if p := field(t).preview(t, "contacts", file, sheet.Map{}); len(p.Refused) != 1 || p.Refused[0].Err.Key != "sheet.row_swallowed" || p.New != 1 {
		t.Errorf("%d new, refused %+v", p.New, p.Refused)
	}
	lines := text("Data;Codice;Sesso;Note", "03/04/2024;A01;F;\"torna domani\ndal 4/4, forse\"", "06/04/2024;A04;F;")
	if p := field(t).preview(t, "contacts", lines, sheet.Map{}); p.New != 2 || len(p.Refused) > 0 {
		t.Errorf("a remark of two lines: %d new, refused %+v", p.New, p.Refused)
	}
}

// Numbers in a column of ages may be places of a list or years of birth, and then nobody is a child by them.
func TestNumbersThatMayBeNoAgesAreAskedAbout(t *testing.T) {
	t.Parallel()
	file := func(heading string, cells ...string) []byte {
		lines := []string{"Data;Sesso;" + heading}
		for i, cell := range cells {
			lines = append(lines, fmt.Sprintf("%02d/04/2024;F;%s", i+2, cell))
		}
		return text(lines...)
	}
	places := file("Fascia d'età", "1", "2", "3", "2")
	if got := asked(field(t).preview(t, "contacts", places, sheet.Map{})); !slices.Equal(got, []string{"ages.C"}) {
		t.Errorf("asks %v", got)
	}
	m := answering("ages.C=list")
	p := field(t).preview(t, "contacts", places, m)
	if len(p.Unread) != 1 || len(p.Unread[0].Words) != 3 {
		t.Fatalf("to be explained: %+v", p.Unread)
	}
	m.Words = map[string]map[string]string{"C": {"1": "14-17", "2": "18-25", "3": "26-30"}}
	o := field(t)
	o.take(t, "contacts", places, m)
	if got := strings.Join(o.met(t), ";"); strings.Count(got, "18-25") != 2 || strings.Count(got, "14-17") != 1 || strings.Contains(got, "0-13") {
		t.Errorf("recorded %s", got)
	}
	if got := asked(field(t).preview(t, "contacts", file("Età", "85", "01", "06"), sheet.Map{})); !slices.Equal(got, []string{"ages.C"}) {
		t.Errorf("years of birth: asks %v", got)
	}
	mixed := file("Età", "1.999", "22", "2.001")
	if got := asked(field(t).preview(t, "contacts", mixed, sheet.Map{})); !slices.Equal(got, []string{"ages.C"}) {
		t.Errorf("years with a stop: asks %v", got)
	}
	o = field(t)
	o.take(t, "contacts", mixed, answering("ages.C=born"))
	if got := strings.Join(o.met(t), ";"); strings.Count(got, "18-25") != 3 {
		t.Errorf("years among ages: recorded %s", got)
	}
	if p := field(t).preview(t, "contacts", file("Età", "22", "3", "7", "22.583"), sheet.Map{}); len(p.Open())+len(p.Refused) > 0 {
		t.Errorf("mothers and children: asks %v, refused %+v", asked(p), p.Refused)
	}
}

// An answer is of the columns that its question named, and not of those that another answer sets free.
func TestAnAnswerIsOfTheColumnsThatWereNamed(t *testing.T) {
	t.Parallel()
	file := text("Data;Serv.;Op.;Sesso;Colloqui", "02/04/2024;strada;uno;F;3", "03/04/2024;sede;due;F;5", "04/04/2024;strada;uno;M;3", "05/04/2024;sede;due;F;4")
	o := town(t)
	p := o.preview(t, "contacts", file, sheet.Map{})
	if got := asked(p); !slices.Contains(got, "unit") || !slices.Contains(got, "left") {
		t.Fatalf("asks %v", got)
	}
	p = o.preview(t, "contacts", file, answering("unit=column.B", "left=leave_out"))
	if got := asked(p); !slices.Contains(got, "left.refused") {
		t.Errorf("asks %v: %+v", got, p.Columns)
	}
}

// A code made of the day of its row names a meeting; one that comes again on other days names somebody.
func TestACodeMadeOfTheDayIsAskedAbout(t *testing.T) {
	t.Parallel()
	file := text("Data;Codice;Sesso", "02/04/2024;020424-1;F", "02/04/2024;020424-2;F", "03/04/2024;030424-1;M")
	if got := asked(field(t).preview(t, "contacts", file, sheet.Map{})); !slices.Equal(got, []string{"who.B"}) {
		t.Errorf("asks %v", got)
	}
	again := append(file, "10/04/2024;020424-1;F\n"...)
	if got := asked(field(t).preview(t, "contacts", again, sheet.Map{})); len(got) > 0 {
		t.Errorf("one comes again: asks %v", got)
	}
}

// What is counted in a month, and calls that nobody answered, are no contacts of one person.
func TestCountsOfAMonthAndUnansweredCallsAreAskedAbout(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"Data;Codice;Sesso;Contatti nel mese\n30/04/2024;A01;F;3\n30/04/2024;A02;M;1\n":                                                                                               "several.D",
		"Data;Codice;Sesso;Modalità contatto\n02/04/2024;A01;F;di persona\n03/04/2024;A02;M;telefono\n04/04/2024;A03;M;messaggio senza risposta\n05/04/2024;A04;M;tentata chiamata\n": "status.tentatachiamata",
	} {
		if got := asked(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); !slices.Contains(got, want) {
			t.Errorf("asks %v, want %s", got, want)
		}
	}
}

// A file may take back what stands by moving each row some days, by emptying one, or by ending before the last.
func TestAFileThatTakesBackItsLastRowsOrMovesThemAllIsAskedAbout(t *testing.T) {
	t.Parallel()
	head := "Data;Codice;Sesso;Età\n"
	april := head + "02/04/2024;A01;F;22\n02/04/2024;A02;F;24\n03/04/2024;A03;M;31\n10/04/2024;A01;F;22\n17/04/2024;A04;F;19\n24/04/2024;A05;F;45\n"
	for name, c := range map[string]struct{ file, says string }{
		"a day later":       {head + "03/04/2024;A01;F;22\n03/04/2024;A02;F;24\n04/04/2024;A03;M;31\n11/04/2024;A01;F;22\n18/04/2024;A04;F;19\n25/04/2024;A05;F;45\n", "ask standing"},
		"the last emptied":  {strings.Replace(april, "24/04/2024;A05;F;45", "24/04/2024;;;", 1), "ask standing"},
		"the last deleted":  {strings.Replace(april, "24/04/2024;A05;F;45\n", "", 1), "ask standing"},
		"an earlier state":  {head + "02/04/2024;A01;F;22\n02/04/2024;A02;F;24\n03/04/2024;A03;M;31\n", ""},
		"the same":          {april, ""},
		"a week later":      {head + "09/04/2024;A01;F;22\n09/04/2024;A02;F;24\n10/04/2024;A03;M;31\n", ""},
		"the next in order": {head + "25/04/2024;A01;F;22\n26/04/2024;A02;F;24\n27/04/2024;A03;M;31\n", ""},
	} {
		o := field(t)
		o.take(t, "contacts", []byte(april), sheet.Map{})
		if got, _, _ := strings.Cut(sums(o.preview(t, "contacts", []byte(c.file), sheet.Map{})), ","); !strings.HasPrefix(got, c.says) || c.says == "" && strings.Contains(got, "ask") {
			t.Errorf("%s says %q, want %q", name, got, c.says)
		}
	}
}

// Two facts in one cell, and countries of which some are shortened, are not left out without a word.
func TestFactsUnderAnUnknownHeadingAreAskedAbout(t *testing.T) {
	t.Parallel()
	file := text("Data;Codice;S/E", "02/04/2024;A01;F/22", "03/04/2024;A02;M/31", "04/04/2024;A03;F/17")
	if got := asked(field(t).preview(t, "contacts", file, sheet.Map{})); !slices.Equal(got, []string{"left"}) {
		t.Errorf("asks %v", got)
	}
	o := field(t)
	o.take(t, "contacts", file, answering("left=C.gender_age"))
	if got := strings.Join(o.met(t), "; "); got != "2024-04-02 p1 woman 18-25; 2024-04-03 p2 man 31-40; 2024-04-04 p3 woman 14-17" {
		t.Errorf("recorded %s", got)
	}
	short := text("Data;Codice;Sesso;Viene da", "02/04/2024;A01;F;Nigeria", "02/04/2024;A02;F;Romania", "03/04/2024;A03;F;Alb.", "03/04/2024;A04;F;?")
	if got := asked(field(t).preview(t, "contacts", short, sheet.Map{})); !slices.Equal(got, []string{"left"}) {
		t.Errorf("shortened countries: asks %v", got)
	}
}

// What stands for nobody may have a number or the shape of a code: two strangers are not one person by it.
func TestStandInsInTheShapeOfACodeAreAskedAbout(t *testing.T) {
	t.Parallel()
	for codes, want := range map[string]string{
		"A001 ANON1 ANON1 NN1 NN1 A002":             "odd.B",
		"FA001 FA003 FA003 FA999 FA999 FA002":       "odd.B",
		"ANON01 ANON02 ANON03 ANON01 ANON04 ANON05": "",
		"FA997 FA998 FA999 FA998 FA996 FA999":       "",
	} {
		lines := []string{"Data;Codice;Sesso"}
		for i, code := range strings.Fields(codes) {
			lines = append(lines, fmt.Sprintf("%02d/04/2024;%s;F", i+2, code))
		}
		if got := strings.Join(asked(field(t).preview(t, "contacts", text(lines...), sheet.Map{})), " "); got != want {
			t.Errorf("%s: asks %q, want %q", codes, got, want)
		}
	}
	states := text("Data;Codice;Sesso;Stato programma", "02/04/2024;A01;F;in corso", "03/04/2024;A02;F;concluso", "04/04/2024;A03;F;rifiutato dalla persona")
	if got := asked(field(t).preview(t, "contacts", states, sheet.Map{})); len(got) == 0 || !strings.HasPrefix(got[0], "status.") {
		t.Errorf("asks %v", got)
	}
}
