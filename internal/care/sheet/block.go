package sheet

import (
	"slices"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
)

// A fact may be written in the first row of a block only, as days are: Nigeria, and below it blanks for all who come from there.

// ofBlocks are the facts by which registers are put into blocks.
var ofBlocks = []string{"gender", "age_band", "citizenship", "region", "place", "setting", "language", "type", "mode", "source"}

// askBlocks asks whether blank cells of a fact mean the one above: each of its words begins one block of rows and comes never again, and more than half are blank.
func (d *Draft) askBlocks(cols []column, t *table) {
	for _, c := range cols {
		if c.field == nil || !slices.Contains(ofBlocks, c.field.Name) {
			continue
		}
		rows := d.blockRows(cols, t, c)
		if len(rows) == 0 {
			continue
		}
		letter := grid.Letter(c.at)
		if d.ask(Question{
			ID: "block." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.block", []any{"letter", letter, "count", len(rows), "field", fieldName(c.field.Name)}},
			Answers: answers("block", "above", "blank"),
		}) == "above" {
			above := ""
			replaceCells(t, c.at, func(row grid.Row) (string, bool) {
				if alone(row) {
					return "", false
				}
				if cell := row.Cell(c.at); cell != "" {
					above = cell
					return "", false
				}
				return above, above != ""
			})
		}
	}
}

// blockRows are the rows with a blank cell in a column that is written once for the rows below; none where it is not.
func (d *Draft) blockRows(cols []column, t *table, c column) (rows []int) {
	code := -1
	for _, o := range cols {
		if o.field != nil && o.field.Type == typeReference {
			code = o.at
		}
	}
	seen := map[string]bool{}
	filled, begun, after, before := 0, 0, false, ""
	for _, row := range t.rows {
		cell := row.Cell(c.at)
		switch word := codebook.Fold(cell); {
		case alone(row), cell != "" && cell == t.header.Cell(c.at):
			continue
		case cell != "" && (seen[word] || d.desk.nothing(cell)):
			return nil
		case cell != "":
			seen[word] = true
			filled++
			after = false
		case filled == 0, code >= 0 && row.Cell(code) != "" && row.Cell(code) == before:
			return nil // the first is blank; or of one person a fact is told once
		default:
			if rows = append(rows, row.Number); !after {
				begun++ // a word with a blank below it
			}
			after = true
		}
		if code >= 0 {
			before = row.Cell(code)
		}
	}
	if begun < 2 || 2*begun < filled || len(rows) < filled {
		return nil
	}
	return rows
}
