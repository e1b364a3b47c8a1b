package sheet

import (
	"maps"
	"slices"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
)

// An office may say by colour what no cell says: yellow rows were not met, red ones are double. What it means nobody can read, so it is asked, once for the file. Where the
// colour says nothing more it is not: every other row is grey, each day has its own, or a column says the same in words.

// fewColoured is how many coloured rows may go with a column by chance.
const fewColoured = 3

// lookForColours asks about rows with a colour that the others have not.
func (r *reader) lookForColours(t *table) {
	names := r.draft.colours
	if len(names) < 2 {
		return
	}
	rows := slices.DeleteFunc(slices.Clone(t.rows), func(row grid.Row) bool {
		return alone(row) || row.Cell(0) != "" && row.Cell(0) == t.header.Cell(0) || slices.ContainsFunc(row.Cells, r.draft.desk.sums)
	})
	if !slices.ContainsFunc(rows, func(row grid.Row) bool { return row.Looks != nil }) {
		return
	}
	colours := make([]grid.Look, len(rows))
	usual := usualLooks(rows)
	for i, row := range rows {
		colours[i] = standsOut(row, usual[panelOf(row.Number)])
	}
	if decorative(rows, colours) {
		return
	}
	of := map[string][]int{}
	for i, look := range colours {
		if look != usually {
			of[names[look]] = append(of[names[look]], rows[i].Number)
		}
	}
	if len(of) == 0 {
		return
	}
	r.askColours(of)
}

// usually stands for the colour that most rows have.
const usually = ^grid.Look(0)

// usualLooks are the colours that the columns have in most rows, by the table they stand in. A column whose colours say what its cells say is passed over.
func usualLooks(rows []grid.Row) map[int]map[int]grid.Look {
	times := map[int]map[int]map[grid.Look]int{}
	for _, row := range rows {
		panel := panelOf(row.Number)
		if times[panel] == nil {
			times[panel] = map[int]map[grid.Look]int{}
		}
		for at, cell := range row.Cells {
			if cell == "" {
				continue
			}
			if times[panel][at] == nil {
				times[panel][at] = map[grid.Look]int{}
			}
			times[panel][at][row.Look(at)]++
		}
	}
	usual := map[int]map[int]grid.Look{}
	for panel, columns := range times {
		usual[panel] = map[int]grid.Look{}
		for at, looks := range columns {
			best := grid.Look(0)
			for _, look := range slices.Sorted(maps.Keys(looks)) {
				if looks[look] > looks[best] {
					best = look
				}
			}
			if usual[panel][at] = best; len(looks) > 1 && saysAsCells(rows, panel, at) {
				delete(usual[panel], at)
			}
		}
	}
	return usual
}

// saysAsCells reports whether the colour of a column's cells is the same for the same word: it repeats what the word says.
func saysAsCells(rows []grid.Row, panel, at int) bool {
	of, filled := map[string]grid.Look{}, 0
	for _, row := range rows {
		cell := codebook.Fold(row.Cell(at))
		if panelOf(row.Number) != panel || cell == "" {
			continue
		}
		filled++
		if look, seen := of[cell]; seen && look != row.Look(at) {
			return false
		}
		of[cell] = row.Look(at)
	}
	return len(of) > 1 && 2*len(of) <= filled
}

// standsOut is the colour that most of those cells of a row have that have another than is usual in their column; usually where none has.
func standsOut(row grid.Row, usual map[int]grid.Look) grid.Look {
	times, best := map[grid.Look]int{}, usually
	for at, cell := range row.Cells {
		if look, judged := usual[at]; cell != "" && judged && row.Look(at) != look {
			look = row.Look(at)
			if times[look]++; best == usually || times[look] > times[best] {
				best = look
			}
		}
	}
	return best
}

// decorative reports whether the colours of rows say nothing that the rows do not: they change in turn, as often as the next, or with the words of a column.
func decorative(rows []grid.Row, colours []grid.Look) bool {
	coloured, turns, length, even := 0, 0, 0, true
	first := 0
	for i, look := range colours {
		if look != usually {
			coloured++
		}
		if i > 0 && look == colours[i-1] {
			length++
			continue
		}
		if turns == 1 {
			first = length
		} else if turns > 1 {
			even = even && length == first
		}
		turns, length = turns+1, 1
	}
	if even && turns > 4 && differ(colours) == 2 {
		return true
	}
	if coloured < fewColoured {
		return false
	}
	width := 0
	for _, row := range rows {
		width = max(width, len(row.Cells))
	}
	for at := range width {
		of, goes := map[string]grid.Look{}, true
		for i, row := range rows {
			cell := codebook.Fold(row.Cell(at))
			if look, seen := of[cell]; seen && look != colours[i] {
				goes = false
				break
			}
			of[cell] = colours[i]
		}
		if goes && len(of) > 1 && 2*len(of) <= len(rows) {
			return true
		}
	}
	return false
}

// differ is how many different colours there are.
func differ(colours []grid.Look) int {
	of := map[grid.Look]bool{}
	for _, look := range colours {
		of[look] = true
	}
	return len(of)
}

// askColours asks whether coloured rows count, all of them or those of one colour.
func (r *reader) askColours(of map[string][]int) {
	names := slices.SortedFunc(maps.Keys(of), func(a, b string) int { return of[a][0] - of[b][0] })
	q := Question{ID: "colours", Answers: answers("colours", "record", leaveOut)}
	var said items
	count := 0
	for _, name := range names {
		q.Rows = append(q.Rows, of[name])
		said = append(said, Words{"ask.colour." + name, nil})
		if count += len(of[name]); len(names) > 1 {
			q.Answers = append(q.Answers, Answer{"leave." + name, Words{"ask.answer.colours.leave", []any{"colour", []Words{{"ask.colour." + name, nil}}, "count", len(of[name])}}})
		}
	}
	q.Words = Words{"ask.question.colours", []any{"count", count, "colours", said}}
	switch given := r.draft.ask(q); given {
	case leaveOut:
		for _, rows := range of {
			r.leaveOut(rows, leaveOut)
		}
	default:
		for _, name := range names {
			if given == "leave."+name {
				r.leaveOut(of[name], leaveOut)
			}
		}
	}
}

// ofColours reports whether a remark explains a colour that it was asked about.
func (r *reader) ofColours(text string) bool {
	return r.draft.asked("colours") && slices.ContainsFunc(fold(text), func(word string) bool { return r.draft.desk.Colours[word] })
}
