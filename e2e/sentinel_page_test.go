package e2e_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// logins are the accounts of the demonstration; together they have every role. Irma and Saverio belong to another organisation.
var logins = []string{"nora", "dario", "giulia", "teo", "livia", "bianca", "ettore", "alma", "yara", "ugo", "pia", "irma", "saverio"}

// planned are the members of the team who may read where a unit goes out: the pages of planned outings, and tonight's on the first page.
var planned = []string{"nora", "dario", "bianca", "vera"}

// asksFor is a page or a download that everybody tries to get.
type asksFor struct {
	path string
	once string // what is looked at just before
}

// asked lists every GET pattern of the program as the one finds it who may, in each form in which it leaves as a file, and those about the marked.
func (m *marking) asked(t *testing.T) (list []asksFor) {
	t.Helper()
	for _, pattern := range slices.Sorted(maps.Keys(calls)) {
		c := calls[pattern]
		if c.elsewhere {
			continue
		}
		list = append(list, asksFor{m.r.find(t, m.session(c.as), c), c.once})
		switch {
		case strings.HasPrefix(pattern, "/people/{id}"):
			list = append(list, asksFor{path: m.person + strings.TrimPrefix(pattern, "/people/{id}")})
		case strings.HasPrefix(pattern, "/plans/{id}"):
			for _, plan := range m.plans {
				list = append(list, asksFor{path: plan + strings.TrimPrefix(pattern, "/plans/{id}")})
			}
		case c.on == "" && !strings.Contains(pattern, "{") && !strings.Contains(pattern, "new"):
			for _, format := range []string{"csv", "xlsx"} {
				list = append(list, asksFor{path: pattern + "?format=" + format})
			}
		case strings.HasSuffix(pattern, "/download"):
			for _, format := range []string{"csv", "xlsx", "json", "pdf"} {
				path, _, _ := strings.Cut(list[len(list)-1].path, "?")
				list = append(list, asksFor{path: path + "?format=" + format})
			}
		}
	}
	id := strings.TrimPrefix(m.person, "/people/")
	for _, path := range []string{
		"/holds/" + id, "/people/search", "/people/search?who=zqwex", "/outings/new?plan=" + strings.TrimPrefix(m.plans[0], "/plans/"), m.request,
		strings.Replace(m.request, "/rights/", "/packs/", 1), "/audit?person=" + m.code, m.file, "/contacts?setting=proof&from=2024-01-01&format=xlsx", "/contacts?setting=proof&from=2024-01-01&format=csv",
	} {
		list = append(list, asksFor{path: path})
	}
	return list
}

// mayRead reports whether a page opens planned outings for somebody: then their marks are no leak.
func mayRead(login, path string) bool {
	page, _, _ := strings.Cut(path, "?")
	return slices.Contains(planned, login) && (page == "/" || page == "/plans" || strings.HasPrefix(page, "/plans/") || strings.HasPrefix(path, "/outings/new?plan="))
}

// everybody are those who ask: the members, vera, and nobody.
var everybody = append([]string{"", "vera"}, logins...)

// sweepPages asks for every page as everybody, and tries to open the marked person without saying what for, which nobody may whose own case it is not.
func (m *marking) sweepPages(t *testing.T) {
	m.uploads(m.session("dario")) // waits in memory
	list := m.asked(t)
	s, proofs := m.sweeper(), newSweeper(proof)
	answers, found, readable := 0, map[string]bool{}, ""
	for _, login := range everybody {
		for _, a := range list {
			if a.once != "" {
				m.r.replies(m.session(login), a.once, nil)
			}
			got := m.gets(t, s, login, a.path)
			answers++
			if mayRead(login, a.path) {
				readable += got.body
			}
			for _, seen := range got.seen(proofs, "a page") {
				found[seen.place] = true
			}
		}
		answers += m.tries(t, s, login, "", slices.Contains([]string{"nora", "dario", "ettore", "vera"}, login))
	}
	m.shows(t, "plan", readable)
	if places := slices.Sorted(maps.Keys(found)); !slices.Contains(places, "a page") || !slices.ContainsFunc(places, func(p string) bool { return strings.Contains(p, "zip: xl/") }) {
		t.Errorf("the proof is seen in %q, so a mark in a page or a workbook might not be", places)
	}
	t.Logf("%d answers to %d people and nobody, of %d addresses: 0 marks", answers, len(everybody)-1, len(list))
}

// gets asks for a page as somebody and sweeps it. Marks of planned outings are no leak where the team reads planned outings.
func (m *marking) gets(t *testing.T, s *sweeper, login, path string) reply {
	t.Helper()
	got := m.r.replies(m.session(login), path, nil)
	if got.status >= http.StatusInternalServerError {
		t.Errorf("%q gets %s with status %d", login, path, got.status)
	}
	for _, seen := range got.seen(s, fmt.Sprintf("%q gets %s", login, path)) {
		field := m.given[strings.ToLower(seen.word)]
		if !strings.HasPrefix(field, "plan ") || !mayRead(login, path) {
			t.Errorf("%s (%s)", seen, field)
		}
	}
	return got
}

// sweepRestricted asks for the marked person again, now that nobody but bianca and ettore has the key, and vera has broken the glass: also with a
// purpose that would open a person of the team.
func (m *marking) sweepRestricted(t *testing.T) {
	s := m.sweeper()
	answers := 0
	for _, login := range everybody {
		for pattern := range calls {
			if below, about := strings.CutPrefix(pattern, "/people/{id}"); about {
				m.gets(t, s, login, m.person+below)
				answers++
			}
		}
		answers += m.tries(t, s, login, "care", false)
	}
	t.Logf("%d answers about a restricted card: 0 marks", answers)
	m.opened(t)
}

// tries sends what would open the marked person, as everybody who must not get there that way, and searches for them with a letter mistyped.
func (m *marking) tries(t *testing.T, s *sweeper, login, purpose string, finds bool) (tried int) {
	t.Helper()
	if login == "bianca" || purpose != "" && (login == "ettore" || login == "vera") {
		return 0 // they may
	}
	posts := map[string]url.Values{
		m.person + "/card": {"section": {"all"}}, m.person + "/card/edit": {"section": {"names"}}, m.person + "/files/" + nowhere: {}, m.file: {},
		"/people/search": {"who": {"Zqwekla001"}},
	}
	if !slices.Contains(planned, login) {
		posts[m.plans[0]+"/edit"] = url.Values{"revision": {"0"}}
	}
	for path, form := range posts {
		form.Set("purpose", purpose)
		got := m.r.replies(m.session(login), path, form)
		tried++
		for _, seen := range got.seen(s, fmt.Sprintf("%q posts to %s (%d)", login, path, got.status)) {
			t.Errorf("%s (%s)", seen, m.given[strings.ToLower(seen.word)])
		}
		if path == "/people/search" && strings.Contains(got.body, linkTo(m.person)) {
			t.Errorf("the search of %q, who does not follow them, finds the person for nothing", login)
		}
	}
	if finds { // whoever says what for, and then by the code alone
		got := m.r.replies(m.session(login), "/people/search", url.Values{"who": {"Zqwekla001"}, "purpose": {"reach"}})
		tried++
		if !strings.Contains(got.body, linkTo(m.person)) {
			t.Errorf("the search of %q does not find the person", login)
		}
		for _, seen := range got.seen(s, fmt.Sprintf("%q searches (%d)", login, got.status)) {
			t.Errorf("%s (%s)", seen, m.given[strings.ToLower(seen.word)])
		}
	}
	return tried
}

// opened is what those see who may: the marks of all fields, on the card, in the list of files, in the file, in the search of their own case, and behind broken glass.
func (m *marking) opened(t *testing.T) {
	bianca, vera := m.session("bianca"), m.session("vera")
	card := m.r.says(bianca, m.person+"/card", url.Values{"section": {"all"}}, http.StatusOK)
	files := m.r.says(bianca, m.person+"/card", url.Values{"section": {"files"}}, http.StatusOK)
	file := m.r.says(bianca, m.file, url.Values{}, http.StatusOK)
	m.shows(t, "card", card, files, file)
	s := m.sweeper()
	for what, text := range map[string]string{
		"her search":       m.r.says(bianca, "/people/search", url.Values{"who": {"Zqwekla001"}}, http.StatusOK),
		"the broken glass": m.r.says(vera, m.person+"/card", url.Values{"section": {"names"}}, http.StatusOK),
	} {
		if len(s.look(what, []byte(text))) == 0 {
			t.Errorf("%s shows no mark", what)
		}
	}
	pack := m.r.says(bianca, strings.Replace(m.request, "/rights/", "/packs/", 1), url.Values{}, http.StatusOK)
	m.shows(t, "card", pack, files) // an archive, in which files are numbered
}

// seen sweeps an answer, what it says before its text included.
func (got reply) seen(s *sweeper, place string) []sighting {
	return append(s.look(place+", header", []byte(got.head)), s.look(place, []byte(got.body))...)
}
