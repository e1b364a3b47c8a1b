package desk

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// HomeQuestion is a colleague's wish that the reader can answer, since they hold the key.
type HomeQuestion struct {
	Path  string
	Words string
	Note  string
}

// sealedHome adds to the first page what concerns the reader about what is sealed: warnings, questions to answer, tonight's outing.
func (d *Desk) sealedHome(r *page.Request, view *HomeView) error {
	c := &teller{d: d, p: r.Printer()}
	var names map[network.AccountID]string
	var warnings []vault.Warning
	var questions []vault.Glass
	var outings, live bool
	codes := map[person.ID]string{}
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if names, err = colleagues(tx); err != nil {
			return err
		}
		if warnings, err = vault.Warnings(tx); err != nil {
			return err
		}
		if live, err = vault.Live(tx, network.OrganisationID(r.Subject().Organisation)); err != nil {
			return err
		}
		if policy.May(r.Subject(), policy.KeyGrant) {
			if questions, err = vault.Answerable(tx); err != nil {
				return err
			}
		}
		if policy.May(r.Subject(), policy.PlannedView) {
			if outings, err = vault.AnyPlannedOutings(tx); err != nil {
				return err
			}
		}
		if view.Warnings, err = d.papersHome(r, tx); err != nil {
			return err
		}
		if view.Warnings, err = d.proposalsHome(r, tx, view.Warnings); err != nil {
			return err
		}
		keys, err := d.keysHome(r, tx)
		if err != nil {
			return err
		}
		view.Warnings = append(view.Warnings, keys...)
		var about []person.ID
		for _, w := range warnings {
			about = append(about, w.Person)
		}
		for _, q := range questions {
			about = append(about, q.Person)
		}
		codes, err = person.Codes(tx, about)
		return err
	})
	if err != nil {
		return err
	}
	view.Warnings = append(d.heldHome(r), view.Warnings...)
	view.Setup = !live && policy.May(r.Subject(), policy.SetupView)
	for _, w := range warnings {
		fact := page.Fact{Tone: page.Due, Text: c.p.T("card.warning."+w.Kind, "who", c.named(names, w.Account), "code", codes[w.Person], "why", c.noticed(w), "when", d.moment(c.p, w.Made))}
		if path, ok := warningPath(r, w.Kind); ok {
			fact.Link = page.Link{Label: c.p.T("card.keys.go"), Path: path}
		}
		view.Warnings = append(view.Warnings, fact)
	}
	for _, q := range questions {
		view.Questions = append(view.Questions, HomeQuestion{
			Path:  "/glass/" + q.ID,
			Words: c.p.T("card.glass.asks", "who", c.named(names, q.Account), "code", codes[q.Person]),
			Note:  c.label("glass_reason", q.Reason) + " · " + d.moment(c.p, q.Asked),
		})
	}
	if outings {
		return d.tonight(r, view)
	}
	return nil
}

// heldHome says to whoever reads the trail what of the database does not agree, as long as it does not.
func (d *Desk) heldHome(r *page.Request) (facts []page.Fact) {
	if d.Trail.Held == nil || !policy.May(r.Subject(), policy.AuditView) {
		return nil
	}
	p := r.Printer()
	for _, words := range d.Trail.Held().words(p) {
		facts = append(facts, page.Fact{Tone: page.Late, Text: p.T("desk.home.differs", "what", words), Link: page.Link{Label: p.T("audit.check.title"), Path: "/audit/check"}})
	}
	return facts
}

// noticed is what a warning says besides who and whom.
func (c *teller) noticed(w vault.Warning) string {
	if w.Kind == vault.WarningForged {
		return trailWord(c.p, "audit.object.", w.Reason)
	}
	return c.label("glass_reason", w.Reason)
}

// proposalsHome says that something takes two people, and waits for the reader.
func (d *Desk) proposalsHome(r *page.Request, tx *store.Tx, facts []page.Fact) ([]page.Fact, error) {
	if !policy.May(r.Subject(), policy.MembersSecond) {
		return facts, nil
	}
	list, _, err := network.Proposals(tx)
	for _, x := range list {
		if string(x.By) != r.Subject().Account && string(x.Account) != r.Subject().Account {
			p := r.Printer()
			return append(facts, page.Fact{Tone: page.Due, Text: p.T("desk.home.proposals"), Link: page.Link{Label: p.T("card.keys.go"), Path: "/proposals"}}), err
		}
	}
	return facts, err
}

// warningPath is where a warning about the recovery key leads, for who may look there.
func warningPath(r *page.Request, kind string) (string, bool) {
	switch {
	case kind != vault.WarningComing && kind != vault.WarningInForce && kind != vault.WarningDropped:
		return "", false
	case policy.May(r.Subject(), policy.RecoveryCheck):
		return "/setup/recovery", true
	}
	return "/setup", policy.May(r.Subject(), policy.SetupView)
}

// tonight shows the outings planned for today.
func (d *Desk) tonight(r *page.Request, view *HomeView) error {
	c := &teller{d: d, p: r.Printer()}
	grant, err := policy.Authorize(r.Subject(), policy.PlannedView)
	if err != nil {
		return err
	}
	var sealed vault.SealedOutings
	var today string
	err = d.Store.Reveal(r.Context(), grant, func(tx *store.Tx) (err error) {
		today = d.Network.Today(tx.Now())
		if c.around, err = around(tx); err != nil {
			return err
		}
		sealed, err = vault.PlannedOutings(tx)
		return err
	})
	if err != nil {
		return err
	}
	outings, err := openPlanned(r, sealed)
	if errs.KindOf(err) == errs.Denied && err != nil {
		return nil // the key was sealed to an earlier password of theirs: a colleague has to give it again
	}
	unread := 0
	for _, planned := range outings {
		if planned.Unread {
			unread++
		}
		if planned.Day == today {
			view.Tonight = append(view.Tonight, HomeNext{
				Title: c.p.T("planned.tonight", "unit", c.unit(planned.UnitID).Text), Text: plannedHours(planned.PlannedCard) + " · " + firstLine(planned.Zone),
				Go: c.p.T("planned.look"), Path: "/plans/" + planned.ID,
			})
		}
	}
	if unread > 0 {
		view.Warnings = append(view.Warnings, page.Fact{Tone: page.Late, Text: c.p.T("planned.unread_count", "count", unread), Link: page.Link{Label: c.p.T("planned.look"), Path: "/plans"}})
	}
	return err
}
