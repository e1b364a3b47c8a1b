package testkit

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/codebook"
)

var hump = regexp.MustCompile(`([a-z])([A-Z])`)

// Alter gives every field of a record another value, apart from those that a correction keeps: a number one more, a yes a no, a code another of its list. The list of
// a field has the field's name unless lists says otherwise. A field of which nothing is known fails the test: so a new one cannot be forgotten where it is used.
func Alter(t *testing.T, book *codebook.Book, record any, lists map[string]string, keep ...string) {
	t.Helper()
	v := reflect.ValueOf(record).Elem()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if slices.Contains(keep, f.Name) {
			continue
		}
		list := lists[f.Name]
		if list == "" {
			list = strings.ToLower(hump.ReplaceAllString(f.Name, "${1}_${2}"))
		}
		codes, coded := book.List(list)
		switch value := v.Field(i); {
		case value.Kind() == reflect.Int64:
			value.SetInt(value.Int() + 1)
		case value.Kind() == reflect.Bool:
			value.SetBool(!value.Bool())
		case value.Kind() == reflect.String && coded:
			other := slices.IndexFunc(codes.Codes, func(c codebook.Code) bool { return c.Code != value.String() && !c.Retired && !c.Absent() })
			value.SetString(codes.Codes[other].Code)
		default:
			t.Fatalf("nothing is known of the field %s", f.Name)
		}
	}
}
