package card

import (
	"strings"

	"github.com/a-h/templ"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

// FollowerView is whose own case a person is.
type FollowerView struct {
	Header    page.Header
	Path      string
	Fields    *page.Fields
	Followers []FollowerRow
	Choose    page.Field
	Fixed     bool // the card is restricted, and the reader is none of those who open it
}

// FollowerRow is one colleague.
type FollowerRow struct{ ID, Name, Since string }

// FollowerPage lists who follows a person.
func FollowerPage(p *i18n.Printer, x FollowerView) templ.Component {
	followers := page.Empty(p.T("card.follow.none"), p.T("card.follow.none_why"))
	if len(x.Followers) > 0 {
		var rows []page.ListRow
		for _, f := range x.Followers {
			row := page.ListRow{Title: f.Name, Note: f.Since}
			if !x.Fixed {
				row.Do = []templ.Component{page.PressButton(page.Press{
					Action: x.Path, Label: p.T("card.follow.leave"), About: f.Name, Hidden: []page.Pair{{Name: "account", Value: f.ID}, {Name: "follows", Value: "no"}},
				})}
			}
			rows = append(rows, row)
		}
		followers = page.Rows(rows...)
	}
	return page.Sheet(
		p, x.Header, page.Narrow,
		page.When(x.Fixed, page.Callout(page.Plain, p.T("card.follow.fixed"))), followers,
		page.When(len(x.Choose.Options) > 0, page.Send(p, page.Sending{Action: x.Path, Fields: x.Fields, Submit: p.T("card.follow.add")}, page.Select(p, x.Fields, x.Choose))),
	)
}

// RestrictionView is who may open a person's card.
type RestrictionView struct {
	Header  page.Header
	Path    string
	Fields  *page.Fields
	Now     CardState
	Members []string   // who may open a restricted card, by name
	Choose  page.Field // colleagues, besides the reader
	Back    bool       // the card can go back to the team
}

// RestrictionPage says who may open a card, and lets those who follow the person choose.
func RestrictionPage(p *i18n.Printer, x RestrictionView) templ.Component {
	choose := page.Empty(p.T("card.restrict.alone"), p.T("card.restrict.alone_why"))
	if len(x.Choose.Options) > 0 {
		choose = page.Send(
			p, page.Sending{Action: x.Path, Fields: x.Fields, Submit: p.T("card.restrict.save")},
			page.Checks(p, x.Fields, x.Choose), page.Small(p.T("card.restrict.what")),
		)
	}
	return page.Sheet(
		p, x.Header, page.Narrow,
		page.Part(
			page.PartHead{ID: "now", Title: p.T("card.restrict.now")},
			page.Marks(page.Mark{Tone: x.Now.Tone, Word: x.Now.Words}), page.When(len(x.Members) > 0, page.Points("", x.Members...)),
		),
		choose,
		page.When(x.Back, page.Part(
			page.PartHead{ID: "back", Title: p.T("card.restrict.back_title"), Why: p.T("card.restrict.back_why")},
			page.PressButton(page.Press{Action: x.Path + "/lift", Label: p.T("card.restrict.back")}),
		)),
	)
}

// KeyView is how things stand with the key of a team.
type KeyView struct {
	Header  page.Header
	Said    string
	Without string      // why the reader can do nothing here; empty when they hold the key
	Papers  []page.Fact // what the reader could do about the recovery key
	Waiting []KeyRow
	Left    []string
	Cases   int // restricted cases whose key is to be replaced
}

// KeyRow is a colleague who waits for the key; the note has the fingerprint of theirs.
type KeyRow struct {
	ID, Name, Note string
	Fingerprint    string
	Roles          []string
}

// row is a colleague, and the button that gives them the key.
func (w KeyRow) row(p *i18n.Printer) page.ListRow {
	hidden := []page.Pair{{Name: "account", Value: w.ID}, {Name: "fingerprint", Value: w.Fingerprint}}
	for _, role := range w.Roles {
		hidden = append(hidden, page.Pair{Name: "roles", Value: role})
	}
	give := page.PressButton(page.Press{Action: "/keys", Label: p.T("card.keys.give"), About: w.Name, Hidden: hidden})
	return page.ListRow{Title: w.Name, Note: w.Note, Do: []templ.Component{give}}
}

// KeyPage gives the key to who waits, and changes it when somebody left.
func KeyPage(p *i18n.Printer, x KeyView) templ.Component {
	turn := []templ.Component{
		page.When(x.Cases > 0, page.Callout(page.Late, p.T("card.keys.cases_count", "count", x.Cases))), page.Small(p.T("card.keys.turn_why")),
		page.PressButton(page.Press{Action: "/keys/turn", Label: p.T("card.keys.turn")}),
	}
	turning := page.PartHead{ID: "turn", Title: p.T("card.keys.turn_title")}
	above := page.When(len(x.Papers) > 0, page.Facts(x.Papers))
	if x.Without != "" {
		return page.Sheet(p, x.Header, page.Narrow, above, page.Empty(p.T("card.keys.without"), x.Without), page.When(x.Cases > 0, page.Part(turning, turn...)))
	}
	waiting := page.Small(p.T("card.keys.waiting_none"))
	if len(x.Waiting) > 0 {
		var rows []page.ListRow
		for _, w := range x.Waiting {
			rows = append(rows, w.row(p))
		}
		waiting = page.All(page.Small(p.T("card.keys.waiting_why")), page.Rows(rows...))
	}
	if len(x.Left) > 0 {
		turn = append([]templ.Component{page.Told(page.Late, p.T("card.keys.left_count", "count", len(x.Left)), strings.Join(x.Left, ", "))}, turn...)
	}
	return page.Sheet(p, x.Header, page.Narrow, above, page.Part(page.PartHead{ID: "waiting", Title: p.T("card.keys.waiting")}, waiting), page.Part(turning, turn...))
}

// SearchView is a search among people whose key the reader holds.
type SearchView struct {
	Header  page.Header
	Fields  *page.Fields
	Ask     page.Field
	Where   page.Field // what for, to look among the whole team's people
	May     bool       // look there
	Purpose string     // stated; empty when only own cases were looked through
	Asked   bool
	Spent   *errs.Error // too much was asked in the last hour
	Hits    []SearchHit // of the reader's own cases, and whoever has the code
	Team    []SearchHit // of the team's: the nearest few
}

// SearchHit is somebody who may be meant; Name is empty where opening it asks for a purpose.
type SearchHit struct{ Code, Path, Name, Why string }

// row says who may be meant.
func (h SearchHit) row(do ...templ.Component) page.ListRow {
	return page.ListRow{Title: h.Code, Path: h.Path, Text: h.Name, Note: h.Why, Do: do}
}

// SearchPage asks for a name, a code, a phone or a document, and lists who may be meant.
func SearchPage(p *i18n.Printer, x SearchView) templ.Component {
	asking := []templ.Component{page.Input(p, x.Fields, x.Ask), page.When(x.May, page.Select(p, x.Fields, x.Where))}
	if x.Spent != nil {
		asking = append([]templ.Component{page.Told(page.Blocked, "", p.Error(x.Spent))}, asking...)
	}
	return page.Sheet(
		p, x.Header, page.Narrow,
		page.Send(p, page.Sending{Action: "/people/search", Search: true, Closed: true, Fields: x.Fields, Submit: p.T("card.search.run")}, asking...),
		page.When(x.Asked, x.mine(p)), page.When(x.Asked && x.May && x.Purpose != "", x.team(p)),
	)
}

// mine are the hits among the reader's own cases.
func (x SearchView) mine(p *i18n.Printer) templ.Component {
	var hits templ.Component
	switch {
	case len(x.Hits) > 0:
		var rows []page.ListRow
		for _, h := range x.Hits {
			rows = append(rows, h.row())
		}
		hits = page.Rows(rows...)
	case x.May:
		hits = page.Say(p.T("card.search.none_own"))
	default:
		hits = page.Say(p.T("card.search.none"))
	}
	return page.Part(page.PartHead{ID: "hits", Title: p.T("card.search.mine")}, hits, page.When(x.May && x.Purpose == "", page.Small(p.T("card.search.wider"))))
}

// team are the hits among the team's people, whose names are opened one by one.
func (x SearchView) team(p *i18n.Printer) templ.Component {
	hits := page.Say(p.T("card.search.none"))
	if len(x.Team) > 0 {
		var rows []page.ListRow
		for _, h := range x.Team {
			rows = append(rows, h.row(page.PressButton(page.Press{
				Action: h.Path + "/card", Label: p.T("card.search.open"), About: h.Code, Hidden: []page.Pair{{Name: "purpose", Value: x.Purpose}, {Name: "section", Value: "names"}},
			})))
		}
		hits = page.Rows(rows...)
	}
	return page.Part(page.PartHead{ID: "team-hits", Title: p.T("card.search.team")}, hits, page.Small(p.T("card.search.few")))
}
