package admin

import (
	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

// PapersView is the recovery key of an organisation with its papers.
type PapersView struct {
	Header page.Header
	Seal   int  // keys of the reader that are sealed to former papers
	Work   Pile // the papers that are printed and typed back; none before there are any
	Coming *ComingView
	Kept   Pile // those in force, while others are coming
	None   string
	Former []FormerView
	Turn   bool // the reader may change the team's key
	Anew   *AnewView
	Fields *page.Fields

	Founders string // digits of the founders' keys; empty before there are any
}

// Pile is three papers.
type Pile struct {
	Title  string
	Papers []Paper
}

// Paper is one of the three.
type Paper struct {
	Number    string
	Custodian string
	Tone      page.Tone
	State     string
	Shown     bool // it can be shown still, this once
}

// ComingView is how papers stand that are not in force yet.
type ComingView struct {
	State string // who made them
	Next  string // what is missing, or what to do before putting them in force
	Mark  string // which papers the reader saw
	Force bool   // the reader may put them in force
	Drop  bool   // or give them up
}

// FormerView is papers that were replaced, and why they are kept.
type FormerView struct {
	Names string
	Words []string
}

// AnewView asks who will keep new papers.
type AnewView struct {
	Title  string // empty when there are no papers yet: then the form stands open
	Why    string
	Submit string
	Mark   string // of the coming papers in whose place they are made
}

// PapersPage lists the papers. Who holds keys makes them there, replaces them and puts others in force.
func PapersPage(p *i18n.Printer, x PapersView) templ.Component {
	lead := []string{p.T("setup.papers.lead"), p.T("setup.papers.quorum")}
	if x.Founders != "" {
		lead = append(lead, p.T("setup.papers.founders", "digits", x.Founders))
	}
	seal := page.PressButton(page.Press{Action: "/setup/recovery/seal", Label: p.T("setup.papers.seal"), Kind: page.Primary})
	return page.Sheet(
		p, x.Header, page.Narrow, page.Stack("stack", page.Say(lead...)),
		page.When(x.Seal > 0, page.Notice(page.Due, p.T("setup.papers.seal_title", "count", x.Seal), page.Say(p.T("setup.papers.seal_why")), seal)),
		page.When(len(x.Work.Papers) > 0, x.work(p)), page.When(len(x.Kept.Papers) > 0, page.Part(page.PartHead{ID: "kept", Title: x.Kept.Title}, x.Kept.rows(p, false))),
		page.When(len(x.Former) > 0, x.former(p)), page.When(x.None != "", page.Callout(page.Due, x.None)), x.anew(p),
	)
}

// rows are the papers of a pile; where they are at work, each is shown once and typed back.
func (x Pile) rows(p *i18n.Printer, work bool) templ.Component {
	var rows []page.ListRow
	for _, paper := range x.Papers {
		row := page.ListRow{Title: p.T("setup.papers.of", "number", paper.Number, "name", paper.Custodian), Marks: []page.Mark{{Tone: paper.Tone, Word: paper.State}}}
		if work {
			path := "/setup/recovery/" + paper.Number
			row.Do = []templ.Component{page.Stack(
				"buttons",
				page.When(paper.Shown, page.PressButton(page.Press{Action: path + "/paper", Label: p.T("setup.papers.show", "number", paper.Number)})),
				page.ButtonLink(page.Link{Label: p.T("setup.papers.type", "number", paper.Number), Path: path}),
			)}
		}
		rows = append(rows, row)
	}
	return page.Rows(rows...)
}

// work are the papers that are printed and typed back, and what comes next where they are not in force yet.
func (x PapersView) work(p *i18n.Printer) templ.Component {
	head := page.PartHead{ID: "papers", Title: x.Work.Title}
	if x.Coming == nil {
		return page.Part(head, x.Work.rows(p, true))
	}
	seen := []page.Pair{{Name: "papers", Value: x.Coming.Mark}}
	return page.Part(
		head, page.Say(x.Coming.State), x.Work.rows(p, true), page.Say(x.Coming.Next),
		page.When(x.Coming.Force || x.Coming.Drop, page.Buttons(
			page.When(x.Coming.Force, page.PressButton(page.Press{Action: "/setup/recovery/force", Label: p.T("setup.papers.force"), Hidden: seen, Kind: page.Primary})),
			page.When(x.Coming.Drop, page.PressButton(page.Press{Action: "/setup/recovery/drop", Label: p.T("setup.papers.drop"), Hidden: seen})),
		)),
	)
}

// former are the papers that were replaced and are needed still.
func (x PapersView) former(p *i18n.Printer) templ.Component {
	var rows []page.ListRow
	for _, former := range x.Former {
		rows = append(rows, page.ListRow{Title: former.Names, Also: former.Words})
	}
	return page.Part(
		page.PartHead{ID: "former", Title: p.T("setup.papers.former")}, page.Rows(rows...),
		page.When(x.Turn, page.All(page.Say(p.T("setup.papers.former_seen")), page.ButtonLink(page.Link{Label: p.T("setup.papers.former_turn"), Path: "/keys"}))),
	)
}

// anew asks who will keep new papers, folded away where there are some.
func (x PapersView) anew(p *i18n.Printer) templ.Component {
	if x.Anew == nil {
		return nil
	}
	custodian := func(number, hint string) templ.Component {
		return page.Input(p, x.Fields, page.Field{Name: "custodian" + number, Label: p.T("setup.papers.custodian", "number", number), Hint: hint, Autocomplete: "off"})
	}
	form := page.Send(
		p, page.Sending{Action: "/setup/recovery", Fields: x.Fields, Hidden: []page.Pair{{Name: "papers", Value: x.Anew.Mark}}, Submit: x.Anew.Submit},
		custodian("1", p.T("setup.papers.custodian_hint")), custodian("2", ""), custodian("3", ""),
	)
	if x.Anew.Title == "" {
		return form
	}
	return page.More(x.Anew.Title, len(x.Fields.Problems()) > 0, page.Stack("stack", page.Say(x.Anew.Why), form))
}

// PaperView is a share on its paper.
type PaperView struct {
	Header    page.Header
	Number    string
	Custodian string
	Made      string // the day
	Groups    []string
	Founders  string
}

// PaperPage is a page to be printed and given away.
func PaperPage(p *i18n.Printer, x PaperView) templ.Component {
	keep := []string{p.T("setup.paper.made", "day", x.Made), p.T("setup.paper.keep"), p.T("setup.paper.never"), p.T("setup.paper.when")}
	if x.Founders != "" {
		keep = append(keep, p.T("setup.paper.founders", "digits", x.Founders))
	}
	return page.Sheet(
		p, x.Header, page.Narrow, page.Stack("no-print", page.Told(page.Due, p.T("setup.paper.once"), p.T("setup.paper.how"))),
		page.Say(p.T("setup.paper.what", "name", x.Custodian)), page.Groups(x.Groups), bullets(keep...),
		page.Buttons(page.ButtonLink(page.Link{Label: p.T("setup.paper.printed"), Path: "/setup/recovery/" + x.Number, Primary: true})),
	)
}
