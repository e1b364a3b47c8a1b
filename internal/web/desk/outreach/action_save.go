package outreach

import (
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

var actionQuestions = []kit.Question{
	{Name: "type", By: kit.ByCards, List: "action_type"},
	{Name: "code", By: kit.ByWord},
	{Name: "unit", By: kit.ByList, List: "unit"},
	{Name: "day", By: kit.ByDay, As: "done_day"},
	{Name: "outcome", By: kit.ByList, List: "outcome", More: true},
	{Name: "province", By: kit.ByList, List: "province", More: true},
}

// actionNew asks about a proximity action, for the person or the contact that the address names.
func (d *Desk) actionNew(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	day, unit, err := d.Here(r)
	if err != nil {
		return err
	}
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		if id := fields.Text("person"); id != "" {
			p, err := person.Mine(tx, person.ID(id))
			fields.Set("code", p.Code)
			return err
		}
		if id := fields.Text("contact"); id != "" {
			k, err := outreach.Contacts.Find(tx, id)
			unit, day = network.Unit{ID: k.UnitID, Province: k.Province}, max(day, k.Day)
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	kit.Prefill(fields, "unit", string(unit.ID), "day", day, "outcome", "completed", "province", unit.Province)
	return d.ShowForm(r, 200, d.actionAsk(r, fields))
}

func (d *Desk) actionAsk(r *page.Request, fields *page.Fields) kit.Form {
	a := kit.Form{
		Name: "action_new", Action: "/actions", Fields: fields, Questions: actionQuestions,
		Back: page.Link{Label: r.Printer().T("desk.actions.title"), Path: "/actions"},
	}
	if contact := fields.Text("contact"); contact != "" {
		a.Hidden = append(a.Hidden, page.Pair{Name: "contact", Value: contact})
	}
	return a
}

// actionSave takes in a proximity action. That somebody who is in charge is given services instead is said on the form.
func (d *Desk) actionSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	a := outreach.Action{
		Work: outreach.Work{OrganisationID: kit.Own(r), UnitID: network.UnitID(fields.Text("unit")), Day: fields.Text("day"), Province: fields.Text("province")},
		Type: fields.Text("type"), Outcome: fields.Text("outcome"), ContactID: fields.Text("contact"),
	}
	who := intake.Who{Code: fields.Text("code")}
	made, err := d.TakeIn(r, fields, []any{a, who}, func(tx *store.Tx, door *intake.Door) (work.Reference, error) {
		a, err := door.Action(tx, a, who)
		return work.Reference{Noun: "action", ID: a.ID}, err
	})
	if err != nil {
		return d.GiveBack(r, d.actionAsk(r, fields), err)
	}
	leads, undo := kit.To("action", made.ID), kit.To("action", made.ID)+"/"+kit.Remove
	if a.ContactID != "" {
		leads = kit.To("contact", a.ContactID)
	}
	return r.Redirect(d.Done(r, leads, "recorded", undo))
}
