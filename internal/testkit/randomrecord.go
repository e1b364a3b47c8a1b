package testkit

import (
	"slices"

	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
)

// oneOf draws a code of a list: one of those that come with the program, or one that the network added.
func (r *Random) oneOf(list string, shipped []string) string {
	if added := r.added[list]; len(added) > 0 && r.chance(0.15) {
		return pick(r, added)
	}
	return pick(r, shipped)
}

// The words that records are drawn from. A word written twice comes twice as often.
var (
	genders      = []string{"woman", "woman", "woman", "man", "trans_woman", "non_binary", "not_asked", "unknown", "refused", "not_recorded"}
	ages         = []string{"0-13", "14-17", "18-25", "18-25", "26-30", "31-40", "minor", "adult", "not_asked", "unknown", "refused", "not_recorded"}
	citizenships = []string{"AL", "NG", "MA", "not_asked", "unknown", "refused", "not_recorded"}
	regions      = []string{"west_africa", "southern_europe", "not_asked", "unknown", "refused", "not_recorded"}
	sources      = []string{"declared", "estimated", "not_recorded"}
	protections  = []string{"yes", "yes", "no", "no", "not_asked", "not_asked", "unknown", "refused", "not_recorded"}
	channels     = []string{"contact_unit", "contact_unit", "contact_unit", "contact_unit", "community_outreach", "reception_awareness", "desk", "desk", "identification_interview"}
	places       = []string{"informal", "formal", "worship", "cas", "sai", "school", "other"}
	settings     = []string{"sexual_outdoor", "sexual_indoor", "sexual_indoor", "sexual_massage_parlour", "sexual_online", "domestic", "labour", "begging", "illegal_economies", "undefined"}
	newnesses    = []string{"new", "new", "new", "known", "known_not_linkable", "unsure", "unsure"}
	languages    = []string{"it", "en", "not_asked", "not_recorded"}
	informations = []string{"yes", "no", "not_asked", "unknown", "refused", "not_recorded"}
	outcomes     = []string{"completed", "declined", "not_recorded"}
	actions      = []string{
		"legal_advice", "legal_advice", "job_orientation", "listening_interview", "psychological_support", "health_accompaniment", "service_accompaniment",
		"service_referral", "rights_information", "mediation", "material_help", "other",
	}
	modes         = []string{"outdoor", "indoor_phone", "indoor_visit", "labour_site", "online", "joint_inspection"}
	enrolmentFrom = []string{"social_secretariat", "referral", "contact_unit", "desk", "other"}
)

// draw adds records of every kind; much scales how many.
func (r *Random) draw(much float64) {
	for range 2 + r.some(10*much) {
		r.person()
	}
	for range r.some(5 * much) {
		r.outing()
	}
	for range r.some(32 * much) {
		r.contact()
	}
	for range r.some(12 * much) {
		r.individual()
	}
	for range r.some(3 * much) {
		r.meeting()
	}
	for range r.some(18 * much) {
		r.protection()
	}
	for range r.some(6 * much) {
		r.interview()
	}
	for range r.some(6 * much) {
		r.enrolment()
	}
	for range r.some(20 * much) {
		r.action()
	}
	for range r.some(4 * much) {
		r.delivery()
	}
}

func (r *Random) step(fn func(*store.Tx, *services) error) { r.steps = append(r.steps, fn) }

// unit draws who works: contact units twice as often as others.
func (r *Random) unit() network.Unit {
	u := pick(r, r.Units)
	if u.Kind != "contact_unit" {
		u = pick(r, r.Units)
	}
	return u
}

// project is mostly the standard one.
func (r *Random) project() network.ProjectID {
	if r.chance(0.8) {
		return r.Projects[0].ID
	}
	return r.Projects[1].ID
}

func (r *Random) work() outreach.Work {
	u := r.unit()
	return outreach.Work{OrganisationID: u.OrganisationID, UnitID: u.ID, ProjectID: r.project(), Day: pick(r, r.Days), Province: pick(r, r.Provinces)}
}

func (r *Random) with(who person.ID) casework.Work {
	w := r.work()
	return casework.Work{Work: w, PersonID: who}
}

func (r *Random) person() {
	p := person.Person{
		ID: person.ID(r.id()), OrganisationID: pick(r, r.Organisations).ID, Gender: pick(r, genders), AgeBand: pick(r, ages), AgeSource: pick(r, sources),
		Citizenship: pick(r, citizenships), Region: pick(r, regions), RegionSource: pick(r, sources), Province: pick(r, r.Provinces), Day: pick(r, r.Days),
	}
	r.people = append(r.people, p)
	r.step(func(tx *store.Tx, s *services) error { _, err := s.people.Record(tx, p); return err })
}

func (r *Random) outing() {
	o := outreach.Outing{
		ID: r.id(), Work: r.work(), Mode: pick(r, modes), Minutes: int64(r.rng.IntN(400)), Kilometres: int64(r.rng.IntN(90)), OnCall: r.chance(0.3),
		Materials: int64(r.rng.IntN(20)), Adverts: int64(r.rng.IntN(5)),
	}
	for _, gender := range []string{"woman", "man", "unknown"} {
		if r.chance(0.5) {
			o.Presences = append(o.Presences, outreach.Presence{Gender: gender, Region: pick(r, regions), Headcount: int64(r.rng.IntN(9))})
		}
	}
	r.outings = append(r.outings, o)
	r.step(func(tx *store.Tx, s *services) error { _, err := s.outreach.RecordOuting(tx, o); return err })
}

// meet draws a contact with nobody in particular. One in three belongs to an outing and says another day, as a contact
// after midnight would: the outing's day counts.
func (r *Random) meet() outreach.Contact {
	k := outreach.Contact{
		ID: r.id(), Work: r.work(), Channel: pick(r, channels), Setting: r.oneOf("setting", settings), Advert: r.chance(0.4), Language: pick(r, languages),
		Information: pick(r, informations), Newness: pick(r, newnesses), Gender: pick(r, genders), AgeBand: pick(r, ages), Citizenship: pick(r, citizenships),
		Region: pick(r, regions), RegionSource: pick(r, sources), Protection: pick(r, protections),
	}
	if k.Channel == "community_outreach" || r.chance(0.1) {
		k.Place = pick(r, places)
	}
	if len(r.outings) > 0 && r.chance(0.33) {
		k.OutingID = pick(r, r.outings).ID
	}
	return k
}

// contact meets a known person; the first few people are met over and over.
func (r *Random) contact() {
	k := r.meet()
	k.PersonID = pick(r, r.people).ID
	if r.chance(0.4) {
		k.PersonID = r.people[r.rng.IntN(min(4, len(r.people)))].ID
	}
	r.step(func(tx *store.Tx, s *services) error { _, err := s.outreach.RecordContact(tx, k); return err })
	r.removable = append(r.removable, func(tx *store.Tx, s *services) error { return s.outreach.RemoveContact(tx, k.ID) })
}

func (r *Random) individual() {
	k := r.meet()
	r.individuals = append(r.individuals, k)
	r.step(func(tx *store.Tx, s *services) error { _, err := s.outreach.RecordContact(tx, k); return err })
}

func (r *Random) meeting() {
	m := outreach.Meeting{ID: r.id(), Work: r.work(), Place: pick(r, places)}
	for range r.rng.IntN(4) {
		m.Attendees = append(m.Attendees, outreach.Attendees{Gender: pick(r, genders), AgeBand: pick(r, ages), Protection: pick(r, protections), Headcount: int64(r.rng.IntN(7))})
	}
	r.step(func(tx *store.Tx, s *services) error { _, err := s.outreach.RecordMeeting(tx, m); return err })
}

// protection asks again and again, sometimes twice on one day.
func (r *Random) protection() {
	a := person.Protection{ID: r.id(), PersonID: pick(r, r.people).ID, OrganisationID: pick(r, r.Organisations).ID, Day: pick(r, r.Days), Answer: pick(r, protections)}
	again := a
	again.ID, again.Answer = r.id(), pick(r, protections)
	twice := r.chance(0.25)
	r.step(func(tx *store.Tx, s *services) error {
		err := s.people.RecordProtection(tx, a)
		if err == nil && twice {
			err = s.people.RecordProtection(tx, again)
		}
		return err
	})
	r.removable = append(r.removable, func(tx *store.Tx, s *services) error { return person.Answers.Remove(tx, a.ID) })
}

func (r *Random) interview() {
	i := casework.Interview{ID: r.id(), Work: r.with(pick(r, r.people).ID), Language: pick(r, languages), Mediator: r.chance(0.5), Information: pick(r, informations)}
	r.step(func(tx *store.Tx, s *services) error { _, err := casework.Interviews.Take(tx, r.book, i); return err })
}

// enrolment enrols somebody once in each project, here or elsewhere.
func (r *Random) enrolment() {
	e := casework.Enrolment{ID: r.id(), Work: r.with(pick(r, r.people).ID), Kind: "own", Source: r.oneOf("enrolment_source", enrolmentFrom)}
	key := enrolment{e.PersonID, e.ProjectID}
	if _, twice := r.enrolled[key]; twice {
		return
	}
	r.enrolled[key] = true
	if r.chance(0.35) {
		e.Kind, e.Receiver = "elsewhere", "other_project"
	} else {
		r.inCharge = append(r.inCharge, inCharge{e.PersonID, e.Day})
	}
	r.step(func(tx *store.Tx, s *services) error { _, err := casework.Enrol(tx, r.book, e); return err })
}

// action helps a person, in charge or not, an individual, or somebody nobody described.
func (r *Random) action() {
	a := outreach.Action{ID: r.id(), Work: r.work(), Type: r.oneOf("action_type", actions), Outcome: pick(r, outcomes)}
	switch {
	case r.chance(0.6):
		a.PersonID = pick(r, r.people).ID
		if len(r.inCharge) > 0 && r.chance(0.3) {
			a.PersonID = pick(r, r.inCharge).who
		}
	case len(r.individuals) > 0 && r.chance(0.75):
		a.ContactID = pick(r, r.individuals).ID
	}
	r.step(func(tx *store.Tx, s *services) error { _, err := s.outreach.RecordAction(tx, a); return err })
	r.removable = append(r.removable, func(tx *store.Tx, s *services) error { return outreach.Actions.Remove(tx, a.ID) })
}

// delivery needs a person in charge on the day.
func (r *Random) delivery() {
	if len(r.inCharge) == 0 {
		return
	}
	own := pick(r, r.inCharge)
	d := casework.Delivery{ID: r.id(), Work: r.with(own.who), Type: "legal_support", Minutes: int64(r.rng.IntN(180))}
	d.Day = max(d.Day, own.since)
	r.step(func(tx *store.Tx, s *services) error { _, err := casework.Deliveries.Take(tx, r.book, d); return err })
}

// correct changes people, gives individuals a name, and takes records back.
func (r *Random) correct() {
	for range 1 + r.some(2) {
		who, gender, citizenship, region := pick(r, r.people).ID, pick(r, genders), pick(r, citizenships), pick(r, regions)
		r.step(func(tx *store.Tx, s *services) error {
			p, err := person.Find(tx, who)
			if err != nil {
				return err
			}
			p.Gender, p.Citizenship, p.Region = gender, citizenship, region
			return s.people.Change(tx, p)
		})
	}
	for range r.some(2) {
		if len(r.individuals) == 0 {
			break
		}
		at := r.rng.IntN(len(r.individuals))
		k := r.individuals[at]
		r.individuals = slices.Delete(r.individuals, at, at+1)
		if who, ok := r.ownPerson(k); ok {
			r.step(func(tx *store.Tx, s *services) error { return s.outreach.LinkContact(tx, k.ID, who) })
		}
	}
	for range r.some(2) {
		if len(r.removable) == 0 {
			break
		}
		at := r.rng.IntN(len(r.removable))
		r.step(r.removable[at])
		r.removable = slices.Delete(r.removable, at, at+1)
	}
}

// ownPerson finds somebody of the organisation that recorded the contact: a link stays inside one.
func (r *Random) ownPerson(k outreach.Contact) (person.ID, bool) {
	organisation := k.OrganisationID
	for _, o := range r.outings {
		if o.ID == k.OutingID {
			organisation = o.OrganisationID
		}
	}
	for _, p := range r.people {
		if p.OrganisationID == organisation {
			return p.ID, true
		}
	}
	return "", false
}
