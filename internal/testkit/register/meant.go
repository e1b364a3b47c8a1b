package register

import (
	"fmt"
	"slices"
)

// onlyOf keeps the meetings with people of such genders, and gives those who are left over one of them.
func (s *scene) onlyOf(genders ...int) {
	for i, p := range s.people {
		if !slices.Contains(genders, p.gender) {
			p.gender = genders[i%len(genders)]
		}
	}
}

// meant are faults of which only whoever keeps the register knows what was meant: codes that tell of the meeting, columns of other names, files of corrections.
var meant = []fault{
	{"codes made of the outing and a letter", func(s *scene) Register {
		s.d.numbers = false
		for i := range s.list {
			if i%4 > 0 {
				s.list[i].day = s.list[i-1].day
			} else {
				s.list[i].day = s.list[i].day.AddDate(0, 0, i/4)
			}
		}
		t := s.d.table(s.list)
		x := t.column(s.personHead())
		for y := range t.rows {
			t.rows[y][x] = fmt.Sprintf("%d/%c", y/4+1, 'a'+y%4)
		}
		s.out.Open = true
		r := s.done(s.d.file(t))
		r.Truth.Contacts++ // who came again, nothing in the file says
		return r
	}},
	{"codes made of initials and the year of birth", func(s *scene) Register {
		t := s.d.table(s.list)
		x := t.column(s.personHead())
		for y, m := range s.list {
			at := slices.Index(s.people, m.who)
			t.rows[y][x] = fmt.Sprintf("%c%c%02d", 'A'+at%20, 'B'+at%7, (m.day.Year()-m.who.age)%100)
		}
		s.out.Open = true
		r := s.done(s.d.file(t))
		r.Truth.Contacts++ // whether two with the same are one, nothing in the file says
		return r
	}},
	{"noughts in the shape of a code", func(s *scene) Register {
		return s.nobodies(code(0, 0))
	}},
	{"an age that falls", func(s *scene) Register {
		t := s.d.table(s.list)
		x := t.column(s.d.say("Età", "Age"))
		first := s.list[0]
		for y, m := range s.list {
			if m.who == first.who {
				t.rows[y][x] = "18"
			}
		}
		again := slices.Clone(t.rows[0])
		again[x] = "17"
		again[t.column(s.dayHead())] = s.d.day(s.list[len(s.list)-1].day)
		t.rows = append(t.rows, again)
		s.touch(t, 0)
		s.touch(t, len(t.rows)-1)
		s.out.Open = true
		r := s.done(s.d.file(t))
		r.Truth.Contacts += 2 // an age or a code is wrong
		return r
	}},
	{"genders between the rows", func(s *scene) Register {
		s.d.numbers, s.d.extra = false, false
		s.onlyOf(0, 1)
		slices.SortStableFunc(s.list, func(a, b meeting) int { return a.who.gender - b.who.gender })
		t := s.d.table(s.list)
		x := t.column(s.d.say("Sesso", "Gender"))
		var rows [][]any
		for y, m := range s.list {
			if y == 0 || s.list[y-1].who.gender != m.who.gender {
				title := blank(t)[:len(t.heads)-1]
				title[0] = s.d.say([]string{"DONNE", "UOMINI"}[m.who.gender], []string{"WOMEN", "MEN"}[m.who.gender])
				rows = append(rows, title)
			}
			rows = append(rows, slices.Delete(slices.Clone(t.rows[y]), x, x+1))
		}
		t.heads, t.rows = slices.Delete(slices.Clone(t.heads), x, x+1), rows
		return s.done(s.d.file(t))
	}},
	{"a yes under the name of a gender", func(s *scene) Register {
		s.onlyOf(0, 1, 4)
		t := s.d.table(s.list)
		x := t.column(s.d.say("Sesso", "Gender"))
		s.more(&t, "Trans", func(y int) any {
			if s.list[y].who.gender != 4 {
				return "no"
			}
			t.rows[y][x] = s.d.say("M", "M")
			return s.d.say("sì", "yes")
		})
		s.people[0].gender = 4
		if !slices.ContainsFunc(s.list, func(m meeting) bool { return m.who.gender == 4 }) {
			s.out.Open = true
		}
		for y, m := range s.list {
			if m.who == s.people[0] {
				t.rows[y][x], t.rows[y][len(t.rows[y])-1] = "M", s.d.say("sì", "yes")
			}
		}
		return s.done(s.d.file(t))
	}},
	{"a register of actions among those of contacts", func(s *scene) Register {
		t := s.d.table(s.list)
		s.more(&t, s.d.say("Tipo di azione", "Type of action"), func(y int) any {
			return []string{s.d.say("Consulenza legale", "Legal advice"), s.d.say("Mediazione", "Mediation")}[y%2]
		})
		s.out.Open = true
		r := s.done(s.d.file(t))
		r.Truth.Contacts += len(s.list) // they may be actions, of which this report has no contacts
		return r
	}},
	{"two people in a row, in columns that come again", func(s *scene) Register {
		s.d.numbers, s.d.extra, s.d.setting = false, false, false
		if len(s.list)%2 == 1 {
			s.list = s.list[:len(s.list)-1]
		}
		for i := range s.list {
			s.list[i].day = s.list[i/2*2].day
		}
		t := s.d.table(s.list)
		x := t.column(s.personHead())
		heads := slices.Clone(t.heads[:x])
		for n := 1; n < 3; n++ {
			for _, head := range t.heads[x:] {
				heads = append(heads, fmt.Sprintf("%s %d", head, n))
			}
		}
		var rows [][]any
		for y := 0; y < len(t.rows); y += 2 {
			rows = append(rows, slices.Concat(t.rows[y], t.rows[y+1][x:]))
		}
		t.heads, t.rows = heads, rows
		return s.done(s.d.file(t))
	}},
	{"a day of the year before among days in order", func(s *scene) Register {
		s.d.english = false
		t := s.d.table(s.list)
		y := len(s.list) / 2
		t.rows[y][t.column("Data")] = s.d.day(s.list[y].day.AddDate(1, 0, 0))
		s.touch(t, y)
		return s.done(s.d.file(t))
	}},
	{"a count of the contacts with each person", func(s *scene) Register {
		t := s.d.table(s.list)
		s.more(&t, s.d.say("Contatti nel mese", "Contacts in the month"), func(y int) any { return fmt.Sprint(1 + y%3) })
		r := s.done(s.d.file(t))
		for y := range s.list {
			r.Truth.Contacts += y % 3
		}
		return r
	}},
	{"a file of corrected rows only", func(s *scene) Register {
		s.d.numbers = false
		s.alone()
		one := s.d.file(s.d.table(s.list))
		var fixed []meeting
		for _, y := range []int{1, 4} {
			s.list[y].who.country = (s.list[y].who.country + 3) % len(countries)
			fixed = append(fixed, s.list[y])
		}
		return s.done(one, s.d.file(s.d.table(fixed)))
	}},
	{"codes that begin again the next year", func(s *scene) Register {
		s.d.numbers = false
		one := s.d.file(s.d.table(s.list))
		other := begin(s.out.Seed+1, "codes that begin again the next year")
		codes := map[*someone]string{}
		for i, p := range other.people {
			codes[p] = s.people[i%len(s.people)].code
			if i >= len(s.people) {
				codes[p] += "9"
			}
		}
		var next []meeting
		for _, m := range other.list {
			renamed := *m.who
			renamed.code = codes[m.who]
			m.who, m.day = &renamed, m.day.AddDate(0, 9, 0)
			next = append(next, m)
		}
		two := s.d.file(s.d.table(next))
		for i := range next { // in the truth they are others
			next[i].who.code = "2025 " + next[i].who.code
		}
		s.list = append(s.list, next...)
		return s.done(one, two)
	}},
	{"a sheet of those who came back", func(s *scene) Register {
		s.book(true)
		s.d.numbers, s.d.extra = false, false
		var first, again []meeting
		for _, m := range s.list {
			unknown := *m.who
			unknown.code = ""
			m.who = &unknown
			if m.first {
				first = append(first, m)
			} else {
				again = append(again, m)
			}
		}
		bare := func(list []meeting) [][]any {
			t := s.d.table(list)
			x := t.column(s.personHead())
			all := t.all()
			for y := len(t.above); y < len(all); y++ {
				all[y] = slices.Delete(slices.Clone(all[y]), x, x+1)
			}
			return all
		}
		r := s.done(File{"registro.xlsx", workbook(sheet{s.d.say("Nuove", "New"), bare(first), false}, sheet{s.d.say("Ritorni", "Returns"), bare(again), false})})
		r.Truth = truthOfFirst(s.list)
		return r
	}},
}

// alone keeps one meeting with each person.
func (s *scene) alone() {
	s.list = slices.DeleteFunc(s.list, func(m meeting) bool { return !m.first })
}

// truthOfFirst counts the meetings with people whom nobody had met before, where the register says so and has no codes.
func truthOfFirst(list []meeting) Figures {
	f := Figures{Contacts: len(list), Gender: map[string]int{}, Citizenship: map[string]int{}, Months: map[string]int{}}
	for _, m := range list {
		if !m.first {
			continue
		}
		f.Persons++
		f.Gender[genders[m.who.gender].code]++
		if m.who.country >= 0 {
			f.Citizenship[countries[m.who.country].code]++
		}
		f.Months[m.day.Format("2006-01")]++
	}
	return f
}
