package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/sheet"
)

// deeds are the recorded actions by day and type.
func (o *office) deeds(t *testing.T) (list []string) {
	t.Helper()
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		all, err := outreach.Actions.List(tx, store.Selection{})
		for _, a := range all.Items {
			list = append(list, a.Day[8:]+" "+a.Type)
		}
		return err
	}))
	slices.Sort(list)
	return list
}

// A row may hold several actions: crossed or counted in columns of their own, or named in one cell.
func TestARowOfSeveralActionsIsWrittenForEach(t *testing.T) {
	t.Parallel()
	columns := "Data;Codice;Accompagnamento sanitario;Orientamento legale;Invio\n"
	for name, x := range map[string]struct {
		file, answer string
		want         []string
	}{
		"crosses": {
			columns + "02/04/2024;A01;x;;\n02/04/2024;A02;x;x;\n03/04/2024;A03;;;x\n", "crosses=each",
			[]string{"02 health_accompaniment", "02 health_accompaniment", "02 legal_advice", "03 service_referral"},
		},
		"numbers": {
			columns + "02/04/2024;A01;1;0;0\n02/04/2024;A02;2;1;0\n03/04/2024;A03;0;0;1\n", "crosses=each",
			[]string{"02 health_accompaniment", "02 health_accompaniment", "02 health_accompaniment", "02 legal_advice", "03 service_referral"},
		},
		"one cell": {
			"Data;Codice;Azione\n02/04/2024;A01;Consulenza legale + Mediazione\n03/04/2024;A02;Consulenza legale e sostegno psicologico\n04/04/2024;A03;Consulenza legale (2)\n05/04/2024;A03;Consulenza legale x2\n06/04/2024;A03;Mediazione\n", "joint.C=each",
			[]string{"02 legal_advice", "02 mediation", "03 legal_advice", "03 psychological_support", "04 legal_advice", "04 legal_advice", "05 legal_advice", "05 legal_advice", "06 mediation"},
		},
		"a column that counts": {
			"Data;Codice;Azione;N. interventi\n02/04/2024;A01;Mediazione;2\n03/04/2024;A02;Mediazione;1\n", "several.D=each",
			[]string{"02 mediation", "02 mediation", "03 mediation"},
		},
	} {
		o := field(t)
		question, _, _ := strings.Cut(x.answer, "=")
		if got := asked(o.preview(t, "actions", []byte(x.file), sheet.Map{})); !slices.Equal(got, []string{question}) {
			t.Errorf("%s: asked %v", name, got)
		}
		o.take(t, "actions", []byte(x.file), answering(x.answer))
		if got := o.deeds(t); !slices.Equal(got, x.want) {
			t.Errorf("%s: recorded %q", name, got)
		}
		if p := o.preview(t, "actions", []byte(x.file), answering(x.answer)); p.New > 0 {
			t.Errorf("%s: %d new when it comes again", name, p.New)
		}
	}
}

// A column that counts the contacts of each person may stand for as many contacts of theirs.
func TestACountOfContactsIsWrittenForEach(t *testing.T) {
	t.Parallel()
	file := "Data;Codice;Sesso;Nuova;Contatti nel mese\n30/04/2024;A01;F;sì;3\n30/04/2024;A02;M;no;1\n"
	o := field(t)
	o.take(t, "contacts", []byte(file), answering("several.E=each"))
	if got := o.met(t); len(got) != 4 || strings.Count(strings.Join(got, ";"), "woman") != 3 || strings.Count(strings.Join(got, ";"), " new") != 1 {
		t.Errorf("recorded %q", got)
	}
	p := field(t).preview(t, "contacts", []byte("Data;Sesso;Contatti nel mese\n30/04/2024;F;3\n30/04/2024;M;1\n"), sheet.Map{})
	for _, q := range p.Questions { // of nobody who is known, several may be several people
		if slices.ContainsFunc(q.Answers, func(a sheet.Answer) bool { return a.ID == "each" }) {
			t.Errorf("%s offers it", q.ID)
		}
	}
}

// A code from the first to the last of many names all of them.
func TestNobodyIsLostAmongManyCodesOfACell(t *testing.T) {
	t.Parallel()
	o := field(t)
	o.take(t, "contacts", []byte("Data;Codice;Sesso\n02/04/2024;A01-A20;F\n03/04/2024;A21;F\n04/04/2024;A22;F\n"), answering("joint.B=span"))
	if got := o.met(t); len(got) != 22 {
		t.Errorf("%d recorded", len(got))
	}
}

// The heading may be one answer, and the cell below it the age.
func TestAnAgeBelowAnAnswerTellsBoth(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct{ file, answer, want string }{
		"genders":   {"Data;Codice;F;M;Cittadinanza\n02/04/2024;A01;22;;Nigeria\n03/04/2024;A02;;24;Romania\n04/04/2024;A03;17;;Albania\n", "several.C=age", "2024-04-02 p1 woman 18-25 NG; 2024-04-03 p2 man 18-25 RO; 2024-04-04 p3 woman 14-17 AL"},
		"countries": {"Data;Codice;Sesso;Nigeria;Romania;Altro\n02/04/2024;A01;F;22;;\n03/04/2024;A02;F;;24;\n04/04/2024;A03;F;;;17\n", "several.D=age", "2024-04-02 p1 woman 18-25 NG; 2024-04-03 p2 woman 18-25 RO; 2024-04-04 p3 woman 14-17"},
	} {
		o := field(t)
		o.take(t, "contacts", []byte(x.file), answering(x.answer))
		if got := strings.Join(o.met(t), "; "); got != x.want {
			t.Errorf("%s: recorded %s", name, got)
		}
	}
}

// Years of birth under a heading of ages are asked about, and read as such.
func TestYearsOfBirthInAColumnOfAges(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		cells [3]string
		want  [3]string
	}{
		"two digits":     {[3]string{"99", "01", "06"}, [3]string{"18-25", "18-25", "18-25"}},
		"an apostrophe":  {[3]string{"'02", "'85", "'07"}, [3]string{"18-25", "31-40", "14-17"}},
		"four digits":    {[3]string{"1999", "1985", "2010"}, [3]string{"18-25", "31-40", "14-17"}},
		"with thousands": {[3]string{"1.999", "2.001", "1.988"}, [3]string{"18-25", "18-25", "31-40"}},
	} {
		file := "Data;Codice;Sesso;Età\n"
		for i, cell := range x.cells {
			file += "0" + itoa(i+2) + "/04/2024;A0" + itoa(i) + ";F;" + cell + "\n"
		}
		o := field(t)
		if got := asked(o.preview(t, "contacts", []byte(file), sheet.Map{})); !slices.Contains(got, "ages.D") {
			t.Errorf("%s: asked %v", name, got)
			continue
		}
		o.take(t, "contacts", []byte(file), answering("ages.D=born"))
		for i, got := range o.met(t) {
			if !strings.HasSuffix(got, x.want[i]) {
				t.Errorf("%s: recorded %q, want %s", name, got, x.want[i])
			}
		}
	}
}

// A column of yes and no may hold the thing itself.
func TestTheThingItselfInAColumnOfYesAndNo(t *testing.T) {
	t.Parallel()
	file := "Data;Codice;Sesso;Annuncio\n02/04/2024;A01;F;bakeca\n02/04/2024;A02;F;no\n03/04/2024;A03;F;\n"
	if got := asked(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); !slices.Equal(got, []string{"thing.D"}) {
		t.Fatalf("asked %v", got)
	}
	for answer, want := range map[string]int{"yes": 1, "empty": 0} {
		o, adverts := field(t), 0
		o.take(t, "contacts", []byte(file), answering("thing.D="+answer))
		must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
			all, err := outreach.Contacts.List(tx, store.Selection{})
			for _, k := range all.Items {
				if k.Advert {
					adverts++
				}
			}
			return err
		}))
		if adverts != want {
			t.Errorf("%s: %d with an advert", answer, adverts)
		}
	}
}

// Where no column can say the day, the question says what to do, and nothing is said of how days are read.
func TestADayThatNoColumnSays(t *testing.T) {
	t.Parallel()
	p := field(t).preview(t, "contacts", []byte("Turno;Codice;Sesso\n02/04 - 03/04/2024;A01;F\n09/04 - 10/04/2024;A02;F\n"), sheet.Map{})
	at := slices.IndexFunc(p.Questions, func(q sheet.Question) bool { return q.ID == "column.day" })
	if at < 0 || len(p.Questions[at].Answers) > 0 || !strings.Contains(p.Questions[at].Words.Say(i18n.For("it")), "pivot") {
		t.Errorf("asked %+v", p.Questions)
	}
	if p.DatesBecause != "" {
		t.Errorf("days are read %s", p.Dates)
	}
	yearless := field(t).preview(t, "contacts", []byte("Shift;Client code;Gender;From;Leaflet given\nTue 2 Apr;A01;F;Nigerian;Y\nWed 3 Apr;A02;F;Romanian;N\n"), sheet.Map{})
	if got := yearless.Questions[0]; got.ID != "column.day" || len(got.Answers) != 1 || got.Answers[0].ID != "A" {
		t.Errorf("asked %+v", got)
	}
}

// Numbers of which others are a part are no private data, and are asked about.
func TestAPartOfThePresencesIsNoDocument(t *testing.T) {
	t.Parallel()
	p := field(t).preview(t, "outings", []byte("Data;Modalità;Minuti;Presenze;di cui minori;di cui nuove\n02/04/2024;strada;180;12;2;3\n05/04/2024;strada;180;10;0;1\n"), sheet.Map{})
	if got := asked(p); !slices.Equal(got, []string{"left"}) || !slices.Equal(p.Questions[0].Columns, []string{"F"}) || p.Columns[4].Reason == "document" {
		t.Errorf("asked %v: %+v", got, p.Questions)
	}
}

// The lines of a cell may be of one person each.
func TestTheLinesOfACellAreOfOnePersonEach(t *testing.T) {
	t.Parallel()
	o := field(t)
	o.take(t, "contacts", []byte("Data;Codice;Sesso;Età\n03/04/2024;\"A01\nA02\";\"F\nM\";\"22\n45\"\n10/04/2024;A03;F;30\n"), answering("joint.B=each"))
	got := o.met(t)
	slices.Sort(got)
	if len(got) != 3 || !strings.HasSuffix(got[0], "man 41-50") || !strings.HasSuffix(got[1], "woman 18-25") {
		t.Errorf("recorded %q", got)
	}
}

// Two columns of days may each tell of a contact.
func TestEachOfTwoDaysMayBeAContact(t *testing.T) {
	t.Parallel()
	file := "Codice;Sesso;Data strada;Data sportello\nA01;F;03/04/2024;\nA02;M;;10/04/2024\nA03;F;05/04/2024;12/04/2024\n"
	o := field(t)
	o.take(t, "contacts", []byte(file), answering("twice.day=each"))
	if got := strings.Join(o.met(t), "; "); got != "2024-04-03 p1 woman; 2024-04-05 p2 woman; 2024-04-10 p3 man; 2024-04-12 p2 woman" {
		t.Errorf("recorded %s", got)
	}
	if p := o.preview(t, "contacts", []byte(file), answering("twice.day=each")); p.New > 0 || p.Known != 4 {
		t.Errorf("again: %d new, %d known", p.New, p.Known)
	}
}

// A column that a legend in its heading explains is not left out without a word.
func TestAColumnWhoseHeadingIsALegendIsAskedAbout(t *testing.T) {
	t.Parallel()
	for _, rows := range []string{"02/04/2024;A01;1\n02/04/2024;A02;2\n", "02/04/2024;A01;1\n02/04/2024;A02;2\n03/04/2024;A03;1\n04/04/2024;A04;1\n"} {
		p := field(t).preview(t, "contacts", []byte("Data;Codice;Sesso (1=F 2=M)\n"+rows), sheet.Map{})
		at := slices.IndexFunc(p.Questions, func(q sheet.Question) bool { return q.ID == "left" })
		if at < 0 || !slices.ContainsFunc(p.Questions[at].Answers, func(a sheet.Answer) bool { return a.ID == "C.gender" }) {
			t.Errorf("asked %v", asked(p))
		}
	}
}
