package card

import (
	"net/http"
	"slices"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// restrictionShow says who may open a person's card, and lets whoever follows the person choose.
func (d *Desk) restrictionShow(r *page.Request) error {
	return d.restrictionAsk(r, http.StatusOK, nil)
}

// restrictionAsk shows the choice: as it stands, or as it was typed where fields are given.
func (d *Desk) restrictionAsk(r *page.Request, status int, fields *page.Fields) error {
	p := r.Printer()
	var who person.Person
	var standing policy.Resource
	var members []network.Account
	var confided []network.AccountID
	var restricted, keyed bool
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if who, err = person.Mine(tx, person.ID(r.PathValue("id"))); err != nil {
			return err
		}
		if standing, err = vault.Standing(tx, who.ID); err != nil {
			return err
		}
		if confided, restricted, err = vault.Confided(tx, who.ID); err != nil {
			return err
		}
		if keyed, err = vault.Holds(tx, kit.Own(r), network.AccountID(r.Subject().Account)); err != nil {
			return err
		}
		members, err = network.Members(tx)
		return err
	})
	if err == nil && !r.Grant().Decide(standing).Allowed {
		err = errs.E(errs.NotFound, "vault.none")
	}
	if err != nil {
		return err
	}
	path := "/people/" + string(who.ID)
	view := RestrictionView{
		Header: page.Header{
			Title: p.T("card.restrict.title"), Sub: p.T("card.restrict.sub"),
			Trail: []page.Link{{Label: p.T("desk.people.title"), Path: "/people"}, {Label: who.Code, Path: path}},
		},
		Path: path + "/restriction", Fields: fields, Now: CardState{Tone: page.Plain, Words: p.T("card.restrict.team")},
		Choose: page.Field{Name: "account", Label: p.T("card.restrict.who"), Hint: p.T("card.restrict.who_hint")},
		Back:   restricted && keyed,
	}
	if restricted {
		view.Now = CardState{Tone: page.Well, Words: p.T("card.restrict.few", "count", len(confided))}
	}
	if fields == nil {
		view.Fields = &page.Fields{}
	}
	var ticked []string
	for _, m := range members {
		held := slices.Contains(confided, m.ID)
		if held {
			view.Members = append(view.Members, m.Name)
		}
		if !m.HoldsKeys() || string(m.ID) == r.Subject().Account {
			continue
		}
		view.Choose.Options = append(view.Choose.Options, page.Option{Value: string(m.ID), Label: m.Name, Note: d.RoleName(p, m.Roles[0])})
		if held {
			ticked = append(ticked, string(m.ID))
		}
	}
	if fields == nil {
		view.Fields.Set("account", ticked...)
	}
	return r.RenderStatus(status, view.Header.Title, RestrictionPage(p, view))
}

// restrictionSave lets only the chosen colleagues open the card, besides the one who chooses.
func (d *Desk) restrictionSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	var chosen []network.AccountID
	for _, id := range fields.All("account") {
		chosen = append(chosen, network.AccountID(id))
	}
	err = d.restrict(r, func(tx *store.Tx, who person.ID) (vault.Restriction, error) { return vault.Restrict(tx, who, chosen) })
	if fields.Keep(err) {
		return d.restrictionAsk(r, http.StatusUnprocessableEntity, fields)
	}
	if err != nil {
		return err
	}
	return r.Say("/people/"+r.PathValue("id"), "card.said.restricted")
}

// restrictionLift gives a card back to the team.
func (d *Desk) restrictionLift(r *page.Request) error {
	if err := d.restrict(r, vault.Unrestrict); err != nil {
		return err
	}
	return r.Say("/people/"+r.PathValue("id"), "card.said.unrestricted")
}

// restrict moves a person's key, again if somebody writes in between.
func (d *Desk) restrict(r *page.Request, read func(*store.Tx, person.ID) (vault.Restriction, error)) error {
	id, err := r.Identity()
	if err != nil {
		return err
	}
	return seal.Retry(func() error {
		var moving vault.Restriction
		err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
			moving, err = read(tx, person.ID(r.PathValue("id")))
			return err
		})
		if err != nil {
			return err
		}
		moved, err := moving.Seal(id)
		if err != nil {
			return err
		}
		return d.Store.Write(r.Context(), r.Grant(), moved.Record)
	})
}
