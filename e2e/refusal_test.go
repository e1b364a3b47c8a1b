package e2e_test

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/testkit"
	"approdo/internal/web/page"
)

// member is somebody with one role, or none, in one organisation, logged in.
type member struct {
	network.Account
	seed  seal.Seed
	token string
}

// town is the whole program over a small network: everybody who could ask, and records of both organisations.
type town struct {
	testkit.Town
	site    *site
	store   *store.Store
	members []member
	faro    map[string]string // first part of an address → id of a record behind it
	molo    map[string]string
}

// towns runs a test on the program over each database.
func towns(t *testing.T, test func(*testing.T, *town)) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := &town{Town: testkit.Settle(t, s), store: s}
		in := &app.Installation{Store: s, Book: w.Book, Keys: s.Keys()}
		err := s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
			w.members = nil
			if in.Network, err = network.Find(tx); err != nil {
				return err
			}
			if err := w.enrol(tx); err != nil {
				return err
			}
			if w.faro, err = w.record(tx, w.Faro, w.Street); err != nil {
				return err
			}
			w.molo, err = w.record(tx, w.Molo, w.Quay)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range w.members {
			w.members[i].token = testkit.Enter(t, s, &in.Keyring, m.Login, m.seed)
		}
		if w.site, err = serve(t.Context(), in, "", ""); err != nil {
			t.Fatal(err)
		}
		test(t, w)
	})
}

// enrol makes a member for every role of the table, and one without any, in each organisation.
func (w *town) enrol(tx *store.Tx) error {
	roles := map[policy.Role]bool{"": true}
	for _, rule := range policy.Table() {
		roles[rule.Role] = true
	}
	for _, o := range []network.OrganisationID{w.Faro, w.Molo} {
		for role := range roles {
			a := network.Account{ID: network.AccountID(tx.NewID()), OrganisationID: o, Name: "Prova", Language: "it", Lead: o == w.Faro}
			a.Login = fmt.Sprintf("%s-%s", map[bool]string{true: "faro", false: "molo"}[a.Lead], role)
			if role != "" {
				a.Roles = []policy.Role{role}
			}
			a, seed, err := testkit.Employ(tx, a)
			if err != nil {
				return err
			}
			w.members = append(w.members, member{Account: a, seed: seed})
		}
	}
	return nil
}

// record writes one record of every kind that an address can name.
func (w *town) record(tx *store.Tx, o network.OrganisationID, unit network.UnitID) (map[string]string, error) {
	log := outreach.New(w.Book)
	work := outreach.Work{OrganisationID: o, UnitID: unit, Day: "2024-05-01", Province: "IT-BS"}
	outing, err := log.RecordOuting(tx, outreach.Outing{Work: work, Mode: "outdoor", Minutes: 60})
	if err != nil {
		return nil, err
	}
	who, err := person.New(w.Book).Record(tx, testkit.Person(o))
	if err != nil {
		return nil, err
	}
	contact, err := log.RecordContact(tx, testkit.Contact(work))
	if err != nil {
		return nil, err
	}
	meeting, err := log.RecordMeeting(tx, outreach.Meeting{Work: work, Place: "informal", Attendees: []outreach.Attendees{
		{Gender: "woman", AgeBand: "not_asked", Protection: "not_asked", Headcount: 4},
	}})
	if err != nil {
		return nil, err
	}
	colleague, _, err := testkit.Employ(tx, network.Account{OrganisationID: o, Login: "collega-" + string(o), Name: "Collega", Language: "it", Roles: []policy.Role{policy.Volunteer}})
	return map[string]string{
		"outings": outing.ID, "people": string(who.ID), "contacts": contact.ID, "meetings": meeting.ID, "members": string(colleague.ID),
	}, err
}

// nowhere is the id of nothing.
const nowhere = "019368aa-0000-7000-8000-000000000000"

var wildcard = regexp.MustCompile(`\{[a-z]+\}`)

// address fills the pattern of a route: the report there is, and id for everything else.
func address(r page.Route, id string) string {
	path := strings.TrimSuffix(r.Pattern, "{$}")
	path = strings.ReplaceAll(path, "{report}", "interim")
	return wildcard.ReplaceAllLiteralString(path, id)
}

// behind is the id that belongs into the address of a route, nowhere if none is known.
func behind(r page.Route, records map[string]string) string {
	if id, ok := records[strings.Split(r.Pattern, "/")[1]]; ok {
		return id
	}
	return nowhere
}

// answer is what somebody gets, without the address they asked for.
type answer struct {
	status   int
	location string
	text     string
}

// comeBack is where the choice of language repeats the address that was asked for.
var comeBack = regexp.MustCompile(`name="to" value="[^"]*"`)

func (w *town) ask(t *testing.T, token, method, path string) answer {
	t.Helper()
	var form url.Values
	if method == http.MethodPost {
		form = url.Values{"revision": {"0"}, "reason": {"mistyped"}}
	}
	response := w.site.send(t, token, path, form)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header.Get("Location"), comeBack.ReplaceAllString(string(text), "")}
}

// written is how many entries of things done the audit trail has: nothing can be written without one. Refusals leave entries too.
func (w *town) written(t *testing.T) (n int64) {
	t.Helper()
	err := w.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT COUNT(*) FROM audit_entries WHERE decision = 'allowed' AND NOT (object = 'session' AND record = $1)`, store.SessionSeen).Scan(&n) // that a session is still in use is noted by the clock, each minute
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// refusals is how many entries say that somebody was refused something.
func (w *town) refusals(t *testing.T, m member) (n int) {
	t.Helper()
	err := w.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT COUNT(*) FROM audit_entries WHERE decision = 'denied' AND actor = $1`, m.ID).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestARouteIsRefusedToEverybodyTheTableDoesNotAllowIt crosses every route with every role, and with nobody. Who may not
// gets what an address below it gives that does not exist, to the byte; nothing is written.
func TestARouteIsRefusedToEverybodyTheTableDoesNotAllowIt(t *testing.T) {
	t.Parallel()
	towns(t, func(t *testing.T, w *town) {
		refused := map[string]int{}
		for _, m := range w.members {
			before := w.written(t)
			tried := map[policy.Action]bool{}
			for _, route := range w.site.routes {
				if route.Action == policy.SessionOpen || policy.May(m.Subject(), route.Action) {
					continue
				}
				tried[route.Action] = true
				records := w.molo
				if m.Lead {
					records = w.faro
				}
				path := address(route, behind(route, records))
				got, want := w.ask(t, m.token, route.Method, path), w.ask(t, m.token, route.Method, strings.TrimSuffix(path, "/")+"/nothing/at/all")
				if got != want || got.status != http.StatusNotFound {
					t.Errorf("%s: %s %s is answered with status %d, or otherwise than a page that does not exist", m.Login, route.Method, path, got.status)
				}
				refused[route.Method]++
			}
			if after := w.written(t); after != before {
				t.Errorf("%s: %d entries were written by requests that are refused", m.Login, after-before)
			}
			if n := w.refusals(t, m); n == 0 || n > len(tried) {
				t.Errorf("%s: %d refusals of %d actions are on record, want at least one and each once", m.Login, n, len(tried))
			}
		}
		if refused[http.MethodGet] == 0 || refused[http.MethodPost] == 0 {
			t.Errorf("nothing was tried: %v", refused)
		}
	})
}

// TestNobodyIsSentToLogInWhateverTheyAskFor: without a session no route says even whether it exists.
func TestNobodyIsSentToLogInWhateverTheyAskFor(t *testing.T) {
	t.Parallel()
	towns(t, func(t *testing.T, w *town) {
		before := w.written(t)
		for _, route := range w.site.routes {
			if route.Action == policy.SessionOpen {
				continue
			}
			path := address(route, behind(route, w.faro))
			got := w.ask(t, "", route.Method, path)
			if got.status != http.StatusSeeOther || !strings.HasPrefix(got.location, "/login") {
				t.Errorf("%s %s: status %d, to %q", route.Method, path, got.status, got.location)
			}
		}
		if after := w.written(t); after != before {
			t.Errorf("%d entries were written for nobody", after-before)
		}
	})
}

// TestARoleReachesNoRecordOfAnotherOrganisation crosses every route that names a record with everybody of the other
// organisation who may use that route: each record answers as none does.
func TestARoleReachesNoRecordOfAnotherOrganisation(t *testing.T) {
	t.Parallel()
	towns(t, func(t *testing.T, w *town) {
		opened := map[string]bool{}
		for _, route := range w.site.routes {
			if !strings.Contains(route.Pattern, "{id}") {
				continue
			}
			for _, m := range w.members {
				if !policy.May(m.Subject(), route.Action) {
					continue
				}
				own, others := w.molo, w.faro
				if m.Lead {
					own, others = others, own
				}
				w.reachesNone(t, m, route, others)
				id := behind(route, own)
				if route.Method == http.MethodGet && id != nowhere && w.ask(t, m.token, route.Method, address(route, id)).status == http.StatusOK {
					opened[strings.Split(route.Pattern, "/")[1]] = true
				}
			}
		}
		for _, kind := range []string{"outings", "contacts", "meetings", "members"} {
			if !opened[kind] {
				t.Errorf("not even their own organisation opens %s, so nothing was tried", kind)
			}
		}
	})
}

// reachesNone asks for each record of the other organisation under one route, and for none.
func (w *town) reachesNone(t *testing.T, m member, route page.Route, others map[string]string) {
	t.Helper()
	want := w.ask(t, m.token, route.Method, address(route, nowhere))
	before := w.written(t)
	for _, kind := range slices.Sorted(maps.Keys(others)) {
		path := address(route, others[kind])
		got := w.ask(t, m.token, route.Method, path)
		got.text = strings.ReplaceAll(got.text, others[kind], nowhere)
		if got != want {
			t.Errorf("%s: %s %s is answered with status %d, none with %d", m.Login, route.Method, path, got.status, want.status)
		}
	}
	if after := w.written(t); after != before {
		t.Errorf("%s: %s %s wrote %d entries about another organisation's records", m.Login, route.Method, route.Pattern, after-before)
	}
}
