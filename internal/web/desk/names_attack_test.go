package desk_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
	"approdo/internal/web/desk"
)

// crowded is an office with many people whose names stand in a dictionary, and one who walks through it.
type crowded struct {
	*office
	names  map[string]string // person's path → name
	paths  []string          // of names, in the order in which they were recorded
	words  []string          // the dictionary
	others *visitor          // who follows everybody
}

const (
	registered = 83 // people
	dictionary = 5000
)

// syllables make names that nobody bears, each unlike the others.
var syllables = []string{"zor", "bul", "mek", "tiv", "ghan", "quel", "pruf", "xam", "dwos", "ylk", "fep", "niv", "joq", "ruz", "hib", "cav", "lum"}

func word(n int) string {
	var b strings.Builder
	for range 3 {
		b.WriteString(syllables[n%len(syllables)])
		n /= len(syllables)
	}
	return b.String()
}

// crowd founds the vault of faro, with ada and the others as holders of its key, and gives it people.
func crowd(t *testing.T, s *store.Store, budget vault.Budget) *crowded {
	t.Helper()
	g := &crowded{office: staffWith(t, s, func(n *desk.Needs) { n.Budget = budget }), names: map[string]string{}}
	for n := range dictionary {
		g.words = append(g.words, word(n)+" "+word(4912-n%4000))
	}
	g.others = g.employ(t, "ada", g.Faro, policy.CaseManager)
	var holders []*visitor
	for _, login := range attackers {
		holders = append(holders, g.employ(t, login, g.Faro, policy.CaseManager))
	}
	g.employ(t, "livia", g.Faro, policy.Officer)
	g.lock(t, g.Faro, append(holders, g.others)...)
	for n := range registered {
		path, _ := g.meet(t, g.Faro)
		g.names[path] = g.words[n*(dictionary/registered)]
		g.paths = append(g.paths, path)
		g.others.post(path+"/card/save", "section", "names", "revision", "0", "name", g.names[path]).wantStatus(t, http.StatusSeeOther)
	}
	return g
}

// The ways to go through a dictionary in an hour. Each is walked by an account of its own, and the last of them is all of them mixed.
var attackers = []string{"searcher", "follower", "flitter", "opener", "editor", "rusher", "mixer"}

var walks = map[string]func(g *crowded, v *visitor, w *walked){
	"searcher": func(g *crowded, v *visitor, w *walked) {
		for _, name := range g.words {
			w.search(g, v, name)
			g.pass(time.Hour / dictionary)
		}
	},
	"follower": func(g *crowded, v *visitor, w *walked) { // everybody first, then a walk among own cases
		for path := range g.names {
			w.saw(v.post(path+"/followers", "account", "account-"+v.login))
		}
		for _, name := range g.names {
			w.search(g, v, name)
		}
	},
	"flitter": func(g *crowded, v *visitor, w *walked) { // one at a time, and nothing is left of it
		for path, name := range g.names {
			w.saw(v.post(path+"/followers", "account", "account-"+v.login))
			w.search(g, v, name)
			w.saw(v.post(path+"/followers", "account", "account-"+v.login, "follows", "no"))
		}
	},
	"opener": func(g *crowded, v *visitor, w *walked) {
		for path := range g.names {
			w.saw(v.post(path+"/card", "section", "names", "purpose", "handover"))
		}
	},
	"editor": func(g *crowded, v *visitor, w *walked) { // a form is a reading, and so is a stale one that is sent back
		for path := range g.names {
			w.saw(v.post(path+"/card/edit", "section", "names", "purpose", "rectify"))
			w.saw(v.post(path+"/card/save", "section", "names", "purpose", "rectify", "revision", "0", "name", "anything"))
		}
	},
	"rusher": func(g *crowded, v *visitor, w *walked) { // many at once, from two browsers
		second := g.session(v.t, v.login)
		var all sync.WaitGroup
		for i, path := range g.paths {
			all.Go(func() {
				w.search(g, []*visitor{v, second}[i%2], g.names[path])
				w.saw(second.post(path+"/card", "section", "names", "purpose", "handover"))
			})
		}
		all.Wait()
	},
	"mixer": func(g *crowded, v *visitor, w *walked) {
		for i, path := range g.paths {
			switch i % 3 {
			case 0:
				w.search(g, v, g.names[path])
			case 1:
				w.saw(v.post(path+"/card", "section", "names", "purpose", "handover"))
			case 2:
				w.saw(v.post(path+"/followers", "account", "account-"+v.login))
			}
			g.pass(30 * time.Second)
		}
		for _, name := range g.names {
			w.search(g, v, name)
		}
	},
}

// walked is what somebody learnt: of whom they know the name.
type walked struct {
	mu   sync.Mutex
	g    *crowded
	tied map[string]bool
}

var personLink = regexp.MustCompile(`/people/[0-9a-f-]{36}`)

// search asks for a name among own cases and among the team's; whoever the answer leads to bears it.
func (w *walked) search(g *crowded, v *visitor, name string) {
	for _, purpose := range []string{"handover", ""} {
		a := v.post("/people/search", "who", name, "purpose", purpose)
		w.mu.Lock()
		for _, path := range personLink.FindAllString(a.text, -1) {
			if g.names[path] == name {
				w.tied[path] = true
			}
		}
		w.mu.Unlock()
	}
}

// saw reads a page: whoever's name stands on it is known.
func (w *walked) saw(a answer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for path, name := range w.g.names {
		if strings.Contains(a.text, name) {
			w.tied[path] = true
		}
	}
}

// onRecord lists whom the trail ties to an account by a reading.
func (g *crowded) onRecord(t *testing.T, account string) map[string]bool {
	t.Helper()
	read := map[string]bool{}
	must(t, g.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		list, err := store.SearchTrail(tx, store.Search{Account: account, Limit: 100_000})
		for _, e := range list.Entries {
			read["/people/"+e.Person] = true
		}
		return err
	}))
	return read
}

// TestADictionaryTiesFewPeopleToANameInAnHour walks through 5 000 names by every way there is. Without the defence the same walks tie nearly everybody.
func TestADictionaryTiesFewPeopleToANameInAnHour(t *testing.T) {
	if testing.Short() {
		t.Skip("walks through a dictionary")
	}
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		g := crowd(t, s, vault.Budget{})
		for _, login := range attackers {
			w := &walked{g: g, tied: map[string]bool{}}
			v := g.session(t, login)
			began := g.ahead.Load()
			walks[login](g, v, w)
			took := time.Duration(g.ahead.Load() - began)
			t.Logf("%s: %d of %d tied to a name in %v", login, len(w.tied), registered, took)
			if len(w.tied) > 10 {
				t.Errorf("%s tied %d people to a name", login, len(w.tied))
			}
			if len(w.tied) == 0 {
				t.Errorf("%s found nobody, so that nothing is shown", login)
			}
			read := g.onRecord(t, "account-"+login)
			for path := range w.tied {
				if !read[path] {
					t.Errorf("%s learnt who %s is, and it is on no record", login, path)
				}
			}
		}
	})
}

// TestWithoutTheBudgetADictionaryTiesNearlyEverybody is the control: were the walks blind, the test above would show nothing.
func TestWithoutTheBudgetADictionaryTiesNearlyEverybody(t *testing.T) {
	if testing.Short() {
		t.Skip("walks through a dictionary")
	}
	g := crowd(t, testkit.Store(t), vault.Budget{People: 1 << 30, Searches: 1 << 30})
	for _, login := range attackers[1:] { // the first walks as the others search, and takes longest
		w := &walked{g: g, tied: map[string]bool{}}
		walks[login](g, g.session(t, login), w)
		if len(w.tied) < registered*9/10 {
			t.Errorf("%s tied only %d of %d", login, len(w.tied), registered)
		}
	}
}

// TestACaseManagerWithFortyOwnCasesIsNotHindered: an hour of work with those they follow meets no limit.
func TestACaseManagerWithFortyOwnCasesIsNotHindered(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		g := crowd(t, s, vault.Budget{})
		cesira := g.session(t, "opener")
		own := g.paths[:40]
		for _, path := range own {
			g.others.post(path+"/followers", "account", "account-opener").wantStatus(t, http.StatusSeeOther)
		}
		for _, path := range own {
			for _, section := range []string{"names", "phones", "all"} {
				cesira.post(path+"/card", "section", section).wantStatus(t, http.StatusOK)
			}
			cesira.post("/people/search", "who", g.names[path]).wantStatus(t, http.StatusOK).wantText(t, g.names[path], path)
			g.pass(time.Minute)
		}
		// and somebody of the team when it is needed
		for path := range g.names {
			if !slices.Contains(own, path) {
				cesira.post("/people/search", "who", g.names[path], "purpose", "reach").wantStatus(t, http.StatusOK).wantText(t, path)
				cesira.post(path+"/card", "section", "names", "purpose", "reach").wantStatus(t, http.StatusOK).wantText(t, g.names[path])
				break
			}
		}
		path, _ := g.meet(t, g.Faro)
		cesira.post(path+"/followers", "account", "account-opener").wantStatus(t, http.StatusSeeOther)
	})
}

// details are what an entry says besides, opened as the officer's page opens it.
func (o *office) details(t *testing.T, e audit.Entry) (text string) {
	t.Helper()
	must(t, o.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		if len(e.Details) == 0 {
			return nil
		}
		b, err := store.Details(tx, o.trail.Keys, e)
		text = string(b)
		return err
	}))
	return text
}

// TestWhatASearchShowsIsOnRecordAndWhatWasAskedIsNot: own cases stand in one entry, whose ids are sealed; others each in one of their own.
func TestWhatASearchShowsIsOnRecordAndWhatWasAskedIsNot(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		g := crowd(t, s, vault.Budget{})
		paths := g.paths
		mine, theirs := paths[0], paths[1]
		g.others.post(mine+"/followers", "account", "account-ada").wantStatus(t, http.StatusSeeOther)
		before := g.entries(t)
		g.others.post("/people/search", "who", g.names[mine]).wantText(t, g.names[mine])
		entries := g.entries(t)[len(before):]
		if len(entries) != 2 || entries[1].Person != "" || entries[1].Purpose != policy.Care {
			t.Fatalf("on record is %+v", entries)
		}
		if details := g.details(t, entries[1]); !strings.Contains(details, strings.TrimPrefix(mine, "/people/")) {
			t.Errorf("the entry of a view says %s", details)
		}
		before = g.entries(t)
		g.others.post("/people/search", "who", g.names[theirs], "purpose", "reach").wantText(t, theirs).misses(t, "<p>"+g.names[theirs])
		for _, e := range g.entries(t)[len(before):] {
			if e.Person != "" && (e.Person != strings.TrimPrefix(theirs, "/people/") || e.Purpose != "reach" || e.Decision != "allowed") {
				t.Errorf("on record is %+v", e)
			}
			if text := fmt.Sprintf("%+v", e) + g.details(t, e); strings.Contains(text, g.names[theirs]) || strings.Contains(text, strings.Fields(g.names[theirs])[0]) {
				t.Errorf("what was asked is on record: %s", text)
			}
		}
		if !g.onRecord(t, "account-ada")[theirs] {
			t.Error("who was found is on no record")
		}
	})
}

// TestBeyondTheBudgetASearchAnswersTheSameWhetherOrNotSomebodyIsThere: then nothing is looked for.
func TestBeyondTheBudgetASearchAnswersTheSameWhetherOrNotSomebodyIsThere(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		g := crowd(t, s, vault.Budget{People: 1, Searches: 60})
		paths := g.paths
		v := g.session(t, "searcher")
		v.post("/people/search", "who", g.names[paths[0]], "purpose", "reach").wantText(t, paths[0])
		asked := func(who string) answer {
			a := v.post("/people/search", "who", who, "purpose", "reach").wantStatus(t, http.StatusTooManyRequests)
			a.text = strings.ReplaceAll(a.text, who, "…")
			return a
		}
		there, nobody := asked(g.names[paths[1]]), asked("wexal tumbrok")
		if there.text != nobody.text {
			t.Error("the answers differ")
		}
		if again := asked(g.names[paths[0]]); again.text != nobody.text {
			t.Error("the answer about who was found differs")
		}
	})
}
