package audit

import (
	"encoding/hex"
	"encoding/json"
	"regexp"
	"time"
)

// Details are what an entry says besides, by name: codes, ids, days and numbers. There is no way to put a text into them, so that nothing that somebody typed, and
// nobody's name, can stand in the trail: a Value is made by one of the functions here, each of which knows what it takes.
type Details map[string]Value

// Value is one thing that details say. The zero Value says nothing.
type Value struct{ v any }

// MarshalJSON writes what is said.
func (v Value) MarshalJSON() ([]byte, error) { return json.Marshal(v.v) }

// Unsaid stands where something was to be said that has not the shape of what it is called. Work goes on, and the trail keeps quiet.
const Unsaid = "unsaid"

// Shapes of what is said. A code or an id has no blanks, no accents and no marks of a sentence, and no code has as many digits as a telephone.
var (
	word   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,79}$`)
	digits = regexp.MustCompile(`[0-9]{6}`)
	digest = regexp.MustCompile(`^[0-9a-f]{16,128}$`)
)

func shaped(text string, fits bool) Value {
	if text != "" && !fits {
		return Value{Unsaid}
	}
	return Value{text}
}

// Code says a code: of a list, of the program, of a table. An empty one says that there is none.
func Code[C ~string](c C) Value {
	return shaped(string(c), word.MatchString(string(c)) && !digits.MatchString(string(c)))
}

// Codes says several.
func Codes[C ~string](list []C) Value { return several(list, Code[C]) }

// ID says which record, account, person or organisation.
func ID[I ~string](id I) Value { return shaped(string(id), word.MatchString(string(id))) }

// IDs says several.
func IDs[I ~string](list []I) Value { return several(list, ID[I]) }

func several[T any](list []T, one func(T) Value) Value {
	values := make([]Value, len(list))
	for i, x := range list {
		values[i] = one(x)
	}
	return Value{values}
}

// Day says a day or a moment, in ISO form.
func Day(text string) Value {
	_, day := time.Parse(time.DateOnly, text)
	_, moment := time.Parse(time.RFC3339, text)
	return shaped(text, day == nil || moment == nil)
}

// Count says a number.
func Count[N ~int | ~int32 | ~int64](n N) Value { return Value{int64(n)} }

// Yes says whether.
func Yes(yes bool) Value { return Value{yes} }

// Digest says the hash of something.
func Digest(hash []byte) Value { return Value{hex.EncodeToString(hash)} }

// HexDigest says a hash that is written in hexadecimal already.
func HexDigest(text string) Value { return shaped(text, digest.MatchString(text)) }

// Record is the id of a record as an entry keeps it: empty, or of an id's shape.
func Record(id string) string {
	if id != "" && !word.MatchString(id) {
		return Unsaid
	}
	return id
}
