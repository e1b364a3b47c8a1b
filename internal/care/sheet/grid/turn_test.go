package grid_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"
)

// asked is a context that ends when it was asked so often: whoever never asks reads to the end.
type asked struct {
	context.Context
	left int
	err  error
}

func (a *asked) Err() error {
	if a.left--; a.left < 0 {
		return a.err
	}
	return nil
}

// TestReadingEndsWithItsContext: who takes too long is told so, and for whom nobody waits is read no further, in whichever format.
func TestReadingEndsWithItsContext(t *testing.T) {
	t.Parallel()
	book := parts(1, relations("worksheet", "worksheets/a.xml"))
	book["xl/worksheets/a.xml"] = `<worksheet><sheetData>` + strings.Repeat(`<row><c t="b"><v>1</v></c></row>`, 20_000) + `</sheetData></worksheet>`
	for name, data := range map[string][]byte{"workbook": packed(t, book), "text": []byte(strings.Repeat("a;b\n", 20_000))} {
		if _, err := grid.Read(t.Context(), data); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for reason, want := range map[error]string{context.DeadlineExceeded: "sheet.too_slow", context.Canceled: "sheet.given_up"} {
			ctx := &asked{t.Context(), 30, reason}
			_, err := grid.Read(ctx, data)
			if e, _ := errs.Of(err); e == nil || e.Key != want {
				t.Errorf("%s: %v, want %s", name, err, want)
			}
			if ctx.left < -3 {
				t.Errorf("%s: asked %d times after the end", name, -ctx.left)
			}
		}
	}
}

// TestNobodysFileKeepsAnotherOrganisationsWaiting: while a large file is read, and a usual one of each of two sources, another source's usual file is opened at once; a second one of
// the same source waits, and gives up when nobody waits for it.
func TestNobodysFileKeepsAnotherOrganisationsWaiting(t *testing.T) {
	t.Parallel()
	book := parts(1, relations("worksheet", "worksheets/a.xml"))
	book["xl/media/picture.png"] = strings.Repeat("x", 65<<20)
	large, usual := packed(t, book), []byte("a;b\n1;2\n")
	var turns grid.Turns
	waits := func(source string, data []byte) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
		defer cancel()
		if _, err := turns.Take(ctx, source, data); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s need not wait: %v", source, err)
		}
	}
	opened := func(source string, data []byte) (end func()) {
		t.Helper()
		end, err := turns.Take(t.Context(), source, data) // the test does not end if it is kept waiting
		must(t, err)
		return end
	}
	first, second := opened("A", large), opened("B", usual)
	waits("B", usual)
	waits("A", usual)
	opened("C", usual)()
	waits("C", large)
	opened("C", usual)() // its place was given back
	first()
	opened("C", large)()
	second()
	opened("A", usual)()
}
