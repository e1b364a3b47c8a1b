package imports

import (
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
)

// sheetSays gives the sentences of what is wrong with a file. Package sheet also speaks on a command line, with words
// of its map; where imports.instead has a sentence for people with a form before them, that one is said.
func (d *Desk) sheetSays(p *i18n.Printer, err error) []string {
	var sentences []string
	for _, e := range each(err) {
		said := *e
		said.Args = d.readably(p, e.Args)
		if short, own := strings.CutPrefix(e.Key, "sheet."); own {
			if key := "imports.instead." + short; i18n.Shipped().Has(p.Lang(), key) {
				said.Key = key
			}
		}
		sentences = append(sentences, p.Errors(&said)...)
	}
	return sentences
}

// each takes several failures of one input apart.
func each(err error) errs.List {
	if list, ok := err.(errs.List); ok {
		return list
	}
	if e, ok := errs.Of(err); ok {
		return errs.List{e}
	}
	return nil
}

// readably puts names that people know in the place of those of fields and lists.
func (d *Desk) readably(p *i18n.Printer, args []any) []any {
	args = slices.Clone(args)
	for i := 0; i+1 < len(args); i += 2 {
		value, isText := args[i+1].(string)
		if !isText {
			continue
		}
		switch args[i] {
		case "field":
			args[i+1] = fieldName(p, value)
		case "list":
			if list, ok := d.Book.List(value); ok && list.Label[p.Lang()] != "" {
				args[i+1] = p.T("sheet.quoted", "name", list.Label[p.Lang()])
			}
		case "order":
			if value != "" && i18n.Shipped().Has(p.Lang(), "sheet.dates."+value) {
				args[i+1] = p.T("sheet.dates." + value)
			}
		}
	}
	return args
}

// fieldName is what a column can be taken for, as people say it.
func fieldName(p *i18n.Printer, field string) string {
	return p.T("sheet.field." + field)
}

// capital begins a text with a capital letter.
func capital(text string) string {
	for i, r := range text {
		return strings.ToUpper(string(r)) + text[i+len(string(r)):]
	}
	return text
}
