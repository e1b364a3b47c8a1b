package tables

import (
	"slices"
	"strconv"
	"strings"

	"approdo/internal/web/kit"

	"approdo/internal/base/codebook"
	"approdo/internal/base/i18n"
	"approdo/internal/care/report"
	"approdo/internal/care/report/addition"
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
	"approdo/internal/web/page"
)

// mostPlaces is how many answers a form asks to sort into rows; of more (citizenships) each makes a row.
const mostPlaces = 60

// chooser offers what can be chosen, given what was chosen so far. All of it comes from the language: the columns of the views, the
// codes of their lists, the tables of the report.
type chooser struct {
	p       *i18n.Printer
	base    *report.Definition
	book    *codebook.Book
	units   []page.Option // of the network, by code
	bodies  []page.Option
	outline addition.Outline
	fields  *page.Fields
}

func (c *chooser) field(name, word string, options []page.Option) page.Field {
	return page.Field{Name: name, Label: c.p.T("additions.field." + word), Options: options}
}

func (c *chooser) columnName(name string) string { return c.p.T("report.column." + name) }

// counts is the first question.
func (c *chooser) counts() page.Field {
	var options []page.Option
	for _, what := range addition.Counts() {
		options = append(options, page.Option{Value: what, Label: c.p.T("additions.counts." + what), Note: c.p.T("additions.counts_note." + what)})
	}
	return c.field("counts", "counts", options)
}

// of offers the rows of persons that can be looked into: each table of persons whose rows add up, and its rows.
func (c *chooser) of() page.Field {
	options := []page.Option{{Value: "", Label: c.p.T("additions.of.anybody")}}
	for _, t := range c.wholes() {
		options = append(options, page.Option{Value: t.ID.Text, Label: c.p.T("additions.of.table", "table", t.ID.Text, "title", t.Title[c.p.Lang()])})
		for _, row := range t.Rows[0].Set {
			label := row.Label[c.p.Lang()]
			if label == "" {
				label = c.answer("contacts", t.Rows[0].Column.Text, row.Code.Text)
			}
			options = append(options, page.Option{Value: definition.Key(t.ID.Text, row.Code.Text), Label: c.p.T("additions.of.row", "table", t.ID.Text, "row", label)})
		}
	}
	return c.field("of", "of", options)
}

// wholes are the tables of persons, each in one row of one column.
func (c *chooser) wholes() []*definition.Table {
	return slices.DeleteFunc(slices.Clone(c.base.Tables), func(t *definition.Table) bool {
		return !t.OfPersons() || t.Kind.Text != definition.Partition || len(t.Rows) != 1
	})
}

// answer is a code of a column in the reader's language.
func (c *chooser) answer(view, name, code string) string {
	for _, o := range c.answers(view, name) {
		if o.Value == code {
			return o.Label
		}
	}
	return code
}

// answers are the codes of a column, as people read them.
func (c *chooser) answers(view, name string) []page.Option {
	schema, ok := column.Find(view)
	if !ok {
		return nil
	}
	at, ok := schema.Column(name)
	if !ok {
		return nil
	}
	col := schema.Columns[at]
	switch {
	case name == "organisation":
		return c.bodies
	case name == "unit":
		return c.units
	case col.Kind == column.Flag:
		return []page.Option{{Value: column.TrueCode, Label: c.p.T("report.flag.true")}, {Value: column.FalseCode, Label: c.p.T("report.flag.false")}}
	}
	var options []page.Option
	for _, code := range addition.Codes(col, c.book) {
		label := code
		for _, list := range col.Lists {
			if c.book.Has(list, code) {
				label = c.book.Label(list, code, c.p.Lang())
				break
			}
		}
		options = append(options, page.Option{Value: code, Label: label})
	}
	return options
}

// columns are those of the view that is counted, as options after one that chooses none.
func (c *chooser) columns(none string, pass func(column.Column) bool) []page.Option {
	options := []page.Option{{Value: "", Label: none}}
	view, ok := c.outline.View()
	if !ok {
		return options
	}
	for _, col := range addition.Offered(view) {
		if pass(col) {
			options = append(options, page.Option{Value: col.Name, Label: c.columnName(col.Name)})
		}
	}
	return options
}

func anyColumn(column.Column) bool { return true }

// filters ask which of the units are counted. A table of the persons of a row has none.
func (c *chooser) filters() (list []AdditionFilter) {
	view, ok := c.outline.View()
	if !ok || c.outline.Persons() && c.outline.Of != "" {
		return nil
	}
	for i := range filterCount {
		n := "filter" + strconv.Itoa(i+1)
		f := AdditionFilter{Column: page.Field{Name: n, Label: c.p.T("additions.field.filter", "number", i+1), Options: c.columns(c.p.T("additions.none.filter"), anyColumn)}}
		if name := c.fields.Text(n); name != "" {
			f.How = c.field(n+"_how", "how", []page.Option{
				{Value: "where", Label: c.p.T("additions.how.where")}, {Value: "except", Label: c.p.T("additions.how.except")},
			})
			f.Codes = page.Field{Name: n + "_codes", Label: c.p.T("additions.field.codes", "column", c.columnName(name)), Options: c.answers(view.Name, name)}
		}
		list = append(list, f)
		if c.fields.Text(n) == "" { // the next one is asked when this one is
			break
		}
	}
	return list
}

// rows offers the columns, and the rows of the tables that are sorted by one of them.
func (c *chooser) rows() page.Field {
	options := c.columns(c.p.T("additions.none.rows"), anyColumn)
	view, ok := c.outline.View()
	for _, t := range c.base.Tables {
		if !ok || len(t.Rows) != 1 || len(t.Rows[0].Set) == 0 || t.Rows[0].As.Text != "" {
			continue
		}
		if at, there := view.Column(t.Rows[0].Column.Text); there && slices.Equal(view.Columns[at].Lists, c.lists(t)) {
			options = append(options, page.Option{Value: addition.AsRows + t.ID.Text, Label: c.p.T("additions.rows_of", "table", t.ID.Text, "title", t.Title[c.p.Lang()])})
		}
	}
	return c.field("rows", "rows", options)
}

// lists are the code lists of the column that a table is sorted by: "type" means another thing in another view.
func (c *chooser) lists(t *definition.Table) []string {
	name := "contacts"
	if t.Population != nil {
		name = t.Population.View.Text
	}
	view, ok := column.Find(name)
	if !ok {
		return nil
	}
	at, ok := view.Column(t.Rows[0].Column.Text)
	if !ok {
		return nil
	}
	return view.Columns[at].Lists
}

// places ask, answer by answer, in which row it stands. There are none where each answer makes a row anyway.
func (c *chooser) places() (list []AdditionPlace) {
	view, ok := c.outline.View()
	if !ok || !c.sortable() || !c.outline.Chosen {
		return nil
	}
	options := []page.Option{{Value: addition.Alone, Label: c.p.T("additions.place.alone")}}
	also := []page.Option{{Value: "", Label: c.p.T("additions.place.only")}}
	for i := range c.groupCount() {
		o := page.Option{Value: strconv.Itoa(i + 1), Label: c.groupName(i)}
		options, also = append(options, o), append(also, o)
	}
	options = append(options, page.Option{Value: addition.Elsewhere, Label: c.p.T("additions.place.other")})
	for _, answer := range c.answers(view.Name, c.outline.Rows) {
		place := AdditionPlace{Field: page.Field{Name: "place_" + answer.Value, Label: answer.Label, Options: options}}
		if c.outline.Overlaps {
			place.Also = page.Field{Name: "also_" + answer.Value, Label: c.p.T("additions.place.also", "answer", answer.Label), Options: also}
		}
		list = append(list, place)
	}
	return list
}

// sortable reports whether the answers of the column of the rows are few enough to be sorted by hand.
func (c *chooser) sortable() bool {
	view, ok := c.outline.View()
	if !ok || c.outline.Rows == "" || strings.HasPrefix(c.outline.Rows, addition.AsRows) || c.outline.Rows == "organisation" || c.outline.Rows == "unit" {
		return false
	}
	n := len(c.answers(view.Name, c.outline.Rows))
	return n > 0 && n <= mostPlaces
}

// groupCount is how many groups are offered: one more than are in use.
func (c *chooser) groupCount() int {
	used := 0
	for i := range mostGroups {
		n := "group" + strconv.Itoa(i+1)
		for _, name := range []string{n + "_it", n + "_en", n + "_code"} {
			if c.fields.Text(name) != "" {
				used = i + 1
			}
		}
	}
	return min(mostGroups, max(fewGroups, used+1))
}

func (c *chooser) groupName(i int) string {
	if name := c.fields.Text("group" + strconv.Itoa(i+1) + "_" + c.p.Lang()); name != "" {
		return c.p.T("additions.place.named", "name", name)
	}
	return c.p.T("additions.place.group", "number", i+1)
}

// across offers columns whose answers can be figures beside each other.
func (c *chooser) across() page.Field {
	view, ok := c.outline.View()
	few := func(col column.Column) bool {
		if !ok || col.Name == c.outline.Rows {
			return false
		}
		n := len(addition.Answers(col, c.book))
		return n > 1 && n <= 8 && len(c.answers(view.Name, col.Name)) > 0
	}
	options := c.columns(c.p.T("additions.none.across"), few)
	if c.outline.Persons() {
		for i, o := range options {
			if o.Value == "protection" {
				options = slices.Insert(options, i+1, page.Option{Value: "protection@end", Label: c.p.T("additions.across_end", "column", o.Label)})
				break
			}
		}
	}
	return c.field("across", "across", options)
}

// measures offers the figures that the table can have.
func (c *chooser) measures() page.Field {
	var options []page.Option
	for _, m := range c.outline.Possible() {
		name, of, sums := strings.Cut(m, ":")
		o := page.Option{Value: m, Label: c.p.T("report.value." + name), Note: c.p.T("additions.measure_note." + name)}
		if sums {
			o.Label = c.columnName(of)
		}
		options = append(options, o)
	}
	return c.field("measures", "measures", options)
}

// same offers the tables whose rows the table can be held against.
func (c *chooser) same() page.Field {
	options := []page.Option{{Value: "", Label: c.p.T("additions.none.same")}}
	if c.outline.Persons() {
		for _, t := range c.wholes() {
			options = append(options, page.Option{Value: t.ID.Text, Label: t.ID.Text + " · " + t.Title[c.p.Lang()]})
		}
	}
	f := c.field("same", "same", options)
	f.Hint = c.p.T("additions.same_hint")
	return f
}

// usualAnswers gives the questions that were not answered yet their usual answers.
func (c *chooser) usualAnswers() {
	kit.Prefill(c.fields, "kind", definition.Partition, "each", "each")
	if possible := c.outline.Possible(); !c.fields.Has("measures") && len(possible) > 0 {
		c.fields.Set("measures", possible[0])
	}
	for i := range filterCount {
		kit.Prefill(c.fields, "filter"+strconv.Itoa(i+1)+"_how", "where")
	}
	for _, place := range c.places() {
		kit.Prefill(c.fields, place.Field.Name, addition.Alone)
	}
}
