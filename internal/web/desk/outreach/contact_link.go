package outreach

import (
	"strconv"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/work"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// contactLink asks who it was whom a contact met, once somebody knows.
func (d *Desk) contactLink(r *page.Request) error {
	c, k, err := d.learnContact(r)
	if err == nil && k.PersonID != "" {
		err = errs.E(errs.Conflict, "intake.linked_already").At("person", string(k.PersonID))
	}
	if err != nil {
		return err
	}
	a := d.linkAsk(r, k, &page.Fields{})
	a.Told = c
	return d.ShowForm(r, 200, a)
}

func (d *Desk) linkAsk(r *page.Request, k outreach.Contact, fields *page.Fields) kit.Form {
	return kit.Form{
		Name: "contact_link", Action: kit.To("contact", k.ID) + "/link", Fields: fields, Hidden: []page.Pair{{Name: "revision", Value: kit.Itoa(k.Revision)}},
		Questions: []kit.Question{{Name: "code", By: kit.ByWord, As: "person_code"}, {Name: "with_code", By: kit.ByTick}},
		Back:      page.Link{Label: r.Printer().T("desk.contact.title"), Path: kit.To("contact", k.ID)},
	}
}

// contactLinkSave links a contact to a person, and offers to undo it.
func (d *Desk) contactLinkSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	if d.Undoes(r, fields) {
		return d.contactRelink(r, fields)
	}
	revision, _ := strconv.ParseInt(fields.Text("revision"), 10, 64)
	id, who := r.PathValue("id"), whom(fields)
	_, err = d.TakeIn(r, fields, []any{id, revision, who}, func(tx *store.Tx, door *intake.Door) (work.Reference, error) {
		_, err := door.Link(tx, id, who, revision)
		return work.Reference{Noun: "contact", ID: id}, err
	})
	if err != nil {
		c, k, failed := d.learnContact(r)
		if failed != nil {
			return failed
		}
		a := d.linkAsk(r, k, fields)
		a.Told = c
		a.Hidden = append(a.Hidden, surely(fields, err)...)
		return d.GiveBack(r, a, err)
	}
	newcomer := ""
	if who.Newcomer && who.Code == "" {
		if newcomer, err = d.metIn(r, id); err != nil {
			return err
		}
	}
	path := kit.To("contact", id)
	return d.Done(r, path, page.Sentence{"desk.said.linked"}, path+"/"+kit.Unlink, "at", kit.Itoa(revision+1), "newcomer", newcomer)
}

// contactUnlinkAsk asks why a contact is unlinked that was linked to the wrong person.
func (d *Desk) contactUnlinkAsk(r *page.Request) error {
	c, k, err := d.learnContact(r)
	if err == nil && k.PersonID == "" {
		err = errs.E(errs.Conflict, "intake.not_linked").At("contact", k.ID)
	}
	if err != nil {
		return err
	}
	a := d.unlinkAsk(r, k, &page.Fields{})
	a.Told = c
	return d.ShowForm(r, 200, a)
}

func (d *Desk) unlinkAsk(r *page.Request, k outreach.Contact, fields *page.Fields) kit.Form {
	return kit.Form{
		Name: "contact_unlink", Action: kit.To("contact", k.ID) + "/" + kit.Unlink, Fields: fields, Hidden: []page.Pair{{Name: "revision", Value: kit.Itoa(k.Revision)}},
		Questions: []kit.Question{{Name: "reason", By: kit.ByCards, List: "correction_reason"}},
		Back:      page.Link{Label: r.Printer().T("desk.contact.title"), Path: kit.To("contact", k.ID)},
	}
}

// contactDetach unlinks a contact for a reason, and offers to undo that.
func (d *Desk) contactDetach(r *page.Request, fields *page.Fields) error {
	revision, _ := strconv.ParseInt(fields.Text("revision"), 10, 64)
	id, reason := r.PathValue("id"), fields.Text("reason")
	var k outreach.Contact
	_, err := d.TakeIn(r, fields, []any{"detach", id, revision, reason}, func(tx *store.Tx, door *intake.Door) (made work.Reference, err error) {
		if k, err = outreach.Contacts.Find(tx, id); err != nil {
			return made, err
		}
		return work.Reference{Noun: "contact", ID: id}, door.Detach(tx, id, revision, reason)
	})
	if err != nil {
		c, k, failed := d.learnContact(r)
		if failed != nil {
			return failed
		}
		a := d.unlinkAsk(r, k, fields)
		a.Told = c
		return d.GiveBack(r, a, err)
	}
	path := kit.To("contact", id)
	return d.Done(r, path, page.Sentence{"desk.said.detached"}, path+"/link", "at", kit.Itoa(revision+1), "newcomer", string(k.PersonID))
}

// contactRelink undoes that a contact was unlinked.
func (d *Desk) contactRelink(r *page.Request, fields *page.Fields) error {
	id := r.PathValue("id")
	_, err := d.Once(r, fields, []any{"relink", fields.Text("at"), kit.Newcomer(fields)}, func(tx *store.Tx) (work.Reference, error) {
		_, err := d.Door().Link(tx, id, intake.Who{ID: kit.Newcomer(fields), Same: true, Settled: true}, kit.At(fields))
		return work.Reference{Noun: "contact", ID: id}, err
	})
	if err != nil {
		return kit.Gone(err)
	}
	return r.Say(kit.To("contact", id), "desk.said.linked")
}

// contactUnlink undoes the link that was just made, or takes one back for a reason that was a mistake.
func (d *Desk) contactUnlink(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if !d.Undoes(r, fields) {
		if fields.Is("undo", "yes") {
			return kit.TooLate("contact", id)
		}
		return d.contactDetach(r, fields)
	}
	_, err = d.Once(r, fields, []any{"unlink", fields.Text("at"), kit.Newcomer(fields)}, func(tx *store.Tx) (work.Reference, error) {
		return work.Reference{Noun: "contact", ID: id}, d.Door().Unlink(tx, id, kit.At(fields), kit.Newcomer(fields))
	})
	if err != nil {
		return kit.Gone(err)
	}
	return r.Say(kit.To("contact", id), "desk.said.unlinked")
}
