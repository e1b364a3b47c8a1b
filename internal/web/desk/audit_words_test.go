package desk_test

import (
	"html"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
	"approdo/internal/web/kit"
)

// What the officer reads is words: each action of the table has some, and each noun that a service notes.
func TestEveryActionAndEveryNounOfTheTrailHasWords(t *testing.T) {
	t.Parallel()
	keys := map[string]bool{"audit.action.system": true, "audit.action.session_open": true}
	for _, rule := range policy.Table() {
		for _, action := range rule.Actions {
			noun, _, _ := strings.Cut(string(action), ".")
			keys["audit.action."+strings.ReplaceAll(string(action), ".", "_")] = true
			keys["audit.object."+noun] = true // a refusal names the noun
		}
	}
	nouns := 0
	noted := regexp.MustCompile(`\.(?:Note|NoteTimes)\("([a-z_]+)"|\.NoteAbout\([^"\n]*, "([a-z_]+)"|\b(?:Object|Gone): "([a-z_]+)"|\b(?:noted|changed)\(tx, "([a-z_]+)"`)
	tree := os.DirFS("../..")
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "testkit/") {
			return err
		}
		text, err := fs.ReadFile(tree, path)
		for _, m := range noted.FindAllStringSubmatch(string(text), -1) {
			keys["audit.object."+m[1]+m[2]+m[3]+m[4]] = true
			nouns++
		}
		return err
	})
	if err != nil || nouns < 10 {
		t.Fatalf("%d nouns found in the sources, %v", nouns, err)
	}
	for _, lang := range i18n.Languages() {
		for key := range keys {
			if !i18n.Shipped().Has(lang, key) {
				t.Errorf("%s has no words in %s", key, lang)
			}
		}
	}
}

// An entry keeps the name of its rule as it was written; who reads it finds it in their language: the lines of the table, the jobs, and why
// something was refused.
func TestEveryRuleOfTheTrailHasWords(t *testing.T) {
	t.Parallel()
	names := append(policy.RuleNames(), network.NoSuchName, network.WrongSecret, network.WrongFactor, network.MayNotEnter, network.WayForged)
	written := regexp.MustCompile(`\.Deny\([^"]*"[a-z_]+", errs\.E\([^"]*"([a-z_.]+)"|\bwhy[A-Z]\w+ += "([^"]+)"`)
	tree := os.DirFS("../..")
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(tree, path)
		for _, m := range written.FindAllStringSubmatch(string(text), -1) {
			names = append(names, m[1]+m[2])
		}
		return err
	})
	if err != nil || len(names) < len(policy.Table())+len(policy.Jobs())+8 {
		t.Fatalf("%d rules found, %v", len(names), err)
	}
	for _, lang := range i18n.Languages() {
		words := map[string]string{}
		for _, name := range names {
			key := kit.RuleKey(name)
			if !i18n.Shipped().Has(lang, key) {
				t.Errorf("%q has no words in %s: %s", name, lang, key)
				continue
			}
			said := i18n.For(lang).T(key)
			if other, twice := words[said]; twice && other != key {
				t.Errorf("%s and %s read the same in %s", key, other, lang)
			}
			words[said] = key
		}
		for _, job := range policy.Jobs() {
			if !i18n.Shipped().Has(lang, "audit.job."+string(job)) {
				t.Errorf("the job %s has no words in %s", job, lang)
			}
		}
	}
}

// Whatever leaves has a name in the register of exports: each list, and what else is on record as a file.
func TestWhateverLeavesHasWords(t *testing.T) {
	t.Parallel()
	kinds := map[string]bool{"interim": true}
	named := regexp.MustCompile(`kit\.List\[[^\n]*\]\{\s*Name: "([a-z_]+)"|Noun: [a-z]+\.[A-Za-z]+, +Path: "/([a-z_]+)"|What: "([a-z_]+)"|"what": "([a-z_]+)"`)
	tree := os.DirFS("../..")
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(tree, path)
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			kinds[m[1]+m[2]+m[3]+m[4]] = true
		}
		return err
	})
	if err != nil || len(kinds) < 15 {
		t.Fatalf("%d kinds found in the sources, %v", len(kinds), err)
	}
	for kind := range kinds {
		for _, lang := range i18n.Languages() {
			if !i18n.Shipped().Has(lang, "audit.what."+kind) {
				t.Errorf("%s has no words in %s", kind, lang)
			}
		}
	}
}

// The page of the tables says every action in words, and every line by its name.
func TestTheTablesAreAllInWords(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	a := o.employ(t, "livia", o.Faro, policy.Officer).get("/policy").wantStatus(t, 200)
	if missing := regexp.MustCompile(`\[[a-z]+\.[a-z_.]+\]`).FindString(a.text); missing != "" {
		t.Errorf("a word is missing: %s", missing)
	}
	for _, rule := range policy.Table() {
		if words := i18n.For("en").T(kit.RuleKey(rule.Name)); !strings.Contains(a.text, html.EscapeString(words)) {
			t.Errorf("the page does not say %q", words)
		}
	}
}

// Details are read by name: each name that a service gives has its words.
func TestEveryDetailOfTheTrailHasWords(t *testing.T) {
	t.Parallel()
	names := map[string]bool{"what": true, "format": true, "rows": true, "scope": true, "from": true, "to": true} // of a file that leaves
	noted := regexp.MustCompile(`(?s)audit\.Details\{(.*?)\}`)
	named := regexp.MustCompile(`"([a-z ]+)":`)
	tree := os.DirFS("../..")
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(tree, path)
		for _, m := range noted.FindAllStringSubmatch(string(text), -1) {
			for _, name := range named.FindAllStringSubmatch(m[1], -1) {
				names[name[1]] = true
			}
		}
		return err
	})
	if err != nil || len(names) < 25 {
		t.Fatalf("%d names found in the sources, %v", len(names), err)
	}
	for _, lang := range i18n.Languages() {
		for name := range names {
			if key := "audit.detail." + strings.ReplaceAll(name, " ", "_"); !i18n.Shipped().Has(lang, key) {
				t.Errorf("%s has no words in %s", key, lang)
			}
		}
	}
}

// An entry of an earlier version says what it said then, though the word means something else in the sources now.
func TestWordsOfEarlierVersionsAreReadAsTheyWereMeant(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	livia := o.employ(t, "livia", o.Faro, policy.Officer)
	err := o.store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		tx.NoteOf(string(o.Faro), "plan", "one", nil)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	livia.get("/audit").wantStatus(t, 200).wantText(t, "Planned outing")
}
