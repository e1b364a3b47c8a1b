package written

import (
	"strings"
	"time"
)

// What may stand behind a day: the time of day, and the zone it is of.

// clock reads a time of day behind a day, if there is one, and the zone it is of, if it says so.
func (p *moment) clock() (*time.Location, time.Duration, bool) {
	if p.at == len(p.signs) || p.at == len(p.signs)-1 && p.peek().kind == '.' {
		return nil, 0, true
	}
	clock, ok := p.time()
	if !ok {
		return nil, 0, false
	}
	zone, ok := p.zone()
	if !ok {
		return nil, 0, false
	}
	if p.mark("(") { // the zone's name once more
		p.at = len(p.signs)
	}
	return zone, clock, true
}

// time reads a time of day: 23:15, 23.15.07, 11:15 PM, 231500, and an hour alone where something says that it is one. What
// could be a second day instead (5/4/24 06.04.24) is none.
func (p *moment) time() (time.Duration, bool) {
	p.mark(",")
	dash := p.mark("-")
	led := false
	for p.word("t", "ore", "ora", "h", "alle", "at", "um", "le", "las") {
		led = true
		p.mark(".")
	}
	if clock, ok := p.compact(); ok {
		return clock, led
	}
	hour, ok := p.digits(1, 2)
	if !ok {
		return 0, false
	}
	h, minute, second := number(hour), "0", "0"
	mark := p.peek()
	if p.mark(":.,") {
		if minute, ok = p.digits(2, 2); !ok {
			return 0, false
		}
		if led = mark.kind == ':' || !dash; p.mark(":.") {
			led = led && (mark.kind == ':' || !p.short)
			if second, ok = p.digits(2, 2); !ok {
				return 0, false
			}
			if p.mark(".,") {
				p.digits(1, 9)
			}
		}
	} else if p.word("h") {
		led = true
		if text, ok := p.digits(2, 2); ok {
			minute = text
		}
	}
	if half := p.half(); half != "" {
		if led = true; h < 1 || h > 12 {
			return 0, false
		}
		if h %= 12; half == "p" {
			h += 12
		}
	}
	clock, ok := clockOf(h, number(minute), number(second))
	return clock, ok && led
}

// compact reads 231500 or 2315.
func (p *moment) compact() (time.Duration, bool) {
	text, ok := p.digits(6, 6)
	if !ok {
		if text, ok = p.digits(4, 4); !ok {
			return 0, false
		}
		text += "00"
	}
	return clockOf(number(text[:2]), number(text[2:4]), number(text[4:]))
}

// half takes AM or PM, however it is written: a or p.
func (p *moment) half() string {
	start := p.at
	switch {
	case p.word("am"):
		return "a"
	case p.word("pm"):
		return "p"
	}
	for _, half := range []string{"a", "p"} {
		if p.word(half) && p.mark(".") && p.word("m") {
			p.mark(".")
			return half
		}
		p.at = start
	}
	return ""
}

func clockOf(hour, minute, second int) (time.Duration, bool) {
	clock := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
	return clock, minute < 60 && second <= 60 && clock <= 24*time.Hour
}

// zones are those that programs write by their letters.
var zones = map[string]int{"z": 0, "utc": 0, "gmt": 0, "wet": 0, "cet": 1, "mez": 1, "west": 1, "cest": 2, "mesz": 2, "eet": 2, "eest": 3}

// zone reads Z, UTC, +02:00, GMT+2; nil when there is none.
func (p *moment) zone() (*time.Location, bool) {
	named, told := zones[strings.ToLower(p.peek().text)]
	if told {
		p.at++
	}
	s := p.peek()
	if !p.mark("+-") {
		if !told {
			return nil, true
		}
		return time.FixedZone("", named*3600), true
	}
	text, ok := p.digits(4, 4) // +0200
	if !ok {
		if text, ok = p.digits(1, 2); !ok {
			return nil, false
		}
		minutes := "00"
		if p.mark(":") {
			if minutes, ok = p.digits(2, 2); !ok {
				return nil, false
			}
		}
		text = two(text) + minutes
	}
	seconds := number(text[:2])*3600 + number(text[2:])*60
	if seconds > 14*3600 {
		return nil, false
	}
	if s.kind == '-' {
		seconds = -seconds
	}
	p.word("utc", "gmt")
	return time.FixedZone("", seconds), true
}

// two writes a number with two digits at least.
func two(text string) string {
	if len(text) < 2 {
		return "0" + text
	}
	return text
}
