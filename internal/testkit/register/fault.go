package register

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// faults are all there are.
var faults = slices.Concat(codes, first, later, seen, outings, meant, unsaid, twofold, unseen, aside, together, units, said)

// first are those of the kinds of which many reports about other programs told.
var first = []fault{
	{"numbers that start again", func(s *scene) Register {
		return s.twice(func(d dialect, first, later []meeting) (File, []meeting) { return d.file(d.table(later)), s.list })
	}},
	{"a longer file with a row corrected", func(s *scene) Register {
		s.d.numbers = false
		half := len(s.list) / 2
		one := s.d.file(s.d.table(s.list[:half]))
		for i := range s.list {
			copied := *s.list[i].who
			s.list[i].who = &copied
		}
		fixed := s.list[1].who.code
		for i := range s.list {
			if s.list[i].who.code == fixed {
				s.list[i].who.country = (s.list[i].who.country + 3) % len(countries)
			}
		}
		return s.done(one, s.d.file(s.d.table(s.list)))
	}},
	{"a longer file with a column more", func(s *scene) Register {
		s.d.numbers, s.d.setting = false, false
		half := len(s.list) / 2
		one := s.d.file(s.d.table(s.list[:half]))
		s.d.setting = true
		return s.done(one, s.d.file(s.d.table(s.list)))
	}},
	{"a day that does not exist", func(s *scene) Register {
		s.plain()
		s.d.english, s.d.days = false, 1
		t := s.d.table(s.list)
		t.rows[2][t.column("Data")] = "31.02.2024"
		s.touch(t, 2)
		s.out.Open = true
		return s.done(s.d.file(t))
	}},
	{"a day that has not come", func(s *scene) Register {
		s.d.workbook, s.d.english, s.d.days = false, false, 0
		t := s.d.table(s.list)
		t.rows[2][t.column("Data")] = "05/04/2044"
		s.touch(t, 2)
		s.out.Open = true
		return s.done(s.d.file(t))
	}},
	{"a merged day", func(s *scene) Register {
		s.book(true)
		s.list[2].day, s.list[3].day = s.list[1].day, s.list[1].day
		t := s.d.table(s.list)
		x := t.column(s.dayHead())
		t.rows[2][x], t.rows[3][x] = "", ""
		s.touch(t, 2)
		s.touch(t, 3)
		merge := func(f *excelize.File, name string) {
			from, err := excelize.CoordinatesToCellName(x+1, t.top()+1)
			check(err)
			to, err := excelize.CoordinatesToCellName(x+1, t.top()+3)
			check(err)
			check(f.MergeCell(name, from, to))
		}
		return s.done(File{"registro.xlsx", mended(merge, sheet{"Foglio1", t.all(), false})})
	}},
	{"blank days below a filled one", func(s *scene) Register {
		s.list[2].day, s.list[3].day = s.list[1].day, s.list[1].day
		t := s.d.table(s.list)
		x := t.column(s.dayHead())
		t.rows[2][x], t.rows[3][x] = "", ""
		s.touch(t, 2)
		s.touch(t, 3)
		return s.done(s.d.file(t))
	}},
	{"days written ahead", func(s *scene) Register {
		s.d.numbers = false
		t := s.d.table(s.list)
		for i := range 6 {
			row := blank(t)
			row[t.column(s.dayHead())] = s.d.day(time.Date(2024, 11, 12+i, 0, 0, 0, 0, time.UTC))
			if s.d.unit {
				row[t.column(s.d.say("Unità", "Unit"))] = "Unità di strada"
			}
			t.rows = append(t.rows, row)
			s.touch(t, len(t.rows)-1)
		}
		return s.done(s.d.file(t))
	}},
	{"a day called off", func(s *scene) Register {
		s.d.workbook, s.d.english = false, false
		return s.insert(func(t table) []any {
			row := blank(t)
			row[t.column("Data")] = "annullato 03/04/2024"
			return row
		})
	}},
	{"a subtotal under the code, with its day", func(s *scene) Register {
		return s.insert(func(t table) []any {
			row := blank(t)
			row[t.column(s.dayHead())] = s.d.day(time.Date(2024, 4, 30, 0, 0, 0, 0, time.UTC))
			row[t.column(s.d.say("Codice persona", "Person code"))] = s.d.say("Totale aprile", "Total April")
			row[t.column(s.d.say("Età", "Age"))] = "12"
			return row
		})
	}},
	{"a subtotal in another column", func(s *scene) Register {
		return s.insert(func(t table) []any {
			row := blank(t)
			row[t.column(s.dayHead())] = s.d.day(time.Date(2024, 4, 30, 0, 0, 0, 0, time.UTC))
			row[t.column(s.d.say("Cittadinanza", "Citizenship"))] = s.d.say("Totale", "Total")
			row[t.column(s.d.say("Età", "Age"))] = "12"
			return row
		})
	}},
	{"a total before its day", func(s *scene) Register {
		s.d.workbook, s.d.english = false, false
		return s.insert(func(t table) []any {
			row := blank(t)
			row[t.column("Data")] = "Totale 30/04/2024"
			row[t.column("Età")] = "12"
			return row
		})
	}},
	{"headings again in the middle", func(s *scene) Register { return s.insert(func(t table) []any { return slices.Clone(t.heads) }) }},
	{"not available among citizenships", func(s *scene) Register { return s.withoutCountry("NA", "N/A", "n.a.") }},
	{"not provided among citizenships", func(s *scene) Register { return s.withoutCountry("NP", "#N/D", "n.d.") }},
	{"errors among citizenships", func(s *scene) Register { return s.withoutCountry("#N/A", "#REF!", "#VALUE!") }},
	{"yes under already known", func(s *scene) Register { return s.flag("Già nota", func(m meeting) bool { return !m.first }) }},
	{"yes under already known to the service", func(s *scene) Register {
		return s.flag("Già noto al servizio", func(m meeting) bool { return !m.first })
	}},
	{"yes under first time", func(s *scene) Register { return s.flag("Prima volta", func(m meeting) bool { return m.first }) }},
	{"citizenships cut short", func(s *scene) Register {
		s.d.english = false
		t := s.d.table(s.list)
		x := t.column("Cittadinanza")
		for y, m := range s.list {
			if c := countries[m.who.country]; c.code == "NG" || c.code == "RO" {
				t.rows[y][x] = map[string]string{"NG": "NIG", "RO": "ROM"}[c.code]
				s.touch(t, y)
				s.means(x, t.rows[y][x], c.code)
			}
		}
		return s.done(s.d.file(t))
	}},
	{"settings in words of their own", func(s *scene) Register {
		s.d.english, s.d.setting = false, true
		t := s.d.table(s.list)
		x := t.column("Ambito")
		for y, m := range s.list {
			t.rows[y][x] = []string{"uds str.", "caporali"}[m.setting]
			s.means(x, t.rows[y][x], settings[m.setting].code)
		}
		return s.done(s.d.file(t))
	}},
	{"a sheet for each month", func(s *scene) Register {
		s.book(true)
		s.d.numbers = false
		var parts [3][]meeting
		for i, m := range s.list {
			parts[i*3/len(s.list)] = append(parts[i*3/len(s.list)], m)
		}
		var sheets []sheet
		for i, name := range []string{"Marzo", "Aprile", "Maggio"} {
			sheets = append(sheets, sheet{name, s.d.table(parts[i]).all(), false})
		}
		return s.done(File{"registro.xlsx", workbook(sheets[0], sheets[1:]...)})
	}},
	{"rows on a hidden sheet", func(s *scene) Register {
		s.book(true)
		s.d.numbers = false
		half := len(s.list) / 2
		return s.done(File{"registro.xlsx", workbook(sheet{"2024", s.d.table(s.list[:half]).all(), false}, sheet{"2024 bis", s.d.table(s.list[half:]).all(), true})})
	}},
	{"formulas never calculated", func(s *scene) Register {
		s.book(true)
		t := s.d.table(s.list)
		x := t.column(s.d.say("Codice persona", "Person code"))
		formulas := func(f *excelize.File, name string) {
			for y := range t.rows {
				at, err := excelize.CoordinatesToCellName(x+1, t.top()+y)
				check(err)
				check(f.SetCellValue(name, at, nil))
				check(f.SetCellFormula(name, at, fmt.Sprintf(`"P-"&ROW()+%d`, y)))
			}
		}
		s.out.Open = true
		return s.done(File{"registro.xlsx", mended(formulas, sheet{"Foglio1", t.all(), false})})
	}},
	{"a code that became a day", func(s *scene) Register {
		s.book(true)
		t := s.d.table(s.list)
		x := t.column(s.d.say("Codice persona", "Person code"))
		t.rows[1][x] = time.Date(2026, 12, 3, 0, 0, 0, 0, time.UTC)
		s.touch(t, 1)
		s.out.Open = true
		return s.done(s.d.file(t))
	}},
	{"half of the days swapped", func(s *scene) Register {
		s.book(true)
		s.d.english = false
		t := s.d.table(s.list)
		x := t.column("Data")
		swapped := 0
		for y, m := range s.list {
			if m.day.Day() <= 12 {
				t.rows[y][x] = time.Date(2024, time.Month(m.day.Day()), int(m.day.Month()), 0, 0, 0, 0, time.UTC)
				swapped++
			} else {
				t.rows[y][x] = m.day.Format("02/01/2006")
			}
		}
		s.out.Open = swapped > 0
		return s.done(s.d.file(t))
	}},
	{"stamps in universal time", func(s *scene) Register {
		s.plain()
		s.d.english = true
		t := s.d.table(s.list)
		for y, m := range s.list { // half an hour after midnight in Rome, in winter and in summer
			t.rows[y][t.column("Date")] = m.day.Add(-90 * time.Minute).Format("2006-01-02T15:04:05.000Z")
		}
		for y := range s.list { // in winter Rome is one hour ahead only
			if s.list[y].day.Before(time.Date(2024, 3, 31, 12, 0, 0, 0, time.UTC)) || s.list[y].day.After(time.Date(2024, 10, 27, 12, 0, 0, 0, time.UTC)) {
				t.rows[y][t.column("Date")] = s.list[y].day.Add(-30 * time.Minute).Format("2006-01-02T15:04:05.000Z")
			}
		}
		return s.done(s.d.file(t))
	}},
	{"stamps with an offset", func(s *scene) Register {
		s.plain()
		s.d.english = true
		t := s.d.table(s.list)
		for y, m := range s.list {
			t.rows[y][t.column("Date")] = m.day.Add(22*time.Hour).Format("2006-01-02T15:04:05") + "+02:00"
		}
		return s.done(s.d.file(t))
	}},
	{"text of an old Macintosh", func(s *scene) Register { return s.encoded("macroman") }},
	{"wide text without a mark", func(s *scene) Register { return s.encoded("utf-16 without mark") }},
	{"two encodings joined", func(s *scene) Register {
		s.plain()
		s.d.english, s.d.unit, s.d.encoding = false, true, "utf-8"
		t := s.d.table(s.list)
		text := s.d.text(t.all())
		half := len(text) / 2
		half += strings.Index(text[half:], "\n") + 1
		joined := slices.Concat(encode(text[:half], "utf-8"), encode(text[half:], "windows-1252"))
		return s.done(File{"registro.csv", joined})
	}},
	{"a row of tags under the headings", func(s *scene) Register {
		t := s.d.table(s.list)
		tags := blank(t)
		for i := range tags {
			tags[i] = "#meta+c" + fmt.Sprint(i)
		}
		tags[t.column(s.dayHead())] = "#date"
		t.rows = slices.Insert(t.rows, 0, tags)
		return s.done(s.d.file(t))
	}},
	{"a row of hints under the headings", func(s *scene) Register {
		s.d.english, s.d.workbook = false, false
		t := s.d.table(s.list)
		hints := blank(t)
		hints[t.column("Data")], hints[t.column("Sesso")], hints[t.column("Età")] = "gg/mm/aaaa", "M/F", "in anni"
		t.rows = slices.Insert(t.rows, 0, hints)
		return s.done(s.d.file(t))
	}},
	{"groups before the headings", func(s *scene) Register {
		t := s.d.table(s.list)
		for _, head := range []string{s.d.say("Sesso", "Gender"), s.d.say("Età", "Age"), s.d.say("Cittadinanza", "Citizenship")} {
			t.heads[t.column(head)] = s.d.say("persona/", "person/") + strings.ToLower(head)
		}
		return s.done(s.d.file(t))
	}},
	{"hours with a dot after the day", func(s *scene) Register {
		s.d.workbook, s.d.english = false, false
		t := s.d.table(s.list)
		for y, m := range s.list {
			t.rows[y][t.column("Data")] = m.day.Format("02/01/2006") + " 23.15"
		}
		return s.done(s.d.file(t))
	}},
	{"days in words", func(s *scene) Register {
		s.d.workbook, s.d.english = false, false
		months := []string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"}
		t := s.d.table(s.list)
		for y, m := range s.list {
			text := fmt.Sprintf("%d %s %d", m.day.Day(), months[m.day.Month()-1], m.day.Year())
			if m.day.Day() == 1 {
				text = "1° " + text[2:]
			}
			t.rows[y][t.column("Data")] = text
		}
		return s.done(s.d.file(t))
	}},
	{"a separator that shifts the row", func(s *scene) Register {
		s.plain()
		s.d.extra, s.d.english = true, false
		t := s.d.table(s.list)
		x := t.column("Annotazioni")
		for y := range t.rows {
			t.rows[y][x] = "torna"
		}
		move := t.heads[x]
		t.heads = slices.Insert(slices.Delete(t.heads, x, x+1), 1, move)
		for y := range t.rows {
			t.rows[y] = slices.Insert(slices.Delete(t.rows[y], x, x+1), 1, any("torna"))
		}
		lines := strings.Split(s.d.text(t.all()), s.d.lines)
		at := t.top() - 1 + 2
		lines[at] = strings.Replace(lines[at], "torna", "sta bene"+s.d.comma+" torna", 1)
		s.touch(t, 2)
		s.out.Open = true
		return s.done(File{"registro.csv", encode(strings.Join(lines, s.d.lines), s.d.encoding)})
	}},
	{"a page named as a workbook", func(s *scene) Register {
		s.d.english = false
		t := s.d.table(s.list)
		var b strings.Builder
		b.WriteString("<html><body><table>")
		for _, row := range t.all() {
			b.WriteString("<tr>")
			for _, cell := range row {
				b.WriteString("<td>" + shown(cell) + "</td>")
			}
			b.WriteString("</tr>")
		}
		b.WriteString("</table></body></html>")
		return s.done(File{"registro.xls", []byte(b.String())})
	}},
	{"crosses in columns", func(s *scene) Register {
		s.d.english = false
		t := s.d.table(s.list)
		x := t.column("Sesso")
		t.heads = slices.Insert(t.heads, x+1, any("Uomo"), any("Donna trans"))
		t.heads[x] = "Donna"
		for y, m := range s.list {
			crosses := []any{"", "", ""}
			crosses[map[string]int{"woman": 0, "man": 1, "trans_woman": 2}[genders[m.who.gender].code]] = "X"
			t.rows[y] = slices.Concat(t.rows[y][:x], crosses, t.rows[y][x+1:])
		}
		return s.done(s.d.file(t))
	}},
	{"a total at the foot", func(s *scene) Register {
		t := s.d.table(s.list)
		row := blank(t)
		row[0], row[t.column(s.d.say("Età", "Age"))] = s.d.say("Totale", "Total"), fmt.Sprint(len(s.list))
		t.below = [][]any{{}, row}
		return s.done(s.d.file(t))
	}},
}
