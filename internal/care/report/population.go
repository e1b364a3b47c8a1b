package report

import (
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// reach is what a run may count of a view: filters compiled to one truth value a code.
type reach struct {
	view     *column.View
	from, to column.Day
	filters  []column.Filter
}

func (p *reach) rows() *column.Rows { return p.view.Select(p.from, p.to, p.filters...) }

// population gives the rows of a definition's population. What the grant and the scope do not reach is filtered first, in every view
// that has the column, so that no later rule can see it.
func (r *run) population(d *definition.Population, period string) *column.Rows {
	p := r.reach(d.View.Text)
	switch period {
	case definition.AtEnd:
		p.from = column.FirstDay
	case definition.Always:
		p.from, p.to = column.FirstDay, column.LastDay
	}
	for _, c := range d.Where {
		p.filters = append(p.filters, r.filter(p.view, c.Column.Text, c.Codes.Texts()))
	}
	for _, c := range d.Except {
		f := r.filter(p.view, c.Column.Text, c.Codes.Texts())
		for i := range f.Pass {
			f.Pass[i] = !f.Pass[i]
		}
		p.filters = append(p.filters, f)
	}
	return p.rows()
}

// reach is the rows of a view in the project, the period, the scope and the grant.
func (r *run) reach(view string) *reach {
	p := &reach{view: r.snap.View(view), from: r.params.from, to: r.params.to}
	if r.params.organisations != nil {
		p.filters = append(p.filters, r.filter(p.view, "organisation", r.params.organisations))
	}
	if _, ok := p.view.Schema.Column("project"); ok {
		p.filters = append(p.filters, r.filter(p.view, "project", []string{r.params.project.Code}))
	}
	if _, ok := p.view.Schema.Column("province"); ok && r.params.province != "" {
		p.filters = append(p.filters, r.filter(p.view, "province", []string{r.params.province}))
	}
	return p
}

// filter passes the codes listed. The column exists: definitions are checked, and the engine's own names are tested.
func (r *run) filter(view *column.View, name string, codes []string) column.Filter {
	at, _ := view.Schema.Column(name)
	return column.Filter{Column: at, Pass: r.among(codes)}
}

// among is true at the numbers of the codes listed.
func (r *run) among(codes []string) []bool {
	pass := make([]bool, r.snap.Codes())
	for _, text := range codes {
		if n, ok := r.snap.Find(text); ok {
			pass[n] = true
		}
	}
	return pass
}
