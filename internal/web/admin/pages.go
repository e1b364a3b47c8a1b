package admin

import (
	"strings"

	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

// LoginView is what the log-in page shows.
type LoginView struct {
	Fields   *page.Fields   // login, passphrase, code
	Ended    string         // why the session that the browser remembers is over; empty for none
	To       string         // the page to go to afterwards
	Accounts []LoginAccount // of the demonstration, one per role; none elsewhere
}

// LoginAccount is an account of the demonstration that anybody may enter with one press.
type LoginAccount struct {
	Login        string
	Name         string
	Role         string
	Organisation string
	Can          string // what this role does here, in a sentence
}

// LoginPage is where everybody begins. Pressing a card posts its login as "account" to /login; the form posts "login" and "passphrase".
func LoginPage(p *i18n.Printer, x LoginView) templ.Component {
	ended := page.When(x.Ended != "", page.Stack("narrow", page.Callout(page.Plain, x.Ended)))
	if len(x.Accounts) == 0 {
		return page.Stack("login stack-wide", ended, welcome(p.T("admin.login.title"), "", ""), x.form(p))
	}
	return page.Stack(
		"login stack-wide", ended,
		welcome(p.T("admin.login.title_example"), p.T("admin.login.sub_example"), p.T("admin.login.open_example")), doors(p, x),
		page.More(p.T("admin.login.other"), len(x.Fields.Problems()) > 0, x.form(p)),
	)
}

func (x LoginView) form(p *i18n.Printer) templ.Component {
	return page.Send(
		p, page.Sending{
			Action: "/login", Class: "login-form", Fields: x.Fields, Hidden: []page.Pair{{Name: "to", Value: x.To}}, Submit: p.T("admin.login.submit"),
			Plain: len(x.Accounts) > 0, Else: page.Link{Label: p.T("admin.recover.go"), Path: "/recover", Quiet: true},
		},
		page.Input(p, x.Fields, page.Field{Name: "login", Label: p.T("admin.login.login"), Autocomplete: "username"}),
		page.Input(p, x.Fields, page.Field{Name: "passphrase", Label: p.T("admin.login.passphrase"), Type: "password", Autocomplete: "current-password"}),
		page.Input(p, x.Fields, page.Field{Name: "code", Label: p.T("admin.login.code"), Hint: p.T("admin.login.code_hint"), Autocomplete: "one-time-code", Short: true}),
	)
}

// FormView is a screen with one form.
type FormView struct {
	Header page.Header
	Steps  []string // of a sequence of screens; none for a screen on its own
	Step   int
	Lead   []string // sentences that help, above the form
	Notes  []page.Pair
	Action string
	Fields *page.Fields
	Asked  []Asked
	Submit string
	Else   page.Link // another way; empty for none
}

// Asked is one question.
type Asked struct {
	page.Field
	Many bool // several of its options may hold
	List bool // many options: one is chosen from a list
}

func (x Asked) draw(p *i18n.Printer, fields *page.Fields) templ.Component {
	switch {
	case x.Many:
		return page.Checks(p, fields, x.Field)
	case x.List:
		return page.Select(p, fields, x.Field)
	case len(x.Options) > 0:
		return page.Choices(p, fields, x.Field)
	}
	return page.Input(p, fields, x.Field)
}

// stepped is a page that may be one of a sequence.
func stepped(p *i18n.Printer, header page.Header, steps []string, step int, pieces ...templ.Component) templ.Component {
	return page.All(page.PageHeader(p, header), page.When(len(steps) > 0, page.Steps(p, steps, step)), page.Stack(page.Narrow, pieces...))
}

// FormPage asks what a form asks.
func FormPage(p *i18n.Printer, x FormView) templ.Component {
	var asked []templ.Component
	for _, f := range x.Asked {
		asked = append(asked, f.draw(p, x.Fields))
	}
	return stepped(
		p, x.Header, x.Steps, x.Step,
		page.When(len(x.Lead) > 0 || len(x.Notes) > 0, page.Stack("stack", page.Say(x.Lead...), page.When(len(x.Notes) > 0, page.Definitions(x.Notes)))),
		page.Send(p, page.Sending{Action: x.Action, Fields: x.Fields, Submit: x.Submit, Else: x.Else}, asked...),
	)
}

// FoundFilePage asks for a network as a file.
func FoundFilePage(p *i18n.Printer, header page.Header, steps []string, fields *page.Fields) templ.Component {
	return stepped(
		p, header, steps, 0, page.Stack("stack", page.Say(p.T("setup.file.lead"), p.T("setup.file.kept"))),
		page.Send(
			p, page.Sending{
				Action: "/found/file", Files: true, Fields: fields, Submit: p.T("setup.go_on"), Else: page.Link{Label: p.T("setup.back"), Path: "/found/network", Quiet: true},
			},
			page.File(p, fields, page.Field{Name: "file", Label: p.T("setup.file.file"), Hint: p.T("setup.file.hint")}, ".yaml,.yml,text/yaml"),
		),
	)
}

// FactorView is a second factor that is being set up.
type FactorView struct {
	Header page.Header
	Asked  bool   // the person's role asks for it, before anything else
	Secret string // for typing it in by hand
	Fields *page.Fields
}

// FactorPage shows the picture for the telephone, and asks for the digits that it shows then.
func FactorPage(p *i18n.Printer, x FactorView) templ.Component {
	return page.Sheet(
		p, x.Header, page.Narrow,
		page.Stack("stack", page.When(x.Asked, page.Callout(page.Due, p.T("admin.factor.asked"))), page.Say(p.T("admin.factor.lead"))),
		qr("/account/second/picture", p.T("admin.factor.picture"), p.T("admin.factor.by_hand"), x.Secret),
		page.Send(
			p, page.Sending{Action: "/account/second", Fields: x.Fields, Submit: p.T("admin.factor.save")},
			page.Input(p, x.Fields, page.Field{Name: "code", Label: p.T("admin.factor.code"), Hint: p.T("admin.factor.code_hint"), Autocomplete: "one-time-code", Short: true}),
		),
	)
}

// RecoveryView is a recovery code to be copied.
type RecoveryView struct {
	Header page.Header
	Steps  []string // when it is part of joining
	Groups []string
	Fields *page.Fields // groups
}

// RecoveryPage shows a code and asks for a part of it, so that nobody goes on without having it on paper.
func RecoveryPage(p *i18n.Printer, x RecoveryView) templ.Component {
	return stepped(
		p, x.Header, x.Steps, 1, page.Stack("stack", page.Say(p.T("admin.recovery.lead"), p.T("admin.recovery.paper"))), page.Groups(x.Groups),
		page.Send(
			p, page.Sending{Action: "/account/recovery", Fields: x.Fields, Submit: p.T("admin.recovery.save")},
			page.Input(p, x.Fields, page.Field{Name: "groups", Label: p.T("admin.recovery.groups"), Hint: p.T("admin.recovery.groups_hint"), Autocomplete: "off", Short: true}),
		),
	)
}

// MembersPage lists the members of an organisation.
func MembersPage(p *i18n.Printer, header page.Header, x page.List) templ.Component {
	return page.All(page.PageHeader(p, header), page.ListView(p, x))
}

// MemberView is one member.
type MemberView struct {
	Header      page.Header
	Path        string
	Status, Why string
	Tone        page.Tone
	Link        string // of an invitation that was just made, shown this once; empty for none
	Facts       []page.Pair
	Fingerprint []string // to be compared by the reader; none when there is nothing to confirm
	Roles       []string // in which they would be confirmed
	Moves       []Move
	Drop        bool // the reader may give up what waits for a second person
}

// Move is something an administrator can do with a member.
type Move struct {
	Name, Label, Why string
	Danger           bool
}

// MemberPage shows a member, and what the reader can do.
func MemberPage(p *i18n.Printer, x MemberView) templ.Component {
	var moves []page.ListRow
	for _, m := range x.Moves {
		press := page.Press{Action: x.Path + "/" + m.Name, Label: m.Label}
		if m.Danger {
			press.Kind = page.Danger
		}
		moves = append(moves, page.ListRow{Note: m.Why, Do: []templ.Component{page.PressButton(press)}})
	}
	return page.Sheet(
		p, x.Header, page.Narrow,
		page.When(x.Link != "", page.Notice(page.Well, p.T("admin.member.link_title"), page.Say(p.T("admin.member.link_why")), copied(x.Link))),
		page.Stack("stack", page.Marks(page.Mark{Tone: x.Tone, Word: x.Status}), page.Say(x.Why), page.Definitions(x.Facts)),
		page.When(len(x.Fingerprint) > 0, x.confirm(p)),
		page.When(x.Drop, page.PressButton(page.Press{Action: x.Path + "/drop", Label: p.T("admin.proposals.drop")})),
		page.When(len(moves) > 0, page.Part(page.PartHead{ID: "moves", Title: p.T("admin.member.moves")}, page.Rows(moves...))),
	)
}

// confirm asks to compare the fingerprint, which goes along with the roles as they were seen.
func (x MemberView) confirm(p *i18n.Printer) templ.Component {
	hidden := []page.Pair{{Name: "fingerprint", Value: strings.Join(x.Fingerprint, " ")}}
	for _, role := range x.Roles {
		hidden = append(hidden, page.Pair{Name: "roles", Value: role})
	}
	return page.Part(
		page.PartHead{ID: "confirm", Title: p.T("admin.confirm.title"), Card: true}, page.Say(p.T("admin.confirm.how")), page.Groups(x.Fingerprint),
		page.PressButton(page.Press{Action: x.Path + "/confirm", Label: p.T("admin.confirm.do"), Hidden: hidden, Kind: page.Primary}),
	)
}

// ProposalsPage lists what takes two people and waits for the second.
func ProposalsPage(p *i18n.Printer, header page.Header, rows []ProposalRow) templ.Component {
	list := page.Empty(p.T("admin.proposals.none"), p.T("admin.proposals.none_why"))
	if len(rows) > 0 {
		var drawn []page.ListRow
		for _, x := range rows {
			row := page.ListRow{Title: x.Name, Text: x.What, Note: x.Who}
			if x.May {
				row.Do = []templ.Component{
					page.PressButton(page.Press{Action: x.Path + "/second", Label: p.T("admin.proposals.agree"), About: x.Name, Hidden: []page.Pair{{Name: "seen", Value: x.Mark}}, Kind: page.Danger}),
					page.PressButton(page.Press{Action: x.Path + "/drop", Label: p.T("admin.proposals.refuse"), About: x.Name}),
				}
			}
			drawn = append(drawn, row)
		}
		list = page.Rows(drawn...)
	}
	return page.Sheet(p, header, page.Narrow, page.Say(p.T("admin.proposals.lead")), list)
}
