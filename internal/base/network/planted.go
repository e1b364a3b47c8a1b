package network

import (
	"bytes"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Forged reports whether a slot or the second factor of an account is not the one that its owner made last.
func Forged(tx *store.Tx, a Account) (bool, error) {
	r, err := Roster(tx)
	if err != nil {
		return false, err
	}
	if card, known := r.Card(string(a.ID)); !known || string(card.Standing) == "invited" {
		return false, nil // nobody enters there
	}
	stand, err := marksOf(tx, a)
	if err != nil {
		return false, err
	}
	said := r.Marks(string(a.ID))
	for name, m := range stand {
		if !bytes.Equal(said[name], m) {
			return true, nil
		}
	}
	for name := range said {
		if stand[name] == nil {
			return true, nil
		}
	}
	return false, nil
}

// Planted lists the sessions, invitations and proposals that the program did not write, by the accounts they name.
func Planted(tx *store.Tx) (list []string, err error) {
	sessions, err := store.List(tx, scanSession, sessionColumns+` ORDER BY id`)
	for _, s := range sessions {
		if !tx.Guarded(s.guard, "session", s.says()...) {
			list = append(list, string(s.holder))
		}
	}
	if err != nil {
		return list, errs.Wrap(err, "compare sessions")
	}
	links, err := store.List(tx, func(row store.Row) (l link, err error) {
		return l, row.Scan(&l.account, &l.token, &l.expires, &l.founding, &l.guard)
	}, `SELECT account_id, token, expires, founding, guard FROM network_invitations ORDER BY account_id`)
	for _, l := range links {
		if !tx.Guarded(l.guard, "invitation", l.says()...) {
			list = append(list, string(l.account))
		}
	}
	if err != nil {
		return list, errs.Wrap(err, "compare invitations")
	}
	proposals, err := allProposals(tx)
	for _, p := range proposals {
		if p.planted {
			list = append(list, string(p.Account))
		}
	}
	return list, err
}
