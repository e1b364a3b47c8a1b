package demo

import (
	"context"
	"slices"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
)

// restrict lets one card of each case manager be opened by a colleague at the desk alone, besides them.
func (v *vaults) restrict(ctx context.Context, s *store.Store) error {
	for _, a := range v.members {
		if !slices.Contains(a.Roles, policy.CaseManager) {
			continue
		}
		desk := slices.IndexFunc(v.members, func(m network.Account) bool {
			return m.OrganisationID == a.OrganisationID && m.ID != a.ID && m.HoldsKeys() && slices.Contains(m.Roles, policy.DeskWorker)
		})
		if desk < 0 {
			continue
		}
		if err := v.restrictOne(ctx, s, a, v.members[desk].ID); err != nil {
			return err
		}
	}
	return nil
}

func (v *vaults) restrictOne(ctx context.Context, s *store.Store, a network.Account, colleague network.AccountID) error {
	reading, err := policy.Authorize(a.Subject(), policy.IdentityReveal)
	if err != nil {
		return err
	}
	grant, err := policy.Authorize(a.Subject(), policy.IdentityRestrict)
	if err != nil {
		return err
	}
	id, err := v.seeds[a.Login].Identity()
	if err != nil {
		return err
	}
	var own []person.ID
	err = s.Read(ctx, reading, func(tx *store.Tx) (err error) {
		own, err = vault.Seen(tx)
		return err
	})
	if err != nil || len(own) == 0 {
		return err
	}
	var restriction vault.Restriction
	err = s.Read(ctx, grant, func(tx *store.Tx) (err error) {
		restriction, err = vault.Restrict(tx, own[len(own)-1], []network.AccountID{colleague})
		return err
	})
	if err != nil {
		return err
	}
	restricted, err := restriction.Seal(id)
	if err != nil {
		return err
	}
	return s.Write(ctx, grant, restricted.Record)
}
