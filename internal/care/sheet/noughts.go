package sheet

import (
	"slices"
	"strings"
	"unicode"

	"approdo/internal/care/sheet/personcode"
)

// noughts reports whether a cell has the shape of a code with nothing but noughts, FA000. One that comes once may be the first of all codes; one that comes more often
// than any other stands for whoever has none.
func noughts(cell string, times map[string]int) bool {
	letters := strings.TrimRight(cell, "0")
	if letters == "" || len(cell)-len(letters) < 2 || unicode.IsDigit(rune(letters[len(letters)-1])) || times[cell] < 2 {
		return false
	}
	if ofBlock(letters, times) {
		return false
	}
	for other, n := range times {
		if n >= times[cell] && other != cell && !personcode.Nines(strings.TrimLeft(personcode.Fold(other), "abcdefghijklmnopqrstuvwxyz-./ ")) {
			return false
		}
	}
	return true
}

// ofBlock reports whether what stands before the noughts of a code numbers one of several blocks, as FA.3. does where others begin with FA.1. and FA.2.: then they are a number
// like others. A year numbers none.
func ofBlock(before string, times map[string]int) bool {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return ' '
	}, before)
	if !slices.ContainsFunc(strings.Fields(digits), func(n string) bool {
		return strings.Trim(n, "0") != "" && !(len(n) == 4 && (n[:2] == "19" || n[:2] == "20"))
	}) {
		return false
	}
	alike := 0
	for code := range times {
		if strings.HasPrefix(code, before) {
			alike++
		}
	}
	return 2*alike <= len(times)
}
