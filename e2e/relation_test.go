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
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing")

// relation is one way to stand to a person: whose id it is, and whether those who ask hold the team's key.
type relation struct {
	name   string
	id     person.ID
	keyed  bool
	writer *member // who may write about the person; nobody where there is nothing to write about
}

// inquiry is a request about a person that meets the second table of package policy.
type inquiry struct {
	name    string
	pattern string // of the route; {id} is the person
	form    url.Values
	record  string // what {file}, or the {id} of a pack, stands for; a fresh one for each who asks
}

// inquiries ask for what is sealed. What they would write is stale, or changes nothing that is asked about afterwards: who may gets a conflict.
var inquiries = []inquiry{
	{name: "the page", pattern: "/people/{id}"},
	{name: "names, opened", pattern: "/people/{id}/card", form: url.Values{"section": {"names"}}},
	{name: "names, opened with a purpose", pattern: "/people/{id}/card", form: url.Values{"section": {"names"}, "purpose": {"legal"}}},
	{name: "names, to change them", pattern: "/people/{id}/card/edit", form: url.Values{"section": {"names"}}},
	{name: "names, changed", pattern: "/people/{id}/card/save", form: url.Values{"section": {"names"}, "revision": {"9"}, "name": {"Altra"}}},
	{name: "a file, without the file", pattern: "/people/{id}/files", form: url.Values{"file_name": {"permesso"}}},
	{name: "a file, read", pattern: "/people/{id}/files/{file}", form: url.Values{}, record: "file"},
	{name: "a file, read with a purpose", pattern: "/people/{id}/files/{file}", form: url.Values{"purpose": {"legal"}}, record: "file"},
	{name: "a file, removed", pattern: "/people/{id}/files/{file}/remove", form: url.Values{"purpose": {"legal"}}, record: "file"},
	{name: "who follows", pattern: "/people/{id}/followers"},
	{name: "somebody follows no more", pattern: "/people/{id}/followers", form: url.Values{"follows": {"no"}, "account": {"{outsider}"}}},
	{name: "who may open it", pattern: "/people/{id}/restriction"},
	{name: "restricted to nobody else", pattern: "/people/{id}/restriction", form: url.Values{"account": {}}},
	{name: "to break glass", pattern: "/people/{id}/glass"},
	{name: "glass, broken for no reason", pattern: "/people/{id}/glass", form: url.Values{}},
	{name: "what is kept, for the person", pattern: "/packs/{id}", record: "pack"},
	{name: "what is kept, put together", pattern: "/packs/{id}", form: url.Values{}, record: "pack"},
	{name: "what is kept, handed over", pattern: "/packs/{id}/handed", form: url.Values{}, record: "pack"},
	{name: "given back to the team", pattern: "/people/{id}/restriction/lift", form: url.Values{}},
}

// method is GET unless something is sent.
func (q inquiry) method() string {
	if q.form == nil {
		return http.MethodGet
	}
	return http.MethodPost
}

// TestEveryRouteToWhatIsSealedIsAskedAboutEveryRelation: a route about one person whose action has a line in the second table stands among the
// inquiries.
func TestEveryRouteToWhatIsSealedIsAskedAboutEveryRelation(t *testing.T) {
	sealed := map[policy.Action]bool{policy.FollowerChange: true}
	for _, o := range policy.Openings() {
		sealed[o.Action] = true
	}
	asked := map[string]bool{}
	for _, q := range inquiries {
		asked[q.method()+" "+q.pattern] = true
	}
	n := 0
	for _, route := range visitSite(t).routes {
		if !sealed[route.Action] || !strings.Contains(route.Pattern, "{id}") {
			continue
		}
		n++
		if !asked[route.Method+" "+route.Pattern] {
			t.Errorf("nobody asks %s %s", route.Method, route.Pattern)
		}
	}
	t.Logf("%d routes to what is sealed, %d inquiries", n, len(inquiries))
}

// TestWhatOpensDependsOnHowOneStandsToThePerson asks every question as every role, for every relation, over real HTTP. The answers are a
// golden file that an officer can read; whatever is refused answers as a person who does not exist, to the byte.
func TestWhatOpensDependsOnHowOneStandsToThePerson(t *testing.T) {
	t.Parallel()
	golden := "testdata/relations.golden"
	towns(t, func(t *testing.T, w *town) {
		relations := w.relate(t)
		var out strings.Builder
		for _, q := range inquiries {
			for _, r := range relations {
				answers := map[string][]string{}
				for _, m := range w.askers(t, r.keyed) {
					got, none := w.put(t, m, q, r), w.put(t, m, q, relation{id: nowhere})
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

// askers are the members of the lead organisation, one for each role, in the order of roles: those who hold the team's key, or those who do not. The last of those who put a pack together hands it over.
func (w *town) askers(t *testing.T, keyed bool) (list []member) {
	t.Helper()
	for _, m := range w.members {
		outside := strings.HasPrefix(m.Login, "fuori-")
		if m.Lead && len(m.Roles) > 0 && outside != keyed {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b member) int { return strings.Compare(string(a.Roles[0]), string(b.Roles[0])) })
	return list
}

// put asks one question about one person.
func (w *town) put(t *testing.T, m member, q inquiry, r relation) answer {
	t.Helper()
	id, record := string(r.id), nowhere
	if r.writer != nil && q.record != "" {
		record = w.fresh(t, *r.writer, q.record, r.id)
	}
	if q.record == "pack" {
		id = record
	}
	path := strings.NewReplacer("{id}", id, "{file}", record).Replace(q.pattern)
	form := maps.Clone(q.form)
	if form.Get("account") == "{outsider}" {
		form = maps.Clone(form)
		form["account"] = []string{string(w.outsider(policy.OutreachWorker).ID)}
	}
	response := w.site.send(t, m.token, path, form)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	same := strings.NewReplacer(string(r.id), nowhere, record, nowhere)
	return answer{response.StatusCode, response.Header.Get("Location"), same.Replace(comeBack.ReplaceAllString(string(text), ""))}
}

// fresh makes a file of a person, or an open request for what is kept about them, and gives its id.
func (w *town) fresh(t *testing.T, writer member, kind string, who person.ID) (id string) {
	t.Helper()
	if kind == "pack" {
		err := w.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			open, err := rights.Packs(tx)
			for _, p := range open {
				if p.Person == who {
					id = p.ID
				}
			}
			return err
		})
		if err == nil && id == "" {
			// Whoever orders a pack does not put it together: somebody else than whoever looks.
			err = w.store.Write(t.Context(), policy.System(policy.Operator, "officer"), func(tx *store.Tx) error {
				q, err := rights.New(w.Book).Ask(tx, rights.Access, who, "person", "2024-05-01")
				id = q.ID
				return err
			})
		}
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	grant, err := policy.Authorize(writer.Subject(), policy.IdentityRecord)
	if err != nil {
		t.Fatal(err)
	}
	identity, err := writer.seed.Identity()
	if err != nil {
		t.Fatal(err)
	}
	var draft vault.Draft
	err = w.store.Read(t.Context(), grant, func(tx *store.Tx) (err error) {
		draft, err = vault.Write(tx, who)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	file, err := draft.SealFile(identity, vault.Attachment{Name: "permesso", Type: "text", Body: []byte("testo")})
	if err == nil {
		err = w.store.Write(t.Context(), grant, file.Record)
	}
	if err != nil {
		t.Fatal(err)
	}
	return file.ID
}

// outsider is the member of the lead organisation with a role who holds no key of its team.
func (w *town) outsider(role policy.Role) member {
	i := slices.IndexFunc(w.members, func(m member) bool { return m.Login == "fuori-"+string(role) })
	return w.members[i]
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
		if got := w.put(t, writer, inquiry{pattern: "/people/{id}/card/save", form: form}, relation{id: who}); got.status != http.StatusSeeOther {
			t.Fatalf("a name was not written: %d\n%s", got.status, got.text)
		}
	}
	err = w.store.Write(t.Context(), operator, func(tx *store.Tx) error {
		for _, m := range w.askers(t, true) {
			if policy.HoldsKeys(m.Roles) {
				if err := vault.Follow(tx, people["own"], m.ID, vault.Budget{}); err != nil {
					return err
				}
			}
		}
		if err := vault.Follow(tx, people["restricted"], writer.ID, vault.UsualBudget()); err != nil {
			return err
		}
		_, err := rights.New(w.Book).Erase(tx, people["erased"])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	few := inquiry{pattern: "/people/{id}/restriction", form: url.Values{"account": {string(w.outsider(policy.OutreachWorker).ID)}}}
	if got := w.put(t, writer, few, relation{id: people["restricted"]}); got.status != http.StatusSeeOther {
		t.Fatalf("a card was not restricted: %d\n%s", got.status, got.text)
	}
	return []relation{
		{"own case", people["own"], true, &writer},
		{"team", people["team"], true, &writer},
		{"restricted, to the case manager", people["restricted"], true, &writer},
		{"colleague without the key", people["team"], false, &writer},
		{"another organisation's", person.ID(w.molo["people"]), true, nil},
		{"erased", people["erased"], true, nil},
	}
}

// lock founds the vault of the lead organisation: whoever may hold its key does, but for a second member of each role.
func (w *town) lock(t *testing.T, operator policy.Grant) {
	t.Helper()
	var holders []string
	for _, m := range w.askers(t, true) {
		if policy.HoldsKeys(m.Roles) {
			holders = append(holders, m.Login)
		}
	}
	testkit.Vault(t, w.store, w.Faro, holders...)
	inside := w.askers(t, true)
	var outside []member
	err := w.store.Write(t.Context(), operator, func(tx *store.Tx) error {
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
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range outside {
		m.token = testkit.Enter(t, w.store, &w.site.in.Keyring, m.Login, m.seed)
		w.members = append(w.members, m)
	}
}
