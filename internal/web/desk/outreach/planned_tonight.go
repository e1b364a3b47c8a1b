package outreach

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// Tonight are the outings planned for today, and that some planned ones cannot be read.
func (d *Desk) Tonight(r *page.Request) (tonight []kit.Step, warnings []page.Fact, err error) {
	c := &kit.Teller{D: d.Desk, P: r.Printer()}
	grant, err := policy.Authorize(r.Subject(), policy.PlannedView)
	if err != nil {
		return nil, nil, err
	}
	var sealed vault.SealedOutings
	var today string
	err = d.Store.Reveal(r.Context(), grant, func(tx *store.Tx) (err error) {
		today = d.Network.Today(tx.Now())
		if c.Around, err = kit.Around(tx); err != nil {
			return err
		}
		sealed, err = vault.PlannedOutings(tx)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	outings, err := openPlanned(r, sealed)
	if errs.KindOf(err) == errs.Denied && err != nil {
		return nil, nil, nil // the key was sealed to an earlier password of theirs: a colleague has to give it again
	}
	unread := 0
	for _, planned := range outings {
		if planned.Unread {
			unread++
		}
		if planned.Day == today {
			tonight = append(tonight, kit.Step{
				Title: c.P.T("planned.tonight", "unit", c.Unit(planned.UnitID).Text), Text: plannedHours(planned.PlannedCard) + " · " + firstLine(planned.Zone),
				Go: c.P.T("planned.look"), Path: "/plans/" + planned.ID,
			})
		}
	}
	if unread > 0 {
		warnings = append(warnings, page.Fact{Tone: page.Late, Text: c.P.T("planned.unread_count", "count", unread), Link: page.Link{Label: c.P.T("planned.look"), Path: "/plans"}})
	}
	return tonight, warnings, err
}
