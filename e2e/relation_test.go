package e2e_test

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing")

// relation is one way to stand to a person: whose id it is, and whether those who ask hold the team's key.
type relation struct {
	name  string
	id    person.ID
	keyed bool
}

// inquiry is a request about a person that meets the second table of package policy.
type inquiry struct {
	name string
	path string // {id} is the person
	form url.Values
}

// inquiries ask for what is sealed. What they would write is stale, so that asking changes nothing: who may gets a conflict.
var inquiries = []inquiry{
	{"the page", "/people/{id}", nil},
	{"names, opened", "/people/{id}/card", url.Values{"section": {"names"}}},
	{"names, opened with a purpose", "/people/{id}/card", url.Values{"section": {"names"}, "purpose": {"legal"}}},
	{"names, to change them", "/people/{id}/card/edit", url.Values{"section": {"names"}}},
	{"names, changed", "/people/{id}/card/save", url.Values{"section": {"names"}, "revision": {"9"}, "name": {"Altra"}}},
	{"who follows", "/people/{id}/followers", nil},
	{"who may open it", "/people/{id}/restriction", nil},
	{"restricted to nobody else", "/people/{id}/restriction", url.Values{"account": {}}},
	{"to break glass", "/people/{id}/glass", nil},
}

// TestWhatOpensDependsOnHowOneStandsToThePerson asks every question as every role, for every relation, over real HTTP. The answers are a
// golden file that an officer can read; whatever is refused answers as a person who does not exist, to the byte.
func TestWhatOpensDependsOnHowOneStandsToThePerson(t *testing.T) {
	golden := "testdata/relations.golden"
	towns(t, func(t *testing.T, w *town) {
		relations := w.relate(t)
		var out strings.Builder
		for _, q := range inquiries {
			for _, r := range relations {
				answers := map[string][]string{}
				for _, m := range w.askers(t, r.keyed) {
					got, none := w.put(t, m, q, r.id), w.put(t, m, q, nowhere)
					if got.status == http.StatusNotFound && got != none {
						t.Errorf("%s, %s: refused to %s otherwise than what does not exist", q.name, r.name, m.Login)
					}
					answers[fmt.Sprint(got.status)] = append(answers[fmt.Sprint(got.status)], string(m.Roles[0]))
				}
				fmt.Fprintf(&out, "%s | %s", q.name, r.name)
				for _, status := range slices.Sorted(maps.Keys(answers)) {
					slices.Sort(answers[status])
					fmt.Fprintf(&out, " | %s %s", status, strings.Join(answers[status], " "))
				}
				out.WriteString("\n")
			}
		}
		if *update {
			if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if out.String() != string(want) {
			t.Errorf("the answers changed; read the difference, then run with -update:\n%s", out.String())
		}
	})
}

// askers are the members of the lead organisation, one for each role: those who hold the team's key, or those who do not.
func (w *town) askers(t *testing.T, keyed bool) (list []member) {
	t.Helper()
	for _, m := range w.members {
		outside := strings.HasPrefix(m.Login, "fuori-")
		if m.Lead && len(m.Roles) > 0 && outside != keyed {
			list = append(list, m)
		}
	}
	return list
}

// put asks one question about one person.
func (w *town) put(t *testing.T, m member, q inquiry, id person.ID) answer {
	t.Helper()
	response := w.site.send(t, m.token, strings.ReplaceAll(q.path, "{id}", string(id)), q.form)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header.Get("Location"), strings.ReplaceAll(comeBack.ReplaceAllString(string(text), ""), string(id), nowhere)}
}

// relate founds the lead's vault, employs for each role somebody else who is given no key, and makes a person for each relation.
func (w *town) relate(t *testing.T) []relation {
	t.Helper()
	operator := policy.System(policy.Operator, "test")
	w.lock(t, operator)
	people := map[string]person.ID{}
	err := w.store.Write(t.Context(), operator, func(tx *store.Tx) error {
		for _, name := range []string{"own", "team", "restricted", "erased"} {
			who, err := person.New(w.Book).Record(tx, testkit.Person(w.Faro))
			if err != nil {
				return err
			}
			people[name] = who.ID
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	writer := w.askers(t, true)[slices.IndexFunc(w.askers(t, true), func(m member) bool { return m.Roles[0] == policy.CaseManager })]
	for _, who := range people {
		form := url.Values{"section": {"names"}, "revision": {"0"}, "name": {"Inventata"}}
		if got := w.put(t, writer, inquiry{path: "/people/{id}/card/save", form: form}, who); got.status != http.StatusSeeOther {
			t.Fatalf("a name was not written: %d\n%s", got.status, got.text)
		}
	}
	err = w.store.Write(t.Context(), operator, func(tx *store.Tx) error {
		for _, m := range w.askers(t, true) {
			if policy.HoldsKeys(m.Roles) {
				if err := vault.Follow(tx, people["own"], m.ID); err != nil {
					return err
				}
			}
		}
		if err := vault.Follow(tx, people["restricted"], writer.ID); err != nil {
			return err
		}
		_, err := rights.New(w.Book).Erase(tx, people["erased"])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	few := inquiry{path: "/people/{id}/restriction", form: url.Values{"account": {string(w.askers(t, false)[slices.IndexFunc(w.askers(t, false), func(m member) bool { return m.Roles[0] == policy.OutreachWorker })].ID)}}}
	if got := w.put(t, writer, few, people["restricted"]); got.status != http.StatusSeeOther {
		t.Fatalf("a card was not restricted: %d\n%s", got.status, got.text)
	}
	return []relation{
		{"own case", people["own"], true},
		{"team", people["team"], true},
		{"restricted, to the case manager", people["restricted"], true},
		{"colleague without the key", people["team"], false},
		{"another organisation's", person.ID(w.molo["people"]), true},
		{"erased", people["erased"], true},
	}
}

// lock founds the vault of the lead organisation: whoever may hold its key does, but for a second member of each role.
func (w *town) lock(t *testing.T, operator policy.Grant) {
	t.Helper()
	recovery, err := seal.NewSeed()
	if err != nil {
		t.Fatal(err)
	}
	_, commitment, err := seal.Split(recovery)
	if err != nil {
		t.Fatal(err)
	}
	identity, err := recovery.Identity()
	if err != nil {
		t.Fatal(err)
	}
	var holders []vault.Member
	for _, m := range w.askers(t, true) {
		if policy.HoldsKeys(m.Roles) {
			holders = append(holders, vault.Member{Account: m.ID, Public: m.Public})
		}
	}
	founding, err := vault.Found(w.Faro, identity.Public(), commitment, holders)
	if err != nil {
		t.Fatal(err)
	}
	inside := w.askers(t, true)
	var outside []member
	err = w.store.Write(t.Context(), operator, func(tx *store.Tx) error {
		outside = nil
		for _, m := range inside {
			a, seed, err := testkit.Employ(tx, network.Account{
				OrganisationID: w.Faro, Login: "fuori-" + string(m.Roles[0]), Name: "Prova", Language: "it", Lead: true, Roles: m.Roles,
			})
			if err != nil {
				return err
			}
			outside = append(outside, member{Account: a, seed: seed})
		}
		return founding.Record(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range outside {
		m.token = testkit.Enter(t, w.store, &w.site.in.Keyring, m.Login, m.seed)
		w.members = append(w.members, m)
	}
}
