// Package codebook keeps the vocabularies: the lists of codes that records are made of.
//
// A List such as "setting" has Codes. A code is what is stored and counted, in English and never
// shown; its labels are what people read, one per language; its aliases are words found in real
// spreadsheets that mean the same; its attributes are facts that programs use, such as the channel
// of a place or the code of IOM's Human Trafficking Case Data Standard (htcds). Four codes say that
// a fact is absent, and why: not_asked, unknown, refused, not_recorded; they belong to every list
// of facts about a person, carry the attribute absence, and are never the same as a value.
//
// The shipped lists are YAML files under lists/. A network adds codes of its own, kept in a table,
// to the lists that are open. A closed list (newness, channel) is one that rules depend on.
// A code in use is retired, never deleted: it keeps its label and is offered no more.
package codebook

import (
	"maps"
	"slices"
	"sync/atomic"
)

// Code is one word of a list.
type Code struct {
	Code       string
	Label      map[string]string // language → what people read
	Aliases    []string          // other words that mean it, in any language
	Attributes map[string]string // facts for programs
	Retired    bool              // kept for history, never offered or matched
}

// In gives the words for the code in a language: the English ones where that language has none, and the code itself without any.
func (c Code) In(lang string) string {
	for _, l := range []string{lang, "en"} {
		if text := c.Label[l]; text != "" {
			return text
		}
	}
	return c.Code
}

// Absent reports whether the code says why a fact is missing rather than what it is.
func (c Code) Absent() bool { return c.Attributes["absence"] != "" }

// List is a vocabulary. It never changes once made.
type List struct {
	Name    string
	Label   map[string]string
	Version int64  // goes up with every change of the shipped file
	Closed  bool   // a network may not add to it
	Codes   []Code // in the order in which people read them; ties in reports follow it

	place map[string]int    // code → place in Codes
	words map[string]string // folded code, label or alias → code
}

// Book is a set of lists. A list never changes once made; a Book may Learn what its network adds while the program runs, and whoever
// holds it sees the addition at once. It is safe for concurrent use.
type Book struct {
	shipped map[string]*List
	known   atomic.Pointer[map[string]*List] // shipped, with what the network added in their place
}

func newBook(shipped map[string]*List) *Book {
	b := &Book{shipped: shipped}
	b.known.Store(&shipped)
	return b
}

func (b *Book) lists() map[string]*List { return *b.known.Load() }

// List gives a list by name.
func (b *Book) List(name string) (*List, bool) {
	l, ok := b.lists()[name]
	return l, ok
}

// Lists gives every list, sorted by name.
func (b *Book) Lists() []*List {
	known := b.lists()
	lists := make([]*List, 0, len(known))
	for _, name := range slices.Sorted(maps.Keys(known)) {
		lists = append(lists, known[name])
	}
	return lists
}

// Has reports whether the list has the code, retired or not.
func (b *Book) Has(list, code string) bool {
	l, ok := b.List(list)
	if !ok {
		return false
	}
	_, ok = l.Find(code)
	return ok
}

// Absent reports whether a code of a list says why a fact is missing rather than what it is.
func (b *Book) Absent(list, code string) bool {
	l, ok := b.List(list)
	if !ok {
		return false
	}
	c, ok := l.Find(code)
	return ok && c.Absent()
}

// Label gives the words for a code in a language: the English ones where that language has none, and
// the code itself where the list does not know it, so that a table never has an empty heading.
func (b *Book) Label(list, code, lang string) string {
	l, ok := b.List(list)
	if !ok {
		return code
	}
	c, ok := l.Find(code)
	if !ok {
		return code
	}
	return c.In(lang)
}

// Find gives a code of the list, retired or not.
func (l *List) Find(code string) (Code, bool) {
	at, ok := l.place[code]
	if !ok {
		return Code{}, false
	}
	return l.Codes[at], true
}

// Offered lists the codes that may be chosen for a new record: those not retired.
func (l *List) Offered() []Code {
	return slices.DeleteFunc(slices.Clone(l.Codes), func(c Code) bool { return c.Retired })
}

// Place is the position of a code in the order of the list; an unknown code comes after all others.
func (l *List) Place(code string) int {
	if at, ok := l.place[code]; ok {
		return at
	}
	return len(l.Codes)
}

// Match finds the code that a text means: a code, label or alias in any language, whatever its case, accents,
// punctuation and spaces. It never guesses: a word that could mean two codes, or is merely similar, matches nothing.
func (l *List) Match(text string) (code string, ok bool) {
	folded := Fold(text)
	if folded == "" {
		return "", false
	}
	code, ok = l.words[folded]
	return code, ok
}

// index prepares a list for Find and Match; where two codes claim a word, it goes to the one that stands first in
// precedence. It reports each code given twice and each word claimed twice.
func (l *List) index(precedence []Code) []string {
	var clashes []string
	l.place = make(map[string]int, len(l.Codes))
	l.words = make(map[string]string, 4*len(l.Codes))
	for at, c := range l.Codes {
		if _, twice := l.place[c.Code]; twice {
			clashes = append(clashes, l.Name+": code "+c.Code+" stands twice")
		}
		l.place[c.Code] = at
	}
	for _, c := range precedence {
		if c.Retired {
			continue
		}
		for _, word := range c.words() {
			folded := Fold(word)
			if other, taken := l.words[folded]; taken && other != c.Code {
				clashes = append(clashes, l.Name+": "+word+" could mean "+other+" or "+c.Code)
				continue
			}
			l.words[folded] = c.Code
		}
	}
	return clashes
}

func (c Code) words() []string {
	words := append([]string{c.Code}, c.Aliases...)
	for _, lang := range slices.Sorted(maps.Keys(c.Label)) {
		words = append(words, c.Label[lang])
	}
	return words
}
