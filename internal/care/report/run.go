package report

import (
	"sync"
	"sync/atomic"

	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// run is one counting of one definition over one snapshot.
type run struct {
	snap    *Snapshot
	report  *Definition
	params  resolved
	draft   bool
	screen  bool                // to look at, not to issue: no fingerprint
	counted map[string]*counted // tables so far, by id
	answers func() *answers     // protection at the cut-off by person, read on demand
}

// counted is a table as counted, before it is printed.
type counted struct {
	table *definition.Table
	view  *column.View
	axes  []*axis
	size  int
	crowd *crowd // tables of persons

	base        []int64 // units by row: persons attributed, or rows of the view
	total       int64   // units of the whole population, counted without looking at rows
	unsure      []int64
	unsureTotal int64

	values []*value
	parts  map[partKey][]*value // the values of each of-which, as one cell
	months []Month
	checks []Check
}

// value is one column of figures.
type value struct {
	heading Heading
	inTotal string // its code in the line of totals, where it is another one
	cells   []int64
	total   int64
	show    func(int64) Number
	missing bool // printed only where it is not zero
}

type partKey struct{ row, part int }

// Run counts a definition. Unknown projects and scopes are NotFound, a reversed period and a table of
// more rows than can be counted are Invalid. A report that does not add up is no error
// here: the Document is Blocked. One for the screen, or a draft, has no
// fingerprint and cannot be frozen.
func Run(s *Snapshot, d *Definition, p Params) (*Document, error) {
	params, err := p.resolve(s)
	if err != nil {
		return nil, err
	}
	r := &run{snap: s, report: d, params: params, draft: p.Draft, screen: p.Screen || p.Draft, counted: map[string]*counted{}}
	r.answers = sync.OnceValue(r.protectionAtEnd)
	if err := r.bounded(); err != nil {
		return nil, err
	}
	doc := &Document{
		Report: d.ID, Title: d.Title, Parameters: params.parameters(), Definition: d.Digest, run: r,
	}
	gaps := r.countAll(doc)
	for i, t := range d.Tables {
		if len(t.Targets) > 0 {
			doc.Tables[i] = r.targets(t, doc)
		}
	}
	header, quality := r.header(doc), r.quality(doc, gaps)
	doc.Tables = append(append([]Table{header}, doc.Tables...), quality)
	return doc, nil
}

// countAll counts and prints every table, and takes the fingerprint. First it finds whom the tables of persons count, each after those
// that it details, and beside that does everything else; then those tables no longer depend on one another, until their promises
// are looked at.
func (r *run) countAll(doc *Document) (gaps map[field]*gap) {
	doc.Tables = make([]Table, len(r.report.Tables))
	pages := map[*counted]*Table{}
	for i, t := range r.report.Tables {
		if len(t.Targets) == 0 {
			c := &counted{table: t, parts: map[partKey][]*value{}}
			r.counted[t.ID.Text], pages[c] = c, &doc.Tables[i]
		}
	}
	var first, persons, checks []func()
	first = append(first, func() {
		for _, c := range r.inOrder() {
			if c.table.OfPersons() {
				r.prepare(c)
			}
		}
	}, func() { gaps = r.gaps() })
	if !r.screen {
		first = append(first, func() { doc.Snapshot = r.digest() })
	}
	for _, c := range r.inOrder() {
		if c.table.OfPersons() {
			persons = append(persons, func() { r.countPersons(c); *pages[c] = r.print(c) })
		} else {
			first = append(first, func() { r.prepare(c); r.countRows(c); *pages[c] = r.print(c) })
		}
		checks = append(checks, func() { r.check(c); pages[c].Checks = c.checks })
	}
	atOnce(first)
	atOnce(persons)
	atOnce(checks)
	return gaps
}

// inOrder lists the tables that are counted in the order of the definition.
func (r *run) inOrder() []*counted {
	var list []*counted
	for _, t := range r.report.Tables {
		if c := r.counted[t.ID.Text]; c != nil {
			list = append(list, c)
		}
	}
	return list
}

// atOnce does things two at a time, and panics here if one of them does. Two because a machine that serves people has other work.
func atOnce(things []func()) {
	var next atomic.Int64
	work := func() {
		for at := next.Add(1) - 1; at < int64(len(things)); at = next.Add(1) - 1 {
			things[at]()
		}
	}
	done := make(chan any)
	go func() {
		defer func() { done <- recover() }()
		work()
	}()
	defer func() {
		if p := <-done; p != nil {
			panic(p)
		}
	}()
	work()
}

// prepare finds whom or what a table counts, and its rows.
func (r *run) prepare(c *counted) {
	t := c.table
	overlapping := t.Kind.Text == definition.Overlapping
	if t.OfPersons() {
		c.crowd = r.crowdOf(t)
		c.view = c.crowd.contacts.View()
	} else {
		c.view = r.snap.View(t.Population.View.Text)
	}
	views := []*column.View{c.view}
	for _, m := range t.Measures {
		if m.Population != nil {
			views = append(views, r.snap.View(m.Population.View.Text))
		}
	}
	for _, d := range t.Rows {
		c.axes = append(c.axes, r.axis(d, overlapping, views...))
	}
	c.size = size(c.axes)
}
