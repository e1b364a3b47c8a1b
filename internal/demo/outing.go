package demo

import (
	"slices"

	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
)

// goOut lays out the calendar of every unit's outings.
func (p *play) goOut() {
	for _, r := range p.Rounds {
		for _, u := range teamed(p.units, []string{r.Team}) {
			for on := p.IntN(r.Every); on < p.calendar.last; on += p.between(max(1, r.Every-2), r.Every+2) {
				p.goOutOn(u, r.Mode, on)
			}
			if r.Today {
				p.goOutOn(u, r.Mode, p.calendar.last)
			}
		}
	}
	slices.SortStableFunc(p.outings, func(a, b *outing) int { return a.on - b.on })
}

func (p *play) goOutOn(u unit, mode string, on int) {
	if p.chance(8) {
		u.province = pick(p.draw, p.units).province // units are called beyond their own province, too
	}
	o := &outing{id: p.id(on), at: u, on: on, mode: mode}
	p.outings = append(p.outings, o)
	full := outreach.Outing{
		ID: o.id, Work: p.work(u, on), Mode: mode,
		Minutes: int64(15 * p.between(8, 24)), OnCall: p.chance(6), Presences: p.presences(o),
	}
	switch mode {
	case "online", "indoor_phone":
		full.Adverts = int64(p.between(3, 30))
	default:
		full.Kilometres = int64(p.between(8, 130))
		full.Materials = int64(p.between(0, 40))
	}
	p.add(on, rankPerson, func(tx *store.Tx) error {
		_, err := p.log.RecordOuting(tx, full)
		return err
	})
}

// presences are the people seen in passing, by the look of them.
func (p *play) presences(o *outing) []outreach.Presence {
	if o.mode == "online" || o.mode == "indoor_phone" {
		return nil
	}
	var seen []outreach.Presence
	for range p.between(0, 4) {
		c := p.custom(o)
		if c == nil {
			break
		}
		f := p.people.draw(p.draw, c.Profile, false)
		again := slices.ContainsFunc(seen, func(s outreach.Presence) bool { return s.Gender == f.gender && s.Region == f.region })
		if !again {
			seen = append(seen, outreach.Presence{Gender: f.gender, Region: f.region, Headcount: int64(p.between(1, 6))})
		}
	}
	return seen
}

// custom draws a cohort that is usually met on such an outing, by size; nil when none is.
func (p *play) custom(o *outing) *cohort {
	total := 0
	fits := slices.DeleteFunc(slices.Clone(p.Cohorts), func(c *cohort) bool { return !c.fits(o) })
	for _, c := range fits {
		total += c.size()
	}
	if total == 0 {
		return nil
	}
	n := p.IntN(total)
	for _, c := range fits {
		if n -= c.size(); n < 0 {
			return c
		}
	}
	return nil
}

func (c *cohort) fits(o *outing) bool {
	return slices.Contains(c.Teams, o.at.team) && slices.Contains(c.Modes, o.mode)
}

func (p *play) work(u unit, on int) outreach.Work {
	return outreach.Work{OrganisationID: u.organisation, UnitID: u.id, ProjectID: p.project, Day: p.day(on), Province: u.province}
}
