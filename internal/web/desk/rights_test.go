package desk_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// lock founds the vault of an organisation: these members hold its key.
func (o *office) lock(t *testing.T, organisation network.OrganisationID, members ...*visitor) {
	t.Helper()
	var holders []string
	for _, m := range members {
		holders = append(holders, m.login)
	}
	testkit.Vault(t, o.store, organisation, holders...)
}

// meet records a person of an organisation and answers the address of their page and their code.
func (o *office) meet(t *testing.T, organisation network.OrganisationID) (path, code string) {
	t.Helper()
	must(t, o.store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		who, err := person.New(o.Book).Record(tx, testkit.Person(organisation))
		path, code = "/people/"+string(who.ID), who.Code
		return err
	}))
	return path, code
}

var requestPath = regexp.MustCompile(`/rights/[0-9a-f-]{36}`)

// TestAPersonReceivesTheirDataFromAColleagueAndTheOfficerSeesNone: the officer orders, who holds the key puts the pack together, and it is
// on record; then the person asks to be erased.
func TestAPersonReceivesTheirDataFromAColleagueAndTheOfficerSeesNone(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		cesira := o.employ(t, "cesira", o.Faro, policy.CaseManager)
		colleague := o.employ(t, "colleague", o.Faro, policy.CaseManager)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		other := o.employ(t, "other", o.Molo, policy.Officer)
		o.lock(t, o.Faro, cesira)
		path, code := o.meet(t, o.Faro)
		if a := cesira.post(path+"/card/save", "section", "names", "revision", "0", "name", "Ludmilla Inventata", "nicknames", "Lulù"); a.status != http.StatusSeeOther {
			t.Fatalf("the name was not written: %d\n%s", a.status, a.text)
		}

		a := livia.post("/rights", "code", strings.ToLower(code), "kind", "access", "cause", "person", "day", "2024-05-02")
		if a.status != http.StatusSeeOther || !requestPath.MatchString(a.to) {
			t.Fatalf("the request was not opened: %d %q\n%s", a.status, a.to, a.text)
		}
		request := a.to
		pack := strings.Replace(request, "/rights/", "/packs/", 1)
		for _, who := range []*visitor{livia, other} {
			if a := who.post(pack); a.status != http.StatusNotFound {
				t.Errorf("%s puts the pack together: %d", who.login, a.status)
			}
		}
		if a := other.get(request); a.status != http.StatusNotFound {
			t.Errorf("another organisation's officer reads the request: %d", a.status)
		}
		if a := cesira.get("/packs"); !strings.Contains(a.text, code) {
			t.Error("nobody is told that the pack waits")
		}
		a = cesira.post(pack)
		files := unzip(t, a.text)
		for name, text := range files {
			if !strings.Contains(text, "Ludmilla Inventata") || !strings.Contains(text, "Lulù") || strings.Contains(text, "cesira") {
				t.Errorf("%s: without the person's names, or with a colleague's:\n%.400s", name, text)
			}
		}
		if len(files) != 2 {
			t.Errorf("%d files, want one to read and one for machines", len(files))
		}
		livia.get(request).wantText(t, "Prepared by").wantText(t, "Open")
		again := unzip(t, cesira.post(pack).wantStatus(t, http.StatusOK).text) // what was sent may never have arrived
		if !strings.Contains(again["pack.html"], "Ludmilla Inventata") {
			t.Error("the second pack does not say what the first said")
		}
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			taken, err := store.SearchTrail(tx, store.Search{Only: audit.Export, Limit: 9})
			if len(taken.Entries) != 2 {
				t.Errorf("%d takings on record, want 2", len(taken.Entries))
			}
			return err
		}))
		colleague.post(pack+"/handed").wantStatus(t, http.StatusConflict).wantText(t, "downloaded the pack last")
		if a := cesira.post(pack + "/handed"); a.status != http.StatusSeeOther {
			t.Fatalf("not handed over: %d\n%s", a.status, a.text)
		}
		for _, path := range []string{pack, pack + "/handed"} {
			cesira.post(path).wantStatus(t, http.StatusNotFound)
		}
		if a := livia.get(request); !strings.Contains(a.text, "Done") || strings.Contains(a.text, "Ludmilla") {
			t.Error("the officer does not see that it was done, or sees more")
		}

		a = livia.post("/rights", "code", code, "kind", "erasure", "cause", "person", "day", "2024-05-03")
		erase := a.to
		livia.get(erase).wantText(t, "Nobody was erased in this organisation so far")
		if a := livia.post(erase+"/erase", "code", "K0-NULLA"); a.status != http.StatusUnprocessableEntity {
			t.Errorf("erased with another code: %d", a.status)
		}
		if a := livia.post(erase+"/erase", "code", code); a.status != http.StatusSeeOther {
			t.Fatalf("not erased: %d\n%s", a.status, a.text)
		}
		a = livia.get(erase)
		if !strings.Contains(a.text, "Certificate of erasure") || strings.Contains(a.text, code) || strings.Contains(a.text, "Clean again") {
			t.Errorf("no certificate, or it says whose, or the files were not cleaned:\n%s", a.text)
		}
		if told := strings.Contains(a.text, "until PostgreSQL writes them over"); told != s.KeepsLogs() {
			t.Errorf("the certificate says %v of logs that keep what was deleted", told)
		}
		if a := cesira.get(path); a.status != http.StatusNotFound {
			t.Errorf("the erased person is still shown: %d", a.status)
		}
	})
}

// TestWhoOrderedAPackDoesNotPutItTogether: one who has the roles of both takes a colleague all the same.
func TestWhoOrderedAPackDoesNotPutItTogether(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	bruna := o.employ(t, "bruna", o.Faro, policy.Officer, policy.CaseManager)
	cesira := o.employ(t, "cesira", o.Faro, policy.CaseManager)
	o.lock(t, o.Faro, bruna, cesira)
	_, code := o.meet(t, o.Faro)
	ordered := bruna.post("/rights", "code", code, "kind", "access", "cause", "person", "day", "2024-05-02").to
	pack := strings.Replace(ordered, "/rights/", "/packs/", 1)
	bruna.get(pack).wantStatus(t, http.StatusConflict).wantText(t, "it takes two people")
	bruna.post(pack).wantStatus(t, http.StatusConflict)
	if strings.Contains(bruna.get("/packs").text, code) {
		t.Error("the pack waits for whoever ordered it")
	}
	cesira.post(pack).wantStatus(t, http.StatusOK)
}

func unzip(t *testing.T, archive string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader([]byte(archive)), int64(len(archive)))
	must(t, err)
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		must(t, err)
		text, err := io.ReadAll(r)
		must(t, err)
		files[f.Name] = string(text)
	}
	return files
}

func TestAnOfficerDecidesWhoIsKept(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	livia := o.employ(t, "livia", o.Faro, policy.Officer)
	path, code := o.meet(t, o.Faro)
	hold := strings.Replace(path, "/people/", "/holds/", 1)
	if a := livia.get("/retention"); strings.Contains(a.text, code) || !strings.Contains(a.text, "Proposal to confirm") {
		t.Error("somebody met lately is due, or the terms do not say that they are proposals")
	}
	if a := livia.post("/retention/rules/never_assessed", "months", "3"); a.status != http.StatusSeeOther {
		t.Fatalf("the term was not set: %d", a.status)
	}
	if a := livia.get("/retention"); !strings.Contains(a.text, code) {
		t.Error("who is due is not shown")
	}
	if a := livia.post(hold, "reason", "nonsense"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a reason that is none: %d", a.status)
	}
	livia.post(hold, "reason", "proceedings")
	a := livia.post("/rights", "code", code, "kind", "erasure", "cause", "retention", "day", "2024-05-03")
	if a := livia.post(a.to+"/erase", "code", code); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text, `href="`+hold+`"`) {
		t.Errorf("erased though something holds the data: %d", a.status)
	}
	livia.press(t, livia.get(hold), hold+"/lift")
	if a := livia.post(a.to+"/refuse", "", ""); a.status != http.StatusSeeOther {
		t.Errorf("not refused: %d", a.status)
	}
}

// A number that is none comes back with the form: what was typed, and beside it what is wrong.
func TestATermThatIsNoneIsAskedAgain(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	livia := o.employ(t, "livia", o.Faro, policy.Officer)
	for rule, typed := range map[string]string{"never_assessed": "two years", "assessed": "0", "trail": "23"} {
		a := livia.post("/retention/rules/"+rule, "months", typed)
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s of %q months: %d", rule, typed, a.status)
		}
		id := "field-months-" + rule
		for _, part := range []string{`href="#` + id + `"`, `value="` + typed + `"`, `aria-describedby="` + id + `-problem"`, "Write a number of months from "} {
			if !strings.Contains(a.text, part) {
				t.Errorf("%s of %q months: the page is without %s", rule, typed, part)
			}
		}
		if n := strings.Count(a.text, `aria-invalid`); n != 1 {
			t.Errorf("%s: %d fields are to blame", rule, n)
		}
	}
	if a := livia.post("/retention/rules/nothing", "months", "x"); a.status != http.StatusNotFound {
		t.Errorf("a term that there is not: %d", a.status)
	}
}

// After ten years the officer destroys what entries say, and reads the entries all the same.
func TestTheOfficerDestroysOldDetailsOfTheTrail(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		o.employ(t, "other", o.Molo, policy.Officer)
		livia.post("/retention/rules/never_assessed", "months", "36") // its entry says how many
		if a := livia.get("/retention"); strings.Contains(a.text, "/retention/trail") || !strings.Contains(a.text, "no details are older") {
			t.Error("details of today are due")
		}
		if a := livia.post("/retention/trail"); a.status != http.StatusConflict {
			t.Errorf("destroyed too early: %d", a.status)
		}
		o.pass(30 * 365 * 24 * time.Hour) // the trail is dated by the machine's clock
		livia = o.session(t, "livia")
		if a := o.session(t, "other").get("/retention"); strings.Contains(a.text, "/retention/trail") {
			t.Error("another organisation's officer is offered the details of this one")
		}
		due := livia.get("/retention")
		if a := due; !strings.Contains(a.text, `action="/retention/trail"`) {
			t.Fatalf("nothing is due:\n%s", a.text)
		}
		must(t, s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			tx.Note("test", "", audit.Details{"rows": audit.Count(1)}) // something more is due than the officer saw
			return nil
		}))
		if a := livia.press(t, due, "/retention/trail"); a.status != http.StatusConflict {
			t.Errorf("more is destroyed than was seen: %d %q", a.status, a.to)
		}
		if a := livia.press(t, livia.get("/retention"), "/retention/trail"); !strings.HasPrefix(a.led, "/retention?done=") {
			t.Fatalf("not destroyed: %d %q\n%s", a.status, a.to, a.text)
		}
		must(t, s.Read(t.Context(), policy.System(policy.Operator), func(tx *store.Tx) error {
			left, err := store.List(tx, func(r store.Row) (n int64, err error) { return n, r.Scan(&n) }, `SELECT n FROM audit_details`)
			if len(left) != 1 {
				t.Errorf("%d details are left, want those of the destruction itself", len(left))
			}
			return err
		}))
		if a := livia.get("/audit"); !strings.Contains(a.text, "Retention") {
			t.Error("the entries are gone")
		}
		livia.post("/audit/check")
		if a := livia.get("/audit/check"); !strings.Contains(a.text, "The trail is whole") {
			t.Errorf("the trail does not verify:\n%s", a.text)
		}
	})
}

// Whoever follows the person is called by mail to put the pack together; a request that was refused, or to be erased, calls nobody.
func TestARequestForOnesDataCallsWhoFollowsThePerson(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		cesira, livia := o.employ(t, "cesira", o.Faro, policy.CaseManager), o.employ(t, "livia", o.Faro, policy.Officer)
		o.employ(t, "dora", o.Faro, policy.CaseManager) // follows nobody
		o.lock(t, o.Faro, cesira)
		path, code := o.meet(t, o.Faro)
		must(t, s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			for _, login := range []string{"cesira", "livia", "dora"} {
				if _, err := tx.Exec(`UPDATE network_accounts SET email = $1 WHERE login = $2`, login+"@example.org", login); err != nil {
					return err
				}
			}
			return vault.Follow(tx, person.ID(strings.TrimPrefix(path, "/people/")), "account-cesira", vault.Budget{})
		}))
		letters := func() (list []network.Letter) {
			must(t, s.Read(t.Context(), policy.System(policy.Post), func(tx *store.Tx) (err error) {
				list, err = network.Letters(tx)
				return err
			}))
			return list
		}
		ask := func(kind, code string) int {
			return livia.post("/rights", "code", code, "kind", kind, "cause", "person", "day", "2024-05-02").status
		}
		if status := ask("erasure", code); status != http.StatusSeeOther || len(letters()) != 0 {
			t.Errorf("a request to be erased: %d, letters %+v", status, letters())
		}
		if status := ask("access", "K0-NULLA"); status != http.StatusUnprocessableEntity || len(letters()) != 0 {
			t.Errorf("a code of nobody: %d, letters %+v", status, letters())
		}
		if status := ask("access", code); status != http.StatusSeeOther {
			t.Fatalf("the request was not opened: %d", status)
		}
		want := network.Letter{Account: "account-cesira", To: "cesira@example.org", Language: "en"}
		if got := letters(); len(got) != 1 || got[0] != want {
			t.Errorf("letters %+v, want only %+v", got, want)
		}
	})
}
