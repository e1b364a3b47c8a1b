package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
	"approdo/internal/care/sheet/written"
)

// What stands above and below columns of crosses: headings that are shortened, services that no list knows, and how many crosses there are.

// namesCode reports whether a heading names a code of a field's list, whole or shortened: "Sanit.", "Cons. leg.".
func (d *Desk) namesCode(x *field, heading string) bool {
	list, ok := d.book.List(x.List)
	return ok && (heads(list, heading) || len(d.headedBy(x, heading)) > 0 || shortens(list, heading))
}

// shortens reports whether every word of a heading begins a word of one name of a code, and is three letters long at least.
func shortens(list *codebook.List, heading string) bool {
	words := fold(heading)
	if len(words) == 0 || slices.ContainsFunc(words, func(word string) bool { return len(word) < 3 }) {
		return false
	}
	begins := func(name string) bool {
		of := fold(name)
		return !slices.ContainsFunc(words, func(word string) bool {
			return !slices.ContainsFunc(of, func(whole string) bool { return strings.HasPrefix(whole, word) })
		})
	}
	return slices.ContainsFunc(list.Offered(), func(code codebook.Code) bool {
		return !code.Absent() && (begins(code.Label["it"]) || begins(code.Label["en"]) || slices.ContainsFunc(code.Aliases, begins))
	})
}

// mayBeDeed reports whether a heading of crosses beside those of actions may be one more: it says neither whether its rows count nor the answer of another list.
func (d *Desk) mayBeDeed(f *form, heading string) bool {
	_, counts := d.voiding(heading)
	if counts || d.untold[f.kind].has(unmarked(heading)) || !aMatter(d.recognise(f, heading).private) || d.ofAnother(heading) || d.namedLike(f, heading) {
		return false
	}
	return !slices.ContainsFunc(f.fields, func(x field) bool { return !x.Required && d.namesCode(&x, heading) })
}

// aMatter reports whether what a heading is private for is as well what somebody was helped with, where nothing but crosses stands below: "Salute", "Alloggio".
func aMatter(private string) bool {
	return slices.Contains([]string{"", "health", "family", "document", "address"}, private)
}

// aboveCounts are the rows without those that count what is above them.
func (d *Desk) aboveCounts(rows []grid.Row) []grid.Row {
	counts := countRows(rows)
	return slices.DeleteFunc(slices.Clone(rows), func(row grid.Row) bool { return counts[row.Number] || slices.ContainsFunc(row.Cells, d.sums) })
}

// countRows are the rows of which several cells say how many crosses stand above them, and none is a day.
func countRows(rows []grid.Row) map[int]bool {
	found := map[int]bool{}
	var above []int // by column: crosses since the last such row, or -1 where something else stands
	for _, row := range rows {
		counted, more := 0, false
		for at, cell := range row.Cells {
			if at >= len(above) {
				above = append(above, make([]int, at-len(above)+1)...)
			}
			if above[at] <= 0 {
				continue
			}
			if n, number := written.Amount(cell, crossesDepth); number && int(n) == above[at] {
				counted++
				more = more || n > 1
			}
		}
		if counted > 1 && more && !slices.ContainsFunc(row.Cells, func(cell string) bool { return written.Yearless(cell) || written.Day(cell, false).Valid() }) {
			found[row.Number] = true
			clear(above)
			continue
		}
		for at, cell := range row.Cells {
			switch yes, ok := cross(cell); {
			case above[at] < 0 || !ok:
				above[at] = -1
			case yes:
				above[at]++
			}
		}
	}
	return found
}
