package grid

import (
	"errors"
	"strings"
)

// delimiters in the order in which a tie is decided: offices in Italy write semicolons.
var delimiters = []byte{';', '\t', ',', '|'}

// sampleSize is how much of a file is looked at to guess its delimiter, in bytes and in rows.
const (
	sampleBytes = 64 << 10
	sampleRows  = 100
)

// declaredDelimiter reads the line "sep=;" that some programs write first.
func declaredDelimiter(text string) (byte, bool) {
	line := text[:min(len(text), 16)]
	if end := strings.IndexAny(line, "\r\n"); end >= 0 {
		line = line[:end]
	}
	line = strings.Trim(line, `"`)
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") {
		return line[4], true
	}
	return 0, false
}

// guessDelimiter takes the delimiter that cuts the most rows into the same number of columns, weighed by that
// number. Title rows, totals and commas in notes are outvoted by the table itself.
func guessDelimiter(text string) byte {
	sample := text
	if len(sample) > sampleBytes {
		sample = sample[:sampleBytes]
	}
	best, score := delimiters[0], 0
	for _, delimiter := range delimiters {
		if s := steadiness(sample, delimiter); s > score {
			best, score = delimiter, s
		}
	}
	return best
}

var errSampled = errors.New("enough rows")

// steadiness is, over the widths of at least two columns, the best product of rows that wide and columns gained.
func steadiness(sample string, delimiter byte) int {
	rows := map[int]int{}
	seen := 0
	// A wrong delimiter or the cut at the end of the sample may break quotes: the rows before that still count.
	_ = split(sample, delimiter, func(_ int, cells []string) error {
		if len(cells) > 1 {
			rows[len(cells)]++
		}
		if seen++; seen == sampleRows {
			return errSampled
		}
		return nil
	})
	best := 0
	for width, n := range rows {
		best = max(best, n*(width-1))
	}
	return best
}
