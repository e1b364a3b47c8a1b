package register

import "fmt"

// twofold are faults of registers that say one thing and may be read as another.
var twofold = []fault{
	{"visits behind the codes", func(s *scene) Register {
		s.plain()
		t := s.d.table(s.list)
		x, times := t.column(s.personHead()), map[string]int{}
		mark := []string{" v", "_", "."}[s.IntN(3)]
		for y, m := range s.list {
			times[m.who.code]++
			t.rows[y][x] = fmt.Sprint(t.rows[y][x], mark, times[m.who.code])
		}
		return s.done(s.d.file(t))
	}},
	{"a running total of presences", func(s *scene) Register {
		e, sum := s.evenings(), 0
		return s.wentOut(e, s.d.file(s.outings(e, map[string]column{"women": {s.d.say("Presenze totali", "Total presences"), func(i int) any {
			sum += e.list[i].women
			return fmt.Sprint(sum)
		}}})))
	}},
	{"kilometres of the way there", func(s *scene) Register {
		e := s.evenings()
		for i := range e.list {
			e.list[i].kilometres *= 2
		}
		return s.wentOut(e, s.d.file(s.outings(e, map[string]column{"km": {s.d.say("Km andata", "Km one way"), func(i int) any { return fmt.Sprint(e.list[i].kilometres / 2) }}})))
	}},
	{"hours of all who worked", func(s *scene) Register {
		e := s.evenings()
		return s.wentOut(e, s.d.file(s.outings(e, map[string]column{
			"duration": {s.d.say("Ore complessive", "Total hours"), func(i int) any { return fmt.Sprintf("%d:%02d", e.list[i].minutes*2/60, e.list[i].minutes*2%60) }},
			"more":     {s.d.say("N. operatori", "No. of workers"), func(int) any { return "2" }},
		})))
	}},
	{"two shifts of an outing", func(s *scene) Register {
		s.plain()
		e := s.evenings()
		clock := func(i, at int) string { return fmt.Sprintf("%02d:%02d", (e.begins[i]+at)/60%24, (e.begins[i]+at)%60) }
		t := s.outings(e, map[string]column{"duration": {}})
		for _, shift := range []func(i int) (from, to int){
			func(i int) (from, to int) { return -9 * 60, -9*60 + 60 },
			func(i int) (from, to int) { return 0, e.list[i].minutes - 60 },
		} {
			s.more(&t, s.d.say("Dalle", "From"), func(i int) any { from, _ := shift(i); return clock(i, from) })
			s.more(&t, s.d.say("Alle", "To"), func(i int) any { _, to := shift(i); return clock(i, to) })
		}
		return s.wentOut(e, s.d.file(t))
	}},
	{"a cross beside ticks where somebody was not met", func(s *scene) Register {
		s.plain()
		s.d.numbers, s.d.encoding = false, "utf-8"
		t := s.d.table(s.list)
		s.uncounted(&t, func(int, []any) {})
		s.more(&t, s.d.say("Incontrata?", "Met?"), func(y int) any { return map[bool]string{true: "✗", false: "✓"}[y == 3 || y == 7] })
		return s.done(s.d.file(t))
	}},
	{"a remark that somebody was counted already", func(s *scene) Register {
		s.d.numbers, s.d.extra = false, true
		t := s.d.table(s.list)
		s.uncounted(&t, func(_ int, row []any) {
			row[t.column(s.d.say("Annotazioni", "Remarks"))] = s.d.say("già contata sopra", "already counted above")
		})
		return s.done(s.d.file(t))
	}},
	{"calls of a few minutes", func(s *scene) Register {
		s.plain()
		e := s.evenings()
		for i := range e.list {
			e.list[i].minutes = 6 // a tenth of an hour, as a report gives them; more than ten would be too many hours for anything
		}
		return s.wentOut(e, s.d.file(s.outings(e, map[string]column{
			"mode":     {s.d.say("Modalità", "Mode"), func(int) any { return s.d.say("telefono", "phone") }},
			"duration": {s.d.say("Durata", "Duration"), func(i int) any { return fmt.Sprint(e.list[i].minutes) }},
		})))
	}},
	{"a title of another quarter", func(s *scene) Register {
		s.plain()
		t := s.d.table(s.list)
		t.above = [][]any{{s.d.say("Registro contatti, 3° trimestre 2019", "Register of contacts, Q3 2019")}, {}}
		s.out.Open = true
		r := s.done(s.d.file(t))
		r.Truth.Contacts++ // of which quarter they are, nothing in the file says
		return r
	}},
}
