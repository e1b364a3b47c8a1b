package errs_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"approdo/internal/base/errs"
)

func TestWrappingKeepsKindAndKey(t *testing.T) {
	err := errs.Wrap(errs.E(errs.NotFound, "person.none", "id", 7, io.EOF), "find person", "7")
	if errs.KindOf(err) != errs.NotFound || !errors.Is(err, io.EOF) {
		t.Errorf("kind %v of %v", errs.KindOf(err), err)
	}
	if e, ok := errs.Of(err); !ok || e.Key != "person.none" || len(e.Args) != 2 {
		t.Errorf("error %+v", e)
	}
	if want := "find person 7: not found: person.none id=7: EOF"; err.Error() != want {
		t.Errorf("log line %q, want %q", err.Error(), want)
	}
	if errs.Wrap(nil, "x") != nil {
		t.Error("wrapping nothing gives something")
	}
}

func TestWhatNobodyClassifiedIsOurFault(t *testing.T) {
	if k := errs.KindOf(fmt.Errorf("surprise")); k != errs.Internal {
		t.Errorf("kind %v", k)
	}
}

func TestAnEmptyListIsNoError(t *testing.T) {
	var l errs.List
	l.Add(nil)
	if l.Err() != nil {
		t.Error("an empty list is an error")
	}
	l.Add(errs.E(errs.Invalid, "check.day").On("day"))
	if errs.KindOf(fmt.Errorf("save: %w", l.Err())) != errs.Invalid {
		t.Error("a list of invalid fields is not Invalid")
	}
}
