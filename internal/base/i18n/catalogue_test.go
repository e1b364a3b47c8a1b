package i18n_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"approdo/internal/base/i18n"
)

func TestEveryLanguageSaysEverything(t *testing.T) {
	for _, problem := range i18n.Shipped().Problems() {
		t.Error(problem)
	}
	for _, lang := range i18n.Languages() {
		for _, other := range i18n.Languages() {
			if !i18n.Shipped().Has(lang, "page.language_name."+other) {
				t.Errorf("in %s the language %s has no name", lang, other)
			}
		}
	}
}

func TestAFlawedCatalogueIsNamedButStillSpeaks(t *testing.T) {
	for name, x := range map[string]struct{ it, en, want string }{
		"key missing in a language":  {"a: {x: Sì, y: No}", "a: {x: Yes}", "a.y: missing in en"},
		"values differ":              {"a: {x: 'Riga {{.row}}'}", "a: {x: 'Row {{.line}}'}", "a.x: languages differ"},
		"plural in one language":     {"a: {x: {one: riga, other: righe}}", "a: {x: rows}", "a.x: languages differ"},
		"key of another area":        {"a: {x: Sì}\nb: {x: No}", "a: {x: Yes}", "outside the file's area"},
		"text that is a number":      {"a: {x: 12}", "a: {x: Yes}", "quote it"},
		"empty text":                 {"a: {x: ''}", "a: {x: Yes}", "a.x is empty"},
		"template that is a program": {"a: {x: '{{if .y}}Sì{{end}}'}", "a: {x: Yes}", "only {{.name}}"},
		"space around a text":        {"a: {x: 'Sì '}", "a: {x: Yes}", "space around"},
		"broken file":                {"a: {x: Sì", "a: {x: Yes}", "locales/a.it.yaml"},
		"the same key twice":         {"a: {x: Sì, x: No}", "a: {x: Yes}", "locales/a.it.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			c := i18n.Load(fstest.MapFS{
				"locales/a.it.yaml": {Data: []byte(x.it)},
				"locales/a.en.yaml": {Data: []byte(x.en)},
			}, []string{"it", "en"})
			if problems := strings.Join(c.Problems(), "\n"); !strings.Contains(problems, x.want) {
				t.Errorf("want %q among the problems, got %q", x.want, problems)
			}
			if got := c.Printer("en").T("a.x"); got == "" {
				t.Error("nothing is said any more")
			}
		})
	}
}

func TestTheWordsOfAKindOfRecordAreSaidInOneFile(t *testing.T) {
	t.Parallel()
	c := i18n.Load(fstest.MapFS{
		"locales/a.it.yaml":          {Data: []byte("a: {x: Prima}")},
		"locales/noun_visit.it.yaml": {Data: []byte("a: {y: Visita, x: Seconda}\nb: {z: Visite}")},
	}, []string{"it"})
	if got := c.Printer("it").T("b.z"); got != "Visite" {
		t.Errorf("it says %q", got)
	}
	if problems := c.Problems(); len(problems) != 1 || problems[0] != "locales/noun_visit.it.yaml: a.x is said in another file too" {
		t.Errorf("problems: %q", problems)
	}
}

func TestAFileInAnUnknownLanguageIsAProblem(t *testing.T) {
	c := i18n.Load(fstest.MapFS{"locales/a.xx.yaml": {Data: []byte("a: {x: y}")}}, []string{"it", "en"})
	if problems := c.Problems(); len(problems) != 1 || !strings.Contains(problems[0], "a.xx.yaml") {
		t.Errorf("problems: %q", problems)
	}
}
