package register

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// Faults lists the names of all faults.
func Faults() []string {
	list := make([]string, len(faults))
	for i, f := range faults {
		list[i] = f.name
	}
	return list
}

// Sound is a register without a fault.
func Sound(seed uint64) Register {
	s := begin(seed, "")
	return s.done(s.d.file(s.d.table(s.list)))
}

// Faulty is a register with the fault of that name.
func Faulty(seed uint64, name string) Register {
	i := slices.IndexFunc(faults, func(f fault) bool { return f.name == name })
	s := begin(seed, name)
	return faults[i].make(s)
}

// scene is what a fault works on.
type scene struct {
	*rand.Rand
	d      dialect
	people []*someone
	list   []meeting
	out    Register
}

func begin(seed uint64, fault string) *scene {
	r := rand.New(rand.NewPCG(seed, uint64(len(fault))))
	s := &scene{Rand: r, d: drawDialect(r), out: Register{Seed: seed, Fault: fault, Kind: "contacts"}}
	s.people, s.list = draw(r, s.d.style)
	return s
}

// done is the register with its truth.
func (s *scene) done(files ...File) Register {
	s.out.Files, s.out.Truth = files, truth(s.list)
	return s.out
}

// plain makes the file a text.
func (s *scene) plain() {
	s.d.workbook = false
	if s.d.encoding == "windows-1252" {
		s.d.encoding = "utf-8"
	}
}

// paper makes the file a workbook with days as text or as days.
func (s *scene) book(days bool) {
	s.d.workbook, s.d.days = true, 1
	if days {
		s.d.days = 0
	}
}

// codes gives the cells of the column of codes another writing, in some of the rows.
func (s *scene) codes(write func(string) string) Register {
	t := s.d.table(s.list)
	x := t.column(s.d.say("Codice persona", "Person code"))
	for y := range t.rows {
		if y%2 == 1 {
			t.rows[y][x] = write(t.rows[y][x].(string))
			s.touch(t, y)
		}
	}
	return s.done(s.d.file(t))
}

// nobodies writes words in place of the codes of some people who are then unknown; each of them was met once.
func (s *scene) nobodies(words ...string) Register {
	s.list = slices.DeleteFunc(s.list, func(m meeting) bool { return !m.first })
	t := s.d.table(s.list)
	x := t.column(s.d.say("Codice persona", "Person code"))
	for i := range s.list[:4] {
		unknown := *s.list[i*2].who
		unknown.code = ""
		s.list[i*2].who = &unknown
		t.rows[i*2][x] = words[i%len(words)]
		s.touch(t, i*2)
	}
	return s.done(s.d.file(t))
}

// cells writes words into a column of some rows.
func (s *scene) cells(head string, words ...any) table {
	t := s.d.table(s.list)
	x := t.column(head)
	for i := range 3 {
		t.rows[i*2][x] = words[i%len(words)]
		s.touch(t, i*2)
	}
	return t
}

func (s *scene) touch(t table, y int) { s.out.Touched = append(s.out.Touched, t.top()+y) }

// lost takes the country of some people away whose cells say nothing.
func (s *scene) withoutCountry(words ...any) Register {
	t := s.cells(s.d.say("Cittadinanza", "Citizenship"), words...)
	x := t.column(s.d.say("Cittadinanza", "Citizenship"))
	for i := range 3 {
		who := s.list[i*2].who
		for y := range s.list { // wherever the person is met
			if s.list[y].who == who {
				t.rows[y][x] = words[i%len(words)]
			}
		}
		who.country = -1
	}
	return s.done(s.d.file(t))
}

// insert puts a row of one word into the middle.
func (s *scene) insert(cells func(t table) []any) Register {
	t := s.d.table(s.list)
	y := len(t.rows) / 2
	row := cells(t)
	t.rows = slices.Insert(t.rows, y, row)
	s.touch(t, y)
	return s.done(s.d.file(t))
}

// blank is a row of empty cells.
func blank(t table) []any {
	row := make([]any, len(t.heads))
	for i := range row {
		row[i] = ""
	}
	return row
}

func (s *scene) dayHead() string { return s.d.say("Data", "Date") }

type fault struct {
	name string
	make func(*scene) Register
}

// flag writes a column of yes and no about people without a code, in the sense of its heading.
func (s *scene) flag(head string, yes func(meeting) bool) Register {
	return s.flagged(head, yes, "sì", "no")
}

// flagged is the same in other words than yes and no.
func (s *scene) flagged(head string, yes func(meeting) bool, one, other string) Register {
	s.d.english, s.d.extra = false, false
	t := s.d.table(s.list)
	x := t.column("Codice persona")
	t.heads[x] = head
	f := Figures{Contacts: len(s.list), Gender: map[string]int{}, Citizenship: map[string]int{}, Months: map[string]int{}}
	for y, m := range s.list {
		t.rows[y][x] = map[bool]string{true: one, false: other}[yes(m)]
		if m.first {
			f.Persons++
			f.Gender[genders[m.who.gender].code]++
			f.Citizenship[countries[m.who.country].code]++
			f.Months[m.day.Format("2006-01")]++
		}
	}
	out := s.done(s.d.file(t))
	out.Truth = f
	return out
}

func (s *scene) encoded(encoding string) Register {
	s.plain()
	s.d.english, s.d.unit, s.d.encoding = false, true, encoding
	return s.done(s.d.file(s.d.table(s.list)))
}

// twice is a first file and a second one of other meetings.
func (s *scene) twice(second func(d dialect, first, later []meeting) (File, []meeting)) Register {
	s.d.numbers = true
	half := len(s.list) / 2
	first, later := s.list[:half], s.list[half:]
	one := s.d.file(s.d.table(first))
	two, all := second(s.d, first, later)
	s.list = all
	return s.done(one, two)
}

func replace(old, fresh string) func(string) string {
	return func(code string) string {
		if strings.Contains(code, old) {
			return strings.ReplaceAll(code, old, fresh)
		}
		return code + "\u200b"
	}
}
