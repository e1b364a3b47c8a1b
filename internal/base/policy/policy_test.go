package policy_test

import (
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
)

func TestTheZeroGrantAndTheZeroScopeSeeNothing(t *testing.T) {
	var g policy.Grant
	if !g.Zero() || g.Scope().All() || g.Scope().Sees("faro") || g.Own().Sees("") {
		t.Error("a grant that nobody gave sees something")
	}
}

func TestOnlyTheTableGivesGrants(t *testing.T) {
	roles := []policy.Role{policy.OutreachWorker, policy.DeskWorker, policy.Coordinator, policy.OrganisationAdmin, policy.Officer}
	for _, rule := range policy.Table() {
		for _, action := range rule.Actions {
			for _, role := range roles {
				for _, lead := range []bool{false, true} {
					_, err := policy.Authorize(policy.Subject{Account: "a", Organisation: "faro", Lead: lead, Status: policy.Confirmed, Roles: []policy.Role{role}}, action)
					if allowed := inTable(role, lead, action); allowed != (err == nil) {
						t.Errorf("%s (lead %v) asks for %s: %v, the table says %v", role, lead, action, err, allowed)
					}
					if err != nil && errs.KindOf(err) != errs.Denied {
						t.Errorf("%s (lead %v) asks for %s: %v, want Denied", role, lead, action, err)
					}
				}
			}
		}
	}
}

func inTable(role policy.Role, lead bool, action policy.Action) bool {
	for _, rule := range policy.Table() {
		for _, a := range rule.Actions {
			if rule.Role == role && a == action && (lead || rule.Reach != policy.Leading) {
				return true
			}
		}
	}
	return false
}

func TestOnlyTheLeadsCoordinatorKeepsTheNetworksTables(t *testing.T) {
	for _, c := range []struct {
		role policy.Role
		lead bool
		may  bool
	}{
		{policy.Coordinator, true, true},
		{policy.Coordinator, false, false},
		{policy.OrganisationAdmin, true, false},
		{policy.DeskWorker, true, false},
	} {
		if policy.May(policy.Subject{Account: "a", Organisation: "faro", Lead: c.lead, Status: policy.Confirmed, Roles: []policy.Role{c.role}}, policy.ReportDefine) != c.may {
			t.Errorf("%s (lead %v) may add tables: want %v", c.role, c.lead, c.may)
		}
	}
}

func TestTheLeadCountsTheNetworkButLooksIntoItsOwnRecordsOnly(t *testing.T) {
	for _, c := range []struct {
		lead    bool
		figures bool
	}{{true, true}, {false, false}} {
		g, err := policy.Authorize(policy.Subject{Account: "a", Organisation: "faro", Lead: c.lead, Status: policy.Confirmed, Roles: []policy.Role{policy.Coordinator}}, policy.ReportRun)
		if err != nil {
			t.Fatal(err)
		}
		if g.Scope().Sees("molo") != c.figures || !g.Scope().Sees("faro") {
			t.Errorf("lead %v: figures of another organisation seen: %v", c.lead, g.Scope().Sees("molo"))
		}
		if g.Own().Sees("molo") || !g.Own().Sees("faro") {
			t.Errorf("lead %v: single records reach beyond the own organisation", c.lead)
		}
	}
}

func TestNarrowingNeverWidens(t *testing.T) {
	g, err := policy.Authorize(policy.Subject{Account: "a", Organisation: "faro", Status: policy.Confirmed, Roles: []policy.Role{policy.DeskWorker}}, policy.ImportRun)
	if err != nil {
		t.Fatal(err)
	}
	if n := g.Narrow("molo"); n.Scope().Sees("molo") || n.Own().Sees("molo") || n.Scope().Sees("faro") {
		t.Error("a worker of faro narrowed to molo sees something")
	}
	if n := policy.System(policy.Operator).Narrow("molo"); !n.Own().Sees("molo") || n.Own().Sees("faro") || n.Scope().All() {
		t.Error("the operator narrowed to molo does not see molo alone")
	}
}

func TestARefusalCarriesWhoAskedAndSeesNothing(t *testing.T) {
	s := policy.Subject{Account: "a", Organisation: "faro", Lead: true, Status: policy.Confirmed, Roles: []policy.Role{policy.Coordinator}}
	g := policy.Refusal(s, policy.CodesChange, "why")
	if !g.Denied() || g.Zero() || g.Actor() != "a" || g.Organisation() != "faro" || g.Role() != policy.Coordinator || g.Rule() != "why" {
		t.Errorf("refusal %+v", g)
	}
	if g.Scope().All() || g.Scope().Sees("faro") || g.Own().Sees("faro") {
		t.Error("a refusal sees something")
	}
	if allowed, err := policy.Authorize(s, policy.ReportRun); err != nil || allowed.Denied() || allowed.Role() != policy.Coordinator {
		t.Errorf("grant %+v, %v", allowed, err)
	}
}

func TestEverybodyWhoChoseAPasswordKeepsTheirOwnAccountAndNothingElse(t *testing.T) {
	for _, status := range statuses {
		s := policy.Subject{Account: "a", Organisation: "faro", Status: status}
		want := status == policy.Accepted || status == policy.Confirmed
		if got := policy.May(s, policy.AccountKeep); got != want {
			t.Errorf("%q keeps an account: %v", status, got)
		}
		for _, rule := range policy.Table() {
			s.Roles = []policy.Role{rule.Role}
			for _, action := range rule.Actions {
				if policy.May(s, action) && status != policy.Confirmed {
					t.Errorf("%q may do %s", status, action)
				}
			}
		}
	}
}

func TestRolesThatReachFarNeedASecondFactor(t *testing.T) {
	for _, role := range roles() {
		want := role == policy.Coordinator || role == policy.OrganisationAdmin || role == policy.Officer || role == policy.Custodian
		if got := policy.NeedsSecondFactor([]policy.Role{policy.Volunteer, role}); got != want {
			t.Errorf("%s: %v", role, got)
		}
	}
}
