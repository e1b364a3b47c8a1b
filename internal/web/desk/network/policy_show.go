package network

import (
	"slices"

	"approdo/internal/web/kit"

	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// policyShow prints the two tables of package policy: what each role may do, and what opens a sealed record.
func (d *Desk) policyShow(r *page.Request) error {
	p := r.Printer()
	return r.Render(p.T("desk.policy.title"), PolicyPage(p, PolicyView{
		Header: page.Header{Title: p.T("desk.policy.title"), Sub: p.T("desk.policy.sub")},
		Roles:  d.roles(r), Openings: openings(p),
	}))
}

// roles prints the first table in words, role by role.
func (d *Desk) roles(r *page.Request) []PolicyRole {
	p := r.Printer()
	var list []PolicyRole
	for _, rule := range policy.Table() {
		name := d.RoleName(p, rule.Role)
		if len(list) == 0 || list[len(list)-1].Name != name {
			list = append(list, PolicyRole{Name: name, Mine: slices.Contains(r.Subject().Roles, rule.Role), Keys: p.T("desk.policy.no_keys")})
		}
		role := &list[len(list)-1]
		line := PolicyRule{Name: kit.RuleWords(p, rule.Name)}
		for _, action := range rule.Actions {
			can := able(p, action)
			if can != "" && rule.Reach == policy.Leading {
				can = p.T("desk.policy.of_the_lead", "can", can)
			}
			if can != "" {
				line.Can = append(line.Can, can)
			}
		}
		role.Rules = append(role.Rules, line)
		if slices.Contains(rule.Actions, policy.IdentityReveal) {
			role.Keys = p.T("desk.policy.keys_" + map[bool]string{true: "people", false: "team"}[rule.Reach == policy.People])
		}
	}
	return list
}

// able says an action in words, except for what everybody may do and what the second table says better.
func able(p *i18n.Printer, a policy.Action) string {
	switch a {
	case policy.HomeView, policy.NetworkView, policy.CodesView, policy.PolicyView, policy.IdentitySearch, policy.IdentityReveal, policy.IdentityRecord:
		return ""
	}
	return p.T("desk.action." + string(a))
}

// openings prints the second table: one row for each way to stand to a person, one column for each thing to do.
func openings(p *i18n.Printer) page.Table {
	t := page.Table{Caption: p.T("desk.policy.openings"), Columns: []page.Column{{Label: p.T("desk.policy.relation")}}}
	actions := []policy.Action{policy.IdentitySearch, policy.IdentityReveal, policy.IdentityRecord}
	for _, a := range actions {
		t.Columns = append(t.Columns, page.Column{Label: p.T("desk.policy.do." + string(a))})
	}
	for _, relation := range []policy.Relation{policy.OwnCase, policy.Team, policy.Colleague, policy.Referred, policy.Expired, policy.Stranger, policy.Erased} {
		row := page.Row{Cells: []page.Cell{{Text: p.T("desk.policy.relations." + string(relation))}}}
		for _, a := range actions {
			how := "never"
			if i := slices.IndexFunc(policy.Openings(), func(o policy.Opening) bool { return o.Action == a && o.Relation == relation }); i >= 0 {
				how = map[policy.Need]string{policy.Nothing: "freely", policy.Purpose: "purpose", policy.Glass: "glass"}[policy.Openings()[i].Need]
			}
			row.Cells = append(row.Cells, page.Cell{Text: p.T("desk.policy.how." + how)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
