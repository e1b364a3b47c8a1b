package written

import (
	"math"
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
)

// Flag reads yes or no in either language.
func Flag(cell string) (value, ok bool) {
	switch codebook.Fold(cell) {
	case "si", "s", "yes", "y", "x", "1", "vero", "true", "v":
		return true, true
	case "no", "n", "0", "falso", "false":
		return false, true
	}
	return false, false
}

// Amount reads a whole number, as spreadsheets write it: 12, 1.200, 1 200, 12,0.
func Amount(cell string, most int64) (int64, bool) {
	cell = unspaced.Replace(cell)
	if n, err := strconv.ParseInt(grouped(cell), 10, 64); err == nil {
		return n, n >= 0 && n <= most
	}
	f, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64)
	if err != nil || !(f >= 0 && f <= float64(most)) || f != float64(int64(f)) {
		return 0, false
	}
	return int64(f), true
}

// grouped drops the separators of thousands: every group behind the first has three digits.
func grouped(cell string) string {
	for _, sign := range []string{".", ","} {
		parts := strings.Split(cell, sign)
		if len(parts) == 1 || len(parts[0]) > 3 || parts[0] == "" || parts[0] == "0" {
			continue
		}
		whole := true
		for _, p := range parts[1:] {
			whole = whole && len(p) == 3
		}
		if whole {
			return strings.Join(parts, "")
		}
	}
	return cell
}

// Hours reads hours as minutes: 2, 2,5, 2.5, 2:30, 2h30, 26:00:00, 90 min. What may be hours and minutes or tenths of
// hours, as 2.30, is none: it would be 150 or 138 minutes.
func Hours(cell string, most int64) (int64, bool) {
	if minutes, ok := Range(cell); ok {
		return minutes, minutes <= most
	}
	cell = strings.ToLower(strings.Join(strings.Fields(cell), ""))
	for _, unit := range []string{"minuti", "minutes", "min", "'"} {
		if text, ok := strings.CutSuffix(cell, unit); ok && !strings.ContainsAny(text, "h:") {
			return Amount(text, most)
		} else if ok {
			cell = text
			break
		}
	}
	for _, unit := range []string{"ore", "ora", "hours", "hour", "h"} {
		if before, after, ok := strings.Cut(cell, unit); ok && strings.Trim(after, "0123456789") == "" {
			if cell = before; after != "" {
				cell += ":" + after
			}
			break
		}
	}
	if strings.Contains(cell, ":") {
		return readClock(cell, most)
	}
	f, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64)
	if err != nil || !(f >= 0 && f <= float64(most)) || sexagesimal(cell) {
		return 0, false
	}
	minutes := int64(f*60 + 0.5)
	return minutes, minutes <= most
}

// readClock reads 2:30 or 2:30:00, seconds rounded.
func readClock(cell string, most int64) (int64, bool) {
	parts := strings.Split(cell, ":")
	if len(parts) > 3 {
		return 0, false
	}
	var n [3]int64
	for i, part := range parts {
		v, err := strconv.ParseInt(part, 10, 32)
		if err != nil || v < 0 || i > 0 && v > 59 {
			return 0, false
		}
		n[i] = v
	}
	minutes := n[0]*60 + n[1] + (n[2]+30)/60
	return minutes, minutes <= most
}

// sexagesimal reports whether a number of hours may be written with its minutes behind the point: 2.30, 1,15. A quarter, a half and whole
// hours are written so in any case, and .50 is half an hour.
func sexagesimal(cell string) bool {
	_, rest, ok := strings.Cut(strings.Replace(cell, ",", ".", 1), ".")
	return ok && len(rest) == 2 && rest < "60" && rest != "00" && rest != "25" && rest != "50"
}

// MaybePointed reports whether a cell is a number of hours that Hours does not read, since its minutes may stand behind the point.
func MaybePointed(cell string) bool {
	n, _ := Number(cell)
	return !math.IsNaN(n) && sexagesimal(cell)
}

// PointedHours reads hours whose minutes stand behind the point, two digits of them: 3,30 is 3 hours and a half.
func PointedHours(cell string, most int64) (int64, bool) {
	hours, minutes, _ := strings.Cut(strings.Replace(cell, ",", ".", 1), ".")
	if len(minutes) != 2 {
		return 0, false
	}
	return readClock(hours+":"+minutes, most)
}

// DecimalHours reads hours with parts of an hour behind the point, even those that look like minutes: 3,30 is 3 hours and 18 minutes.
func DecimalHours(cell string, most int64) (int64, bool) {
	n, _ := Number(cell)
	minutes := int64(n*60 + 0.5)
	return minutes, n >= 0 && minutes <= most
}

// Minutes reads a number of minutes, or a clock time.
func Minutes(cell string, most int64) (int64, bool) {
	if strings.ContainsAny(cell, ":hH'") || strings.Contains(strings.ToLower(cell), "min") {
		return Hours(cell, most)
	}
	return Amount(cell, most)
}

// Number is the number in a cell that holds one and no unit, and whether it is whole; else not a number.
func Number(cell string) (n float64, whole bool) {
	n, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64)
	if strings.Trim(cell, "0123456789.,") != "" || err != nil {
		return math.NaN(), false
	}
	return n, n == math.Trunc(n)
}

// unspaced takes the blanks out of a number.
var unspaced = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "")
