package personcode

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"approdo/internal/care/person"
)

// Shape is what most codes of a column have.
type Shape struct {
	digits, words bool
	phones        int            // how many may be numbers of telephones
	of            map[string]int // how many codes have letters and digits in such an order
	plain         map[string]int // the same, whatever marks stand between them
	most          int            // how many have the commonest of these
	all           int
}

// ShapeOf looks at all codes of a column.
func ShapeOf(known map[string]bool) Shape {
	digits, words := 0, 0
	s := Shape{of: map[string]int{}, plain: map[string]int{}, all: len(known)}
	for code := range known {
		if strings.IndexFunc(code, unicode.IsDigit) >= 0 {
			digits++
		}
		if wordy(code) {
			words++
		}
		if Phone(code) {
			s.phones++
		}
		outline := Outline(code)
		s.of[outline]++
		plain := unmarked.Replace(outline)
		s.plain[plain]++
		s.most = max(s.most, s.plain[plain])
	}
	s.digits, s.words = 2*digits > len(known), 2*words > len(known)
	return s
}

// Outline writes a code with an a for letters and a 0 for digits: p-001 and ab-12 are a-0.
func Outline(code string) string {
	var b []rune
	for _, r := range code {
		if unicode.IsLetter(r) {
			r = 'a'
		} else if unicode.IsDigit(r) {
			r = '0'
		}
		if n := len(b); n == 0 || b[n-1] != r || r != 'a' && r != '0' {
			b = append(b, r)
		}
	}
	return string(b)
}

// Strange reports whether a code is the only one of its shape among many of another: a telephone number, F001bis or F001.0 among F001, F002. What merely lacks a
// hyphen is not, as it is asked about with the codes that are alike, nor a code that this program gave.
func (s Shape) Strange(code string) bool {
	if s.all < 5 || digits(code) && len(code) < 4 || person.MayBeCode(strings.ToUpper(code)) {
		return false
	}
	return s.plain[unmarked.Replace(Outline(code))] == 1 && 5*s.most >= 4*s.all
}

// unmarked leaves the marks out of an outline that people put between letters and digits.
var unmarked = strings.NewReplacer("-", "", " ", "", "/", "", "_", "")

// joints are the words that people write between two codes, besides marks.
var joints = map[string]bool{"e": true, "ed": true, "con": true, "o": true, "poi": true, "più": true, "piu": true, "insieme": true, "a": true, "and": true, "with": true, "or": true, "plus": true, "y": true, "et": true, "und": true}

// Joined reports whether a cell is made of several codes of the column's kind, and is none itself as others are: A12/A13, "A12 e A13", P-012-P-014. Of the
// second only the number may be written: "P-015 e 016", A12-13.
func (s Shape) Joined(code string, known map[string]bool) bool {
	for i := 1; i < len(code); i++ {
		if digit(code[i-1]) && siblings(code[:i], code[i:]) {
			return true // however many cells of the column are written so
		}
	}
	if n := s.of[Outline(code)]; 4*n >= s.all && n > 1 {
		return false
	}
	for i := 1; i < len(code); i++ {
		if first := code[:i]; twin(first, code[i:]) {
			return true
		} else if unicode.IsDigit(rune(code[i-1])) && !unicode.IsDigit(rune(code[i])) && code[i] != '.' && s.one(first, known) {
			if s.others(first, code[i:], known) {
				return true
			}
		}
	}
	return false
}

// A code has longestCode bytes at most, and what several people are called in one cell longestCell. What is longer is a text, in which no codes are looked for.
const longestCode, longestCell = 40, 160

// Parts are the codes of which a cell is made, as people write several: A12/A13, "A12 e 13", A12A13. Nil where it is not made of such, or one of them is doubted.
func (s Shape) Parts(code string, known map[string]bool) []string {
	if len(code) > longestCell || strings.Contains(code, "?") {
		return nil
	}
	for _, from := range []string{"da ", "dal ", "from "} {
		code = strings.TrimPrefix(code, from) // "da A05 a A07"
	}
	return s.parts(code, known, map[string]bool{})
}

// parts remembers which ends of the cell are not made of codes, so that none is tried once for each way that leads to it.
func (s Shape) parts(code string, known, futile map[string]bool) []string {
	if futile[code] {
		return nil
	}
	for i := 1; i < min(len(code), longestCode+1); i++ {
		if !digit(code[i-1]) || digit(code[i]) || code[i] == '.' {
			continue
		}
		first, rest := code[:i], code[i:]
		next := strings.TrimLeftFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if word, behind, found := strings.Cut(next, " "); found && joints[word] {
			if word == "o" || word == "or" {
				return nil // the one or the other
			}
			next = strings.TrimSpace(behind)
		}
		if next == "" || !s.one(first, known) && !twin(first, rest) {
			continue
		}
		number := len(first) - len(strings.TrimRight(first, "0123456789"))
		switch more := s.parts(next, known, futile); {
		case s.one(next, known), twin(first, rest) && Outline(first) == Outline(next):
			return []string{first, next}
		case more != nil:
			return append([]string{first}, more...)
		case digits(next) && strings.Trim(next, "0") != "" && len(next) <= number: // of the second only the number is written
			return []string{first, first[:len(first)-len(next)] + next}
		}
	}
	futile[code] = true
	return nil
}

// twin reports whether two parts of a cell are written alike, with letters and digits, and a mark or word stands between them: whatever else is in the column,
// "P-012-P-014" is two codes.
func twin(first, rest string) bool {
	next := strings.TrimLeftFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	word, behind, spoken := strings.Cut(next, " ")
	if spoken = spoken && joints[word]; spoken {
		next = strings.TrimSpace(behind)
	}
	if next == rest || strings.IndexFunc(first, unicode.IsDigit) < 0 {
		return false
	}
	if spoken && digits(next) && len(next) > 1 {
		return true // P-015 e 016
	}
	return strings.IndexFunc(next, unicode.IsLetter) == 0 && strings.IndexFunc(next, unicode.IsDigit) > 0 && Outline(first) == Outline(next)
}

// siblings reports whether two codes of one row of numbers stand in a cell, with the same letters before another number, and a mark or word between them: A01/A07.
func siblings(first, rest string) bool {
	if !twin(first, rest) {
		return false
	}
	next := strings.TrimLeftFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if word, behind, spoken := strings.Cut(next, " "); spoken && joints[word] {
		next = strings.TrimSpace(behind)
	}
	letters := func(code string) string { return code[:strings.IndexAny(code+"0", "0123456789")] }
	number := func(code string) string { return code[len(letters(code)):] }
	return letters(first) != "" && letters(first) == letters(next) && number(first) != number(next) && digits(number(first))
}

// Span are the codes from the first of two to the second, where their numbers go on: A01-A04. Nil where there are none between them, or too many for one row.
func Span(parts []string) []string {
	if len(parts) != 2 {
		return nil
	}
	letters := strings.TrimRight(parts[0], "0123456789")
	first, err := strconv.Atoi(parts[0][len(letters):])
	last, wrong := strconv.Atoi(strings.TrimPrefix(parts[1], letters))
	if err != nil || wrong != nil || last-first < 2 || last-first > longestSpan {
		return nil
	}
	var codes []string
	for n := first; n <= last; n++ {
		codes = append(codes, fmt.Sprintf("%s%0*d", letters, len(parts[0])-len(letters), n))
	}
	return codes
}

// longestSpan is how many codes behind the first a cell may mean by naming the last.
const longestSpan = 30

// one reports whether a code is a known one, or written as most of the column are.
func (s Shape) one(code string, known map[string]bool) bool {
	if strings.IndexFunc(code, unicode.IsDigit) < 0 {
		return false
	}
	n := s.of[Outline(code)]
	return known[code] || 2*n >= s.all && (n > 1 || s.all < 4 && strings.IndexFunc(code, unicode.IsLetter) >= 0)
}

// others reports whether behind a code stand further ones.
func (s Shape) others(first, rest string, known map[string]bool) bool {
	next := strings.TrimLeftFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if word, behind, found := strings.Cut(next, " "); found && joints[word] {
		next = strings.TrimSpace(behind)
	}
	if s.one(next, known) || s.Joined(next, known) {
		return true
	}
	behind := first[strings.LastIndexFunc(strings.TrimRight(first, "0123456789"), func(rune) bool { return true })+1:]
	return len(next) < len(rest) && digits(next) && strings.Trim(next, "0") != "" && len(next) <= len(behind) && s.of[Outline(first+rest)] <= 1
}

// wordy reports whether a code holds a word: five letters in a row, where people who make codes take two or three.
func wordy(code string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(code, func(r rune) bool { return !unicode.IsLetter(r) }), func(word string) bool {
		return utf8.RuneCountInString(word) >= 5
	})
}

// Numbered reports whether most codes have a digit.
func (s Shape) Numbered() bool { return s.digits }

// Wordy reports whether a code holds a word where most have digits and none.
func (s Shape) Wordy(code string) bool { return s.digits && !s.words && wordy(code) }

// Telephone reports whether a code may be the number of a telephone where most are none.
func (s Shape) Telephone(code string) bool { return Phone(code) && 2*s.phones <= s.all }

// Several reports whether a cell holds another code of the column with something beside it: two people, or a remark about one.
func Several(code string, known map[string]bool) bool {
	for _, marks := range []string{" ,;/+&()=", " ,;+&()="} { // a stroke may belong to the codes
		parts := strings.FieldsFunc(code, func(r rune) bool { return strings.ContainsRune(marks, r) })
		if len(parts) > 1 && slices.ContainsFunc(parts, func(part string) bool {
			return known[part] && strings.IndexFunc(part, unicode.IsDigit) >= 0
		}) {
			return true
		}
	}
	return false
}
