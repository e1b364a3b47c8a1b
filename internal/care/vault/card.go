package vault

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"approdo/internal/base/errs"
)

// Section is one part of a person's card. Each is sealed, opened and changed by itself, so that whoever needs a telephone number reads
// no notes.
type Section string

// The sections, in the order of the card.
const (
	Names       Section = "names"
	Phones      Section = "phones"
	SafeContact Section = "safe_contact"
	Documents   Section = "documents"
	Birth       Section = "birth"
	Addresses   Section = "addresses"
	Notes       Section = "notes"
)

// Files stands for the files of a person, where what was opened is noted.
const Files Section = "files"

// Sections lists all.
func Sections() []Section {
	return []Section{Names, Phones, SafeContact, Documents, Birth, Addresses, Notes}
}

// Content is what stands in a section. Fields gives its texts by name, for forms; where several are told, each stands on a line.
type Content interface {
	Section() Section
	Fields() map[string]*string
}

// NameCard says what somebody is called. A nickname alone is enough.
type NameCard struct {
	Name      string // in full, as the person says it
	Nicknames string // one a line
	Others    string // other spellings and former names, one a line
}

// PhoneCard says how somebody can be called or written to.
type PhoneCard struct {
	Phones  string // one a line
	Handles string // names in messengers, one a line
}

// SafeContactCard says how somebody may be reached without danger.
type SafeContactCard struct {
	How, When, By, Say string
}

// DocumentCard holds up to three documents; the kinds are codes of list document_kind.
type DocumentCard struct {
	Kind1, Number1, Until1 string
	Kind2, Number2, Until2 string
	Kind3, Number3, Until3 string
}

// BirthCard is when and where somebody was born, as far as they know.
type BirthCard struct {
	Day   string // ISO, or empty
	Year  string
	Place string
}

// AddressCard says where somebody lives or sleeps.
type AddressCard struct {
	Home, Other string
}

// NoteCard is free text.
type NoteCard struct {
	Text string
}

// Section is Names.
func (*NameCard) Section() Section { return Names }

// Fields gives the texts.
func (c *NameCard) Fields() map[string]*string {
	return map[string]*string{"name": &c.Name, "nicknames": &c.Nicknames, "others": &c.Others}
}

// Section is Phones.
func (*PhoneCard) Section() Section { return Phones }

// Fields gives the texts.
func (c *PhoneCard) Fields() map[string]*string {
	return map[string]*string{"phones": &c.Phones, "handles": &c.Handles}
}

// Section is SafeContact.
func (*SafeContactCard) Section() Section { return SafeContact }

// Fields gives the texts.
func (c *SafeContactCard) Fields() map[string]*string {
	return map[string]*string{"how": &c.How, "when": &c.When, "by": &c.By, "say": &c.Say}
}

// Section is Documents.
func (*DocumentCard) Section() Section { return Documents }

// Fields gives the texts.
func (c *DocumentCard) Fields() map[string]*string {
	return map[string]*string{
		"kind_1": &c.Kind1, "number_1": &c.Number1, "until_1": &c.Until1,
		"kind_2": &c.Kind2, "number_2": &c.Number2, "until_2": &c.Until2,
		"kind_3": &c.Kind3, "number_3": &c.Number3, "until_3": &c.Until3,
	}
}

// Section is Birth.
func (*BirthCard) Section() Section { return Birth }

// Fields gives the texts.
func (c *BirthCard) Fields() map[string]*string {
	return map[string]*string{"born": &c.Day, "year": &c.Year, "birthplace": &c.Place}
}

// Section is Addresses.
func (*AddressCard) Section() Section { return Addresses }

// Fields gives the texts.
func (c *AddressCard) Fields() map[string]*string {
	return map[string]*string{"home": &c.Home, "other_address": &c.Other}
}

// Section is Notes.
func (*NoteCard) Section() Section { return Notes }

// Fields gives the texts.
func (c *NoteCard) Fields() map[string]*string { return map[string]*string{"text": &c.Text} }

// Blank is the empty content of a section; NotFound for a word that names none.
func Blank(s Section) (Content, error) {
	blank, ok := blanks[s]
	if !ok {
		return nil, none()
	}
	return blank(), nil
}

var blanks = map[Section]func() Content{
	Names: func() Content { return new(NameCard) }, Phones: func() Content { return new(PhoneCard) },
	SafeContact: func() Content { return new(SafeContactCard) }, Documents: func() Content { return new(DocumentCard) },
	Birth: func() Content { return new(BirthCard) }, Addresses: func() Content { return new(AddressCard) }, Notes: func() Content { return new(NoteCard) },
}

// form is the schema of what is sealed now: the JSON of these structs. Another shape gets the next number.
const form = 1

func encode(c Content) ([]byte, error) { return json.Marshal(c) }

func decode(s Section, schema int, text []byte) (Content, error) {
	c, err := Blank(s)
	if err == nil && schema != form {
		err = errs.E(errs.Unavailable, "vault.newer")
	}
	if err == nil {
		err = json.Unmarshal(text, c)
	}
	return c, err
}

// The longest texts that a field takes, in characters.
const (
	mostLine = 2_000
	mostText = 20_000
)

// check says what must be corrected in a section. It never repeats what was written.
func check(c Content) error {
	var wrong errs.List
	for name, text := range c.Fields() {
		most := mostLine
		if name == "text" {
			most = mostText
		}
		if utf8.RuneCountInString(*text) > most {
			wrong.Add(errs.E(errs.Invalid, "vault.too_long", "most", most).On(name))
		}
	}
	day := func(name, text string) {
		if _, err := time.Parse(time.DateOnly, text); text != "" && err != nil {
			wrong.Add(errs.E(errs.Invalid, "check.day").On(name))
		}
	}
	switch c := c.(type) {
	case *BirthCard:
		day("born", c.Day)
	case *DocumentCard:
		for name, text := range map[string]string{"until_1": c.Until1, "until_2": c.Until2, "until_3": c.Until3} {
			day(name, text)
		}
	}
	return wrong.Err()
}

// Empty reports whether nothing is written in a section.
func Empty(c Content) bool {
	for _, text := range c.Fields() {
		if strings.TrimSpace(*text) != "" {
			return false
		}
	}
	return true
}

// lines are the things that a field tells one a line.
func lines(text string) (list []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
