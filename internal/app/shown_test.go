package app_test

import (
	"bytes"
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
