package register

import (
	"fmt"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"
)

// means notes what a word of column x means, which whoever keeps the register knows.
func (s *scene) means(x int, word any, code string) {
	letter, err := excelize.ColumnNumberToName(x + 1)
	check(err)
	if said := fmt.Sprintf("%s:%v=%s", letter, word, code); !slices.Contains(s.out.Words, said) {
		s.out.Words = append(s.out.Words, said)
	}
}

// hide hides rows of a workbook, as a filter does.
func (s *scene) hide(t table) Register {
	hidden := func(f *excelize.File, name string) {
		for _, row := range s.out.Touched {
			check(f.SetRowVisible(name, row, false))
		}
	}
	return s.done(File{"registro.xlsx", mended(hidden, sheet{"Foglio1", t.all(), false})})
}

// aside are faults of what a register says beside its words: signs, comments, another code, a filter.
var aside = []fault{
	{"a sign behind a gender that a footnote explains", func(s *scene) Register {
		s.onlyOf(0, 1)
		s.list[0].who.gender, s.list[1].who.gender = 4, 0
		t := s.d.table(s.list)
		x := t.column(s.d.say("Sesso", "Gender"))
		for y, m := range s.list {
			if m.who.gender == 4 {
				t.rows[y][x] = "F *"
				s.means(x, t.rows[y][x], "trans_woman")
				s.touch(t, y)
			}
		}
		t.below = [][]any{{}, {"* = trans"}}
		return s.done(s.d.file(t))
	}},
	{"a sign behind a citizenship that a footnote explains", func(s *scene) Register {
		t := s.d.table(s.list)
		x := t.column(s.d.say("Cittadinanza", "Citizenship"))
		first := s.list[0].who
		for y, m := range s.list {
			if m.who == first {
				t.rows[y][x] = fmt.Sprint(t.rows[y][x], "°")
				s.means(x, t.rows[y][x], countries[(m.who.country+1)%len(countries)].code)
				s.touch(t, y)
			}
		}
		first.country = (first.country + 1) % len(countries)
		t.below = [][]any{{}, {s.d.say("° vedi nota: ha due passaporti, vale l'altro", "° see remark: has two passports, the other counts")}}
		return s.done(s.d.file(t))
	}},
	{"a comment that somebody is of another gender", func(s *scene) Register {
		s.book(true)
		s.onlyOf(0)
		t := s.d.table(s.list)
		s.touch(t, 2)
		remark := func(f *excelize.File, name string) {
			at, err := excelize.CoordinatesToCellName(t.column(s.d.say("Sesso", "Gender"))+1, t.top()+2)
			check(err)
			check(f.AddComment(name, excelize.Comment{Cell: at, Author: "Ubaldo", Paragraph: []excelize.RichTextRun{{Text: s.d.say("in realtà è un uomo", "is a man in truth")}}}))
		}
		s.out.Open = true
		r := s.done(File{"registro.xlsx", mended(remark, sheet{"Foglio1", t.all(), false})})
		r.Truth.Contacts++ // the cell or the comment is wrong
		return r
	}},
	{"rows that a filter hides and that count", func(s *scene) Register {
		s.book(true)
		t := s.d.table(s.list)
		for _, y := range []int{2, 3, 6} {
			s.touch(t, y)
		}
		return s.hide(t)
	}},
	{"rows that a filter hides since they do not count", func(s *scene) Register {
		s.book(true)
		s.d.numbers = false
		t := s.d.table(s.list)
		s.uncounted(&t, func(int, []any) {})
		return s.hide(t)
	}},
	{"a column of the codes from before", func(s *scene) Register {
		s.alone()
		for i := range 3 { // some come again, under the code from before
			again := s.list[i]
			again.day, again.first = again.day.AddDate(0, 0, 1), false
			s.list = append(s.list, again)
		}
		slices.SortStableFunc(s.list, func(a, b meeting) int { return a.day.Compare(b.day) })
		t := s.d.table(s.list)
		x, former := t.column(s.personHead()), func(m meeting) string { return "V" + fmt.Sprint(700+slices.Index(s.people, m.who)) }
		come := map[*someone]int{}
		for _, m := range s.list {
			come[m.who]++
		}
		s.more(&t, s.d.say("Codice precedente", "Previous code"), func(y int) any {
			m := s.list[y]
			if come[m.who] < 2 {
				return ""
			}
			if m.first {
				return former(m)
			}
			t.rows[y][x] = former(m)
			return ""
		})
		return s.done(s.d.file(t))
	}},
	{"a title of another year", func(s *scene) Register {
		s.plain()
		t := s.d.table(s.list)
		t.above = [][]any{{s.d.say("Registro contatti 2023", "Register of contacts 2023")}, {}}
		s.out.Open = true
		r := s.done(s.d.file(t))
		r.Truth.Contacts++ // of which year they are, nothing in the file says
		return r
	}},
	{"days that change with the day", func(s *scene) Register {
		s.book(true)
		t := s.d.table(s.list)
		x := t.column(s.dayHead())
		formulas := func(f *excelize.File, name string) {
			for y := range t.rows {
				at, err := excelize.CoordinatesToCellName(x+1, t.top()+y)
				check(err)
				if y%3 == 1 {
					check(f.SetCellFormula(name, at, fmt.Sprintf("TODAY()-%d", int(time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC).Sub(s.list[y].day).Hours()/24))))
				}
			}
		}
		s.out.Open = true
		r := s.done(File{"registro.xlsx", mended(formulas, sheet{"Foglio1", t.all(), false})})
		r.Truth.Contacts++ // when it was, only the day of the last look at the file would tell
		return r
	}},
}
