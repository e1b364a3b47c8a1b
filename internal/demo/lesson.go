package demo

import (
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
)

// teach gives lessons of Italian to those in charge, a level each.
func (p *play) teach() {
	levels := p.offered("italian_level")
	for turn, who := range p.folk {
		if who.charge == never {
			continue
		}
		units := teamed(who.latest().at.beside(p.units), p.Deliveries.Teams)
		for n := range p.between(0, 4) {
			on := p.between(who.charge, p.calendar.last)
			came := p.between(1, 5) > 1
			l := casework.Lesson{
				ID: p.id(on), Work: p.caseWork(pick(p.draw, units), who, on),
				Level: levels[turn%len(levels)], Minutes: int64(30 * p.between(2, 4)), ExplainedIn: "it",
				InGroup: turn%3 > 0, Homework: came && n%2 == 0, Attended: came,
			}
			p.add(on, rankService, func(tx *store.Tx) error {
				_, err := casework.Lessons.Take(tx, p.book, l)
				return err
			})
		}
	}
}
