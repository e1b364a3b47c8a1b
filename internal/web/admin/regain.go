package admin

import (
	"net/http"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// regainShow is where two custodians give a member the keys, when no colleague is left who could.
func (a *Admin) regainShow(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	return a.regainAsk(r, http.StatusOK, fields)
}

func (a *Admin) regainAsk(r *page.Request, status int, fields *page.Fields) error {
	var members []page.Option
	var former int
	err := a.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if former, err = vault.Orphans(tx, network.OrganisationID(r.Subject().Organisation)); err != nil {
			return err
		}
		list, err := network.Members(tx)
		for _, m := range list {
			waits := m.Status == policy.Accepted && policy.HoldsKeys(m.Roles)
			if (m.HoldsKeys() || waits) && !slices.Contains(m.Roles, policy.OrganisationAdmin) && string(m.ID) != r.Subject().Account {
				label := m.Name + " · " + a.roleNames(r.Printer(), m.Roles) + " · " + m.Public.Fingerprint()
				members = append(members, page.Option{Value: choice(m), Label: label})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	p := r.Printer()
	title := p.T("setup.regain.title")
	view := FormView{
		Header: page.Header{Title: title, Trail: setup(r, true)}, Lead: []string{p.T("setup.regain.lead"), p.T("setup.regain.told")},
		Action: "/setup/regain", Fields: fields, Submit: p.T("setup.regain.save"),
		Asked: []Asked{
			{Field: page.Field{Name: "member", Label: p.T("setup.regain.member"), Hint: p.T("setup.regain.member_hint"), Options: members}, List: true},
			{Field: page.Field{Name: "first", Label: p.T("setup.regain.first"), Hint: p.T("setup.check.hint"), Autocomplete: "off"}},
			{Field: page.Field{Name: "second", Label: p.T("setup.regain.second"), Autocomplete: "off"}},
		},
	}
	if former > 0 {
		view.Lead = append(view.Lead, p.T("setup.regain.former", "count", former))
	}
	return r.RenderStatus(status, title, FormPage(p, view))
}

// choice is a member as the form offers them: who it is, with which key, in which roles.
func choice(m network.Account) string {
	sum := seal.Hash([]byte(m.Public), []byte(strings.Join(m.RoleTexts(), ",")))
	return string(m.ID) + "." + seal.Hex(sum[:8])
}

// regaining reads the member whom the form names, as they were seen.
func (a *Admin) regaining(r *page.Request, chosen string) (regain vault.Regain, err error) {
	id, _, _ := strings.Cut(chosen, ".")
	err = a.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		regain, err = vault.Regaining(tx, network.AccountID(id))
		return err
	})
	if errs.KindOf(err) == errs.NotFound && err != nil {
		err = errs.E(errs.Invalid, "setup.cannot_regain").On("member")
	}
	if err == nil && choice(regain.Member()) != chosen {
		err = errs.E(errs.Conflict, "network.other_key")
	}
	return regain, err
}

// confirmed confirms a member who waits, with the two papers, as they were seen.
func (a *Admin) confirmed(r *page.Request, regain vault.Regain, fields *page.Fields) (vault.Regain, error) {
	if !regain.Waits() {
		return regain, nil
	}
	m := regain.Member()
	confirm, err := regain.Confirm(fields.Text("first"), fields.Text("second"), m.Public.Fingerprint(), m.RoleTexts())
	if err == nil {
		err = a.Store.Write(r.Context(), r.Grant(), confirm)
	}
	if err != nil {
		return regain, err
	}
	return a.regaining(r, choice(m))
}

// regainSave opens the organisation's keys with two papers and seals them to the member, who is confirmed first where they wait for it. The keys live as long as the
// request does.
func (a *Admin) regainSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	regain, err := a.regaining(r, fields.Text("member"))
	var grants vault.Grants
	if err == nil {
		err = checked(regain, fields)
	}
	if err == nil {
		regain, err = a.confirmed(r, regain, fields)
	}
	if err == nil {
		grants, err = opened(regain, fields)
	}
	if errs.KindOf(err) == errs.Invalid && err != nil {
		fields.Keep(err)
		return a.regainAsk(r, http.StatusUnprocessableEntity, fields)
	}
	if err == nil {
		err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return regain.Record(tx, grants) })
	}
	if err != nil {
		return err
	}
	return r.Say("/setup/regain", "setup.regain.done")
}

// checked checks each paper on its own first, so that the one that is wrong is named.
func checked(regain vault.Regain, fields *page.Fields) error {
	var bad errs.List
	for _, name := range []string{"first", "second"} {
		if e, known := errs.Of(regain.Check(fields.Text(name))); known {
			bad.Add(e.On(name))
		}
	}
	return bad.Err()
}

// opened opens the keys with both.
func opened(regain vault.Regain, fields *page.Fields) (vault.Grants, error) {
	grants, err := regain.Open(fields.Text("first"), fields.Text("second"))
	if e, known := errs.Of(err); known && e.Kind == errs.Invalid {
		err = e.On("second")
	}
	return grants, err
}
