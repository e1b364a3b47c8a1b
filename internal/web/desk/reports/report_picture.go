package reports

import (
	"strings"

	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
	"approdo/internal/care/report"
	"approdo/internal/web/page"
)

// fills say how strongly an answer speaks; answers that say nothing are hollow.
var fills = map[string]page.Fill{"yes": page.Strong, "no": page.Soft}

// picture draws what rows beside each other do not show: when people were first reached, where that is known, else what the people of
// the whole table answered. Other tables have bars beside their rows and need none; for them there is no picture.
func picture(p *i18n.Printer, t *report.Table) templ.Component {
	switch {
	case len(t.Months) < 2 || t.Total == nil:
		return answered(p, t)
	case len(t.Dimensions) == 1 && t.Dimensions[0].Code == "province":
		return monthsByRow(p, t)
	}
	return monthsOfAll(p, t)
}

// answered draws the total of a table whose columns are the answers to a question: who said yes, who said no, and who was
// not asked.
func answered(p *i18n.Printer, t *report.Table) templ.Component {
	if t.Total == nil {
		return nil
	}
	if _, asks := t.Total.Values.Get("yes"); !asks {
		return nil
	}
	var sum int64
	for _, c := range t.Columns {
		n, _ := t.Total.Values.Get(c.Code)
		sum += n.N
	}
	if sum == 0 {
		return nil
	}
	parts := page.Parts{ID: t.ID + "-answers", Title: p.T("desk.report.answers")}
	var said []string
	for _, c := range t.Columns {
		n, _ := t.Total.Values.Get(c.Code)
		if n.N == 0 {
			continue
		}
		fill, ok := fills[c.Code]
		if !ok {
			fill = page.Hollow
		}
		label := c.Label[p.Lang()]
		said = append(said, label+" "+p.Int(n.N))
		parts.Segments = append(parts.Segments, page.Segment{Label: label, Value: p.Int(n.N), Share: int(n.N * 1000 / sum), Fill: fill})
	}
	parts.Description = strings.Join(said, ", ")
	return page.PartsBar(parts)
}
