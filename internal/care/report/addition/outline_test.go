package addition_test

import (
	"strings"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/care/report"
	"approdo/internal/care/report/addition"
	"approdo/internal/care/report/definition"
	"approdo/internal/testkit"
)

// settings is the outline of T3 with labour, begging and illegal economies in one row, inside which gender.
func settings() addition.Outline {
	return addition.Outline{
		Title:  definition.Text{"it": "Persone per ambito: “nuove”", "en": "Persons by setting: \"new\" # not a comment"},
		Counts: "persons", Of: "T1/contact_unit", Rows: "setting", Chosen: true, Then: "gender",
		Groups: []addition.Group{{Code: "group_1", Label: definition.Text{"it": "Lavoro, accattonaggio", "en": "Labour, begging"}}},
		Place: map[string][]string{
			"sexual_outdoor": {addition.Alone}, "sexual_indoor": {addition.Alone}, "labour": {"group_1"}, "begging": {"group_1"}, "undefined": {addition.Elsewhere},
		},
		Measures: []string{"attributed", "gross"}, SameAs: "T3", Notes: definition.Text{"it": "Nota: prova", "en": "Note: a trial"},
	}
}

func outlines() map[string]addition.Outline {
	return map[string]addition.Outline{
		"persons of a row": settings(),
		"persons of anybody": {
			Title: definition.Text{"it": "x", "en": "y"}, Counts: "persons", Rows: "age_band", Measures: []string{"attributed", "gross"},
			Filters: []addition.Filter{{Column: "reaches", Codes: []string{"true"}}, {Column: "gender", Except: true, Codes: []string{"man", "not_asked"}}},
		},
		"the rows of another table": {
			Title: definition.Text{"it": "x", "en": "y"}, Counts: "persons", Of: "T1", Rows: addition.AsRows + "T1", Across: "protection", AcrossEnd: true, Measures: []string{"attributed"}, SameAs: "T1",
		},
		"rows that overlap": {
			Title: definition.Text{"it": "x", "en": "y"}, Counts: "actions", Overlaps: true, Rows: "type", Chosen: true, Measures: []string{"count", "persons"},
			Groups: []addition.Group{{Code: "a", Label: definition.Text{"it": "A", "en": "A"}}, {Code: "b", Label: definition.Text{"it": "B", "en": "B"}}},
			Place:  map[string][]string{"legal_advice": {"a", "b"}, "job_orientation": {"b"}, "service_referral": {addition.Alone, "a"}},
		},
		"hours of outings": {
			Title: definition.Text{"it": "x", "en": "y"}, Counts: "outings", Rows: "mode", Then: "province", Measures: []string{"count", "sum:minutes", "sum:kilometres"},
		},
		"enrolments across": {
			Title: definition.Text{"it": "x", "en": "y"}, Counts: "enrolments", Rows: "source", Across: "kind", Measures: []string{"count", "percent"},
		},
	}
}

// What a form says is understood by the parser that reads what experts write, and reads back as it was said.
func TestAFormSaysWhatATextSays(t *testing.T) {
	t.Parallel()
	b := setUp(t, testkit.Store(t))
	for name, o := range outlines() {
		t.Run(name, func(t *testing.T) {
			text := o.Text(b.town.Book)
			whole, err := definition.Extend(b.base, []definition.Source{{ID: "N1", Text: text}}, b.town.Book)
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			table, _ := whole.Table("N1")
			again, ok := addition.Sketch(table, b.base, b.town.Book)
			if !ok || again.Text(b.town.Book) != text {
				t.Errorf("read back (%v) as\n%s\nand was\n%s", ok, again.Text(b.town.Book), text)
			}
			if table.Title["it"] != o.Title["it"] || table.Title["en"] != o.Title["en"] {
				t.Errorf("the titles are %v", table.Title)
			}
			b.try(addition.Table{Report: "interim", Number: 1, Draft: text}, may)
		})
	}
}

// What a form cannot say is not read into one, where saving it would lose it.
func TestATextThatSaysMoreThanAFormIsLeftToItsWriter(t *testing.T) {
	t.Parallel()
	b := setUp(t, testkit.Store(t))
	for name, text := range map[string]string{
		"a part":        parlours,
		"latest":        bySetting + "period: at_end\n",
		"two notes":     bySetting + "notes: [{it: a, en: a}, {it: b, en: b}]\n",
		"a short label": strings.Replace(bySetting, "[count]", "[{measure: count, code: n, label: {it: Quanti, en: How many}}]", 1),
	} {
		whole, err := definition.Extend(b.base, []definition.Source{{ID: "N1", Text: text}}, b.town.Book)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		table, _ := whole.Table("N1")
		if _, ok := addition.Sketch(table, b.base, b.town.Book); ok {
			t.Errorf("%s: a form claims to say this", name)
		}
	}
}

func fuzzing(f testing.TB) (*codebook.Book, *report.Definition) {
	book, err := codebook.Load()
	if err != nil {
		f.Fatal(err)
	}
	base, err := report.Shipped("interim", book)
	if err != nil {
		f.Fatal(err)
	}
	return book, base
}

// FuzzTitlesComeBackAsTheyWereTyped: whatever people write about a table is text, never a word of the language.
func FuzzTitlesComeBackAsTheyWereTyped(f *testing.F) {
	for _, s := range []string{"Persone", "a: b", "{it: x}", "# no", "\"quoted\"", "'", "\\n", "è ü 中", "<b>", "- x", "yes", "\t", "a\u2028b", "&a *b !c"} {
		f.Add(s)
	}
	book, base := fuzzing(f)
	f.Fuzz(func(t *testing.T, title string) {
		if title = strings.ToValidUTF8(strings.ReplaceAll(title, "\x00", ""), ""); strings.TrimSpace(title) == "" || len(title) > 200 {
			return
		}
		o := outlines()["persons of anybody"]
		o.Title = definition.Text{"it": title, "en": "y"}
		whole, err := definition.Extend(base, []definition.Source{{ID: "N1", Text: o.Text(book)}}, book)
		if err != nil {
			t.Fatalf("%q: %v", title, err)
		}
		if table, _ := whole.Table("N1"); table.Title["it"] != title || table.Title["en"] != "y" {
			t.Errorf("%q became %q", title, table.Title)
		}
	})
}

// FuzzATextIsUnderstoodOrRefused: no text of a browser stops the program, and a refusal is one that people can correct.
func FuzzATextIsUnderstoodOrRefused(f *testing.F) {
	book, base := fuzzing(f)
	for _, o := range outlines() {
		f.Add(o.Text(book))
	}
	for _, s := range []string{bySetting, parlours, "a: &a [*a]", "<<: {x: y}", "? {a: b}\n: c", "title: !!str x", "rows: [[]]", "--- \n...\n---", "%YAML 1.2", "\xff", "title: |\n  x", "id: 1.5", "a:\n\tb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := definition.Extend(base, []definition.Source{{ID: "N1", Text: text}}, book)
		if err != nil && errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %v", text, err)
		}
	})
}
