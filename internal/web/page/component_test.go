package page_test

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

func draw(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLengthsKeepProportionsAndShowTheSmallest(t *testing.T) {
	for _, c := range []struct {
		figures []int64
		want    []int
	}{
		{[]int64{591, 41, 0, 127}, []int{1000, 69, 0, 214}},
		{[]int64{100000, 1}, []int{1000, 4}},
		{[]int64{0, 0}, []int{0, 0}},
		{nil, []int{}},
	} {
		if got := page.Lengths(c.figures); !slices.Equal(got, c.want) {
			t.Errorf("%v became %v", c.figures, got)
		}
	}
}

func TestARowThatEndsEarlyIsFilledUp(t *testing.T) {
	table := page.Table{Caption: "T", Columns: []page.Column{{Label: "Row"}, {Label: "Persons", Kind: page.Number}, {Kind: page.Length}}, Rows: []page.Row{
		{Cells: []page.Cell{{Text: "a"}, {Text: "3"}, {Share: 1000}}},
		{Kind: page.Total, Cells: []page.Cell{{Text: "all"}, {Text: "3"}}},
		{Kind: page.Heading, Cells: []page.Cell{{Text: "group"}}},
	}}
	rows := regexp.MustCompile(`(?s)<tr.*?</tr>`).FindAllString(draw(t, page.DataTable(table)), -1)
	if len(rows) != 4 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, want := range []int{3, 3, 3, 1} {
		if got := strings.Count(rows[i], "<t") - 1; got != want {
			t.Errorf("row %d has %d cells, want %d: %s", i, got, want, rows[i])
		}
	}
	if !strings.Contains(rows[3], `colspan="3"`) || !strings.Contains(rows[2], `class="total`) {
		t.Errorf("the kinds of rows cannot be told: %s", rows)
	}
}

func TestTextsOfATableAreNotMarkup(t *testing.T) {
	table := page.Table{Caption: `<c>"`, Columns: []page.Column{{Label: "<i>"}, {Label: "n", Kind: page.Number}}, Rows: []page.Row{{Cells: []page.Cell{{Text: "<script>", Path: "javascript:alert(1)"}, {Text: "<b>1</b>"}}}}}
	html := draw(t, page.DataTable(table))
	for _, bad := range []string{"<script>", "<b>", "<i>", "<c>"} {
		if strings.Contains(html, bad) {
			t.Errorf("%s stands in the page: %s", bad, html)
		}
	}
}

func TestChartsHaveWordsAndNoStyle(t *testing.T) {
	chart := page.Chart{ID: "c", Title: "Title", Description: "What it shows", Bars: []page.Bar{{Label: "a", Value: "591", Share: 573}, {Label: "b", Value: "41", Share: 5, Part: true}}}
	parts := page.Parts{ID: "p", Title: "Title", Description: "What it shows", Segments: []page.Segment{{Label: "yes", Value: "1", Share: 250, Fill: page.Strong}, {Label: "no", Value: "3", Share: 750, Fill: page.Soft}}}
	for name, html := range map[string]string{"bars": draw(t, page.Bars(chart)), "parts": draw(t, page.PartsBar(parts))} {
		for _, want := range []string{`role="img"`, "<title>Title</title>", "What it shows</desc>"} {
			if !strings.Contains(html, want) {
				t.Errorf("%s lack %s", name, want)
			}
		}
		if strings.Contains(html, "style=") {
			t.Errorf("%s have a style of their own", name)
		}
		if err := wellFormed(html); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if html := draw(t, page.Bars(chart)); !strings.Contains(html, `width="57.3%"`) || !strings.Contains(html, `width="0.5%"`) {
		t.Errorf("a bar has another length: %s", html)
	}
	if html := draw(t, page.PartsBar(parts)); !strings.Contains(html, `x="25.0%" width="75.0%"`) {
		t.Errorf("segments do not follow each other: %s", html)
	}
}

func wellFormed(html string) error {
	d := xml.NewDecoder(strings.NewReader(html))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestAFormComesBackWithWhatWasTypedAndWhatIsWrong(t *testing.T) {
	p := i18n.For("en")
	var f page.Fields
	f.Set("from", `2024-03-01"><script>`)
	f.Set("passphrase", "secret")
	if f.Keep(errors.New("disk full")) || f.Keep(errs.E(errs.Conflict, "errors.conflict")) {
		t.Error("a failure that nobody can correct was kept on the form")
	}
	if !f.Keep(errs.List{errs.E(errs.Invalid, "check.day").On("from")}) || !f.Keep(errs.E(errs.Invalid, "check.given").On("other")) {
		t.Error("a problem was not kept")
	}
	html := draw(t, page.Input(p, &f, page.Field{Name: "from", Label: "From", Hint: "The first day"}))
	for _, want := range []string{`value="2024-03-01&#34;&gt;&lt;script&gt;"`, `aria-invalid="true"`, `aria-describedby="field-from-hint field-from-problem"`, `id="field-from-problem"`, `for="field-from"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the field lacks %s: %s", want, html)
		}
	}
	if summary := draw(t, page.FormProblems(p, &f)); !strings.Contains(summary, `href="#field-from"`) || !strings.Contains(summary, "2 things") {
		t.Errorf("the summary: %s", summary)
	}
	if html := draw(t, page.Input(p, &f, page.Field{Name: "passphrase", Type: "password"})); strings.Contains(html, "secret") {
		t.Error("a passphrase travels back")
	}
}

func TestEveryToneHasAShapeOfItsOwn(t *testing.T) {
	seen := map[string]page.Tone{}
	for _, tone := range []page.Tone{page.Well, page.Due, page.Late, page.Blocked, page.Plain} {
		_, shape, _ := strings.Cut(draw(t, page.Shape(tone)), `aria-hidden="true">`)
		if other, ok := seen[shape]; ok || shape == "" {
			t.Errorf("%s looks like %s", tone, other)
		}
		seen[shape] = tone
	}
}
