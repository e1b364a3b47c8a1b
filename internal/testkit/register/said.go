package register

import (
	"fmt"
	"slices"
	"time"
)

// columnless writes the table without a column.
func (s *scene) columnless(t *table, head string) {
	x := t.column(head)
	t.heads = slices.Delete(slices.Clone(t.heads), x, x+1)
	for y := range t.rows {
		t.rows[y] = slices.Delete(slices.Clone(t.rows[y]), x, x+1)
	}
}

// uncoded makes everybody somebody without a code.
func (s *scene) uncoded() {
	for i := range s.list {
		unknown := *s.list[i].who
		unknown.code = ""
		s.list[i].who = &unknown
	}
}

// said are faults of columns that say what they say in an unusual way, and of numbers that begin again.
var said = []fault{
	{"numbers of people that begin again in a second file", func(s *scene) Register {
		s.d.numbers = false
		for i := range 3 { // some are met again for certain
			m := s.list[i]
			m.day, m.first = m.day.AddDate(0, 0, 30), false
			s.list = append(s.list, m)
		}
		slices.SortStableFunc(s.list, func(a, b meeting) int { return a.day.Compare(b.day) })
		n := 0
		for i, m := range s.list { // nothing but the number tells them apart
			if m.who.gender, m.who.age, m.who.country = 0, 30, 0; !slices.ContainsFunc(s.list[:i], func(before meeting) bool { return before.who == m.who }) {
				n++
				m.who.code = fmt.Sprint(n)
			}
		}
		one := s.d.file(s.d.table(s.list))
		next := slices.Clone(s.list)
		for i := range next {
			next[i].day = next[i].day.AddDate(0, 9, 3)
		}
		two := s.d.file(s.d.table(next))
		for i, m := range next {
			other := *m.who
			other.code = "2 " + other.code
			next[i].who = &other
		}
		s.list = append(s.list, next...)
		return s.done(one, two)
	}},
	{"numbers of the rows that come again with other words", func(s *scene) Register {
		s.d.numbers = true
		t := s.d.table(s.list)
		half := len(t.rows) / 2
		for y := half; y < len(t.rows); y++ {
			t.rows[y][0] = fmt.Sprint(y - half + 1)
			s.touch(t, y)
		}
		return s.done(s.d.file(t))
	}},
	{"the number of a person under the head of the rows' numbers", func(s *scene) Register {
		s.d.numbers = false
		for i, p := range s.people {
			p.code = fmt.Sprint(11 + i*7%100)
		}
		for i := range 3 { // some are met again for certain
			m := s.list[i]
			m.day, m.first = m.day.AddDate(0, 0, 250+i), false
			s.list = append(s.list, m)
		}
		t := s.d.table(s.list)
		t.heads[t.column(s.personHead())] = s.d.say("N.", "No.")
		return s.done(s.d.file(t))
	}},
	{"a file whose month is corrected in a second one", func(s *scene) Register {
		s.d.numbers = false
		s.alone()
		for i := range s.list {
			s.list[i].day = time.Date(2024, 4, 1+i%25, 0, 0, 0, 0, time.UTC)
		}
		one := s.d.file(s.d.table(s.list))
		for i := range s.list {
			s.list[i].day = s.list[i].day.AddDate(0, 1, 0)
		}
		return s.done(one, s.d.file(s.d.table(s.list)))
	}},
	{"signs for the cell above", func(s *scene) Register {
		s.d.numbers = false
		s.alone()
		for y := 1; y < len(s.list); y += 2 {
			s.list[y].who.country = s.list[y-1].who.country
		}
		t := s.d.table(s.list)
		x := t.column(s.d.say("Cittadinanza", "Citizenship"))
		mark := []string{"\"", "idem", "''"}[s.IntN(3)]
		for y := 1; y < len(s.list); y += 2 {
			t.rows[y][x] = mark
			s.touch(t, y)
		}
		return s.done(s.d.file(t))
	}},
	{"years of birth under age", func(s *scene) Register {
		t := s.d.table(s.list)
		x := t.column(s.d.say("Età", "Age"))
		for y, m := range s.list {
			t.rows[y][x] = fmt.Sprint(2024 - m.who.age)
		}
		return s.done(s.d.file(t))
	}},
	{"a gender and an age in one cell", func(s *scene) Register {
		s.onlyOf(0, 1)
		t := s.d.table(s.list)
		x := t.column(s.d.say("Sesso", "Gender"))
		for y, m := range s.list {
			t.rows[y][x] = fmt.Sprint(t.rows[y][x], "/", m.who.age)
		}
		s.columnless(&t, s.d.say("Età", "Age"))
		t.heads[x] = s.d.say("Sesso/Età", "Gender/Age")
		return s.done(s.d.file(t))
	}},
	{"genders under a word that means nothing", func(s *scene) Register {
		s.onlyOf(0, 1)
		t := s.d.table(s.list)
		t.heads[t.column(s.d.say("Sesso", "Gender"))] = s.d.say("Tipol.", "Kind")
		return s.done(s.d.file(t))
	}},
	{"countries under a word that means nothing", func(s *scene) Register {
		t := s.d.table(s.list)
		t.heads[t.column(s.d.say("Cittadinanza", "Citizenship"))] = s.d.say("Bandiera", "Flag")
		return s.done(s.d.file(t))
	}},
	{"codes under a word that means nothing", func(s *scene) Register {
		t := s.d.table(s.list)
		t.heads[t.column(s.personHead())] = s.d.say("Contrassegno", "Mark")
		return s.done(s.d.file(t))
	}},
	{"a code written as no other is", func(s *scene) Register {
		t := s.d.table(s.list)
		t.rows[2][t.column(s.personHead())] = "77/KQ-1x"
		s.touch(t, 2)
		s.out.Open = true
		r := s.done(s.d.file(t))
		r.Truth.Contacts++ // whether it is another's or mistyped, nothing in the file says
		return r
	}},
	{"yes under new or known", func(s *scene) Register {
		return s.flag("Nuova/Già nota", func(m meeting) bool { return !m.first })
	}},
	{"crosses of new people beside blanks", func(s *scene) Register {
		return s.flagged("1° accesso", func(m meeting) bool { return m.first }, "x", "")
	}},
	{"several people in a cell of countries", func(s *scene) Register {
		s.d.numbers, s.d.extra = false, false
		s.uncoded()
		for i := range s.list {
			s.list[i].who.gender = 0
		}
		var rows, list []meeting
		for i, m := range s.list { // each third row tells of three
			rows = append(rows, m)
			for range 1 + 2*(i%3/2) {
				list = append(list, m)
			}
		}
		t := s.d.table(rows)
		x := t.column(s.d.say("Cittadinanza", "Citizenship"))
		for y := range t.rows {
			if y%3 == 2 {
				t.rows[y][x] = fmt.Sprint(t.rows[y][x], " x3")
				s.touch(t, y)
			}
		}
		s.columnless(&t, s.personHead())
		s.list = list
		return s.done(s.d.file(t))
	}},
	{"codes of women and of men in two columns", func(s *scene) Register {
		s.d.numbers, s.d.extra = false, false
		s.onlyOf(0, 1)
		t := s.d.table(s.list)
		x := t.column(s.personHead())
		t.heads[x] = s.d.say("Codice donne", "Code women")
		t.heads = slices.Insert(slices.Clone(t.heads), x+1, any(s.d.say("Codice uomini", "Code men")))
		for y, m := range s.list {
			pair := []any{m.who.code, ""}
			if m.who.gender == 1 {
				slices.Reverse(pair)
			}
			t.rows[y] = slices.Replace(slices.Clone(t.rows[y]), x, x+1, pair...)
		}
		s.columnless(&t, s.d.say("Sesso", "Gender"))
		return s.done(s.d.file(t))
	}},
	{"days with the month first below Italian headings", func(s *scene) Register {
		s.d.workbook, s.d.english = false, false
		t := s.d.table(s.list)
		for y, m := range s.list {
			t.rows[y][t.column("Data")] = m.day.Format("01/02/2006")
		}
		return s.done(s.d.file(t))
	}},
	{"a sheet of sums behind the rows", func(s *scene) Register {
		s.book(true)
		s.d.numbers = false
		sums := [][]any{{s.d.say("Mese", "Month"), s.d.say("Contatti", "Contacts")}}
		times := map[time.Month]int{}
		for _, m := range s.list {
			times[m.day.Month()]++
		}
		for month := time.January; month <= time.December; month++ {
			if times[month] > 0 {
				sums = append(sums, []any{s.months()[month-1], times[month]})
			}
		}
		return s.done(File{"registro.xlsx", workbook(sheet{s.d.say("Contatti", "Contacts"), s.d.table(s.list).all(), false}, sheet{s.d.say("Riepilogo", "Summary"), sums, false})})
	}},
	{"what a program noted of its rows", func(s *scene) Register {
		s.d.numbers, s.d.extra = false, false
		s.alone()
		t := s.d.table(s.list)
		for _, y := range []int{4, 6} {
			row := slices.Clone(t.rows[y])
			row[t.column(s.personHead())] = s.list[y].who.code + "9"
			t.rows = append(t.rows, row)
		}
		n := len(s.list)
		s.more(&t, s.d.say("Operazione", "Operation"), func(y int) any {
			if y >= n {
				s.touch(t, y)
				return s.d.say("Modifica", "Update")
			}
			return s.d.say("Inserimento", "Insert")
		})
		s.out.Skip = true
		return s.done(s.d.file(t))
	}},
	{"outings that were not, without a word", func(s *scene) Register {
		e := s.evenings()
		t := s.outings(e, nil)
		row := slices.Clone(t.rows[2])
		row[0] = s.d.day(e.list[2].day.AddDate(0, 0, 1))
		for _, head := range []string{s.d.say("Ore", "Hours"), "Km", s.d.say("Donne", "Women")} {
			row[t.column(head)] = ""
		}
		t.rows = slices.Insert(t.rows, 3, row)
		s.touch(t, 3)
		return s.wentOut(e, s.d.file(t))
	}},
	{"kilometres of the way there and of the way back", func(s *scene) Register {
		e := s.evenings()
		t := s.outings(e, map[string]column{"km": {}})
		s.more(&t, s.d.say("Km andata", "Km there"), func(i int) any { return fmt.Sprint(e.list[i].kilometres / 2) })
		s.more(&t, s.d.say("Km ritorno", "Km back"), func(i int) any { return fmt.Sprint(e.list[i].kilometres - e.list[i].kilometres/2) })
		return s.wentOut(e, s.d.file(t))
	}},
	{"the clock of the car before and after", func(s *scene) Register {
		e := s.evenings()
		t := s.outings(e, map[string]column{"km": {}})
		s.more(&t, s.d.say("Km iniziali", "Km start"), func(i int) any { return fmt.Sprint(e.clock[i]) })
		s.more(&t, s.d.say("Km finali", "Km end"), func(i int) any { return fmt.Sprint(e.clock[i] + e.list[i].kilometres) })
		return s.wentOut(e, s.d.file(t))
	}},
	{"a few hours under minutes", func(s *scene) Register {
		s.plain()
		e := s.evenings()
		for i := range e.list {
			e.list[i].minutes = 60 * (2 + i%4)
		}
		return s.wentOut(e, s.d.file(s.outings(e, map[string]column{"duration": {s.d.say("Durata (minuti)", "Duration (minutes)"), func(i int) any { return fmt.Sprint(e.list[i].minutes / 60) }}})))
	}},
	{"hours and minutes in one column of numbers", func(s *scene) Register {
		s.plain()
		e := s.evenings()
		for i := range e.list {
			e.list[i].minutes = 60 * (2 + i%3)
		}
		return s.wentOut(e, s.d.file(s.outings(e, map[string]column{"duration": {s.d.say("Durata", "Duration"), func(i int) any {
			if i%2 == 0 {
				return fmt.Sprint(e.list[i].minutes / 60)
			}
			return fmt.Sprint(e.list[i].minutes)
		}}})))
	}},
	{"minutes behind the point of hours", func(s *scene) Register {
		s.plain()
		e := s.evenings()
		sign := []string{".", ","}[s.IntN(2)]
		for i := range e.list {
			e.list[i].minutes = 120 + []int{30, 0}[i%2]
		}
		return s.wentOut(e, s.d.file(s.outings(e, map[string]column{"duration": {s.d.say("Ore", "Hours"), func(i int) any {
			return fmt.Sprintf("%d%s%02d", e.list[i].minutes/60, sign, e.list[i].minutes%60)
		}}})))
	}},
}
