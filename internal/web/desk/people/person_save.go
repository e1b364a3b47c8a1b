package people

import (
	"strconv"

	"approdo/internal/web/kit"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// personQuestions are all that is kept about a person outside the vault; each may be answered by an absence.
var personQuestions = []kit.Question{
	{Name: "gender", By: kit.ByCards, List: "gender"},
	{Name: "age_band", By: kit.ByList, List: "age_band"},
	{Name: "region", By: kit.ByList, List: "region"},
	{Name: "citizenship", By: kit.ByList, List: "citizenship"},
	{Name: "age_source", By: kit.ByCards, List: "age_source", More: true},
	{Name: "region_source", By: kit.ByCards, List: "age_source", More: true},
	{Name: "province", By: kit.ByList, List: "province", More: true},
	{Name: "day", By: kit.ByDay, As: "first_known", More: true},
}

func personForm(p *person.Person) kit.Bound {
	b := kit.Bind(person.Facts(p))
	b.Text["day"] = &p.Day
	return b
}

// personNew asks the few facts about a person; none must be known.
func (d *Desk) personNew(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	c, err := d.Learn(r)
	if err != nil {
		return err
	}
	kit.Prefill(fields, "gender", "not_asked", "age_band", "not_asked", "region", "not_asked", "citizenship", "not_asked",
		"age_source", "not_recorded", "region_source", "not_recorded", "province", c.Usual(kit.OnTheStreet).Province, "day", c.Today)
	a := d.personAsk(r, fields)
	a.Told = c
	return d.ShowForm(r, 200, a)
}

func (d *Desk) personAsk(r *page.Request, fields *page.Fields) kit.Form {
	return kit.Form{
		Name: "person_new", Action: "/people", Fields: fields, Questions: personQuestions,
		Back: page.Link{Label: r.Printer().T("desk.people.title"), Path: "/people"},
	}
}

// personSave records a person and goes on to their page, where the code stands.
func (d *Desk) personSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	p := person.Person{OrganisationID: kit.Own(r)}
	personForm(&p).Read(fields)
	made, err := d.TakeIn(r, fields, p, func(tx *store.Tx, door *intake.Door) (work.Reference, error) {
		p, err := door.Person(tx, p, policy.HoldsKeys(r.Subject().Roles))
		return work.Reference{Noun: person.Noun, ID: string(p.ID)}, err
	})
	if intake.SentOtherwise(err) {
		r.SetPathValue("id", made.ID)
		standing, err := d.ReadPerson(r)
		if err != nil {
			return err
		}
		return d.Corrects(r, personCorrection(standing, fields, kit.Remembered(standing.Revision, personForm(&standing).Answers())))
	}
	if err != nil {
		return d.GiveBack(r, d.personAsk(r, fields), err)
	}
	return d.Done(r, kit.To("person", made.ID), page.Sentence{"desk.said.recorded"}, kit.To("person", made.ID)+"/"+kit.Remove)
}

// personEdit asks for the corrections of a person's facts and why.
func (d *Desk) personEdit(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	c, p, err := d.LearnPerson(r)
	if err != nil {
		return err
	}
	b := personForm(&p)
	b.Fill(fields)
	a := personCorrection(p, fields, kit.Remembered(p.Revision, b.Answers()))
	a.Told = c
	return d.ShowForm(r, 200, a)
}

func personCorrection(p person.Person, fields *page.Fields, hidden []page.Pair) kit.Form {
	questions := append(personQuestions[:len(personQuestions):len(personQuestions)], kit.Question{Name: "reason", By: kit.ByCards, List: "correction_reason"})
	return kit.Form{
		Name: "person_edit", Action: "/people/" + string(p.ID) + "/edit", Fields: fields, Hidden: hidden, Questions: questions,
		Back: page.Link{Label: p.Code, Path: "/people/" + string(p.ID)},
	}
}

// personChange saves corrections, or shows both versions if somebody else was faster.
func (d *Desk) personChange(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	revision, _ := strconv.ParseInt(fields.Text("revision"), 10, 64)
	var theirs, mine person.Person
	read := func(tx *store.Tx) (kit.Correction, error) {
		var err error
		if theirs, err = person.Mine(tx, person.ID(r.PathValue("id"))); err != nil {
			return kit.Correction{}, err
		}
		mine = theirs
		b := personForm(&mine)
		b.Read(fields)
		mine.Revision = revision
		return kit.Correction{
			Noun: person.Noun, ID: string(theirs.ID), Revision: revision, Standing: theirs.Revision, Mine: b, Theirs: personForm(&theirs),
			Save: func(tx *store.Tx) error { return person.New(d.Book).Correct(tx, mine, fields.Text("reason")) },
		}, nil
	}
	return d.Correct(r, fields, read, func(*kit.Teller) kit.Form {
		return personCorrection(theirs, fields, kit.Remembered(revision, kit.SaidBefore(fields, personForm(&mine))))
	})
}

// personRestore undoes the correction that was just made.
func (d *Desk) personRestore(r *page.Request) error {
	return d.Restored(r, person.Noun, func(tx *store.Tx, revision int64) error {
		return person.New(d.Book).Restore(tx, person.ID(r.PathValue("id")), revision)
	})
}

// personRemove takes a sheet back on which nothing stands yet.
func (d *Desk) personRemove(r *page.Request) error {
	return d.TakeBack(r, work.Reference{Noun: person.Noun, ID: r.PathValue("id")}, "/people", func(tx *store.Tx) (work.Reference, error) {
		_, err := person.Mine(tx, person.ID(r.PathValue("id")))
		return work.Reference{}, err
	})
}
