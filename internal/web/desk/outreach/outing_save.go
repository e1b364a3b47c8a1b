package outreach

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// outingNew asks about an outing, most of it answered already.
func (d *Desk) outingNew(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	c, ended, err := d.fromPlanned(r, fields)
	if err != nil {
		return err
	}
	if ended {
		return r.Redirect("/plans/" + fields.Text("plan"))
	}
	unit := c.Usual(kit.OnTheStreet)
	kit.Prefill(fields, "unit", string(unit.ID), "day", c.Today, "mode", "outdoor", "province", unit.Province)
	a := d.outingAsk(r, fields)
	a.Told = c
	return d.ShowForm(r, 200, a)
}

// fromPlanned answers the questions about an outing that was planned; of a planned outing that has ended there is nothing to record.
func (d *Desk) fromPlanned(r *page.Request, fields *page.Fields) (c *kit.Teller, ended bool, err error) {
	id := fields.Text("plan")
	if id == "" {
		c, err = d.Learn(r)
		return c, false, err
	}
	r.SetPathValue("id", id)
	c, x, err := planned.Find(d.Desk, r)
	if err != nil {
		return c, false, err
	}
	kit.Prefill(fields, "unit", string(x.UnitID), "province", c.Around.Units[x.UnitID].Province)
	if !x.Unread {
		kit.Prefill(fields, "day", x.Says.Day, "mode", x.Says.Mode)
	}
	return c, x.State != vault.Coming, nil
}

// outingAsk is the form, which carries on what was planned.
func (d *Desk) outingAsk(r *page.Request, fields *page.Fields) kit.Form {
	a := outings.Blank(d.Desk, r, person.Person{}, fields)
	if planned := fields.Text("plan"); planned != "" {
		a.Hidden = append(a.Hidden, page.Pair{Name: "plan", Value: planned})
	}
	return a
}

// outingSave records an outing and goes on to its page, where contacts are added.
func (d *Desk) outingSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	var o outreach.Outing
	outings.Asking(&kit.Teller{D: d.Desk, P: r.Printer()}, &o, fields).Read(fields)
	if kit.Wrong(fields) {
		return d.GiveBack(r, d.outingAsk(r, fields), nil)
	}
	o.OrganisationID = kit.Own(r)
	var unplanned error // why it is not what became of the planned one
	made, err := d.TakeIn(r, fields, []any{o, fields.Text("plan")}, func(tx *store.Tx, door *intake.Door) (work.Reference, error) {
		o, err := door.Outing(tx, o)
		made := work.Reference{Noun: "outing", ID: o.ID}
		unplanned = nil
		if planned := fields.Text("plan"); err == nil && planned != "" && policy.May(r.Subject(), policy.PlannedRecord) {
			unplanned = vault.Plans.End(tx, planned, vault.PlannedMade, o.ID)
			return made, unplanned
		}
		return made, err
	})
	if unplanned != nil {
		err = withoutPlanned(fields, unplanned)
	}
	if intake.SentOtherwise(err) {
		return outings.Corrects(d.Desk, r, made.ID, fields)
	}
	if err != nil {
		return d.GiveBack(r, d.outingAsk(r, fields), err)
	}
	undo := ""
	if fields.Text("plan") == "" { // what was planned and is made stays
		undo = kit.To("outing", made.ID) + "/" + kit.Remove
	}
	return d.Done(r, kit.To("outing", made.ID), page.Sentence{"desk.said.recorded"}, undo)
}

// withoutPlanned says what became of the planned outing from which one is recorded. Saved again, the outing is recorded without it: nobody is asked for ever about what they cannot change.
func withoutPlanned(fields *page.Fields, err error) error {
	state, ended := vault.Plans.Ended(err)
	switch kind := errs.KindOf(err); {
	case ended:
		err = errs.E(errs.Conflict, "desk.outing.planned_"+state)
	case kind == errs.Conflict || kind == errs.NotFound:
		err = errs.E(errs.Conflict, "desk.outing.planned_gone")
	default:
		return err
	}
	fields.Set("plan")
	return err
}
