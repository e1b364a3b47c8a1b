package sheet

import (
	"slices"
	"strings"

	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/years"
)

// A cell may tell two facts: F/22 is a gender and an age.

// pairOf names the answer that takes both.
const pairOf = "gender_age"

// pair are the gender and the age of a cell that tells both, in either order, as they are written.
func (d *Desk) pair(cell string) (gender, age string, ok bool) {
	parts := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(" /,;-|+", r) })
	genders, ok1 := d.book.List("gender")
	bands, ok2 := d.book.List("age_band")
	if len(parts) != 2 || !ok1 || !ok2 {
		return "", "", false
	}
	for range 2 {
		_, word := genders.Match(parts[0])
		if _, age, ok := years.Read(bands, parts[1]); word && ok && age >= 0 {
			return parts[0], parts[1], true
		}
		slices.Reverse(parts)
	}
	return "", "", false
}

// pairIn reports whether a cell tells a gender and an age, both of which a kind has.
func (d *Desk) pairIn(f *form, cell string) bool {
	if f.place("gender") < 0 || f.place("age_band") < 0 {
		return false
	}
	_, _, ok := d.pair(cell)
	return ok
}

// tellsPairs reports whether most cells of a column tell a gender and an age that no other column tells.
func (d *Draft) tellsPairs(cols []column, t *table, i int) bool {
	told := func(c column) bool { return c.field != nil && (c.field.Name == "gender" || c.field.Name == "age_band") }
	return !slices.ContainsFunc(cols, told) && mostly(t, cols[i].at, func(cell string) bool { return d.desk.pairIn(d.form, cell) })
}

// takePair takes a column for both facts. A cell that does not tell both is refused as the first.
func (d *Draft) takePair(cols []column, t *table, i int) []column {
	at := cols[i].at
	for k, name := range []string{"gender", "age_band"} {
		x, _ := d.form.find(name)
		cols = d.sum(t, cols, x, []int{i}, func(row grid.Row) string {
			gender, age, ok := d.desk.pair(row.Cell(at))
			if !ok && k == 0 {
				return row.Cell(at)
			}
			return [2]string{gender, age}[k]
		})
	}
	return cols
}
