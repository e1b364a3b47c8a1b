package reports

import (
	"strings"

	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
	"approdo/internal/care/report"
	"approdo/internal/web/page"
)

// monthsOfAll draws when the people of a table were first reached.
func monthsOfAll(p *i18n.Printer, t *report.Table) templ.Component {
	figures := make([]int64, len(t.Months))
	for i, m := range t.Months {
		figures[i] = m.Total
	}
	c := trend(p, t.Months, figures, page.Lengths(figures))
	c.ID, c.Title = t.ID+"-months", p.T("desk.chart.months")
	return page.TrendChart(c)
}

// monthsByRow draws the same for each row, on one scale.
func monthsByRow(p *i18n.Printer, t *report.Table) templ.Component {
	n := len(t.Months)
	figures := make([]int64, 0, n*len(t.Rows))
	for _, row := range t.Rows {
		for _, m := range t.Months {
			in, _ := m.Rows.Get(row.Code)
			figures = append(figures, in.N)
		}
	}
	lengths := page.Lengths(figures)
	var trends []page.Trend
	for i, row := range t.Rows {
		c := trend(p, t.Months, figures[i*n:(i+1)*n], lengths[i*n:(i+1)*n])
		c.ID, c.Title, c.Small = t.ID+"-months-"+row.Code, row.Label[p.Lang()], true
		c.Sum = figure(p, row.Values, "attributed")
		for at := range c.Moments { // of a small picture only the ends are named
			if at > 0 && at < n-1 {
				c.Moments[at].Tick = ""
			}
		}
		trends = append(trends, c)
	}
	return page.Trends(p.T("desk.chart.months_by", "rows", strings.ToLower(t.Dimensions[0].Label[p.Lang()])), trends)
}

// trend makes the columns of some months, and the sentence that says them all.
func trend(p *i18n.Printer, months []report.Month, figures []int64, lengths []int) page.Trend {
	var c page.Trend
	said := make([]string, len(months))
	every := page.Ticks(len(months))
	for i, m := range months {
		name := p.Month(m.Month)
		said[i] = name + " " + p.Int(figures[i])
		moment := page.Moment{Value: p.Int(figures[i]), Share: lengths[i]}
		if every > 1 {
			moment.Value = ""
		}
		if i%every == 0 {
			moment.Tick = string([]rune(name)[:3])
		}
		c.Moments = append(c.Moments, moment)
	}
	c.Description = strings.Join(said, ", ")
	return c
}
