package addition_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/care/report"
	"approdo/internal/care/report/addition"
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
	"approdo/internal/testkit"
)

func (b *bench) extend(text string) error {
	_, err := definition.Extend(b.base, []definition.Source{{ID: "N1", Text: text}}, b.town.Book)
	return err
}

// Whatever is wrong about a text is said with its line, and nothing reaches what a report may not count.
func TestATextThatTheLanguageDoesNotKnowIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	b := setUp(t, testkit.Store(t))
	replace := func(was, now string) string {
		if !strings.Contains(bySetting, was) {
			t.Fatalf("the table does not say %q", was)
		}
		return strings.Replace(bySetting, was, now, 1)
	}
	for name, c := range map[string]struct {
		text, key string
		line      int
	}{
		"a person's id":         {replace("column: setting", "column: person"), "report.definition_unknown_column", 5},
		"a record's id":         {replace("column: setting", "column: id"), "report.definition_unknown_column", 5},
		"filter by person":      {replace("{view: contacts}", "{view: contacts, where: {person: x}}"), "report.definition_unknown_column", 4},
		"a table of the store":  {replace("view: contacts", "view: person_persons"), "report.definition_unknown_view", 4},
		"another unit":          {replace("unit: contacts", "unit: actions"), "report.definition_misplaced", 2},
		"an unknown key":        {replace("unit:", "sql:"), "report.definition_unknown_key", 2},
		"an unknown code":       {replace("code: sexual_outdoor", "code: moon"), "report.definition_unknown_code", 5},
		"a language missing":    {replace(", en: Contacts by setting", ""), "report.definition_lacks", 1},
		"a shape":               {replace("measures: [count]", "measures: {count"), "report.definition_shape", 6},
		"another id":            {"id: T3\n" + bySetting, "report.definition_other_id", 1},
		"a code in an address":  {replace("code: sexual_outdoor", `code: "a/b", codes: labour`), "report.definition_bad_code", 5},
		"the engine's value":    {replace("[count]", "[{measure: count, code: unique, label: {it: x, en: x}}]"), "report.definition_twice", 6},
		"a table below":         {bySetting + "reconcile: [{rows_of: N2}]\n", "report.definition_unknown_table", 7},
		"a whole of others":     {bySetting + "reconcile: [{tables: [T5, N1], population: {view: contacts}}]\n", "report.definition_unknown_table", 7},
		"a repeated part":       {replace("{it: Contatti per ambito, en: Contacts by setting}", "&a {it: x, en: y}"), "report.definition_shape", 1},
		"nothing":               {" \n", "report.definition_empty", 0},
		"too long":              {bySetting + strings.Repeat("#\n", definition.MostSource), "report.definition_too_long", 0},
		"too deep":              {bySetting + "notes: " + strings.Repeat("[", 99), "codebook.not_tame", 0},
		"too many dimensions":   {replace("{column: setting, set: [{code: sexual_outdoor}]}", "[{column: setting}, {column: gender}, {column: province}, {column: unit}]"), "report.definition_too_much", 1},
		"too many measures":     {replace("[count]", "["+strings.Repeat("count, ", 30)+"count]"), "report.definition_too_much", 1},
		"a title without end":   {replace("Contacts by setting", strings.Repeat("x", 999)), "report.definition_too_much", 1},
		"a group of many codes": {replace("code: sexual_outdoor", "code: a, label: {it: a, en: a}, codes: ["+strings.Repeat("labour, ", 3)+"labour]"), "report.definition_twice", 5},
	} {
		t.Run(name, func(t *testing.T) {
			e, ok := errs.Of(b.extend(c.text))
			if !ok || e.Key != c.key || e.Kind != errs.Invalid {
				t.Fatalf("answered with %v, want %s", e, c.key)
			}
			if at := slices.Index(e.Args, any("line")); c.line > 0 && (at < 0 || e.Args[at+1] != c.line) {
				t.Errorf("line %v, want %d", e.Args, c.line)
			}
		})
	}
}

// A few kilobytes of names for repeated parts stand for billions of rows.
func TestATextThatMultipliesItselfIsRefusedAtOnce(t *testing.T) {
	b := setUp(t, testkit.Store(t))
	many := func(name string) string { return strings.Repeat(", *"+name, 1000) }
	text := "rows: [&d {column: setting, set: [&s {code: a, of_which: [&p {code: b}" + many("p") + "]}" + many("s") + "]}" + many("d") + "]\n"
	start := time.Now()
	if err := b.extend(text); errs.KindOf(err) != errs.Invalid {
		t.Errorf("answered with %v", err)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestATableWithRoomForMillionsOfRowsIsNotCounted(t *testing.T) {
	t.Parallel()
	b := setUp(t, testkit.Store(t))
	book := b.town.Book
	var rows []column.Row
	for i := range 90 {
		rows = append(rows, column.Row{View: "contacts", ID: fmt.Sprint(i), Values: map[string]any{
			"origin": fmt.Sprintf("O%d", i), "unit": fmt.Sprintf("U%d", i), "province": fmt.Sprintf("P%d", i),
		}})
	}
	from, _ := column.ParseDay("2024-03-01")
	to, _ := column.ParseDay("2024-11-30")
	snapshot, err := column.Handmade(book, column.Register{Projects: []column.Project{{Code: "P", Starts: from, Ends: to, Standard: true}}}, rows...)
	if err != nil {
		t.Fatal(err)
	}
	table := addition.Table{Report: "interim", Number: 1, Draft: strings.Replace(bySetting, "{column: setting, set: [{code: sexual_outdoor}]}", "[{column: origin}, {column: unit}, {column: province}]", 1)}
	_, err = addition.Try(snapshot, b.base, table, report.Params{Sees: operator.Scope()})
	if e, ok := errs.Of(err); !ok || e.Key != "report.too_many_rows" {
		t.Errorf("answered with %v", err)
	}
}

// pieces are parts of definitions that make sense somewhere; put together at random many do not.
var pieces = [][]string{
	{
		"unit: persons\ndetails: {table: T1}", "unit: persons\ndetails: {table: T1, row: contact_unit}", "unit: persons\ndetails: {table: T3, row: sexual_indoor}",
		"unit: persons\ndetails: {table: T4}", "unit: persons\ndetails: {table: T13}", "unit: persons\npopulation: {view: contacts}", "unit: persons\npopulation: {view: contacts, where: {reaches: true}}",
		"unit: contacts\npopulation: {view: contacts}", "unit: actions\npopulation: {view: actions, except: {type: legal_advice}}", "unit: events\npopulation: {view: outings}",
		"unit: events\npopulation: {view: protections}", "unit: deliveries\npopulation: {view: deliveries}", "unit: enrolments\npopulation: {view: enrolments}", "unit: figures",
	},
	{"kind: partition", "kind: partition", "kind: overlapping"},
	{"", "period: at_end", "period: none", "attribution: latest"},
	{
		"rows: {column: setting}", "rows: {as: T1}", "rows: {as: T3}", "rows: [{as: T3}, {column: gender}]", "rows: [{column: province}, {column: unit}, {column: organisation}]",
		"rows: {column: province}", "rows: {column: advert}", "rows: {column: type}", "rows: {column: organisation}", "rows: {column: answer}",
		"rows: {column: setting, set: [{code: other}, {code: labour, of_which: [{code: begging}, {code: z, label: {it: z, en: z}, column: advert, codes: true}]}]}",
		"rows: {column: mode, set: [{code: outdoor}, {code: x, label: {it: x, en: x}, codes: [outdoor]}]}", "",
	},
	{"", "", "columns: {column: protection, at: end, codes: [\"yes\"]}", "columns: {column: kind, codes: [own]}", "columns: {column: gender}", "columns: {column: province}"},
	{
		"measures: [attributed]", "measures: [gross]", "measures: [attributed, gross]", "measures: [count, percent, persons]", "measures: [count]", "",
		"measures: [{measure: sum, of: minutes, hours: true}]", "measures: [{measure: count, code: a, population: {view: actions}}]", "measures: [{measure: persons, population: {view: contacts}}]",
		"measures: [{measure: attributed, code: b, only: {column: protection, at: end, codes: [\"yes\"]}}]",
	},
	{"", "", "", "", "targets: [{measure: outings, table: T14, value: outings}]"},
	{"", "", "reconcile: [{rows_of: T1}]", "reconcile: [{rows_of: T3}]", "reconcile: [{tables: [N1], population: {view: contacts}}]", "reconcile: [{tables: [T5, N1], population: {view: actions}}]"},
}

// TestWhateverTheLanguageAllowsCanBeCounted puts definitions together at random: one that is accepted is counted without a fault, in both
// editions, and prints, explains and traces what it counted.
func TestWhateverTheLanguageAllowsCanBeCounted(t *testing.T) {
	t.Parallel()
	b := setUp(t, testkit.Store(t))
	snapshot := b.snapshot(b.engine)
	random := rand.New(rand.NewPCG(1, 2))
	accepted := 0
	for range 8000 {
		var text strings.Builder
		text.WriteString("title: {it: x, en: x}\n")
		for _, p := range pieces {
			text.WriteString(p[random.IntN(len(p))] + "\n")
		}
		whole, err := definition.Extend(b.base, []definition.Source{{ID: "N1", Text: text.String()}}, b.town.Book)
		if err != nil {
			continue
		}
		accepted++
		counts(t, snapshot, whole, text.String())
	}
	if accepted < 300 {
		t.Errorf("only %d definitions were accepted: the test tries nothing", accepted)
	}
}

func counts(t *testing.T, s *report.Snapshot, d *report.Definition, text string) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Fatalf("%v\n%s", p, text)
		}
	}()
	for _, edition := range []string{report.Internal, report.Funder} {
		p := may
		p.Edition, p.Draft = edition, true
		doc, err := report.Run(s, d, p)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		doc.Others("N1")
		doc.GapRecords("N1", operator.Own())
		n1, _ := doc.Table("N1")
		for _, row := range n1.Rows {
			for _, v := range row.Values {
				doc.Behind(report.Cell{Table: "N1", Row: row.Code, Value: v.Code}, operator.Own())
			}
		}
	}
}
