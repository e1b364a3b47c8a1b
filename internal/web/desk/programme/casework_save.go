package programme

import (
	"slices"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// recordForm is a form about one person, as data: all of casework is asked and kept the same way.
type recordForm struct {
	name      string // prefix of its words
	path      string // last part of its address
	noun      string // of the record
	questions []kit.Question
	prefilled []string // names and answers it starts with, besides unit, day and province
	keep      func(d *Desk, tx *store.Tx, w casework.Work, fields *page.Fields) (id string, err error)
}

var caseworkEnd = []kit.Question{{Name: "unit", By: kit.ByList, List: "unit", More: true}, {Name: "province", By: kit.ByList, List: "province", More: true}}

var interviewForm = recordForm{
	name: "interview_new", path: "interviews", noun: "interview", prefilled: []string{"language", "not_recorded", "information", "not_asked"},
	questions: append([]kit.Question{
		{Name: "day", By: kit.ByDay, As: "interview_day"},
		{Name: "language", By: kit.ByList, List: "language"},
		{Name: "mediator", By: kit.ByTick},
		{Name: "information", By: kit.ByCards, List: "information"},
	}, caseworkEnd...),
	keep: func(d *Desk, tx *store.Tx, w casework.Work, fields *page.Fields) (string, error) {
		i, err := intake.New(d.Book).Interview(tx, casework.Interview{
			Work: w, Language: fields.Text("language"), Mediator: fields.Is("mediator", "yes"), Information: fields.Text("information"),
		})
		return i.ID, err
	},
}

var enrolmentForm = recordForm{
	name: "enrolment_new", path: "enrolments", noun: "enrolment", prefilled: []string{"kind", "own"},
	questions: append([]kit.Question{
		{Name: "kind", By: kit.ByCards, List: "enrolment_kind", As: "enrolled_where"},
		{Name: "source", By: kit.ByCards, List: "enrolment_source"},
		{Name: "day", By: kit.ByDay, As: "enrolment_day"},
		{Name: "receiver", By: kit.ByWord},
	}, caseworkEnd...),
	keep: func(d *Desk, tx *store.Tx, w casework.Work, fields *page.Fields) (string, error) {
		e, err := intake.New(d.Book).Enrolment(tx, casework.Enrolment{
			Work: w, Kind: fields.Text("kind"), Source: fields.Text("source"), Receiver: fields.Text("receiver"),
		})
		return e.ID, err
	},
}

var deliveryForm = recordForm{
	name: "delivery_new", path: "deliveries", noun: "delivery",
	questions: append([]kit.Question{
		{Name: "type", By: kit.ByCards, List: "delivery_type", As: "delivery"},
		{Name: "day", By: kit.ByDay, As: "delivery_day"},
		{Name: "minutes", By: kit.ByNumber},
	}, caseworkEnd...),
	keep: func(d *Desk, tx *store.Tx, w casework.Work, fields *page.Fields) (string, error) {
		minutes, _ := kit.WholeNumber(fields.Text("minutes")) // recordSave has found it to be one
		v, err := intake.New(d.Book).Delivery(tx, casework.Delivery{Work: w, Type: fields.Text("type"), Minutes: minutes})
		return v.ID, err
	},
}

var protectionForm = recordForm{
	name: "protection_new", path: "protection", noun: "protection",
	questions: []kit.Question{
		{Name: "answer", By: kit.ByCards, List: "protection", As: "protection"},
		{Name: "day", By: kit.ByDay, As: "protection_day"},
	},
	keep: func(d *Desk, tx *store.Tx, w casework.Work, fields *page.Fields) (string, error) {
		a, err := intake.New(d.Book).Protection(tx, person.Protection{
			PersonID: w.PersonID, OrganisationID: w.OrganisationID, Day: w.Day, Answer: fields.Text("answer"),
		})
		return a.ID, err
	},
}

// recordNew asks what the form of a record asks, about the person of the address.
func (d *Desk) recordNew(f recordForm) page.Handler {
	return func(r *page.Request) error {
		fields, err := r.Fields()
		if err != nil {
			return err
		}
		p, err := d.ReadPerson(r)
		if err != nil {
			return err
		}
		day, err := d.Today(r)
		if err != nil {
			return err
		}
		unit, err := d.firstDesk(r)
		if err != nil {
			return err
		}
		kit.Prefill(fields, append([]string{"unit", string(unit.ID), "day", day, "province", unit.Province}, f.prefilled...)...)
		return d.ShowForm(r, 200, f.ask(p, fields))
	}
}

func (f recordForm) ask(p person.Person, fields *page.Fields) kit.Form {
	return kit.Form{
		Name: f.name, Action: "/people/" + string(p.ID) + "/" + f.path, Fields: fields, Questions: f.questions,
		Back: page.Link{Label: p.Code, Path: "/people/" + string(p.ID)},
	}
}

// answers are all that was typed.
func (f recordForm) answers(fields *page.Fields) map[string]string {
	said := map[string]string{}
	for _, q := range f.questions {
		said[q.Name] = fields.Text(q.Name)
	}
	return said
}

// numbers finds the answers that must be numbers and are none, before anything is written.
func (f recordForm) numbers() kit.Bound {
	b := kit.Bound{Number: map[string]*int64{}}
	for _, q := range f.questions {
		if q.By == kit.ByNumber {
			b.Number[q.Name] = new(int64)
		}
	}
	return b
}

// recordSave keeps the answers and goes back to the person.
func (d *Desk) recordSave(f recordForm) page.Handler {
	return func(r *page.Request) error {
		fields, err := r.Fields()
		if err != nil {
			return err
		}
		p, err := d.ReadPerson(r)
		if err != nil {
			return err
		}
		f.numbers().Read(fields)
		if kit.Wrong(fields) {
			return d.GiveBack(r, f.ask(p, fields), nil)
		}
		w := casework.Work{PersonID: p.ID, Work: outreach.Work{
			OrganisationID: kit.Own(r), UnitID: network.UnitID(fields.Text("unit")), Day: fields.Text("day"), Province: fields.Text("province"),
		}}
		made, err := d.TakeIn(r, fields, []any{f.noun, p.ID, f.answers(fields)}, func(tx *store.Tx, _ *intake.Door) (work.Reference, error) {
			id, err := f.keep(d, tx, w, fields)
			return work.Reference{Noun: f.noun, ID: id}, err
		})
		if err != nil {
			return d.GiveBack(r, f.ask(p, fields), err)
		}
		path := kit.To("person", string(p.ID))
		return r.Redirect(kit.Done(path, "recorded", path+"/"+f.path+"/"+made.ID+"/"+kit.Remove))
	}
}

// recordRemove takes a record about a person back that was made by mistake. One that is not about them does not exist.
func (d *Desk) recordRemove(name string) page.Handler {
	return func(r *page.Request) error {
		p, err := d.ReadPerson(r)
		if err != nil {
			return err
		}
		made := work.Reference{Noun: name, ID: r.PathValue("record")}
		return d.TakeBack(r, made, kit.To("person", string(p.ID)), func(tx *store.Tx) (work.Reference, error) {
			about, err := rights.Registry().About(tx, string(p.ID))
			if err == nil && !slices.Contains(about, made) {
				err = errs.E(errs.NotFound, "person.none")
			}
			return work.Reference{}, err
		})
	}
}

// firstDesk is the unit that most likely talks with people at length: the first desk of the organisation, any unit without one.
func (d *Desk) firstDesk(r *page.Request) (unit network.Unit, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		s, err := kit.Around(tx)
		for _, u := range s.UnitList {
			if unit.ID == "" || unit.Kind != "desk" && u.Kind == "desk" {
				unit = u
			}
		}
		return err
	})
	return unit, err
}
