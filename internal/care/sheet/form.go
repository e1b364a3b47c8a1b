package sheet

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/goccy/go-yaml"

	"approdo/internal/base/codebook"
)

//go:embed headings.yaml
var headings []byte

//go:embed words.yaml
var cellWords []byte

// fieldType says how the cells of a field are read.
type fieldType string

const (
	typeID           fieldType = "id"           // the row's own number; kept as a keyed hash
	typeReference    fieldType = "reference"    // the office's own code of a person; kept as a keyed hash
	typeOuting       fieldType = "outing"       // row id of an imported outing
	typeContact      fieldType = "contact"      // row id of an imported contact
	typeDay          fieldType = "day"          // calendar day
	typeCode         fieldType = "code"         // code, label or alias of a list
	typeAge          fieldType = "age"          // as code, or years that fall into a band
	typeOrigin       fieldType = "origin"       // as code, or a word of list region
	typeUnit         fieldType = "unit"         // code or name
	typeProject      fieldType = "project"      // code or name
	typeOrganisation fieldType = "organisation" // code or name
	typeFlag         fieldType = "flag"         // yes or no
	typeAmount       fieldType = "amount"       // whole number
	typeHours        fieldType = "hours"        // 2, 2,5, 2:30; kept as minutes
	typeMinutes      fieldType = "minutes"      // 90, 1:30
)

// field is one thing that a row of a kind can tell. Its place in the form is its place in a line's values.
type field struct {
	Name     string    `yaml:"field"`
	Type     fieldType `yaml:"type"`
	List     string    `yaml:"list"`
	Required bool      `yaml:"required"`
	Max      int64     `yaml:"max"`
	Round    bool      `yaml:"round"` // decimals are rounded, where people write more than is kept
	It       []string  `yaml:"it"`
	En       []string  `yaml:"en"`
	Es       []string  `yaml:"es"` // of the usual fields
	Fr       []string  `yaml:"fr"`
	Contrary names     `yaml:"contrary"` // under these, yes says the opposite of the field
	Open     names     `yaml:"open"`     // under these, yes could say the field or its opposite
	Perhaps  names     `yaml:"perhaps"`  // these may mean something else as well
	place    int
}

// names are what a column is called.
type names struct {
	It []string `yaml:"it"`
	En []string `yaml:"en"`
	Es []string `yaml:"es"`
	Fr []string `yaml:"fr"`
}

// points reports whether the field points at a person or a row: only a whole name makes such a column.
func (x *field) points() bool {
	return x.Type == typeReference || x.Type == typeID || x.Type == typeOuting || x.Type == typeContact
}

// sense is what yes says in a column.
type sense uint8

const (
	told     sense = iota // what the field says
	contrary              // the opposite
	unclear               // the one or the other
)

// form is what a file of one kind can hold.
type form struct {
	kind     Kind
	fields   []field
	headings []heading
}

// find gives a field by its name.
func (f *form) find(name string) (*field, bool) {
	for i := range f.fields {
		if f.fields[i].Name == name {
			return &f.fields[i], true
		}
	}
	return nil, false
}

// place is where a field's value stands in a line, or -1 if the kind has no such field.
func (f *form) place(name string) int {
	if x, ok := f.find(name); ok {
		return x.place
	}
	return -1
}

// shipped is what the program knows of headings and words. Nothing changes it.
type shipped struct {
	forms   map[Kind]*form
	private []heading
	sure    wordSet // headings that can mean one thing only

	harmless map[string]wordSet // by field, "" for all: words of a heading that change nothing
	aside    wordSet            // words of a heading that say that it is of another matter
	groups   wordSet            // groups of a form server's headings that say nothing
	untold   map[Kind]wordSet   // headings that tell no fact
	lexicon
}

// shippedWords reads them, once in a process.
var shippedWords = sync.OnceValues(func() (*shipped, error) {
	book, err := codebook.Load()
	if err != nil {
		return nil, err
	}
	d := &shipped{}
	return d, d.load(book)
})

// load reads the shipped tables of headings and words.
func (d *shipped) load(book *codebook.Book) error {
	var file struct {
		Private  map[string][]string `yaml:"private"`
		Sure     wordSet             `yaml:"sure"`
		Harmless []struct {
			Of    []string `yaml:"of"`
			Words wordSet  `yaml:"words"`
		} `yaml:"harmless"`
		Aside  wordSet          `yaml:"aside"`
		Untold map[Kind]wordSet `yaml:"untold"`
		Groups wordSet          `yaml:"groups"`
		Kinds  map[Kind][]field `yaml:"kinds"`
	}
	if err := yaml.UnmarshalWithOptions(headings, &file, yaml.Strict()); err != nil {
		return fmt.Errorf("sheet: headings.yaml: %w", err)
	}
	d.sure, d.aside, d.groups, d.untold, d.harmless = file.Sure, file.Aside, file.Groups, file.Untold, map[string]wordSet{"": {}}
	for _, list := range file.Harmless {
		if len(list.Of) == 0 {
			list.Of = []string{""}
		}
		for _, name := range list.Of {
			if d.harmless[name] == nil {
				d.harmless[name] = wordSet{}
			}
			maps.Copy(d.harmless[name], list.Words)
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(file.Private)) {
		for _, name := range file.Private[reason] {
			d.private = append(d.private, heading{words: fold(name), whole: codebook.Fold(name), private: reason})
		}
	}
	if err := yaml.UnmarshalWithOptions(cellWords, &d.lexicon, yaml.Strict()); err != nil {
		return fmt.Errorf("sheet: words.yaml: %w", err)
	}
	d.prepare()
	d.forms = map[Kind]*form{}
	for kind, fields := range file.Kinds {
		f := &form{kind: kind, fields: fields}
		for i := range f.fields {
			f.fields[i].place = i
			if list := f.fields[i].List; list != "" {
				if _, ok := book.List(list); !ok {
					return errors.New("sheet: headings.yaml: no list " + list)
				}
			}
			if err := f.learn(&f.fields[i]); err != nil {
				return err
			}
		}
		d.forms[kind] = f
	}
	d.learnEveryday(book)
	return nil
}

// learn adds the names of a field; its own English name is one of them. A name that means another field too is a fault
// of the table.
func (f *form) learn(x *field) error {
	own := names{x.It, x.En, x.Es, x.Fr}
	if !slices.Contains(x.Open.En, x.Name) && !slices.Contains(x.Perhaps.En, x.Name) {
		own.En = append(slices.Clone(own.En), x.Name)
	}
	for s, n := range []names{told: own, contrary: x.Contrary, unclear: x.Open} {
		if err := f.learnNames(x, sense(s), false, n); err != nil {
			return err
		}
	}
	return f.learnNames(x, told, true, x.Perhaps)
}

// known reports whether a heading is a name of its field already.
func (f *form) known(h heading) bool {
	return slices.ContainsFunc(f.headings, func(o heading) bool { return o.field == h.field && o.whole == h.whole })
}

func (f *form) learnNames(x *field, s sense, perhaps bool, n names) error {
	langs := map[string]string{}
	for _, name := range n.It {
		langs[name] = "it"
	}
	for _, name := range n.En {
		if langs[name] == "it" {
			langs[name] = "" // a word of both languages says nothing of the file's
		} else {
			langs[name] = "en"
		}
	}
	for lang, list := range map[string][]string{"es": n.Es, "fr": n.Fr} {
		for _, name := range list {
			if langs[name] == "" {
				langs[name] = lang
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(langs)) {
		h := heading{words: fold(name), whole: codebook.Fold(name), lang: langs[name], field: x, sense: s, perhaps: perhaps}
		if (h.lang == "es" || h.lang == "fr") && f.known(h) {
			continue // as it is written in Italian or English
		}
		for _, other := range f.headings {
			if (other.field != x || other.sense != s) && (other.whole == h.whole || slices.Equal(other.words, h.words)) {
				return errors.New("sheet: headings.yaml: " + string(f.kind) + ": " + name + " could be " + other.field.Name + " or " + x.Name)
			}
		}
		f.headings = append(f.headings, h)
	}
	return nil
}
