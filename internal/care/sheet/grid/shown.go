package grid

import (
	"math"
	"strconv"
	"strings"
)

// A format may show something else than the number that is stored: 2.5 as 3, 26 hours as 2:00. Whoever keeps the sheet knows what they see. So beside the stored number stands
// what is shown, where the two differ.

// shape is what a format shows of a number.
type shape struct {
	told      bool // the format says how many decimals are shown
	decimals  int
	thousands int  // it is shown in thousands, so many times
	percent   bool // it is shown as a hundredth
	days      bool // of a time: hours beyond a day are shown
	hours     bool // of a time: hours are shown
}

// numberShape reads the signs of a format of numbers.
func numberShape(signs string) (s shape) {
	if s.percent = strings.Contains(signs, "%"); strings.Trim(signs, "0#?,.%") != "" || signs == "" {
		return shape{percent: s.percent}
	}
	signs = strings.Trim(signs, "%")
	if !strings.ContainsAny(signs, "0#?") {
		return shape{percent: s.percent}
	}
	s.thousands = len(signs) - len(strings.TrimRight(signs, ","))
	whole, part, _ := strings.Cut(strings.TrimRight(signs, ","), ".")
	if s.told = true; strings.Contains(part, ".") || whole == "" && part == "" {
		return shape{percent: s.percent}
	}
	s.decimals = len(part)
	return s
}

// timeShape reads the signs of a format of times.
func timeShape(signs string) shape {
	return shape{days: strings.Contains(signs, "["), hours: strings.Contains(signs, "h")}
}

// shown is a stored number as its format shows it; "" where that is the number itself, as far as its text tells it.
func (f format) shown(stored, text string, kind Type) string {
	n, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return ""
	}
	shown := text
	switch {
	case kind == Clock && f.shape.days, kind != Clock && kind != Number:
	case kind == Clock && !f.shape.hours:
		shown = writeClock(math.Mod(n*24, 1) / 24)
	case kind == Clock:
		shown = writeClock(math.Mod(n, 1))
	case f.shape.percent:
		return writeNumber(100*n) + "%"
	case f.shape.told && f.before == "" && f.behind == "":
		power := math.Pow(10, float64(f.shape.decimals))
		shown = writeNumber(math.Round(n/math.Pow(1000, float64(f.shape.thousands))*power+1e-9) / power)
	}
	if shown == text {
		return ""
	}
	return shown
}

// Carry takes over what a workbook shows of the cells of another row, each to the column that to gives, or nowhere where that is less than nought.
func (r *Row) Carry(from Row, to func(i int) int) {
	r.Looks, r.Shown = nil, nil
	for i, look := range from.Looks {
		if at := to(i); at >= 0 && look != 0 {
			for len(r.Looks) <= at {
				r.Looks = append(r.Looks, 0)
			}
			r.Looks[at] = look
		}
	}
	for i, text := range from.Shown {
		if at := to(i); at >= 0 {
			if r.Shown == nil {
				r.Shown = map[int]string{}
			}
			r.Shown[at] = text
		}
	}
}
