package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// said is what a preview says would be recorded, a line of text for each fact.
func said(p sheet.Preview, lang string) (lines []string) {
	for _, line := range p.WouldRecord(i18n.For(lang)) {
		lines = append(lines, line.Line(i18n.For(lang)))
	}
	return lines
}

// What would be recorded is said in figures before it is: of people, days, each fact and each quantity, in both languages; what surprises comes first and is marked.
func TestThePreviewSaysWhatWouldBeRecorded(t *testing.T) {
	t.Parallel()
	contacts := []string{"Data;Unità;Codice persona;Genere;Età;Cittadinanza;Note;Lingua"}
	for i := range 11 {
		contacts = append(contacts, "0"+itoa(1+i%3)+"/04/2024;Unità di strada;K"+itoa(i+1)+";F;22;"+[]string{"Nigeria", "Nigeria", "Romania", ""}[i%4]+";x;")
	}
	outings := []string{
		"Data;Unità;Modalità;Ore;Km;Donne;Presenze",
		"02/04/2024;Unità di strada;strada;3;20;4;6", "09/04/2024;Unità di strada;strada;3,5;30;5;5", "16/05/2024;Unità di strada;strada;13;;2;2",
	}
	for _, c := range []struct {
		kind sheet.Kind
		file []string
		lang string
		want []string
		none []string
	}{
		{sheet.Contacts, contacts, "en", []string{
			"! people: nobody comes twice", "! language: nothing recorded, although the file has a column for it",
			"rows: 11 rows read; 11 new records", "days: 1–3 April 2024", "11 different people; 11 new", "gender: Woman 11",
			"citizenship: Nigeria 6; Romania 3; not said 2",
		}, []string{"setting", "region", "newness"}},
		{sheet.Contacts, contacts, "it", []string{"! persone: nessuno torna due volte", "cittadinanza: Nigeria 6; Romania 3; non detto 2"}, nil},
		{sheet.Outings, outings, "en", []string{
			"! hours of the outings: 1 outing of more than 12 hours; 19 h 30 min in all, 13 h at most, as the time that the outing lasted",
			"kilometres: 50 in all, 30 at most; 1 outing without", "presences: 13 in all, 6 at most; Woman 11; Not recorded 2",
			"days: 2 April – 16 May 2024; April 2024 2; May 2024 1",
		}, []string{"people", "materials", "adverts"}},
		{sheet.Outings, outings, "it", []string{"! ore delle uscite: 1 uscita di più di 12 ore; 19 h 30 min in tutto"}, nil},
	} {
		p := town(t).preview(t, c.kind, text(c.file...), sheet.Map{Answers: map[string]string{"clock.D": "duration"}})
		lines := said(p, c.lang)
		if len(p.Open()) > 0 {
			t.Fatalf("%s: asks %s", c.kind, p.Open()[0].ID)
		}
		for _, want := range c.want {
			if !slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, want) }) {
				t.Errorf("%s, %s: nothing says %q:\n%s", c.kind, c.lang, want, strings.Join(lines, "\n"))
			}
		}
		for _, none := range c.none {
			if slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(strings.TrimPrefix(line, "! "), none) }) {
				t.Errorf("%s: of %s nothing is told, and a line says something:\n%s", c.kind, none, strings.Join(lines, "\n"))
			}
		}
		odd := slices.IndexFunc(lines, func(line string) bool { return !strings.HasPrefix(line, "!") })
		if slices.ContainsFunc(lines[max(odd, 0):], func(line string) bool { return strings.HasPrefix(line, "!") }) {
			t.Errorf("%s: what surprises does not come first:\n%s", c.kind, strings.Join(lines, "\n"))
		}
	}
}

// While a question is open nobody knows what would be recorded, and nothing is said of it.
func TestNothingIsSaidOfRecordsWhileAQuestionIsOpen(t *testing.T) {
	t.Parallel()
	p := town(t).preview(t, sheet.Contacts, text("Date;Unit;Gender", "03/04/2024;Unità di strada;F", "04/05/2024;Unità di strada;F"), sheet.Map{})
	if len(p.Open()) == 0 || len(said(p, "en")) > 0 {
		t.Errorf("%d questions are open, and it is said: %v", len(p.Open()), said(p, "en"))
	}
}
