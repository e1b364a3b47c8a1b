package sheet

import (
	"regexp"
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
)

// A form server writes what was asked of each of several people into columns of their own: "persone[1]/codice", "persone[2]/codice". They are the columns "codice 1" and "codice 2", which are
// understood as columns that come again.

// roll is a heading of a question in a part of a form that is asked again and again.
var roll = regexp.MustCompile(`^(.*?)\[(\d{1,2})\](?:.*/)?([^/\]]+)$`)

// howMany is the heading of the column in which a form server counts how often that was.
const howMany = "repeat count"

// unrolled gives such headings their plain names, in a file of its own.
func unrolled(file *grid.File) *grid.File {
	var copied *grid.File
	for s := range file.Sheets {
		for i, row := range file.Sheets[s].Rows[:min(len(file.Sheets[s].Rows), headerDepth)] {
			groups := map[string]bool{}
			rolled := 0
			for _, cell := range row.Cells {
				if m := roll.FindStringSubmatch(cell); m != nil {
					groups[lastOf(m[1])] = true
					rolled++
				}
			}
			if rolled < 2 {
				continue
			}
			cells := slices.Clone(row.Cells)
			for at, cell := range cells {
				if m := roll.FindStringSubmatch(cell); m != nil {
					cells[at] = m[3] + " " + m[2]
				} else if name := lastOf(cell); strings.HasSuffix(name, "count") && groups[strings.TrimSuffix(name, "count")] {
					cells[at] = howMany
				}
			}
			if copied == nil {
				whole := *file
				copied = &whole
				copied.Sheets = slices.Clone(file.Sheets)
			}
			copied.Sheets[s].Rows = slices.Clone(copied.Sheets[s].Rows)
			copied.Sheets[s].Rows[i].Cells = cells
		}
	}
	if copied == nil {
		return file
	}
	return copied
}

// lastOf is the last part of a heading of a form server, folded.
func lastOf(heading string) string {
	heading = strings.TrimRight(heading, "/")
	return codebook.Fold(heading[strings.LastIndexByte(heading, '/')+1:])
}
