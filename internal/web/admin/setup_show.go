package admin

import (
	"net/http"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// Line is one line of the check list: how it stands, and what to do about it.
type Line struct {
	Tone page.Tone
	Text string
	Why  string // what to do, or why it matters; may be empty
	Go   page.Link
}

// CheckList says line by line how far an organisation has come towards being entrusted with identities. What is Blocked stands in the way.
func CheckList(p *i18n.Printer, r vault.Readiness, demonstration bool) []Line {
	lines := []Line{holdersLine(p, r), officerLine(p, r)}
	for _, a := range r.Both {
		lines = append(lines, Line{Tone: page.Blocked, Text: p.T("setup.line.both", "name", a.Name), Why: p.T("setup.line.both_why"), Go: page.Link{Label: p.T("setup.line.member"), Path: "/members/" + string(a.ID)}})
	}
	lines = append(lines, sharesLine(p, r, demonstration))
	lines = append(lines, papersLines(p, r)...)
	return append(lines, factorsLine(p, r))
}

// papersLines says what is under way about papers: new ones, and former ones that are still needed.
func papersLines(p *i18n.Printer, r vault.Readiness) (lines []Line) {
	papers := page.Link{Label: p.T("setup.line.papers"), Path: "/setup/recovery"}
	if coming := r.Next(); coming.Series != 0 {
		lines = append(lines, Line{
			Tone: page.Due, Text: p.T("setup.line.papers_coming", "who", r.Maker, "day", day(p, coming.Made)), Why: p.T("setup.line.papers_coming_why"), Go: papers,
		})
	}
	if n := r.Needed(); n > 0 {
		lines = append(lines, Line{Tone: page.Due, Text: p.T("setup.line.papers_former", "count", n), Why: p.T("setup.line.papers_former_why"), Go: papers})
	}
	return lines
}

func holdersLine(p *i18n.Printer, r vault.Readiness) Line {
	line := Line{Tone: page.Well, Text: p.T("setup.line.holders", "count", len(r.Holders), "names", names(r.Holders)), Why: p.T("setup.line.holders_why")}
	if len(r.Holders) == 0 {
		line.Text = p.T("setup.line.holders_none")
	}
	if len(r.Holders) < vault.HoldersNeeded {
		line.Tone = page.Blocked
		line.Go = page.Link{Label: p.T("setup.line.invite"), Path: "/members/new?roles=case_manager"}
	}
	if len(r.Coming) > 0 {
		line.Why = p.T("setup.line.coming", "names", names(r.Coming))
		line.Go = page.Link{Label: p.T("admin.members.title"), Path: "/members"}
	}
	return line
}

// officerLine says who is told what happens to the data, and how small a network may be.
func officerLine(p *i18n.Printer, r vault.Readiness) Line {
	if len(r.Officers) > 0 {
		return Line{Tone: page.Well, Text: p.T("setup.line.officer", "names", names(r.Officers))}
	}
	return Line{
		Tone: page.Blocked, Text: p.T("setup.line.officer_none"), Why: p.T("setup.line.officer_why"),
		Go: page.Link{Label: p.T("setup.line.invite"), Path: "/members/new?roles=data_protection_officer"},
	}
}

func sharesLine(p *i18n.Printer, r vault.Readiness, demonstration bool) Line {
	line := Line{Tone: page.Well, Text: p.T("setup.line.shares", "count", r.Checked()), Go: page.Link{Label: p.T("setup.line.papers"), Path: "/setup/recovery"}}
	switch {
	case demonstration && len(r.Shares) == 0:
		line.Text, line.Go = p.T("setup.line.shares_example"), page.Link{}
	case len(r.Shares) == 0:
		line.Tone, line.Text, line.Why = page.Blocked, p.T("setup.line.shares_none"), p.T("setup.line.shares_none_why")
	case r.Checked() < vault.SharesNeeded:
		line.Tone, line.Why = page.Blocked, p.T("setup.line.shares_why")
	case r.Checked() < len(r.Shares):
		line.Tone, line.Why = page.Due, p.T("setup.line.shares_third")
	}
	return line
}

func factorsLine(p *i18n.Printer, r vault.Readiness) Line {
	if len(r.Unfactored) == 0 {
		return Line{Tone: page.Well, Text: p.T("setup.line.factors")}
	}
	return Line{Tone: page.Due, Text: p.T("setup.line.factors_missing", "names", names(r.Unfactored)), Why: p.T("setup.line.factors_why")}
}

func names(list []network.Account) string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = a.Name
	}
	return strings.Join(out, ", ")
}

// SetupView is the check list of an organisation.
type SetupView struct {
	Header page.Header
	Live   bool
	Lines  []Line
	Links  []string // of invitations that came from the network's file, shown this once
	Fields *page.Fields
	May    bool // the reader may go live
}

// setupShow shows the check list.
func (a *Admin) setupShow(r *page.Request) error { return a.setupAsk(r, http.StatusOK, &page.Fields{}) }

func (a *Admin) setupAsk(r *page.Request, status int, fields *page.Fields) error {
	ready, err := a.ready(r)
	if err != nil {
		return err
	}
	p := r.Printer()
	view := SetupView{
		Header: page.Header{Title: p.T("setup.list.title"), Sub: ready.Organisation.Name}, Live: ready.Live, Fields: fields,
		Lines: CheckList(p, ready, a.Network.Demonstration), May: policy.May(r.Subject(), policy.SetupLive),
	}
	if ready.Live {
		view.Header.Title = p.T("setup.list.title_live")
	}
	for i, line := range view.Lines {
		if !reaches(r, line.Go.Path) {
			view.Lines[i].Go = page.Link{}
		}
	}
	if a.Machine != nil {
		more, err := a.Machine(r.Context(), p)
		if err != nil {
			return err
		}
		view.Lines = append(view.Lines, more...)
	}
	if session, _, err := a.mine(r); err == nil {
		if text, laid := a.Keyring.Laid(session.Token, links); laid {
			view.Links = strings.Split(string(text), "\n")
			a.Keyring.Lift(session.Token, links)
		}
	}
	return r.RenderStatus(status, view.Header.Title, SetupPage(p, view))
}

// reaches reports whether the reader may open a page that the check list leads to.
func reaches(r *page.Request, path string) bool {
	for _, x := range []struct {
		prefix string
		action policy.Action
	}{
		{"/members/new", policy.MembersChange}, {"/members", policy.MembersView}, {"/setup/recovery", policy.RecoveryCheck},
	} {
		if strings.HasPrefix(path, x.prefix) {
			return policy.May(r.Subject(), x.action)
		}
	}
	return true
}

// ready reads how far the reader's organisation has come.
func (a *Admin) ready(r *page.Request) (ready vault.Readiness, err error) {
	err = a.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		ready, err = vault.Ready(tx, network.OrganisationID(r.Subject().Organisation))
		return err
	})
	return ready, err
}

// liveSave goes live: the team gets its first key, if nothing is missing; else the page names what is.
func (a *Admin) liveSave(r *page.Request) error {
	ready, err := a.ready(r)
	if err != nil {
		return err
	}
	founding, err := ready.Start()
	if err == nil {
		err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return ready.StartRecord(tx, founding) })
	}
	if errs.KindOf(err) == errs.Invalid {
		fields := &page.Fields{}
		fields.Keep(err)
		return a.setupAsk(r, http.StatusUnprocessableEntity, fields)
	}
	if err != nil {
		return err
	}
	return r.Redirect("/setup")
}
