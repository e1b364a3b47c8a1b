package register

import (
	"fmt"
	"strings"
	"time"
)

// outing is a row of a register of outings.
type outing struct {
	day                        time.Time
	minutes, kilometres, women int
}

// evening is the faults' view of a register of outings: when each began, and what the clock of the car showed then.
type evening struct {
	list   []outing
	begins []int // minutes of the day
	clock  []int
}

// evenings draws the outings of a few months.
func (s *scene) evenings() evening {
	s.out.Kind = "outings"
	var e evening
	day, clock := time.Date(2024, 3, 5, 0, 0, 0, 0, time.UTC), 41_000+s.IntN(900)
	for range 8 + s.IntN(8) {
		day = day.AddDate(0, 0, 2+s.IntN(9))
		e.list = append(e.list, outing{day: day, minutes: 90 + 30*s.IntN(7), kilometres: 12 + s.IntN(60), women: 3 + s.IntN(9)})
		e.begins = append(e.begins, 20*60+15*s.IntN(8))
		e.clock = append(e.clock, clock)
		clock += e.list[len(e.list)-1].kilometres + s.IntN(20)
	}
	return e
}

// hours writes a duration as people do: 2:30.
func (o outing) hours() any { return fmt.Sprintf("%d:%02d", o.minutes/60, o.minutes%60) }

// outings writes outings down. A column that is not given stands as it usually does; one without a cell is left out.
func (s *scene) outings(e evening, columns map[string]column) table {
	usual := []struct {
		name string
		column
	}{
		{"day", column{s.dayHead(), func(i int) any { return s.d.day(e.list[i].day) }}},
		{"mode", column{s.d.say("Modalità", "Mode"), func(int) any { return s.d.say("su strada", "street") }}},
		{"duration", column{s.d.say("Ore", "Hours"), func(i int) any { return e.list[i].hours() }}},
		{"km", column{"Km", func(i int) any { return fmt.Sprint(e.list[i].kilometres) }}},
		{"women", column{s.d.say("Donne", "Women"), func(i int) any { return fmt.Sprint(e.list[i].women) }}},
		{"more", column{}},
		{"last", column{}},
	}
	t := table{rows: make([][]any, len(e.list))}
	for _, x := range usual {
		c, given := columns[x.name]
		if !given {
			c = x.column
		}
		if c.cell == nil {
			continue
		}
		t.heads = append(t.heads, c.head)
		for i := range e.list {
			t.rows[i] = append(t.rows[i], c.cell(i))
		}
	}
	return t
}

// column is a heading and the cells below it.
type column struct {
	head string
	cell func(i int) any
}

// wentOut is a register of outings with its truth.
func (s *scene) wentOut(e evening, files ...File) Register {
	s.out.Files = files
	s.out.Truth = Figures{Outings: len(e.list)}
	for _, o := range e.list {
		s.out.Truth.Minutes += o.minutes
		s.out.Truth.Kilometres += o.kilometres
		s.out.Truth.Presences += o.women
	}
	return s.out
}

// outings are faults of registers of outings.
var outings = []fault{
	{"minutes under the word duration", func(s *scene) Register {
		e := s.evenings()
		return s.wentOut(e, s.d.file(s.outings(e, map[string]column{"duration": {s.d.say("Durata", "Duration"), func(i int) any { return fmt.Sprint(e.list[i].minutes) }}})))
	}},
	{"how long the way took", func(s *scene) Register {
		e := s.evenings()
		t := s.outings(e, map[string]column{"duration": {s.d.say("Durata viaggio", "Duration of travel"), func(i int) any { return "0:" + fmt.Sprint(20+i) }}})
		for i := range e.list {
			e.list[i].minutes = 0 // how long the outing took, the register does not say
		}
		return s.wentOut(e, s.d.file(t))
	}},
	{"hours as fractions of a day", func(s *scene) Register {
		s.plain()
		s.d.comma = ";"
		e := s.evenings()
		t := s.outings(e, map[string]column{"duration": {s.d.say("Ore", "Hours"), func(i int) any {
			text := fmt.Sprintf("%.9f", float64(e.list[i].minutes)/1440)
			if !s.d.english {
				text = strings.Replace(text, ".", ",", 1)
			}
			return text
		}}})
		return s.wentOut(e, s.d.file(t))
	}},
	{"the time of the beginning under hours", func(s *scene) Register {
		e := s.evenings()
		t := s.outings(e, map[string]column{"duration": {s.d.say("Ore", "Hours"), func(i int) any { return fmt.Sprintf("%d:%02d", e.begins[i]/60, e.begins[i]%60) }}})
		for i := range e.list {
			e.list[i].minutes = 0
		}
		return s.wentOut(e, s.d.file(t))
	}},
	{"what the clock of the car showed", func(s *scene) Register {
		e := s.evenings()
		t := s.outings(e, map[string]column{"km": {"Km", func(i int) any { return fmt.Sprint(e.clock[i]) }}})
		for i := range e.list {
			e.list[i].kilometres = 0
		}
		return s.wentOut(e, s.d.file(t))
	}},
	{"a beginning and an end for the hours", func(s *scene) Register {
		e := s.evenings()
		clock := func(minutes int) any { return fmt.Sprintf("%02d:%02d", minutes/60%24, minutes%60) }
		t := s.outings(e, map[string]column{
			"duration": {},
			"more":     {s.d.say("Ora inizio", "Start time"), func(i int) any { return clock(e.begins[i]) }},
			"last":     {s.d.say("Ora fine", "End time"), func(i int) any { return clock(e.begins[i] + e.list[i].minutes) }},
		})
		return s.wentOut(e, s.d.file(t))
	}},
	{"a last row of sums without a label", func(s *scene) Register {
		e := s.evenings()
		t := s.outings(e, nil)
		sum := blank(t)
		var all outing
		for _, o := range e.list {
			all.minutes, all.kilometres, all.women = all.minutes+o.minutes, all.kilometres+o.kilometres, all.women+o.women
		}
		sum[0], sum[1], sum[2] = s.d.day(e.list[len(e.list)-1].day), s.d.say("su strada", "street"), all.hours()
		sum[3], sum[4] = fmt.Sprint(all.kilometres), fmt.Sprint(all.women)
		t.rows = append(t.rows, sum)
		s.touch(t, len(e.list))
		return s.wentOut(e, s.d.file(t))
	}},
	{"rows that count several outings", func(s *scene) Register {
		e := s.evenings()
		t := s.outings(e, map[string]column{"more": {s.d.say("N. uscite", "No. of outings"), func(i int) any { return []string{"1", "2"}[i%2] }}})
		for y := 1; y < len(t.rows); y += 2 {
			s.touch(t, y)
		}
		s.out.Open = true
		r := s.wentOut(e, s.d.file(t))
		r.Truth.Outings += len(e.list) / 2 // of which the file says nothing else
		return r
	}},
	{"presences that were expected", func(s *scene) Register {
		e := s.evenings()
		t := s.outings(e, map[string]column{"women": {s.d.say("Donne previste", "Women expected"), func(i int) any { return fmt.Sprint(e.list[i].women + 2) }}})
		for i := range e.list {
			e.list[i].women = 0
		}
		return s.wentOut(e, s.d.file(t))
	}},
}
