package admin

import (
	"net/http"
	"slices"
	"strings"

	"approdo/internal/base/counter"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// beside are roles that whoever founds may have besides administering: only those that open nothing.
var beside = []policy.Role{policy.Coordinator}

// links is the name under which the invitations of a network file wait to be shown, once.
const links = "invitations of the file"

// youShow asks for the first member: the one who sits there.
func (f *Foundation) youShow(r *page.Request) error {
	charter, found, err := f.charter(r)
	if err != nil {
		return err
	}
	if !found {
		return r.Redirect("/found/network")
	}
	return f.youAsk(r, http.StatusOK, charter, &page.Fields{})
}

func (f *Foundation) youAsk(r *page.Request, status int, charter network.Charter, fields *page.Fields) error {
	p := r.Printer()
	title := p.T("setup.you.title")
	var roles []page.Option
	for _, role := range beside {
		roles = append(roles, page.Option{Value: string(role), Label: f.roleName(p, role), Note: p.T("admin.can." + string(role))})
	}
	asked := append([]Asked{
		{Field: page.Field{Name: "name", Label: p.T("admin.member.name"), Hint: p.T("admin.member.name_hint"), Autocomplete: "name"}},
		{Field: page.Field{Name: "login", Label: p.T("admin.login.login"), Hint: p.T("admin.member.login_hint"), Autocomplete: "username"}},
	}, newPassword(p, false)...)
	return r.RenderStatus(status, title, FormPage(p, FormView{
		Header: page.Header{Title: title}, Steps: founding(p), Step: 2, Lead: []string{p.T("setup.you.lead"), p.T("setup.you.apart")},
		Notes: []page.Pair{
			{Name: p.T("setup.network.name"), Value: charter.Network.Name},
			{Name: p.T("setup.network.organisation"), Value: lead(charter).Name},
			{Name: p.T("admin.member.role"), Value: f.roleName(p, policy.OrganisationAdmin)},
		},
		Action: "/found/you", Fields: fields, Submit: p.T("setup.you.save"), Else: page.Link{Label: p.T("setup.back"), Path: "/found/network", Quiet: true},
		Asked: append(asked, Asked{Field: page.Field{Name: "roles", Label: p.T("setup.you.also"), Options: roles}, Many: true}),
	}))
}

// lead is the organisation that leads a checked charter.
func lead(charter network.Charter) network.CharterOrganisation {
	for _, o := range charter.Organisations {
		if o.Lead {
			return o
		}
	}
	return network.CharterOrganisation{}
}

// founder is who founds, as the form describes them, with keys of their own.
type founder struct {
	account network.Account
	seed    seal.Seed
	pen     seal.Pen
	slots   []network.Slot
	code    string
}

// youSave founds the network: everything that was typed is written in one transaction, or nothing is.
func (f *Foundation) youSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	charter, found, err := f.charter(r)
	if err != nil {
		return err
	}
	if !found {
		return r.Redirect("/found/network")
	}
	account := f.described(r, fields, charter)
	password, err := chosen(fields, false, account.Name, account.Login, charter.Network.Name, charter.Network.Code, lead(charter).Name, lead(charter).Code)
	if err != nil {
		return err
	}
	prepared, err := charter.Prepare(f.Book)
	if err != nil && !fields.Keep(err) {
		return err
	}
	if len(fields.Problems()) > 0 {
		return f.youAsk(r, http.StatusUnprocessableEntity, charter, fields)
	}
	if err := prepared.Invite(); err != nil {
		return err
	}
	who, err := f.equipped(r, account, password)
	if err != nil {
		return err
	}
	if err := f.establish(r, prepared, &who); err != nil {
		if e, known := errs.Of(err); known && e.Key == "network.exists" {
			_, err = f.stands(r)
		}
		return err
	}
	return f.welcome(r, who, prepared.Invitations)
}

// described is the account as the form describes it; what is wrong is kept with the fields.
func (f *Foundation) described(r *page.Request, fields *page.Fields, charter network.Charter) network.Account {
	a := network.Account{Name: fields.Text("name"), Login: network.NormalLogin(fields.Text("login")), Language: r.Printer().Lang(), Roles: []policy.Role{policy.OrganisationAdmin}}
	for _, role := range fields.All("roles") {
		if slices.Contains(beside, policy.Role(role)) {
			a.Roles = append(a.Roles, policy.Role(role))
		}
	}
	for _, e := range network.CheckNewcomer(a) {
		fields.Keep(e)
	}
	if slices.ContainsFunc(charter.Accounts, func(other network.CharterAccount) bool { return network.NormalLogin(other.Login) == a.Login }) {
		fields.Keep(errs.E(errs.Invalid, "network.login_taken").On("login"))
	}
	return a
}

// equipped makes keys for who founds. It is slow on purpose, and happens before anything is written.
func (f *Foundation) equipped(r *page.Request, a network.Account, password string) (who founder, err error) {
	who.account = a
	if who.seed, err = seal.NewSeed(); err != nil {
		return who, err
	}
	if who.pen, err = who.seed.Pen(); err != nil {
		return who, err
	}
	who.slots, who.code, err = f.slots(r, a.Login, who.seed, password)
	return who, err
}

// establish writes the network and its first member.
func (f *Foundation) establish(r *page.Request, prepared *network.Founding, who *founder) error {
	if err := counter.Forget(f.Keys); err != nil {
		return err
	}
	if err := network.Entrust(f.Keys, who.pen.Public()); err != nil {
		return err
	}
	return f.Store.Write(r.Context(), f.grant(), func(tx *store.Tx) error {
		if err := prepared.Establish(tx, false, 0); err != nil {
			return err
		}
		organisations, err := network.Organisations(tx)
		if err != nil {
			return err
		}
		for _, o := range organisations {
			if o.Lead {
				who.account.OrganisationID = o.ID
			}
		}
		who.account.ID = network.AccountID(tx.NewID())
		return network.Admit(tx, who.account, who.pen, who.slots...)
	})
}

// welcome lets who founded in, to copy their recovery code first.
func (f *Foundation) welcome(r *page.Request, who founder, invitations map[string]string) error {
	if err := f.Founded(r.Context()); err != nil {
		return err
	}
	token, err := f.entering(r, who.seed, 0, func(tx *store.Tx) (network.Account, error) { return network.AccountOf(tx, who.account.ID) })
	if err != nil {
		return err
	}
	if err := f.Keyring.Lay(token, recoveryCode, []byte(who.code)); err != nil {
		return err
	}
	var lines []string
	for login, invitation := range invitations {
		lines = append(lines, login+" "+r.Site()+"/join/"+invitation)
	}
	slices.Sort(lines)
	if len(lines) > 0 {
		if err := f.Keyring.Lay(token, links, []byte(strings.Join(lines, "\n"))); err != nil {
			return err
		}
	}
	return r.Redirect("/account/recovery")
}
