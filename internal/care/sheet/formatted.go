package sheet

import (
	"slices"

	"approdo/internal/care/sheet/grid"
)

// A sheet may show another number than it holds: 2.5 hours as 3, 26 hours as 2:00. Whoever looks at the sheet counts what is shown, and a program what is stored. Where a row would
// tell something else by the one than by the other, it is asked which of them counts.

// lookForShown asks about numbers of a column that are shown otherwise than they are stored.
func (r *reader) lookForShown(t *table, c *source) {
	if !c.field.quantity() {
		return
	}
	shown := map[int]string{} // by place in the table
	var rows []int
	for i, row := range t.rows {
		text, differs := row.Shown[c.at]
		if !differs || alone(row) {
			continue
		}
		held, seen := c.as.read(c.field, row.Cell(c.at)), c.as.read(c.field, text)
		if held.err != nil && seen.err != nil || held.err == nil && seen.err == nil && held.value == seen.value {
			continue
		}
		shown[i] = text
		rows = append(rows, row.Number)
	}
	if len(rows) == 0 {
		return
	}
	if r.askDuration("shown", c, rows, "stored", "shown") != "shown" {
		return
	}
	t.rows = slices.Clone(t.rows)
	for i, text := range shown {
		t.rows[i] = with(t.rows[i], c.at, text, grid.Number)
	}
}

// lookForSeconds asks about times that no day has, of which an outing would be very long: 25:30 may be minutes and seconds.
func (r *reader) lookForSeconds(t *table, c *source) {
	if saysHours(c.heading) {
		return
	}
	long := false
	var rows []int
	for _, row := range t.rows {
		hours, pair := pairOfTimes(row.Cell(c.at))
		if !pair || row.Type(c.at) != grid.Text {
			continue // a workbook says itself that it is a time
		}
		long = long || hours >= 24
		rows = append(rows, row.Number)
	}
	if !long {
		return
	}
	given := r.askDuration("seconds", c, rows, "minutes", "duration", "moment")
	c.as.seconds, c.as.moment = given == "minutes", given == "moment"
}
