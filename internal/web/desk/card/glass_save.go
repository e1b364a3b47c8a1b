package card

import (
	"net/http"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// glassNew asks why somebody must be seen whose key the reader does not hold, and says what happens then.
func (d *Desk) glassNew(r *page.Request) error {
	c, who, err := d.LearnPerson(r)
	if err != nil {
		return err
	}
	a := d.glassAsk(r, who, &page.Fields{})
	a.Told = c
	return d.ShowForm(r, http.StatusOK, a)
}

func (d *Desk) glassAsk(r *page.Request, who person.Person, fields *page.Fields) kit.Form {
	return kit.Form{
		Name: "glass", Action: "/people/" + string(who.ID) + "/glass", Fields: fields, Stands: r.Printer().T("card.glass.what"),
		Questions: []kit.Question{{Name: "purpose", By: kit.ByCards, List: "glass_reason", As: "glass_reason"}},
		Back:      page.Link{Label: who.Code, Path: "/people/" + string(who.ID)},
	}
}

// glassSave breaks the glass: others are told, and a key holder is asked.
func (d *Desk) glassSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	who, err := d.ReadPerson(r)
	if err != nil {
		return err
	}
	reason, err := d.stated(fields, "glass_reason")
	if err == nil {
		err = d.GivenBack(r, fields)
	}
	if err == nil {
		err = d.Store.Reveal(r.Context(), r.Grant().For(reason), func(tx *store.Tx) error { return vault.Break(tx, who.ID, d.Budget) })
	}
	if err != nil {
		return d.GiveBack(r, d.glassAsk(r, who, fields), err)
	}
	return r.Say("/people/"+string(who.ID), "card.said.asked")
}

// glassAnswer opens one person to a colleague for an hour, or does not.
func (d *Desk) glassAnswer(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	var question vault.Question
	var asker network.Account
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if question, err = vault.Asked(tx, r.PathValue("id")); err != nil {
			return err
		}
		asker, err = network.Member(tx, question.Glass().Account)
		return err
	})
	if err != nil {
		return err
	}
	answer := question.No()
	if fields.Is("answer", "yes") {
		id, err := r.Identity()
		if err != nil {
			return err
		}
		if !asker.HoldsKeys() {
			return errs.E(errs.Conflict, "vault.glass_answered")
		}
		if answer, err = question.Yes(id, asker.Member()); err != nil {
			return err
		}
	}
	if err := d.Store.Write(r.Context(), r.Grant(), answer.Record); err != nil {
		return err
	}
	return r.Say("/", "card.said.answered")
}
