package written

import (
	"strings"

	"approdo/internal/base/codebook"
)

// TimeOfDay reads a time of day as minutes: 21:30, 21.30, h 21, 9:30 PM, behind a day or not.
func TimeOfDay(cell string) (minutes int, ok bool) {
	cell = strings.ToLower(strings.TrimSpace(cell))
	if at := strings.LastIndexAny(cell, " t"); at > 0 && strings.ContainsAny(cell[at:], ":.") {
		cell = cell[at+1:]
	}
	half := ""
	for _, mark := range []string{"am", "pm", "a.m.", "p.m."} {
		if text, found := strings.CutSuffix(cell, mark); found {
			cell, half = strings.TrimSpace(text), mark[:1]
		}
	}
	cell = strings.TrimSpace(colons.Replace(cell))
	hour, rest, _ := strings.Cut(strings.Trim(cell, ": "), ":")
	minute, _, _ := strings.Cut(rest, ":")
	if !digits(hour) || minute != "" && (!digits(minute) || len(minute) != 2) {
		return 0, false
	}
	h, m := number(hour), number(minute)
	if half == "p" && h < 12 {
		h += 12
	} else if half == "a" && h == 12 {
		h = 0
	}
	return h*60 + m, h <= 24 && m < 60
}

// longest is how many minutes may lie between the times of an outing.
const longest = 16 * 60

// Span is how many minutes lie between two times of day, past midnight too; not ok where one of them is none, or they lie so far apart that one must be wrong.
func Span(from, to string) (minutes int, ok bool) {
	a, ok1 := TimeOfDay(from)
	b, ok2 := TimeOfDay(to)
	if b < a {
		b += 24 * 60
	}
	return b - a, ok1 && ok2 && b-a <= longest
}

// Range reads the time between two times of day as minutes: 21:30-23:45, "dalle 21 alle 24".
func Range(cell string) (int64, bool) {
	text := strings.ToLower(cell)
	spoken := false
	for _, words := range [][2]string{{"dalle", "alle"}, {"dalle ore", "alle ore"}, {"from", "to"}} {
		if rest, found := strings.CutPrefix(text, words[0]+" "); found {
			text, spoken = strings.Replace(rest, " "+words[1]+" ", "-", 1), true
		}
	}
	first, last, found := strings.Cut(strokes.Replace(text), "-")
	if !found || !spoken && !(strings.ContainsAny(first, ":.") && strings.ContainsAny(last, ":.")) {
		return 0, false
	}
	minutes, ok := Span(first, last)
	return int64(minutes), ok && codebook.Fold(first) != ""
}

// Clock reports whether a cell is a clock time or a duration.
func Clock(cell string) bool {
	hours, minutes, found := strings.Cut(cell, ":")
	return found && len(hours) <= 2 && digits(hours) && len(minutes) >= 2 && digits(minutes[:2])
}

// colons puts one for every way to part hours from minutes.
var colons = strings.NewReplacer("ore", "", "ora", "", "h", ":", ".", ":", ",", ":")

// strokes puts one for every way to say from and to.
var strokes = strings.NewReplacer("–", "-", "—", "-", "/", "-")
