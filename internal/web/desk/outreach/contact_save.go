package outreach

import (
	"slices"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// blankContact says that nothing was asked; what the worker taps replaces it.
func blankContact() outreach.Contact {
	return outreach.Contact{
		Channel: "contact_unit", Setting: "undefined", Language: "not_asked", Information: "not_asked", Newness: "unsure",
		Gender: "not_asked", AgeBand: "not_asked", Citizenship: "not_asked", Region: "not_asked", RegionSource: "estimated", Protection: "not_asked",
	}
}

// contactNew asks about a contact. Inside an outing, setting, language and information stay as they were in the contact before.
func (d *Desk) contactNew(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	a, err := d.contactAsk(r, fields)
	if err != nil {
		return err
	}
	kit.Prefill(fields, contacts.Start...)
	return d.ShowForm(r, 200, a)
}

// contactAsk is the form: of an outing when the address names one, else with unit, day and channel of its own.
func (d *Desk) contactAsk(r *page.Request, fields *page.Fields) (kit.Form, error) {
	a := contacts.Blank(d.Desk, r, person.Person{}, fields)
	a.Taps = true
	if id := r.PathValue("id"); id != "" {
		var o outreach.Outing
		c, err := d.Learn(r, func(tx *store.Tx) (err error) {
			o, err = outreach.Outings.Find(tx, id)
			return err
		})
		a.Told = c
		kit.Prefill(fields, "province", o.Province)
		path := kit.To("outing", id)
		a.Action, a.Back = path+"/contacts", page.Link{Label: r.Printer().T("desk.outing.title"), Path: path}
		a.Questions = slices.DeleteFunc(a.Questions, func(q kit.Question) bool { return q.Name == "unit" || q.Name == "day" || q.Name == "channel" })
		return a, err
	}
	c, err := d.Learn(r)
	if err != nil {
		return a, err
	}
	a.Told = c
	unit := c.Usual(kit.OnTheStreet)
	kit.Prefill(fields, "unit", string(unit.ID), "day", c.Today, "channel", "contact_unit", "province", unit.Province)
	return a, nil
}

// contactSave records a contact and, inside an outing, is ready for the next one at once.
func (d *Desk) contactSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	a, err := d.contactAsk(r, fields)
	if err != nil {
		return err
	}
	k := blankContact()
	contacts.Asking(&kit.Teller{D: d.Desk, P: r.Printer()}, &k, fields).Read(fields)
	k.OrganisationID, k.OutingID = kit.Own(r), r.PathValue("id")
	who := whom(fields)
	if k.Untold() && who == (intake.Who{}) && !fields.Is("sure", "yes") {
		a.Hidden = append(a.Hidden, page.Pair{Name: "sure", Value: "yes"})
		return d.GiveBack(r, a, errs.E(errs.Conflict, "desk.contact.untold"))
	}
	made, err := d.TakeIn(r, fields, []any{k, who}, func(tx *store.Tx, door *intake.Door) (work.Reference, error) {
		k, err := door.Contact(tx, k, who)
		return work.Reference{Noun: "contact", ID: k.ID}, err
	})
	if intake.SentOtherwise(err) {
		return contacts.Corrects(d.Desk, r, made.ID, fields)
	}
	if err != nil {
		a.Hidden = append(a.Hidden, surely(fields, err)...)
		return d.GiveBack(r, a, err)
	}
	leads, undo := kit.To("contact", made.ID), kit.To("contact", made.ID)+"/"+kit.Remove
	newcomer := ""
	if who.Newcomer && who.Code == "" {
		if newcomer, err = d.metIn(r, made.ID); err != nil {
			return err
		}
	}
	if k.OutingID != "" {
		next := kit.With(map[string][]string{}, "setting", fields.Text("setting"), "language", fields.Text("language"), "information", fields.Text("information"))
		leads = "/outings/" + k.OutingID + "/contacts/new?" + next.Encode()
	}
	return d.Done(r, leads, page.Sentence{"desk.said.recorded"}, undo, "newcomer", newcomer)
}

// same is the hidden field in which a form brings the code back about which somebody was asked whether it is really the same person: saved again with it, they are sure.
const same = "same"

// whom is who somebody says that a contact met.
func whom(fields *page.Fields) intake.Who {
	code := fields.Text("code")
	return intake.Who{Code: code, Newcomer: fields.Is("with_code", "yes"), Same: code != "" && fields.Text(same) == code}
}

// surely remembers that somebody was asked whether it is the same person.
func surely(fields *page.Fields, err error) []page.Pair {
	if !intake.Doubted(err) && fields.Text(same) != fields.Text("code") {
		return nil
	}
	return []page.Pair{{Name: same, Value: fields.Text("code")}}
}

// metIn is the id of the person whom a contact met.
func (d *Desk) metIn(r *page.Request, contact string) (who string, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		k, err := outreach.Contacts.Find(tx, contact)
		who = string(k.PersonID)
		return err
	})
	return who, err
}

func (d *Desk) learnContact(r *page.Request) (c *kit.Teller, k outreach.Contact, err error) {
	c, err = d.Learn(r, func(tx *store.Tx) (err error) {
		k, err = outreach.Contacts.Find(tx, r.PathValue("id"))
		return err
	})
	return c, k, err
}
