package personcode

import (
	"strconv"
	"strings"
	"time"

	"approdo/internal/care/sheet/written"
)

// Codes that look like codes and name no person for good: those that name a meeting, and those that two people may share.

// Naming is a code with what its row says of the day and the age.
type Naming struct {
	Code  string
	Said  string // the cell of the day
	Day   written.Reading
	Years int // 0 where none are told
}

// NameDays reports whether every code holds the day of its row, of several days: 020424-1, 020424-2, 030424-1. It names a meeting, and who was met only
// where it comes again on another day.
func NameDays(list []Naming) bool {
	days := map[string]bool{}
	for _, n := range list {
		if !n.Day.Valid() || !holdsDay(n.Code, n.Day) {
			return false
		}
		days[n.Said] = true
	}
	return len(list) > 2 && len(days) > 1
}

// holdsDay reports whether a code holds the digits of a day and more, in whatever order they may be written.
func holdsDay(code string, read written.Reading) bool {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, code)
	for _, day := range []time.Time{read.DayFirst, read.MonthFirst} {
		if day.IsZero() {
			continue
		}
		for _, order := range []string{"020106", "02012006", "060102", "20060102"} {
			if text := day.Format(order); strings.HasPrefix(digits, text) && len(digits) > len(text) {
				return true
			}
		}
	}
	return false
}

// fewestDays is on how many days codes must begin again before they are taken for those of the outings.
const fewestDays = 3

// NameOutings reports whether every code begins with what the others of its day begin with, and those of no other day, and ends with a letter or number that
// counts the rows of that day: 1/a, 1/b, 2/a.
func NameOutings(list []Naming) bool {
	outing, day, met := map[string]string{}, map[string]string{}, map[string]int{} // of a day, of an outing, on a day
	for _, n := range list {
		first, last := halves(Fold(n.Code))
		if first == "" || n.Said == "" || outing[n.Said] != "" && outing[n.Said] != first || day[first] != "" && day[first] != n.Said {
			return false
		}
		outing[n.Said], day[first] = first, n.Said
		if met[n.Said]++; last != strconv.Itoa(met[n.Said]) && last != string(rune('a'+met[n.Said]-1)) {
			return false
		}
	}
	return len(outing) >= fewestDays && len(list) > len(outing)
}

// halves parts a code at its last mark, or where its digits end and one letter follows.
func halves(code string) (first, last string) {
	if at := strings.LastIndexAny(code, "/-._ "); at > 0 {
		return code[:at], code[at+1:]
	}
	if n := len(code) - 1; n > 0 && digit(code[n-1]) && !digit(code[n]) {
		return code[:n], code[n:]
	}
	return "", ""
}

// fewestBorn is how many codes must agree with the ages beside them before their digits are taken for years of birth.
const fewestBorn = 3

// Initialled reports whether codes are a few letters and the year in which their people were born, as the ages beside them tell: AM02, 22 years old in 2024.
func Initialled(list []Naming) bool {
	agree, years := map[string]bool{}, map[int]bool{}
	for _, n := range list {
		letters := strings.TrimRight(n.Code, "0123456789")
		born := n.Code[len(letters):]
		if len(born) != 2 && len(born) != 4 || letters == "" || len(Fold(letters)) > 4 {
			return false
		}
		if n.Years == 0 || n.Day.DayFirst.IsZero() && n.Day.MonthFirst.IsZero() {
			continue
		}
		day := n.Day.DayFirst
		if day.IsZero() {
			day = n.Day.MonthFirst
		}
		year := day.Year() - n.Years
		if written := number(born); written != year%100 && written != (year-1)%100 && written != year && written != year-1 {
			return false
		}
		agree[Fold(n.Code)], years[number(born)] = true, true
	}
	return len(agree) >= fewestBorn && len(years) > 1
}
