package written

import (
	"strings"
	"time"

	"approdo/internal/base/codebook"
)

// Month finds a month by its name, or by a beginning of it of three letters or more that is no other's, in the
// languages that people here write in.
func Month(word string) (time.Month, bool) {
	m := monthNames[codebook.Fold(word)]
	return m, m > 0
}

// Weekdays are days of the week, a bit for each from Sunday.
type Weekdays uint8

// WeekdaysOf are the days of the week that a word can name; 0 for none.
func WeekdaysOf(word string) Weekdays { return weekdayNames[codebook.Fold(word)] }

// Weekday is the day of the week that a cell names before anything else; only reports whether it is the whole of the cell, in three letters at least.
func Weekday(cell string) (named Weekdays, only bool) {
	p := written(cell)
	named = p.weekday()
	return named, p.at == len(p.signs) && len(cell) >= 3
}

// The names of months and of Weekdays (from Sunday) in Italian, English, Romanian, Albanian (months), Spanish, Portuguese,
// French and German.
var (
	monthNames = beginnings(3, func(known, next time.Month) time.Month {
		if known == 0 || known == next {
			return next
		}
		return -1 // the beginning of two months is none
	},
		"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"january february march april may june july august september october november december",
		"ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
		"janar shkurt mars prill maj qershor korrik gusht shtator tetor nentor dhjetor",
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
		"janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
		"januar februar marz april mai juni juli august september oktober november dezember",
	)
	weekdayNames = beginnings(2, func(known, next Weekdays) Weekdays { return known | 1<<(next-1) },
		"domenica lunedi martedi mercoledi giovedi venerdi sabato",
		"sunday monday tuesday wednesday thursday friday saturday",
		"duminica luni marti miercuri joi vineri sambata",
		"domingo lunes martes miercoles jueves viernes sabado",
		"domingo segunda terca quarta quinta sexta sabado",
		"dimanche lundi mardi mercredi jeudi vendredi samedi",
		"sonntag montag dienstag mittwoch donnerstag freitag samstag",
	)
)

// beginnings makes a table of all beginnings of names, from so many letters on; the place of a name in its list counts from 1.
func beginnings[T time.Month | Weekdays](least int, join func(known, next T) T, languages ...string) map[string]T {
	table := map[string]T{}
	for _, names := range languages {
		for i, name := range strings.Fields(names) {
			for n := least; n <= len(name); n++ {
				table[name[:n]] = join(table[name[:n]], T(i+1))
			}
		}
	}
	return table
}
