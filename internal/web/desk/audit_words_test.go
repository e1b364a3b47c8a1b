package desk_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
)

// What the officer reads is words: each action of the table has some, and each noun that a service notes.
func TestEveryActionAndEveryNounOfTheTrailHasWords(t *testing.T) {
	keys := map[string]bool{"audit.action.system": true, "audit.action.session_open": true}
	for _, rule := range policy.Table() {
		for _, action := range rule.Actions {
			noun, _, _ := strings.Cut(string(action), ".")
			keys["audit.action."+strings.ReplaceAll(string(action), ".", "_")] = true
			keys["audit.object."+noun] = true // a refusal names the noun
		}
	}
	nouns := 0
	noted := regexp.MustCompile(`\.(?:Note|NoteTimes)\("([a-z_]+)"|\.NoteAbout\([^"]*, "([a-z_]+)"|\b(?:noted|changed)\(tx, "([a-z_]+)"`)
	tree := os.DirFS("../..")
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "testkit/") {
			return err
		}
		text, err := fs.ReadFile(tree, path)
		for _, m := range noted.FindAllStringSubmatch(string(text), -1) {
			keys["audit.object."+m[1]+m[2]+m[3]] = true
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
