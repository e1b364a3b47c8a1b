package store

import (
	"database/sql/driver"
	"reflect"
	"strings"
	"unicode/utf8"

	"approdo/internal/base/errs"
)

// checkArgs refuses text that one of the two databases could not keep as it is: NUL and invalid UTF-8.
func checkArgs(args []any) error {
	for i, a := range args {
		text, ok := argText(a)
		if ok && (strings.IndexByte(text, 0) >= 0 || !utf8.ValidString(text)) {
			return errs.E(errs.Invalid, "store.bad_text", "position", i+1)
		}
	}
	return nil
}

// argText is the text an argument will be sent as, if it is one. The usual types come first: this runs for every value of an import.
func argText(a any) (string, bool) {
	switch v := a.(type) {
	case string:
		return v, true
	case nil, int, int64, bool, []byte:
		return "", false
	case driver.Valuer:
		if p := reflect.ValueOf(v); p.Kind() == reflect.Pointer && p.IsNil() {
			return "", false
		}
		value, err := v.Value()
		text, ok := value.(string)
		return text, ok && err == nil
	}
	v := reflect.ValueOf(a)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	return v.String(), v.Kind() == reflect.String
}
