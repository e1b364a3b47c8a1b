package sheet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// office12 is a register as an office keeps it: its words are no codes of a list.
var office12 = text("Data;Servizio;Codice persona;Sesso;Età;Nazionalità;Lingua",
	"02/04/2024;UDS;P-001;F;20enne;NIG;ing", "02/04/2024;UDS;P-002;F;22;NIG;ing", "03/04/2024;UDS;P-003;F;31;ROM;rum", "03/04/2024;UDS;P-004;M;20enne;NIG;ing",
	"04/04/2024;UDS;P-005;F;24;ROM;rum", "04/04/2024;UDS;P-006;F;20enne;ALB;it", "05/04/2024;UDS;P-007;F;27;NIG;ing", "05/04/2024;UDS;P-008;F;40;NIG;ing",
	"06/04/2024;UDS;P-009;M;33;ROM;rum", "06/04/2024;UDS;P-010;F;20enne;NIG;ing", "07/04/2024;UDS;P-011;F;29;NIG;ing", "07/04/2024;UDS;P-012;F;36;ROM;rum")

var office12Words = map[string]map[string]string{
	"Servizio": {"UDS": "faro-strada"}, "E": {"20enne": "18-25"}, "#F": {"nig": "NG", "ROM": "RO", "ALB": "AL"}, "Lingua": {"ing": "en", "rum": "ro", "it": "it"},
}

func unread(p sheet.Preview) string {
	var list []string
	for _, u := range p.Unread {
		for _, w := range u.Words {
			if w.Given == "" {
				list = append(list, fmt.Sprintf("%s:%s %d", u.Letter, w.Key(), w.Rows))
			}
		}
		if u.Hidden > 0 {
			list = append(list, fmt.Sprintf("%s hides %d", u.Letter, u.Hidden))
		}
	}
	return strings.Join(list, ", ")
}

func TestWordsThatAreNotUnderstoodAreShownAndExplainedOnce(t *testing.T) {
	t.Parallel()
	o := field(t)
	before := o.preview(t, "contacts", office12, sheet.Map{Columns: map[string]string{"Servizio": "unit"}})
	if before.RefusedRows() == 0 || len(before.Unread) == 0 {
		t.Fatalf("refused %d, unread %q", before.RefusedRows(), unread(before))
	}
	m := sheet.Map{Columns: map[string]string{"Servizio": "unit"}, Words: office12Words}
	after := o.preview(t, "contacts", office12, m)
	if after.RefusedRows() != 0 || after.New != 12 || unread(after) != "" {
		t.Fatalf("explained: %d refused, %d new, unread %q, %+v", after.RefusedRows(), after.New, unread(after), after.Refused)
	}
	o.take(t, "contacts", office12, m)
	met := strings.Join(o.met(t), "\n")
	for _, want := range []string{"2024-04-02 p1 woman 18-25 NG", "2024-04-03 p4 woman 31-40 RO"} {
		if !strings.Contains(met, want) {
			t.Errorf("no %q in\n%s", want, met)
		}
	}
	next := text("Data;Servizio;Codice persona;Sesso;Età;Nazionalità;Lingua;Ambito", "12/05/2024;UDS;P-031;F;20enne;nig.;Ing;")
	later := o.preview(t, "contacts", next, sheet.Map{Columns: map[string]string{"Servizio": "unit"}})
	if later.RefusedRows() != 0 || unread(later) != "" {
		t.Errorf("the next file, with a column more: %d refused, unread %q", later.RefusedRows(), unread(later))
	}
}

var namesAmongCountries = text("Data;Nome;Codice persona;Sesso;Nazionalità",
	"02/04/2024;Joy;P-001;F;Joy", "03/04/2024;Mirela Sentinella;P-002;F;Sentinella Bianchi", "04/04/2024;Ada;P-003;F;3475550199", "05/04/2024;Eva;P-004;Fem;XQ")

func TestAWordThatMayNameSomebodyIsCalledByItsRowAndNotShown(t *testing.T) {
	t.Parallel()
	o := field(t)
	p := o.preview(t, "contacts", namesAmongCountries, sheet.Map{Columns: map[string]string{"Nazionalità": "citizenship"}})
	if got := unread(p); got != "D:Fem 1, E:XQ 1, E:@2 1, E:@3 1, E:@4 1" {
		t.Errorf("unread %q", got)
	}
	m := sheet.Map{Columns: map[string]string{"Nazionalità": "citizenship"}, Words: map[string]map[string]string{"#E": {"@3": "NG"}}}
	again := o.preview(t, "contacts", namesAmongCountries, m)
	if got := unread(again); got != "D:Fem 1, E:XQ 1, E:@2 1, E:@4 1" || again.RefusedRows() != 3 {
		t.Errorf("with one explained unread %q, %d refused", got, again.RefusedRows())
	}
	for _, lang := range i18n.Languages() {
		if said := strings.Join(p.Lines(i18n.For(lang)), "\n"); strings.Contains(said, "Joy") || strings.Contains(said, "Bianchi") || strings.Contains(said, "347") {
			t.Errorf("shown: %s", said)
		}
	}
}

// TestAWordOfARowThatIsNoRecordIsNotAskedAbout: totals and headings in the middle hold words too.
func TestAWordOfARowThatIsNoRecordIsNotAskedAbout(t *testing.T) {
	t.Parallel()
	o := field(t)
	p := o.preview(t, "contacts", text("Data;Codice persona;Sesso;Nazionalità", "02/04/2024;P-001;F;Nigeria", "Totale;2;;tot", "02/05/2024;P-002;F;Romania"), sheet.Map{})
	if got := unread(p); got != "" {
		t.Errorf("unread %q", got)
	}
}

func TestAWordMeansWhatItIsSaidToMeanOrNothing(t *testing.T) {
	t.Parallel()
	o := field(t)
	file := text("Data;Codice persona;Sesso;Nazionalità", "02/04/2024;P-001;F;zzq", "03/04/2024;P-002;F;zzq")
	for code, refused := range map[string]int{"no such code": 2, sheet.Nothing: 0, "NG": 0} {
		p := o.preview(t, "contacts", file, sheet.Map{Words: map[string]map[string]string{"Nazionalità": {"zzq": code}}})
		if p.RefusedRows() != refused {
			t.Errorf("as %q: %d rows refused, want %d", code, p.RefusedRows(), refused)
		}
	}
	if _, _, _, err := sheet.ReadWord("F:NIG"); err == nil {
		t.Error("half a word is taken")
	}
	if column, word, code, err := sheet.ReadWord("Nazione: a=b=NG"); err != nil || column != "Nazione" || word != " a=b" || code != "NG" {
		t.Errorf("%q %q %q %v", column, word, code, err)
	}
}

func TestHeadingsThatMeanNothingHereAreShownUnlessTheyMayBeNames(t *testing.T) {
	t.Parallel()
	o := field(t)
	p := o.preview(t, "contacts", text("Data;Codice persona;Sesso;Tipo di aggancio;Gaudenzia Pindarelli;Zona 4 (Rosa)", "02/04/2024;P-001;F;a;b;c"), sheet.Map{})
	want := map[string]string{"D": "Tipo di aggancio", "E": "", "F": ""}
	for _, c := range p.Columns {
		if heading, left := want[c.Letter]; left && c.Heading != heading {
			t.Errorf("column %s shows %q, want %q", c.Letter, c.Heading, heading)
		}
	}
}

// What stands below a heading that can mean one thing only is never left out without a word: it is refused, and can be explained.
func TestAColumnThatCanMeanOneThingIsNotLeftOut(t *testing.T) {
	o := field(t)
	file := text("Data;Codice persona;Sesso", "02/04/2024;P-001;1", "03/04/2024;P-002;2", "04/04/2024;P-003;2")
	if got := sums(o.preview(t, "contacts", file, sheet.Map{})); got != "2 refused expected_code, 3 refused expected_code, 4 refused expected_code" {
		t.Errorf("says %q", got)
	}
	o.take(t, "contacts", file, sheet.Map{Words: map[string]map[string]string{"C": {"1": "man", "2": "woman"}}})
	if got := strings.Join(o.met(t), "; "); got != "2024-04-02 p1 man; 2024-04-03 p2 woman; 2024-04-04 p3 woman" {
		t.Errorf("recorded %s", got)
	}
	ignored := field(t).preview(t, "contacts", file, sheet.Map{Columns: map[string]string{"Sesso": sheet.Ignore}})
	if got := sums(ignored); got != "" {
		t.Errorf("left out says %q", got)
	}
}

// An office's own words for what it does are several and of several words: each can be explained.
func TestTheOfficesOwnWordsForActionsCanAllBeExplained(t *testing.T) {
	t.Parallel()
	o := field(t)
	file := text("Data;Codice;Azione", "03/04/2024;A00;distribuzione preservativi", "03/04/2024;A01;distribuzione preservativi", "04/04/2024;A02;accompagnamento in questura",
		"05/04/2024;A03;consegna kit igienico", "05/04/2024;A04;colloquio con avvocato", "08/04/2024;A05;spesa con Gaudenzia", "08/04/2024;A06;telefonata", "08/04/2024;A07;parlato con Gaudenzia Pindarelli di casa e lavoro",
		"08/04/2024;A08;parlato con Gaudenzia Pindarelli di casa e lavoro")
	p := o.preview(t, "actions", file, sheet.Map{})
	want := "C:distribuzione preservativi 2, C:accompagnamento in questura 1, C:colloquio con avvocato 1, C:consegna kit igienico 1, C:telefonata 1, C:@7 1, C:@9 2"
	if got := unread(p); got != want {
		t.Fatalf("unread %q", got)
	}
	if !slices.Contains(p.Unread[0].Answers, "material_help") {
		t.Errorf("the codes to choose from: %v", p.Unread[0].Answers)
	}
	said := map[string]string{"@7": "other", "@9": sheet.Nothing}
	for _, w := range p.Unread[0].Words[:5] {
		said[w.Word] = "other"
	}
	m := sheet.Map{Words: map[string]map[string]string{"#C": said}}
	if after := o.preview(t, "actions", file, m); after.RefusedRows() != 2 || unread(after) != "" { // an action must be told
		t.Errorf("explained: %+v, unread %q", after.Refused, unread(after))
	}
}

// The name of a body is written in many ways, and each can be explained.
func TestTheNameOfABodyCanBeExplained(t *testing.T) {
	t.Parallel()
	o := field(t)
	file := text("Ente;Data;Codice;Sesso", "Coop. Faro Blu;02/04/2024;P-001;F", "faro;03/04/2024;P-002;F")
	p := o.preview(t, "contacts", file, sheet.Map{})
	if got := unread(p); got != "A:@2 1" {
		t.Fatalf("unread %q", got)
	}
	p = o.preview(t, "contacts", file, sheet.Map{Words: map[string]map[string]string{"Ente": {"@2": "faro"}}})
	if p.RefusedRows() != 0 || p.New != 2 {
		t.Errorf("explained: %+v", p.Refused)
	}
}

// Every cell that is not shown is counted, also where they are too many to be called by their rows.
func TestCellsThatAreNotShownAreCountedOneByOne(t *testing.T) {
	t.Parallel()
	o := field(t)
	rows := []string{"Data;Codice;Nazionalità"}
	for i := range 15 {
		name := "Sentinella Nr " + string(rune('a'+i))
		rows = append(rows, fmt.Sprintf("02/04/2024;P-%02d;%s", 2*i, name), fmt.Sprintf("03/04/2024;P-%02d;%s", 2*i+1, strings.ToUpper(name)))
	}
	p := o.preview(t, "contacts", text(rows...), sheet.Map{Columns: map[string]string{"Nazionalità": "citizenship"}})
	shown, hidden := 0, 0
	for _, u := range p.Unread {
		for _, w := range u.Words {
			shown += w.Rows
		}
		hidden += u.Hidden
	}
	if shown+hidden != 30 || p.RefusedRows() != 30 {
		t.Errorf("%d and %d of 30 cells, %d refused", shown, hidden, p.RefusedRows())
	}
}

// TestAWordWithAFootnoteIsNotTheWord: an office puts a sign behind a word to say more of it below the table. Comparing words passes over signs, and a row of a trans woman would be one of a woman.
func TestAWordWithAFootnoteIsNotTheWord(t *testing.T) {
	t.Parallel()
	o := field(t)
	file := text("Data;Unità;Codice;Sesso;Età;Nazionalità", "02/04/2024;faro-strada;A01;F *;22;Nigeria", "02/04/2024;faro-strada;A02;M*;30;Romania", "09/04/2024;faro-strada;A03;F;22;Ghana", "* = trans")
	if p := o.preview(t, "contacts", file, sheet.Map{}); unread(p) != "D:F asterisco 1, D:M asterisco 1" || p.RefusedRows() != 2 {
		t.Errorf("unread %q, %d refused", unread(p), p.RefusedRows())
	}
	o.take(t, "contacts", file, sheet.Map{Words: map[string]map[string]string{"D": {"F *": "trans_woman", "M asterisco": "trans_man"}}})
	if met := strings.Join(o.met(t), "\n"); !strings.Contains(met, " trans_woman ") || !strings.Contains(met, " trans_man ") || strings.Count(met, " woman ") != 1 {
		t.Errorf("recorded\n%s", met)
	}
}
