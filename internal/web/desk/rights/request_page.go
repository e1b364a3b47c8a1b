package rights

import (
	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// RequestView is one request about somebody's data.
type RequestView struct {
	Header      page.Header
	Self        string
	Refuses     page.Pair // by which the form that refuses is known again
	Fields      *page.Fields
	State       string
	Tone        page.Tone
	Facts       []page.Pair
	Open        bool
	Erases      bool
	Others      []page.Link // what else is asked about the person and open
	Seen        page.Pair   // which these are
	Moved       bool        // they are others than who erases saw
	Held        page.Link   // to the reason why the data must stay, if there is one
	Until       string      // how long backups hold them
	Before      int         // people of the organisation who were erased already
	Few         bool        // too few of them for one to be lost among them
	Certificate []page.Pair // once erased
	Dirty       bool        // the database's files still hold what was destroyed
}

// RequestPage shows a request: what was asked, what can be done, or the certificate of what was.
func RequestPage(p *i18n.Printer, x RequestView) templ.Component {
	var does templ.Component
	switch {
	case x.Open && x.Erases:
		does = x.erasing(p)
	case x.Open:
		does = page.Part(page.PartHead{ID: "access", Title: p.T("desk.rights.access_title"), Card: true}, page.Say(p.T("desk.rights.access_why")))
	}
	refuse := page.Part(
		page.PartHead{ID: "refuse", Title: p.T("desk.rights.refuse_title"), Card: true}, page.Say(p.T("desk.rights.refuse_why")),
		page.PressButton(page.Press{Action: x.Self + "/refuse", Hidden: []page.Pair{x.Refuses}, Label: p.T("desk.rights.refuse")}),
	)
	return page.All(
		page.HeaderWith(p, x.Header, page.Status(x.Tone, x.State)), kit.MovedCallout(p, x.Moved),
		page.Stack(page.Narrow, page.Definitions(x.Facts), page.When(len(x.Certificate) > 0, x.certified(p)), does, page.When(x.Open, refuse)),
	)
}

// certified is the certificate of what was destroyed.
func (x RequestView) certified(p *i18n.Printer) templ.Component {
	scrub := page.PressButton(page.Press{Action: x.Self + "/scrub", Label: p.T("desk.rights.scrub")})
	return page.Part(
		page.PartHead{ID: "certificate", Title: p.T("desk.rights.certificate"), Why: p.T("desk.rights.certificate_sub"), Card: true},
		page.Definitions(x.Certificate), page.When(x.Dirty, page.Notice(page.Due, p.T("desk.rights.dirty"), scrub)),
	)
}

// erasing asks for the code before it erases, below all that is to be known by then.
func (x RequestView) erasing(p *i18n.Printer) templ.Component {
	pieces := []templ.Component{page.Say(p.T("desk.rights.erase_why", "until", x.Until))}
	switch {
	case x.Few && x.Before == 0:
		pieces = append(pieces, page.Callout(page.Due, p.T("desk.rights.erase_first")))
	case x.Few:
		pieces = append(pieces, page.Callout(page.Due, p.T("desk.rights.erase_few", "count", x.Before)))
	}
	if len(x.Others) > 0 {
		var others []templ.Component
		for _, other := range x.Others {
			others = append(others, page.ButtonLink(other))
		}
		pieces = append(pieces, page.Notice(page.Due, p.T("desk.rights.overtakes", "count", len(x.Others)), others...))
	}
	if x.Held.Path != "" {
		pieces = append(pieces, page.Notice(page.Due, p.T("desk.rights.held"), page.ButtonLink(x.Held)))
	} else {
		pieces = append(pieces, page.Send(
			p, page.Sending{Action: x.Self + "/erase", Fields: x.Fields, Submit: p.T("desk.rights.erase"), Danger: true, Hidden: []page.Pair{x.Seen}},
			page.Input(p, x.Fields, page.Field{Name: "code", Label: p.T("desk.rights.type_code"), Autocomplete: "off", Short: true}),
		))
	}
	return page.Part(page.PartHead{ID: "erase", Title: p.T("desk.rights.erase_title"), Card: true}, pieces...)
}
