package codebook_test

import (
	"strings"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/testkit"
)

func TestTextThatCouldExhaustTheMachineIsRefusedUnread(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"brackets": strings.Repeat("[", 100_000), "braces": strings.Repeat("{a: ", 1000), "dashes": strings.Repeat("- ", 100_000),
		"a long text": "name: " + strings.Repeat("x", codebook.MostText),
	} {
		if _, err := codebook.Tame([]byte(text)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v, want Invalid", name, err)
		}
	}
	if _, err := codebook.Tame([]byte(testkit.TownCharter)); err != nil {
		t.Errorf("what a person writes is refused: %v", err)
	}
}

func TestTextOfNotepadIsReadAndTextOfAnotherEncodingRefusedWithItsLine(t *testing.T) {
	text, err := codebook.Tame([]byte("\ufeffname: Unità\r\n"))
	if err != nil || string(text) != "name: Unità\r\n" {
		t.Errorf("%q, %v", text, err)
	}
	for name, text := range map[string]string{"Windows-1252": "a: b\nname: Unit\xe0\n", "UTF-16": "a\n\xff\xfen\x00"} {
		_, err := codebook.Tame([]byte(text))
		if e, ok := errs.Of(err); !ok || e.Key != "codebook.not_utf8" || e.Args[1] != 2 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
