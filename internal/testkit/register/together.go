package register

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// months are their names, from January on.
func (s *scene) months() []string {
	return strings.Fields(s.d.say("Gennaio Febbraio Marzo Aprile Maggio Giugno Luglio Agosto Settembre Ottobre Novembre Dicembre", "January February March April May June July August September October November December"))
}

// together are faults of what stands once for several, or in several places for one.
var together = []fault{
	{"people whom the total counts already", func(s *scene) Register {
		s.d.english = false
		e := s.evenings()
		men, trans := func(i int) int { return i % 3 }, func(i int) int { return i % 2 * 2 }
		women := make([]int, len(e.list))
		for i := range e.list {
			women[i] = e.list[i].women
			e.list[i].women += men(i)
		}
		t := s.outings(e, map[string]column{"women": {"Donne", func(i int) any { return fmt.Sprint(women[i]) }}})
		s.more(&t, "Uomini", func(i int) any { return fmt.Sprint(men(i)) })
		s.more(&t, "di cui trans", func(i int) any { return fmt.Sprint(trans(i)) })
		t.heads[len(t.heads)-1] = "Trans"
		s.more(&t, "Totale", func(i int) any { return fmt.Sprint(e.list[i].women) })
		return s.wentOut(e, s.d.file(t))
	}},
	{"a comma and a point in the hours of one column", func(s *scene) Register {
		s.plain()
		s.d.english = false
		e := s.evenings()
		e.list[0].minutes, e.list[1].minutes = 210, 150
		return s.wentOut(e, s.d.file(s.outings(e, map[string]column{"duration": {"Ore", func(i int) any {
			if m := e.list[i].minutes; m%60 == 0 {
				return fmt.Sprint(m / 60)
			} else if i%2 == 0 {
				return fmt.Sprintf("%d,5", m/60)
			} else {
				return fmt.Sprintf("%d.30", m/60)
			}
		}}})))
	}},
	{"crosses above a row of sums", func(s *scene) Register {
		s.d.english, s.d.numbers = false, false
		s.onlyOf(0, 1)
		t := s.d.table(s.list)
		x := t.column("Sesso")
		t.heads = slices.Insert(t.heads, x+1, any("M"), any("T"))
		t.heads[x] = "F"
		sums := []int{0, 0, 0}
		for y, m := range s.list {
			crosses := []any{"", "", ""}
			crosses[m.who.gender] = "x"
			sums[m.who.gender]++
			t.rows[y] = slices.Concat(t.rows[y][:x], crosses, t.rows[y][x+1:])
		}
		sum := blank(t)
		sum[0] = "Totale"
		for i, n := range sums {
			sum[x+i] = fmt.Sprint(n)
		}
		t.below = [][]any{sum}
		return s.done(s.d.file(t))
	}},
	{"months written once beside the numbers of days", func(s *scene) Register {
		s.d.workbook, s.d.english, s.d.numbers = false, false, false
		t := s.d.table(s.list)
		x := t.column("Data")
		month := 0
		for y, m := range s.list {
			name := ""
			if int(m.day.Month()) != month {
				month = int(m.day.Month())
				name = fmt.Sprint(s.months()[month-1], " ", m.day.Year())
			}
			t.rows[y] = slices.Replace(t.rows[y], x, x+1, any(name), any(fmt.Sprint(m.day.Day())))
		}
		t.heads = slices.Replace(t.heads, x, x+1, any("Mese"), any("Giorno"))
		return s.done(s.d.file(t))
	}},
	{"months between the rows, and the numbers of days", func(s *scene) Register {
		s.d.workbook, s.d.english, s.d.numbers = false, false, false
		t := s.d.table(s.list)
		x := t.column("Data")
		var rows [][]any
		month := 0
		for y, m := range s.list {
			if int(m.day.Month()) != month {
				month = int(m.day.Month())
				title := blank(t)
				title[0] = strings.ToUpper(fmt.Sprint(s.months()[month-1], " ", m.day.Year()))
				rows = append(rows, title)
			}
			row := slices.Clone(t.rows[y])
			row[x] = fmt.Sprint(m.day.Day())
			rows = append(rows, row)
		}
		t.rows, t.heads[x] = rows, "Giorno"
		return s.done(s.d.file(t))
	}},
	{"countries written once for the rows below", func(s *scene) Register {
		s.d.numbers = false
		s.alone()
		for i, p := range s.people {
			p.country = i * 3 / len(s.people)
		}
		slices.SortStableFunc(s.list, func(a, b meeting) int { return a.who.country - b.who.country })
		t := s.d.table(s.list)
		x := t.column(s.d.say("Cittadinanza", "Citizenship"))
		for y := range s.list {
			if y > 0 && s.list[y].who.country == s.list[y-1].who.country {
				t.rows[y][x] = ""
				s.touch(t, y)
			}
		}
		return s.done(s.d.file(t))
	}},
	{"a merged cell of kilometres", func(s *scene) Register {
		s.book(true)
		e := s.evenings()
		e.list[2].kilometres, e.list[3].kilometres = 0, 0 // the car was booked for three evenings
		t := s.outings(e, nil)
		x := t.column("Km")
		t.rows[2][x], t.rows[3][x] = "", ""
		merge := func(f *excelize.File, name string) {
			from, err := excelize.CoordinatesToCellName(x+1, t.top()+1)
			check(err)
			to, err := excelize.CoordinatesToCellName(x+1, t.top()+3)
			check(err)
			check(f.MergeCell(name, from, to))
		}
		return s.wentOut(e, File{"registro.xlsx", mended(merge, sheet{"Foglio1", t.all(), false})})
	}},
	{"a row for each worker of an outing", func(s *scene) Register {
		e := s.evenings()
		t := s.outings(e, nil)
		km, women := t.column("Km"), t.column(s.d.say("Donne", "Women"))
		var rows [][]any
		for _, row := range t.rows {
			for i, name := range called {
				row := append(slices.Clone(row), name)
				if i > 0 { // what was done stands once
					row[km], row[women] = "", ""
				}
				rows = append(rows, row)
			}
		}
		t.heads, t.rows = append(t.heads, s.d.say("Operatore", "Worker")), rows
		return s.wentOut(e, s.d.file(t))
	}},
	{"services crossed in columns", func(s *scene) Register { return s.services(false) }},
	{"services crossed above a row of sums", func(s *scene) Register { return s.services(true) }},
	{"headcounts by country", func(s *scene) Register {
		s.plain()
		e := s.evenings()
		parts := func(i int) []int { return []int{e.list[i].women / 2, e.list[i].women - e.list[i].women/2} }
		t := s.outings(e, map[string]column{"women": {}})
		for k, c := range []word{countries[0], countries[1]} {
			s.more(&t, s.d.say(c.it, c.en), func(i int) any { return fmt.Sprint(parts(i)[k]) })
		}
		return s.wentOut(e, s.d.file(t))
	}},
	{"women and men of an outing under their initials", func(s *scene) Register {
		s.d.english = false
		e := s.evenings()
		t := s.outings(e, map[string]column{"women": {}})
		for i := range e.list {
			e.list[i].women += i % 2
		}
		s.more(&t, "F", func(i int) any { return fmt.Sprint(e.list[i].women - i%2) })
		s.more(&t, "M", func(i int) any { return fmt.Sprint(i % 2) })
		return s.wentOut(e, s.d.file(t))
	}},
}

// services is a register of what was done for people, with a column for each service.
func (s *scene) services(sums bool) Register {
	s.d.english, s.d.extra, s.d.setting, s.d.numbers, s.out.Kind = false, false, false, false, "actions"
	t := s.d.table(s.list)
	x := t.column("Sesso")
	heads := []any{"Legale", "Sanit.", "Accomp."}
	count, all := []int{0, 0, 0}, 0
	for y := range t.rows {
		crosses := []any{"", "", ""}
		for _, k := range [][]int{{0}, {1, 2}, {2}, {0, 1}}[y%4] {
			crosses[k] = "x"
			count[k]++
			all++
		}
		t.rows[y] = slices.Concat(t.rows[y][:x], crosses)
	}
	t.heads = slices.Concat(t.heads[:x], heads)
	s.means(x+3, "Sanit.", "health_accompaniment")
	s.means(x+3, "Accomp.", "service_accompaniment")
	if sums {
		row := blank(t)
		row[0] = "Totale"
		for k, n := range count {
			row[x+k] = fmt.Sprint(n)
		}
		t.below = [][]any{row}
	}
	r := s.done(s.d.file(t))
	r.Truth = Figures{Actions: all}
	return r
}
