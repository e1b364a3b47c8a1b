package app_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/seal/roster"
)

// answering keeps what a server prints, and is done when it answers.
type answering struct {
	bytes.Buffer
	done func()
}

func (a *answering) Write(text []byte) (int, error) {
	if address := regexp.MustCompile(`http://\S+[0-9]`).FindString(string(text)); address != "" {
		go func() {
			if r, err := http.Get(address); err == nil {
				r.Body.Close()
			}
			a.done()
		}()
	}
	return a.Buffer.Write(text)
}

func (x *station) trust(lang string) (string, error) {
	x.t.Helper()
	var out bytes.Buffer
	err := app.Trust(x.t.Context(), x.place, &out, i18n.For(lang))
	return out.String(), err
}

// TestTheTrustIsToldAndWhatDoesNotAgreeWithIt: founders, members in their roles, and an edit of the tables.
func TestTheTrustIsToldAndWhatDoesNotAgreeWithIt(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		keys, err := app.Open(t.Context(), x.place)
		x.must(err)
		digits, _, err := roster.Founders(keys.Keys)
		x.must(err)
		x.must(keys.Close())
		for lang, words := range map[string][]string{
			"en": {digits, "founder: ada", "ada · Confirmed · Case manager", "agrees with it"}, "it": {digits, "ha fondato: ada", "è d'accordo"},
		} {
			got, err := x.trust(lang)
			if err != nil {
				t.Errorf("a whole database: %v", err)
			}
			for _, w := range words {
				if !strings.Contains(got, w) {
					t.Errorf("in %s %q is not said:\n%s", lang, w, got)
				}
			}
		}
		x.edits(`UPDATE network_accounts SET name = 'somebody else' WHERE login = 'bea'`)
		if got, err := x.trust("en"); key(err) != "app.trust_differs" || !strings.Contains(got, "bea · Confirmed") {
			t.Errorf("after an edit: %v\n%s", err, got)
		}
	})
}

// TestTheFileOfTheFoundersKeysThatIsGoneIsNamed: without it nothing says whose key is whose, so nothing is opened; whoever kept a copy puts it back.
func TestTheFileOfTheFoundersKeysThatIsGoneIsNamed(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		file := filepath.Join(x.place.Dir, roster.TrustFile)
		kept, err := os.ReadFile(file)
		x.must(err)
		x.must(os.Remove(file))
		in, err := app.Open(t.Context(), x.place)
		if err == nil {
			x.must(in.Close())
		}
		if e, known := errs.Of(err); !known || e.Key != "roster.no_trust" || e.Arg("file") != file {
			t.Errorf("without it: %v", err)
		}
		x.must(os.WriteFile(file, kept, 0o600))
		in, err = app.Open(t.Context(), x.place)
		x.must(err)
		x.must(in.Close())
	})
}

// TestAServerSaysWhenItTakesItsTrustFromTheDatabase: an installation from before there was a roster begins it at its first start, and says whom it believes from then on; at the next it does not.
func TestAServerSaysWhenItTakesItsTrustFromTheDatabase(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		x.edits(`DELETE FROM network_roster`)
		x.must(os.Remove(filepath.Join(x.place.Dir, roster.TrustFile)))
		serves := func() string {
			in, err := app.Open(t.Context(), x.place)
			x.must(err)
			ctx, stop := context.WithCancel(t.Context())
			out := answering{done: stop}
			x.must(app.Serve(ctx, in, app.Options{}, "127.0.0.1:0", &out, i18n.For("en")))
			x.must(in.Close())
			return out.String()
		}
		first, second := serves(), serves()
		for _, says := range []string{"older than its roster", "trust on first use", "founder: ada", "bea · Confirmed"} {
			if !strings.Contains(first, says) || strings.Contains(second, says) {
				t.Errorf("%q: at the first start %v, at the second %v", says, strings.Contains(first, says), strings.Contains(second, says))
			}
		}
		if got := x.doctor(); !strings.Contains(got, "trust on first use") || !strings.Contains(got, "The tables say what the roster says") {
			t.Errorf("the doctor says %s", got)
		}
	})
}
