package kit

import (
	"maps"
	"slices"
	"strconv"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// asking is how a question is put.
type asking uint8

// The ways of asking: cards to tap, a list to choose from, a day, a number, a yes, a word.
const (
	ByCards asking = iota
	ByList
	ByDay
	ByNumber
	ByTick
	ByWord
	ByLines // a longer text; several things are told one a line
	ByTime
)

// Question is one line of a form, as data. Forms are lists of questions; rules stay in the services.
type Question struct {
	Name string
	By   asking
	List string   // code list of the answers, "unit", or "project"
	Few  []string // of the list, only these, in this order
	More bool     // folded away: can follow later
	None bool     // the list may be left at none
	As   string   // its words are desk.field.AS and desk.hint.AS, where its name already means something else
	Said string   // its words themselves, where they depend on what is asked about
}

// Word is the last part of the keys of its words.
func (q Question) Word() string {
	if q.As != "" {
		return q.As
	}
	return q.Name
}

// label names the question.
func (q Question) label(p *i18n.Printer) string {
	if q.Said != "" {
		return q.Said
	}
	return p.T("desk.field." + q.Word())
}

// Bound ties the names of a form to the fields of a record.
type Bound struct {
	Text   map[string]*string
	Number map[string]*int64
	Flag   map[string]*bool
}

// Bind ties the names of facts to where they are.
func Bind(facts []work.Fact) Bound {
	b := Bound{Text: map[string]*string{}, Number: map[string]*int64{}, Flag: map[string]*bool{}}
	for _, f := range facts {
		b.bind(f.Name, f.At)
	}
	return b
}

func (b Bound) bind(name string, at any) {
	switch at := at.(type) {
	case *string:
		b.Text[name] = at
	case *int64:
		b.Number[name] = at
	case *bool:
		b.Flag[name] = at
	}
}

// binds reports whether a question is tied to something.
func (b Bound) binds(name string) bool {
	return b.Text[name] != nil || b.Number[name] != nil || b.Flag[name] != nil
}

// Fill writes the record into the form.
func (b Bound) Fill(fields *page.Fields) {
	for name, value := range b.Text {
		fields.Set(name, *value)
	}
	for name, value := range b.Number {
		fields.Set(name, strconv.FormatInt(*value, 10))
	}
	for name, value := range b.Flag {
		if *value {
			fields.Set(name, page.Ticked)
		}
	}
}

// Read takes what was typed into the record; what the form did not ask stays. A number that was cleared is none, 0. One that cannot be
// read is remembered as a problem; what was typed stays.
func (b Bound) Read(fields *page.Fields) {
	for name, value := range b.Text {
		if fields.Has(name) {
			*value = fields.Text(name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.Number)) {
		if !fields.Has(name) {
			continue
		}
		n, err := WholeNumber(fields.Text(name))
		if err != nil {
			fields.Keep(errs.E(errs.Invalid, "desk.form.number").On(name))
			continue
		}
		*b.Number[name] = n
	}
	for name, value := range b.Flag {
		*value = fields.Is(name, page.Ticked)
	}
}

// WholeNumber reads a number that counts something; nothing typed is 0.
func WholeNumber(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(text, 10, 63)
	return int64(n), err
}

// Answers writes every bound value as text, to compare and to show.
func (b Bound) Answers() map[string]string {
	all := map[string]string{}
	for name, value := range b.Text {
		all[name] = *value
	}
	for name, value := range b.Number {
		all[name] = strconv.FormatInt(*value, 10)
	}
	for name, value := range b.Flag {
		if all[name] = "no"; *value {
			all[name] = "yes"
		}
	}
	return all
}

// askedField is a question as the page draws it.
type askedField struct {
	By    asking
	Field page.Field
}

// draw prepares questions for the page, first those of the moment, then those that can follow. An answer that was given is always among those to choose from, also one
// that is out of use by now: a browser would send another one in its place.
func (c *Teller) draw(questions []Question, fields *page.Fields) (now, later []askedField) {
	for _, q := range questions {
		f := askedField{By: q.By, Field: page.Field{Name: q.Name, Label: q.label(c.P), Hint: hint(c.P, q.Word())}}
		switch q.By {
		case ByDay:
			f.Field.Type, f.Field.Short = "date", true
		case ByNumber:
			f.Field.Type, f.Field.Short = "number", true
		case ByTime:
			f.Field.Type, f.Field.Short = "time", true
		case ByCards, ByList:
			f.Field.Options = pick(c.Options(q.List), q.Few)
			if given := fields.Text(q.Name); c.D.Book.Has(q.List, given) && !slices.ContainsFunc(f.Field.Options, func(o page.Option) bool { return o.Value == given }) {
				f.Field.Options = append(f.Field.Options, page.Option{Value: given, Label: c.D.Book.Label(q.List, given, c.P.Lang())})
			}
			if q.None {
				f.Field.Options = append([]page.Option{{Label: "—"}}, f.Field.Options...)
			}
		}
		if q.More && !(q.List == "unit" && c.decides()) { // what decides which project somebody's help counts for is not folded away
			later = append(later, f)
		} else {
			now = append(now, f)
		}
	}
	return now, later
}

// pick keeps the options that are named, in the order named; all when none is.
func pick(options []page.Option, few []string) []page.Option {
	if len(few) == 0 {
		return options
	}
	var picked []page.Option
	for _, code := range few {
		for _, o := range options {
			if o.Value == code {
				picked = append(picked, o)
			}
		}
	}
	return picked
}

// hint is the sentence that helps to answer, where there is one.
func hint(p *i18n.Printer, name string) string {
	if !i18n.Shipped().Has(p.Lang(), "desk.hint."+name) {
		return ""
	}
	return p.T("desk.hint." + name)
}
