package e2e_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/web/page"
)

// call says how the crawl visits one pattern.
type call struct {
	path string // to open
	on   string // instead: a list, of which the first entry under path is opened
	then string // what follows that entry's address
	as   string // login; nobody when empty
	file bool   // a download, which is fetched and not looked at
	once string // what the same person looks at just before
	join bool   // the address is that of an invitation

	elsewhere bool // the demonstration never gets there; see TestEveryPageOfTheSetUpCanBeReadByEverybody, and the tests of internal/web/desk
}

// calls declares a visit for every GET pattern of the program; the pages of a kind of record that are nobody's own need none.
var calls = withKinds(map[string]call{
	"/login":        {path: "/login"},
	"/recover":      {path: "/recover"},
	"/join/{token}": {join: true},

	"/account":                {path: "/account", as: "nora"},
	"/account/waiting":        {path: "/account/waiting", as: "nora"},
	"/account/password":       {path: "/account/password", as: "nora"},
	"/account/recovery":       {path: "/account/recovery", as: "nora"},
	"/account/second":         {path: "/account/second", as: "giulia"},
	"/account/second/picture": {once: "/account/second", path: "/account/second/picture", as: "giulia", file: true},
	"/members":                {path: "/members?status=confirmed", as: "teo"},
	"/members/new":            {path: "/members/new", as: "teo"},
	"/members/{id}":           {on: "/members", path: "/members/", as: "teo"},
	"/members/{id}/edit":      {on: "/members", path: "/members/", then: "/edit", as: "teo"},

	"/setup":                   {path: "/setup", as: "teo"},
	"/setup/recovery":          {path: "/setup/recovery", as: "bianca"},
	"/setup/recovery/{number}": {elsewhere: true},
	"/unsent":                  {elsewhere: true}, // only who lost a session in the middle of a form has anything there
	"/setup/regain":            {path: "/setup/regain", as: "ugo"},

	"/{$}": {path: "/", as: "giulia"},

	"/outings":                   {path: "/outings", as: "nora"},
	"/outings/new":               {path: "/outings/new", as: "nora"},
	"/outings/{id}":              {on: "/outings", path: "/outings/", as: "nora"},
	"/outings/{id}/edit":         {on: "/outings", path: "/outings/", then: "/edit", as: "nora"},
	"/outings/{id}/contacts/new": {on: "/outings", path: "/outings/", then: "/contacts/new", as: "nora"},
	"/contacts":                  {path: "/contacts?from=2024-01-01&setting=undefined", as: "nora"},
	"/contacts/new":              {path: "/contacts/new", as: "dario"},
	"/contacts/{id}":             {on: "/contacts", path: "/contacts/", as: "nora"},
	"/contacts/{id}/edit":        {on: "/contacts", path: "/contacts/", then: "/edit", as: "nora"},
	"/meetings":                  {path: "/meetings", as: "nora"},
	"/meetings/new":              {path: "/meetings/new", as: "nora"},
	"/meetings/{id}":             {on: "/meetings", path: "/meetings/", as: "nora"},
	"/meetings/{id}/edit":        {on: "/meetings", path: "/meetings/", then: "/edit", as: "nora"},
	"/actions":                   {path: "/actions", as: "nora"},
	"/actions/new":               {path: "/actions/new", as: "nora"},

	"/people":                  {path: "/people?gender=woman", as: "dario"},
	"/people/new":              {path: "/people/new", as: "dario"},
	"/people/{id}":             {on: "/enrolments", path: "/people/", as: "dario"},
	"/people/{id}/edit":        {on: "/people", path: "/people/", then: "/edit", as: "dario"},
	"/people/search":           {path: "/people/search", as: "dario"},
	"/people/{id}/followers":   {on: "/people", path: "/people/", then: "/followers", as: "dario"},
	"/people/{id}/restriction": {on: "/enrolments", path: "/people/", then: "/restriction", as: "bianca"},
	"/people/{id}/glass":       {on: "/people", path: "/people/", then: "/glass", as: "dario"},
	"/keys":                    {path: "/keys", as: "bianca"},
	"/proposals":               {path: "/proposals", as: "bianca"},
	"/plans":                   {path: "/plans", as: "nora"},
	"/plans/new":               {path: "/plans/new", as: "nora"},
	"/plans/{id}":              {on: "/plans", path: "/plans/", as: "nora"},
	"/plans/{id}/edit":         {on: "/plans", path: "/plans/", then: "/edit", as: "nora"},
	"/protections/{id}/edit":   {on: "/protections?sort=day", path: "/protections/", then: "/edit", as: "dario"}, // one that no contact told
	"/actions/{id}/edit":       {on: "/actions", path: "/actions/", then: "/edit", as: "dario"},
	"/actions/{id}":            {on: "/actions", path: "/actions/", as: "dario"},
	"/contacts/{id}/unlink":    {on: "/contacts?newness=new", path: "/contacts/", then: "/unlink", as: "nora"},
	"/contacts/{id}/link":      {on: "/contacts?newness=known_not_linkable", path: "/contacts/", then: "/link", as: "nora"},

	"/projects":      {path: "/projects", as: "giulia"},
	"/projects/{id}": {on: "/projects", path: "/projects/", as: "giulia"},
	"/network":       {path: "/network", as: "nora"},
	"/rights":        {path: "/rights", as: "livia"},
	"/rights/new":    {path: "/rights/new", as: "livia"},
	"/rights/{id}":   {on: "/rights?kind=erasure", path: "/rights/", as: "livia"},
	"/retention":     {path: "/retention", as: "livia"},
	"/holds/{id}":    {on: "/retention", path: "/holds/", as: "livia"},
	"/packs":         {path: "/packs", as: "bianca"},
	"/packs/{id}":    {on: "/packs", path: "/packs/", as: "bianca"},

	"/policy":                      {path: "/policy", as: "nora"},
	"/codes":                       {path: "/codes", as: "teo"},
	"/codes/{list}":                {path: "/codes/setting", as: "teo"},
	"/codes/{list}/new":            {path: "/codes/place/new", as: "teo"},
	"/codes/{list}/{code}":         {path: "/codes/setting/truck_stop", as: "teo"},
	"/imports":                     {path: "/imports", as: "dario"},
	"/imports/new":                 {path: "/imports/new", as: "dario"},
	"/imports/drafts/{id}":         {on: "/imports", path: "/imports/drafts/", as: "dario"},
	"/imports/drafts/{id}/refused": {on: "/imports", path: "/imports/drafts/", then: "/refused", as: "dario"},
	"/imports/{id}":                {on: "/imports", path: "/imports/", as: "dario"},
	"/imports/undo/{id}":           {on: "/imports", path: "/imports/undo/", as: "dario"},

	"/audit":                 {path: "/audit?only=upkeep", as: "livia"},
	"/audit/entries/{n}":     {path: "/audit/entries/0", as: "livia"},
	"/exports":               {path: "/exports", as: "livia"},
	"/audit/checkpoints":     {path: "/audit/checkpoints", as: "livia"},
	"/audit/checkpoints/{n}": {path: "/audit/checkpoints/0", as: "livia", file: true},
	"/audit/check":           {path: "/audit/check", as: "livia"},
	"/audit/download":        {path: "/audit/download", as: "livia", file: true},

	"/reports":                              {path: "/reports", as: "giulia"},
	"/reports/{report}/new":                 {path: "/reports/interim/new", as: "giulia"},
	"/reports/{report}":                     {path: "/reports/interim", as: "giulia"},
	"/reports/{report}/tables":              {path: "/reports/interim/tables", as: "giulia"},
	"/reports/{report}/tables/new":          {path: "/reports/interim/tables/new?counts=actions&rows=type&each=chosen&kind=overlapping&filter1=outcome", as: "giulia"},
	"/reports/{report}/tables/{id}":         {on: "/reports/interim/tables", path: "/reports/interim/tables/", as: "giulia"},
	"/reports/{report}/tables/{id}/edit":    {on: "/reports/interim/tables", path: "/reports/interim/tables/", then: "/edit", as: "giulia"},
	"/reports/{report}/tables/{id}/records": {on: "/reports/interim/tables", path: "/reports/interim/tables/", then: "/records?table=T1&value=unique", as: "giulia"},
	"/reports/{report}/compare":             {path: "/reports/interim/compare", as: "giulia"},
	"/reports/{report}/records":             {path: "/reports/interim/records?table=T3", as: "giulia"},
	"/reports/{report}/download":            {path: "/reports/interim/download?format=xlsx", as: "giulia", file: true},
	"/runs/{id}":                            {on: "/reports", path: "/runs/", as: "giulia"},
	"/runs/{id}/changes":                    {on: "/reports", path: "/runs/", then: "/changes", as: "giulia"},
	"/runs/{id}/download":                   {on: "/reports", path: "/runs/", then: "/download?format=json", as: "giulia", file: true},
})

// withKinds adds the visits of the pages that a kind of record has from its declaration, in the list of addresses.
func withKinds(calls map[string]call) map[string]call {
	addresses, err := os.ReadFile("../internal/web/desk/testdata/routes.golden")
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(addresses)) {
		words := strings.Fields(line)
		if len(words) != 4 || words[0] != http.MethodGet || !strings.HasPrefix(words[3], "kit.Noun.") {
			continue
		}
		pattern := words[1]
		if _, own := calls[pattern]; own {
			continue
		}
		list, then, below := strings.Cut(pattern, "/{id}")
		calls[pattern] = call{path: pattern, as: "dario"}
		if below {
			calls[pattern] = call{on: list, path: list + "/", then: then, as: "dario"}
		}
	}
	return calls
}

// furnish makes, once, what the demonstration lacks, so that there is something to look at on every page.
func (s *site) furnish(t *testing.T) {
	t.Helper()
	s.furnished.Do(func() {
		s.freeze(t)
		s.widen(t)
		s.asks(t)
		s.compose(t)
		s.imports(t)
	})
}

// freeze makes sure that there is a frozen report to look at.
func (s *site) freeze(t *testing.T) {
	t.Helper()
	_, _, text := s.fetch(t, s.login(t, "giulia"), "/reports/interim?edition=internal")
	_, seen, _ := strings.Cut(text, `name="seen" value="`)
	seen, _, _ = strings.Cut(seen, `"`)
	response := s.send(t, s.login(t, "giulia"), "/reports/interim/freeze", url.Values{"edition": {"internal"}, "seen": {seen}})
	defer response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		t.Fatalf("the report cannot be frozen: status %d", response.StatusCode)
	}
}

// widen makes sure that there is a code of the network's own to look at.
func (s *site) widen(t *testing.T) {
	t.Helper()
	response := s.send(t, s.login(t, "teo"), "/codes/setting", url.Values{"code": {"truck_stop"}, "label_it": {"Area di sosta"}, "label_en": {"Truck stop"}})
	defer response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		t.Fatalf("the code cannot be added: status %d", response.StatusCode)
	}
}

// asks lets the officer record what a person asks about their data, and shorten a term so that somebody is due.
func (s *site) asks(t *testing.T) {
	t.Helper()
	livia, nora := s.login(t, "livia"), s.login(t, "nora")
	_, _, people := s.fetch(t, nora, "/people")
	code := regexp.MustCompile(`>([A-Z][0-9]+-[A-Z]+)<`).FindStringSubmatch(people)
	if code == nil {
		t.Fatal("there is nobody to ask")
	}
	for _, kind := range []string{"access", "erasure"} {
		s.posts(t, livia, "/rights", url.Values{"code": {code[1]}, "kind": {kind}, "cause": {"person"}, "day": {"2024-11-29"}})
	}
	s.posts(t, livia, "/retention/rules/never_assessed", url.Values{"months": {"1"}})
}

// invite makes an invitation and gives the path of its link.
func (s *site) invite(t *testing.T, login string) string {
	t.Helper()
	teo := s.login(t, "teo")
	to := s.posts(t, teo, "/members", url.Values{"name": {"Visita " + login}, "login": {login}, "language": {"it"}, "roles": {"case_manager"}})
	_, _, text := s.fetch(t, teo, to)
	link := regexp.MustCompile(`(/join/[\w-]{43})`).FindString(text)
	if link == "" {
		t.Fatal("nobody can be invited")
	}
	return link
}

// find is the path of a call; where it holds an id that nobody knows beforehand, a list leads there.
func (s *site) find(t *testing.T, token string, c call) string {
	t.Helper()
	if c.once != "" {
		s.fetch(t, token, c.once)
	}
	if c.join {
		return s.invite(t, "visita")
	}
	if c.on == "" {
		return c.path
	}
	_, _, text := s.fetch(t, token, c.on)
	entry := regexp.MustCompile(`href="(` + regexp.QuoteMeta(c.path) + `[0-9a-f-]{36})["?#]`).FindStringSubmatch(text)
	if entry == nil {
		t.Fatalf("%s lists nothing under %s", c.on, c.path)
	}
	return entry[1] + c.then
}

// unvisited names the GET patterns that no visit is declared for, and the visits of patterns that are gone.
func unvisited(routes []page.Route, calls map[string]call) []string {
	var complaints []string
	var patterns []string
	for _, r := range routes {
		if r.Method != http.MethodGet {
			continue
		}
		patterns = append(patterns, r.Pattern)
		if _, ok := calls[r.Pattern]; !ok {
			complaints = append(complaints, fmt.Sprintf("GET %s has no visit", r.Pattern))
		}
	}
	for pattern := range calls {
		if !slices.Contains(patterns, pattern) {
			complaints = append(complaints, fmt.Sprintf("the visit of %s has no route", pattern))
		}
	}
	return complaints
}

func TestARouteWithoutAVisitIsNamed(t *testing.T) {
	t.Parallel()
	routes := []page.Route{{Method: "GET", Pattern: "/a"}, {Method: "GET", Pattern: "/b/{id}"}, {Method: "POST", Pattern: "/c"}}
	got := unvisited(routes, map[string]call{"/a": {}, "/gone": {}})
	want := []string{"GET /b/{id} has no visit", "the visit of /gone has no route"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
