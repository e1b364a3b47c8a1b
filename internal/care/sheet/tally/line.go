package tally

import (
	"slices"
	"strings"

	"approdo/internal/base/i18n"
)

// Line is one line of what would be recorded.
type Line struct {
	name string
	says []sentence
	odd  []sentence // what surprises in it
}

// sentence is the key of a message, below tally, with its values.
type sentence struct {
	key  string
	args []any
}

// Label is the label of a code, by language.
type Label map[string]string

// Minutes are said as hours and minutes.
type Minutes int64

// Month is said with its year.
type Month string

// Period is said from a day to a day.
type Period struct{ From, To string }

// Said is a line in the words of a language.
type Said struct {
	Name string
	Says string
	Odd  bool // it says something that surprises
}

func (l *Line) say(key string, args ...any)    { l.says = append(l.says, sentence{key, args}) }
func (l *Line) wonder(key string, args ...any) { l.odd = append(l.odd, sentence{key, args}) }

// Say says a line: first what surprises.
func (l Line) Say(t *i18n.Printer) Said {
	var parts []string
	for _, s := range slices.Concat(l.odd, l.says) {
		parts = append(parts, s.say(t))
	}
	return Said{Name: l.title(t), Says: strings.Join(parts, "; "), Odd: len(l.odd) > 0}
}

// titles are the lines that are called otherwise than the field.
var titles = map[string]bool{"rows": true, "period": true, "people": true, "minutes": true}

func (l Line) title(t *i18n.Printer) string {
	if titles[l.name] {
		return t.T("tally.name." + l.name)
	}
	name, _, _ := strings.Cut(t.T("sheet.field."+l.name), " (")
	return name
}

func (s sentence) say(t *i18n.Printer) string {
	args := slices.Clone(s.args)
	for i := 1; i < len(args); i += 2 {
		switch v := args[i].(type) {
		case Label:
			args[i] = v[t.Lang()]
		case Month:
			args[i] = t.Month(string(v))
		case Period:
			args[i] = t.Period(v.From, v.To)
		case Minutes:
			args[i] = v.say(t)
		}
	}
	return t.T("tally."+s.key, args...)
}

func (m Minutes) say(t *i18n.Printer) string {
	switch hours, minutes := int64(m)/60, int64(m)%60; {
	case minutes == 0:
		return t.T("tally.hours", "hours", hours)
	case hours == 0:
		return t.T("tally.minutes", "minutes", minutes)
	default:
		return t.T("tally.hours_minutes", "hours", hours, "minutes", minutes)
	}
}

// Line writes a line as a terminal shows it: what surprises has a mark.
func (s Said) Line(t *i18n.Printer) string {
	if s.Odd {
		return t.T("tally.line_odd", "name", s.Name, "says", s.Says)
	}
	return t.T("tally.line", "name", s.Name, "says", s.Says)
}
