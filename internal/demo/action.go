package demo

import (
	"slices"

	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
)

// help makes proximity actions, for people who are not in charge on that day.
func (p *play) help(h help) error {
	pool := p.helped(h)
	outcomes := p.offered("outcome")
	for i := range h.Count {
		if len(pool) == 0 {
			return short("people for", h.Type)
		}
		e := pick(p.draw, pool)
		a := outreach.Action{ID: p.id(e.on), Work: p.work(e.at, e.on), Type: h.Type, Outcome: outcomes[i%len(outcomes)]}
		if p.chance(5) {
			a.Outcome = "not_recorded"
		}
		switch {
		case len(h.Teams) == 0 && p.chance(2):
			// somebody nobody described: the place and the day are all that is known
		case e.who.id != "":
			a.PersonID = e.who.id
		default:
			a.ContactID = e.id
		}
		p.add(e.on, rankService, func(tx *store.Tx) error {
			_, err := p.log.RecordAction(tx, a)
			return err
		})
	}
	return nil
}

// known is how much likelier a person with a code is helped than an individual met once.
const known = 6

// helped lists the occasions on which somebody could be helped. Persons with a code stand in it several times: who is
// known better is helped more often, and more than once.
func (p *play) helped(h help) []*encounter {
	var pool []*encounter
	for _, who := range p.folk {
		for _, e := range who.met {
			if e.on >= who.charge || e.linked > 0 {
				continue
			}
			if len(h.Teams) == 0 {
				if e.at.kind == "contact_unit" {
					pool = append(pool, slices.Repeat([]*encounter{e}, e.weight())...)
				}
				continue
			}
			if units := teamed(e.at.beside(p.units), h.Teams); who.id != "" && len(units) > 0 {
				elsewhere := *e
				elsewhere.at = pick(p.draw, units)
				pool = append(pool, &elsewhere)
			}
		}
	}
	return pool
}

// weight is how often an encounter stands among those who may be helped.
func (e *encounter) weight() int {
	if e.who.id == "" {
		return 1
	}
	return known
}
