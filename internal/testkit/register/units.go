package register

import "slices"

// desk is the name of the second unit of a network with two.
const desk = "Sportello"

// inUnits writes the unit of each meeting.
func (s *scene) inUnits(t table, second func(y int) bool) {
	x := t.column(s.d.say("Unità", "Unit"))
	for y := range t.rows {
		if second(y) {
			t.rows[y][x] = desk
		}
	}
}

// units are faults of registers of two units.
var units = []fault{
	{"a row whose unit is corrected in a second file", func(s *scene) Register {
		s.out.Units, s.d.unit, s.d.numbers = true, true, false
		s.alone()
		wrong := s.d.table(s.list)
		s.inUnits(wrong, func(y int) bool { return y == 1 })
		fixed := s.d.table(s.list)
		s.touch(fixed, 1)
		return s.done(s.d.file(wrong), s.d.file(fixed))
	}},
	{"codes that begin again in each unit", func(s *scene) Register {
		s.out.Units, s.d.unit, s.d.numbers = true, true, false
		half := (len(s.people) + 1) / 2
		for i, p := range s.people { // for certain, those of one code are two
			if i >= half {
				p.gender, p.country, p.age = (s.people[i-half].gender+1)%2, (s.people[i-half].country+1)%len(countries), s.people[i-half].age+9
			}
		}
		of := func(m meeting) int { return slices.Index(s.people, m.who) }
		t := s.d.table(s.list)
		s.inUnits(t, func(y int) bool { return of(s.list[y]) >= half })
		x := t.column(s.personHead())
		for y, m := range s.list {
			if i := of(m); i >= half {
				t.rows[y][x] = s.people[i-half].code
			}
		}
		return s.done(s.d.file(t))
	}},
	{"a unit that no column says", func(s *scene) Register {
		s.out.Units, s.d.unit = true, false
		return s.done(s.d.file(s.d.table(s.list)))
	}},
	{"units between the rows", func(s *scene) Register {
		s.out.Units, s.d.unit, s.d.numbers, s.d.extra = true, false, false, false
		t := s.d.table(s.list)
		half := len(t.rows) / 2
		title := func(name string) []any {
			row := blank(t)
			row[0] = name
			return row
		}
		t.rows = slices.Concat([][]any{title("Unità di strada")}, t.rows[:half], [][]any{title(desk)}, t.rows[half:])
		return s.done(s.d.file(t))
	}},
}
