package addition

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/i18n"
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// Outline is what a form can say of a table: less than the language, and enough for most tables. Text writes it in the language, Sketch
// reads it back. The zero Outline asks for nothing and its Text is refused.
type Outline struct {
	Title     definition.Text
	Counts    string   // what one unit is: one of Counts()
	Of        string   // persons: whose row they stand in, T1 or T1/contact_unit; "" for those of the filters
	Filters   []Filter // of what has no Of
	Overlaps  bool     // a unit may stand in several rows
	Rows      string   // the column of the rows, or "as:" and the table whose rows they are
	Chosen    bool     // Place says the rows; else each code that occurs makes one
	Groups    []Group
	Place     map[string][]string // by code: Alone, Elsewhere, or codes of Groups
	Then      string              // a column inside each row; "" for none
	Across    string              // a column whose codes are figures of each row; "" for none
	AcrossEnd bool                // Across as it stood at the end of the period
	Measures  []string            // attributed, gross, count, percent, persons, sum:COLUMN
	SameAs    string              // a table whose rows these must equal; "" for none
	Notes     definition.Text
}

// Filter keeps the units that have, or have not, one of some codes.
type Filter struct {
	Column string
	Except bool
	Codes  []string
}

// Group is a row of several codes.
type Group struct {
	Code  string
	Label definition.Text
}

// Where a code can stand besides the groups: in a row of its own, or in no row, which is the row "other".
const (
	Alone     = "alone"
	Elsewhere = "other"
)

// AsRows begins a Rows that takes the rows of a table.
const AsRows = "as:"

// counting is what an Outline can count.
var counting = []struct{ counts, unit, view string }{
	{"persons", definition.PersonsUnit, "contacts"},
	{"contacts", "contacts", "contacts"},
	{"actions", "actions", "actions"},
	{"deliveries", "deliveries", "deliveries"},
	{"enrolments", "enrolments", "enrolments"},
	{"outings", "events", "outings"},
}

// Counts lists what an Outline can count, persons first.
func Counts() []string {
	list := make([]string, len(counting))
	for i, c := range counting {
		list[i] = c.counts
	}
	return list
}

// View is where the units are; false when the Outline counts nothing that there is.
func (o Outline) View() (*column.Schema, bool) {
	for _, c := range counting {
		if c.counts == o.Counts {
			return column.Find(c.view)
		}
	}
	return nil, false
}

// Persons reports whether persons are counted, each once.
func (o Outline) Persons() bool { return o.Counts == counting[0].counts }

// Offered lists the columns by which units can be told apart. The project is not among them: a report is of one.
func Offered(view *column.Schema) []column.Column {
	return slices.DeleteFunc(slices.Clone(view.Columns), func(c column.Column) bool { return c.Kind == column.Number || c.Name == "project" })
}

// Codes lists the codes of a column in their order, those out of use too; none where the column has no list.
func Codes(col column.Column, book *codebook.Book) []string {
	if col.Kind == column.Flag {
		return []string{column.TrueCode, column.FalseCode}
	}
	var codes []string
	for _, name := range col.Lists {
		list, _ := book.List(name)
		if list == nil {
			continue
		}
		for _, c := range list.Codes {
			if !slices.Contains(codes, c.Code) {
				codes = append(codes, c.Code)
			}
		}
	}
	return codes
}

// Answers lists the codes of a column that are figures of their own where it stands across: what people answered, and that they were not
// asked, which is never zero. Why else an answer is missing stands in the figure "other".
func Answers(col column.Column, book *codebook.Book) []string {
	return slices.DeleteFunc(Codes(col, book), func(code string) bool { return code != "not_asked" && absent(col, book, code) })
}

func absent(col column.Column, book *codebook.Book, code string) bool {
	for _, name := range col.Lists {
		if list, ok := book.List(name); ok {
			if c, ok := list.Find(code); ok {
				return c.Absent()
			}
		}
	}
	return false
}

// Possible lists the measures that the table can have as it stands.
func (o Outline) Possible() []string {
	single := o.Then == ""
	switch {
	case o.Persons() && o.Overlaps:
		return []string{definition.Gross}
	case o.Persons() && single:
		return []string{definition.Attributed, definition.Gross}
	case o.Persons():
		return []string{definition.Attributed}
	}
	list := []string{definition.Count, definition.Percent}
	view, ok := o.View()
	if !ok {
		return nil
	}
	if view.Person && single {
		list = append(list, definition.Persons)
	}
	for _, c := range view.Columns {
		if c.Kind == column.Number && c.Name != "headcount" {
			list = append(list, definition.Sum+":"+c.Name)
		}
	}
	return list
}

// Text writes the Outline in the language. What cannot stand in the table as it is (a measure, a column across) is left out.
func (o Outline) Text(book *codebook.Book) string {
	var w writer
	w.line("title: %s", w.text(o.Title))
	for _, c := range counting {
		if c.counts == o.Counts {
			w.line("unit: %s", c.unit)
		}
	}
	w.line("kind: %s", map[bool]string{true: definition.Overlapping, false: definition.Partition}[o.Overlaps])
	o.writePopulation(&w)
	o.writeRows(&w, book)
	if o.Across != "" && o.Then == "" && !o.Overlaps {
		at, codes := "", []string(nil)
		if o.AcrossEnd && o.Across == "protection" && o.Persons() {
			at = ", at: end"
		}
		if view, ok := o.View(); ok {
			if i, ok := view.Column(o.Across); ok {
				codes = Answers(view.Columns[i], book)
			}
		}
		w.line("columns: {column: %s%s, codes: %s}", word(o.Across), at, words(codes))
	}
	w.line("measures:")
	for _, m := range o.Measures {
		if slices.Contains(o.Possible(), m) {
			o.writeMeasure(&w, m)
		}
	}
	if o.SameAs != "" {
		w.line("reconcile:")
		w.line("  - {rows_of: %s}", word(o.SameAs))
	}
	if len(o.Notes) > 0 {
		w.line("notes:")
		w.line("  - %s", w.text(o.Notes))
	}
	return w.String()
}

func (o Outline) writePopulation(w *writer) {
	if o.Persons() && o.Of != "" {
		table, row, named := strings.Cut(o.Of, "/")
		if named {
			w.line("details: {table: %s, row: %s}", word(table), word(row))
		} else {
			w.line("details: {table: %s}", word(table))
		}
		return
	}
	view, ok := o.View()
	if !ok {
		return
	}
	w.line("population:")
	w.line("  view: %s", view.Name)
	for _, kind := range []struct {
		key    string
		except bool
	}{{"where", false}, {"except", true}} {
		first := true
		for _, f := range o.Filters {
			if f.Except != kind.except || f.Column == "" || len(f.Codes) == 0 {
				continue
			}
			if first {
				w.line("  %s:", kind.key)
				first = false
			}
			w.line("    %s: %s", word(f.Column), words(f.Codes))
		}
	}
}

func (o Outline) writeRows(w *writer, book *codebook.Book) {
	w.line("rows:")
	as, takes := strings.CutPrefix(o.Rows, AsRows)
	switch {
	case takes:
		w.line("  - {as: %s}", word(as))
	case !o.Chosen || len(o.Place) == 0:
		w.line("  - {column: %s}", word(o.Rows))
	default:
		w.line("  - column: %s", word(o.Rows))
		w.line("    set:")
		o.writeSet(w, book)
	}
	if o.Then != "" {
		w.line("  - {column: %s}", word(o.Then))
	}
}

// writeSet writes the rows in the order of their first codes.
func (o Outline) writeSet(w *writer, book *codebook.Book) {
	view, ok := o.View()
	if !ok {
		return
	}
	at, ok := view.Column(o.Rows)
	if !ok {
		return
	}
	codes := Codes(view.Columns[at], book)
	written := map[string]bool{}
	for _, code := range codes {
		for _, place := range o.Place[code] {
			if place == Alone {
				optional := ""
				if absent(view.Columns[at], book, code) {
					optional = ", optional: true"
				}
				w.line("      - {code: %s%s}", word(code), optional)
				continue
			}
			g := slices.IndexFunc(o.Groups, func(g Group) bool { return g.Code == place })
			if g < 0 || written[place] {
				continue
			}
			written[place] = true
			var members []string
			for _, other := range codes {
				if slices.Contains(o.Place[other], place) {
					members = append(members, other)
				}
			}
			w.line("      - {code: %s, label: %s, codes: %s}", word(place), w.text(o.Groups[g].Label), words(members))
		}
	}
}

func (o Outline) writeMeasure(w *writer, m string) {
	name, sums := strings.CutPrefix(m, definition.Sum+":")
	if !sums {
		w.line("  - %s", word(m))
		return
	}
	label := definition.Text{}
	for _, lang := range i18n.Languages() {
		label[lang] = i18n.For(lang).T("report.column." + name)
	}
	hours := ""
	if name == "minutes" {
		hours = ", hours: true"
	}
	w.line("  - {measure: sum, of: %s, code: %s%s, label: %s}", word(name), word(name), hours, w.text(label))
}

// writer writes lines of a definition.
type writer struct{ strings.Builder }

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

// text writes what people read, by language.
func (w *writer) text(t definition.Text) string {
	var parts []string
	for _, lang := range i18n.Languages() {
		if t[lang] != "" {
			parts = append(parts, lang+": "+quoted(t[lang]))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// plain is what YAML reads as the text it is; anything else is written in quotes.
var plain = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9_-]*$`)

// spoken are words that YAML, now or in its youth, took for something else.
var spoken = []string{"yes", "no", "on", "off", "y", "n", "null", "none"}

func word(s string) string {
	if plain.MatchString(s) && !slices.Contains(spoken, strings.ToLower(s)) {
		return s
	}
	return quoted(s)
}

func words(list []string) string {
	all := make([]string, len(list))
	for i, s := range list {
		all[i] = word(s)
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// quoted writes a text as JSON does, which YAML reads.
func quoted(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always can
	return strings.TrimSuffix(b.String(), "\n")
}
