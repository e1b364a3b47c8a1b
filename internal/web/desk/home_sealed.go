package desk

import (
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/web/desk/trail"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// HomeQuestion is a colleague's wish that the reader can answer, since they hold the key.
type HomeQuestion struct {
	Path  string
	Words string
	Note  string
}

// sealedHome is what concerns the reader about what is sealed: warnings, questions to answer, tonight's outing.
type sealedHome struct {
	names         map[network.AccountID]string
	codes         map[person.ID]string
	warnings      []vault.Warning
	questions     []vault.Glass
	outings, live bool
	facts         []page.Fact
}

// read finds what is sealed that concerns the reader, without opening anything.
func (h *sealedHome) read(d *Desk, r *page.Request, tx *store.Tx) (err error) {
	if h.names, err = kit.Colleagues(tx); err != nil {
		return err
	}
	if h.warnings, err = vault.Warnings(tx); err != nil {
		return err
	}
	if h.live, err = vault.Live(tx, network.OrganisationID(r.Subject().Organisation)); err != nil {
		return err
	}
	if policy.May(r.Subject(), policy.KeyGrant) {
		if h.questions, err = vault.Answerable(tx); err != nil {
			return err
		}
	}
	if policy.May(r.Subject(), policy.PlannedView) {
		if h.outings, err = vault.Plans.Any(tx); err != nil {
			return err
		}
	}
	if h.facts, err = d.card.PapersHome(r, tx); err != nil {
		return err
	}
	if h.facts, err = d.proposalsHome(r, tx, h.facts); err != nil {
		return err
	}
	keys, err := d.card.KeysHome(r, tx)
	if err != nil {
		return err
	}
	h.facts = append(h.facts, keys...)
	var about []person.ID
	for _, w := range h.warnings {
		about = append(about, w.Person)
	}
	for _, q := range h.questions {
		about = append(about, q.Person)
	}
	h.codes, err = person.Codes(tx, about)
	return err
}

// tell adds it to the first page.
func (h *sealedHome) tell(d *Desk, r *page.Request, c *kit.Teller, view *HomeView) (err error) {
	view.Warnings = append(d.heldHome(r), h.facts...)
	view.Setup = !h.live && policy.May(r.Subject(), policy.SetupView)
	for _, w := range h.warnings {
		fact := page.Fact{Tone: page.Due, Text: c.P.T("card.warning."+w.Kind, "who", c.Named(h.names, w.Account), "code", h.codes[w.Person], "why", noticed(c, w), "when", d.Moment(c.P, w.Made))}
		if path, ok := warningPath(r, w.Kind); ok {
			fact.Link = page.Link{Label: c.P.T("card.keys.go"), Path: path}
		}
		view.Warnings = append(view.Warnings, fact)
	}
	for _, q := range h.questions {
		view.Questions = append(view.Questions, HomeQuestion{
			Path:  "/glass/" + q.ID,
			Words: c.P.T("card.glass.asks", "who", c.Named(h.names, q.Account), "code", h.codes[q.Person]),
			Note:  c.Label("glass_reason", q.Reason) + " · " + d.Moment(c.P, q.Asked),
		})
	}
	if h.outings {
		var unread []page.Fact
		view.Tonight, unread, err = d.outreach.Tonight(r)
		view.Warnings = append(view.Warnings, unread...)
	}
	return err
}

// heldHome says to whoever reads the trail what of the database does not agree, as long as it does not.
func (d *Desk) heldHome(r *page.Request) (facts []page.Fact) {
	if d.trail.Trail.Held == nil || !policy.May(r.Subject(), policy.AuditView) {
		return nil
	}
	p := r.Printer()
	for _, words := range d.trail.Trail.Held().Words(p) {
		facts = append(facts, page.Fact{Tone: page.Late, Text: p.T("desk.home.differs", "what", words), Link: page.Link{Label: p.T("audit.check.title"), Path: "/audit/check"}})
	}
	return facts
}

// noticed is what a warning says besides who and whom.
func noticed(c *kit.Teller, w vault.Warning) string {
	if w.Kind == vault.WarningForged {
		return trail.TrailWord(c.P, "audit.object.", w.Reason)
	}
	return c.Label("glass_reason", w.Reason)
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
