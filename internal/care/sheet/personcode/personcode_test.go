package personcode_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/care/sheet/personcode"
)

func shape(codes ...string) (personcode.Shape, map[string]bool) {
	known := map[string]bool{}
	for _, code := range codes {
		known[personcode.Fold(code)] = true
	}
	return personcode.ShapeOf(known), known
}

func TestTheCodesOfOneCellAreFound(t *testing.T) {
	s, known := shape("A01", "A02", "A03", "A12", "A13")
	for cell, want := range map[string][]string{
		"A12/A13": {"a12", "a13"}, "A12 e 13": {"a12", "a13"}, "A12, A13 e A01": {"a12", "a13", "a01"}, "A12A13": {"a12", "a13"}, "A12-13": {"a12", "a13"},
		"A12 o A13": nil, "A12?": nil, "vedi A12": nil, "A12": nil,
	} {
		if got := s.Parts(personcode.Fold(cell), known); !slices.Equal(got, want) {
			t.Errorf("%s holds %v, want %v", cell, got, want)
		}
	}
}

// However many ways lead through a cell of codes whose end is none, each is tried once: this would not end in a year otherwise.
func TestACellOfManyCodesWhoseEndIsNoneIsGivenUp(t *testing.T) {
	var codes []string
	for chain := "A1"; len(chain) < 160; chain += "/A1" {
		codes = append(codes, chain)
	}
	s, known := shape(codes...)
	for _, cell := range []string{codes[len(codes)-3] + "/x", strings.Repeat("A1/A2 e ", 100_000) + "x"} {
		if got := s.Parts(personcode.Fold(cell), known); got != nil {
			t.Errorf("%d bytes are codes: %v", len(cell), got)
		}
	}
}

func TestACodeOfAnotherShapeIsStrange(t *testing.T) {
	s, _ := shape("F001", "F002", "F003", "F004", "0305550101")
	if !s.Strange("0305550101") || s.Strange("f001") || s.Strange("12") {
		t.Error("a telephone number among codes is no wonder, or a code is one")
	}
}

func TestWhatAnEyeTakesForOneCodeIsAlike(t *testing.T) {
	for _, codes := range [][2]string{{"0012", "12"}, {"p-001", "p1"}, {"po1", "p01"}, {"f00l", "f001"}, {"1.001", "1001"}, {"12,005", "12005"}} {
		if personcode.Loose(codes[0]) != personcode.Loose(codes[1]) {
			t.Errorf("%v are told apart", codes)
		}
	}
}

func TestASpoiltCodeIsRestored(t *testing.T) {
	x, ok := personcode.TypedAs("3-mag")
	if got := personcode.Restore("3-mag", x, map[string]bool{"3/5": true}); !ok || got != "3/5" {
		t.Errorf("restored as %s", got)
	}
	if got := personcode.Restore("3-mag", x, nil); got != "3-5" {
		t.Errorf("restored alone as %s", got)
	}
}
