package sheet

import "strconv"

// askSums asks about rows whose numbers are all the exact sums of those above them, though nothing calls them a total: at the end of a sheet, and in the
// midst of it of the rows since the last such row, as a register with a subtotal for each unit has them.
func (d *Draft) askSums() {
	var summed []int
	for i := range d.form.fields {
		switch d.form.fields[i].Type {
		case typeAmount, typeHours, typeMinutes:
			summed = append(summed, i)
		}
	}
	if len(summed) == 0 {
		return
	}
	var rows []int
	part, all := newRunning(summed), newRunning(summed)
	for i := range d.lines {
		l := &d.lines[i]
		sheet := l.row / sheetStep
		if i == 0 || sheet != d.lines[i-1].row/sheetStep {
			part, all = newRunning(summed), newRunning(summed)
		}
		last := i+1 == len(d.lines) || sheet != d.lines[i+1].row/sheetStep
		if part.summedUp(d, l, last) || all.parts > 0 && all.summedUp(d, l, last) {
			rows = append(rows, l.row)
			part = newRunning(summed)
			all.parts++
			continue
		}
		part.add(d, l)
		all.add(d, l)
	}
	if len(rows) > 0 {
		d.withdraw(rows, d.ask(Question{
			ID: "sums", Rows: [][]int{rows}, Words: Words{"ask.question.sums", []any{"count", len(rows)}}, Answers: answers("sums", leaveOut, "record"),
		}))
	}
}

// running adds numbers up.
type running struct {
	fields []int
	sums   []int64
	terms  []int // that are not 0
	lines  int
	parts  int // sums found so far
}

func newRunning(fields []int) running {
	return running{fields: fields, sums: make([]int64, len(fields)), terms: make([]int, len(fields))}
}

func (r *running) add(d *Draft, l *line) {
	r.lines++
	for k, at := range r.fields {
		if n := d.number(l, at); n > 0 {
			r.sums[k] += n
			r.terms[k]++
		}
	}
}

// summedUp reports whether all numbers of a line are the sums. In the midst of a sheet that may be chance: there two sums are asked for, or one that is
// large and of three numbers at least.
func (r *running) summedUp(d *Draft, l *line, last bool) bool {
	fits, sure := 0, false
	for k, at := range r.fields {
		if l.told[at] == 0 {
			continue
		}
		if n := d.number(l, at); n != r.sums[k] {
			return false
		} else if r.terms[k] > 1 {
			fits++
			sure = sure || r.terms[k] > 2 && n >= 10
		}
	}
	return r.lines > 1 && fits > 0 && (last || fits > 1 || sure)
}

// number is a number that a line tells.
func (d *Draft) number(l *line, at int) int64 {
	n, _ := strconv.ParseInt(d.words.words[l.told[at]], 10, 64)
	return n
}
