package sheet

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"slices"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
)

// Rows that say the same twice in one file: a register with a row for each operator, a block that was pasted twice. Of somebody with a code, and of an
// outing with its numbers, that is asked. Of people without a code nobody can know: two who look alike may have been met, so it is asked where the rows stand in
// a block as they stand above, or where another operator is named each time, and said otherwise.

// askRepeated asks about rows that say what other rows say.
func (d *Draft) askRepeated(cols []column, t table) {
	if d.form.kind == Persons || d.form.kind == Enrolments {
		return // a person is one however often told, and nobody is enrolled twice
	}
	groups := d.sameAgain()
	rows := beyondFirst(groups)
	if len(rows) < 3 && 10*len(rows) < len(d.lines) { // who is met twice on a day
		d.preview.Twice, groups = rows, nil
	}
	groups = d.each(groups, cols, t)
	if len(groups) == 0 {
		same := d.contents(uncoded)
		repeated := repeatedOnly(same)
		if groups = d.byOperator(cols, t); len(groups) == 0 {
			groups = d.blocks(same, repeated)
		}
		if len(groups) == 0 {
			d.preview.Repeated = d.later(same)
			return
		}
	}
	rows = beyondFirst(groups)
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
	given := d.ask(Question{
		ID: "repeated", Rows: groups, Words: Words{"ask.question.repeated", []any{"count", len(rows)}}, Answers: answers("repeated", "once", "record"),
	})
	if given == "once" {
		d.withdraw(rows, leaveOut)
	}
}

// each parts groups of rows that tell of more than one thing: who was met twice on a day is met twice by each operator, and stands twice in a block that was
// pasted. What is left beside a block is who was met twice, and said in the preview.
func (d *Draft) each(groups [][]int, cols []column, t table) [][]int {
	if len(groups) == 0 {
		return nil
	}
	if at := operators(groups, cols, t); at >= 0 {
		return byTurn(groups, at, t)
	}
	later := beyondFirst(groups)
	same := d.contents(whole)
	repeatedOnly(same)
	pasted := d.blocks(same, len(later))
	second := map[int]bool{}
	for _, pair := range pasted {
		second[pair[1]] = true
	}
	rest := slices.DeleteFunc(later, func(row int) bool { return second[row] })
	if len(pasted) < 3 || len(rest) > 2 {
		return groups
	}
	d.preview.Twice = rest
	return pasted
}

// byTurn parts each group by how often a name of the column has come: the first of every name, the second, and so on.
func byTurn(groups [][]int, at int, t table) (parted [][]int) {
	for _, group := range groups {
		times := map[string]int{}
		var turns [][]int
		for _, number := range group {
			name := codebook.Fold(t.row(number).Cell(at))
			if times[name]++; times[name] > len(turns) {
				turns = append(turns, nil)
			}
			turns[times[name]-1] = append(turns[times[name]-1], number)
		}
		parted = append(parted, turns...)
	}
	return slices.DeleteFunc(parted, func(turn []int) bool { return len(turn) < 2 })
}

// operators is the column, among those that are left out, in which the rows of nearly every group name somebody else, each as often as the others: -1 if there
// is none.
func operators(groups [][]int, cols []column, t table) int {
	for _, c := range cols {
		if c.field != nil {
			continue
		}
		names, apart := map[string]bool{}, 0
		for _, group := range groups {
			times := map[string]int{}
			for _, number := range group {
				if name := codebook.Fold(t.row(number).Cell(c.at)); name != "" {
					times[name]++
					names[name] = true
				}
			}
			named, even := 0, true
			for _, n := range times {
				named += n
				even = even && n*len(times) == len(group)
			}
			if named == len(group) && len(times) > 1 && even {
				apart++
			}
		}
		if 10*apart >= 9*len(groups) && len(names) <= mostOperators {
			return c.at
		}
	}
	return -1
}

// row is a row of the table by its number; an empty one if it has none such.
func (t *table) row(number int) grid.Row {
	at, found := slices.BinarySearchFunc(t.rows, number, func(r grid.Row, number int) int { return r.Number - number })
	if !found {
		return grid.Row{}
	}
	return t.rows[at]
}

// beyondFirst are the rows of groups that say what the first of each has said.
func beyondFirst(groups [][]int) (rows []int) {
	for _, g := range groups {
		rows = append(rows, g[1:]...)
	}
	slices.Sort(rows)
	return rows
}

// later are the rows that say what an earlier one says.
func (d *Draft) later(same []uint64) (rows []int) {
	for _, group := range byContent(same) {
		rows = append(rows, d.rowNumbers(group[1:])...)
	}
	slices.Sort(rows)
	return rows
}

// sameAgain groups the rows that tell the same of one person, or of one outing, on a day of a unit. Where one of them tells less than another it may be chance in
// a register of thousands, so that counts only where it is not rare.
func (d *Draft) sameAgain() [][]int {
	if groups, rows := d.together(agreeing); 100*rows >= len(d.lines) {
		return groups
	}
	groups, _ := d.together(equal)
	return groups
}

// together groups rows of one person or outing, a day and a unit, and counts those beyond the first of each group.
func (d *Draft) together(alike likeness) (groups [][]int, rows int) {
	day, unit := d.form.place("day"), d.form.place("unit")
	same := make([]uint64, len(d.lines))
	seed := maphash.MakeSeed()
	for i := range d.lines {
		if l := &d.lines[i]; (!l.reference.zero() || d.form.kind == Outings) && !d.ofManifold(l.row) {
			key := append(make([]byte, 0, 40), l.reference[:]...)
			key = binary.LittleEndian.AppendUint32(key, l.told[unit])
			same[i] = max(1, maphash.Bytes(seed, binary.LittleEndian.AppendUint32(key, l.told[day])))
		}
	}
	repeatedOnly(same)
	for _, lines := range byContent(same) {
		for len(lines) > 1 {
			group := []int{d.lines[lines[0]].row}
			var others []int
			for _, i := range lines[1:] {
				if d.apartOnly(lines[0], i) || !d.agree(&d.lines[lines[0]], &d.lines[i], alike) {
					others = append(others, i)
				} else {
					group = append(group, d.lines[i].row)
				}
			}
			if lines = others; len(group) > 1 {
				groups = append(groups, group)
				rows += len(group) - 1
			}
		}
	}
	return groups, rows
}

// likeness is how alike two rows are.
type likeness bool

const (
	equal    likeness = false
	agreeing likeness = true // nothing that both tell differs
)

// apartOnly reports whether two lines stand in two sheets that somebody was asked about already.
func (d *Draft) apartOnly(a, b int) bool {
	return d.lines[a].row/sheetStep != d.lines[b].row/sheetStep && d.asked("sheets")
}

// agree reports whether two lines tell the same, all of it or as far as both tell it. An outing is told by its numbers, all of them.
func (d *Draft) agree(a, b *line, alike likeness) bool {
	if !a.other.zero() && !b.other.zero() && a.other != b.other || a.years > 0 && b.years > 0 && a.years != b.years {
		return false
	}
	for i, n := range a.told {
		if n != b.told[i] && (n != 0 && b.told[i] != 0 || d.form.kind == Outings || alike == equal) {
			return false
		}
	}
	return true
}

// wherein is what of lines is compared.
type wherein int

const (
	uncoded wherein = iota // lines without a code
	besides                // all lines, by what they say besides the code
	whole                  // all lines, with the code
)

// contents numbers lines by what they say: 0 for those that are not compared.
func (d *Draft) contents(of wherein) []uint64 {
	same := make([]uint64, len(d.lines))
	if d.form.kind == Outings && of != whole {
		return same
	}
	seed := maphash.MakeSeed()
	var buffer []byte
	for i := range d.lines {
		l := &d.lines[i]
		if !l.reference.zero() && of == uncoded || d.ofManifold(l.row) {
			continue
		}
		buffer = append(append(buffer[:0], l.years), l.other[:]...)
		if of == whole {
			buffer = append(buffer, l.reference[:]...)
		}
		if d.asked("sheets") {
			buffer = binary.LittleEndian.AppendUint32(buffer, uint32(l.row/sheetStep))
		}
		for _, n := range l.told {
			buffer = binary.LittleEndian.AppendUint32(buffer, n)
		}
		same[i] = max(1, maphash.Bytes(seed, buffer))
	}
	return same
}

// repeatedOnly leaves of contents those that several lines have, and counts the lines that say what an earlier one says.
func repeatedOnly(same []uint64) (later int) {
	times := map[uint64]int32{}
	for _, content := range same {
		if content != 0 {
			times[content]++
		}
	}
	for i, content := range same {
		if times[content] == 1 {
			same[i] = 0
		}
	}
	for _, n := range times {
		later += int(n) - 1
	}
	return later
}

// byContent groups the lines that say the same, in the order of the file.
func byContent(same []uint64) (groups [][]int) {
	at := map[uint64][]int{}
	for i, content := range same {
		if content != 0 {
			at[content] = append(at[content], i)
		}
	}
	for _, lines := range at {
		if len(lines) > 1 {
			groups = append(groups, lines)
		}
	}
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
	return groups
}

// byOperator groups the rows that say the same and name somebody else each time in a column that is left out, where a third of the rows do.
// Where one of them has a code and another has not, it may be the same person; of two codes it is not.
func (d *Draft) byOperator(cols []column, t table) (groups [][]int) {
	same := d.contents(besides)
	repeatedOnly(same)
	var alike [][]int
	repeated := 0
	for _, group := range byContent(same) {
		slices.SortStableFunc(group, func(a, b int) int { return bytes.Compare(d.lines[b].reference[:], d.lines[a].reference[:]) }) // a code first
		if d.lines[group[min(1, len(group)-1)]].reference.zero() {
			alike = append(alike, group)
			repeated += len(group)
		}
	}
	if len(alike) < 3 || 3*repeated < len(d.lines) {
		return nil
	}
	for _, group := range alike {
		groups = append(groups, d.rowNumbers(group))
	}
	if at := operators(groups, cols, t); at >= 0 {
		return byTurn(groups, at, t)
	}
	return nil
}

// mostOperators is how many people at most work in the rows of one register.
const mostOperators = 20

func (d *Draft) rowNumbers(lines []int) []int {
	rows := make([]int, len(lines))
	for k, i := range lines {
		rows[k] = d.lines[i].row
	}
	return rows
}

// blocks finds rows that follow one another as the same rows do further up. They were pasted twice where hardly any other rows repeat, or where the days
// go back with them.
func (d *Draft) blocks(same []uint64, later int) (groups [][]int) {
	const tried = 16 // places further up at which a block may begin
	places, run := map[uint64][]int{}, runs(same)
	var found, back []int // of the second of each pair: its line
	first := map[int]int{}
	jumps := 0
	for i := 0; i < len(same); {
		if i > 0 && d.dayOf(i) < d.dayOf(i-1) {
			jumps++
		}
		from, length := 0, 0
		if same[i] != 0 {
			list := places[same[i]]
			for _, j := range list[:min(len(list), tried)] {
				n := 0
				for i+n < len(same) && j+n < i && same[i+n] != 0 && same[i+n] == same[j+n] {
					n += min(run[i+n], run[j+n], i-j-n)
				}
				if n > length && n > run[i] { // more than one row again and again
					from, length = j, n
				}
			}
		}
		for k := range max(1, length) {
			if length > 0 {
				first[i+k] = from + k
				found = append(found, i+k)
				if length > 2 && d.dayOf(i) < d.dayOf(i-1) {
					back = append(back, i+k)
				}
			} else if same[i] != 0 && len(places[same[i]]) < tried {
				places[same[i]] = append(places[same[i]], i)
			}
		}
		i += max(1, length)
	}
	switch {
	case len(found) > 2 && 5*len(found) >= 4*later:
	case len(back) > 2 && jumps <= 2+len(d.lines)/20:
		found = back
	default:
		return nil
	}
	for _, i := range found {
		groups = append(groups, d.rowNumbers([]int{first[i], i}))
	}
	return groups
}

// runs are how many rows that say the same follow one another, from each row on.
func runs(same []uint64) []int {
	run := make([]int, len(same))
	for i := len(same) - 1; i >= 0; i-- {
		if run[i] = 1; i+1 < len(same) && same[i+1] == same[i] {
			run[i] += run[i+1]
		}
	}
	return run
}

func (d *Draft) dayOf(i int) string { return d.value(&d.lines[i], "day") }
