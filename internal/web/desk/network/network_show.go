package network

import (
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// networkShow shows who works together: members with their units, then the public bodies around them.
func (d *Desk) networkShow(r *page.Request) error {
	p := r.Printer()
	c := &kit.Teller{D: d.Desk, P: p}
	var organisations []network.Organisation
	var units []network.Unit
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if organisations, err = network.Organisations(tx); err != nil {
			return err
		}
		units, err = network.Units(tx)
		return err
	})
	if err != nil {
		return err
	}
	view := NetworkView{Header: page.Header{Title: d.Network.Name}}
	for _, link := range []struct {
		key, path string
		action    policy.Action
	}{{"desk.projects.title", "/projects", policy.NetworkView}, {"desk.codes.title", "/codes", policy.CodesView}} {
		if policy.May(r.Subject(), link.action) {
			view.Header.Actions = append(view.Header.Actions, page.Link{Label: p.T(link.key), Path: link.path})
		}
	}
	view.Bodies.Columns = []page.Column{{Label: p.T("desk.field.organisation")}, {Label: p.T("desk.field.organisation_kind")}, {Label: p.T("desk.field.province")}}
	for _, o := range organisations {
		if !o.Member {
			view.Bodies.Rows = append(view.Bodies.Rows, page.Row{Cells: []page.Cell{{Text: o.Name}, c.Code("organisation_kind", o.Kind), c.Code("province", o.Province)}})
			continue
		}
		member := Member{Name: o.Name, What: c.Label("organisation_kind", o.Kind), Lead: o.Lead, Mine: o.ID == kit.Own(r)}
		if o.Province != "" {
			member.What += " · " + c.Label("province", o.Province)
		}
		for _, u := range units {
			if u.OrganisationID == o.ID {
				member.Units = append(member.Units, page.Pair{Name: u.Name, Value: c.Label("unit_kind", u.Kind) + " · " + c.Label("province", u.Province)})
			}
		}
		if o.Lead {
			view.Members = append([]Member{member}, view.Members...)
			continue
		}
		view.Members = append(view.Members, member)
	}
	view.Bodies.Caption = p.T("desk.network.bodies")
	view.Header.Sub = p.T("desk.network.sub", "members", len(view.Members), "units", len(units), "bodies", len(view.Bodies.Rows))
	return r.Render(view.Header.Title, NetworkPage(p, view))
}
