package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestNothingThatIsPrintedIsObeyed: a name in the database that wipes the screen, or hides what follows, is shown as what it is.
func TestNothingThatIsPrintedIsObeyed(t *testing.T) {
	t.Parallel()
	x := founds(t, "")
	i := testkit.Intrude(t, store.Options{Dir: x.place.Dir})
	i.Exec(`UPDATE network_organisations SET name = name || char(27) || '[2J' || char(27) || '[8m' || char(155) || char(8238)`)
	var out bytes.Buffer
	_ = app.Trust(t.Context(), x.place, app.Shown(&out), i18n.For("en"))
	if text := out.String(); !strings.Contains(text, "\ufffd[2J") || strings.ContainsAny(text, "\x1b\u009b\u202e") {
		t.Errorf("printed is %q", text)
	}
	if got := app.Plain("à\n\tß\x00\xff"); got != "à\n\tß\ufffd\ufffd" {
		t.Errorf("%q", got)
	}
}

// TestEveryCommandPrintsThroughTheOneWriterThatCleans: but for reports and frozen ones, which are files.
func TestEveryCommandPrintsThroughTheOneWriterThatCleans(t *testing.T) {
	t.Parallel()
	sources, err := filepath.Glob("../../cmd/approdo/*.go")
	if err != nil || len(sources) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	raw := regexp.MustCompile(`os\.(Stdout|Stderr)\b`)
	files := 0
	for _, name := range sources {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			bare := strings.NewReplacer("app.Shown(os.Stdout)", "", "app.Shown(os.Stderr)", "").Replace(line)
			switch {
			case !raw.MatchString(bare), strings.HasSuffix(name, "_test.go"):
			case strings.HasSuffix(name, "report.go"):
				files++
			case !strings.Contains(line, `"\x1b[%dA\x1b[J"`): // what the program itself tells the terminal
				t.Errorf("%s: %s", name, strings.TrimSpace(line))
			}
		}
	}
	if files != 2 {
		t.Errorf("%d reports are written as they are", files)
	}
}
