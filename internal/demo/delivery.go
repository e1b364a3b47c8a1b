package demo

import (
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
)

// deliver gives services to those in charge, all types in turn.
func (p *play) deliver() {
	types, turn := p.offered("delivery_type"), 0
	for _, who := range p.folk {
		if who.charge == never {
			continue
		}
		units := teamed(who.latest().at.beside(p.units), p.Deliveries.Teams)
		for range p.between(p.Deliveries.Least, p.Deliveries.Most) {
			on := p.between(who.charge, p.calendar.last)
			d := casework.Delivery{
				ID: p.id(on), Work: p.caseWork(pick(p.draw, units), who, on),
				Type: types[turn%len(types)], Minutes: int64(15 * p.between(2, 14)),
			}
			turn++
			p.add(on, rankService, func(tx *store.Tx) error {
				_, err := casework.Deliveries.Take(tx, p.book, d)
				return err
			})
		}
	}
}
