package admin

import (
	"net/http"

	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// papersSave makes the recovery key. Its shares wait in the memory of this session to be shown once each; a program that stops meanwhile has lost
// them, and the key is made anew.
func (a *Admin) papersSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	session, _, err := a.mine(r)
	if err != nil {
		return err
	}
	var custodians [3]string
	for i := range custodians {
		custodians[i] = fields.Text(vault.CustodianField(i + 1))
	}
	ceremony, err := vault.Convene(network.OrganisationID(r.Subject().Organisation), custodians)
	if err != nil {
		if fields.Keep(err) {
			return a.papersAsk(r, http.StatusUnprocessableEntity, fields)
		}
		return err
	}
	ceremony.Instead = fields.Text("papers")
	if ceremony.By, err = signing(r); err != nil {
		return err
	}
	if err := a.Store.Write(r.Context(), r.Grant(), ceremony.Record); err != nil {
		return err
	}
	for i, share := range ceremony.Shares {
		if err := a.Keyring.Lay(session.Token, paperName(i+1), []byte(share)); err != nil {
			return err
		}
	}
	return r.Redirect("/setup/recovery")
}

// papersDrop gives coming papers up.
func (a *Admin) papersDrop(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	by, err := signing(r)
	if err != nil {
		return err
	}
	err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return vault.DropComing(tx, fields.Text("papers"), by) })
	if err != nil {
		return err
	}
	return r.Redirect("/setup/recovery")
}

// papersForce puts coming papers in force, those that the reader saw.
func (a *Admin) papersForce(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	return a.renew(r, func(tx *store.Tx) (vault.Renewal, error) { return vault.Renew(tx, fields.Text("papers")) })
}

// papersSeal seals the reader's keys anew, to the papers in force.
func (a *Admin) papersSeal(r *page.Request) error { return a.renew(r, vault.Reseal) }

func (a *Admin) renew(r *page.Request, read func(*store.Tx) (vault.Renewal, error)) error {
	id, err := r.Identity()
	if err != nil {
		return err
	}
	err = seal.Retry(func() error {
		var renewal vault.Renewal
		err := a.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
			renewal, err = read(tx)
			return err
		})
		if err != nil {
			return err
		}
		renewed, err := renewal.Seal(id)
		if err != nil {
			return err
		}
		return a.Store.Write(r.Context(), r.Grant(), renewed.Record)
	})
	if err != nil {
		return err
	}
	return r.Redirect("/setup/recovery")
}
