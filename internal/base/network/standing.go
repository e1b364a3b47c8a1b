package network

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
)

// Standing answers Denied "policy.denied" where the account that a transaction's grant was given to is not what it was: suspended, gone, or without the role that the grant rests on. It goes by the rows, which were held against
// the roster when the grant was decided.
func Standing(tx *store.Tx) error {
	g := tx.Grant()
	type row struct {
		status policy.Status
		roles  int64
	}
	r, found, err := store.One(tx, func(from store.Row) (r row, err error) { return r, from.Scan(&r.status, &r.roles) },
		`SELECT a.status, (SELECT COUNT(*) FROM network_roles r WHERE r.account_id = a.id AND r.role = $1) FROM network_accounts a WHERE a.id = $2`, string(g.Role()), g.Actor())
	if err != nil {
		return errs.Wrap(err, "find the standing of", g.Actor())
	}
	who := policy.Subject{Account: g.Actor(), Organisation: g.Organisation(), Lead: true, Status: r.status}
	if r.roles > 0 {
		who.Roles = []policy.Role{g.Role()}
	}
	if !found || !g.Stands(who) {
		return errs.E(errs.Denied, "policy.denied", "action", string(g.Action()))
	}
	return nil
}
