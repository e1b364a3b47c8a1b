package sheet

import (
	"slices"

	"approdo/internal/care/sheet/grid"
)

// A program may write out its log instead of its register: rows that enter something, and rows that change it or take it back. Read row by row both would count.

// lookForLogs finds the columns of no field that say of each row that it enters something or changes it.
func (r *reader) lookForLogs(cols []column, t *table) {
	x := &r.draft.desk.lexicon
	for _, c := range cols {
		if c.field != nil || c.source == Declared {
			continue
		}
		entries, changes := false, false
		for cell := range beside(t, c.at) {
			entries, changes = entries || x.LogEntries.has(cell), changes || x.LogChanges.has(cell)
		}
		if entries && changes {
			r.logs = append(r.logs, c.at)
		}
	}
}

// changes reports whether a row changes or takes back what another says.
func (r *reader) changes(row grid.Row) bool {
	return slices.ContainsFunc(r.logs, func(at int) bool { return r.draft.desk.LogChanges.has(row.Cell(at)) })
}
