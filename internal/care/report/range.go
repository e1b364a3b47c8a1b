package report

import (
	"slices"

	"approdo/internal/care/report/definition"
)

// ranged are the figures of persons who count once each, in rows, in totals and beside a target: they may be more by those who are not sure to be new.
var ranged = []string{definition.Attributed, "unique", reachedCode}

// Range gives a figure from the least to the most it may be, which are mostly the same; false for one that is absent.
func (v Values) Range(code string) (least, most Number, ok bool) {
	least, ok = v.Get(code)
	most = least
	if more, unsure := v.Get(Unsure); ok && unsure && slices.Contains(ranged, code) {
		most.N += more.N
	}
	return least, most, ok
}

// Figures are the columns that people read: what makes a figure a range has none of its own. In the table of the quality of the data it is a reason like
// the others.
func (t *Table) Figures() []Heading {
	return slices.DeleteFunc(slices.Clone(t.Columns), func(c Heading) bool { return c.Code == Unsure && t.ID != QualityID })
}
