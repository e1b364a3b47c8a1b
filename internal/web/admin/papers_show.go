package admin

import (
	"net/http"
	"strconv"
	"strings"

	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// paperName is the name under which a share waits to be shown, once, to whoever made it.
func paperName(number int) string { return "share " + strconv.Itoa(number) }

// papersShow lists the papers of the recovery key.
func (a *Admin) papersShow(r *page.Request) error {
	return a.papersAsk(r, http.StatusOK, &page.Fields{})
}

func (a *Admin) papersAsk(r *page.Request, status int, fields *page.Fields) error {
	ready, err := a.ready(r)
	if err != nil {
		return err
	}
	session, _, err := a.mine(r)
	if err != nil {
		return err
	}
	p := r.Printer()
	digits, _, err := roster.Founders(a.Keys)
	if err != nil {
		return err
	}
	may := policy.May(r.Subject(), policy.RecoveryMake)
	work := ready.AtWork()
	view := PapersView{
		Header: page.Header{Title: p.T("setup.papers.title"), Trail: setup(r, ready.Live)}, Fields: fields, Founders: digits,
		Work: pile(p, "setup.papers.three", work), Former: a.former(p, ready),
	}
	for i, s := range work.Shares {
		text, laid := a.Keyring.Laid(session.Token, paperName(s.Number))
		view.Work.Papers[i].Shown = laid && work.Recognises(string(text))
		if name := vault.CustodianField(s.Number); !fields.Has(name) {
			fields.Set(name, s.Custodian)
		}
	}
	if coming := ready.Next(); coming.Series != 0 {
		view.Work.Title = p.T("setup.papers.new")
		view.Kept = pile(p, "setup.papers.in_force", ready.InForce())
		view.Coming = a.coming(r, ready)
	}
	if may {
		for _, papers := range ready.Papers {
			if papers.State == vault.PapersFormer {
				view.Seal += papers.Mine
			}
		}
		view.Anew, view.Turn = anew(p, ready), policy.May(r.Subject(), policy.KeyGrant) && ready.InForce().Mine > 0
	} else if work.Series == 0 {
		view.None = p.T("setup.papers.none")
	}
	if work.Series != 0 && len(work.Shares) == 0 {
		view.None = p.T("setup.line.shares_example")
	}
	return r.RenderStatus(status, view.Header.Title, PapersPage(p, view))
}

func pile(p *i18n.Printer, title string, papers vault.Papers) Pile {
	x := Pile{Title: p.T(title)}
	for _, s := range papers.Shares {
		paper := Paper{Number: strconv.Itoa(s.Number), Custodian: s.Custodian, Tone: page.Due, State: p.T("setup.papers.unchecked")}
		if s.Checked != "" {
			paper.Tone, paper.State = page.Well, p.T("setup.papers.checked", "day", day(p, s.Checked))
		}
		x.Papers = append(x.Papers, paper)
	}
	return x
}

// day is the day of a moment in UTC.
func day(p *i18n.Printer, stamp string) string {
	return p.Day(stamp[:min(len(stamp), len("2006-01-02"))])
}

// coming says what stands between new papers and their being in force.
func (a *Admin) coming(r *page.Request, ready vault.Readiness) *ComingView {
	p, papers := r.Printer(), ready.Next()
	may := policy.May(r.Subject(), policy.RecoveryMake) && ready.InForce().Mine > 0
	x := &ComingView{
		State: p.T("setup.papers.coming", "who", ready.Maker, "day", day(p, papers.Made)), Mark: papers.Mark(),
		Next: p.T("setup.papers.ask_first"), Force: may, Drop: may,
	}
	switch own := string(papers.By) == r.Subject().Account; {
	case papers.Checked() < vault.SharesNeeded:
		x.Force, x.Next = false, p.T("setup.papers.wait", "count", papers.Checked(), "needed", vault.SharesNeeded)
	case own:
		x.Force, x.Next = false, p.T("setup.papers.own")
	case !may:
		x.Next = p.T("setup.papers.others")
	}
	return x
}

// former says of replaced papers what still asks for them. Those that nothing asks for any more are not shown.
func (a *Admin) former(p *i18n.Printer, ready vault.Readiness) (list []FormerView) {
	for _, papers := range ready.Papers {
		if papers.Replaced == "" {
			continue
		}
		var names []string
		for _, s := range papers.Shares {
			names = append(names, s.Custodian)
		}
		x := FormerView{Names: strings.Join(names, ", ")}
		if len(names) == 0 {
			x.Names = p.T("setup.line.shares_example")
		}
		first, then := p.T("setup.papers.former_needed", "count", papers.Sealed), "setup.papers.former_too"
		if papers.Sealed == 0 {
			first, then = p.T("setup.papers.former_over"), "setup.papers.former_backups"
		}
		x.Words = []string{first}
		backups := papers.Until() >= ready.Today
		if backups {
			x.Words = append(x.Words, p.T(then, "day", day(p, papers.Replaced), "until", p.Day(papers.Until())))
		}
		if papers.Sealed > 0 || backups {
			list = append(list, x)
		}
	}
	return list
}

// anew is the form that asks for custodians: for the first papers, or for others.
func anew(p *i18n.Printer, ready vault.Readiness) *AnewView {
	x := &AnewView{Submit: p.T("setup.papers.make_anew"), Mark: ready.Next().Mark()}
	switch {
	case ready.AtWork().Series == 0:
		x.Submit = p.T("setup.papers.make")
	case !ready.Live:
		x.Title, x.Why = p.T("setup.papers.anew"), p.T("setup.papers.anew_why")
	case ready.InForce().Mine == 0:
		return nil
	case x.Mark == "":
		x.Title, x.Why = p.T("setup.papers.renew"), p.T("setup.papers.renew_why")
	default:
		x.Title, x.Why = p.T("setup.papers.again"), p.T("setup.papers.again_why")
	}
	return x
}

// setup is the trail of the pages behind the check list.
func setup(r *page.Request, live bool) []page.Link {
	label := r.Printer().T("setup.list.title")
	if live {
		label = r.Printer().T("setup.list.title_live")
	}
	return []page.Link{{Label: label, Path: "/setup"}}
}
