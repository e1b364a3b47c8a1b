package sheet

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet/grid"
)

// Question is what an import cannot know and does not guess: the order of the days, whether a column tells persons
// apart, what a row means that contradicts another. It is data, so that a browser, a command line and a test ask the
// same and are answered the same way.
//
// The way of a question: the code that meets a doubt calls Draft.ask with everything that belongs to the doubt, once
// for all rows it concerns, and goes on with the answer it gets back, or with the cautious reading while there is none.
// Answers come from Map.Answers, question to answer. Preview.Questions holds all that were asked, the answered ones
// too, since an answer may be changed; while one is open Draft.Apply records nothing, whatever else is allowed.
//
// No answer is given beforehand. A question names columns by letter and rows by number. It shows of a
// cell only what can tell about nobody: a day, a small number, yes or no, a word of a code list.
type Question struct {
	ID      string   // kind, or kind.column: the same doubt of the same file has the same id
	Columns []string // letters of the columns concerned
	Rows    [][]int  // numbers of the rows concerned, in groups that belong together; one group where all are alike
	Words   Words
	Answers []Answer // empty where only the columns or defaults of a map can answer
	Given   string   // id of the answer; "" while the question is open
}

// Answer is one of the answers to a question.
type Answer struct {
	ID    string // as Map.Answers names it
	Words Words
}

// Words are a sentence for people: the key of a message with its values. Values may be of type fieldName, kindName, []fieldName, []label, rowNumbers, items, or []Words, which are further sentences.
type Words struct {
	Key  string
	Args []any
}

// fieldName is a value of Words that is said as people call the field.
type fieldName string

// rowNumbers is a value of Words that names rows.
type rowNumbers []int

// items is a value of Words that lists things, each said by words of its own.
type items []Words

// label is the label of a code in every language; a value of Words may be several.
type label map[string]string

// Say writes the sentence in the printer's language.
func (w Words) Say(t *i18n.Printer) string {
	args := slices.Clone(w.Args)
	for i := 1; i < len(args); i += 2 {
		switch v := args[i].(type) {
		case fieldName:
			args[i] = v.say(t)
		case kindName:
			args[i] = t.T("sheet.kind." + string(v))
		case []fieldName:
			words := make([]string, len(v))
			for n, name := range v {
				words[n] = name.say(t)
			}
			args[i] = words
		case rowNumbers:
			words := make([]string, len(v))
			for n, row := range v {
				words[n] = RowName(t, row)
			}
			args[i] = strings.Join(words, ", ")
		case items:
			list := make([]string, len(v))
			for n, item := range v {
				list[n] = item.Say(t)
			}
			args[i] = list
		case []Words:
			sentences := make([]string, len(v))
			for n, sentence := range v {
				sentences[n] = sentence.Say(t)
			}
			args[i] = strings.Join(sentences, " ")
		case []label:
			words := make([]string, len(v))
			for n, l := range v {
				words[n] = l[t.Lang()]
			}
			args[i] = words
		}
	}
	return t.T(w.Key, args...)
}

// say is the field's name as people say it, without the remark that some have.
func (f fieldName) say(t *i18n.Printer) string {
	name, _, _ := strings.Cut(t.T("sheet.field."+string(f)), " (")
	return name
}

// Open reports whether nobody has answered yet.
func (q Question) Open() bool { return q.Given == "" }

// Count is how many rows are concerned.
func (q Question) Count() int {
	n := 0
	for _, group := range q.Rows {
		n += len(group)
	}
	return n
}

// Where names the rows concerned, as a person looks for them: "2–5, 9; 12, 40". Beyond most numbers it says how many more.
func (q Question) Where(t *i18n.Printer, most int) string {
	var groups []string
	rest := 0
	for _, group := range q.Rows {
		spans, left := spans(t, group, most)
		if most -= len(spans); len(spans) > 0 {
			groups = append(groups, strings.Join(spans, ", "))
		}
		rest += left
	}
	where := strings.Join(groups, "; ")
	if rest > 0 {
		where = t.T("ask.rows_more", "rows", where, "count", rest)
	}
	return where
}

// spans writes sorted numbers shortly, 2–5 for those that follow one another, and counts the numbers beyond most spans.
func spans(t *i18n.Printer, rows []int, most int) (list []string, left int) {
	for i := 0; i < len(rows); {
		if len(list) >= most {
			return list, len(rows) - i
		}
		j := i
		for j+1 < len(rows) && rows[j+1] == rows[j]+1 {
			j++
		}
		switch first := rowIn(rows[i]); {
		case j == i:
			list = append(list, RowName(t, rows[i]))
		case j == i+1:
			list = append(list, first+", "+RowName(t, rows[j]))
		default:
			list = append(list, first+"–"+RowName(t, rows[j]))
		}
		i = j + 1
	}
	return list, 0
}

// ask puts a question and gives its answer, "" while it is open. An answer that the question does not have leaves it open.
func (d *Draft) ask(q Question) string {
	for i, group := range q.Rows {
		q.Rows[i] = d.originals(group)
	}
	q = d.given(q)
	d.preview.Questions = append(d.preview.Questions, q)
	return q.Given
}

// given is the question with the answer that the map gives.
func (d *Draft) given(q Question) Question {
	given := d.answers[q.ID]
	if slices.ContainsFunc(q.Answers, func(a Answer) bool { return a.ID == given }) {
		q.Given = given
	}
	return q
}

// asked reports whether a question was asked, be it answered.
func (d *Draft) asked(id string) bool {
	return slices.ContainsFunc(d.preview.Questions, func(q Question) bool { return q.ID == id })
}

// openFor reports whether a question was asked and not answered.
func (d *Draft) openFor(id string) bool {
	return slices.ContainsFunc(d.preview.Questions, func(q Question) bool { return q.ID == id && q.Open() })
}

// answers makes the answers of a question whose words are ask.answer.KIND.ID.
func answers(kind string, ids ...string) []Answer {
	list := make([]Answer, len(ids))
	for i, id := range ids {
		list[i] = Answer{ID: id, Words: Words{Key: "ask.answer." + kind + "." + id}}
	}
	return list
}

// open refuses while a question is open.
func open(questions []Question) error {
	n := 0
	for _, q := range questions {
		if q.Open() {
			n++
		}
	}
	if n > 0 {
		return errs.E(errs.Invalid, "sheet.questions_open", "count", n)
	}
	return nil
}

// askForColumns asks for the fields without which no row means anything, and gives them the columns that the answers name.
func (d *Draft) askForColumns(cols []column, t *table, m Map) []column {
	for i := range d.form.fields {
		x := &d.form.fields[i]
		if d.openFor("crosses") && slices.ContainsFunc(cols, func(c column) bool { return c.reason == reasonCrosses && d.desk.namesCode(x, c.heading) }) {
			continue // which columns they make hangs on the answer
		}
		if !x.Required || m.Defaults[x.Name] != "" || slices.ContainsFunc(cols, func(c column) bool { return c.field == x }) {
			continue
		}
		q := Question{ID: "column." + x.Name, Words: Words{"ask.question.column", []any{"field", fieldName(x.Name)}}}
		var days []section
		if x.Type == typeDay { // of what it is the day depends on what the rows are
			q.Words = Words{Key: "ask.question.column_day." + string(d.form.kind)}
			if days = d.sections(t, d.daySaid); coverAll(days, t) {
				q.Answers = append(q.Answers, asWrittenAnswer(days))
			}
		}
		near := d.nearly(cols, t, x)
		fit := slices.ContainsFunc(cols, func(c column) bool { return c.mayTell() && d.desk.fits(d.world, x, t, c.at) })
		for _, at := range near {
			q.Answers = append(q.Answers, Answer{grid.Letter(cols[at].at), d.named(cols[at], t, x)})
		}
		for at, c := range cols {
			if c.mayTell() && !slices.Contains(near, at) && (!fit || d.desk.fits(d.world, x, t, c.at)) {
				q.Answers = append(q.Answers, c.answer())
			}
		}
		if len(q.Answers) == 0 {
			q.Words = Words{"ask.question.no_column", []any{"asks", []Words{q.Words}}}
		}
		switch given := d.ask(q); given {
		case "":
		case asWritten:
			cols = d.writeDown(cols, t, x, days)
		default:
			c := &cols[slices.IndexFunc(cols, func(c column) bool { return grid.Letter(c.at) == given })]
			c.field, c.source = x, Declared
		}
	}
	return cols
}

// mayTell reports whether a column of no field may tell one: it is not left out for what it holds.
func (c column) mayTell() bool {
	return c.field == nil && (c.reason == reasonUnknown || c.reason == reasonOther || c.reason == reasonNear)
}

// answer offers the column, by its heading where that may be shown.
func (c column) answer() Answer {
	letter, heading := grid.Letter(c.at), showable(c)
	if heading == "" {
		return Answer{letter, Words{"ask.answer.column", []any{"letter", letter}}}
	}
	return Answer{letter, Words{"ask.answer.column_named", []any{"letter", letter, "heading", heading}}}
}

// sortedKeys lists the letters of columns in their order.
func sortedKeys(set map[string]bool) []string {
	return slices.SortedFunc(maps.Keys(set), func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) })
}
