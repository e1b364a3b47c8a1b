package demo

import (
	"cmp"
	"slices"

	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
)

// write turns everybody and their encounters into records.
func (p *play) write() {
	for _, who := range p.folk {
		if who.id != "" {
			p.writePerson(who)
		}
		for _, e := range who.met {
			if e.channel == "identification_interview" {
				p.writeInterview(e)
			} else {
				p.writeContact(e)
			}
		}
	}
}

func (p *play) writePerson(who *individual) {
	e := who.met[0]
	full := person.Person{
		ID: who.id, OrganisationID: e.at.organisation, Gender: who.gender, AgeBand: who.age, AgeSource: who.ageSource,
		Citizenship: who.citizenship, Region: who.region, RegionSource: who.regionSource, Province: e.at.province, Day: p.day(e.on),
	}
	p.add(e.on, rankPerson, func(tx *store.Tx) error {
		_, err := p.persons.Record(tx, full)
		return err
	})
	known := ""
	for _, e := range who.met {
		if e.answer == known {
			continue
		}
		known = e.answer
		answer := person.Protection{ID: p.id(e.on), PersonID: who.id, OrganisationID: e.at.organisation, Day: p.day(e.on), Answer: e.answer}
		p.add(e.on, rankContact, func(tx *store.Tx) error { return p.persons.RecordProtection(tx, answer) })
	}
}

func (p *play) writeInterview(e *encounter) {
	full := casework.Interview{
		ID: e.id, Work: p.caseWork(e.at, e.who, e.on), Language: e.who.language,
		Mediator: e.who.language != "it", Information: "yes",
	}
	p.add(e.on, rankContact, func(tx *store.Tx) error {
		_, err := casework.Interviews.Take(tx, p.book, full)
		return err
	})
}

func (p *play) writeContact(e *encounter) {
	who := e.who
	full := outreach.Contact{
		ID: e.id, Work: p.work(e.at, e.on), Channel: e.channel, Place: e.place, Setting: e.setting, Advert: e.advert,
		Language: who.language, Information: p.of(map[string]int{"yes": 70, "no": 22, "not_recorded": 8}), Newness: e.newness,
		Gender: who.gender, AgeBand: who.age, Citizenship: who.citizenship, Region: who.region, RegionSource: who.regionSource, Protection: e.answer,
	}
	if e.outing != nil {
		full.OutingID = e.outing.id // also past midnight: the contact takes the outing's day
	}
	if e.linked == 0 {
		full.PersonID = who.id
	} else {
		p.add(e.linked, rankService, func(tx *store.Tx) error { return p.log.LinkContact(tx, e.id, who.id) })
	}
	p.add(e.on, rankContact, func(tx *store.Tx) error {
		_, err := p.log.RecordContact(tx, full)
		return err
	})
}

// inOrder sorts records as they were made: by day, then so that whatever is referred to comes first.
func inOrder(records []record) {
	slices.SortStableFunc(records, func(a, b record) int {
		return cmp.Or(a.on.Compare(b.on), cmp.Compare(a.rank, b.rank))
	})
}
