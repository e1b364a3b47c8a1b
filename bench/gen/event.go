package gen

import (
	"fmt"
	"math"

	"approdo/internal/base/codebook"
)

// Organisations and Units are how many there are; Citizenships how many occur.
const (
	Organisations = 12
	Units         = 60
	Citizenships  = 180
)

// never is a day after all others.
const never = math.MaxInt32

// Nobody is the Person of a row about an unlinked individual.
const Nobody = -1

// Facts are what is known about a person or about an unlinked individual.
type Facts struct{ Gender, AgeBand, Citizenship, Region, Protection string }

// Contact is a row of contacts as reports see it: a contact, an interview, or attendees of a meeting.
type Contact struct {
	Facts
	ID                                string
	Kind                              Kind
	Outing, Person                    int // or Nobody
	Day, Unit, Headcount              int
	Province, Channel, Place, Setting string
	Language, Information, Newness    string
	Advert                            bool
}

// Action is a proximity action or a delivery.
type Action struct {
	ID                      string
	Person, Contact         int // one of the two is Nobody
	Day, Unit, Minutes      int
	Province, Type, Outcome string
	InCharge                bool
}

// Enrolment is a taking in charge.
type Enrolment struct {
	ID                     string
	Person, Day, Unit      int
	Province, Source, Type string
}

// Outing is a walk of a unit.
type Outing struct {
	ID                                             string
	Day, Unit, Minutes, Kilometres, Material, Seen int
	Province, Mode                                 string
	OnCall                                         bool
}

var (
	genders     = among("woman", 60, "man", 25, "trans_woman", 8, "trans_man", 1, "not_asked", 4, "refused", 2)
	ages        = among("14-17", 6, "18-25", 38, "26-30", 24, "31-40", 18, "41-50", 6, "51+", 2, "adult", 4, "not_asked", 2)
	answers     = among("yes", 30, "no", 45, "not_asked", 20, "refused", 5)
	channels    = among("contact_unit", 62, "reception_awareness", 10, "community_outreach", 18, "desk", 10)
	settings    = among("sexual_outdoor", 34, "sexual_indoor", 22, "sexual_massage_parlour", 6, "sexual_online", 6, "domestic", 2, "labour", 14, "begging", 8, "illegal_economies", 2, "undefined", 6)
	places      = among("informal", 5, "formal", 3, "worship", 2)
	newnesses   = among("new", 55, "unsure", 10, "known_not_linkable", 35)
	types       = among("legal_advice", 12, "job_orientation", 9, "listening_interview", 16, "psychological_support", 5, "health_accompaniment", 14, "service_accompaniment", 10, "service_referral", 8, "rights_information", 12, "mediation", 8, "material_help", 4, "other", 2)
	outcomes    = among("completed", 70, "in_progress", 14, "no_show", 8, "declined", 5, "service_declined", 2, "not_completed", 1)
	deliveries  = among("social_interview", 30, "legal_support", 25, "health_support", 20, "language_teaching", 15, "job_orientation", 10)
	sources     = among("social_secretariat", 30, "referral", 30, "contact_unit", 25, "desk", 10, "other", 5)
	modes       = among("outdoor", 50, "indoor_phone", 15, "indoor_visit", 15, "labour_site", 10, "online", 10)
	information = among("yes", 70, "no", 20, "not_recorded", 10)
)

// UnitKinds are the kinds of the five units of each organisation.
var UnitKinds = [...]string{"contact_unit", "contact_unit", "contact_unit", "desk", "case_team"}

func (w *World) readLists(book *codebook.Book) error {
	codes := func(name string) []string {
		l, _ := book.List(name)
		var out []string
		for _, c := range l.Codes {
			if !c.Absent() {
				out = append(out, c.Code)
			}
		}
		return out
	}
	for _, name := range []string{"citizenship", "province", "language"} {
		if _, ok := book.List(name); !ok {
			return fmt.Errorf("gen: no list %s", name)
		}
	}
	countries := codes("citizenship")
	if len(countries) < Citizenships {
		return fmt.Errorf("gen: only %d citizenships", len(countries))
	}
	list, _ := book.List("citizenship")
	for _, code := range countries {
		c, _ := list.Find(code)
		w.regions[code] = c.Attributes["region"]
	}
	w.countries, w.provinces, w.languages = zipf(countries[:Citizenships]), zipf(codes("province")), zipf(codes("language")[:30])
	return nil
}

// enrol finds out when each person was first enrolled here: an action after that day is no proximity action.
func (w *World) enrol() {
	w.enrolled = make([]int32, w.counts[Persons])
	for p := range w.enrolled {
		w.enrolled[p] = never
	}
	for i := range w.counts[Enrolments] {
		if e := w.Enrolment(i); e.Type == "own" {
			w.enrolled[e.Person] = min(w.enrolled[e.Person], int32(e.Day))
		}
	}
}

// Enrolled reports whether a person was ever enrolled in this network.
func (w *World) Enrolled(person int) bool { return w.enrolled[person] != never }

// Facts are a person's own.
func (w *World) Facts(person int) Facts { return w.facts(w.dice(Persons, person)) }

func (w *World) facts(d *dice) Facts {
	f := Facts{Gender: genders.draw(d), AgeBand: ages.draw(d), Citizenship: w.countries.draw(d), Protection: answers.draw(d)}
	f.Region = w.regions[f.Citizenship]
	if f.Region == "" {
		f.Region = "not_asked"
	}
	if d.in(12) {
		f.Citizenship = "not_asked"
	}
	return f
}

// Origin is the citizenship, or the region where that is not known.
func (f Facts) Origin() string {
	if f.Citizenship == "not_asked" {
		return f.Region
	}
	return f.Citizenship
}

// unit draws one of the units; the last ten are those of the other project.
func (w *World) unit(d *dice) int { return d.below(Units) }

// OrganisationOf and ProjectOf say whose a unit is.
func OrganisationOf(unit int) int { return unit / (Units / Organisations) }

// ProjectOf is the project that pays a unit.
func ProjectOf(unit int) string {
	if unit >= Units-Units/Organisations {
		return Other
	}
	return Project
}

// KindOf is the kind of a unit.
func KindOf(unit int) string { return UnitKinds[unit%len(UnitKinds)] }

// Contact draws contact i.
func (w *World) Contact(i int) Contact {
	d := w.dice(Contacts, i)
	c := Contact{
		ID: w.ID(Contacts, i), Kind: Contacts, Person: Nobody, Outing: Nobody, Day: w.day(Contacts, i), Unit: w.unit(d), Headcount: 1,
		Province: w.provinces.draw(d), Channel: channels.draw(d), Setting: "undefined", Language: w.languages.draw(d), Information: information.draw(d),
	}
	switch c.Channel {
	case "contact_unit":
		c.Setting = settings.draw(d)
		c.Advert = c.Setting == "sexual_indoor" && d.in(40)
		first, last := w.from(Outings, c.Day), w.from(Outings, c.Day+1)
		if last > first && d.in(80) {
			c.Outing = first + d.below(last-first)
		}
	case "reception_awareness":
		c.Place = "cas"
	case "community_outreach":
		c.Place = places.draw(d)
	}
	if i%8 == 7 {
		c.Newness, c.Facts = newnesses.draw(d), w.facts(d)
		return c
	}
	c.Person, c.Newness = w.person(Contacts, i), "known"
	c.Facts = w.Facts(c.Person)
	return c
}

// Attendees draws one of the two groups that meeting i met: all of one gender.
func (w *World) Attendees(i, group int) Contact {
	d := w.dice(Meetings, i)
	c := Contact{
		ID: w.ID(Meetings, i), Kind: Meetings, Person: Nobody, Outing: Nobody, Day: w.day(Meetings, i), Unit: w.unit(d),
		Province: w.provinces.draw(d), Channel: "community_outreach", Place: places.draw(d), Setting: "undefined", Newness: "new",
		Facts: Facts{Gender: "woman", AgeBand: "adult", Citizenship: "not_asked", Region: "not_asked", Protection: "not_asked"},
	}
	c.Headcount = 1 + d.below(12)
	if group == 1 {
		c.Gender, c.Headcount = "man", 1+d.below(9)
	}
	return c
}

// Interview draws interview i. On every other day it is with somebody whom a unit met that same day.
func (w *World) Interview(i int) Contact {
	d := w.dice(Interviews, i)
	c := Contact{
		ID: w.ID(Interviews, i), Kind: Interviews, Outing: Nobody, Day: w.day(Interviews, i), Unit: w.unit(d), Headcount: 1,
		Province: w.provinces.draw(d), Channel: "identification_interview", Setting: "undefined", Newness: "known",
		Language: w.languages.draw(d), Information: information.draw(d),
	}
	c.Person = w.person(Interviews, i)
	if c.Day%2 == 0 {
		at := i - w.from(Interviews, c.Day)
		if met := (w.from(Contacts, c.Day) + 7 + at*8) / 8 * 8; met < w.from(Contacts, c.Day+1) { // one of eight is unlinked: never a multiple
			c.Person = w.person(Contacts, met)
		}
	}
	c.Facts = w.Facts(c.Person)
	c.Protection = "not_recorded"
	return c
}

// Action draws proximity action i: for a person, or one time in eight for an unlinked individual of that day or before.
func (w *World) Action(i int) Action {
	d := w.dice(Actions, i)
	a := Action{ID: w.ID(Actions, i), Person: Nobody, Contact: Nobody, Day: w.day(Actions, i), Unit: w.unit(d), Province: w.provinces.draw(d), Type: types.draw(d), Outcome: outcomes.draw(d)}
	if last := w.from(Contacts, a.Day+1); i%8 == 7 && last > 8 {
		met := last - 1 - d.below(min(last-8, 4000))
		a.Contact = met - met%8 + 7
		if a.Contact >= last {
			a.Contact -= 8
		}
		return a
	}
	a.Person = w.person(Actions, i)
	a.InCharge = w.enrolled[a.Person] <= int32(a.Day)
	return a
}

// Delivery draws delivery i.
func (w *World) Delivery(i int) Action {
	d := w.dice(Deliveries, i)
	return Action{ID: w.ID(Deliveries, i), Person: w.person(Deliveries, i), Contact: Nobody, Day: w.day(Deliveries, i), Unit: w.unit(d), Minutes: 15 * (1 + d.below(8)), Province: w.provinces.draw(d), Type: deliveries.draw(d)}
}

// Enrolment draws enrolment i; its Type is the kind, own or elsewhere.
func (w *World) Enrolment(i int) Enrolment {
	d := w.dice(Enrolments, i)
	e := Enrolment{ID: w.ID(Enrolments, i), Person: w.person(Enrolments, i), Day: w.day(Enrolments, i), Unit: w.unit(d), Province: w.provinces.draw(d), Source: sources.draw(d), Type: "own"}
	if d.in(20) {
		e.Type = "elsewhere"
	}
	return e
}

// Protection draws answer i about international protection.
func (w *World) Protection(i int) (id string, person, day, organisation int, answer string) {
	d := w.dice(Protections, i)
	return w.ID(Protections, i), w.person(Protections, i), w.day(Protections, i), d.below(Organisations), answers.draw(d)
}

// Outing draws outing i.
func (w *World) Outing(i int) Outing {
	d := w.dice(Outings, i)
	return Outing{
		ID: w.ID(Outings, i), Day: w.day(Outings, i), Unit: w.unit(d), Minutes: 60 + 15*d.below(20), Kilometres: d.below(80), Material: d.below(40), Seen: d.below(30),
		Province: w.provinces.draw(d), Mode: modes.draw(d), OnCall: d.in(5),
	}
}
