package i18n

import (
	"errors"
	"fmt"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"approdo/internal/base/errs"
)

// Printer speaks one language. It is safe for concurrent use.
type Printer struct {
	lang      string
	catalogue *Catalogue
	phrases   map[string]phrase // of the messages that have one form
	localizer *goi18n.Localizer
	figures   *message.Printer
}

func newPrinter(c *Catalogue, lang string) *Printer {
	phrases := make(map[string]phrase, len(c.messages[lang]))
	for key, m := range c.messages[lang] {
		if m.One == "" {
			phrases[key] = cut(m.Other)
		}
	}
	return &Printer{
		lang:      lang,
		catalogue: c,
		phrases:   phrases,
		localizer: goi18n.NewLocalizer(c.bundle, lang),
		figures:   message.NewPrinter(language.Make(lang)),
	}
}

// Lang is the code of the printer's language, as in the lang attribute of a page.
func (p *Printer) Lang() string { return p.lang }

// T gives the message of a key with its named values filled in. Integers are written as the language
// writes them; the one named count also picks the plural form; write a year or a code as text.
// A key that no catalogue has comes back in brackets.
func (p *Printer) T(key string, nameValue ...any) string {
	if said, ok := p.phrases[key]; ok {
		return said.fill(p, nameValue)
	}
	if !p.catalogue.Has(p.lang, key) {
		return "[" + key + "]"
	}
	config := &goi18n.LocalizeConfig{MessageID: key}
	values := make(map[string]string, len(nameValue)/2)
	for i := 0; i+1 < len(nameValue); i += 2 {
		name := fmt.Sprint(nameValue[i])
		values[name] = p.value(nameValue[i+1])
		if n, ok := integer(nameValue[i+1]); ok && name == "count" {
			config.PluralCount = n
		} else if m, ok := nameValue[i+1].(Many); ok && name == "count" {
			config.PluralCount = m.N
		}
	}
	config.TemplateData = values
	// The error only says that a plural form is missing and that "other" was taken instead:
	// Italian has a form of its own for whole millions, which no catalogue needs.
	text, err := p.localizer.Localize(config)
	if err != nil && text == "" {
		return "[" + key + "]"
	}
	return text
}

// Error gives the sentence a person reads about a failure. Several failures of one input stand one after the other;
// a failure nobody described is a fault of ours, and says nothing of its inside.
func (p *Printer) Error(err error) string {
	return strings.Join(p.Errors(err), " ")
}

// Errors gives one sentence per failure in err, for a page that lists them. There is none for nil.
func (p *Printer) Errors(err error) []string {
	if err == nil {
		return nil
	}
	var list errs.List
	if !errors.As(err, &list) {
		e, ok := errs.Of(err)
		if !ok {
			return []string{p.T("errors.internal")}
		}
		list = errs.List{e}
	}
	sentences := make([]string, len(list))
	for i, e := range list {
		sentences[i] = p.sentence(e)
	}
	return sentences
}

func (p *Printer) sentence(e *errs.Error) string {
	if p.catalogue.Has(p.lang, e.Key) {
		return p.T(e.Key, e.Args...)
	}
	return p.T("errors." + strings.ReplaceAll(e.Kind.String(), " ", "_"))
}

func (p *Printer) value(v any) string {
	if n, ok := integer(v); ok {
		return p.Int(n)
	}
	switch v := v.(type) {
	case error:
		return p.Error(v)
	case Many:
		return p.Many(v)
	case ISODay:
		return p.Day(string(v))
	case string: // whoever raises an error writes days as they are kept; nobody is to read one so
		return p.Day(v)
	case []string:
		return strings.Join(v, ", ")
	}
	return fmt.Sprint(v)
}

func integer(v any) (int64, bool) {
	switch v := v.(type) {
	case int:
		return int64(v), true
	case int32:
		return int64(v), true
	case int64:
		return v, true
	}
	return 0, false
}
