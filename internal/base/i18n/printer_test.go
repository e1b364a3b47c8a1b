package i18n_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/fstest"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
)

// small is a catalogue of two languages made for the tests below.
func small() *i18n.Catalogue {
	return i18n.Load(fstest.MapFS{
		"locales/sheet.it.yaml": {Data: []byte(`
sheet:
  bad_row: "Riga {{.row}}: {{.reason}}"
  added: {one: "{{.count}} riga aggiunta", other: "{{.count}} righe aggiunte"}
  kind: {other: Altro, id: Identificativo, description: Descrizione}
`)},
		"locales/sheet.en.yaml": {Data: []byte(`
sheet:
  bad_row: "Row {{.row}}: {{.reason}}"
  added: {one: "{{.count}} row added", other: "{{.count}} rows added"}
  kind: {other: Other, id: Identifier, description: Description}
`)},
		"locales/desk.it.yaml":   {Data: []byte("desk: {queue: In attesa}")},
		"locales/desk.en.yaml":   {Data: []byte("desk: {queue: Waiting}")},
		"locales/errors.it.yaml": {Data: []byte("errors: {internal: Guasto nostro., not_found: Non c'è.}")},
		"locales/errors.en.yaml": {Data: []byte("errors: {internal: Our fault., not_found: Not there.}")},
	}, []string{"it", "en"})
}

func TestMessagesFillInValuesAndChooseThePlural(t *testing.T) {
	c := small()
	if problems := c.Problems(); len(problems) > 0 {
		t.Fatal(problems)
	}
	it, en := c.Printer("it"), c.Printer("en")
	for _, x := range []struct{ got, want string }{
		{it.T("desk.queue"), "In attesa"},
		{it.T("sheet.bad_row", "row", 1031, "reason", "vuota"), "Riga 1.031: vuota"},
		{en.T("sheet.bad_row", "row", int64(1031), "reason", []string{"a", "b"}), "Row 1,031: a, b"},
		{it.T("sheet.added", "count", 1), "1 riga aggiunta"},
		{it.T("sheet.added", "count", 0), "0 righe aggiunte"},
		{it.T("sheet.added", "count", 1_000_000), "1.000.000 righe aggiunte"},
		{en.T("sheet.added", "count", 1), "1 row added"},
		{en.T("sheet.added", "count", 2), "2 rows added"},
		{it.T("sheet.kind.other"), "Altro"},
		{it.T("sheet.kind.id"), "Identificativo"},
		{en.T("sheet.kind.description"), "Description"},
		{it.T("sheet.nothing"), "[sheet.nothing]"},
		{it.T("sheet.kind"), "[sheet.kind]"},
	} {
		if x.got != x.want {
			t.Errorf("got %q, want %q", x.got, x.want)
		}
	}
}

func TestErrorsBecomeSentencesWithoutTheirInside(t *testing.T) {
	p := small().Printer("it")
	bad := errs.E(errs.Invalid, "sheet.bad_row", "row", 3, "reason", "vuota", errors.New("cause"))
	for _, x := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{bad, "Riga 3: vuota"},
		{errs.Wrap(bad, "import", "id"), "Riga 3: vuota"},
		{errs.List{bad, bad.On("day")}, "Riga 3: vuota Riga 3: vuota"},
		{fmt.Errorf("sheet: %w", errs.List{bad}), "Riga 3: vuota"},
		{errors.New("disk sector 7 of Maria"), "Guasto nostro."},
		{errs.E(errs.NotFound, "sheet.no_such_key"), "Non c'è."},
	} {
		if got := p.Error(x.err); got != x.want {
			t.Errorf("%v: got %q, want %q", x.err, got, x.want)
		}
	}
	if got := p.Errors(errs.List{bad, bad}); len(got) != 2 {
		t.Errorf("a list of two failures became %q", got)
	}
}

func TestEveryKindOfErrorHasASentence(t *testing.T) {
	for _, lang := range i18n.Languages() {
		p := i18n.For(lang)
		seen := map[string]bool{}
		for kind := errs.Internal; kind <= errs.Unavailable; kind++ {
			sentence := p.Error(errs.E(kind, "nobody.wrote_this"))
			if sentence == "" || sentence[0] == '[' || seen[sentence] {
				t.Errorf("%s: kind %s says %q", lang, kind, sentence)
			}
			seen[sentence] = true
		}
	}
}

func TestFiguresAreWrittenAsTheLanguageWritesThem(t *testing.T) {
	it, en := i18n.For("it"), i18n.For("en")
	for _, x := range []struct{ got, want string }{
		{it.Int(1031), "1.031"},
		{en.Int(1031), "1,031"},
		{it.Int(-12), "-12"},
		{it.Tenths(294), "29,4"},
		{en.Tenths(294), "29.4"},
		{it.Tenths(0), "0,0"},
		{it.Tenths(-5), "-0,5"},
		{en.Tenths(12345), "1,234.5"},
	} {
		if x.got != x.want {
			t.Errorf("got %q, want %q", x.got, x.want)
		}
	}
}

func TestDaysAndPeriodsAreWrittenInWords(t *testing.T) {
	it, en := i18n.For("it"), i18n.For("en")
	for _, x := range []struct{ got, want string }{
		{it.Day("2024-11-30"), "30 novembre 2024"},
		{en.Day("2024-03-01"), "1 March 2024"},
		{it.Day("yesterday"), "yesterday"},
		{it.Month("2024-08-15"), "agosto 2024"},
		{en.Month("2024-08"), "August 2024"},
		{en.Month(""), ""},
		{it.Period("2024-03-01", "2024-11-30"), "1 marzo – 30 novembre 2024"},
		{it.Period("2023-12-01", "2024-11-30"), "1 dicembre 2023 – 30 novembre 2024"},
		{en.Period("2024-11-01", "2024-11-30"), "1–30 November 2024"},
		{en.Period("2024-11-30", "2024-11-30"), "30 November 2024"},
		{it.Period("2024-03-01", ""), "dal 1 marzo 2024"},
		{en.Period("", "2024-03-01"), "until 1 March 2024"},
		{it.Period("", ""), "tutto il periodo"},
		{it.Period("?", "2024-03-01"), "? – 2024-03-01"},
	} {
		if x.got != x.want {
			t.Errorf("got %q, want %q", x.got, x.want)
		}
	}
}

func TestTheReadersLanguageIsMatched(t *testing.T) {
	for header, want := range map[string]string{
		"":                              "it",
		"it":                            "it",
		"it-CH,de;q=0.8":                "it",
		"en-GB,en;q=0.9":                "en",
		"de-DE,de;q=0.9,it;q=0.3":       "it",
		"ja":                            "en",
		"*;;;q=this is not a header, é": "it",
	} {
		if got := i18n.Match(header); got != want {
			t.Errorf("Match(%q) = %s, want %s", header, got, want)
		}
	}
	if got := i18n.For("en-US").Lang(); got != "en" {
		t.Errorf("For(en-US) speaks %s", got)
	}
}

func TestAPrinterServesManyReadersAtOnce(t *testing.T) {
	p := i18n.For("it")
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for n := range int64(200) {
				if got := p.Int(1000 + n); got != fmt.Sprintf("1.%03d", n) {
					t.Errorf("%d became %s", 1000+n, got)
				}
				p.Day("2024-11-30")
			}
		})
	}
	readers.Wait()
}

func TestHowManyThereAreIsSaidAsFarAsItWasCounted(t *testing.T) {
	t.Parallel()
	c := i18n.Load(fstest.MapFS{"locales/a.it.yaml": {Data: []byte("a: {rows: {one: '{{.count}} riga', other: '{{.count}} righe'}}")}}, []string{"it"})
	for want, many := range map[string]i18n.Many{"1 riga": {N: 1}, "1.031 righe": {N: 1031}, "10.000+ righe": {N: 10_000, More: true}} {
		if got := c.Printer("it").T("a.rows", "count", many); got != want {
			t.Errorf("%+v is %q, want %q", many, got, want)
		}
	}
}
