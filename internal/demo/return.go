package demo

import "slices"

// meetAgain lets some persons of one channel come back on later days. A later encounter never changes where somebody was
// first met, so attributed figures stay while gross ones grow.
func (p *play) meetAgain(r comeback) {
	left := r.Persons
	for _, who := range shuffled(p.draw, p.folk) {
		if left == 0 {
			return
		}
		if who.id == "" || who.cohort.Channel != r.From {
			continue
		}
		again := false
		for range p.between(1, max(1, r.Most)) {
			e := p.later(who, r)
			if e == nil {
				break
			}
			who.met = append(who.met, e)
			again = true
		}
		if again {
			left--
		}
	}
}

// later finds an occasion some days or weeks later within the person's organisation; nil when there is none.
func (p *play) later(who *individual, r comeback) *encounter {
	before := who.latest()
	from, to := before.on+2, min(before.on+60, p.calendar.last)
	e := &encounter{who: who, channel: r.To, place: r.Place, setting: "undefined", newness: "known"}
	if r.To == "contact_unit" {
		outings := slices.DeleteFunc(slices.Clone(p.outings), func(o *outing) bool {
			return o.on < from || o.on > to || o.at.organisation != before.at.organisation || !slices.Contains(r.Teams, o.at.team)
		})
		if len(outings) == 0 {
			return nil
		}
		e.outing = pick(p.draw, outings)
		e.on, e.at = e.outing.on, e.outing.at
		if c := p.custom(e.outing); c != nil {
			e.setting = c.Setting
		}
		p.perhapsLinkLater(e)
		if e.linked > 0 {
			e.newness = "new" // whoever met them believed so
		}
	} else {
		units := teamed(before.at.beside(p.units), r.Teams)
		if len(units) == 0 || from > to {
			return nil
		}
		e.at, e.on = pick(p.draw, units), p.between(from, to)
	}
	e.id = p.id(e.on)
	return e
}

// ask decides what each encounter knew about international protection. Some persons are asked, or answer, later than the first day.
func (p *play) ask() {
	for _, who := range p.folk {
		for _, e := range who.met {
			e.answer = who.answer
		}
		if who.id != "" && len(who.met) > 1 && who.answer != "not_asked" && p.chance(20) {
			who.met[0].answer = p.of(map[string]int{"not_asked": 70, "unknown": 20, "refused": 10})
		}
	}
}
