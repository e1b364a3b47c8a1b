package render

import (
	"embed"
	"io"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/text/unicode/norm"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/care/report"
)

// fonts holds the two faces that `go run ./internal/web/page/build` copies here; only .keep before the first build. DejaVu has the Greek
// and the Romanian letters, which the fonts that every reader of PDF brings along have not.
//
//go:embed all:font
var fonts embed.FS

// Sizes of the page, in millimetres, and of its letters, in points.
const (
	pageWide, pageTall = 210.0, 297.0
	margin             = 18.0
	inner              = pageWide - 2*margin
	foot               = 16.0 // kept free below

	textSize, smallSize, headSize, titleSize = 9.0, 7.5, 11.0, 18.0
	lineTall                                 = 4.4
)

// The colours of the screen's light look.
var (
	ink  = [3]int{28, 37, 36}
	grey = [3]int{92, 102, 100}
	rule = [3]int{205, 203, 195}
	sea  = [3]int{13, 106, 99}
	soft = [3]int{143, 191, 186}
)

// PDF writes the report for paper in a language: the title and what was counted, then each table with what it shows at a glance, its
// bars, its months and its notes; pages are numbered. One document gives the same bytes every time. Without the fonts, which come with
// the build, it is Unavailable.
func PDF(w io.Writer, d *report.Document, lang string) error {
	paper, err := newPaper(d, i18n.For(lang))
	if err != nil {
		return err
	}
	paper.title()
	for i := range d.Tables {
		paper.table(&d.Tables[i])
	}
	return errs.Wrap(paper.pdf.Output(w), "render pdf")
}

// paper is a document being written.
type paper struct {
	pdf *fpdf.Fpdf
	doc *report.Document
	p   *i18n.Printer
}

func newPaper(d *report.Document, p *i18n.Printer) (*paper, error) {
	pdf := fpdf.New("P", "mm", "A4", "")
	for style, name := range map[string]string{"": "DejaVuSansCondensed.ttf", "B": "DejaVuSansCondensed-Bold.ttf"} {
		face, err := fonts.ReadFile("font/" + name)
		if err != nil {
			return nil, errs.E(errs.Unavailable, "report.pdf_without_fonts", "file", name)
		}
		pdf.AddUTF8FontFromBytes("text", style, face)
	}
	x := &paper{pdf: pdf, doc: d, p: p}
	day, err := time.Parse(time.DateOnly, d.Parameters.To)
	if err != nil {
		day = time.Unix(0, 0)
	}
	pdf.SetCreationDate(day.UTC())
	pdf.SetModificationDate(day.UTC())
	pdf.SetCatalogSort(true)
	pdf.SetTitle(d.Title[p.Lang()], true)
	pdf.SetCreator("Approdo", true)
	pdf.SetLang(p.Lang())
	pdf.SetMargins(margin, margin, margin)
	pdf.SetAutoPageBreak(false, foot) // tables break where their rows end
	pdf.SetCellMargin(0)
	pdf.AliasNbPages("{pages}")
	pdf.SetHeaderFunc(x.header)
	pdf.SetFooterFunc(x.footer)
	pdf.AddPage()
	return x, pdf.Error()
}

// header repeats from the second page on what the reader is looking at.
func (x *paper) header() {
	if x.pdf.PageNo() == 1 {
		return
	}
	x.pdf.SetY(10)
	x.font("", smallSize, grey)
	x.line(inner, lineTall, clean(x.doc.Title[x.p.Lang()])+" · "+x.frame(), "L", false)
	x.pdf.SetY(margin + 2)
}

// footer numbers the page, and names the facts so that no page can be taken for another report's.
func (x *paper) footer() {
	x.pdf.SetY(pageTall - 12)
	x.font("", smallSize, grey)
	if s := x.doc.Snapshot; s != "" {
		x.line(inner/2, lineTall, x.p.T("report.paper.facts", "hash", s[:min(16, len(s))]), "L", false)
	}
	x.pdf.SetX(margin + inner/2)
	x.line(inner/2, lineTall, x.p.T("report.paper.page", "page", x.pdf.PageNo(), "pages", "{pages}"), "R", false)
}

// frame says in which frame the figures are to be read.
func (x *paper) frame() string {
	p := x.doc.Parameters
	return clean(p.Project + " · " + x.p.Period(p.From, p.To) + " · " + x.p.T("report.paper.edition_"+p.Edition))
}

func (x *paper) title() {
	x.font("B", titleSize, ink)
	x.line(inner, 9, clean(x.doc.Title[x.p.Lang()]), "L", true)
	x.font("", textSize, grey)
	x.line(inner, 6, x.frame(), "L", true)
	x.pdf.Ln(4)
}

func (x *paper) font(style string, size float64, colour [3]int) {
	x.pdf.SetFont("text", style, size)
	x.pdf.SetTextColor(colour[0], colour[1], colour[2])
}

func (x *paper) fill(colour [3]int) { x.pdf.SetFillColor(colour[0], colour[1], colour[2]) }

// room begins a new page unless there are so many millimetres left on this one; it reports whether it did.
func (x *paper) room(tall float64) bool {
	if x.pdf.GetY()+tall <= pageTall-foot {
		return false
	}
	x.pdf.AddPage()
	return true
}

// words writes a paragraph, whole on one page.
func (x *paper) words(text, style string, size float64, colour [3]int) {
	x.font(style, size, colour)
	lines := x.pdf.SplitText(clean(text), inner)
	x.room(float64(len(lines)) * lineTall)
	x.font(style, size, colour) // a new page sets its own
	for _, line := range lines {
		x.line(inner, lineTall, line, "L", true)
	}
}

// clean leaves out what the font cannot write: control characters, and letters beyond the first plane such as emoji. Arabic
// letters take the shapes that join them; scripts that the font has not, such as those of India and Ethiopia, stay boxes.
// Vowel signs and accents that are no part of a letter are left out: the writer would set them beside it.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r < ' ':
			return ' '
		case unicode.Is(unicode.Mn, r):
			return -1
		case r > 0xFFFF:
			return '□'
		}
		return r
	}, norm.NFC.String(text))
	return string(joined([]rune(text)))
}

// line writes one line into a cell, from left to right as it is seen, and stays on the line unless it breaks.
func (x *paper) line(wide, tall float64, text, align string, breaks bool) {
	ln := 0
	if breaks {
		ln = 1
	}
	x.pdf.CellFormat(wide, tall, visual(text), "", ln, align, false, 0, "")
}
