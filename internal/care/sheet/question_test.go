package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// asked are the ids of the open questions.
func asked(p sheet.Preview) (ids []string) {
	for _, q := range p.Open() {
		ids = append(ids, q.ID)
	}
	return ids
}

// answering is a map that answers questions, "id=answer" each.
func answering(pairs ...string) sheet.Map {
	m := sheet.Map{Answers: map[string]string{}}
	for _, pair := range pairs {
		id, answer, _ := strings.Cut(pair, "=")
		m.Answers[id] = answer
	}
	return m
}

func TestNothingIsRecordedWhileAQuestionIsOpen(t *testing.T) {
	o := town(t)
	file := text("Date;Unit;Gender", "03/04/2024;Sportello;F", "13/04/2024;Sportello;F", "x;Sportello;F")
	for _, m := range []sheet.Map{{}, answering("dates=sometimes"), answering("days=day_first")} {
		d := o.draft(t, "contacts", file, m)
		if _, err := o.apply(t, d, sheet.Options{SkipBad: true}); key(err) != "sheet.questions_open" {
			t.Errorf("with answers %v: %v", m.Answers, err)
		}
	}
	if got := o.facts(t); got != "" {
		t.Errorf("recorded: %s", got)
	}
}

func TestAnAnswerIsObeyedAndStaysInTheSuggestedMap(t *testing.T) {
	o := town(t)
	file := text("Date;Unit;Gender", "03/04/2024;Sportello;F")
	m := answering("dates=month_first")
	p := o.preview(t, "contacts", file, m)
	if len(p.Open()) != 0 || len(p.Questions) != 1 || p.Questions[0].Given != "month_first" {
		t.Fatalf("asked %+v", p.Questions)
	}
	yaml, err := p.Map().YAML()
	must(t, err)
	again, err := sheet.ReadMap(yaml)
	must(t, err)
	o.take(t, "contacts", file, again)
	if days := o.days(t); !slices.Equal(days, []string{"2024-03-04"}) {
		t.Errorf("days %q", days)
	}
}

func TestAColumnThatIsMissingIsChosenByItsLetter(t *testing.T) {
	o := town(t)
	file := text("Quando;Unità;Genere;Telefono", "03/04/2024;Sportello;F;333")
	p := o.preview(t, "contacts", file, sheet.Map{})
	if len(p.Open()) != 1 || len(p.Open()[0].Answers) != 1 || p.Open()[0].Answers[0].ID != "A" {
		t.Fatalf("asked %+v", p.Open())
	}
	o.take(t, "contacts", file, answering("column.day=A"))
	if days := o.days(t); !slices.Equal(days, []string{"2024-04-03"}) {
		t.Errorf("days %q", days)
	}
}

func TestAQuestionSaysWhereAndHowToAnswerInEveryLanguage(t *testing.T) {
	o := town(t)
	rows := []string{"Date;Unit;Gender"}
	for i := range 200 {
		rows = append(rows, []string{"03/04/2024", "2024-04-03"}[i/3%2]+";Sportello;F")
	}
	q := o.preview(t, "contacts", text(rows...), sheet.Map{}).Open()[0]
	for _, lang := range i18n.Languages() {
		said := strings.Join(q.Lines(i18n.For(lang)), "\n")
		for _, want := range []string{"dates=day_first", "dates=month_first", "2–4, 8–10"} {
			if !strings.Contains(said, want) || strings.Contains(said, "[ask.") {
				t.Errorf("%s: %q is not in %s", lang, want, said)
			}
		}
		if len(said) > 1000 {
			t.Errorf("%s: %d bytes for one question", lang, len(said))
		}
	}
}
