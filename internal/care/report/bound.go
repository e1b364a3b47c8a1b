package report

import (
	"approdo/internal/base/errs"
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// mostPlaces is how many combinations of rows and columns a table may have room for. The interim report's largest, setting by gender by
// origin, has some thousands; a table by citizenship, province and unit would have millions, which nobody reads and each of which costs.
const mostPlaces = 1 << 18

// bounded refuses a definition with a table that has room for too much, before anything is counted.
func (r *run) bounded() error {
	for _, t := range r.report.Tables {
		if len(t.Targets) > 0 {
			continue
		}
		views := r.viewsOf(t)
		places := 1
		for _, d := range t.Rows {
			places *= max(len(d.Set), r.occurrences(d, views)) + 1
			if places > mostPlaces {
				return errs.E(errs.Invalid, "report.too_many_rows", "table", t.ID.Text)
			}
		}
		if t.Columns != nil && places*(len(t.Columns.Codes)+1) > mostPlaces {
			return errs.E(errs.Invalid, "report.too_many_rows", "table", t.ID.Text)
		}
	}
	return nil
}

// viewsOf are the views that a table looks at.
func (r *run) viewsOf(t *definition.Table) []*column.View {
	views := []*column.View{r.snap.View("contacts")}
	if t.Population != nil {
		views[0] = r.snap.View(t.Population.View.Text)
	}
	for _, m := range t.Measures {
		if m.Population != nil {
			views = append(views, r.snap.View(m.Population.View.Text))
		}
	}
	return views
}

// occurrences counts the codes that make a row each; none where a set says the rows.
func (r *run) occurrences(d definition.Dimension, views []*column.View) (n int) {
	if len(d.Set) > 0 {
		return 0
	}
	for _, view := range views {
		at, _ := view.Schema.Column(d.Column.Text)
		for _, there := range view.Present(at) {
			if there {
				n++
			}
		}
	}
	return n
}
