package card

import (
	"slices"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// teamKeys is how things stand with the keys that the reader holds: the team's, and of restricted cases those to be replaced.
type teamKeys struct {
	door    vault.Door
	members []network.Account
	waiting []network.Account // may hold the key and do not
	left    []network.Account // knew the key and may not any more
	cases   []vault.CompartmentID
}

// readTeamKeys reads it; Conflict "vault.no_key" for a reader who does not hold the team's key, who may hold those of cases all the same;
// "vault.not_founded" before there is one.
func readTeamKeys(tx *store.Tx, o network.OrganisationID) (k teamKeys, err error) {
	if k.cases, err = vault.Outdated(tx); err != nil {
		return k, err
	}
	if _, err = vault.FindTeam(tx, o); err != nil {
		return k, err
	}
	if k.door, err = vault.TeamDoor(tx); err != nil {
		return k, err
	}
	if k.members, err = network.Members(tx); err != nil {
		return k, err
	}
	for _, a := range k.members {
		if a.Knew {
			k.left = append(k.left, a)
		}
	}
	k.waiting, err = vault.Waiting(tx, o, k.members)
	return k, err
}

// teamless reports whether the reader does not hold the team's key, or nobody does yet.
func teamless(e *errs.Error) bool { return e.Key == "vault.no_key" || e.Key == "vault.not_founded" }

// keyShow says who waits for the team's key, and whether it has to be changed.
func (d *Desk) keyShow(r *page.Request) error {
	p := r.Printer()
	view := KeyView{Header: page.Header{Title: p.T("card.keys.title"), Sub: p.T("card.keys.sub")}}
	var keys teamKeys
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if view.Papers, err = d.PapersHome(r, tx); err != nil {
			return err
		}
		keys, err = readTeamKeys(tx, kit.Own(r))
		return err
	})
	view.Cases = len(keys.cases)
	if e, known := errs.Of(err); known && teamless(e) {
		view.Without = p.Error(e)
		return r.Render(view.Header.Title, KeyPage(p, view))
	}
	if err != nil {
		return err
	}
	for _, a := range keys.waiting {
		view.Waiting = append(view.Waiting, KeyRow{
			ID: string(a.ID), Name: a.Name, Note: d.RoleNames(p, a.Roles) + " · " + a.Public.Fingerprint(), Fingerprint: a.Public.Fingerprint(), Roles: a.RoleTexts(),
		})
	}
	for _, a := range keys.left {
		view.Left = append(view.Left, a.Name)
	}
	return r.Render(view.Header.Title, KeyPage(p, view))
}

// keyGive seals the team's key to a colleague who waits for it, with the key and in the roles that the reader saw.
func (d *Desk) keyGive(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	var door vault.Door
	var colleague network.Account
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if colleague, err = asSeen(tx, fields); err != nil {
			return err
		}
		door, err = vault.TeamDoor(tx)
		return err
	})
	if err != nil {
		return err
	}
	if !colleague.HoldsKeys() {
		return errs.E(errs.NotFound, "vault.none")
	}
	id, err := r.Identity()
	if err != nil {
		return err
	}
	grants, err := door.Share(id, colleague.Member())
	if err == nil {
		err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
			if _, err := asSeen(tx, fields); err != nil {
				return err
			}
			return grants.Record(tx)
		})
	}
	if err != nil {
		return err
	}
	return r.Say("/keys", "card.said.key_given")
}

// asSeen reads the colleague of a form, who has the key and the roles that the form's reader saw; else it is a Conflict.
func asSeen(tx *store.Tx, fields *page.Fields) (network.Account, error) {
	colleague, err := network.Member(tx, network.AccountID(fields.Text("account")))
	switch {
	case err != nil:
	case colleague.Public.Fingerprint() != fields.Text("fingerprint"):
		err = errs.E(errs.Conflict, "network.other_key")
	case !slices.Equal(colleague.RoleTexts(), fields.All("roles")):
		err = errs.E(errs.Conflict, "network.other_roles")
	}
	return colleague, err
}

// keyTurn gives the team another key, since somebody who had the old one left, and so the restricted cases they knew. Who holds the keys of cases
// alone replaces those.
func (d *Desk) keyTurn(r *page.Request) error {
	var keys teamKeys
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		keys, err = readTeamKeys(tx, kit.Own(r))
		return err
	})
	switch e, known := errs.Of(err); {
	case err == nil:
		err = d.turn(r, keys.door.Compartment())
	case known && teamless(e) && len(keys.cases) > 0:
		err = nil
	}
	for _, c := range keys.cases {
		if err == nil {
			err = d.turn(r, c)
		}
	}
	if err != nil {
		return err
	}
	return r.Say("/keys", "card.said.key_turned")
}

// turn gives a compartment another key, sealed to those who hold the present one and may.
func (d *Desk) turn(r *page.Request, c vault.CompartmentID) error {
	id, err := r.Identity()
	if err != nil {
		return err
	}
	return seal.Retry(func() error {
		var turning vault.Turning
		var staying []roster.Member
		err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
			members, err := network.Members(tx)
			if err != nil {
				return err
			}
			if staying, err = vault.Staying(tx, c, members); err != nil {
				return err
			}
			turning, err = vault.Turn(tx, c)
			return err
		})
		if err != nil {
			return err
		}
		turned, err := turning.Seal(id, staying)
		if err != nil {
			return err
		}
		return d.Store.Write(r.Context(), r.Grant(), turned.Record)
	})
}

// KeysHome tells a key holder on the first page who waits for the key, and that it has to be changed.
func (d *Desk) KeysHome(r *page.Request, tx *store.Tx) ([]page.Fact, error) {
	if !policy.May(r.Subject(), policy.KeyGrant) {
		return nil, nil
	}
	keys, err := readTeamKeys(tx, kit.Own(r))
	if e, known := errs.Of(err); known && teamless(e) {
		err = nil
	}
	var facts []page.Fact
	p := r.Printer()
	link := page.Link{Label: p.T("card.keys.go"), Path: "/keys"}
	if n := len(keys.waiting); n > 0 {
		facts = append(facts, page.Fact{Tone: page.Due, Text: p.T("card.keys.waiting_count", "count", n), Link: link})
	}
	if n := len(keys.left); n > 0 {
		facts = append(facts, page.Fact{Tone: page.Late, Text: p.T("card.keys.left_count", "count", n), Link: link})
	} else if n := len(keys.cases); n > 0 {
		facts = append(facts, page.Fact{Tone: page.Late, Text: p.T("card.keys.cases_count", "count", n), Link: link})
	}
	return facts, err
}

// PapersHome tells a key holder what they could do about the papers of the recovery key: another's can be put in force, or a key of their own be sealed anew.
func (d *Desk) PapersHome(r *page.Request, tx *store.Tx) ([]page.Fact, error) {
	if !policy.May(r.Subject(), policy.RecoveryMake) {
		return nil, nil
	}
	waiting, err := vault.PapersWaiting(tx)
	p := r.Printer()
	link := page.Link{Label: p.T("card.keys.go"), Path: "/setup/recovery"}
	var facts []page.Fact
	if waiting.Force {
		facts = append(facts, page.Fact{Tone: page.Due, Text: p.T("card.keys.papers_force"), Link: link})
	}
	if n := waiting.Mine; n > 0 {
		facts = append(facts, page.Fact{Tone: page.Due, Text: p.T("card.keys.papers_seal", "count", n), Link: link})
	}
	return facts, err
}
