package demo

import (
	"maps"
	"slices"

	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
)

// meet makes the first encounters of a cohort.
func (p *play) meet(c *cohort) error {
	answers := p.answers(c)
	for i, n := range []int{c.Linked, c.Unlinked, c.Known, c.Unsure} {
		newness := []string{"new", "new", "known_not_linkable", "unsure"}[i]
		for k := range n {
			e, err := p.spot(c, i < 2 && k < c.Today)
			if err != nil {
				return err
			}
			linked := i == 0
			who := &individual{facts: p.people.draw(p.draw, c.Profile, linked), cohort: c, charge: never}
			if linked {
				who.id = person.ID(p.id(e.on))
			}
			if i < 2 {
				who.answer, answers = answers[0], answers[1:]
			} else {
				who.answer = p.of(p.otherwise(c))
			}
			e.who, e.newness = who, newness
			e.channel, e.place, e.setting, e.advert = c.Channel, c.Place, c.Setting, c.Advert
			who.met = []*encounter{e}
			p.folk = append(p.folk, who)
			if linked && c.Channel == "contact_unit" {
				p.perhapsLinkLater(e)
			}
		}
	}
	return p.gather(c, answers)
}

// perhapsLinkLater makes of a contact one that was recorded without a name and recognised on a later day.
func (p *play) perhapsLinkLater(e *encounter) {
	if p.chance(8) && e.on < p.calendar.last {
		e.linked = p.between(e.on+1, min(e.on+20, p.calendar.last))
	}
}

// answers lists one answer for each person reached, in any order, the fixed ones among them.
func (p *play) answers(c *cohort) []string {
	var list []string
	for _, answer := range slices.Sorted(maps.Keys(c.Answers)) {
		list = append(list, slices.Repeat([]string{answer}, c.Answers[answer])...)
	}
	for len(list) < c.size() {
		list = append(list, p.of(p.otherwise(c)))
	}
	return shuffled(p.draw, list)
}

func (p *play) otherwise(c *cohort) map[string]int {
	if len(c.Otherwise) > 0 {
		return c.Otherwise
	}
	return p.Otherwise
}

// spot finds an outing that meets the cohort, or a unit and a day.
func (p *play) spot(c *cohort, today bool) (*encounter, error) {
	if len(c.Modes) > 0 {
		outings := slices.DeleteFunc(slices.Clone(p.outings), func(o *outing) bool { return !c.fits(o) || today && o.on != p.calendar.last })
		if len(outings) == 0 {
			return nil, short("outings for", c.Name)
		}
		o := pick(p.draw, outings)
		return &encounter{id: p.id(o.on), on: o.on, at: o.at, outing: o}, nil
	}
	units := teamed(p.units, c.Teams)
	if len(units) == 0 {
		return nil, short("units for", c.Name)
	}
	on := p.calendar.last
	if !today {
		on = p.IntN(p.calendar.last + 1)
	}
	return &encounter{id: p.id(on), on: on, at: pick(p.draw, units)}, nil
}

// gather makes the group meetings of a cohort until its headcount is reached.
func (p *play) gather(c *cohort, answers []string) error {
	today := c.Today > 0
	for len(answers) > 0 {
		e, err := p.spot(c, today)
		if err != nil {
			return err
		}
		today = false
		n := min(len(answers), p.between(4, 14))
		m := outreach.Meeting{ID: e.id, Work: p.work(e.at, e.on), Place: c.Place, Attendees: p.attendees(c, answers[:n])}
		answers = answers[n:]
		p.add(e.on, rankContact, func(tx *store.Tx) error {
			_, err := p.log.RecordMeeting(tx, m)
			return err
		})
	}
	return nil
}

// attendees counts the people of one meeting by what can be seen or was said.
func (p *play) attendees(c *cohort, answers []string) []outreach.Attendees {
	var groups []outreach.Attendees
	for _, answer := range answers {
		f := p.people.draw(p.draw, c.Profile, false)
		at := slices.IndexFunc(groups, func(g outreach.Attendees) bool {
			return g.Gender == f.gender && g.AgeBand == f.age && g.Protection == answer
		})
		if at < 0 {
			groups = append(groups, outreach.Attendees{Gender: f.gender, AgeBand: f.age, Protection: answer})
			at = len(groups) - 1
		}
		groups[at].Headcount++
	}
	return groups
}
