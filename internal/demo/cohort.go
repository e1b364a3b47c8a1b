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
	for i := range c.Linked + c.Unlinked {
		turn := anyDay
		if i < c.Today {
			turn = i
		}
		if err := p.greet(c, i < c.Linked, "new", answers[i], turn); err != nil {
			return err
		}
	}
	for range c.Known {
		if err := p.greet(c, false, "known_not_linkable", p.of(p.otherwise(c)), anyDay); err != nil {
			return err
		}
	}
	for range c.Unsure {
		if err := p.greet(c, false, "unsure", p.of(p.otherwise(c)), anyDay); err != nil {
			return err
		}
	}
	return p.gather(c, answers[c.Linked+c.Unlinked:])
}

// greet makes one individual and the first encounter with them.
func (p *play) greet(c *cohort, linked bool, newness, answer string, turn int) error {
	e, err := p.spot(c, turn)
	if err != nil {
		return err
	}
	who := &individual{facts: p.people.draw(p.draw, c.Profile, linked), cohort: c, answer: answer, met: []*encounter{e}, charge: never}
	e.who, e.newness = who, newness
	e.channel, e.place, e.setting, e.advert = c.Channel, c.Place, c.Setting, c.Advert
	if linked {
		who.id = person.ID(p.id(e.on))
		if e.outing != nil {
			p.perhapsLinkLater(e)
		}
	}
	p.folk = append(p.folk, who)
	return nil
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

// anyDay is the turn of whoever may be met on any day.
const anyDay = -1

// spot finds an outing that meets the cohort, or a unit and a day. Turns from 0 on stand for the last day: its outings
// and units are taken in turn, so that none of them, the lead's first, has an empty today.
func (p *play) spot(c *cohort, turn int) (*encounter, error) {
	if len(c.Modes) > 0 {
		outings := slices.DeleteFunc(slices.Clone(p.outings), func(o *outing) bool { return !c.fits(o) || turn >= 0 && o.on != p.calendar.last })
		if len(outings) == 0 {
			return nil, short("outings for", c.Name)
		}
		o := inTurn(p.draw, outings, turn)
		return &encounter{id: p.id(o.on), on: o.on, at: o.at, outing: o}, nil
	}
	units := teamed(p.units, c.Teams)
	if len(units) == 0 {
		return nil, short("units for", c.Name)
	}
	on := p.calendar.last
	if turn == anyDay {
		on = p.IntN(p.calendar.last + 1)
	}
	return &encounter{id: p.id(on), on: on, at: inTurn(p.draw, units, turn)}, nil
}

func inTurn[T any](d draw, list []T, turn int) T {
	if turn == anyDay {
		return pick(d, list)
	}
	return list[turn%len(list)]
}

// gather makes the group meetings of a cohort until its headcount is reached.
func (p *play) gather(c *cohort, answers []string) error {
	turn := anyDay
	if c.Today > 0 {
		turn = 0
	}
	for len(answers) > 0 {
		e, err := p.spot(c, turn)
		if err != nil {
			return err
		}
		turn = anyDay
		n := min(len(answers), p.between(4, 14))
		m := outreach.Meeting{ID: e.id, Work: p.work(e.at, e.on), Place: c.Place, Attendees: p.attendees(c, e.on, answers[:n])}
		answers = answers[n:]
		p.add(e.on, rankContact, func(tx *store.Tx) error {
			_, err := p.log.RecordMeeting(tx, m)
			return err
		})
	}
	return nil
}

// attendees counts the people of one meeting by what can be seen or was said.
func (p *play) attendees(c *cohort, on int, answers []string) []outreach.Attendees {
	var groups []outreach.Attendees
	for _, answer := range answers {
		f := p.people.draw(p.draw, c.Profile, false)
		at := slices.IndexFunc(groups, func(g outreach.Attendees) bool {
			return g.Gender == f.gender && g.AgeBand == f.age && g.Protection == answer
		})
		if at < 0 {
			groups = append(groups, outreach.Attendees{ID: p.id(on), Gender: f.gender, AgeBand: f.age, Protection: answer})
			at = len(groups) - 1
		}
		groups[at].Headcount++
	}
	return groups
}
