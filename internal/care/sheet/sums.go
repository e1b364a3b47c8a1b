package sheet

import "strconv"

// askSums asks about the last row of a sheet when all its numbers are the exact sums of those above it, though nothing calls it a total.
func (d *Draft) askSums() {
	var summed []int
	for i := range d.form.fields {
		switch d.form.fields[i].Type {
		case typeAmount, typeHours, typeMinutes:
			summed = append(summed, i)
		}
	}
	var rows []int
	for from := 0; len(summed) > 0 && from < len(d.lines); {
		to := from
		for to < len(d.lines) && d.lines[to].row/sheetStep == d.lines[from].row/sheetStep {
			to++
		}
		if d.isSum(d.lines[from:to], summed) {
			rows = append(rows, d.lines[to-1].row)
		}
		from = to
	}
	if len(rows) > 0 {
		d.withdraw(rows, d.ask(Question{
			ID: "sums", Rows: [][]int{rows}, Words: Words{"ask.question.sums", []any{"count", len(rows)}}, Answers: answers("sums", leaveOut, "record"),
		}))
	}
}

// isSum reports whether the numbers of the last line are the sums of those above.
func (d *Draft) isSum(lines []line, summed []int) bool {
	if len(lines) < 3 {
		return false
	}
	above, last := lines[:len(lines)-1], &lines[len(lines)-1]
	fits := 0
	for _, at := range summed {
		sum, terms := int64(0), 0
		for i := range above {
			if n := d.number(&above[i], at); n > 0 {
				sum += n
				terms++
			}
		}
		if last.told[at] == 0 {
			continue
		}
		if d.number(last, at) != sum {
			return false
		}
		if terms > 1 {
			fits++
		}
	}
	return fits > 0
}

// number is a number that a line tells.
func (d *Draft) number(l *line, at int) int64 {
	n, _ := strconv.ParseInt(d.words.words[l.told[at]], 10, 64)
	return n
}
