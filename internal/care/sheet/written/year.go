package written

import (
	"strconv"
	"strings"
	"time"
)

// MonthIn reads a month by its number or name.
func MonthIn(cell string) time.Month {
	if n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(cell), ".0")); err == nil && n >= 1 && n <= 12 {
		return time.Month(n)
	}
	m, _ := Month(strings.TrimSpace(cell))
	return max(m, 0)
}

// Yearless reports whether a cell is a day but for its year: 02/04, "mar 2 aprile", 2-apr.
func Yearless(cell string) bool {
	return len(cell) > 2 && strings.Trim(cell, "0123456789") != "" && !Day(cell, false).Valid() && Day(WithYear(cell, 2024), false).Valid()
}

// WithYear is a day with its year behind it, parted from it as its own numbers are.
func WithYear(cell string, year int) string {
	cell, mark := strings.TrimRight(cell, "/-. "), " "
	if at := strings.LastIndexAny(cell, "/-."); at > 0 {
		mark = cell[at : at+1]
	}
	return cell + mark + strconv.Itoa(year)
}
