package sheet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// No filled column disappears without a word: what may be a fact is asked about, once for all such columns.
func TestAColumnThatMayTellAFactIsAskedAbout(t *testing.T) {
	t.Parallel()
	head := "Data;Codice persona;Sesso;"
	for name, x := range map[string]struct{ kind, file, offers string }{
		"yes and no":           {"contacts", head + "Aggancio\n03/04/2024;A01;F;sì\n10/04/2024;A02;F;no\n", "D.newness"},
		"a cross":              {"contacts", head + "Sospetta minore\n03/04/2024;A01;F;x\n10/04/2024;A02;F;\n", "D.age_band.minor"},
		"initials":             {"contacts", head + "N/V\n03/04/2024;A01;F;N\n10/04/2024;A01;F;V\n10/04/2024;A02;F;N\n", "D.newness"},
		"words that repeat":    {"contacts", head + "Esigenza\n03/04/2024;A01;F;casa\n10/04/2024;A01;F;casa\n10/04/2024;A02;F;lavoro\n", "leave_out"},
		"a known name":         {"contacts", head + "Provenienza\n03/04/2024;A01;F;Sportello\n10/04/2024;A02;F;invio servizi\n17/04/2024;A03;F;passaparola\n", "D.citizenship"},
		"days under a name":    {"contacts", head + "Prima volta\n03/04/2024;A01;F;03/04/2024\n10/04/2024;A01;F;03/04/2024\n10/04/2024;A02;F;10/04/2024\n", "leave_out"},
		"a trans woman":        {"contacts", head + "Trans\n03/04/2024;A01;M;sì\n10/04/2024;A02;F;no\n17/04/2024;A03;M;no\n", "D.gender.trans_woman"},
		"numbers of an outing": {"outings", "Data;Modalità;Merendine\n03/04/2024;in strada;12\n10/04/2024;in strada;7\n", "C.materials"},
		"a list in sentences":  {"enrolments", "Data;Codice persona;Fonte;Appartenenza\n03/04/2024;A01;unità di contatto;In un altro progetto (messa in rete)\n04/04/2024;A02;unità di contatto;In questo progetto\n", "D.kind"},
	} {
		p := field(t).preview(t, sheet.Kind(x.kind), []byte(x.file), sheet.Map{})
		at := slices.IndexFunc(p.Questions, func(q sheet.Question) bool { return q.ID == "left" })
		if at < 0 {
			t.Errorf("%s: asked %v", name, asked(p))
			continue
		}
		if !slices.ContainsFunc(p.Questions[at].Answers, func(a sheet.Answer) bool { return a.ID == x.offers }) {
			t.Errorf("%s: no %s among %v", name, x.offers, p.Questions[at].Answers)
		}
		if left := field(t).preview(t, sheet.Kind(x.kind), []byte(x.file), answering("left=leave_out")); len(left.Open()) > 0 {
			t.Errorf("%s: left out, asks %v", name, asked(left))
		}
	}
}

// The program's own names of what an enrolment says are known, and what they say is not left out.
func TestAnEnrolmentSaysWhereUnderTheProgramsOwnNames(t *testing.T) {
	t.Parallel()
	for _, heading := range []string{"Dove", "Adesione in rete", "In quale progetto"} {
		file := "Data;Codice persona;Fonte;" + heading + "\n03/04/2024;A01;unità di contatto;In un altro progetto (messa in rete)\n04/04/2024;A02;unità di contatto;In questo progetto\n"
		p := field(t).preview(t, "enrolments", []byte(file), sheet.Map{})
		if len(p.Open()) > 0 || p.Columns[3].Field != "kind" {
			t.Errorf("%s: %q, asks %v", heading, p.Columns[3].Field, asked(p))
		}
	}
}

// Several columns are one question; one that is taken leaves the others to be asked about.
func TestColumnsThatAreLeftOutAreOneQuestion(t *testing.T) {
	t.Parallel()
	file := "Data;Codice persona;Sesso;Aggancio;Ritorno\n03/04/2024;A01;F;sì;no\n10/04/2024;A02;F;no;sì\n"
	p := field(t).preview(t, "contacts", []byte(file), sheet.Map{})
	if got := asked(p); !slices.Equal(got, []string{"left"}) || !slices.Equal(p.Questions[0].Columns, []string{"D", "E"}) {
		t.Errorf("asked %v of %v", got, p.Questions[0].Columns)
	}
	if got := asked(field(t).preview(t, "contacts", []byte(file), answering("left=D.newness"))); !slices.Contains(got, "left.2") {
		t.Errorf("asked %v", got)
	}
	o := field(t)
	o.take(t, "contacts", []byte(file), answering("left=D.newness", "left.2=leave_out", "sense.D=told"))
	if got := strings.Join(o.met(t), "; "); got != "2024-04-03 p1 woman new; 2024-04-10 p2 woman known" {
		t.Errorf("recorded %s", got)
	}
}

// A yes under the name of an answer gives that answer, whatever another column says.
func TestAYesUnderTheNameOfAnAnswerCorrectsAnotherColumn(t *testing.T) {
	t.Parallel()
	o := field(t)
	o.take(t, "contacts", []byte("Data;Codice persona;Sesso;Trans\n03/04/2024;A01;M;sì\n10/04/2024;A02;F;no\n17/04/2024;A03;M;\n"), answering("left=D.gender.trans_woman"))
	if got := strings.Join(o.met(t), "; "); got != "2024-04-03 p1 trans_woman; 2024-04-10 p2 woman; 2024-04-17 p3 man" {
		t.Errorf("recorded %s", got)
	}
	o = field(t)
	o.take(t, "contacts", []byte("Data;Codice persona;Sesso;Minorenne\n03/04/2024;A01;F;x\n10/04/2024;A02;F;\n"), answering("left=D.age_band.minor"))
	if got := strings.Join(o.met(t), "; "); got != "2024-04-03 p1 woman minor; 2024-04-10 p2 woman" {
		t.Errorf("recorded %s", got)
	}
}

// What was answered stands for the next file, until a column is filled that was not.
func TestAColumnThatWasLeftOutIsAskedAboutOnce(t *testing.T) {
	t.Parallel()
	o := field(t)
	file := func(month int, first, second string) []byte {
		return fmt.Appendf(nil, "Data;Codice persona;Sesso;Aggancio;Ritorno\n03/%02d/2024;A01;F;%s;%s\n10/%02d/2024;A02;F;;\n", month, first, second, month)
	}
	o.take(t, "contacts", file(4, "sì", ""), answering("left=leave_out"))
	if got := asked(o.preview(t, "contacts", file(5, "no", ""), sheet.Map{})); len(got) > 0 {
		t.Errorf("the same again: asked %v", got)
	}
	if got := asked(o.preview(t, "contacts", file(5, "no", "sì"), sheet.Map{})); !slices.Equal(got, []string{"left"}) {
		t.Errorf("a column more is filled: asked %v", got)
	}
}

// What is left out by design is said with the number of its cells, and not asked about.
func TestAColumnThatIsLeftOutIsSaidWithItsCells(t *testing.T) {
	t.Parallel()
	p := field(t).preview(t, "contacts", []byte("Data;Ora;Giorno della settimana;Codice persona;Sesso;Note;Telefono\n03/04/2024;21:30;mercoledì;A01;F;torna;3470000000\n10/04/2024;22:00;mercoledì;A02;F;;3470000000\n"), sheet.Map{})
	if got := asked(p); len(got) > 0 {
		t.Errorf("asked %v", got)
	}
	said := strings.Join(p.Lines(i18n.For("it")), "\n")
	for _, want := range []string{"F: lasciata fuori (una cella), può contenere frasi", "G: lasciata fuori (2 celle), può contenere numeri di telefono"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
}

// A column of words or of yes and no may say which rows count: that is among the answers, and asked again of the next file.
func TestAColumnThatIsLeftMaySayWhichRowsCount(t *testing.T) {
	t.Parallel()
	head := "Data;Codice;Sesso;"
	for name, x := range map[string]struct {
		file    string
		answers []string
		left    int
	}{
		"a letter of yes":     {"Validato\n02/04/2024;A01;F;S\n02/04/2024;A02;F;N\n03/04/2024;A03;M;S\n", []string{"left=D.counts", "cancelled=leave_out"}, 2},
		"yes and no":          {"Presa contatto\n02/04/2024;A01;F;sì\n02/04/2024;A02;F;no\n03/04/2024;A03;F;sì\n", []string{"left=D.counts", "cancelled=leave_out"}, 2},
		"a yes takes it away": {"Tolta dal conto\n02/04/2024;A01;F;sì\n02/04/2024;A02;F;no\n03/04/2024;A03;F;no\n", []string{"left=D.void", "cancelled=leave_out"}, 2},
		"letters of its own":  {"Vista/Parlato\n02/04/2024;A01;F;P\n02/04/2024;A02;F;V\n03/04/2024;A03;F;V\n", []string{"left=D.counts", "status.p=record", "status.v=leave_out"}, 1},
		"words of an attempt": {"Modalità contatto\n02/04/2024;A01;F;di persona\n02/04/2024;A02;F;telefono\n03/04/2024;A03;F;messaggio senza risposta\n03/04/2024;A04;F;tentata chiamata\n", []string{"left=D.counts", "status.messaggiosenzarisposta=leave_out", "status.tentatachiamata=leave_out", "status.telefono=record"}, 2},
	} {
		o := field(t)
		o.take(t, "contacts", []byte(head+x.file), answering(x.answers...))
		if got := o.met(t); len(got) != x.left {
			t.Errorf("%s: recorded %v", name, got)
		}
	}
}

// A heading that says what became of each row may say of what it is besides.
func TestAStatusHeadingWithAWordBesideItIsAskedAbout(t *testing.T) {
	t.Parallel()
	file := "Codice;Data;Fonte;Stato programma\nA01;02/04/2024;altro;in corso\nA02;03/04/2024;altro;concluso\nA03;04/04/2024;altro;proposto\nA04;04/04/2024;altro;rifiutato dalla persona\n"
	got := asked(field(t).preview(t, "enrolments", []byte(file), sheet.Map{}))
	if want := []string{"status.incorso", "status.proposto", "status.rifiutatodallapersona"}; !slices.Equal(got, want) {
		t.Errorf("asked %v", got)
	}
}

// A heading that asks the age has its name.
func TestAHeadingMayAskTheAge(t *testing.T) {
	t.Parallel()
	p := field(t).preview(t, "contacts", []byte("Data;Codice;Sesso;How old?\n02/04/2024;A01;F;22\n02/04/2024;A02;F;u18\n"), sheet.Map{})
	if p.Columns[3].Field != "age_band" {
		t.Errorf("taken for %q", p.Columns[3].Field)
	}
}

// To have no permit is a fact of somebody who was met.
func TestNoneOfADocumentCallsNoRowOff(t *testing.T) {
	t.Parallel()
	head := "Data;Codice;Sesso;"
	rows := "\n02/04/2024;A01;F;asilo\n02/04/2024;A02;F;sussidiaria\n03/04/2024;A03;F;nessuno\n"
	for heading, want := range map[string]bool{"Permesso": false, "Note": true} {
		got := asked(field(t).preview(t, "contacts", []byte(head+heading+rows), sheet.Map{}))
		if slices.Contains(got, "cancelled") != want {
			t.Errorf("%s: asked %v", heading, got)
		}
	}
}
