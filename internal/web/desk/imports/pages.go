package imports

import (
	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

// ImportNewView asks for a file.
type ImportNewView struct {
	Header page.Header
	Steps  []string
	Fields *page.Fields
	Kind   page.Field
	File   page.Field
}

// accepted are the kinds of files that a browser offers to send.
const accepted = ".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// ImportNewPage asks what the rows of a file are, and for the file.
func ImportNewPage(p *i18n.Printer, x ImportNewView) templ.Component {
	return page.All(
		page.PageHeader(p, x.Header), page.Steps(p, x.Steps, 0),
		page.Send(
			p, page.Sending{Action: "/imports", Class: "narrow", Files: true, Fields: x.Fields, Submit: p.T("imports.new.submit")},
			page.Choices(p, x.Fields, x.Kind), page.File(p, x.Fields, x.File, accepted), page.Told(page.Plain, p.T("imports.new.kept"), p.T("imports.new.kept_what")),
		),
	)
}

// ImportView is one import.
type ImportView struct {
	Header  page.Header
	Counts  []page.Pair
	JustNow bool // it was recorded by the request before this one
	Steps   []string
	Done    string   // what was recorded, in words
	Left    []string // what was left out, in words
	Undone  string   // when it was taken back; empty while it stands
	Undo    string   // path of the question whether to take it back
}

// another leads to the next file.
func another(p *i18n.Printer) page.Link {
	return page.Link{Label: p.T("imports.another"), Path: "/imports/new", Primary: true}
}

// ImportPage says what an import brought.
func ImportPage(p *i18n.Printer, x ImportView) templ.Component {
	stands := page.Status(page.Well, p.T("imports.state.stands"))
	switch {
	case x.JustNow:
		stands = page.Told(page.Well, x.Done, append(x.Left[:len(x.Left):len(x.Left)], p.T("imports.show.recorded_what"))...)
	case x.Undone != "":
		stands = page.Told(page.Plain, x.Undone, p.T("imports.show.undone_what"))
	}
	return page.All(
		page.PageHeader(p, x.Header), page.When(x.JustNow, page.Steps(p, x.Steps, 2)), page.Stack(page.Above, stands),
		page.Stack(page.Wide, counts(x.Counts, true), page.Buttons(
			page.ButtonLink(another(p)), page.When(x.Undo != "", page.ButtonLink(page.Link{Label: p.T("imports.show.undo"), Path: x.Undo})),
		)),
	)
}

// UndoView asks whether an import is to be taken back.
type UndoView struct {
	Header page.Header
	Path   string // of the import
	Post   string // where yes is said
	What   string
	Used   string // why it cannot be; empty when it can
	Uses   page.Table
	More   string
}

// UndoPage asks twice, or lists what stands in the way.
func UndoPage(p *i18n.Printer, x UndoView) templ.Component {
	if x.Used != "" {
		return page.Sheet(
			p, x.Header, "stack",
			page.Told(page.Blocked, x.Used, p.T("imports.undo.used_what")), page.DataTable(x.Uses), page.When(x.More != "", page.Small(x.More)),
			page.Buttons(page.ButtonLink(page.Link{Label: p.T("imports.undo.keep"), Path: x.Path, Primary: true})),
		)
	}
	return page.Sheet(
		p, x.Header, "narrow stack", page.Say(x.What, p.T("imports.undo.frozen")),
		page.Buttons(
			page.PressButton(page.Press{Action: x.Post, Label: p.T("imports.undo.yes"), Kind: page.Primary}),
			page.ButtonLink(page.Link{Label: p.T("imports.undo.keep"), Path: x.Path}),
		),
	)
}

// ImportWorkingView is a piece of work that takes a while.
type ImportWorkingView struct {
	Header      page.Header
	Steps       []string
	At          int
	Path        string
	Label       string
	Done, Total int
	Leave       string
}

// ImportWorkingPage shows how far the work is; it can be left, and asks again by itself.
func ImportWorkingPage(p *i18n.Printer, x ImportWorkingView) templ.Component {
	return page.All(
		page.PageHeader(p, x.Header), page.Steps(p, x.Steps, x.At),
		page.Stack(
			"narrow stack", page.Progress(x.Label, x.Done, max(1, x.Total)), page.Say(x.Leave),
			page.Buttons(page.ButtonLink(page.Link{Label: p.T("imports.working.look"), Path: x.Path})),
		),
	)
}

// ImportPlainPage says one thing and leads to another file.
func ImportPlainPage(p *i18n.Printer, header page.Header, what, why string) templ.Component {
	return page.All(page.PageHeader(p, header), page.Empty(what, why, another(p)))
}
