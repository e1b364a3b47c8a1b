package admin

import (
	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

// SetupPage shows the check list, and lets an administrator go live.
func SetupPage(p *i18n.Printer, x SetupView) templ.Component {
	lead := "setup.list.lead"
	if x.Live {
		lead = "setup.list.live"
	}
	links := page.Notice(page.Due, p.T("setup.list.links"), page.Say(p.T("setup.list.links_why")), copied(x.Links...))
	live := page.All(
		page.Buttons(
			page.When(x.May, page.PressButton(page.Press{Action: "/setup/live", Label: p.T("setup.list.go_live"), Kind: page.Primary})),
			page.ButtonLink(page.Link{Label: p.T("setup.list.again"), Path: "/setup"}),
		),
		page.Small(p.T("setup.list.meanwhile")),
	)
	return page.Sheet(
		p, x.Header, page.Narrow, page.When(len(x.Links) > 0, links), page.FormProblems(p, x.Fields), page.Say(p.T(lead)), checkList(p, x.Lines), page.When(!x.Live, live),
	)
}

// toneName is the key of the word for how a line of the check list stands.
func toneName(tone page.Tone) string {
	switch tone {
	case page.Well:
		return "well"
	case page.Blocked:
		return "blocked"
	case page.Plain:
		return "plain"
	}
	return "due"
}
