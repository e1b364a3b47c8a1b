package admin

import (
	"slices"
	"strings"

	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// ProposalRow is something that takes two people and waits for the second.
type ProposalRow struct {
	Path, Mark string
	Name       string // of the member whom it is about
	What       string
	Who        string // proposed it, and when
	May        bool   // the reader may be the second
}

// proposalList shows what waits for the second person.
func (a *Admin) proposalList(r *page.Request) error {
	var list []network.Proposal
	var about, members []network.Account
	err := a.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if list, about, err = network.Proposals(tx); err == nil {
			members, err = network.Members(tx)
		}
		return err
	})
	if err != nil {
		return err
	}
	p := r.Printer()
	rows := make([]ProposalRow, len(list))
	for i, x := range list {
		self := r.Subject().Account
		rows[i] = ProposalRow{
			Path: "/proposals/" + string(x.Account), Mark: x.Mark(), Name: about[i].Name + " · " + a.roleNames(p, about[i].Roles), What: a.proposed(p, x, about[i]), Who: a.proposer(p, x, members),
			May: string(x.By) != self && string(x.Account) != self,
		}
	}
	title := p.T("admin.proposals.title")
	return r.Render(title, ProposalsPage(p, page.Header{Title: title, Sub: p.T("admin.proposals.sub")}, rows))
}

// proposed says what was proposed about a member.
func (a *Admin) proposed(p *i18n.Printer, x network.Proposal, m network.Account) string {
	if x.Step != network.StepRoles {
		return p.T("admin.proposals.step." + string(x.Step))
	}
	var said []string
	if x.Name != "" && x.Name != m.Name {
		said = append(said, p.T("admin.proposals.step.name", "name", x.Name))
	}
	switch {
	case x.Name == "" || x.Email == m.Email:
	case x.Email == "":
		said = append(said, p.T("admin.proposals.step.no_email"))
	default:
		said = append(said, p.T("admin.proposals.step.email", "email", x.Email))
	}
	if len(said) == 0 || !slices.Equal(x.Roles, m.Roles) {
		said = append(said, p.T("admin.proposals.step.roles", "roles", a.roleNames(p, x.Roles)))
	}
	return strings.Join(said, " · ")
}

// proposer says who proposed it and when.
func (a *Admin) proposer(p *i18n.Printer, x network.Proposal, members []network.Account) string {
	who := p.T("admin.proposals.machine")
	for _, m := range members {
		if m.ID == x.By {
			who = m.Name
		}
	}
	day, _, _ := strings.Cut(x.Made, "T")
	return p.T("admin.proposals.by", "who", who, "day", p.Day(day))
}

// proposalSecond does what was proposed, as the reader saw it.
func (a *Admin) proposalSecond(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	by, err := signing(r)
	if err != nil {
		return err
	}
	id := network.AccountID(r.PathValue("id"))
	err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		if err := network.Second(tx, id, fields.Text("seen"), by); err != nil {
			return err
		}
		return vault.WarnOfMember(tx, vault.WarningSeconded, id)
	})
	if err != nil {
		return err
	}
	return r.Redirect("/proposals")
}

// proposalDrop gives a proposal up: whoever may be the second says no, or the administrator thinks better of it.
func (a *Admin) proposalDrop(r *page.Request) error {
	id := network.AccountID(r.PathValue("id"))
	err := a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return network.WithdrawProposal(tx, id) })
	if err != nil {
		return err
	}
	if policy.May(r.Subject(), policy.MembersSecond) {
		return r.Redirect("/proposals")
	}
	return r.Redirect("/members/" + string(id))
}

// proposes keeps a step that takes two for the second person, and tells whom it concerns.
func (a *Admin) proposes(r *page.Request, x network.Proposal) error {
	err := a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		if err := network.Propose(tx, x); err != nil {
			return err
		}
		return vault.WarnOfMember(tx, vault.WarningProposed, x.Account)
	})
	if err != nil {
		return err
	}
	return r.Redirect("/members/" + string(x.Account))
}
