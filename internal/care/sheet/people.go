package sheet

import (
	"bytes"
	"cmp"
	"slices"

	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// people is one person whom lines of the file are about. What several lines tell of the same person is joined by a rule
// that does not depend on the order of the rows: of each fact the earliest value told stands, and a value stands before
// an answer such as "unknown". So a file that grew gives the same persons as the whole file would have at once.
type people struct {
	reference    token
	id           person.ID // "" for somebody not met before
	organisation network.OrganisationID
	day          string // earliest
	province     string // of that day
	facts        [len(factNames)]string
	answers      []answerOf
}

// factNames are the facts joined; a source goes with the fact before it.
var factNames = [...]string{"gender", "age_band", "age_source", "citizenship", "region", "region_source"}

// answerOf is what a line tells about international protection.
type answerOf struct {
	identity    token
	day, answer string
}

// meet finds out whom the fresh lines are about.
func (d *Draft) meet(tx *store.Tx, c *comparison) error {
	byReference := map[token][]*fresh{}
	for i := range c.fresh {
		if f := &c.fresh[i]; !f.reference.zero() {
			byReference[f.reference] = append(byReference[f.reference], f)
		}
	}
	for reference, lines := range byReference {
		slices.SortFunc(lines, func(a, b *fresh) int {
			return cmp.Or(cmp.Compare(d.value(a.line, "day"), d.value(b.line, "day")), bytes.Compare(a.identity[:], b.identity[:]))
		})
		who := &people{reference: reference, id: c.persons[reference]}
		d.join(c, who, lines)
		c.people = append(c.people, who)
	}
	slices.SortFunc(c.people, func(a, b *people) int { return bytes.Compare(a.reference[:], b.reference[:]) })
	return nil
}

// join puts together what lines, the earliest first, tell of one person.
func (d *Draft) join(c *comparison, who *people, lines []*fresh) {
	first := lines[0]
	who.organisation, who.day, who.province = first.organisation, d.value(first.line, "day"), first.province
	for i := range who.facts {
		who.facts[i] = notRecorded
	}
	for _, l := range lines {
		for i, name := range factNames {
			if name == "age_source" || name == "region_source" {
				continue
			}
			if d.better(name, d.code(l.line, name), who.facts[i]) {
				who.facts[i] = d.code(l.line, name)
				if i+1 < len(factNames) && (factNames[i+1] == "age_source" || factNames[i+1] == "region_source") {
					who.facts[i+1] = d.code(l.line, factNames[i+1])
				}
			}
		}
		if a := d.protection(c, l.line); a != notRecorded && d.form.kind == Persons { // of a contact, the room keeps it
			who.answer(answerOf{d.desk.answerToken(l.identity), d.value(l.line, "day"), a}, d.absent)
		}
	}
}

// answer adds what a line, not earlier than those before, tells about international protection. Of one day there is one: what was said goes before a silence.
func (p *people) answer(a answerOf, absent func(list, code string) bool) {
	if n := len(p.answers); n > 0 && p.answers[n-1].day == a.day {
		if absent("protection", p.answers[n-1].answer) {
			p.answers[n-1] = a
		}
		return
	}
	p.answers = append(p.answers, a)
}

// better reports whether a told code should take the place of one that stands.
func (d *Draft) better(list, told, standing string) bool {
	if told == notRecorded {
		return false
	}
	return standing == notRecorded || d.absent(list, standing) && !d.absent(list, told)
}

// absent reports whether a code says why a fact is missing.
func (d *Draft) absent(list, code string) bool {
	return d.desk.book.Absent(list, code)
}
