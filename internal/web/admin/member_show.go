package admin

import (
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// invitationLink is the name under which the link of an invitation waits to be shown, once.
func invitationLink(id network.AccountID) string { return "invitation " + string(id) }

// memberShow shows a member and what can be done: an administrator changes, a colleague with keys confirms.
func (a *Admin) memberShow(r *page.Request) error {
	var member network.Account
	var units []network.Unit
	var until string
	var live, held, keyed, waits bool
	var proposal network.Proposal
	var members []network.Account
	err := a.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if member, err = network.Member(tx, network.AccountID(r.PathValue("id"))); err != nil {
			return err
		}
		if units, err = network.Units(tx); err != nil {
			return err
		}
		if live, err = vault.Live(tx, member.OrganisationID); err != nil {
			return err
		}
		if held, err = vault.Holds(tx, member.OrganisationID, member.ID); err != nil {
			return err
		}
		if keyed, err = vault.Holds(tx, member.OrganisationID, network.AccountID(r.Subject().Account)); err != nil {
			return err
		}
		if proposal, waits, err = network.ProposalOf(tx, member.ID); err != nil {
			return err
		}
		if members, err = network.Members(tx); err != nil {
			return err
		}
		invitation, err := network.InvitationOf(tx, member.ID)
		if errs.KindOf(err) == errs.NotFound {
			return nil
		}
		until = a.Network.Today(invitation.Expires)
		return err
	})
	if err != nil {
		return err
	}
	p := r.Printer()
	view := MemberView{
		Header: page.Header{Title: member.Name, Trail: trail(p)}, Status: statusName(p, member.Status), Tone: toneOf(member.Status),
		Why: p.T("admin.why." + string(member.Status)), Path: "/members/" + string(member.ID), Facts: a.facts(p, member, units),
	}
	if live && member.HoldsKeys() {
		word := "admin.member.keyless"
		if held {
			word = "admin.member.keyed"
		}
		view.Facts = append(view.Facts, page.Pair{Name: p.T("admin.member.team_key"), Value: p.T(word)})
	}
	if member.Status == policy.Invited {
		if view.Why = p.T("admin.why.no_link"); until != "" {
			view.Why = p.T("admin.why.invited", "day", p.Day(until))
		}
	}
	self := string(member.ID) == r.Subject().Account
	if waits {
		view.Facts = append(view.Facts, page.Pair{Name: p.T("admin.proposals.waits"), Value: a.proposed(p, proposal, member) + " " + a.proposer(p, proposal, members)})
		view.Drop = policy.May(r.Subject(), policy.MembersChange)
	}
	if member.Status == policy.Accepted && !self && policy.May(r.Subject(), policy.MembersConfirm) && (!live || keyed) {
		view.Fingerprint, view.Roles = strings.Fields(member.Public.Fingerprint()), texts(member.Roles)
	}
	if policy.May(r.Subject(), policy.MembersChange) && !self {
		view.Header.Actions = []page.Link{{Label: p.T("admin.member.edit"), Path: view.Path + "/edit"}}
		view.Moves = moves(p, member)
	}
	if session, _, err := a.mine(r); err == nil {
		if link, laid := a.Keyring.Laid(session.Token, invitationLink(member.ID)); laid {
			a.Keyring.Lift(session.Token, invitationLink(member.ID))
			view.Link = string(link)
		}
	}
	return r.Render(view.Header.Title, MemberPage(p, view))
}

// facts are what the page says of a member.
func (a *Admin) facts(p *i18n.Printer, m network.Account, units []network.Unit) []page.Pair {
	var names []string
	for _, u := range units {
		for _, id := range m.Units {
			if u.ID == id {
				names = append(names, u.Name)
			}
		}
	}
	facts := []page.Pair{{Name: p.T("admin.login.login"), Value: m.Login}, {Name: p.T("admin.member.roles"), Value: a.roleNames(p, m.Roles)}}
	for _, f := range []struct{ key, value string }{
		{"admin.member.units", strings.Join(names, ", ")}, {"admin.member.email", m.Email},
	} {
		if f.value != "" {
			facts = append(facts, page.Pair{Name: p.T(f.key), Value: f.value})
		}
	}
	second := p.T("admin.factor.state_off")
	if m.SecondFactor {
		second = p.T("admin.factor.state_on")
	}
	facts = append(facts, page.Pair{Name: p.T("admin.factor.title"), Value: second})
	if m.Knew {
		facts = append(facts, page.Pair{Name: p.T("admin.member.keys"), Value: p.T("admin.member.rotate")})
	}
	return facts
}

// moves are what an administrator can do with a member in their state, the gentlest first.
func moves(p *i18n.Printer, m network.Account) []Move {
	var list []Move
	for _, move := range []struct {
		name   string
		from   []policy.Status
		danger bool
	}{
		{"invite", []policy.Status{policy.Invited, policy.Accepted, policy.Confirmed}, false},
		{"return", []policy.Status{policy.Suspended}, false},
		{"suspend", []policy.Status{policy.Accepted, policy.Confirmed}, true},
		{"leave", []policy.Status{policy.Invited, policy.Accepted, policy.Confirmed, policy.Suspended}, true},
	} {
		for _, from := range move.from {
			if from != m.Status {
				continue
			}
			word := move.name
			if word == "invite" && from == policy.Invited {
				word = "renew"
			}
			list = append(list, Move{Name: move.name, Label: p.T("admin.move." + word + ".do"), Why: p.T("admin.move." + word + ".why"), Danger: move.danger})
		}
	}
	return list
}

// trail is that of a member's pages; own of one's own account's.
func trail(p *i18n.Printer) []page.Link {
	return []page.Link{{Label: p.T("admin.members.title"), Path: "/members"}}
}

func own(p *i18n.Printer) []page.Link {
	return []page.Link{{Label: p.T("admin.account.title"), Path: "/account"}}
}
