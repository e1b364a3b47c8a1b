package desk

import (
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

var actionQuestions = []question{
	{name: "type", by: byCards, list: "action_type"},
	{name: "code", by: byWord},
	{name: "unit", by: byList, list: "unit"},
	{name: "day", by: byDay, as: "done_day"},
	{name: "outcome", by: byList, list: "outcome", more: true},
	{name: "province", by: byList, list: "province", more: true},
}

// actionNew asks about a proximity action, for the person or the contact that the address names.
func (d *Desk) actionNew(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	day, unit, err := d.here(r)
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
			k, err := outreach.FindContact(tx, id)
			unit, day = network.Unit{ID: k.UnitID, Province: k.Province}, max(day, k.Day)
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	prefill(fields, "unit", string(unit.ID), "day", day, "outcome", "completed", "province", unit.Province)
	return d.showForm(r, 200, d.actionAsk(r, fields))
}

func (d *Desk) actionAsk(r *page.Request, fields *page.Fields) form {
	a := form{
		name: "action_new", action: "/actions", fields: fields, questions: actionQuestions, makes: true,
		back: page.Link{Label: r.Printer().T("desk.actions.title"), Path: "/actions"},
	}
	if contact := fields.Text("contact"); contact != "" {
		a.hidden = append(a.hidden, page.Pair{Name: "contact", Value: contact})
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
		Work: outreach.Work{OrganisationID: own(r), UnitID: network.UnitID(fields.Text("unit")), Day: fields.Text("day"), Province: fields.Text("province")},
		Type: fields.Text("type"), Outcome: fields.Text("outcome"), ContactID: fields.Text("contact"),
	}
	who := intake.Who{Code: fields.Text("code")}
	_, err = d.takeIn(r, fields, []any{a, who}, func(tx *store.Tx, door *intake.Door) (work.Reference, error) {
		a, err := door.Action(tx, a, who)
		return work.Reference{Noun: "action", ID: a.ID}, err
	})
	if err != nil {
		return d.giveBack(r, d.actionAsk(r, fields), err)
	}
	if a.ContactID != "" {
		return r.Redirect("/contacts/" + a.ContactID + "?said=recorded")
	}
	return r.Redirect("/actions?said=recorded")
}
