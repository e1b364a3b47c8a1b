package admin

import (
	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

// AccountView is one's own account.
type AccountView struct {
	Header      page.Header
	Facts       []page.Pair
	Ways        []Way
	Fingerprint []string
	Sessions    []SessionLine
	Devices     int64 // browsers that are known, this one among them
}

// Way is one thing that opens the account.
type Way struct {
	Title, State, Go, Path string
	Tone                   page.Tone
}

// SessionLine is a browser one is logged in with.
type SessionLine struct {
	ID, Device, Since string
	Here              bool // this one
}

// AccountPage shows what opens the account, and where it is open.
func AccountPage(p *i18n.Printer, x AccountView) templ.Component {
	var ways []page.ListRow
	for _, w := range x.Ways {
		ways = append(ways, page.ListRow{
			Title: w.Title, Marks: []page.Mark{{Tone: w.Tone, Word: w.State}}, Do: []templ.Component{page.ButtonLink(page.Link{Label: w.Go, Path: w.Path})},
		})
	}
	return page.All(
		page.PageHeader(p, x.Header),
		page.Stack(
			page.Narrow, page.Definitions(x.Facts),
			page.Part(page.PartHead{ID: "ways", Title: p.T("admin.account.ways")}, page.Rows(ways...)), x.sessions(p),
			page.Part(page.PartHead{ID: "key", Title: p.T("admin.account.key"), Why: p.T("admin.account.key_why")}, page.Groups(x.Fingerprint)),
		),
	)
}

// sessions are the browsers in which the account is open.
func (x AccountView) sessions(p *i18n.Printer) templ.Component {
	var rows []page.ListRow
	for _, s := range x.Sessions {
		does := page.Status(page.Well, p.T("admin.account.here"))
		if !s.Here {
			does = page.PressButton(page.Press{Action: "/account/sessions/" + s.ID + "/end", Label: p.T("admin.account.end"), About: s.Device})
		}
		rows = append(rows, page.ListRow{Title: s.Device, Note: p.T("admin.account.since", "day", s.Since), Do: []templ.Component{does}})
	}
	return page.Part(
		page.PartHead{ID: "sessions", Title: p.T("admin.account.sessions"), Why: p.T("admin.account.sessions_why")}, page.Rows(rows...),
		page.When(x.Devices > 0, page.Small(p.T("admin.account.devices", "count", x.Devices))),
		page.When(len(x.Sessions) > 1 || x.Devices > 1, page.PressButton(page.Press{Action: "/account/sessions/end", Label: p.T("admin.account.end_others")})),
	)
}

// WaitingView is an account that nobody vouched for yet.
type WaitingView struct {
	Header      page.Header
	Steps       []string
	Fingerprint []string
}

// WaitingPage says what to do meanwhile: let a colleague compare the fingerprint.
func WaitingPage(p *i18n.Printer, x WaitingView) templ.Component {
	return stepped(
		p, x.Header, x.Steps, 2,
		page.Stack("stack", page.Say(p.T("admin.waiting.lead"), p.T("admin.waiting.how"))), page.Groups(x.Fingerprint),
		page.Buttons(
			page.ButtonLink(page.Link{Label: p.T("admin.waiting.again"), Path: "/", Primary: true}), page.ButtonLink(page.Link{Label: p.T("admin.account.title"), Path: "/account"}),
		),
	)
}
