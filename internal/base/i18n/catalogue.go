package i18n

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Catalogue holds every message of every language. It is safe for concurrent use.
//
// Loading never fails: a worker at night is better served by a key in brackets than by
// a program that does not start. What is wrong is kept in Problems, and tests refuse it.
type Catalogue struct {
	bundle   *goi18n.Bundle
	messages map[string]map[string]*goi18n.Message // language → key → message
	printers map[string]*Printer
	problems []string
}

// ofNoun begins the name of a file with all words of one kind of record, in whatever area they are said.
const ofNoun = "noun"

// Load reads every locales/AREA.LANG.yaml, locales/AREA_PART.LANG.yaml and locales/noun_NAME.LANG.yaml below files, for the languages given.
func Load(files fs.FS, languages []string) *Catalogue {
	c := &Catalogue{
		bundle:   goi18n.NewBundle(language.Make(languages[0])),
		messages: map[string]map[string]*goi18n.Message{},
		printers: map[string]*Printer{},
	}
	for _, lang := range languages {
		c.messages[lang] = map[string]*goi18n.Message{}
	}
	names, err := fs.Glob(files, "locales/*.yaml")
	if err != nil || len(names) == 0 {
		c.problem("no catalogue found")
	}
	for _, name := range names {
		c.read(files, name)
	}
	for _, lang := range languages {
		messages := slices.Collect(maps.Values(c.messages[lang]))
		if err := c.bundle.AddMessages(language.Make(lang), messages...); err != nil {
			c.problem("%s: %v", lang, err)
		}
		c.printers[lang] = newPrinter(c, lang)
	}
	return c
}

// Printer gives the printer of one of the catalogue's languages.
func (c *Catalogue) Printer(lang string) *Printer { return c.printers[lang] }

// Has reports whether a language has the key.
func (c *Catalogue) Has(lang, key string) bool { return c.messages[lang][key] != nil }

// Keys lists the keys of a language, sorted.
func (c *Catalogue) Keys(lang string) []string {
	return slices.Sorted(maps.Keys(c.messages[lang]))
}

// Placeholders lists the names of the values a message wants, sorted; count is not among them unless the text shows it.
func (c *Catalogue) Placeholders(lang, key string) []string {
	names := map[string]bool{}
	for _, text := range forms(c.messages[lang][key]) {
		for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
			names[match[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// Problems lists what is wrong with the catalogue: unreadable files, and every key that is
// not said with the same values and plural forms in all languages.
func (c *Catalogue) Problems() []string {
	problems := slices.Clone(c.problems)
	every := map[string]bool{}
	for _, messages := range c.messages {
		for key := range messages {
			every[key] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(every)) {
		problems = append(problems, c.compare(key)...)
	}
	return problems
}

func (c *Catalogue) compare(key string) []string {
	var problems []string
	shapes := map[string]bool{}
	for _, lang := range slices.Sorted(maps.Keys(c.messages)) {
		m := c.messages[lang][key]
		if m == nil {
			problems = append(problems, fmt.Sprintf("%s: missing in %s", key, lang))
			continue
		}
		shapes[fmt.Sprintf("values %v, plural %t", c.Placeholders(lang, key), m.One != "")] = true
		for _, text := range forms(m) {
			if strings.TrimSpace(text) != text {
				problems = append(problems, fmt.Sprintf("%s: space around the text in %s", key, lang))
			}
			if rest := placeholder.ReplaceAllString(text, ""); strings.ContainsAny(rest, "{}") {
				problems = append(problems, fmt.Sprintf("%s: only {{.name}} may stand in braces in %s", key, lang))
			}
		}
	}
	if len(shapes) > 1 {
		problems = append(problems, fmt.Sprintf("%s: languages differ: %s", key, strings.Join(slices.Sorted(maps.Keys(shapes)), "; ")))
	}
	return problems
}

func (c *Catalogue) problem(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

func (c *Catalogue) read(files fs.FS, name string) {
	parts := strings.Split(path.Base(name), ".")
	if len(parts) != 3 || c.messages[parts[1]] == nil {
		c.problem("%s: not AREA.LANG.yaml in a known language", name)
		return
	}
	area, _, _ := strings.Cut(parts[0], "_") // desk_rights: the words of desk that the area of rights says
	lang := parts[1]
	text, err := fs.ReadFile(files, name)
	if err != nil {
		c.problem("%s: %v", name, err)
		return
	}
	var tree map[string]any
	if err := yaml.Unmarshal(text, &tree); err != nil {
		c.problem("%s: %v", name, err)
		return
	}
	for _, key := range slices.Sorted(maps.Keys(tree)) {
		if key != area && area != ofNoun {
			c.problem("%s: key %s is outside the file's area", name, key)
			continue
		}
		c.add(name, lang, key, tree[key])
	}
}

// add walks the tree down to the messages. The library's own reader is not used: it takes keys
// called other, id or description for parts of a message, and those are codes here.
func (c *Catalogue) add(file, lang, key string, node any) {
	switch node := node.(type) {
	case string:
		if node == "" {
			c.problem("%s: %s is empty", file, key)
			return
		}
		c.say(file, lang, &goi18n.Message{ID: key, Other: node})
	case map[string]any:
		if m, ok := plural(key, node); ok {
			c.say(file, lang, m)
			return
		}
		for _, part := range slices.Sorted(maps.Keys(node)) {
			c.add(file, lang, key+"."+part, node[part])
		}
	default:
		c.problem("%s: %s is neither a text nor a group; quote it", file, key)
	}
}

// say keeps a message that no other file says.
func (c *Catalogue) say(file, lang string, m *goi18n.Message) {
	if c.messages[lang][m.ID] != nil {
		c.problem("%s: %s is said in another file too", file, m.ID)
	}
	c.messages[lang][m.ID] = m
}

func plural(key string, node map[string]any) (*goi18n.Message, bool) {
	m := &goi18n.Message{ID: key}
	slot := map[string]*string{"zero": &m.Zero, "one": &m.One, "two": &m.Two, "few": &m.Few, "many": &m.Many, "other": &m.Other}
	for form, text := range node {
		s, ok := text.(string)
		if slot[form] == nil || !ok {
			return nil, false
		}
		*slot[form] = s
	}
	return m, m.One != "" && m.Other != ""
}

var placeholder = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

func forms(m *goi18n.Message) []string {
	if m == nil {
		return nil
	}
	all := []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other}
	return slices.DeleteFunc(all, func(text string) bool { return text == "" })
}
