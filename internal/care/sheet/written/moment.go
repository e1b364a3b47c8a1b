package written

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"approdo/internal/base/codebook"
)

// sign is a piece of a written day: a run of digits, a run of letters, or one mark. Spaces before it are told apart.
type sign struct {
	text  string
	kind  rune // '0' digits, 'a' letters, or the mark itself
	apart bool // white space stands before it
}

// moment reads the signs of a written day one after another.
type moment struct {
	signs []sign
	at    int
	short bool // the year has two digits
}

// written cuts a cell into signs. Digits of other scripts and letters of other widths are read as what they are.
func written(cell string) *moment {
	if strings.IndexFunc(cell, func(r rune) bool { return r >= 0x80 }) >= 0 {
		cell = strings.Map(plainly, norm.NFKC.String(cell))
	}
	p := &moment{}
	apart := false
	for start := 0; start < len(cell); {
		kind := kindOf(rune(cell[start]))
		end := start + 1
		for end < len(cell) && (kind == '0' || kind == 'a') && kindOf(rune(cell[end])) == kind {
			end++
		}
		if kind == ' ' {
			apart = true
		} else {
			p.signs = append(p.signs, sign{cell[start:end], kind, apart})
			apart = false
		}
		start = end
	}
	return p
}

// kindOf takes every byte beyond ASCII for a part of a letter.
func kindOf(c rune) rune {
	switch {
	case c >= '0' && c <= '9':
		return '0'
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= 0x80:
		return 'a'
	case c <= ' ':
		return ' '
	}
	return c
}

// plainly writes a sign as the one of ASCII that means the same in a day; -1 for one that is not seen.
func plainly(r rune) rune {
	switch {
	case unicode.Is(unicode.Nd, r):
		return codebook.Digit(r)
	case unicode.Is(unicode.Cf, r):
		return -1
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Pd, r), r == '\u2212':
		return '-'
	case r == '\u2044', r == '\u2215':
		return '/'
	case r == '°':
		return 'o' // the ordinal of 1°, as NFKC writes that of 1º
	}
	return r
}

func (p *moment) peek() sign {
	if p.at < len(p.signs) {
		return p.signs[p.at]
	}
	return sign{}
}

// mark takes the next sign if it is one of the marks.
func (p *moment) mark(marks string) bool {
	if s := p.peek(); s.kind != 0 && strings.ContainsRune(marks, s.kind) && s.kind != '0' && s.kind != 'a' {
		p.at++
		return true
	}
	return false
}

// word takes the next sign if it is one of the words, in any case.
func (p *moment) word(words ...string) bool {
	if s := p.peek(); s.kind == 'a' && slices.Contains(words, strings.ToLower(s.text)) {
		p.at++
		return true
	}
	return false
}

// digits takes the next sign if it is a number of so many digits.
func (p *moment) digits(least, most int) (string, bool) {
	if s := p.peek(); s.kind == '0' && len(s.text) >= least && len(s.text) <= most {
		p.at++
		return s.text, true
	}
	return "", false
}

// weekday takes the name of a day of the week, in any language known here: the days it can mean, a bit for each.
func (p *moment) weekday() Weekdays {
	s := p.peek()
	if s.kind != 'a' {
		return 0
	}
	days := WeekdaysOf(s.text)
	if days != 0 {
		p.at++
		if p.mark("-") { // segunda-feira
			p.word("feira")
		}
		p.mark(".,")
		p.mark(",")
	}
	return days
}

// whole reads a day with what may stand behind it, to the end of the cell; days are the Weekdays it can be, 0 for any.
func (p *moment) whole(days Weekdays) (Reading, bool) {
	start := p.at
	defer func() { p.at = start }()
	r := p.day().on(days)
	if !r.Valid() {
		return r, false
	}
	zone, clock, ok := p.clock()
	p.mark(".")
	if !ok || p.at < len(p.signs) {
		return Reading{}, false
	}
	if zone != nil {
		r.Zoned = true
		for _, t := range []*time.Time{&r.DayFirst, &r.MonthFirst} {
			if !t.IsZero() {
				*t = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone).Add(clock)
			}
		}
	}
	return r, true
}

// on prefers the Reading that falls on one of the Weekdays. People write down a wrong one, too: it alone refuses nothing.
func (r Reading) on(days Weekdays) Reading {
	falls := func(t time.Time) bool { return !t.IsZero() && days&(1<<t.Weekday()) != 0 }
	switch {
	case falls(r.DayFirst) == falls(r.MonthFirst):
	case falls(r.DayFirst):
		r.MonthFirst = time.Time{}
	default:
		r.DayFirst = time.Time{}
	}
	return r
}

// day reads a day written with numbers or with the name of a month.
func (p *moment) day() Reading {
	if text, ok := p.digits(8, 8); ok { // 20241231
		return programs(Date(number(text[:4]), number(text[4:6]), number(text[6:])))
	}
	if month, ok := p.month(); ok { // April 5, 2024
		p.mark("/-.")
		day, ok1 := p.digits(1, 2)
		p.ordinal()
		p.mark("/-,")
		year, ok2 := p.digits(2, 4)
		if !ok1 || !ok2 {
			return Reading{}
		}
		return surely(Date(FullYear(year), int(month), number(day)))
	}
	first, ok := p.digits(1, 4)
	if !ok {
		return Reading{}
	}
	p.ordinal()
	separator := p.separator()
	p.word("de", "del", "di", "of")
	if month, ok := p.month(); ok { // 5 aprile 2024, 2024-apr-5
		p.mark("/-.,")
		p.word("de", "del", "of")
		last, ok := p.digits(1, 4)
		if len(first) == 4 {
			first, last = last, first
		}
		if p.short = len(last) == 2; !ok || len(first) > 2 {
			return Reading{}
		}
		return surely(Date(FullYear(last), int(month), number(first)))
	}
	second, ok1 := p.digits(1, 2)
	if separator == 0 || p.separator() != separator {
		return Reading{}
	}
	third, ok2 := p.digits(1, 4)
	switch {
	case !ok1 || !ok2 || len(first) == 3:
		return Reading{}
	case len(first) == 4:
		if len(third) > 2 {
			return Reading{}
		}
		return programs(Date(number(first), number(second), number(third)))
	}
	p.short = len(third) == 2
	year := FullYear(third)
	r := Reading{DayFirst: Date(year, number(second), number(first)), MonthFirst: Date(year, number(first), number(second))}
	if p.short && len(first) == 2 {
		r.YearFirst = Date(FullYear(first), number(second), number(third))
	}
	return r
}

// separator takes what parts the numbers of a day: a mark, or space alone.
func (p *moment) separator() rune {
	s := p.peek()
	if p.mark("/-.") {
		return s.kind
	}
	if s.apart {
		return ' '
	}
	return 0
}

// ordinal takes what makes a number the first or the second, right behind it.
func (p *moment) ordinal() {
	if !p.peek().apart {
		p.word("o", "a", "er", "st", "nd", "rd", "th")
	}
}

func (p *moment) month() (time.Month, bool) {
	if s := p.peek(); s.kind == 'a' {
		if m, ok := Month(s.text); ok {
			p.at++
			p.mark(".")
			return m, true
		}
	}
	return 0, false
}
