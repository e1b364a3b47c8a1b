// Package errs gives every failure a kind, which decides what a program answers,
// and a key, which decides what a person reads.
//
// The log line and the sentence shown to a person can never be confused: Error()
// speaks of kinds, keys and ids only, while the sentence is looked up by key in the
// reader's language by package i18n. Arguments carry codes, numbers and positions,
// never names, phones or free text about a person.
package errs

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says whose move it is after a failure.
type Kind uint8

// The kinds. The zero value is Internal, so that an error nobody classified is a fault of ours.
const (
	Internal    Kind = iota // a fault of the program
	Invalid                 // the input must be corrected
	NotFound                // it does not exist, or may not be seen: the two are never told apart
	Denied                  // the caller may not do this at all
	Conflict                // somebody else was there first, or a rule forbids it in this state
	Unavailable             // the outside world fails: database locked, disk full, port taken
	Forged                  // what is kept is not what the program kept: somebody wrote past it, and whoever watches must know
)

var kindNames = [...]string{"internal", "invalid", "not found", "denied", "conflict", "unavailable", "forged"}

func (k Kind) String() string { return kindNames[k] }

// Error is a failure with a kind, the key of its sentence, and the named values the sentence needs.
type Error struct {
	Kind  Kind
	Key   string // of the catalogue, for example "report.period_reversed"
	Args  []any  // name, value, name, value …
	Field string // the form field or column to blame, if any
	Noun  string // with ID: the record that stands in the way, or from which the next step is taken, if any
	ID    string
	cause error
}

// E makes an error of a kind. Args are name, value pairs for the sentence; a last lone error is kept as the cause.
func E(kind Kind, key string, args ...any) *Error {
	e := &Error{Kind: kind, Key: key, Args: args}
	if n := len(args); n%2 == 1 {
		if cause, ok := args[n-1].(error); ok {
			e.cause = cause
			e.Args = args[:n-1]
		}
	}
	return e
}

// Arg is the value of a named argument as text, empty where there is none.
func (e *Error) Arg(name string) string {
	for i := 0; i+1 < len(e.Args); i += 2 {
		if e.Args[i] == name {
			return fmt.Sprint(e.Args[i+1])
		}
	}
	return ""
}

// On says which form field or column is to blame.
func (e *Error) On(field string) *Error {
	c := *e
	c.Field = field
	return &c
}

// At says which record stands in the way, or from which the next step is taken: whoever is refused is led there.
func (e *Error) At(noun, id string) *Error {
	c := *e
	c.Noun, c.ID = noun, id
	return &c
}

// Led says of the Error inside err at which record it stands, unless it says so already; any other error passes.
func Led(err error, noun, id string) error {
	if e, known := Of(err); known && e.Noun == "" {
		return e.At(noun, id)
	}
	return err
}

// Error is the log line: kind, key and arguments, then the cause.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Kind.String() + ": " + e.Key)
	for i := 0; i+1 < len(e.Args); i += 2 {
		fmt.Fprintf(&b, " %v=%v", e.Args[i], e.Args[i+1])
	}
	if e.cause != nil {
		b.WriteString(": " + e.cause.Error())
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.cause }

// Wrap adds where a failure happened, once per package and with ids only. It keeps kind and key, and passes nil on.
func Wrap(err error, where string, ids ...any) error {
	if err == nil {
		return nil
	}
	if len(ids) > 0 {
		where = strings.TrimSpace(where + " " + strings.Trim(fmt.Sprint(ids...), "[]"))
	}
	return fmt.Errorf("%s: %w", where, err)
}

// KindOf finds the kind of err; anything unclassified is Internal.
func KindOf(err error) Kind {
	var list List
	if errors.As(err, &list) {
		return Invalid
	}
	if e, ok := Of(err); ok {
		return e.Kind
	}
	return Internal
}

// Of finds the Error inside err.
func Of(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// List is several failures of one input, so that a person corrects a form once.
type List []*Error

func (l List) Error() string {
	parts := make([]string, len(l))
	for i, e := range l {
		parts[i] = e.Error()
	}
	return strings.Join(parts, "; ")
}

// Add appends e if it is not nil.
func (l *List) Add(e *Error) {
	if e != nil {
		*l = append(*l, e)
	}
}

// Err is nil for an empty list.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}
