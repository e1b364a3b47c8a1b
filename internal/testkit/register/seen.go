package register

import (
	"fmt"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"
)

// uncounted puts copies of two rows into the table, about people of their own, that something in the file says are none.
func (s *scene) uncounted(t *table, mark func(y int, row []any)) {
	for _, y := range []int{3, 7} {
		row := slices.Clone(t.rows[y])
		row[t.column(s.personHead())] = s.list[y].who.code + "9"
		t.rows = slices.Insert(t.rows, y, row)
		s.touch(*t, y)
	}
	for _, y := range []int{3, 7} {
		mark(y, t.rows[y])
	}
}

// seen are faults that came to light when people looked at what the importer showed them.
var seen = []fault{
	{"rows below a word that voids them", func(s *scene) Register {
		s.d.numbers = false
		t := s.d.table(s.list)
		word := blank(t)
		word[0] = s.d.say("Annullati", "Cancelled")
		t.rows = append(t.rows, word)
		for _, y := range []int{2, 5} {
			row := slices.Clone(t.rows[y])
			row[t.column(s.personHead())] = s.list[y].who.code + "9"
			t.rows = append(t.rows, row)
			s.touch(t, len(t.rows)-1)
		}
		return s.done(s.d.file(t))
	}},
	{"rows that are planned", func(s *scene) Register {
		s.d.numbers = false
		t := s.d.table(s.list)
		s.more(&t, s.d.say("Stato", "State"), func(int) any { return s.d.say("fatto", "done") })
		s.uncounted(&t, func(_ int, row []any) { row[len(row)-1] = s.d.say("previsto", "planned") })
		return s.done(s.d.file(t))
	}},
	{"citizenships corrected in another column", func(s *scene) Register {
		t := s.d.table(s.list)
		x := t.column(s.d.say("Cittadinanza", "Citizenship"))
		s.more(&t, s.d.say("Cittadinanza corretta", "Citizenship corrected"), func(y int) any { return t.rows[y][x] })
		for y, m := range s.list {
			if slices.Index(s.people, m.who)%4 == 0 {
				c := countries[(m.who.country+3)%len(countries)]
				t.rows[y][x] = s.d.say(c.it, c.en)
				s.touch(t, y)
			}
		}
		return s.done(s.d.file(t))
	}},
	{"initials of new and known people", func(s *scene) Register {
		return s.flagged("Nuova/Già nota", func(m meeting) bool { return m.first }, "N", "GN")
	}},
	{"a number among the codes that counts the rows", func(s *scene) Register {
		s.d.numbers = false
		t := s.d.table(s.list)
		sum := blank(t)
		sum[t.column(s.dayHead())] = s.d.day(s.list[len(s.list)-1].day)
		if s.d.unit {
			sum[t.column(s.d.say("Unità", "Unit"))] = "Unità di strada"
		}
		sum[t.column(s.personHead())] = fmt.Sprint(len(s.list))
		t.rows = append(t.rows, sum)
		s.touch(t, len(s.list))
		return s.done(s.d.file(t))
	}},
	{"a telephone number for a code", func(s *scene) Register { return s.nobodies("0305550101", "3475550", "3285550103", "00393475550104") }},
	{"a sheet of what was called off", func(s *scene) Register {
		s.book(true)
		s.d.numbers = false
		t := s.d.table(s.list)
		off := s.d.table(s.list[:3])
		for y := range off.rows {
			off.rows[y][off.column(s.personHead())] = s.list[y].who.code + "9"
			off.rows[y][off.column(s.dayHead())] = s.list[y].day.AddDate(0, 0, 3)
		}
		return s.done(File{"registro.xlsx", workbook(sheet{"Contatti", t.all(), false}, sheet{s.d.say("Annullati", "Cancelled"), off.all(), false})})
	}},
	{"kilometres on a sheet of their own", func(s *scene) Register {
		s.book(true)
		rows := [][]any{{s.dayHead(), "Km", s.d.say("Auto", "Car")}}
		for i := range 4 {
			rows = append(rows, []any{s.list[i].day, 30 + 7*i, "Panda"})
		}
		return s.done(File{"registro.xlsx", workbook(sheet{"Contatti", s.d.table(s.list).all(), false}, sheet{"Km", rows, false})})
	}},
	{"codes under another word", func(s *scene) Register {
		t := s.d.table(s.list)
		t.heads[t.column(s.personHead())] = s.d.say("Matricola", "Folder")
		return s.done(s.d.file(t))
	}},
	{"a weekday that its date is not", func(s *scene) Register {
		s.d.workbook, s.d.english = false, false
		t := s.d.table(s.list)
		names := []string{"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"}
		for y, m := range s.list {
			day := m.day.Weekday()
			if y == 2 {
				day = (day + 2) % 7
				s.touch(t, y)
			}
			t.rows[y][t.column("Data")] = names[day] + " " + m.day.Format("02/01/2006")
		}
		s.out.Open = true
		r := s.done(s.d.file(t))
		r.Truth.Contacts++ // which of the two holds, nothing in the file says
		return r
	}},
	{"codes whose end stands in the format", func(s *scene) Register {
		s.book(true)
		for i, p := range s.people {
			p.code = fmt.Sprintf("%03d/%d", 10+i/2, 23+i%2)
		}
		t := s.d.table(s.list)
		x := t.column(s.personHead())
		for y, m := range s.list {
			t.rows[y][x] = 10 + slices.Index(s.people, m.who)/2
		}
		format := func(f *excelize.File, name string) {
			for y, m := range s.list {
				code := fmt.Sprintf(`000"/%d"`, 23+slices.Index(s.people, m.who)%2)
				style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
				check(err)
				at, err := excelize.CoordinatesToCellName(x+1, t.top()+y)
				check(err)
				check(f.SetCellStyle(name, at, at, style))
			}
		}
		return s.done(File{"registro.xlsx", mended(format, sheet{"Foglio1", t.all(), false})})
	}},
	{"rows that a comment calls off", func(s *scene) Register {
		s.book(true)
		s.d.numbers = false
		t := s.d.table(s.list)
		s.uncounted(&t, func(int, []any) {})
		remark := func(f *excelize.File, name string) {
			for _, y := range []int{3, 7} {
				at, err := excelize.CoordinatesToCellName(2, t.top()+y)
				check(err)
				check(f.AddComment(name, excelize.Comment{Cell: at, Author: "Zelinda", Paragraph: []excelize.RichTextRun{{Text: s.d.say("annullato, doppione", "cancelled, duplicate")}}}))
			}
		}
		return s.done(File{"registro.xlsx", mended(remark, sheet{"Foglio1", t.all(), false})})
	}},
	{"a title of another body", func(s *scene) Register {
		t := s.d.table(s.list)
		t.above = [][]any{{s.d.say("Registro dell'associazione Altra Riva", "Register of the association Other Shore")}, {}}
		s.out.Open = true
		r := s.done(s.d.file(t))
		r.Truth.Contacts++ // whether the rows are ours, nothing in the file says
		return r
	}},
	{"a sheet called after another month", func(s *scene) Register {
		s.book(true)
		for i := range s.list {
			s.list[i].day = time.Date(2024, 4, 1+i%28, 0, 0, 0, 0, time.UTC)
		}
		s.out.Open = true
		r := s.done(File{"registro.xlsx", workbook(sheet{s.d.say("Maggio 2024", "May 2024"), s.d.table(s.list).all(), false})})
		r.Truth.Contacts++ // the name or the days are wrong
		return r
	}},
	{"tables side by side", func(s *scene) Register {
		s.d.numbers = false
		t := s.d.table(s.list)
		half := (len(t.rows) + 1) / 2
		for y := range half {
			right := blank(t)
			if half+y < len(t.rows) {
				right = t.rows[half+y]
			}
			t.rows[y] = append(append(slices.Clone(t.rows[y]), ""), right...)
		}
		t.heads = append(append(slices.Clone(t.heads), ""), t.heads...)
		t.rows = t.rows[:half]
		return s.done(s.d.file(t))
	}},
	{"a second table of what was called off", func(s *scene) Register {
		s.d.numbers, s.d.workbook, s.d.english, s.out.Skip = false, false, false, true
		t := s.d.table(s.list)
		heads := slices.Clone(t.heads)
		heads[t.column(s.dayHead())] = "Data annullamento"
		t.rows = append(t.rows, heads)
		for _, y := range []int{2, 5, 6} {
			row := slices.Clone(t.rows[y])
			row[t.column(s.personHead())] = s.list[y].who.code + "9"
			t.rows = append(t.rows, row)
			s.touch(t, len(t.rows)-1)
		}
		return s.done(s.d.file(t))
	}},
	{"heads of a group", func(s *scene) Register {
		t := s.d.table(s.list)
		s.more(&t, s.d.say("Pers.", "Pers."), func(y int) any { return []string{"1", "1", "3"}[y%3] })
		for y := 2; y < len(t.rows); y += 3 {
			s.touch(t, y)
		}
		s.out.Open = true
		r := s.done(s.d.file(t))
		r.Truth.Contacts += len(t.rows) // somebody else was met in them
		return r
	}},
	{"the code of somebody else in brackets", func(s *scene) Register {
		t := s.d.table(s.list)
		t.heads[t.column(s.personHead())] = s.d.say("Codice (amica)", "Code (friend)")
		for i := range s.list {
			unknown := *s.list[i].who
			unknown.code = ""
			s.list[i].who = &unknown
		}
		return s.done(s.d.file(t))
	}},
	{"rows that a filter hides", func(s *scene) Register {
		s.book(true)
		t := s.d.table(s.list)
		for _, y := range []int{2, 3, 6} {
			s.touch(t, y)
		}
		hide := func(f *excelize.File, name string) {
			for _, row := range s.out.Touched {
				check(f.SetRowVisible(name, row, false))
			}
		}
		s.out.Open = true
		r := s.done(File{"registro.xlsx", mended(hide, sheet{"Foglio1", t.all(), false})})
		r.Truth.Contacts++ // whether they count, nothing in the file says
		return r
	}},
	{"people who are new more than once", func(s *scene) Register {
		met := map[*someone]bool{}
		t := s.d.table(s.list)
		s.more(&t, s.d.say("Nuovo", "New"), func(y int) any {
			if m := s.list[y]; met[m.who] {
				s.touch(t, y)
			} else {
				met[m.who] = true
			}
			return s.d.say("sì", "yes")
		})
		s.out.Open = true
		r := s.done(s.d.file(t))
		r.Truth.Contacts++ // whether somebody is new or the code another's, nothing in the file says
		return r
	}},
}
