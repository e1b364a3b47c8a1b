// Package policy decides who may do what, and how far they see.
//
// A Subject (a person with roles in an organisation) asks for an Action; the table
// in table.go says yes or no and how far the answer reaches. Where the action opens
// what is sealed about somebody, a second table (opening.go) says what must be on
// record first, by how the asker stands to that person. Only this package can
// make a Grant that is not empty, and every transaction carries one: without a grant
// nothing is read or written, and with one only what its Scope covers. Programs that
// act with nobody logged in (columns, log-in, the operator's command line) are named
// jobs in a table of their own.
package policy

import (
	"slices"

	"approdo/internal/base/errs"
)

// Action is one thing that can be asked for, named noun.verb.
type Action string

// Role is what a member does in an organisation.
type Role string

// Status is how far a membership has come. Only a confirmed member works; the zero Status is nobody's.
type Status string

// The states of a membership, in their usual order.
const (
	Invited   Status = "invited"   // a link was made, nobody came yet
	Accepted  Status = "accepted"  // the person chose a password; no colleague vouched for them yet
	Confirmed Status = "confirmed" // a colleague compared the key's fingerprint: the person works
	Suspended Status = "suspended" // kept out for now
	Left      Status = "left"      // kept out for good; what they recorded stays
)

// Subject is a logged-in person, as far as decisions need to know.
type Subject struct {
	Account      string // id
	Organisation string // id
	Lead         bool   // the organisation leads the network
	Status       Status
	Roles        []Role
}

// Scope is how far a grant sees: every organisation, or those listed. The zero Scope sees nothing.
type Scope struct {
	all           bool
	organisations []string
}

// All reports whether the scope covers every organisation.
func (s Scope) All() bool { return s.all }

// Organisations lists the ids covered when the scope is not All.
func (s Scope) Organisations() []string { return slices.Clone(s.organisations) }

// Sees reports whether the scope covers records of organisation id.
func (s Scope) Sees(id string) bool { return s.all || slices.Contains(s.organisations, id) }

// Grant is a decision that was made: who acts, what for, and how far it reaches. The zero Grant is refused everywhere.
type Grant struct {
	actor        string
	organisation string
	role         Role
	action       Action
	rule         string
	denied       bool
	scope        Scope
	own          Scope
	reach        Reach
	purpose      string
}

// Personal reports whether the grant was given to a person: jobs have theirs by being part of the program.
func (g Grant) Personal() bool { return g.role != "" || g.rule == keeping.Name }

// Stands reports whether a person as they are now would be given the grant, or one that reaches as far.
func (g Grant) Stands(s Subject) bool {
	fresh, err := Authorize(s, g.action)
	return err == nil && s.Account == g.actor && fresh.reach >= g.reach
}

// Zero reports whether the grant was never given.
func (g Grant) Zero() bool { return g.actor == "" }

// Actor is the pseudonym the audit trail records: an account id, or a job.
func (g Grant) Actor() string { return g.actor }

// Organisation is the id of the actor's organisation; empty for jobs.
func (g Grant) Organisation() string { return g.organisation }

// Role is the one that the rule is about; empty for jobs.
func (g Grant) Role() Role { return g.role }

// Denied reports that the grant is of a Refusal.
func (g Grant) Denied() bool { return g.denied }

// Action is what was granted.
func (g Grant) Action() Action { return g.action }

// Rule names the line of the table that allowed it.
func (g Grant) Rule() string { return g.rule }

// Scope is what may be counted, listed or changed.
func (g Grant) Scope() Scope { return g.scope }

// Own is the narrower scope of single records: only the actor's organisation, even where figures of the whole network may be seen.
func (g Grant) Own() Scope { return g.own }

// Authorize decides. It answers a Denied error when no line of the table allows the action. Where several do, the one that reaches farthest counts.
func Authorize(s Subject, a Action) (Grant, error) {
	var found *Rule
	for i, rule := range table {
		if rule.allows(s, a) && (found == nil || rule.Reach > found.Reach) {
			found = &table[i]
		}
	}
	if found == nil && keeping.keeps(s, a) {
		found = &keeping
	}
	if found == nil {
		return Grant{}, errs.E(errs.Denied, "policy.denied", "action", string(a))
	}
	own := Scope{organisations: []string{s.Organisation}}
	scope := own
	if found.Reach >= Network && s.Lead {
		scope = Scope{all: true}
	}
	return Grant{actor: s.Account, organisation: s.Organisation, role: found.Role, action: a, rule: found.Name, scope: scope, own: own, reach: found.Reach}, nil
}

// Refusal is the grant that puts on record that a subject was refused an action, and why. It sees nothing and may change nothing.
func Refusal(s Subject, a Action, why string) Grant {
	g := Grant{actor: s.Account, organisation: s.Organisation, action: a, rule: why, denied: true}
	if len(s.Roles) > 0 {
		g.role = s.Roles[0]
	}
	return g
}

// May reports whether the table allows the action, for menus and buttons.
func May(s Subject, a Action) bool {
	_, err := Authorize(s, a)
	return err == nil
}

// System gives the grant of a named job. who narrows the actor, for example the operating-system user of the command line. It panics on an unknown job: the table is part of the program.
func System(job Job, who ...string) Grant {
	action, ok := jobs[job]
	if !ok {
		panic("policy: no such job: " + string(job))
	}
	actor := "job:" + string(job)
	for _, w := range who {
		actor += ":" + w
	}
	return Grant{actor: actor, action: action, rule: jobRule(job), scope: Scope{all: true}, own: Scope{all: true}, reach: Network}
}

// Narrow keeps of a grant only the records of one organisation, for a job or a coordinator who acts on its behalf. Nothing is left if the grant did not see it.
func (g Grant) Narrow(organisation string) Grant {
	if !g.scope.Sees(organisation) {
		g.scope, g.own = Scope{}, Scope{}
		return g
	}
	g.organisation = organisation
	g.scope = Scope{organisations: []string{organisation}}
	g.own = g.scope
	return g
}
