package seal

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// hushed makes a type that holds a secret silent: it is embedded, and then every way a program has of showing a value
// shows the same word or fails.
type hushed struct{}

// hidden keeps a value inside a function. fmt cannot call methods on unexported fields, so in a struct of another
// package that holds a secret in such a field, hushed has no say. There fmt follows pointers (with %s it prints what
// they point at), but what a function has closed over is out of its reach, and of every other printer's.
type hidden[T any] func() T

func hide[T any](value T) hidden[T] { return func() T { return value } }

const hush = "seal: secret"

// errHush is no errs.Error, since only a fault in a program meets it.
var errHush = errors.New("seal: a secret is not marshalled")

// Format writes the same word for every verb: %v, %+v, %#v, %x, %d.
func (hushed) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, hush) }

// String says that there is a secret, not which.
func (hushed) String() string { return hush }

// LogValue keeps a secret out of log/slog.
func (hushed) LogValue() slog.Value { return slog.StringValue(hush) }

// MarshalText refuses: JSON, YAML and XML ask it.
func (hushed) MarshalText() ([]byte, error) { return nil, errHush }

// MarshalBinary refuses: gob asks it.
func (hushed) MarshalBinary() ([]byte, error) { return nil, errHush }
