package demo

import (
	"context"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/machine"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
)

// Size is how many people and events the large demonstration adds to the living project.
type Size struct{ Persons, Events int }

// Large is the size of a national network after some years.
var Large = Size{Persons: 50_000, Events: 500_000}

// MakeLarge makes the demonstration and then, in the living project, the records of a big network: they have no story, only
// numbers. The golden project stays as it is. Everything goes through the services, a transaction for each day; it takes a
// minute. tell, which may be nil, hears of the big network's records. The errors are the store's.
func MakeLarge(ctx context.Context, s *store.Store, keys *seal.Keys, book *codebook.Book, seed uint64, now time.Time, size Size, tell Progress) error {
	if err := Make(ctx, s, keys, book, seed, now, nil); err != nil {
		return err
	}
	charter, err := network.ReadCharter(networkFile)
	if err != nil {
		return err
	}
	p, err := stage(ctx, s, book, charter, bussola, seed)
	if err != nil {
		return err
	}
	shift := Standing.Sub(now).Round(time.Second)
	defer s.SetClock(func() time.Time { return machine.Now().Add(shift) })
	m := &multitude{play: p, size: size, known: map[network.OrganisationID][]person.ID{}}
	m.draw = newDraw(seed, "large")
	done := 0
	for day := range m.last + 1 {
		m.records = nil
		m.live(day)
		if len(m.records) == 0 {
			continue
		}
		inOrder(m.records)
		if err := write(ctx, s, m.records); err != nil {
			return err
		}
		done += len(m.records)
		tell.say(done, size.Persons+size.Events)
	}
	return nil
}

// multitude draws the days of a big network. Half of what happens are contacts, four tenths actions, the rest new people and outings.
type multitude struct {
	*play
	size  Size
	known map[network.OrganisationID][]person.ID
}

// share is what falls on a day of n things spread over all days.
func (m *multitude) share(n, day int) int { return n*(day+1)/(m.last+1) - n*day/(m.last+1) }

func (m *multitude) live(day int) {
	var out []*outing
	for range m.share(m.size.Events/50, day) {
		o := &outing{id: m.id(day), at: pick(m.draw, m.units), on: day, mode: pick(m.draw, m.offered("mode"))}
		out = append(out, o)
		m.goOutOnce(o)
	}
	for range m.share(m.size.Persons, day) {
		m.meetNew(day)
	}
	for range m.share(m.size.Events/2, day) {
		m.contact(day, out)
	}
	for range m.share(m.size.Events-m.size.Events/2-m.size.Events/50, day) {
		m.action(day)
	}
}

func (m *multitude) goOutOnce(o *outing) {
	full := outreach.Outing{
		ID: o.id, Work: m.work(o.at, o.on), Mode: o.mode, Minutes: int64(15 * m.between(4, 24)), Kilometres: int64(m.IntN(90)),
		Presences: []outreach.Presence{{Gender: "woman", Region: "unknown", Headcount: int64(m.IntN(20))}},
	}
	m.add(o.on, rankPerson, func(tx *store.Tx) error {
		_, err := m.log.RecordOuting(tx, full)
		return err
	})
}

func (m *multitude) meetNew(day int) {
	at, f := pick(m.draw, m.units), m.people.draw(m.draw, "roadside", true)
	full := person.Person{
		ID: person.ID(m.id(day)), OrganisationID: at.organisation, Gender: f.gender, AgeBand: f.age, AgeSource: f.ageSource,
		Citizenship: f.citizenship, Region: f.region, RegionSource: f.regionSource, Province: at.province, Day: m.day(day),
	}
	m.known[at.organisation] = append(m.known[at.organisation], full.ID)
	m.add(day, rankPerson, func(tx *store.Tx) error {
		_, err := m.persons.Record(tx, full)
		return err
	})
}

// somebody is a person of an organisation; nobody in one case of five, and while it knows nobody.
func (m *multitude) somebody(of network.OrganisationID) person.ID {
	if known := m.known[of]; len(known) > 0 && !m.chance(20) {
		return pick(m.draw, known)
	}
	return ""
}

func (m *multitude) contact(day int, out []*outing) {
	at, f := pick(m.draw, m.units), m.people.draw(m.draw, "roadside", false)
	full := outreach.Contact{
		ID: m.id(day), Work: m.work(at, day), Channel: m.of(map[string]int{"contact_unit": 70, "desk": 20, "community_outreach": 10}),
		Setting: "undefined", Language: f.language, Information: m.of(map[string]int{"yes": 70, "no": 22, "not_recorded": 8}),
		Newness: m.of(map[string]int{"new": 60, "unsure": 10, "known_not_linkable": 30}), Gender: f.gender, AgeBand: f.age, Citizenship: f.citizenship,
		Region: f.region, RegionSource: f.regionSource, Protection: m.of(map[string]int{"yes": 30, "no": 40, "not_asked": 30}),
	}
	if full.Channel == "contact_unit" {
		full.Setting = pick(m.draw, m.offered("setting"))
		if len(out) > 0 && m.chance(80) {
			o := pick(m.draw, out)
			full.OutingID, full.Work = o.id, m.work(o.at, day)
		}
	}
	if full.PersonID = m.somebody(full.OrganisationID); full.PersonID != "" {
		full.Newness = "known"
	}
	m.add(day, rankContact, func(tx *store.Tx) error {
		_, err := m.log.RecordContact(tx, full)
		return err
	})
}

func (m *multitude) action(day int) {
	at := pick(m.draw, m.units)
	full := outreach.Action{
		ID: m.id(day), Work: m.work(at, day), PersonID: m.somebody(at.organisation),
		Type: pick(m.draw, m.offered("action_type")), Outcome: m.of(map[string]int{"completed": 75, "in_progress": 15, "no_show": 10}),
	}
	m.add(day, rankService, func(tx *store.Tx) error {
		_, err := m.log.RecordAction(tx, full)
		return err
	})
}
