package desk

import (
	"approdo/internal/base/policy"
	"approdo/internal/care/rights"
	"approdo/internal/web/page"
)

var requestList = list[rights.Request]{
	name: "rights", path: "/rights", fetch: rights.Requests, create: policy.RightsKeep, newPath: "/rights/new",
	columns: []listColumn[rights.Request]{
		{word: "desk.field.request", sort: "number", cell: func(c *teller, q rights.Request) page.Cell {
			return page.Cell{Text: c.p.T("desk.rights.one", "number", q.Number), Path: "/rights/" + q.ID}
		}},
		{word: "desk.field.rights_kind", sort: "kind", cell: func(c *teller, q rights.Request) page.Cell { return c.code("rights_kind", q.Kind) }},
		{word: "desk.field.rights_cause", cell: func(c *teller, q rights.Request) page.Cell { return c.code("rights_cause", q.Cause) }},
		{word: "desk.field.asked_day", sort: "day", cell: func(c *teller, q rights.Request) page.Cell { return c.day(q.Day, "") }},
		{word: "desk.field.answer_by", cell: func(c *teller, q rights.Request) page.Cell {
			if q.State != rights.Open {
				return page.Cell{}
			}
			return c.day(q.Until(), "")
		}},
		{word: "desk.field.state", sort: "state", cell: func(c *teller, q rights.Request) page.Cell {
			return page.Cell{Text: c.label("rights_state", q.State), Tone: requestTone(q)}
		}},
	},
	filters: []listFilter{{name: "kind", word: "desk.field.rights_kind", list: "rights_kind"}, {name: "state", word: "desk.field.state", list: "rights_state"}},
	actions: func(_ *Desk, r *page.Request) ([]page.Link, error) {
		return []page.Link{{Label: r.Printer().T("desk.retention.title"), Path: "/retention"}}, nil
	},
}

func (d *Desk) requestList(r *page.Request) error { return requestList.show(d, r) }

// requestTone is how a request stands, at a glance.
func requestTone(q rights.Request) page.Tone {
	switch q.State {
	case rights.Open:
		return page.Due
	case rights.Done:
		return page.Well
	}
	return page.Plain
}
