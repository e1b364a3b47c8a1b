// Package desk puts the staff's screens together: the menu, the first page, and the areas, one package each. Their files are screens, noun_verb, with the template
// beside; the routes.go of an area is its table of contents. A handler decodes what was asked, opens one transaction, calls the rooms below, and renders.
package desk

import (
	"context"
	"slices"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/care/report"
	registry "approdo/internal/care/rights"
	"approdo/internal/care/sheet"
	"approdo/internal/care/vault"
	"approdo/internal/web/desk/card"
	"approdo/internal/web/desk/imports"
	"approdo/internal/web/desk/network"
	"approdo/internal/web/desk/outreach"
	"approdo/internal/web/desk/people"
	"approdo/internal/web/desk/programme"
	"approdo/internal/web/desk/reports"
	"approdo/internal/web/desk/rights"
	"approdo/internal/web/desk/tables"
	"approdo/internal/web/desk/trail"
	"approdo/internal/web/kit"
)

// Needs are what the screens depend on.
type Needs struct {
	kit.Desk
	Engine  *report.Engine
	Sheets  *sheet.Desk // takes spreadsheets in
	Reports report.Reports
	Trail   trail.Trail  // for the data protection officer
	Budget  vault.Budget // what one account could learn in an hour; the usual when zero

	Register  func(context.Context) error // writes down outside the database who was erased, for a restore; may be nil
	Unwritten func() bool                 // that could not be done when it was tried last; may be nil
}

// Desk is the staff's screens.
type Desk struct {
	*kit.Desk
	outreach  *outreach.Desk
	people    *people.Desk
	programme *programme.Desk
	card      *card.Desk
	network   *network.Desk
	rights    *rights.Desk
	reports   *reports.Desk
	tables    *tables.Desk
	trail     *trail.Desk
	imports   *imports.Desk

	unwritten func() bool // see Needs
}

// New gives each area what it depends on, and what it shows of the others. A kind of record about people of which no area tells is an error: it would be missing
// from what a person receives.
func New(n Needs) (*Desk, error) {
	k := &n.Desk
	k.Concerned = registry.Concerned
	var err error
	if k.Stories, err = inOrder(slices.Concat(outreach.Stories, programme.Stories())); err != nil {
		return nil, err
	}
	d := &Desk{
		Desk: k, outreach: &outreach.Desk{Desk: k}, programme: &programme.Desk{Desk: k},
		reports: &reports.Desk{Desk: k, Engine: n.Engine, Reports: n.Reports},
		rights:  &rights.Desk{Desk: k, Tell: card.Fields, Budget: n.Budget.Usual(), Register: n.Register},
		trail:   &trail.Desk{Desk: k, Trail: n.Trail},
		imports: &imports.Desk{Desk: k, Sheets: n.Sheets}, unwritten: n.Unwritten,
	}
	d.tables = &tables.Desk{Desk: k, Engine: n.Engine, Reports: n.Reports, Reader: d.reports}
	d.network = &network.Desk{Desk: k, Reached: d.reports.Targets}
	d.card = &card.Desk{Desk: k, Budget: n.Budget.Usual()}
	d.people = &people.Desk{Desk: k, Card: d.card.Closed}
	d.card.Page = d.people.PersonPage
	return d, nil
}

// inOrder puts the stories in the order of the registry of what is kept about people, in which what rests on something else comes before it.
func inOrder(stories []kit.Story) (ordered []kit.Story, err error) {
	for _, noun := range registry.Registry().Nouns {
		at := slices.IndexFunc(stories, func(s kit.Story) bool { return s.Noun == noun.Name })
		if at < 0 {
			return nil, errs.E(errs.Internal, "desk.untold", "noun", noun.Name)
		}
		ordered = append(ordered, stories[at])
	}
	return ordered, nil
}

// Leaving forgets what a session had uploaded and not recorded; it is told the session's token.
func (d *Desk) Leaving(token string) { d.imports.Leaving(token) }

// Finish waits until the work on files under way ends, or the time does.
func (d *Desk) Finish(most time.Duration) { d.imports.Finish(most) }
