package network

import (
	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

// CodeView is a code that the network added.
type CodeView struct {
	Header  page.Header
	Facts   []page.Pair
	Retired bool
	Action  string // where retiring posts
}

// CodePage shows a code and says what retiring it means before it is done.
func CodePage(p *i18n.Printer, x CodeView) templ.Component {
	if x.Retired {
		return page.Sheet(p, x.Header, page.Narrow, page.Definitions(x.Facts), page.Callout(page.Plain, p.T("desk.code.retired")))
	}
	return page.Sheet(
		p, x.Header, page.Narrow, page.Definitions(x.Facts),
		page.Part(
			page.PartHead{ID: "retire", Title: p.T("desk.code.retire_title"), Card: true},
			page.Say(p.T("desk.code.retire_why")), page.PressButton(page.Press{Action: x.Action, Label: p.T("desk.code.retire"), Kind: page.Danger}),
		),
	)
}

// NetworkView is who works together.
type NetworkView struct {
	Header  page.Header
	Members []Member
	Bodies  page.Table // the public bodies around them
}

// Member is an organisation that records here.
type Member struct {
	Name  string
	What  string // its kind and province
	Lead  bool
	Mine  bool        // the reader works for it
	Units []page.Pair // name, and kind with province
}

// card shows a member with its units.
func (m Member) card(p *i18n.Printer) page.GridCard {
	c := page.GridCard{Class: "member", Title: m.Name, Note: m.What}
	if m.Lead {
		c.Marks = append(c.Marks, page.Mark{Tone: page.Plain, Word: p.T("desk.network.lead")})
	}
	if m.Mine {
		c.Class, c.Marks = "member mine", append(c.Marks, page.Mark{Tone: page.Well, Word: p.T("desk.network.mine")})
	}
	var rows []page.ListRow
	for _, u := range m.Units {
		rows = append(rows, page.ListRow{Title: u.Name, Note: u.Value})
	}
	c.Body = []templ.Component{page.Small(p.T("desk.network.no_units"))}
	if len(rows) > 0 {
		c.Body = []templ.Component{page.More(p.T("desk.network.units", "count", len(rows)), m.Mine, page.Rows(rows...))}
	}
	return c
}

// NetworkPage shows members with their units, and the bodies they work with.
func NetworkPage(p *i18n.Printer, x NetworkView) templ.Component {
	var cards []page.GridCard
	for _, m := range x.Members {
		cards = append(cards, m.card(p))
	}
	return page.Sheet(
		p, x.Header, page.Wide,
		page.Part(page.PartHead{ID: "members", Title: p.T("desk.network.members")}, page.Grid(cards...)),
		page.When(len(x.Bodies.Rows) > 0, page.Part(page.PartHead{ID: "bodies", Title: p.T("desk.network.bodies"), Why: p.T("desk.network.bodies_why")}, page.DataTable(x.Bodies))),
	)
}

// PolicyView is who may do what.
type PolicyView struct {
	Header   page.Header
	Roles    []PolicyRole
	Openings page.Table // what opens a sealed record, by how one stands to the person
}

// PolicyRole is a role of the installation and what it may do.
type PolicyRole struct {
	Name  string
	Mine  bool   // the reader has it
	Keys  string // what it opens of what is sealed
	Rules []PolicyRule
}

// PolicyRule is a line of the table: its name, as the trail says by which rule something was allowed.
type PolicyRule struct {
	Name string
	Can  []string // one line per thing
}

// PolicyPage is the page a privacy officer reads to know who may do what.
func PolicyPage(p *i18n.Printer, x PolicyView) templ.Component {
	var cards []page.GridCard
	for _, role := range x.Roles {
		c := page.GridCard{Class: "role", Title: role.Name, Body: []templ.Component{page.Say(role.Keys)}}
		if role.Mine {
			c.Marks = []page.Mark{{Tone: page.Well, Word: p.T("desk.policy.mine")}}
		}
		for _, rule := range role.Rules {
			c.Body = append(c.Body, page.Points(rule.Name, rule.Can...))
		}
		cards = append(cards, c)
	}
	return page.Sheet(
		p, x.Header, page.Wide,
		page.Part(page.PartHead{ID: "openings", Title: p.T("desk.policy.openings"), Why: p.T("desk.policy.openings_why")}, page.DataTable(x.Openings)),
		page.Part(page.PartHead{ID: "roles", Title: p.T("desk.policy.roles"), Why: p.T("desk.policy.roles_why")}, page.Grid(cards...)),
	)
}

// ProjectView is one funded action.
type ProjectView struct {
	Header   page.Header
	Elapsed  int        // of its period, in hundredths
	Targets  page.Table // what was promised and, for who may count, what was reached
	Notes    []string   // how they are counted
	Blocked  bool       // some table of its report does not add up
	Facts    []page.Pair
	Partners []page.Pair // name and part
}

// ProjectPage shows a project.
func ProjectPage(p *i18n.Printer, x ProjectView) templ.Component {
	var partners []page.ListRow
	for _, partner := range x.Partners {
		partners = append(partners, page.ListRow{Title: partner.Name, Note: partner.Value})
	}
	targets := page.Small(p.T("desk.project.no_targets"))
	if len(x.Targets.Rows) > 0 {
		targets = page.All(page.DataTable(x.Targets), page.Small(x.Notes...))
	}
	return page.All(
		page.PageHeader(p, x.Header),
		page.Split(
			page.Part(
				page.PartHead{ID: "targets", Title: p.T("desk.project.targets")},
				page.Progress(p.T("desk.project.elapsed", "percent", x.Elapsed), x.Elapsed, 100),
				page.When(x.Blocked, page.Callout(page.Due, p.T("desk.project.blocked"))), targets,
			),
			page.Stack(
				page.Wide,
				page.Part(page.PartHead{ID: "facts", Title: p.T("desk.project.facts"), Card: true}, page.Definitions(x.Facts)),
				page.Part(page.PartHead{ID: "partners", Title: p.T("desk.project.partners")}, page.Rows(partners...)),
			),
		),
	)
}
