package register

import (
	"fmt"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"
)

// paint gives whole rows a colour.
func paint(f *excelize.File, name, colour string, width int, rows ...int) {
	style(f, name, &excelize.Style{NumFmt: 14, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}}, width, rows...)
}

// style gives whole rows a style.
func style(f *excelize.File, name string, of *excelize.Style, width int, rows ...int) {
	id, err := f.NewStyle(of)
	check(err)
	for _, row := range rows {
		from, err := excelize.CoordinatesToCellName(1, row)
		check(err)
		to, err := excelize.CoordinatesToCellName(width, row)
		check(err)
		check(f.SetCellStyle(name, from, to, id))
	}
}

// counted are meetings with people of whom nothing is known but what a heading says.
func (s *scene) counted() Figures {
	s.d.numbers, s.d.extra = false, false
	for i := range s.list {
		unknown := *s.list[i].who
		unknown.code, unknown.country = "", -1
		if unknown.gender = i % 2; i%4 == 3 {
			unknown.gender = 1
		}
		s.list[i].who = &unknown
		s.list[i].day = s.list[i/3*3].day
	}
	return truth(s.list)
}

// days are the days of the meetings, each once, in order.
func (s *scene) days() (list []time.Time) {
	for _, m := range s.list {
		if !slices.Contains(list, m.day) {
			list = append(list, m.day)
		}
	}
	return list
}

// tally writes a row for each day, with how many meetings of the day are such.
func (s *scene) tally(heads []any, such ...func(meeting) bool) table {
	t := table{heads: append([]any{s.dayHead()}, heads...)}
	for _, day := range s.days() {
		row := []any{s.d.day(day)}
		for _, one := range such {
			n := 0
			for _, m := range s.list {
				if m.day.Equal(day) && one(m) {
					n++
				}
			}
			row = append(row, fmt.Sprint(n))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// unsaid are faults of what a register does not say in the cells of its rows: colours, remarks, what a column counts, stops.
var unsaid = []fault{
	{"rows whose colour says that they do not count", func(s *scene) Register {
		s.book(true)
		s.d.numbers = false
		t := s.d.table(s.list)
		s.uncounted(&t, func(int, []any) {})
		t.below = [][]any{{}, {s.d.say("In giallo: non presenti", "In yellow: not present")}}
		colour := func(f *excelize.File, name string) { paint(f, name, "FFFF00", len(t.heads), t.top()+3, t.top()+7) }
		return s.done(File{"registro.xlsx", mended(colour, sheet{"Foglio1", t.all(), false})})
	}},
	{"a remark that somebody is the person of another row", func(s *scene) Register {
		s.d.numbers, s.d.extra = false, true
		s.alone()
		again := s.list[1]
		again.day, again.first = s.list[len(s.list)-1].day, false
		s.list = append(s.list, again)
		t := s.d.table(s.list)
		last := t.rows[len(t.rows)-1]
		last[t.column(s.personHead())] = again.who.code + "9"
		last[t.column(s.d.say("Annotazioni", "Remarks"))] = s.d.say("stessa persona di ", "same person as ") + again.who.code
		s.touch(t, len(t.rows)-1)
		return s.done(s.d.file(t))
	}},
	{"a row for each stop of an outing", func(s *scene) Register {
		s.plain()
		e := s.evenings()
		whole := s.outings(e, nil)
		whole.heads = append(whole.heads, s.d.say("Zona", "Place"))
		var rows [][]any
		for y, row := range whole.rows {
			for i, zone := range []string{"Stazione", "Porto"} {
				stop := append(slices.Clone(row), zone)
				minutes, km, women := e.list[y].minutes/3, e.list[y].kilometres/3, e.list[y].women/3
				if i > 0 {
					minutes, km, women = e.list[y].minutes-minutes, e.list[y].kilometres-km, e.list[y].women-women
				}
				stop[2], stop[3], stop[4] = outing{minutes: minutes}.hours(), fmt.Sprint(km), fmt.Sprint(women)
				rows = append(rows, stop)
			}
		}
		whole.rows = rows
		return s.wentOut(e, s.d.file(whole))
	}},
	{"people counted by their gender beside a total", func(s *scene) Register {
		f := s.counted()
		gender := func(is int) func(meeting) bool { return func(m meeting) bool { return m.who.gender == is } }
		t := s.tally([]any{s.d.say("Totale", "Total"), s.d.say("Donne", "Women"), s.d.say("Uomini", "Men")}, func(meeting) bool { return true }, gender(0), gender(1))
		if len(s.list)%3 == 0 { // the total tells of one more, of whom nothing is said
			t.rows[0][1] = "4"
			f.Contacts++
			f.Unsure++
		}
		r := s.done(s.d.file(t))
		r.Truth = f
		return r
	}},
	{"new and known people counted in columns", func(s *scene) Register {
		s.counted()
		t := s.tally([]any{s.d.say("Nuove", "New"), s.d.say("Già note", "Already known")}, func(m meeting) bool { return m.first }, func(m meeting) bool { return !m.first })
		r := s.done(s.d.file(t))
		r.Truth = truthOfFirst(s.list)
		r.Truth.Gender = map[string]int{"not_recorded": r.Truth.Persons}
		return r
	}},
	{"durations in minutes and seconds", func(s *scene) Register {
		s.plain()
		e := s.evenings()
		for i := range e.list {
			e.list[i].minutes = 24 + 6*i // tenths of an hour, as a report gives them
		}
		return s.wentOut(e, s.d.file(s.outings(e, map[string]column{"duration": {s.d.say("Durata", "Duration"), func(i int) any { return fmt.Sprintf("%d:%02d", e.list[i].minutes, i%3*10) }}})))
	}},
	{"hours that are shown rounded", func(s *scene) Register {
		s.book(true)
		e := s.evenings()
		e.list[1].minutes = 150
		t := s.outings(e, map[string]column{"duration": {s.d.say("Ore", "Hours"), func(i int) any { return float64(e.list[i].minutes) / 60 }}})
		x := t.column(s.d.say("Ore", "Hours"))
		format := func(f *excelize.File, name string) {
			style, err := f.NewStyle(&excelize.Style{NumFmt: 1})
			check(err)
			for y := range t.rows {
				at, err := excelize.CoordinatesToCellName(x+1, t.top()+y)
				check(err)
				check(f.SetCellStyle(name, at, at, style))
			}
		}
		s.out.Open = true
		r := s.wentOut(e, File{"registro.xlsx", mended(format, sheet{"Foglio1", t.all(), false})})
		r.Truth.Minutes++ // which of the two numbers was meant, nothing in the file says
		return r
	}},
	{"Tuesdays that may be of March", func(s *scene) Register {
		s.d.workbook, s.d.english = false, false
		for i := range s.list {
			s.list[i].day = time.Date(2024, 4, 2+7*(i%5), 0, 0, 0, 0, time.UTC)
		}
		t := s.d.table(s.list)
		t.above = [][]any{{"Registro aprile 2024"}, {}}
		for y, m := range s.list {
			t.rows[y][t.column("Data")] = fmt.Sprintf("mar %d", m.day.Day())
		}
		return s.done(s.d.file(t))
	}},
	{"codes under the number of a case", func(s *scene) Register {
		t := s.d.table(s.list)
		t.heads[t.column(s.personHead())] = s.d.say([]string{"N. caso", "Pratica", "N. pratica"}[s.IntN(3)], []string{"Case no.", "File no."}[s.IntN(2)])
		return s.done(s.d.file(t))
	}},
	{"women who are mujeres", func(s *scene) Register {
		s.d.english, s.d.extra = false, false
		s.onlyOf(0) // beside an H, which is refused, nobody would overlook the M
		t := s.d.table(s.list)
		for it, es := range map[string]string{"Data": "Fecha", "Codice persona": "Código persona", "Sesso": "Sexo", "Età": "Edad", "Cittadinanza": "Nacionalidad"} {
			t.heads[t.column(it)] = es
		}
		for y := range s.list {
			t.rows[y][t.column("Sexo")] = "M"
			s.touch(t, y)
		}
		return s.done(s.d.file(t))
	}},
	{"headings as a form numbers them", func(s *scene) Register {
		s.d.workbook = false
		t := s.d.table(s.list)
		for x, head := range t.heads {
			t.heads[x] = fmt.Sprintf("%d. %s *", x+1, head)
		}
		return s.done(s.d.file(t))
	}},
}
