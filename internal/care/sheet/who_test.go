package sheet_test

import (
	"fmt"
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

func TestAWordWithinAHeadingMakesNoCode(t *testing.T) {
	field(t).try(t, []step{{file: "51-heading-that-says-person/it.csv"}},
		"2024-04-02 - woman 18-25 NG", "2024-04-03 - woman 31-40 RO", "2024-04-04 - woman 18-25 BR", "2024-04-05 - man 41-50 MA")
	field(t).try(t, []step{{file: "51-heading-that-says-person/eta.csv"}}, "2024-04-02 - woman 18-25", "2024-04-03 - man 18-25", "2024-04-04 - woman 18-25")
	field(t).try(t, []step{{file: "51-heading-that-says-person/minore.csv", answers: []string{"left=leave_out"}}}, "2024-04-02 - woman 18-25", "2024-04-03 - woman 31-40", "2024-04-04 - woman 14-17")
	for heading, want := range map[string]string{
		"Codice persona": "person_ref", "CODICE PERSONA (interno)": "person_ref", "Cod. utente": "person_ref", "ID persona": "person_ref", "Sigla": "person_ref", "Person code": "person_ref",
		"Sesso della persona": "gender", "Età della persona": "age_band", "Età persona": "age_band", "Cittadinanza della persona": "citizenship", "Lingua della persona": "language",
		"Persona minorenne": "", "Persona che segnala": "", "Tipo persona": "", "Persona trans": "", "Numero persone": "", "Beneficiario SAI": "", "Codice unità": "unit",
	} {
		p := town(t).preview(t, "contacts", text("Data;Servizio;Annuncio;"+heading, "01/02/2024;Sportello;x;"), sheet.Map{})
		if p.Columns[3].Field != want {
			t.Errorf("%s is %q, want %q", heading, p.Columns[3].Field, want)
		}
	}
}

// Before anything is recorded, the values of the column that says who somebody is are looked at.
func TestAColumnThatCannotTellPersonsApartIsAskedAbout(t *testing.T) {
	column := func(heading string, cells ...string) []byte {
		rows := []string{"Data;Unità;Annuncio;" + heading}
		for i, cell := range cells {
			rows = append(rows, fmt.Sprintf("%02d/%02d/2024;Unità di strada;x;%s", i%28+1, i/28+3, cell))
		}
		return text(rows...)
	}
	many := func(n int, make func(i int) string) (cells []string) {
		for i := range n {
			cells = append(cells, make(i))
		}
		return cells
	}
	cycle := func(n int, words ...string) []string {
		return many(n, func(i int) string { return words[i%len(words)] })
	}
	for name, c := range map[string]struct {
		heading string
		cells   []string
		asks    string
	}{
		"codes":                    {"Codice persona", many(40, func(i int) string { return fmt.Sprintf("P-%03d", i*7%23) }), ""},
		"numbers":                  {"Codice persona", many(40, func(i int) string { return fmt.Sprint(1041 + i*7%23) }), ""},
		"a few persons":            {"Codice persona", []string{"K1", "K2", "K1", "K3"}, ""},
		"one row":                  {"Codice persona", []string{"7"}, ""},
		"codes of years":           {"Codice persona", many(30, func(i int) string { return fmt.Sprintf("%d/2024", i%11) }), ""},
		"genders":                  {"Persona", cycle(8, "F", "M"), "list"},
		"genders in full":          {"Persona", cycle(8, "donna", "uomo", "trans"), "list"},
		"countries":                {"Codice", cycle(8, "Nigeria", "Romania", "Brasile"), "list"},
		"ages in words":            {"Persona", cycle(8, "22 anni", "17 anni"), "list"},
		"new or known":             {"Persona", cycle(8, "nuova", "già nota"), "list"},
		"yes and no":               {"Persona", cycle(8, "sì", "no"), "list"},
		"ages":                     {"Persona", many(12, func(i int) string { return fmt.Sprint(18 + i*5%11) }), "ages"},
		"years of birth":           {"Codice", many(20, func(i int) string { return fmt.Sprint(1985 + i*5%11) }), "years"},
		"remarks":                  {"Persona", cycle(6, "vista alla fermata con la sorella", "sta bene, torna lunedì prossimo"), "text"},
		"days":                     {"Codice", many(6, func(i int) string { return fmt.Sprintf("%02d/04/2024", i+1) }), "days"},
		"clock times":              {"Codice", cycle(6, "22:15", "23:40", "1:05"), "days"},
		"initials":                 {"Sigla", cycle(6, "A.M.", "B.C.", "F.D."), "letters"},
		"initials without stops":   {"Sigla", cycle(6, "AM", "BC", "FD"), "letters"},
		"first names":              {"Persona", cycle(6, "Blessing", "Joy", "Mirela"), "letters"},
		"units":                    {"Codice", cycle(6, "faro-strada", "faro-sportello"), "letters"},
		"provinces":                {"Codice", cycle(6, "BS", "BG", "MN"), "letters"},
		"numbers of rows":          {"Codice", many(9, func(i int) string { return fmt.Sprint(i + 1) }), "running"},
		"one code":                 {"Codice", cycle(6, "P-1"), "few"},
		"two codes":                {"Codice", cycle(12, "A1", "A2"), "few"},
		"kinds":                    {"Codice", cycle(130, "A1", "A2", "A3", "B1", "B2"), "few"},
		"nearly such a heading":    {"Codice della persona seguita", many(20, func(i int) string { return fmt.Sprintf("P-%03d", i*7%13) }), "headings"},
		"nearly, and it is an age": {"Anno della persona seguita", many(20, func(i int) string { return fmt.Sprint(20 + i*7%13) }), ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := field(t)
			p := o.preview(t, "contacts", column(c.heading, c.cells...), sheet.Map{})
			want := ""
			if c.asks != "" {
				want = "ask who.D"
			}
			if name == "nearly, and it is an age" {
				want = "ask left" // what it is then
			}
			if got := sums(p); got != want {
				t.Fatalf("says %q, want %q", got, want)
			}
			if c.asks == "" {
				return
			}
			if got := p.Questions[0].Words.Key; got != "ask.question.who."+c.asks {
				t.Errorf("asks %s, want %s", got, c.asks)
			}
			left := o.preview(t, "contacts", column(c.heading, c.cells...), answering("who.D=leave_out"))
			if left.Persons != 0 || left.New != len(c.cells) {
				t.Errorf("left out: %d persons, %d new", left.Persons, left.New)
			}
			codes := o.preview(t, "contacts", column(c.heading, c.cells...), answering("who.D=codes", "odd.D=codes"))
			if codes.Persons == 0 || codes.New != len(c.cells) {
				t.Errorf("as codes: %d persons, %d new: %s", codes.Persons, codes.New, sums(codes))
			}
		})
	}
	o := field(t)
	file := column("Persona", cycle(8, "F", "M")...)
	o.take(t, "contacts", file, answering("who.D=gender"))
	if got := strings.Join(o.met(t), " "); strings.Count(got, "- man") != 4 || strings.Count(got, "- woman") != 4 {
		t.Errorf("taken as gender: %s", got)
	}
}

// Two columns with names of one field are compared: where they contradict each other, it is asked which counts.
func TestWhichOfTwoColumnsCountsIsAskedWhereTheyDisagree(t *testing.T) {
	o := field(t)
	for headings, c := range map[string]struct{ a, b, want string }{
		"Cittadinanza;Paese di provenienza": {"Nigeria", "Italia", "ask twice.citizenship"},
		"Nazionalità;Cittadinanza":          {"nigeriana", "Nigeria", ""},
		"Genere;Sesso":                      {"donna trans", "M", "ask twice.gender"},
		"Età;Fascia di età":                 {"22", "18-25", ""},
		"Sesso;Genere":                      {"F", "", ""},
		"Data uscita;Sesso":                 {"05/04/2024", "F", "ask twice.day"},
		"Data inserimento;Sesso":            {"05/04/2024", "F", ""},
	} {
		if got := sums(o.preview(t, "contacts", text("Data;Codice persona;"+headings, "02/04/2024;P-001;"+c.a+";"+c.b), sheet.Map{})); got != c.want {
			t.Errorf("%s says %q, want %q", headings, got, c.want)
		}
	}
	file := text("Data;Codice persona;Cittadinanza;Paese di provenienza", "02/04/2024;P-001;Nigeria;Italia")
	o.take(t, "contacts", file, answering("twice.citizenship=C"))
	if got := strings.Join(o.met(t), "; "); got != "2024-04-02 p1 NG" {
		t.Errorf("recorded %s", got)
	}
	if got := sums(o.preview(t, "contacts", text("Data;Codice persona;Cittadinanza;Paese di provenienza", "02/05/2024;P-002;Nigeria;Italia"), sheet.Map{})); got != "" {
		t.Errorf("the next file says %q", got)
	}
}

// A row that tells of several people is no contact with one.
func TestRowsThatTellOfSeveralPeopleAreAskedAbout(t *testing.T) {
	o := field(t)
	file := text("Data;Sesso;N. contatti", "02/04/2024;F;5", "03/04/2024;M;1", "04/04/2024;F;")
	if got := sums(o.preview(t, "contacts", file, sheet.Map{})); got != "ask several.C" {
		t.Fatalf("says %q", got)
	}
	if got := sums(o.preview(t, "contacts", file, answering("several.C=leave_out"))); got != "2 answer" {
		t.Errorf("left out says %q", got)
	}
	if p := o.preview(t, "contacts", file, answering("several.C=one")); sums(p) != "" || p.New != 3 {
		t.Errorf("as one says %q, %d new", sums(p), p.New)
	}
	for _, heading := range []string{"N. figli", "N. scheda", "Numero telefono"} {
		if got := sums(o.preview(t, "contacts", text("Data;Sesso;"+heading, "02/04/2024;F;5"), sheet.Map{})); got != "" {
			t.Errorf("%s says %q", heading, got)
		}
	}
}

// A column whose heading means nothing here is not left out without a word when its cells are genders or countries.
func TestAColumnThatShowsByItsCellsWhatItIsIsAskedAbout(t *testing.T) {
	o := field(t)
	for heading, want := range map[string]string{"Persona M/F": "ask looks.C", "": "ask looks.C", "M/F": "", "Operatore": "", "Sesso": ""} {
		file := text("Data;Codice persona;"+heading, "02/04/2024;P-001;F", "03/04/2024;P-002;M", "04/04/2024;P-003;F")
		if got := sums(o.preview(t, "contacts", file, sheet.Map{})); got != want {
			t.Errorf("%q says %q, want %q", heading, got, want)
		}
	}
	file := text("Data;Codice persona;Terra;Sesso", "02/04/2024;P-001;Nigeria;F", "03/04/2024;P-002;rumena;M", "04/04/2024;P-003;Albania;F")
	if left := o.preview(t, "contacts", file, answering("looks.C=leave_out")); sums(left) != "" || left.Columns[2].Field != "" {
		t.Errorf("left out: %q, %+v", sums(left), left.Columns[2])
	}
	o.take(t, "contacts", file, answering("looks.C=citizenship"))
	if got := strings.Join(o.met(t), "; "); got != "2024-04-02 p1 woman NG; 2024-04-03 p2 man RO; 2024-04-04 p3 woman AL" {
		t.Errorf("recorded %s", got)
	}
	next := text("Data;Codice persona;Terra;Sesso", "02/05/2024;P-004;Nigeria;F")
	if p := o.preview(t, "contacts", next, sheet.Map{}); sums(p) != "" || p.Columns[2].Field != "citizenship" {
		t.Errorf("the next file: %q, %+v", sums(p), p.Columns[2])
	}
}

// What was accepted once of a register is not asked again, but for another reason it is.
func TestADoubtIsSetAsideForTheNextFileWithTheseHeadings(t *testing.T) {
	o := field(t)
	o.take(t, "contacts", text("Data;Sigla;Annuncio", "02/03/2024;AM;x", "03/03/2024;BC;x"), answering("who.B=codes"))
	if got := sums(o.preview(t, "contacts", text("Data;Sigla;Annuncio", "02/04/2024;AM;x", "03/04/2024;DD;x"), sheet.Map{})); got != "" {
		t.Errorf("asked again: %q", got)
	}
	if got := sums(o.preview(t, "contacts", text("Data;Sigla;Annuncio", "02/04/2024;F;x", "03/04/2024;M;x"), sheet.Map{})); got != "ask who.B" {
		t.Errorf("genders: %q", got)
	}
}

func TestWhichOfTwoCodesIsAsked(t *testing.T) {
	o := field(t)
	file := text("Data;Codice utente;Codice beneficiario;Annuncio", "02/03/2024;A-1;B-7;x", "03/03/2024;A-1;B-8;x")
	if got := sums(o.preview(t, "contacts", file, sheet.Map{})); got != "ask column.person_ref" {
		t.Fatalf("says %q", got)
	}
	if p := o.preview(t, "contacts", file, answering("column.person_ref=C")); p.Persons != 2 {
		t.Errorf("%d persons by the second", p.Persons)
	}
	if p := o.preview(t, "contacts", text("Data;Codice;Codice persona;Annuncio", "02/03/2024;A-1;B-7;x", "03/03/2024;A-1;B-8;x"), sheet.Map{}); len(p.Open()) > 0 || p.Persons != 2 {
		t.Errorf("the longer name: %d persons, %v", p.Persons, asked(p))
	}
}

func TestWhatIsNoCodeAmongCodesIsAsked(t *testing.T) {
	rows := "2024-04-01 - woman|2024-04-02 - woman|2024-04-03 - woman|2024-04-04 - woman|2024-04-05 - woman|2024-04-06 - woman|2024-04-07 - woman|2024-04-08 - woman|2024-04-09 - woman|" +
		"2024-04-10 - woman|2024-04-11 - woman|2024-04-12 - woman|2024-04-13 - woman|2024-04-14 - woman|2024-04-15 - woman"
	file := "12-lookup-that-found-nobody/registro.csv"
	p := field(t).preview(t, "contacts", fieldCase(t, file), sheet.Map{})
	if len(p.Open()) != 1 {
		t.Errorf("asked %v", asked(p))
	}
	field(t).try(t, []step{{file: file, answers: []string{p.Open()[0].ID + "=nobody"}}}, strings.Split(rows, "|")...)
	for name, cell := range map[string]string{
		"zero": "0", "zeros": "000", "an error": "#RIF!", "another error": "#VALORE!", "of LibreOffice": "Err:504", "waiting": "da definire", "waiting too": "in attesa", "TBD": "TBD", "to be assigned": "da assegnare",
		"a question": "P-003?", "or": "P-003 o P-004", "two": "P-003/P-004", "two by comma": "P-003, P-004", "a remark": "non ha voluto dare il nome",
		"a kinswoman": "sorella di P-003", "a word": "nuova", "a name": "Blessing", "a gender": "F", "a time": "22:30", "cancelled": "annullato",
		"people": "3 ragazze", "a group": "gruppo 3", "a count": "n. 2 persone", "struck out": "xxx P-007 xxx", "code and word": "P-007 annullato", "code to come": "P-007 in attesa",
	} {
		t.Run(name, func(t *testing.T) {
			o := field(t)
			file := text("Data;Codice persona;Sesso", "01/04/2024;P-003;F", "02/04/2024;P-004;F", "03/04/2024;P-005;F", "04/04/2024;"+cell+";F")
			id := "odd.B"
			if strings.HasPrefix(name, "two") {
				id = "joint.B"
			}
			if got := sums(o.preview(t, "contacts", file, sheet.Map{})); got != "ask "+id {
				t.Fatalf("says %q", got)
			}
			for answer, want := range map[string]int{"nobody": 3, "leave_out": 3, "codes": 4} {
				p := o.preview(t, "contacts", file, answering(id+"="+answer, "alike=several"))
				if answer == "codes" && (cell[0] == '#' || strings.HasPrefix(cell, "Err")) {
					want = 3 // an error is no value, whatever was answered
				}
				if p.Persons != want || p.New != 4 && answer != "leave_out" {
					t.Errorf("%s: %d persons, %d new", answer, p.Persons, p.New)
				}
			}
		})
	}
	for answer, want := range map[string]int{"restore": 4, "nobody": 3, "codes": 4, "leave_out": 3} { // 03/12/2024 may have been typed as 3-12
		file := text("Data;Codice persona;Sesso", "01/04/2024;P-003;F", "02/04/2024;P-004;F", "03/04/2024;P-005;F", "04/04/2024;03/12/2024;F")
		if p := field(t).preview(t, "contacts", file, answering("code_days.B="+answer)); p.Persons != want || len(p.Open()) > 0 {
			t.Errorf("a day, %s: %d persons, %s", answer, p.Persons, sums(p))
		}
	}
	for name, cell := range map[string]string{"nobody": "-", "unknown": "non noto", "not found": "#N/D", "a mark": "?", "nines, once": "999", "no code": "senza codice", "zeros in a code": "P-000", "another": "0012"} {
		file := text("Data;Codice persona;Sesso", "01/04/2024;P-003;F", "02/04/2024;P-004;F", "04/04/2024;"+cell+";F")
		if got := sums(field(t).preview(t, "contacts", file, sheet.Map{})); got != "" {
			t.Errorf("%s says %q", name, got)
		}
	}
	if got := sums(field(t).preview(t, "contacts", text("Data;Codice persona;Sesso", "01/04/2024;FARO-03;F", "02/04/2024;FARO-04;F", "04/04/2024;BS-4;F"), sheet.Map{})); got != "" {
		t.Errorf("codes of words say %q", got)
	}
	nines := text("Data;Codice persona;Sesso", "01/04/2024;1041;F", "02/04/2024;999;F", "04/04/2024;999;F", "05/04/2024;1042;F")
	if got := sums(field(t).preview(t, "contacts", nines, sheet.Map{})); got != "ask odd.B" {
		t.Errorf("nines say %q", got)
	}
}

func TestOneCodeInTwelveHandsIsOnePerson(t *testing.T) {
	want := []string{}
	for day := 1; day <= 12; day++ {
		want = append(want, fmt.Sprintf("2024-04-%02d p1 woman", day))
	}
	o := field(t)
	o.try(t, []step{{file: "10-one-code-in-twelve-hands/registro.csv", answers: []string{"who.B=codes"}}}, want...)
	field(t).try(t, []step{{file: "11-equals-quoted/registro.csv"}}, "2024-04-02 p1 woman", "2024-04-09 p1 woman")
	field(t).try(t, []step{{file: "11-equals-quoted/registro2.csv"}}, "2024-04-02 p1 woman", "2024-04-09 p1 woman")
}

func TestRowsOfOneCodeThatContradictEachOtherAreAsked(t *testing.T) {
	file := "47-initials/contraddetto.csv"
	field(t).try(t, []step{{file: file, says: "ask persons"}, {file: file, answers: []string{"persons=nobody"}}}, "2024-04-02 - woman NG", "2024-04-03 - man RO")
	field(t).try(t, []step{{file: file, answers: []string{"persons=same"}}}, "2024-04-02 p1 woman NG", "2024-04-03 p1 man RO")
	file = "47-initials/registro.csv"
	field(t).try(t, []step{{file: file, says: "ask who.B"}, {file: file, answers: []string{"who.B=codes"}, says: "ask persons"}, {file: file, answers: []string{"who.B=codes", "persons=column"}}},
		"2024-04-02 - woman 18-25 NG", "2024-04-03 - man 41-50 RO", "2024-04-04 - woman 26-30 BR")
	head := "Data;Codice persona;Sesso;Età;Nazionalità"
	for name, c := range map[string]struct{ a, b, asks string }{
		"the same":                      {"01/04/2024;P-1;F;22;Nigeria", "02/05/2024;P-1;F;22;Nigeria", ""},
		"another gender":                {"01/04/2024;P-1;F;;", "02/05/2024;P-1;M;;", "ask persons"},
		"a gender not told":             {"01/04/2024;P-1;F;;", "02/05/2024;P-1;non chiesto;;", ""},
		"trans":                         {"01/04/2024;P-1;F;;", "02/05/2024;P-1;donna trans;;", "ask persons"},
		"another country":               {"01/04/2024;P-1;;;Nigeria", "02/05/2024;P-1;;;Ghana", "ask persons"},
		"its region":                    {"01/04/2024;P-1;;;Nigeria", "02/05/2024;P-1;;;Africa occidentale", ""},
		"its wider region":              {"01/04/2024;P-1;;;Africa subsahariana", "02/05/2024;P-1;;;Nigeria", ""},
		"another region":                {"01/04/2024;P-1;;;Nigeria", "02/05/2024;P-1;;;Sudamerica", "ask persons"},
		"two regions":                   {"01/04/2024;P-1;;;Nord Africa", "02/05/2024;P-1;;;Sudamerica", "ask persons"},
		"a birthday":                    {"01/04/2024;P-1;;22;", "02/05/2024;P-1;;23;", ""},
		"two years older in a month":    {"01/04/2024;P-1;;22;", "02/05/2024;P-1;;24;", "ask persons"},
		"a minor grown up in a month":   {"01/04/2024;P-1;;17;", "02/05/2024;P-1;;20;", "ask persons"},
		"younger":                       {"01/04/2024;P-1;;31;", "02/05/2024;P-1;;22;", "ask persons"},
		"grown with time":               {"01/04/2024;P-1;;22;", "02/05/2025;P-1;;23;", ""},
		"an age not brought up to date": {"01/04/2024;P-1;;22;", "02/05/2025;P-1;;22;", ""},
		"the next band in time":         {"01/04/2024;P-1;;14-17;", "02/05/2025;P-1;;18-25;", ""},
		"a band far off":                {"01/04/2024;P-1;;14-17;", "02/05/2024;P-1;;31-40;", "ask persons"},
		"minor and adult bands":         {"01/04/2024;P-1;;minorenne;", "02/05/2024;P-1;;31-40;", "ask persons"},
		"adult and a band":              {"01/04/2024;P-1;;maggiorenne;", "02/05/2024;P-1;;31-40;", ""},
		"other codes":                   {"01/04/2024;P-1;F;22;Nigeria", "02/05/2024;P-2;M;44;Romania", ""},
		"written otherwise":             {"01/04/2024;P-1;F;22;Nigeria", "02/05/2024;p\u20111;M;44;Romania", "ask persons"},
	} {
		if got := sums(field(t).preview(t, "contacts", text(head, c.a, c.b), sheet.Map{})); got != c.asks {
			t.Errorf("%s says %q, want %q", name, got, c.asks)
		}
	}
	p := field(t).preview(t, "contacts", text(head, "01/04/2024;P-1;F;;", "02/04/2024;P-2;F;;", "03/04/2024;P-1;M;;", "03/04/2024;P-2;F;;", "04/04/2024;P-3;F;;", "05/04/2024;P-3;M;;"), sheet.Map{})
	if got := fmt.Sprint(p.Open()[0].Rows); got != "[[2 4] [6 7]]" {
		t.Errorf("rows %s", got)
	}
}
