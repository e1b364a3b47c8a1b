package admin

import (
	"net/http"

	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// memberNew asks whom to invite.
func (a *Admin) memberNew(r *page.Request) error {
	fields, err := r.Fields() // the check list proposes a role
	if err != nil {
		return err
	}
	fields.Set("language", r.Printer().Lang())
	return a.memberAsk(r, http.StatusOK, fields, network.Account{})
}

// memberEdit asks what to change of a member.
func (a *Admin) memberEdit(r *page.Request) error {
	member, err := a.member(r)
	if err != nil {
		return err
	}
	fields := &page.Fields{}
	fields.Set("name", member.Name)
	fields.Set("email", member.Email)
	fields.Set("language", member.Language)
	fields.Set("roles", texts(member.Roles)...)
	fields.Set("units", texts(member.Units)...)
	return a.memberAsk(r, http.StatusOK, fields, member)
}

// member reads the member of the address.
func (a *Admin) member(r *page.Request) (member network.Account, err error) {
	err = a.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		member, err = network.Member(tx, network.AccountID(r.PathValue("id")))
		return err
	})
	return member, err
}

// memberAsk shows the form, for a new member when m is none.
func (a *Admin) memberAsk(r *page.Request, status int, fields *page.Fields, m network.Account) error {
	var units []page.Option
	err := a.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		list, err := network.Units(tx)
		for _, u := range list {
			if string(u.OrganisationID) == r.Subject().Organisation {
				units = append(units, page.Option{Value: string(u.ID), Label: u.Name})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	p := r.Printer()
	view := FormView{
		Header: page.Header{Title: p.T("admin.members.new"), Trail: trail(p)}, Lead: []string{p.T("admin.members.new_lead")},
		Action: "/members", Fields: fields, Submit: p.T("admin.members.invite"),
	}
	name := Asked{Field: page.Field{Name: "name", Label: p.T("admin.member.name"), Hint: p.T("admin.member.name_hint"), Autocomplete: "off"}}
	login := Asked{Field: page.Field{Name: "login", Label: p.T("admin.login.login"), Hint: p.T("admin.member.login_hint"), Autocomplete: "off"}}
	view.Asked = []Asked{name, login}
	if m.ID != "" {
		path := "/members/" + string(m.ID)
		view.Header = page.Header{Title: m.Name, Trail: append(trail(p), page.Link{Label: m.Name, Path: path})}
		view.Lead, view.Action, view.Submit, view.Asked = []string{p.T("admin.member.edit_lead")}, path+"/edit", p.T("admin.member.save"), []Asked{name}
	}
	view.Asked = append(view.Asked,
		Asked{Field: page.Field{Name: "roles", Label: p.T("admin.member.roles"), Hint: p.T("admin.member.roles_hint"), Options: a.roleChoices(p)}, Many: true})
	if len(units) > 0 {
		view.Asked = append(view.Asked, Asked{Field: page.Field{Name: "units", Label: p.T("admin.member.units"), Options: units}, Many: true})
	}
	view.Asked = append(view.Asked,
		Asked{Field: page.Field{Name: "language", Label: p.T("page.language"), Options: languages(p)}, List: true},
		Asked{Field: page.Field{Name: "email", Label: p.T("admin.member.email"), Hint: p.T("admin.member.email_hint"), Type: "email", Autocomplete: "off"}})
	return r.RenderStatus(status, view.Header.Title, FormPage(p, view))
}

func languages(p *i18n.Printer) []page.Option {
	var options []page.Option
	for _, lang := range i18n.Languages() {
		options = append(options, page.Option{Value: lang, Label: p.T("page.language_name." + lang)})
	}
	return options
}

// filled is the member as a form describes them.
func filled(fields *page.Fields) network.Account {
	m := network.Account{Name: fields.Text("name"), Login: fields.Text("login"), Email: fields.Text("email"), Language: fields.Text("language")}
	for _, role := range fields.All("roles") {
		m.Roles = append(m.Roles, policy.Role(role))
	}
	for _, unit := range fields.All("units") {
		m.Units = append(m.Units, network.UnitID(unit))
	}
	return m
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// memberSave invites somebody. Their link is shown once, on the page it leads to.
func (a *Admin) memberSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	m := filled(fields)
	m.OrganisationID = network.OrganisationID(r.Subject().Organisation)
	token, err := seal.RandomToken()
	if err != nil {
		return err
	}
	err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		m.ID = network.AccountID(tx.NewID())
		return network.Invite(tx, m, token)
	})
	if err != nil {
		if fields.Keep(err) {
			return a.memberAsk(r, http.StatusUnprocessableEntity, fields, network.Account{})
		}
		return err
	}
	return a.tell(r, m.ID, token)
}

// tell lays the link of an invitation aside for the one look that the administrator gets.
func (a *Admin) tell(r *page.Request, id network.AccountID, token string) error {
	session, _, err := a.mine(r)
	if err != nil {
		return err
	}
	if err := a.Keyring.Lay(session.Token, invitationLink(id), []byte(r.Site()+"/join/"+token)); err != nil {
		return err
	}
	return r.Redirect("/members/" + string(id))
}

// memberChange changes a member.
func (a *Admin) memberChange(r *page.Request) error {
	member, err := a.member(r)
	if err != nil {
		return err
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	m := filled(fields)
	m.ID = member.ID
	by, err := signing(r)
	if err != nil {
		return err
	}
	err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		return network.ChangeMember(tx, m, by)
	})
	if network.TakesTwo(err) {
		return a.proposes(r, network.Proposal{Account: m.ID, Step: network.StepRoles, Roles: m.Roles, Name: m.Name, Email: m.Email})
	}
	if err != nil {
		if fields.Keep(err) {
			return a.memberAsk(r, http.StatusUnprocessableEntity, fields, member)
		}
		return err
	}
	return r.Redirect("/members/" + string(m.ID))
}
