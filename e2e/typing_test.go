package e2e_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/demo"
)

// types types marks where nothing must be kept of them: in searches, in forms that are sent back, in fields of codes and numbers, in a spreadsheet.
func (m *marking) types(bianca, nora, dario, livia string) {
	m.of = "typed"
	for _, asked := range []string{m.word("search"), m.phone("search for a phone"), m.word("search for a document") + " 12"} {
		m.r.says(bianca, "/people/search", url.Values{"who": {asked}}, http.StatusOK)
		m.r.says(bianca, "/people/search", url.Values{"who": {asked}, "purpose": {"reach"}}, http.StatusOK)
	}
	m.refused(bianca, "/people/search", "who", strings.Repeat(m.word("search, too long")+" ", 40))
	m.refused(bianca, "/people/search", "who", m.word("search with a purpose that is none"), "purpose", m.word("purpose of a search"))
	m.r.says(bianca, "/people/search?who="+m.word("search, in an address"), nil, http.StatusOK)
	m.r.says(dario, "/people?code="+m.word("filter, in an address"), nil, http.StatusUnprocessableEntity)

	m.refused(bianca, m.person+"/card/save", "section", "birth", "born", m.word("no day"), "birthplace", m.word("beside no day"))
	m.refused(bianca, m.person+"/card/save", "section", "notes", "text", strings.Repeat(m.word("too long a note"), 2_001))
	m.refused(bianca, m.person+"/card/save", "section", "names", "revision", "99", "name", m.word("of another revision"), "was_name", m.word("before another revision"))
	m.refused(nora, m.person+"/card", "section", "names", "purpose", m.word("purpose"))
	m.refused(nora, m.person+"/glass", "purpose", m.word("reason"))
	m.refused(nora, "/plans", "unit", m.word("unit"), "zone", m.word("zone of no unit"))
	m.refused(nora, m.plans[0]+"/edit", "revision", "9", "day", m.word("no day of a plan"), "starts", m.word("no hour"), "mode", "outdoor", "zone", m.word("zone on no day"))
	m.refused(nora, m.plans[0]+"/edit", "revision", "99", "day", "2024-12-01", "mode", "outdoor", "zone", m.word("zone of another revision"))

	m.refused(dario, "/people", "gender", m.word("gender"), "day", m.word("no day of a person"))
	m.refused(nora, "/outings", "minutes", m.word("minutes"), "day", m.word("no day of an outing"), "mode", m.word("mode"))
	m.refused(nora, "/contacts", "day", m.word("no day of a contact"), "setting", m.word("setting"))
	m.refused(dario, m.person+"/interviews", "day", m.word("no day of an interview"))
	m.refused(livia, "/rights", "code", m.word("a name in place of a code"), "kind", "access", "cause", "person", "day", "2024-11-29")
	m.r.says(livia, "/audit?person="+m.word("a name in place of a code, in an address"), nil, http.StatusUnprocessableEntity)
	m.refused("", "/login", "login", "nessuno", "passphrase", m.word("passphrase"))
	m.refused("", "/recover", "login", "nessuno", "recovery", m.word("recovery"), "password", m.word("password"), "again", m.word("password again"))
}

// refused posts a form that must not be accepted, whatever is said about it.
func (m *marking) refused(token, path string, pairs ...string) {
	m.r.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	if got := m.r.replies(token, path, form); got.status < http.StatusBadRequest {
		m.r.t.Fatalf("%s accepts what it must not (%d): %.1500s", path, got.status, words(got.body))
	}
}

// imports records what is good in a spreadsheet full of names.
func (m *marking) imports(token string) {
	draft := m.uploads(token)
	m.r.posts(m.r.t, token, draft+"/record", url.Values{"skip": {"yes"}, "reading": {readingOf(string(m.r.replies(token, draft, nil).body))}})
	if got := m.r.replies(token, draft, nil); !strings.Contains(got.head, "?done=") {
		m.r.t.Fatalf("the sheet is not recorded: %.1500s", words(got.body))
	}
}

// uploads sends a spreadsheet full of names, phones and notes, in rows that are good and rows that are not, and gives the address of its preview.
func (m *marking) uploads(token string) (draft string) {
	m.of = "typed"
	rows := "N;Data;Nome e cognome;Telefono;Codice persona;Genere;Età;Note;Documento\n"
	for _, day := range []string{"05/02/2024", "77/02/2024", "06/02/2024"} {
		name := m.word("name in a sheet")
		rows += strings.Join([]string{name[len(brand):], day, name, strings.ReplaceAll(m.phone("phone in a sheet"), "\n", " "), "Q" + name[len(brand):], "Donna", "18-25", "abita da " + m.word("note in a sheet"), m.word("document in a sheet")}, ";") + "\n"
	}
	response := m.r.sendsFile(token, "/imports", m.word("name of a sheet")+".csv", []byte(rows), map[string]string{"kind": "persons"})
	draft = response.Header.Get("Location")
	if got := read(m.r.t, response); got.status != http.StatusSeeOther {
		m.r.t.Fatalf("the sheet is not taken: %d %.1500s", got.status, words(got.body))
	}
	said := m.r.says(token, draft, nil, http.StatusOK)
	if seen := m.sweeper().look("the preview of an import", []byte(said)); len(seen) > 0 {
		m.r.t.Errorf("read again: %v", seen)
	}
	return draft
}

// calls gives two colleagues an address for letters, in which the proof stands. That of who watches over the data takes two: somebody seconds it.
func (m *marking) calls(teo, second string, logins ...string) {
	for _, name := range logins {
		path := m.member(teo, name)
		form, _ := m.r.form(m.r.says(teo, path+"/edit", nil, http.StatusOK), path+"/edit")
		form.Set("language", "it")
		form.Set("email", strings.ToLower(name+"."+proof)+"@example.org")
		m.r.posts(m.r.t, teo, path+"/edit", form)
		action := "/proposals/" + strings.TrimPrefix(path, "/members/") + "/second"
		if text := m.r.says(second, "/proposals", nil, http.StatusOK); strings.Contains(text, action) {
			form, _ := m.r.form(text, action)
			m.r.posts(m.r.t, second, action, form)
		}
	}
}

// proves puts the proof where texts stand in clear by design: into a code of the network's own, a record that uses it, and into what the log says of a request.
func (m *marking) proves(teo, nora string) {
	t := m.r.t
	m.r.posts(t, teo, "/codes/setting", url.Values{"code": {"proof"}, "label_it": {proof}, "label_en": {proof}})
	text := m.r.says(nora, "/contacts/new", nil, http.StatusOK)
	form, _ := m.r.form(text, "/contacts")
	unit := regexp.MustCompile(`<option value="([0-9a-f-]{36})"`).FindStringSubmatch(text)
	if unit == nil {
		t.Fatal("no unit meets anybody")
	}
	for name, value := range map[string]string{
		"unit": unit[1], "day": "2024-11-28", "newness": "new", "setting": "proof", "gender": "woman", "age_band": "adult", "region": "west_africa", "protection": "not_asked", "province": "IT-BS", "channel": "contact_unit",
	} {
		form.Set(name, value)
	}
	m.r.posts(t, nora, "/contacts", form)
	odd, err := http.NewRequestWithContext(t.Context(), proof, m.r.address+"/login", nil) // of an address the log gives the route alone
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultTransport.RoundTrip(odd)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
}

// joins lets vera in, who works with people as her colleagues do.
func (m *marking) joins(t *testing.T, bianca string) {
	link := m.r.invite(t, "vera")
	(&house{t: t, address: m.r.address}).joins(link)
	path := m.member(bianca, "Visita vera")
	form, _ := m.r.form(m.r.says(bianca, path, nil, http.StatusOK), path+"/confirm")
	m.r.posts(t, bianca, path+"/confirm", form)
}

// member is the address of a colleague.
func (m *marking) member(token, name string) string {
	found := regexp.MustCompile(`href="(/members/[0-9a-f-]{36})">` + name + `<`).FindStringSubmatch(m.r.says(token, "/members", nil, http.StatusOK))
	if found == nil {
		m.r.t.Fatalf("%s is no member", name)
	}
	return found[1]
}

// restricts keeps the marked person's card to bianca and ettore; then vera breaks glass, and bianca opens the person to her for an hour.
func (m *marking) restricts(t *testing.T) {
	bianca, vera := m.session("bianca"), m.session("vera")
	ettore := m.member(bianca, "Ettore")
	m.r.posts(t, bianca, m.person+"/restriction", url.Values{"account": {strings.TrimPrefix(ettore, "/members/")}})
	m.r.posts(t, vera, m.person+"/glass", url.Values{"purpose": {"danger"}})
	found := regexp.MustCompile(`action="(/glass/[0-9a-f-]{36})"`).FindStringSubmatch(m.r.says(bianca, "/", nil, http.StatusOK))
	if found == nil {
		t.Fatal("nobody is asked to open the glass")
	}
	m.r.posts(t, bianca, found[1], url.Values{"answer": {"yes"}})
}

// session is that of a member, or nobody's.
func (m *marking) session(login string) string {
	switch token := m.r.tokens[login]; {
	case login == "" || token != "":
		return token
	case login == "vera":
		return m.r.enters(login, password)
	}
	return m.r.enters(login, demo.Passphrase)
}

// asks lets the officer record what the marked person asks about their data, and gives the request's address.
func (m *marking) asks(livia, kind string) string {
	got := m.r.replies(livia, "/rights", url.Values{"code": {m.code}, "kind": {kind}, "cause": {"person"}, "day": {"2024-11-30"}})
	found := regexp.MustCompile(`Location: (/rights/[0-9a-f-]{36})`).FindStringSubmatch(got.head)
	if found == nil {
		m.r.t.Fatalf("the request is not recorded: %d %.1500s", got.status, words(got.body))
	}
	return found[1]
}
