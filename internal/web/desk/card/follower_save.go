package card

import (
	"encoding/hex"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// followerShow says whose own case a person is, and lets colleagues be added and taken out.
func (d *Desk) followerShow(r *page.Request) error {
	p := r.Printer()
	var who person.Person
	var followers []vault.Follower
	var members []network.Account
	var confided []network.AccountID
	var restricted bool
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if who, err = person.Mine(tx, person.ID(r.PathValue("id"))); err != nil {
			return err
		}
		if followers, err = vault.Followers(tx, who.ID); err != nil {
			return err
		}
		if confided, restricted, err = vault.Confided(tx, who.ID); err != nil {
			return err
		}
		members, err = network.Members(tx)
		return err
	})
	if err != nil {
		return err
	}
	view := FollowerView{
		Header: page.Header{
			Title: p.T("card.follow.title"), Sub: p.T("card.follow.sub"),
			Trail: []page.Link{{Label: p.T("desk.people.title"), Path: "/people"}, {Label: who.Code, Path: "/people/" + string(who.ID)}},
		},
		Path: "/people/" + string(who.ID) + "/followers", Fields: &page.Fields{}, Choose: page.Field{Name: "account", Label: p.T("card.follow.colleague")},
	}
	view.Fixed = restricted && !slices.Contains(confided, network.AccountID(r.Subject().Account))
	since := map[network.AccountID]string{}
	for _, f := range followers {
		since[f.Account] = f.Since
	}
	for _, m := range members {
		switch when, follows := since[m.ID]; {
		case follows:
			view.Followers = append(view.Followers, FollowerRow{ID: string(m.ID), Name: m.Name, Since: p.T("card.follow.since", "when", p.Day(when))})
		case m.HoldsKeys() && !view.Fixed && (!restricted || slices.Contains(confided, m.ID)):
			view.Choose.Options = append(view.Choose.Options, page.Option{Value: string(m.ID), Label: m.Name + " · " + d.RoleName(p, m.Roles[0])})
		}
	}
	return r.Render(view.Header.Title, FollowerPage(p, view))
}

// followerSave adds a colleague to those who follow a person, or takes one out, and offers to undo it; or undoes it.
func (d *Desk) followerSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	who, account, leaves := person.ID(r.PathValue("id")), network.AccountID(fields.Text("account")), fields.Is("follows", "no")
	undoes := d.Undoes(r, fields)
	if fields.Is("undo", "yes") && !undoes {
		return kit.TooLate(person.Noun, string(who))
	}
	changes := false
	err = d.Store.Reveal(r.Context(), r.Grant(), func(tx *store.Tx) error {
		if _, err := person.Mine(tx, who); err != nil {
			return err
		}
		if undoes {
			if account, err = d.follower(tx, who, fields.Text("follower")); err != nil {
				return err
			}
		}
		a, err := network.Member(tx, account)
		if err != nil {
			return err
		}
		followers, err := vault.Followers(tx, who)
		if err != nil {
			return err
		}
		changes = leaves == slices.ContainsFunc(followers, func(f vault.Follower) bool { return f.Account == account })
		if leaves {
			return vault.Leave(tx, who, account)
		}
		if !policy.HoldsKeys(a.Roles) {
			return errs.E(errs.NotFound, "vault.none")
		}
		return vault.Follow(tx, who, account, d.Budget)
	})
	if undoes {
		err = kit.Gone(err)
	}
	if err != nil {
		return err
	}
	path := kit.To(person.Noun, string(who))
	if undoes {
		return r.Say(path, "card.said.follows_again")
	}
	undo, back := "", "no"
	if changes {
		undo = path + "/followers"
	}
	if leaves {
		back = "yes"
	}
	return d.Done(r, path, page.Sentence{"card.said.follows"}, undo, "follower", d.token(who, account), "follows", back)
}

// token stands in an address for somebody who follows a person: it tells the program alone who that is.
func (d *Desk) token(who person.ID, account network.AccountID) string {
	keys := d.Store.Keys()
	if keys == nil {
		return ""
	}
	token := keys.Token("undo of a follower", string(who), string(account))
	return hex.EncodeToString(token[:16])
}

// follower finds the colleague for whom a token stands.
func (d *Desk) follower(tx *store.Tx, who person.ID, token string) (network.AccountID, error) {
	members, err := network.Members(tx)
	for _, m := range members {
		if d.token(who, m.ID) == token {
			return m.ID, nil
		}
	}
	if err == nil {
		err = errs.E(errs.NotFound, "vault.none")
	}
	return "", err
}
