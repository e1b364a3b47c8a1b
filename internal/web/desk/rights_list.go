package desk

import (
	"strconv"

	"approdo/internal/base/policy"
	"approdo/internal/care/rights"
	"approdo/internal/web/page"
)

var requestList = list[rights.Request]{
	name: "rights", path: "/rights", fetch: rights.Requests, create: policy.RightsKeep, newPath: "/rights/new",
	columns: []listColumn[rights.Request]{
		{word: "desk.field.number", sort: "number", cell: func(_ *listing, q rights.Request) page.Cell {
			return page.Cell{Text: strconv.FormatInt(q.Number, 10), Path: "/rights/" + q.ID}
		}},
		{word: "desk.field.rights_kind", sort: "kind", cell: func(c *listing, q rights.Request) page.Cell { return c.code("rights_kind", q.Kind) }},
		{word: "desk.field.rights_cause", cell: func(c *listing, q rights.Request) page.Cell { return c.code("rights_cause", q.Cause) }},
		{word: "desk.field.asked_day", sort: "day", cell: func(c *listing, q rights.Request) page.Cell { return c.day(q.Day, "") }},
		{word: "desk.field.state", sort: "state", cell: func(c *listing, q rights.Request) page.Cell { return c.code("rights_state", q.State) }},
	},
	filters: []listFilter{{"kind", "desk.field.rights_kind", "rights_kind"}, {"state", "desk.field.state", "rights_state"}},
	actions: func(_ *Desk, r *page.Request) ([]page.Link, error) {
		return []page.Link{{Label: r.Printer().T("desk.retention.title"), Path: "/retention"}}, nil
	},
}

func (d *Desk) requestList(r *page.Request) error { return requestList.show(d, r) }
