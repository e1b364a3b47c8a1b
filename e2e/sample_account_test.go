package e2e_test

import (
	"github.com/a-h/templ"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/web/admin"
	"approdo/internal/web/page"
)

var (
	codeGroups   = []string{"0K7M", "9QXT", "A3WD", "H5RS", "T8EV", "YK2N", "C6PJ"}
	fingerprints = []string{"88192", "95251", "33918", "83049", "80889"}
)

func loginEnded(p *i18n.Printer) templ.Component {
	return admin.LoginPage(p, admin.LoginView{Fields: &page.Fields{}, To: "/", Ended: p.T("network.locked")})
}

func recovery(p *i18n.Printer) templ.Component {
	f := &page.Fields{}
	f.Keep(errs.E(errs.Invalid, "admin.recovery.wrong").On("groups"))
	return admin.RecoveryPage(p, admin.RecoveryView{
		Header: page.Header{Title: p.T("admin.recovery.title")}, Groups: codeGroups, Fields: f,
		Steps: []string{p.T("admin.join.step_password"), p.T("admin.join.step_recovery"), p.T("admin.join.step_wait")},
	})
}

func waiting(p *i18n.Printer) templ.Component {
	return admin.WaitingPage(p, admin.WaitingView{
		Header: page.Header{Title: p.T("admin.waiting.title"), Sub: "Porto Sicuro"}, Fingerprint: fingerprints,
		Steps: []string{p.T("admin.join.step_password"), p.T("admin.join.step_recovery"), p.T("admin.join.step_wait")},
	})
}

func memberInvited(p *i18n.Printer) templ.Component {
	return admin.MemberPage(p, admin.MemberView{
		Header: page.Header{Title: "Ada", Trail: []page.Link{{Label: p.T("admin.members.title"), Path: "/members"}}}, Path: "/members/a",
		Status: p.T("admin.status.invited"), Tone: page.Plain, Why: p.T("admin.why.no_link"), Link: "https://rete.example.org/join/mY3bq0mJ2xKp9sVtR7wZc1nLh4gD6fEo8aUiQyTzXvB",
		Facts: []page.Pair{{Name: p.T("admin.login.login"), Value: "ada"}, {Name: p.T("admin.member.roles"), Value: p.T("admin.status.invited")}},
		Moves: []admin.Move{
			{Name: "invite", Label: p.T("admin.move.renew.do"), Why: p.T("admin.move.renew.why")},
			{Name: "leave", Label: p.T("admin.move.leave.do"), Why: p.T("admin.move.leave.why"), Danger: true},
		},
	})
}

func memberAccepted(p *i18n.Printer) templ.Component {
	return admin.MemberPage(p, admin.MemberView{
		Header: page.Header{Title: "Ada", Trail: []page.Link{{Label: p.T("admin.members.title"), Path: "/members"}}}, Path: "/members/a",
		Status: p.T("admin.status.accepted"), Tone: page.Due, Why: p.T("admin.why.accepted"), Fingerprint: fingerprints,
		Facts: []page.Pair{{Name: p.T("admin.login.login"), Value: "ada"}},
	})
}
