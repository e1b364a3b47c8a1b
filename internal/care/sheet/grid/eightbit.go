package grid

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"approdo/internal/base/errs"
)

// eightBits are the encodings with a byte for a letter that offices still write, the usual one first: Windows, the old
// Macintosh, DOS, and Windows of Central Europe.
var eightBits = []struct {
	name string
	from *charmap.Charmap
}{
	{"windows-1252", charmap.Windows1252}, {"macintosh", charmap.Macintosh}, {"ibm850", charmap.CodePage850}, {"windows-1250", charmap.Windows1250},
}

// eightBit reads text with a byte for a letter. Every such encoding can be read as any other, and gives other words: the
// heading Unità becomes Unitˆ, which is no heading. So each is tried, and the one is taken whose accents stand where Italian
// and English have them. Text that fits none is refused: read wrongly, columns would go missing without a word.
func eightBit(data []byte) (text, name string, err error) {
	if row, two := joined(data); two {
		return "", "", twoEncodings(row, "UTF-8", "Windows-1252")
	}
	best, fair, score := 0, 0, fit{}
	for i, e := range eightBits {
		s := fitting(data, e.from)
		if i == 0 || s.better(score) {
			best, score = i, s
		}
		if s.strange == 0 {
			fair++
		}
	}
	chosen := eightBits[best]
	if score.strange > 0 && (best > 0 || 4*score.strange > score.all) || best > 0 && score.usual == 0 && fair > 1 {
		return "", "", errs.E(errs.Invalid, "sheet.unknown_encoding")
	}
	if err := otherwise(data, best); err != nil {
		return "", "", err
	}
	text, err = convert(data, chosen.name, chosen.from)
	return text, chosen.name, err
}

// otherwise refuses a file of which some lines fit another encoding than the rest.
func otherwise(data []byte, best int) error {
	number := 0
	for line := range lines(data) {
		number++
		if fitting(line, eightBits[best].from).strange == 0 {
			continue
		}
		for i, other := range eightBits {
			if f := fitting(line, other.from); i != best && f.strange == 0 && f.usual > 0 {
				return twoEncodings(number, eightBits[best].name, other.name)
			}
		}
	}
	return nil
}

// fit says how text looks in an encoding: of all its signs beyond ASCII, how many stand where none can, and how many
// words end as Italian words with an accent do.
type fit struct{ all, strange, usual int }

func (f fit) better(than fit) bool { return f.strange-3*f.usual < than.strange-3*than.usual }

func fitting(data []byte, from *charmap.Charmap) fit {
	var f fit
	for len(data) > 0 {
		at := bytes.IndexFunc(data, beyond)
		if at < 0 {
			break
		}
		// The word round the sign, in ASCII on both sides.
		start, end := at, at
		for start > 0 && letter(data[start-1]) {
			start--
		}
		for end < len(data) && (data[end] >= utf8.RuneSelf || letter(data[end])) {
			end++
		}
		word := make([]rune, 0, 24)
		for _, c := range data[start:end] {
			word = append(word, from.DecodeByte(c))
		}
		f.judge(word)
		data = data[end:]
	}
	return f
}

func beyond(r rune) bool { return r >= utf8.RuneSelf }

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// judge weighs a run of letters and signs beyond ASCII.
func (f *fit) judge(word []rune) {
	foreign, plain := 0, 0
	for i, r := range word {
		if r < utf8.RuneSelf {
			plain++
			continue
		}
		f.all++
		var before, after rune
		if i > 0 {
			before = word[i-1]
		}
		if i+1 < len(word) {
			after = word[i+1]
		}
		if strange(before, r, after) {
			f.strange++
		} else if unicode.IsLetter(r) {
			foreign++
		}
	}
	if foreign > 1 && foreign > plain {
		f.strange += foreign // words in which most letters have accents are of another alphabet
	}
	for _, part := range strings.FieldsFunc(strings.ToLower(string(word)), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if accented(part) {
			f.usual++
		}
	}
}

// strange reports whether a sign beyond ASCII stands where European words have none; before and after are 0 where the
// word ends.
func strange(before, r, after rune) bool {
	switch {
	case r == utf8.RuneError || unicode.IsControl(r):
		return true
	case unicode.IsUpper(r) && unicode.IsLower(before):
		return true
	case strings.ContainsRune("ÐðÞþ×÷ıŒŸÿ", r):
		return true
	case r == 'ª' || r == 'º':
		return unicode.IsLetter(before)
	case unicode.IsLetter(r):
		return r > 'ž'
	case strings.ContainsRune("’‘'´`·-–—", r):
		return false
	}
	// Quotes, coins, degrees and the like stand beside words, never within.
	left, right := unicode.IsLetter(before), unicode.IsLetter(after)
	return left && right || left && strings.ContainsRune("¿¡“‘„‚«", r) || (left || right) && strings.ContainsRune("ˆ˜¯¬‡†", r)
}

// accented reports whether a word ends as Italian words with an accent do: unità, lunedì, perché, sarà.
func accented(word string) bool {
	switch word {
	case "più", "già", "sì", "è", "può", "però", "né", "là", "lì", "giù", "perù", "così":
		return true
	}
	for _, end := range []string{"tà", "dì", "ché", "chè", "rà"} {
		if strings.HasSuffix(word, end) && len(word) > len(end) {
			return true
		}
	}
	return false
}
