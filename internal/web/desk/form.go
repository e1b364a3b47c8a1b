package desk

import (
	"maps"
	"slices"
	"strconv"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

// asking is how a question is put.
type asking uint8

// The ways of asking: cards to tap, a list to choose from, a day, a number, a yes, a word.
const (
	byCards asking = iota
	byList
	byDay
	byNumber
	byTick
	byWord
	byLines // a longer text; several things are told one a line
	byTime
)

// question is one line of a form, as data. Forms are lists of questions; rules stay in the services.
type question struct {
	name string
	by   asking
	list string   // code list of the answers, "unit", or "project"
	few  []string // of the list, only these, in this order
	more bool     // folded away: can follow later
	as   string   // its words are desk.field.AS and desk.hint.AS, where its name already means something else
	said string   // its words themselves, where they depend on what is asked about
}

// word is the last part of the keys of its words.
func (q question) word() string {
	if q.as != "" {
		return q.as
	}
	return q.name
}

// label names the question.
func (q question) label(p *i18n.Printer) string {
	if q.said != "" {
		return q.said
	}
	return p.T("desk.field." + q.word())
}

// bound ties the names of a form to the fields of a record.
type bound struct {
	text   map[string]*string
	number map[string]*int64
	flag   map[string]*bool
}

// fill writes the record into the form.
func (b bound) fill(fields *page.Fields) {
	for name, value := range b.text {
		fields.Set(name, *value)
	}
	for name, value := range b.number {
		fields.Set(name, strconv.FormatInt(*value, 10))
	}
	for name, value := range b.flag {
		if *value {
			fields.Set(name, "yes")
		}
	}
}

// read takes what was typed into the record; what the form did not ask stays. A number that was cleared is none, 0. One that cannot be
// read is remembered as a problem; what was typed stays.
func (b bound) read(fields *page.Fields) {
	for name, value := range b.text {
		if fields.Has(name) {
			*value = fields.Text(name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.number)) {
		if !fields.Has(name) {
			continue
		}
		n, err := wholeNumber(fields.Text(name))
		if err != nil {
			fields.Keep(errs.E(errs.Invalid, "desk.form.number").On(name))
			continue
		}
		*b.number[name] = n
	}
	for name, value := range b.flag {
		*value = fields.Is(name, "yes")
	}
}

// wholeNumber reads a number that counts something; nothing typed is 0.
func wholeNumber(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(text, 10, 63)
	return int64(n), err
}

// answers writes every bound value as text, to compare and to show.
func (b bound) answers() map[string]string {
	all := map[string]string{}
	for name, value := range b.text {
		all[name] = *value
	}
	for name, value := range b.number {
		all[name] = strconv.FormatInt(*value, 10)
	}
	for name, value := range b.flag {
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
func (c *teller) draw(questions []question, fields *page.Fields) (now, later []askedField) {
	for _, q := range questions {
		f := askedField{By: q.by, Field: page.Field{Name: q.name, Label: q.label(c.p), Hint: hint(c.p, q.word())}}
		switch q.by {
		case byDay:
			f.Field.Type, f.Field.Short = "date", true
		case byNumber:
			f.Field.Type, f.Field.Short = "number", true
		case byTime:
			f.Field.Type, f.Field.Short = "time", true
		case byTick:
			f.Field.Options = []page.Option{{Value: "yes", Label: f.Field.Label}}
		case byCards, byList:
			f.Field.Options = pick(c.options(q.list), q.few)
			if given := fields.Text(q.name); c.d.Book.Has(q.list, given) && !slices.ContainsFunc(f.Field.Options, func(o page.Option) bool { return o.Value == given }) {
				f.Field.Options = append(f.Field.Options, page.Option{Value: given, Label: c.d.Book.Label(q.list, given, c.p.Lang())})
			}
			if q.by == byList && q.list == "document_kind" {
				f.Field.Options = append([]page.Option{{Label: "—"}}, f.Field.Options...)
			}
		}
		if q.more {
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
