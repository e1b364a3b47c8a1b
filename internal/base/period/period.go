// Package period reads the days and the periods that people ask about, and bounds them: how long a period is multiplies the months that are counted, drawn
// and sent. It is the one place that does; whoever takes a period from an address, a form, a command or a file asks here.
package period

import (
	"time"

	"approdo/internal/base/errs"
)

// The days that can be asked about: no record is older, and nobody plans further.
const (
	First = "1950-01-01"
	Last  = "2149-12-31"
)

// Longest is how many years a period may span: more than any project, and few enough months to be drawn.
const Longest = 30

// Day answers Invalid unless a text is a day that can be asked about: "period.day" for what is none, "period.far" for one beyond First and Last. It does not
// repeat the text.
func Day(text string) *errs.Error {
	_, wrong := day(text)
	return wrong
}

func day(text string) (time.Time, *errs.Error) {
	t, err := time.Parse(time.DateOnly, text)
	switch {
	case err != nil:
		return t, errs.E(errs.Invalid, "period.day")
	case text < First || text > Last:
		return t, errs.E(errs.Invalid, "period.far", "first", First[:4], "last", Last[:4])
	}
	return t, nil
}

// Check says what is wrong with a period of two days, both included, each on the field "from" or "to". A day may be empty where nothing bounds the period on that
// side; then its length is not looked at.
func Check(from, to string) (wrong errs.List) {
	var days [2]time.Time
	for i, text := range []string{from, to} {
		if text == "" {
			continue
		}
		t, bad := day(text)
		if days[i] = t; bad != nil {
			wrong.Add(bad.On([]string{"from", "to"}[i]))
		}
	}
	switch first, last := days[0], days[1]; {
	case len(wrong) > 0 || from == "" || to == "":
	case last.Before(first):
		wrong.Add(errs.E(errs.Invalid, "period.reversed", "from", from, "to", to).On("to"))
	case !last.Before(first.AddDate(Longest, 0, 0)):
		wrong.Add(errs.E(errs.Invalid, "period.long", "most", Longest).On("to"))
	}
	return wrong
}
