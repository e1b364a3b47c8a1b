package column

import "time"

// Day is a local calendar day, counted from 1970-01-01.
type Day int32

const dayLayout = "2006-01-02"

// ParseDay reads an ISO day such as 2024-11-30; false if it is none.
func ParseDay(text string) (Day, bool) {
	t, err := time.Parse(dayLayout, text)
	if err != nil {
		return 0, false
	}
	return Day(t.Unix() / 86400), true
}

// String is the ISO form.
func (d Day) String() string { return time.Unix(int64(d)*86400, 0).UTC().Format(dayLayout) }

// MonthEnd is the last day of the day's month.
func (d Day) MonthEnd() Day {
	t := time.Unix(int64(d)*86400, 0).UTC()
	return Day(time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Quarter is the first and the last day of the day's quarter.
func (d Day) Quarter() (first, last Day) {
	t := time.Unix(int64(d)*86400, 0).UTC()
	month := (t.Month()-1)/3*3 + 1
	return Day(time.Date(t.Year(), month, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400), Day(time.Date(t.Year(), month+3, 0, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}
