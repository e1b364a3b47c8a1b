package rights

import (
	"approdo/internal/base/policy"
	"approdo/internal/care/rights"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

var requestList = kit.List[rights.Request]{
	Name: "rights", Path: "/rights", Fetch: rights.Requests, Create: policy.RightsKeep, NewPath: "/rights/new",
	Columns: []kit.ListColumn[rights.Request]{
		{Word: "desk.field.request", Sort: "number", Cell: func(c *kit.Teller, q rights.Request) page.Cell {
			return page.Cell{Text: c.P.T("desk.rights.one", "number", q.Number), Path: "/rights/" + q.ID}
		}},
		{Word: "desk.field.rights_kind", Sort: "kind", Cell: func(c *kit.Teller, q rights.Request) page.Cell { return c.Code("rights_kind", q.Kind) }},
		{Word: "desk.field.rights_cause", Cell: func(c *kit.Teller, q rights.Request) page.Cell { return c.Code("rights_cause", q.Cause) }},
		{Word: "desk.field.asked_day", Sort: "day", Cell: func(c *kit.Teller, q rights.Request) page.Cell { return c.Day(q.Day, "") }},
		{Word: "desk.field.answer_by", Cell: func(c *kit.Teller, q rights.Request) page.Cell {
			if q.State != rights.Open {
				return page.Cell{}
			}
			return c.Day(q.Until(), "")
		}},
		{Word: "desk.field.state", Sort: "state", Cell: func(c *kit.Teller, q rights.Request) page.Cell {
			return page.Cell{Text: c.Label("rights_state", q.State), Tone: requestTone(q)}
		}},
	},
	Filters: []kit.ListFilter{{Name: "kind", Word: "desk.field.rights_kind", List: "rights_kind"}, {Name: "state", Word: "desk.field.state", List: "rights_state"}},
	Actions: func(r *page.Request) ([]page.Link, error) {
		return []page.Link{{Label: r.Printer().T("desk.retention.title"), Path: "/retention"}}, nil
	},
}

func (d *Desk) requestList(r *page.Request) error { return requestList.Show(d.Desk, r) }

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
