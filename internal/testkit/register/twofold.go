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
}
