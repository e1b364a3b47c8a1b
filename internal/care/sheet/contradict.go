package sheet

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Rows of one code must be able to be one person. Rows that contradict one another, or what is recorded of the person, in
// gender, origin or age are shown to whoever imports: initials, a code given twice, a slip in a code look just like that.

// portrayed is what a line tells of its person. A word that nobody has explained yet contradicts nothing.
func (d *Draft) portrayed(l *line) person.Told {
	told := func(name string) string {
		value := d.value(l, name)
		if strings.HasPrefix(value, supposed) {
			return ""
		}
		return value
	}
	return person.Told{
		Gender: told("gender"), AgeBand: told("age_band"), Citizenship: told("citizenship"), Region: told("region"),
		Day: d.value(l, "day"), Years: int(l.years),
	}
}

// byPerson calls each with the lines of each code, the earliest first, in the order of the codes' hashes.
func (d *Draft) byPerson(each func(lines []*line)) {
	var list []*line
	for i := range d.lines {
		if !d.lines[i].reference.zero() {
			list = append(list, &d.lines[i])
		}
	}
	slices.SortFunc(list, func(a, b *line) int {
		return cmp.Or(bytes.Compare(a.reference[:], b.reference[:]), cmp.Compare(d.value(a, "day"), d.value(b, "day")), a.row-b.row)
	})
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].reference == list[0].reference {
			n++
		}
		each(list[:n])
		list = list[n:]
	}
}

// askContradictions asks about codes whose rows cannot be one person.
func (d *Draft) askContradictions() {
	var groups [][]int
	d.swapWhole()
	d.byPerson(func(lines []*line) {
		var p person.Portrait
		fits := true
		for _, l := range lines {
			fits = p.Fits(d.desk.book, d.portrayed(l)) && fits
		}
		if !fits {
			groups = append(groups, rowsOf(lines))
		}
	})
	d.swapWhole()
	if len(groups) == 0 {
		return
	}
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
	q := Question{ID: "persons", Columns: []string{d.letter("person_ref")}, Rows: groups, Words: Words{"ask.question.persons", []any{"count", len(groups)}}, Answers: answers("persons", "same")}
	if d.mayPart && (d.parted == "" || d.whole != nil) {
		q.Answers = append(q.Answers, answers("persons", eachUnit)...)
	}
	if x, _ := d.form.find("person_ref"); !x.Required {
		q.Answers = append(q.Answers, answers("persons", "nobody", "column")...)
	}
	q.Answers = append(q.Answers, answers("persons", leaveOut)...)
	given := d.ask(q)
	d.withdraw(slices.Sorted(slices.Values(slices.Concat(groups...))), given)
	d.unname(slices.Concat(groups...), given)
}

// swapWhole puts the codes as they would be if no unit began again in place of those that were told apart because that was answered, and back.
func (d *Draft) swapWhole() {
	for i := range d.lines {
		if l := &d.lines[i]; d.whole != nil && !l.reference.zero() {
			l.reference, d.whole[l.row] = d.whole[l.row], l.reference
		}
	}
}

// unname forgets who rows are about, or all rows, when that was answered. They stay the same rows if the file comes again.
func (d *Draft) unname(rows []int, given string) {
	if given != "nobody" && given != "column" {
		return
	}
	named := map[int]bool{}
	for _, row := range rows {
		named[row] = true
	}
	for i := range d.lines {
		if l := &d.lines[i]; given == "column" || named[l.row] {
			l.reference = token{}
		}
	}
}

// rowsOf are the numbers of lines, sorted.
func rowsOf(lines []*line) []int {
	rows := make([]int, len(lines))
	for i, l := range lines {
		rows[i] = l.row
	}
	slices.Sort(rows)
	return rows
}

// askAgainstRecord asks about new rows that contradict what is recorded of the person their code means: the code may have
// been given to somebody else since, or be mistyped.
func (d *Draft) askAgainstRecord(tx *store.Tx, c *comparison) error {
	byPerson := map[person.ID][]*fresh{}
	for i := range c.fresh {
		f := &c.fresh[i]
		if who := c.persons[f.reference]; who != "" {
			byPerson[who] = append(byPerson[who], f)
		}
	}
	var groups [][]int
	c.overruled = map[person.ID]bool{}
	for who, list := range byPerson {
		x, err := person.Find(tx, who)
		if err != nil {
			return err
		}
		var lines []*line
		for _, f := range list {
			if !person.Same(d.desk.book, x, d.portrayed(f.line)) {
				lines = append(lines, f.line)
			}
		}
		if len(lines) > 0 {
			groups = append(groups, rowsOf(lines))
			c.overruled[who] = true
		}
	}
	if len(groups) == 0 {
		d.askAnew(c, byPerson)
		return nil
	}
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
	q := Question{ID: "persons_known", Columns: []string{d.letter("person_ref")}, Rows: groups, Words: Words{"ask.question.persons_known", []any{"count", len(groups)}}, Answers: answers("persons_known", "same", "correct", "new")}
	if x, _ := d.form.find("person_ref"); !x.Required {
		q.Answers = append(q.Answers, answers("persons_known", "nobody")...)
	}
	q.Answers = append(q.Answers, answers("persons_known", leaveOut)...)
	rows := map[int]bool{}
	for _, row := range slices.Concat(groups...) {
		rows[row] = true
	}
	given := c.ask(d, q)
	if given != "correct" {
		c.overruled = nil
	}
	switch given {
	case "new":
		d.begin(c)
	case "nobody":
		for i := range c.fresh {
			if rows[c.fresh[i].row] {
				c.fresh[i].reference = token{}
			}
		}
	case leaveOut:
		for row := range rows {
			c.left[row] = true
		}
		c.fresh = slices.DeleteFunc(c.fresh, func(f fresh) bool { return rows[f.row] })
	}
	return nil
}

// askAnew asks about bare numbers that begin with 1 in this file and are all known from an earlier one, where no row is: another unit, or another month, may count
// its people anew.
func (d *Draft) askAnew(c *comparison, known map[person.ID][]*fresh) {
	if !d.anew || d.parted != "" || d.form.kind == Persons || len(c.known) > 0 || len(c.earlier) == 0 {
		return
	}
	var lines []*line
	for i := range c.fresh {
		if f := &c.fresh[i]; !f.reference.zero() {
			if c.persons[f.reference] == "" {
				return
			}
			lines = append(lines, f.line)
		}
	}
	if len(known) < 3 {
		return
	}
	if c.ask(d, Question{
		ID: "numbers_anew", Columns: []string{d.letter("person_ref")}, Rows: [][]int{rowsOf(lines)}, Words: Words{"ask.question.numbers_anew", []any{"count", len(known)}},
		Answers: answers("numbers_anew", "same", "new"),
	}) == "new" {
		d.begin(c)
	}
}
