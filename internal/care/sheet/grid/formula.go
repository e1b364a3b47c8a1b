package grid

import (
	"regexp"
	"strconv"
	"strings"
)

// movers are the functions whose result depends on when, or in which row, it is reckoned.
var movers = regexp.MustCompile(`(?i)\b(TODAY|NOW|ROW|RAND|RANDBETWEEN|CELL)\(`)

// address is the place of a cell in a formula.
var address = regexp.MustCompile(`\$?([A-Z]{1,3})\$?([0-9]+)`)

// formulas are those of a sheet that give another result on another day or in another row.
type formulas struct {
	shared map[string]bool // by the number under which later cells name one of several cells
	cells  map[string]bool // by the place of their cell
}

// note reports whether a formula is one of them: it names such a function, or an earlier cell that does. Without a text it is one that an earlier cell had.
func (f *formulas) note(text, shared string, column, row int) bool {
	moves := f.shared[shared] || movers.MatchString(text)
	if !moves && len(f.cells) > 0 {
		for _, place := range address.FindAllStringSubmatch(strings.ToUpper(text), -1) {
			moves = moves || f.cells[place[1]+place[2]]
		}
	}
	if !moves {
		return false
	}
	if f.cells == nil {
		f.cells, f.shared = map[string]bool{}, map[string]bool{}
	}
	f.cells[Letter(column)+strconv.Itoa(row)] = true
	if shared != "" {
		f.shared[shared] = true
	}
	return true
}
