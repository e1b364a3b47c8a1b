package register

import (
	"slices"
	"strings"
)

// codes are faults of the column that says who somebody is.
var codes = []fault{
	{"code with an invisible mark", func(s *scene) Register {
		s.plain()
		return s.codes(func(c string) string { return c[:1] + "\u200b" + c[1:] })
	}},
	{"code with a mark of direction", func(s *scene) Register { s.book(false); return s.codes(func(c string) string { return "\u200e" + c }) }},
	{"code with another hyphen", func(s *scene) Register { s.plain(); return s.codes(replace("-", "\u2011")) }},
	{"code in full width", func(s *scene) Register {
		s.book(false)
		return s.codes(func(c string) string {
			return strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return r - '0' + '０'
				}
				return r
			}, c)
		})
	}},
	{"code with a leading apostrophe", func(s *scene) Register { return s.codes(func(c string) string { return "'" + c }) }},
	{"code as a formula of text", func(s *scene) Register { s.plain(); return s.codes(func(c string) string { return `="` + c + `"` }) }},
	{"code in other case and with spaces", func(s *scene) Register {
		return s.codes(func(c string) string { return " " + strings.ToLower(c) + " " })
	}},
	{"zero for a code", func(s *scene) Register { return s.nobodies("0") }},
	{"waiting words for a code", func(s *scene) Register { return s.nobodies("da definire", "in attesa") }},
	{"errors for a code", func(s *scene) Register { return s.nobodies("#RIF!", "#N/D", "#VALORE!") }},
	{"remarks for a code", func(s *scene) Register { return s.nobodies("ragazza con la giacca rossa, non dice il nome") }},
	{"absence words for a code", func(s *scene) Register { return s.nobodies("n.d.", "sconosciuta", "?") }},
	{"the word person in other headings", func(s *scene) Register {
		s.d.english = false
		t := s.d.table(s.list)
		x := t.column("Codice persona")
		for y := range t.rows {
			t.rows[y] = slices.Delete(t.rows[y], x, x+1)
		}
		t.heads = slices.Delete(t.heads, x, x+1)
		t.heads[t.column("Sesso")], t.heads[t.column("Età")] = "Sesso della persona", "Età della persona"
		for i := range s.list {
			unknown := *s.list[i].who
			unknown.code = ""
			s.list[i].who = &unknown
		}
		return s.done(s.d.file(t))
	}},
	{"initials of two people", func(s *scene) Register {
		t := s.d.table(s.list)
		x := t.column(s.d.say("Codice persona", "Person code"))
		other := slices.IndexFunc(s.list, func(m meeting) bool {
			return m.first && m.who.country != s.list[0].who.country && genders[m.who.gender].code != genders[s.list[0].who.gender].code
		})
		if other < 0 {
			other = 1
			s.list[1].who.country = (s.list[0].who.country + 1) % len(countries)
			s.list[1].who.gender = (s.list[0].who.gender + 1) % 2
			t = s.d.table(s.list)
		}
		t.rows[other][x] = s.list[0].who.code
		s.touch(t, other)
		s.out.Open = true
		return s.done(s.d.file(t))
	}},
}
