package admin

import (
	"slices"

	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// statuses are the states of a membership in the order of a list, each with its shape.
var statuses = []struct {
	status policy.Status
	tone   page.Tone
}{
	{policy.Accepted, page.Due}, {policy.Invited, page.Plain}, {policy.Confirmed, page.Well}, {policy.Suspended, page.Blocked}, {policy.Left, page.Plain},
}

func toneOf(status policy.Status) page.Tone {
	for _, s := range statuses {
		if s.status == status {
			return s.tone
		}
	}
	return page.Plain
}

func statusName(p *i18n.Printer, status policy.Status) string {
	return p.T("admin.status." + string(status))
}

// memberList lists the members of the reader's organisation.
func (a *Admin) memberList(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	var members []network.Account
	err = a.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		members, err = network.Members(tx)
		return err
	})
	if err != nil {
		return err
	}
	p := r.Printer()
	account, _ := r.Account()
	view := page.List{
		Action: "/members", Fields: fields, None: p.T("admin.members.none"), NoneWhy: p.T("admin.members.none_why"),
		Filters: []page.Field{
			{Name: "status", Label: p.T("admin.member.status"), Options: a.statusOptions(p)}, {Name: "role", Label: p.T("admin.member.role"), Options: a.roleOptions(p)},
		},
		Narrowed: fields.Text("status") != "" || fields.Text("role") != "",
		Rows: page.Table{Caption: p.T("admin.members.title"), Columns: []page.Column{
			{Label: p.T("admin.member.name")}, {Label: p.T("admin.member.status")}, {Label: p.T("admin.member.roles")}, {Label: p.T("admin.login.login")},
		}},
	}
	for _, m := range sorted(members) {
		if status := fields.Text("status"); status != "" && status != string(m.Status) {
			continue
		}
		if role := fields.Text("role"); role != "" && !slices.Contains(m.Roles, policy.Role(role)) {
			continue
		}
		view.Rows.Rows = append(view.Rows.Rows, page.Row{Cells: []page.Cell{
			{Text: m.Name, Path: "/members/" + string(m.ID)}, {Text: statusName(p, m.Status), Tone: toneOf(m.Status)}, {Text: a.roleNames(p, m.Roles)}, {Text: m.Login},
		}})
	}
	view.Pages.Summary = p.T("admin.members.count", "count", len(view.Rows.Rows))
	header := page.Header{Title: p.T("admin.members.title"), Sub: account.Organisation}
	if policy.May(r.Subject(), policy.MembersChange) {
		header.Actions = []page.Link{{Label: p.T("admin.members.new"), Path: "/members/new", Primary: true}}
	}
	if policy.May(r.Subject(), policy.RecoveryMake) {
		header.Actions = append(header.Actions, page.Link{Label: p.T("setup.papers.title"), Path: "/setup/recovery"})
	}
	return r.Render(header.Title, MembersPage(p, header, view))
}

// sorted puts first whoever waits for somebody, and last who left.
func sorted(members []network.Account) []network.Account {
	place := func(m network.Account) int {
		for i, s := range statuses {
			if s.status == m.Status {
				return i
			}
		}
		return len(statuses)
	}
	slices.SortStableFunc(members, func(x, y network.Account) int { return place(x) - place(y) })
	return members
}

func (a *Admin) statusOptions(p *i18n.Printer) []page.Option {
	options := []page.Option{{Label: p.T("page.list.any")}}
	for _, s := range statuses {
		options = append(options, page.Option{Value: string(s.status), Label: statusName(p, s.status)})
	}
	return options
}

// roleOptions are the roles to filter by.
func (a *Admin) roleOptions(p *i18n.Printer) []page.Option {
	return append([]page.Option{{Label: p.T("page.list.any")}}, a.roleChoices(p)...)
}

// roleChoices are the roles with what each may do.
func (a *Admin) roleChoices(p *i18n.Printer) []page.Option {
	var options []page.Option
	if list, ok := a.Book.List("role"); ok {
		for _, code := range list.Codes {
			options = append(options, page.Option{Value: code.Code, Label: a.roleName(p, policy.Role(code.Code)), Note: p.T("admin.can." + code.Code)})
		}
	}
	return options
}
