package grid

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// format is how a style shows numbers, as far as it says what they are.
type format struct {
	kind   Type   // Number, Day, Month, Moment or Clock
	prefix string // of a code: P-012 stored as 12
	zeros  int    // digits at least, when a number is shown as a code
	before string // words shown before a number that is no code, as they stand in the format
	behind string // words shown behind a number: of what it is, or the end of a code
	struck bool   // struck through
	look   Look
	shape  shape
}

// longestFormat is how many bytes of a format are read: no program writes more than 255 characters. What a format says is shown with each number.
const longestFormat = 1 << 10

// formatOf is the format of a style that every spreadsheet program knows by its number, where the file does not overrule it.
func formatOf(id int) format {
	switch {
	case id == 17:
		return format{kind: Month}
	case id >= 14 && id <= 16, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return format{kind: Day}
	case id == 22:
		return format{kind: Moment}
	case id == 46:
		return format{kind: Clock, shape: timeShape("[h:mm:ss")}
	case id == 45 || id == 47:
		return format{kind: Clock, shape: timeShape("mm:ss")}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 55, id == 56:
		return format{kind: Clock, shape: timeShape("h:mm")}
	}
	return format{kind: Number, shape: numberShape(usual[id])}
}

// usual are the formats of numbers that every program knows by their number.
var usual = map[int]string{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00"}

// readFormat reads a format such as dd/mm/yyyy;@ or [h]:mm or "P-"000. The letters of days are English in every file;
// some programs write the Italian ones all the same.
func readFormat(code string) format {
	signs, literal, behind := skeleton(code)
	has := func(letters string) bool { return strings.ContainsAny(signs, letters) }
	day := has("yd") || has("ga") && has("m")
	clock := has("hs")
	switch {
	case signs == "general" || signs == "standard" || signs == "@":
	case day && clock:
		return format{kind: Moment}
	case day && !has("dg"):
		return format{kind: Month}
	case day:
		return format{kind: Day}
	case clock:
		return format{kind: Clock, shape: timeShape(signs)}
	case has("m"):
		if has("[") { // [m] and [mm] count minutes
			return format{kind: Clock, shape: timeShape(signs)}
		}
		return format{kind: Month}
	case strings.Trim(signs, "0") == "" && (len(signs) > 1 || signs != "" && literal != "") && coded(literal):
		return format{kind: Number, prefix: literal, zeros: len(signs), behind: worded(behind)}
	}
	return format{kind: Number, before: worded(literal), behind: worded(behind), shape: numberShape(signs)}
}

// worded is a literal text that says something, "mesi" or "/24"; coins, signs and spaces say nothing here.
func worded(literal string) string {
	if !strings.ContainsFunc(literal, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return ""
	}
	return literal
}

// coded reports whether what stands before the digits may be part of a code: letters and joints, no words, signs or coins.
func coded(literal string) bool {
	return literal == "" || len(literal) <= 8 && strings.ContainsFunc(literal, unicode.IsLetter) && !strings.ContainsFunc(literal, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-/._", r)
	})
}

// skeleton keeps of the first section of a format the signs that stand for something, in small letters, and apart from
// them the literal text before the first and behind it. Colours, conditions and languages in brackets mean nothing; [h] keeps its bracket.
func skeleton(code string) (signs, literal, behind string) {
	var b, before, after strings.Builder
	say := func(text string) {
		if b.Len() == 0 {
			before.WriteString(text)
		} else {
			after.WriteString(text)
		}
	}
	runes := []rune(code)
	for i := 0; i < len(runes); i++ {
		switch r := unicode.ToLower(runes[i]); r {
		case ';':
			return afternoon(b.String()), before.String(), after.String()
		case '"':
			end := i + 1
			for end < len(runes) && runes[end] != '"' {
				end++
			}
			say(string(runes[i+1 : min(end, len(runes))]))
			i = end
		case '\\':
			if i++; i < len(runes) {
				say(string(runes[i]))
			}
		case '_', '*':
			i++
		case '[':
			end := i + 1
			for end < len(runes) && runes[end] != ']' {
				end++
			}
			if inside := strings.ToLower(string(runes[i+1 : min(end, len(runes))])); inside != "" && strings.Trim(inside, "hms") == "" {
				b.WriteString("[" + inside)
			}
			i = end
		case ' ', '-', '/', ':', '.', ',', '(', ')':
			point := r == '.' || r == ','
			if !point || b.Len() == 0 {
				say(string(runes[i]))
			}
			if point {
				b.WriteRune(r)
			}
		default:
			b.WriteRune(r)
		}
	}
	return afternoon(b.String()), before.String(), after.String()
}

// afternoon drops AM/PM, whose letters are no part of a day, and the separators round days.
func afternoon(signs string) string {
	signs = halves.Replace(signs)
	if strings.ContainsAny(signs, "ymdhs") {
		signs = strings.Trim(signs, ".,")
	}
	return signs
}

// write gives a stored number as the text that says what it is: an ISO day, a clock time, a code, or a plain number with
// the words that the format shows beside it.
func (f format) write(stored string, mac bool) (string, Type) {
	if f.kind == Number && f.zeros == 0 && plainDigits(stored) {
		return f.before + stored + f.behind, Number
	}
	n, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return stored, Text
	}
	switch {
	case f.kind == Day, f.kind == Month, f.kind == Moment, f.kind == Clock && n >= firstDay:
		if text, ok := writeMoment(n, f.kind, mac); ok {
			if len(text) > len(time.DateOnly) {
				return text, Moment
			}
			if f.kind == Month {
				return text, Month
			}
			return text, Day
		}
	case f.kind == Clock && n >= 0:
		return writeClock(n), Clock
	case f.zeros > 0 && n >= 0 && n == math.Trunc(n) && n < 1e15:
		digits := strconv.FormatInt(int64(n), 10)
		return f.prefix + strings.Repeat("0", max(0, f.zeros-len(digits))) + digits + f.behind, Number
	}
	return f.before + writeNumber(n) + f.behind, Number
}

// plainDigits reports whether a stored number is written as people would.
func plainDigits(stored string) bool {
	for i := range len(stored) {
		if stored[i] < '0' || stored[i] > '9' {
			return false
		}
	}
	return stored != "" && (stored[0] != '0' || stored == "0")
}

// writeNumber rounds to the fifteen digits that spreadsheet programs show: 2.3 is stored as 2.2999999999999998.
func writeNumber(n float64) string {
	if rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64); err == nil {
		n = rounded
	}
	if math.Abs(n) >= 1e21 {
		return strconv.FormatFloat(n, 'g', -1, 64)
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// firstDay is the serial from which a number shown as a clock time is a moment whose day is hidden: 1954.
const firstDay = 20000

const secondsOfDay = 24 * 60 * 60

// writeMoment writes a serial as an ISO day, with its clock time if the format shows one and it is not midnight.
func writeMoment(n float64, kind Type, mac bool) (string, bool) {
	if n < 0 || n >= 2958466 { // the year 10000
		return "", false
	}
	seconds := int(math.Round(math.Mod(n, 1) * secondsOfDay))
	if kind == Day || kind == Month {
		seconds = 0 // rounded up it would be the day after
	}
	day := int(n)
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case mac:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case day == 0:
		return "1900-01-00", true // shown so: a formula that points at an empty cell
	case day < 60:
		day++ // the calendar of 1900 has a 29 February too many
	}
	at := epoch.AddDate(0, 0, day).Add(time.Duration(seconds) * time.Second)
	if seconds%secondsOfDay == 0 {
		return at.Format(time.DateOnly), true
	}
	return at.Format("2006-01-02T15:04:05"), true
}

// writeClock writes a part of a day, or several days, as hours: 2:30, 26:00.
func writeClock(n float64) string {
	seconds := int64(math.Round(n * secondsOfDay))
	text := strconv.FormatInt(seconds/3600, 10) + ":" + two(seconds/60%60)
	if s := seconds % 60; s != 0 {
		text += ":" + two(s)
	}
	return text
}

func two(n int64) string {
	if n < 10 {
		return "0" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}

// halves takes the signs of a half day out of a format.
var halves = strings.NewReplacer("am/pm", "", "ampm", "", "a/p", "", "am", "", "pm", "")
