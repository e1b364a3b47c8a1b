package desk

import (
	"strconv"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// personQuestions are all that is kept about a person outside the vault; each may be answered by an absence.
var personQuestions = []question{
	{name: "gender", by: byCards, list: "gender"},
	{name: "age_band", by: byList, list: "age_band"},
	{name: "region", by: byList, list: "region"},
	{name: "citizenship", by: byList, list: "citizenship"},
	{name: "age_source", by: byCards, list: "age_source", more: true},
	{name: "region_source", by: byCards, list: "age_source", more: true},
	{name: "province", by: byList, list: "province", more: true},
	{name: "day", by: byDay, as: "first_known", more: true},
}

func personForm(p *person.Person) bound {
	return bound{text: map[string]*string{
		"gender": &p.Gender, "age_band": &p.AgeBand, "age_source": &p.AgeSource, "region": &p.Region, "region_source": &p.RegionSource,
		"citizenship": &p.Citizenship, "province": &p.Province, "day": &p.Day,
	}}
}

// personNew asks the few facts about a person; none must be known.
func (d *Desk) personNew(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	day, unit, err := d.here(r)
	if err != nil {
		return err
	}
	prefill(fields, "gender", "not_asked", "age_band", "not_asked", "region", "not_asked", "citizenship", "not_asked",
		"age_source", "not_recorded", "region_source", "not_recorded", "province", unit.Province, "day", day)
	return d.showForm(r, 200, d.personAsk(r, fields))
}

func (d *Desk) personAsk(r *page.Request, fields *page.Fields) form {
	return form{
		name: "person_new", action: "/people", fields: fields, questions: personQuestions, makes: true,
		back: page.Link{Label: r.Printer().T("desk.people.title"), Path: "/people"},
	}
}

// personSave records a person and goes on to their page, where the code stands.
func (d *Desk) personSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	p := person.Person{OrganisationID: own(r)}
	personForm(&p).read(fields)
	made, err := d.takeIn(r, fields, p, func(tx *store.Tx, door *intake.Door) (work.Reference, error) {
		p, err := door.Person(tx, p, policy.HoldsKeys(r.Subject().Roles))
		return work.Reference{Noun: person.Noun, ID: string(p.ID)}, err
	})
	if err != nil {
		return d.giveBack(r, d.personAsk(r, fields), err)
	}
	return r.Redirect("/people/" + made.ID + "?said=recorded")
}

// personEdit asks for the corrections of a person's facts and why.
func (d *Desk) personEdit(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	p, err := d.readPerson(r)
	if err != nil {
		return err
	}
	b := personForm(&p)
	b.fill(fields)
	return d.showForm(r, 200, personCorrection(p, fields, remembered(p.Revision, b.answers())))
}

func personCorrection(p person.Person, fields *page.Fields, hidden []page.Pair) form {
	questions := append(personQuestions[:len(personQuestions):len(personQuestions)], question{name: "reason", by: byCards, list: "correction_reason"})
	return form{
		name: "person_edit", action: "/people/" + string(p.ID) + "/edit", fields: fields, hidden: hidden, questions: questions,
		back: page.Link{Label: p.Code, Path: "/people/" + string(p.ID)},
	}
}

// personChange saves corrections, or shows both versions if somebody else was faster.
func (d *Desk) personChange(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	theirs, err := d.readPerson(r)
	if err != nil {
		return err
	}
	mine := theirs
	b := personForm(&mine)
	b.read(fields)
	mine.Revision, _ = strconv.ParseInt(fields.Text("revision"), 10, 64)
	a := personCorrection(theirs, fields, remembered(mine.Revision, saidBefore(fields, b)))
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		return person.New(d.Book).Correct(tx, mine, fields.Text("reason"))
	})
	switch {
	case meanwhile(err):
		return d.conflict(r, a, theirs.Revision, b, personForm(&theirs))
	case err != nil:
		return d.giveBack(r, a, err)
	}
	return r.Redirect("/people/" + string(theirs.ID) + "?said=changed")
}
