package page

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
)

// Ticked is what a box that is ticked answers.
const Ticked = "yes"

// Field is one question of a form.
type Field struct {
	Name         string
	Label        string
	Hint         string
	Type         string // of the input: text, date, number, password; text when empty
	Autocomplete string
	Short        bool // the answer is short, and so is the box
	Code         bool // the text is for a machine: every letter counts, and nothing corrects it
	Options      []Option
	None         string // what choosing none of them is called, which stands first; empty where one has to be chosen
}

// Option is an answer to choose.
type Option struct {
	Value string
	Label string
	Note  string // a line that helps to choose
}

// options draws the answers to choose from. There are hundreds on a page with filters, and a template takes longer for each of them than for all its other words.
func options(f *Fields, x Field) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		b.Grow(64 * (len(x.Options) + 1))
		draw := func(o Option) {
			b.WriteString(`<option value="`)
			b.WriteString(templ.EscapeString(o.Value))
			b.WriteByte('"')
			if f.Is(x.Name, o.Value) {
				b.WriteString(` selected`)
			}
			b.WriteByte('>')
			b.WriteString(templ.EscapeString(o.Label))
			b.WriteString(`</option>`)
		}
		if x.None != "" {
			draw(Option{Label: x.None})
		}
		for _, o := range x.Options {
			draw(o)
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

func (x Field) kind() string {
	if x.Type == "" {
		return "text"
	}
	return x.Type
}

func (x Field) class() string {
	if x.Short {
		return "input short"
	}
	return "input"
}

func (x Field) id() string { return fieldID(x.Name) }

func fieldID(name string) string { return "field-" + name }

// describedBy lists the ids of what explains the field: its hint, and what is wrong.
func (x Field) describedBy(f *Fields) string {
	var ids string
	if x.Hint != "" {
		ids = x.id() + "-hint"
	}
	if f.Problem(x.Name) != nil {
		if ids != "" {
			ids += " "
		}
		ids += x.id() + "-problem"
	}
	return ids
}

// typed is what the field holds; a password is never sent back.
func (x Field) typed(f *Fields) string {
	if x.Type == "password" {
		return ""
	}
	return f.Text(x.Name)
}

func sentence(p *i18n.Printer, f *Fields, name string) string {
	if e := f.Problem(name); e != nil {
		return p.Error(e)
	}
	return ""
}
