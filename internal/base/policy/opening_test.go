package policy_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/policy"
)

var update = flag.Bool("update", false, "write the golden files again")

var (
	statuses  = []policy.Status{"", policy.Invited, policy.Accepted, policy.Confirmed, policy.Suspended, policy.Left}
	relations = []policy.Relation{"", policy.Stranger, policy.Erased, policy.Expired, policy.Referred, policy.Colleague, policy.Team, policy.OwnCase}
)

// matrix asks everything that can be asked, for one role at a time, and prints what is allowed.
func matrix() string {
	var b strings.Builder
	for _, role := range roles() {
		for _, action := range actions() {
			s := policy.Subject{Account: "a", Organisation: "faro", Lead: true, Status: policy.Confirmed, Roles: []policy.Role{role}}
			g, err := policy.Authorize(s, action)
			if err != nil {
				continue
			}
			reach := "its organisation"
			if g.Scope().All() {
				reach = "the network's figures"
			}
			if s.Lead = false; !policy.May(s, action) {
				reach += ", the lead only"
			}
			s.Lead = true
			fmt.Fprintf(&b, "%s\t%s\t%s%s\n", role, action, reach, openingsOf(s, action))
		}
	}
	return b.String()
}

// openingsOf says for which relations a sealed record opens, and what must be said or done first.
func openingsOf(s policy.Subject, action policy.Action) string {
	var b strings.Builder
	for _, relation := range relations {
		for _, organisation := range []string{"faro", "molo"} {
			var how []string
			for _, c := range []struct {
				said    string
				purpose string
				glass   bool
			}{{"freely", "", false}, {"with a purpose", "check", false}, {"with broken glass", "", true}} {
				if policy.Decide(s, action, c.purpose, policy.Resource{Organisation: organisation, Relation: relation, Glass: c.glass}).Allowed {
					how = append(how, c.said)
				}
			}
			if len(how) > 0 {
				fmt.Fprintf(&b, "\t%s %s: %s", organisation, relation, how[0])
			}
		}
	}
	return b.String()
}

func roles() []policy.Role {
	var list []policy.Role
	for _, rule := range policy.Table() {
		if !slices.Contains(list, rule.Role) {
			list = append(list, rule.Role)
		}
	}
	return list
}

func actions() []policy.Action {
	var list []policy.Action
	for _, rule := range policy.Table() {
		list = append(list, rule.Actions...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

const golden = "testdata/matrix.golden"

func TestWhoMayDoWhatIsWhatAnOfficerHasRead(t *testing.T) {
	if *update {
		if err := os.WriteFile(golden, []byte(matrix()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := matrix(); got != string(want) {
		t.Errorf("the tables changed; read the difference, then run with -update:\n%s", got)
	}
}

// TestEveryLineFlippedIsCaught takes each cell of both tables out, or puts another in its place, and asks everything again.
func TestEveryLineFlippedIsCaught(t *testing.T) {
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	flips := 0
	caught := func(what string) {
		t.Helper()
		flips++
		if matrix() == string(want) {
			t.Errorf("nobody noticed: %s", what)
		}
	}
	rules := policy.Table()
	for i := range rules {
		whole := rules[i]
		for _, action := range actions() {
			rules[i].Actions = flip(whole.Actions, action)
			if elsewhere(rules, i, whole.Role, action) {
				continue // another line of the role says the same
			}
			caught(fmt.Sprintf("%s: %s", whole.Name, action))
		}
		rules[i] = whole
		for _, reach := range []policy.Reach{policy.People, policy.Own, policy.Network, policy.Leading} {
			closed := !slices.Contains(whole.Actions, policy.IdentityReveal) // to such a line People and Own are the same
			if rules[i].Reach = reach; reach != whole.Reach && !(closed && max(reach, whole.Reach) == policy.Own) {
				caught(fmt.Sprintf("%s reaches %d", whole.Name, reach))
			}
		}
		rules[i] = whole
	}
	openings := policy.Openings()
	for i, whole := range openings {
		for _, need := range []policy.Need{policy.Nothing, policy.Purpose, policy.Glass} {
			if openings[i].Need = need; need != whole.Need {
				caught(fmt.Sprintf("%s of %s needs %q", whole.Action, whole.Relation, need))
			}
		}
		for _, relation := range relations {
			if openings[i].Relation = relation; relation != whole.Relation && !slices.ContainsFunc(openings[:i], func(o policy.Opening) bool { return o.Action == whole.Action && o.Relation == relation }) {
				openings[i].Need = whole.Need
				caught(fmt.Sprintf("%s of %s is now of %s", whole.Action, whole.Relation, relation))
			}
		}
		openings[i] = whole
	}
	if matrix() != string(want) {
		t.Error("the tables were not put back")
	}
	t.Logf("%d flips, all caught", flips)
}

// flip takes action out of the list, or adds it.
func flip(list []policy.Action, action policy.Action) []policy.Action {
	if i := slices.Index(list, action); i >= 0 {
		return slices.Delete(slices.Clone(list), i, i+1)
	}
	return append(slices.Clone(list), action)
}

func elsewhere(rules []policy.Rule, but int, role policy.Role, action policy.Action) bool {
	for i, r := range rules {
		if i != but && r.Role == role && slices.Contains(r.Actions, action) {
			return true
		}
	}
	return false
}

func TestOnlyConfirmedMembersWork(t *testing.T) {
	for _, status := range statuses {
		s := policy.Subject{Account: "a", Organisation: "faro", Status: status, Roles: []policy.Role{policy.CaseManager}}
		if got := policy.May(s, policy.HomeView); got != (status == policy.Confirmed) {
			t.Errorf("%q works: %v", status, got)
		}
	}
}

func TestTheTrailIsToldThePurpose(t *testing.T) {
	s := policy.Subject{Account: "a", Organisation: "faro", Status: policy.Confirmed, Roles: []policy.Role{policy.CaseManager}}
	for _, c := range []struct {
		purpose string
		about   policy.Resource
		want    policy.Decision
	}{
		{"", policy.Resource{Organisation: "faro", Relation: policy.OwnCase}, policy.Decision{Allowed: true, Purpose: policy.Care}},
		{"court", policy.Resource{Organisation: "faro", Relation: policy.OwnCase}, policy.Decision{Allowed: true, Purpose: "court"}},
		{"", policy.Resource{Organisation: "faro", Relation: policy.Team}, policy.Decision{Need: policy.Purpose}},
		{"court", policy.Resource{Organisation: "faro", Relation: policy.Team}, policy.Decision{Allowed: true, Purpose: "court"}},
		{"court", policy.Resource{Organisation: "faro", Relation: policy.Colleague}, policy.Decision{Need: policy.Glass, Purpose: "court"}},
		{"court", policy.Resource{Organisation: "faro", Relation: policy.Colleague, Glass: true}, policy.Decision{Allowed: true, Purpose: string(policy.Glass)}},
		{"court", policy.Resource{Organisation: "faro", Relation: policy.Erased, Glass: true}, policy.Decision{}},
		{"court", policy.Resource{Organisation: "molo", Relation: policy.OwnCase, Glass: true}, policy.Decision{}},
	} {
		got := policy.Decide(s, policy.IdentityReveal, c.purpose, c.about)
		got.Rule = ""
		if got != c.want {
			t.Errorf("%q about %+v: %+v, want %+v", c.purpose, c.about, got, c.want)
		}
	}
}

// TestAListShowsWhatASingleRecordWould: the relations a list asks for are those for which one record opens.
func TestAListShowsWhatASingleRecordWould(t *testing.T) {
	for _, role := range roles() {
		for _, action := range actions() {
			for _, purpose := range []string{"", "check"} {
				s := policy.Subject{Account: "a", Organisation: "faro", Status: policy.Confirmed, Roles: []policy.Role{role}}
				g, err := policy.Authorize(s, action)
				for _, relation := range relations {
					listed := err == nil && slices.Contains(g.For(purpose).Relations(), relation)
					if got := policy.Decide(s, action, purpose, policy.Resource{Organisation: "faro", Relation: relation}).Allowed; got != listed {
						t.Errorf("%s %s %q %s: one record %v, listed %v", role, action, purpose, relation, got, listed)
					}
				}
			}
		}
	}
}
