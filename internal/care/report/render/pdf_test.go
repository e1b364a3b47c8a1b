package render_test

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/care/report"
	"approdo/internal/care/report/render"
)

// pdf renders a document, or skips where the fonts were not built: a fresh clone must test too.
func pdf(t *testing.T, d *report.Document, lang string) []byte {
	t.Helper()
	var out bytes.Buffer
	err := render.PDF(&out, d, lang)
	if e, ok := errs.Of(err); ok && e.Key == "report.pdf_without_fonts" {
		t.Skip("the fonts are missing: run make assets")
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// paperText reads a PDF back with Ghostscript.
func paperText(t *testing.T, file []byte) string {
	t.Helper()
	gs, err := exec.LookPath("gs")
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("Ghostscript is missing, so the PDF is not read back")
	}
	c := exec.CommandContext(t.Context(), gs, "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=txtwrite", "-sOutputFile=-", "-")
	c.Stdin = bytes.NewReader(file)
	text, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return strings.Join(strings.Fields(string(text)), " ")
}

func TestPDFHoldsEveryTableInTheReadersLanguage(t *testing.T) {
	d := small(t)
	for lang, words := range map[string][]string{
		"it": {"Relazione", "T3 · ", "Unità di contatto", "Pagina 1 di", "1 marzo – 30 novembre 2024", "di cui: Contattate attraverso annunci online"},
		"en": {"Interim report", "T3 · ", "Contact unit", "Page 1 of", "of which: Contacted through online adverts"},
	} {
		text := paperText(t, pdf(t, d, lang))
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s: the paper does not say %q", lang, w)
			}
		}
		for i := range d.Tables {
			if title := d.Tables[i].ID + " · "; !strings.Contains(text, title) {
				t.Errorf("%s: %s is not on the paper", lang, d.Tables[i].ID)
			}
		}
		if strings.Contains(text, "{pages}") {
			t.Errorf("%s: pages are not counted", lang)
		}
	}
}

// What the interface does not yet speak must already print: Greek, Romanian, Estonian, and what no font has must not break the page.
func TestPDFWritesGreekAndRomanian(t *testing.T) {
	d := small(t)
	d.Tables[1].Title = report.Label{"en": "Άνθρωποι και Știință, țară, õun 🙂\x00", "it": "x"}
	text := paperText(t, pdf(t, d, "en"))
	if !strings.Contains(text, "Άνθρωποι και Știință, țară, õun □") {
		t.Errorf("the title is written otherwise: %.300s", text[strings.Index(text, "T1"):])
	}
}

func TestOneDocumentMakesTheSamePDFEveryTime(t *testing.T) {
	d := small(t)
	if !bytes.Equal(pdf(t, d, "it"), pdf(t, d, "it")) {
		t.Error("two files differ")
	}
}

func TestAPDFWithoutFontsSaysWhatToDo(t *testing.T) {
	err := errs.E(errs.Unavailable, "report.pdf_without_fonts", "file", "x.ttf")
	for _, lang := range i18n.Languages() {
		if s := i18n.For(lang).Error(err); !strings.Contains(s, "x.ttf") || !strings.Contains(s, "make build") {
			t.Errorf("%s: %s", lang, s)
		}
	}
}

func TestALongTableRepeatsItsHeadingsOnEveryPage(t *testing.T) {
	d := small(t)
	table, _ := d.Table("T1")
	row := table.Rows[0]
	for range 150 {
		table.Rows = append(table.Rows, row)
	}
	text := paperText(t, pdf(t, d, "en"))
	if n := strings.Count(text, "Channel"); n < 5 { // T1 on four pages, and T2
		t.Errorf("the headings stand %d times", n)
	}
}
