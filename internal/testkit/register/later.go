package register

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// personHead is the heading of the codes.
func (s *scene) personHead() string { return s.d.say("Codice persona", "Person code") }

// onDays gives people codes of two numbers, which a spreadsheet program takes for a day.
func (s *scene) onDays() {
	s.plain()
	for i, p := range s.people {
		p.code = fmt.Sprintf("%d-%d", 13+i%15, 1+i/15)
	}
	for i := range 3 { // some are met again for certain
		m := s.list[i]
		m.day, m.first = m.day.AddDate(0, 0, 250+i), false
		s.list = append(s.list, m)
	}
}

// spoil writes what became of the codes of some people where they were first met; where they were met again, the code stands as it was typed.
func (s *scene) spoil(became func(day, month int) any) Register {
	t := s.d.table(s.list)
	x := t.column(s.personHead())
	for y, m := range s.list {
		if slices.Index(s.people, m.who)%3 == 0 || !m.first {
			continue
		}
		var day, month int
		if _, err := fmt.Sscanf(m.who.code, "%d-%d", &day, &month); err == nil {
			t.rows[y][x] = became(day, month)
			s.touch(t, y)
		}
	}
	return s.done(s.d.file(t))
}

// more adds a column behind the others.
func (s *scene) more(t *table, head string, cell func(y int) any) {
	t.heads = append(t.heads, head)
	for y := range t.rows {
		t.rows[y] = append(t.rows[y], cell(y))
	}
}

// called are the names of two workers, invented.
var called = []any{"Zelinda", "Ubaldo"}

// later are faults that came to light when the others were mended.
var later = []fault{
	{"a row for each operator", func(s *scene) Register {
		s.d.numbers, s.d.extra = false, false
		t := s.d.table(s.list)
		var rows [][]any
		for _, row := range t.rows {
			for _, name := range called {
				rows = append(rows, append(slices.Clone(row), name))
			}
		}
		t.heads, t.rows = append(t.heads, s.d.say("Operatore", "Worker")), rows
		return s.done(s.d.file(t))
	}},
	{"a row for each operator, people without a code", func(s *scene) Register {
		s.d.numbers, s.d.extra = false, false
		for _, p := range s.people {
			p.code = ""
		}
		t := s.d.table(s.list)
		var rows [][]any
		for _, row := range t.rows {
			for _, name := range called {
				rows = append(rows, append(slices.Clone(row), name))
			}
		}
		t.heads, t.rows = append(t.heads, s.d.say("Operatrice", "Worker")), rows
		return s.done(s.d.file(t))
	}},
	{"a block pasted twice", func(s *scene) Register {
		s.d.numbers = false
		t := s.d.table(s.list)
		from := 2 + s.IntN(3)
		n := 4 + s.IntN(3)
		t.rows = append(t.rows, t.rows[from:from+n]...)
		for i := range n {
			s.touch(t, len(s.list)+i)
		}
		return s.done(s.d.file(t))
	}},
	{"a block pasted twice and remarked upon", func(s *scene) Register {
		s.d.numbers, s.d.extra = false, true
		t := s.d.table(s.list)
		x := t.column(s.d.say("Annotazioni", "Remarks"))
		for i := range 4 {
			row := slices.Clone(t.rows[5+i])
			row[x] = s.d.say("rivista", "seen again by us")
			t.rows = append(t.rows, row)
			s.touch(t, len(s.list)+i)
		}
		return s.done(s.d.file(t))
	}},
	{"a sheet and its corrected copy", func(s *scene) Register {
		s.book(true)
		s.d.numbers = false
		before := s.d.table(s.list).all()
		for i, p := range s.people {
			if i%3 != 0 {
				p.country = (p.country + 3) % len(countries)
			}
		}
		return s.done(File{"registro.xlsx", workbook(sheet{"aprile", before, false}, sheet{"aprile corretto", s.d.table(s.list).all(), false})})
	}},
	{"a month whose sheet has no headings", func(s *scene) Register {
		s.book(true)
		s.d.numbers, s.d.title = false, false
		half := len(s.list) / 2
		return s.done(File{"registro.xlsx", workbook(sheet{"marzo", s.d.table(s.list[:half]).all(), false}, sheet{"aprile", s.d.table(s.list[half:]).rows, false})})
	}},
	{"codes that became the names of months", func(s *scene) Register {
		s.onDays()
		it := []string{"gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"}
		en := []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
		return s.spoil(func(day, month int) any { return fmt.Sprintf("%d-%s", day, s.d.say(it[month-1], en[month-1])) })
	}},
	{"codes that became the numbers of days", func(s *scene) Register {
		s.onDays()
		return s.spoil(func(day, month int) any {
			return fmt.Sprint(int(time.Date(2024, time.Month(month), day, 0, 0, 0, 0, time.UTC).Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24))
		})
	}},
	{"long numbers shortened to powers of ten", func(s *scene) Register {
		s.plain()
		s.d.comma = ";"
		for i, p := range s.people {
			p.code = fmt.Sprint(1_234_570_000_000 + i)
		}
		s.out.Open = true
		t := s.d.table(s.list)
		x := t.column(s.personHead())
		for y := range t.rows {
			t.rows[y][x] = s.d.say("1,23457E+12", "1.23457E+12")
			s.touch(t, y)
		}
		return s.done(s.d.file(t))
	}},
	{"two codes in one cell", func(s *scene) Register {
		t := s.d.table(s.list)
		x := t.column(s.personHead())
		for _, y := range []int{1, 5} {
			joint := []string{", ", " + ", s.d.say(" e ", " and "), "; "}[s.IntN(4)]
			t.rows[y][x] = s.list[y].who.code + joint + s.list[y+2].who.code
			s.touch(t, y)
		}
		s.out.Open = true
		return s.done(s.d.file(t))
	}},
	{"rows struck through", func(s *scene) Register {
		s.book(true)
		s.d.numbers = false
		t := s.d.table(s.list)
		for _, y := range []int{3, 7} {
			row := slices.Clone(t.rows[y])
			row[t.column(s.personHead())] = "P-9" + fmt.Sprint(y)
			t.rows = slices.Insert(t.rows, y, row)
			s.touch(t, y)
		}
		strike := func(f *excelize.File, name string) {
			style, err := f.NewStyle(&excelize.Style{NumFmt: 14, Font: &excelize.Font{Strike: true}})
			check(err)
			for _, y := range []int{3, 7} {
				from, err := excelize.CoordinatesToCellName(1, t.top()+y)
				check(err)
				to, err := excelize.CoordinatesToCellName(len(t.heads), t.top()+y)
				check(err)
				check(f.SetCellStyle(name, from, to, style))
			}
		}
		return s.done(File{"registro.xlsx", mended(strike, sheet{"Foglio1", t.all(), false})})
	}},
	{"countries in letters of two meanings", func(s *scene) Register { return s.withoutCountry("MAC", "AUS", "SL") }},
	{"plates of provinces under where people come from", func(s *scene) Register {
		s.d.english = false
		for _, p := range s.people {
			p.country = -1
		}
		t := s.d.table(s.list)
		x := t.column("Cittadinanza")
		t.heads[x] = "Provenienza"
		for y := range t.rows {
			t.rows[y][x] = []string{"BS", "BG", "CR", "MN"}[slices.Index(s.people, s.list[y].who)%4]
		}
		return s.done(s.d.file(t))
	}},
	{"rows that a column says were called off", func(s *scene) Register {
		s.d.numbers = false
		t := s.d.table(s.list)
		for _, y := range []int{2, 6} {
			row := slices.Clone(t.rows[y])
			row[t.column(s.personHead())] = "P-9" + fmt.Sprint(y)
			t.rows = slices.Insert(t.rows, y, row)
			s.touch(t, y)
		}
		s.more(&t, s.d.say("Annullato", "Cancelled"), func(y int) any { return map[bool]string{true: "x"}[y == 2 || y == 6] })
		return s.done(s.d.file(t))
	}},
	{"a second table with its columns in another order", func(s *scene) Register {
		s.d.numbers, s.d.workbook = false, false
		t := s.d.table(s.list)
		half := len(t.rows) / 2
		turned := func(row []any) []any {
			row = slices.Clone(row)
			slices.Reverse(row)
			return row
		}
		second := [][]any{turned(t.heads)}
		for _, row := range t.rows[half:] {
			second = append(second, turned(row))
		}
		t.rows = append(t.rows[:half:half], second...)
		return s.done(s.d.file(t))
	}},
	{"a code written once for the rows of a person", func(s *scene) Register {
		s.d.numbers = false
		slices.SortStableFunc(s.list, func(a, b meeting) int {
			if c := strings.Compare(a.who.code, b.who.code); c != 0 {
				return c
			}
			return a.day.Compare(b.day)
		})
		t := s.d.table(s.list)
		x := t.column(s.personHead())
		for y := 1; y < len(s.list); y++ {
			if s.list[y].who == s.list[y-1].who {
				t.rows[y][x] = ""
				s.touch(t, y)
			}
		}
		return s.done(s.d.file(t))
	}},
	{"codes that begin again each evening", func(s *scene) Register {
		s.d.numbers = false
		for i := range s.list {
			s.list[i].day = s.list[i/4*4].day
		}
		t := s.d.table(s.list)
		x := t.column(s.personHead())
		for y := range t.rows {
			t.rows[y][x] = fmt.Sprintf("R%d", y%4+1)
		}
		s.out.Open = true
		return s.done(s.d.file(t))
	}},
	{"codes made of what the row says", func(s *scene) Register {
		s.d.numbers = false
		t := s.d.table(s.list)
		x := t.column(s.personHead())
		for y, m := range s.list {
			g := genders[m.who.gender]
			t.rows[y][x] = strings.ToUpper(s.d.say(g.it, g.en)[:1]) + fmt.Sprint(m.who.age) + countries[m.who.country].code
		}
		s.out.Open = true
		return s.done(s.d.file(t))
	}},
	{"rows that count several people", func(s *scene) Register {
		t := s.d.table(s.list)
		s.more(&t, s.d.say("Quante persone", "How many people"), func(y int) any { return []string{"1", "3", "1", "2"}[y%4] })
		for y := range t.rows {
			if y%2 == 1 {
				s.touch(t, y)
			}
		}
		s.out.Open = true
		f := s.done(s.d.file(t))
		f.Truth.Contacts += len(t.rows) // somebody else was met in them
		return f
	}},
	{"the nationality of somebody else", func(s *scene) Register {
		t := s.d.table(s.list)
		x := t.column(s.d.say("Cittadinanza", "Citizenship"))
		t.heads[x] = s.d.say("Nazionalità sfruttatore", "Nationality of the exploiter")
		for y := range t.rows {
			c := countries[s.IntN(len(countries))]
			t.rows[y][x] = s.d.say(c.it, c.en)
		}
		for _, p := range s.people {
			p.country = -1
		}
		return s.done(s.d.file(t))
	}},
	{"the gender of somebody else", func(s *scene) Register {
		t := s.d.table(s.list)
		x := t.column(s.d.say("Sesso", "Gender"))
		t.heads[x] = s.d.say("Sesso del cliente", "Gender of client")
		for y := range t.rows {
			t.rows[y][x] = s.d.say("uomo", "man")
		}
		r := s.done(s.d.file(t))
		r.Truth.Gender = map[string]int{"not_recorded": r.Truth.Persons} // which is how a report counts them
		return r
	}},
	{"the day of what comes next", func(s *scene) Register {
		t := s.d.table(s.list)
		x := t.column(s.dayHead())
		t.heads[x] = s.d.say("Data del prossimo appuntamento", "Date of the next visit")
		s.out.Open = true
		f := s.done(s.d.file(t))
		f.Truth.Contacts++ // nothing in the file says when anybody was met
		return f
	}},
	{"days with a year of two digits before them", func(s *scene) Register {
		s.d.workbook, s.d.english = false, false
		t := s.d.table(s.list)
		for y := range t.rows {
			t.rows[y][t.column("Data")] = s.list[y].day.Format("06/01/02")
		}
		return s.done(s.d.file(t))
	}},
	{"days without a year", func(s *scene) Register {
		s.d.workbook, s.d.english = false, false
		t := s.d.table(s.list)
		for y := range t.rows {
			t.rows[y][t.column("Data")] = s.list[y].day.Format("02/01")
		}
		return s.done(s.d.file(t))
	}},
	{"rows that a remark calls off", func(s *scene) Register {
		s.d.numbers, s.d.extra = false, true
		t := s.d.table(s.list)
		x := t.column(s.d.say("Annotazioni", "Remarks"))
		for i, y := range []int{2, 6} {
			row := slices.Clone(t.rows[y])
			row[t.column(s.personHead())] = "P-9" + fmt.Sprint(y)
			row[x] = []string{s.d.say("riga inserita per errore", "row entered by mistake"), s.d.say("ANNULLATO - vedi sotto", "CANCELLED - see below")}[i]
			t.rows = slices.Insert(t.rows, y, row)
			s.touch(t, y)
		}
		return s.done(s.d.file(t))
	}},
	{"a legend beside the table", func(s *scene) Register {
		for _, p := range s.people {
			p.country = -1
		}
		t := s.d.table(s.list)
		x := t.column(s.d.say("Cittadinanza", "Citizenship"))
		for y := range t.rows {
			t.rows[y] = slices.Delete(t.rows[y], x, x+1)
			t.rows[y] = append(t.rows[y], "", "", "")
		}
		t.heads = append(slices.Delete(t.heads, x, x+1), "", s.d.say("Cittadinanza", "Citizenship"), s.d.say("Sigla", "Short"))
		for y, c := range countries[:5] {
			row := t.rows[y]
			row[len(row)-2], row[len(row)-1] = s.d.say(c.it, c.en), strings.ToUpper(c.it[:3])
		}
		return s.done(s.d.file(t))
	}},
	{"a day in three columns", func(s *scene) Register {
		s.d.workbook = false
		t := s.d.table(s.list)
		x := t.column(s.dayHead())
		for y := range t.rows {
			day := s.list[y].day
			t.rows[y] = slices.Replace(t.rows[y], x, x+1, any(day.Year()), any(int(day.Month())), any(day.Day()))
		}
		t.heads = slices.Replace(t.heads, x, x+1, any(s.d.say("Anno", "Year")), any(s.d.say("Mese", "Month")), any(s.d.say("Giorno", "Day")))
		return s.done(s.d.file(t))
	}},
}
