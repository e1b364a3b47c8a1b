package sheet

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/years"
)

// Under a heading of ages may stand numbers that are none: places of an office's list, years of birth.

// lookForNoYears asks about numbers in a column of ages that may be none: all of one digit, as the places of a list are, with a nought before them, as years of
// birth are written, or such years.
func (r *reader) lookForNoYears(t *table, c *source) {
	filled, small, noughts, whole := 0, 0, map[string]bool{}, false
	different := map[string]bool{}
	for cell, times := range c.tally(t) {
		if r.draft.desk.nothing(cell) || broken(cell) {
			continue
		}
		filled += times
		text := strings.TrimPrefix(strings.TrimSuffix(cell, ".0"), "'")
		switch digits := strings.Trim(text, "0123456789") == ""; {
		case digits && len(text) == 1 && text != "0":
			small += times
			different[text] = true
		case digits && len(text) == 2 && text[0] == '0' && text != "00":
			noughts[cell] = true
		case years.Whole(cell):
			noughts[cell], whole = true, true
		}
	}
	listed := small > 2 && small == filled && len(different) > 1
	if !listed && len(noughts) == 0 {
		return
	}
	letter, words := grid.Letter(c.at), "ages_born"
	list := answers("ages", "years", "list", "born", leaveOut)
	switch {
	case listed:
		words, list = "ages_listed", answers("ages", "years", "list", leaveOut)
	case whole:
		words, list = "ages_years", answers("ages", "born", leaveOut)
	}
	rows := c.rows(t, func(cell string) bool { return listed || noughts[cell] })
	c.places = r.draft.ask(Question{
		ID: "ages." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question." + words, []any{"letter", letter, "count", len(rows)}},
		Answers: list,
	})
}

// tellAges writes into a column of years of birth the age that each was in the year of its row.
func (r *reader) tellAges(t *table, c *source) {
	at := slices.IndexFunc(r.columns, func(c source) bool { return c.field.Type == typeDay })
	if at < 0 {
		return
	}
	whole := slices.ContainsFunc(t.rows, func(row grid.Row) bool { return years.Whole(row.Cell(c.at)) })
	t.rows = slices.Clone(t.rows)
	for i, row := range t.rows {
		day, err := r.dates.read(row.Cell(r.columns[at].at), r.draft.world)
		on, wrong := time.Parse(time.DateOnly, day)
		if err != nil || wrong != nil {
			continue // the row is refused for its day
		}
		if year := years.Birth(row.Cell(c.at), on, whole); year > 0 {
			t.rows[i] = with(row, c.at, strconv.Itoa(on.Year()-year), grid.Text)
		}
	}
}

// missing names the field that a row must tell.
func missing() *errs.Error { return errs.E(errs.Invalid, "sheet.required") }
