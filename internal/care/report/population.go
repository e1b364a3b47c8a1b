package report

import (
	"slices"

	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// population is the rows of a view that a table counts: filters compiled to one truth value a code.
type population struct {
	view     *column.View
	from, to column.Day
	filters  []column.Filter
	kept     *column.Selection // the rows themselves, where several tables look at them; filters then narrow these
}

func (p *population) scan(visit func(part column.Part, rows []int32)) {
	if p.kept != nil {
		p.kept.Scan(p.filters, visit)
		return
	}
	p.view.Scan(p.from, p.to, p.filters, visit)
}

// each visits the rows one by one.
func (p *population) each(visit func(ref int32)) {
	p.scan(func(part column.Part, rows []int32) {
		for _, i := range rows {
			visit(part.Ref(i))
		}
	})
}

// keep looks the rows up once and for all.
func (p *population) keep() *population {
	return &population{view: p.view, from: p.from, to: p.to, kept: p.view.Select(p.from, p.to, p.filters)}
}

// also narrows the population by one more filter.
func (p *population) also(filters ...column.Filter) *population {
	narrowed := *p
	narrowed.filters = append(slices.Clone(p.filters), filters...)
	return &narrowed
}

// population compiles a definition's population. What the grant and the scope do not reach is filtered first, in every view
// that has the column, so that no later rule can see it.
func (r *run) population(d *definition.Population, period string) *population {
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
	return p
}

// reach is the rows of a view in the project, the period, the scope and the grant.
func (r *run) reach(view string) *population {
	p := &population{view: r.snap.View(view), from: r.params.from, to: r.params.to}
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
