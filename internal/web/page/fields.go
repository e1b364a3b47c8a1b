package page

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
)

// Fields is what a person typed into a form, with what was wrong about it, so that the
// form is shown again with nothing lost. The zero Fields is an empty form.
type Fields struct {
	values   url.Values
	problems errs.List
	labels   map[string]string // of questions, by name
}

// Fields reads the form: the query of a GET, the body of a POST. NUL and invalid UTF-8 are refused here, at the edge, and lines end as they
// do on this side of it.
func (r *Request) Fields() (*Fields, error) {
	if err := r.ParseForm(); err != nil {
		if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
			return nil, errs.E(errs.Invalid, "page.form_too_long", err)
		}
		return nil, errs.E(errs.Invalid, "page.form_unreadable", err)
	}
	if err := r.arrived(); err != nil {
		return nil, err
	}
	values := r.Request.Form
	if r.Method == http.MethodPost {
		values = r.PostForm
	}
	return readable(values)
}

// lineEnds are how the lines of a text end: in a browser, long ago, and here. What was read and sent again is the same text for that.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// readable refuses answers that are not text.
func readable(values url.Values) (*Fields, error) {
	for _, all := range values {
		for i, v := range all {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return nil, errs.E(errs.Invalid, "page.form_unreadable")
			}
			all[i] = lineEnds.Replace(v)
		}
	}
	return &Fields{values: values}, nil
}

// Text is the first value of a field, without spaces around it.
func (f *Fields) Text(name string) string { return strings.TrimSpace(f.values.Get(name)) }

// Whole is the first value of a field as it was typed.
func (f *Fields) Whole(name string) string { return f.values.Get(name) }

// All lists every value of a field.
func (f *Fields) All(name string) []string { return f.values[name] }

// Names lists the fields that were sent, in alphabetical order.
func (f *Fields) Names() []string { return slices.Sorted(maps.Keys(f.values)) }

// Has reports whether the form was sent with that field, even empty.
func (f *Fields) Has(name string) bool { return f.values.Has(name) }

// Is reports whether a field holds the value, for radio buttons and check boxes.
func (f *Fields) Is(name, value string) bool { return slices.Contains(f.values[name], value) }

// Set gives a field the values it starts with.
func (f *Fields) Set(name string, values ...string) {
	if f.values == nil {
		f.values = url.Values{}
	}
	f.values[name] = values
}

// Keep remembers an error that the person can correct and reports true; any other error is somebody else's to answer.
func (f *Fields) Keep(err error) bool {
	var list errs.List
	if errors.As(err, &list) {
		f.problems = append(f.problems, list...)
		return true
	}
	if e, ok := errs.Of(err); ok && e.Kind == errs.Invalid {
		f.problems = append(f.problems, e)
		return true
	}
	return false
}

// Call says what a question is called, where what must be corrected is listed.
func (f *Fields) Call(name, label string) {
	if f.labels == nil {
		f.labels = map[string]string{}
	}
	f.labels[name] = label
}

// told is what must be corrected about a field, in words that name it.
func (f *Fields) told(p *i18n.Printer, e *errs.Error) string {
	if label := f.labels[e.Field]; label != "" {
		return label + ": " + p.Error(e)
	}
	return p.Error(e)
}

// Problems lists what must be corrected, in the order it was found.
func (f *Fields) Problems() errs.List { return f.problems }

// asksBack reports whether there is something to be known or decided, and no answer to be corrected.
func (f *Fields) asksBack() bool {
	return len(f.problems) > 0 && !slices.ContainsFunc(f.problems, func(e *errs.Error) bool { return e.Field != "" })
}

// Arrange puts the problems in the order in which the form asks; what belongs to no question of it comes first.
func (f *Fields) Arrange(names []string) {
	slices.SortStableFunc(f.problems, func(a, b *errs.Error) int {
		return slices.Index(names, a.Field) - slices.Index(names, b.Field)
	})
}

// Problem is what is wrong with one field, nil when nothing is.
func (f *Fields) Problem(name string) *errs.Error {
	for _, e := range f.problems {
		if e.Field == name {
			return e
		}
	}
	return nil
}
