package desk

import (
	"time"

	"approdo/internal/web/kit"

	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/web/page"
)

// lookBack is how many days the coordinator's table of completeness covers.
const lookBack = 30 * 24 * time.Hour

// completeness says, organisation by organisation, what was recorded last and how much of it can be counted on. Only who counts the network sees it.
func completeness(c *kit.Teller, tx *store.Tx) (page.Table, error) {
	p := c.P
	table := page.Table{Caption: p.T("desk.home.completeness"), Columns: []page.Column{
		{Label: p.T("desk.field.organisation")},
		{Label: p.T("desk.field.last_day")},
		{Label: p.T("desk.home.contacts_month"), Kind: page.Number},
		{Label: p.T("desk.home.thin"), Kind: page.Number},
	}}
	if !tx.Grant().Scope().All() {
		return table, nil
	}
	from, to := c.D.Network.Today(tx.Now().Add(-lookBack)), c.D.Network.Today(tx.Now())
	found, err := outreach.Complete(tx, c.Around.Members(), from, to)
	if err != nil {
		return table, err
	}
	by := map[network.OrganisationID]outreach.Completeness{}
	for _, x := range found {
		by[x.Organisation] = x
	}
	for _, o := range c.Around.OrganisationList {
		if !o.Member {
			continue
		}
		x := by[o.ID]
		last, thin := p.T("desk.home.nothing_yet"), "—"
		if x.Last != "" {
			last = p.Day(x.Last)
		}
		if x.Contacts > 0 {
			thin = p.Tenths((x.Thin*2000/x.Contacts + 1) / 2)
		}
		table.Rows = append(table.Rows, page.Row{Wrong: x.Last < from, Cells: []page.Cell{{Text: o.Name}, {Text: last}, {Text: p.Int(x.Contacts)}, {Text: thin}}})
	}
	return table, nil
}
