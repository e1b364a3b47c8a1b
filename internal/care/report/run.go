package report

import (
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// run is one counting of one definition over one snapshot.
type run struct {
	snap    *Snapshot
	report  *Definition
	params  resolved
	counted map[string]*counted // tables so far, by id
	ranks   map[string][]int32
	answers []uint16 // protection at the cut-off by person, read on demand
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

// Run counts a definition. Unknown projects and scopes are NotFound, a reversed period is Invalid. A report that does not add up is no error
// here: the Document is Blocked. A draft has no fingerprint and cannot be frozen.
func Run(s *Snapshot, d *Definition, p Params) (*Document, error) {
	params, err := p.resolve(s)
	if err != nil {
		return nil, err
	}
	r := &run{snap: s, report: d, params: params, counted: map[string]*counted{}, ranks: map[string][]int32{}}
	doc := &Document{
		Report: d.ID, Title: d.Title, Parameters: params.parameters(), Definition: d.Digest, run: r,
	}
	if !p.Draft {
		doc.Snapshot = r.digest()
	}
	doc.Tables = make([]Table, len(d.Tables))
	for i, t := range d.Tables {
		if len(t.Targets) == 0 {
			c := r.count(t)
			r.counted[t.ID.Text] = c
			doc.Tables[i] = r.print(c)
		}
	}
	for i, t := range d.Tables {
		if len(t.Targets) > 0 {
			doc.Tables[i] = r.targets(t, doc)
		}
	}
	header, quality := r.header(doc), r.quality(doc)
	doc.Tables = append(append([]Table{header}, doc.Tables...), quality)
	return doc, nil
}

func (r *run) count(t *definition.Table) *counted {
	c := &counted{table: t, parts: map[partKey][]*value{}}
	overlapping := t.Kind.Text == definition.Overlapping
	if t.OfPersons() {
		c.crowd = r.crowdOf(t)
		c.view = c.crowd.contacts.view
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
	if t.OfPersons() {
		r.countPersons(c)
	} else {
		r.countRows(c)
	}
	r.check(c)
	return c
}
