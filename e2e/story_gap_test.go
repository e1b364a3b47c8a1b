package e2e_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
)

// TestSomebodyPrintsTheParloursUnderIndoorAndSeesWhyItCannotBe: the defect of the published report, on the screen. The
// report says by how much it misses, offers no way to freeze it, and shows the reader's own records behind the gap.
func TestSomebodyPrintsTheParloursUnderIndoorAndSeesWhyItCannotBe(t *testing.T) {
	b := open(t)
	shared := visitSite(t)
	folder := filepath.Join(t.TempDir(), "definitions")
	if err := app.Definitions(folder, io.Discard, i18n.For("en")); err != nil {
		t.Fatal(err)
	}
	moveParlours(t, filepath.Join(folder, "T3.yaml"))
	s, err := serve(t.Context(), shared.in, shared.dir, folder)
	if err != nil {
		t.Fatal(err)
	}
	for lang, words := range map[string]struct{ gap, freeze, records, log string }{
		"it": {"Vedi lo scarto", "Congela", "del tuo ente", "registro"},
		"en": {"See the gap", "Freeze", "of your organisation", "audit trail"},
	} {
		t.Run(lang, func(t *testing.T) {
			w := b.walk(t, s.address, lang, lang == "en")
			w.enter(s.login(t, "giulia"))
			w.open("/reports/interim")
			w.sees("554", "591", "37", words.gap)
			w.pictures("story-gap")
			if has := w.holds(`[...document.querySelectorAll("button")].some((b) => b.textContent.trim() === ` + quote(words.freeze) + `)`); has {
				t.Error("a report that does not add up can be frozen")
			}
			w.open(strings.TrimPrefix(w.link(words.records), s.address))
			w.sees(words.log)
		})
	}
}

// moveParlours makes of the row a part of the indoor settings, whose own codes stay as they are.
func moveParlours(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const row = "    - {code: sexual_massage_parlour}\n"
	const part = "          codes: true\n"
	moved := strings.Replace(string(text), row, "", 1)
	moved = strings.Replace(moved, part, part+"        - {code: sexual_massage_parlour}\n", 1)
	if moved == string(text) {
		t.Fatal("T3.yaml has another shape; mend the story")
	}
	if err := os.WriteFile(file, []byte(moved), 0o600); err != nil {
		t.Fatal(err)
	}
}
