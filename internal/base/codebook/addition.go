package codebook

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
)

// Addition is a code that a network added to an open list.
type Addition struct {
	List       string
	Code       string
	Label      map[string]string
	Attributes map[string]string
	Retired    bool
}

// Kind is that of the changes which announce that the network's additions are others.
const Kind = "network"

// Additions reads what the network added, in the order in which With puts it into a book: by list, then by code.
func Additions(tx *store.Tx) ([]Addition, error) {
	additions, err := store.List(tx, func(row store.Row) (Addition, error) {
		var a Addition
		var labels, attributes string
		if err := row.Scan(&a.List, &a.Code, &labels, &attributes, &a.Retired); err != nil {
			return a, err
		}
		if json.Unmarshal([]byte(labels), &a.Label) != nil || json.Unmarshal([]byte(attributes), &a.Attributes) != nil {
			return a, errs.E(errs.Unavailable, "store.tables_damaged", "what", "codebook_codes")
		}
		return a, nil
	}, `SELECT list, code, labels, attributes, retired FROM codebook_codes`)
	slices.SortFunc(additions, func(a, b Addition) int { return slices.Compare([]string{a.List, a.Code}, []string{b.List, b.Code}) })
	return additions, errs.Wrap(err, "codebook: additions")
}

// With gives a book that also holds the additions, each after the shipped values of its list and before the codes
// of absence. The shipped book is law: an addition to an unknown or closed list, or with a code that is taken,
// changes nothing, and a word that already means a shipped code goes on meaning it.
func (b *Book) With(additions []Addition) *Book {
	book := &Book{shipped: b.shipped}
	book.put(b.lists(), additions)
	return book
}

// Learn replaces what the network added so far by these additions, for everybody who holds the book. A running program lets its book follow
// the store (store.Follow), so that it knows what any process added.
func (b *Book) Learn(additions []Addition) { b.put(b.shipped, additions) }

func (b *Book) put(lists map[string]*List, additions []Addition) {
	known := maps.Clone(lists)
	for _, a := range additions {
		old, ok := known[a.List]
		if !ok || old.Closed {
			continue
		}
		if _, taken := old.Find(a.Code); taken {
			continue
		}
		l := *old
		code := Code{Code: a.Code, Label: maps.Clone(a.Label), Attributes: maps.Clone(a.Attributes), Retired: a.Retired}
		l.Codes = slices.Insert(slices.Clone(old.Codes), old.absences(), code)
		l.index(slices.Concat(old.Codes, []Code{code}))
		known[a.List] = &l
	}
	b.known.Store(&known)
}

// Shipped reports whether a code came with the program rather than from the network.
func (b *Book) Shipped(list, code string) bool {
	l, ok := b.shipped[list]
	if ok {
		_, ok = l.Find(code)
	}
	return ok
}

// absences is the place of the first code of absence, which ends the values of the list.
func (l *List) absences() int {
	if at := slices.IndexFunc(l.Codes, Code.Absent); at >= 0 {
		return at
	}
	return len(l.Codes)
}

// codeForm keeps codes writable in a URL, a file of definitions and a spreadsheet.
var codeForm = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// Add adds a code to an open list of a book and what the network added to it until now. It refuses, naming the reason, an unknown
// or closed list, a code that is ill-formed or taken, a language without label, a label that already means another code, and what could be an address.
func Add(tx *store.Tx, book *Book, a Addition) error {
	additions, err := Additions(tx)
	if err != nil {
		return err
	}
	if err := book.With(additions).check(a); err != nil {
		return err
	}
	labels, err := json.Marshal(a.Label)
	if err != nil {
		return errs.Wrap(err, "codebook: add", a.List, a.Code)
	}
	if a.Attributes == nil {
		a.Attributes = map[string]string{}
	}
	attributes, err := json.Marshal(a.Attributes)
	if err != nil {
		return errs.Wrap(err, "codebook: add", a.List, a.Code)
	}
	if _, err := tx.Exec(`INSERT INTO codebook_codes (list, code, labels, attributes, retired) VALUES ($1, $2, $3, $4, FALSE)`,
		a.List, a.Code, string(labels), string(attributes)); err != nil {
		return errs.Wrap(err, "codebook: add", a.List, a.Code)
	}
	announce(tx, a.List, a.Code, "added")
	return nil
}

// Retire takes an added code out of use. It keeps its label, and records that have it keep it; a shipped code is
// NotFound here, since only a new version of the program retires those.
func Retire(tx *store.Tx, list, code string) error {
	rows, err := tx.Exec(`UPDATE codebook_codes SET retired = TRUE WHERE list = $1 AND code = $2`, list, code)
	if err != nil {
		return errs.Wrap(err, "codebook: retire", list, code)
	}
	if rows == 0 {
		return errs.E(errs.NotFound, "codebook.no_code", "list", list, "code", code)
	}
	announce(tx, list, code, "retired")
	return nil
}

// announce makes every process read its book again: a code that is new may stand in any row.
func announce(tx *store.Tx, list, code, what string) {
	tx.Note("code", list+"/"+code, audit.Details{"did": audit.Code(what)})
	tx.Changed(Kind, list+"/"+code)
}

func (b *Book) check(a Addition) error {
	l, ok := b.List(a.List)
	if !ok {
		return errs.E(errs.NotFound, "codebook.no_list", "list", a.List)
	}
	if l.Closed {
		return errs.E(errs.Conflict, "codebook.closed", "list", a.List)
	}
	var list errs.List
	if !codeForm.MatchString(a.Code) {
		list.Add(errs.E(errs.Invalid, "codebook.bad_code").On("code"))
	} else if Addressed(a.Code) {
		list.Add(errs.E(errs.Invalid, "codebook.address").On("code"))
	} else if other, taken := l.Match(a.Code); taken || b.Has(a.List, a.Code) {
		list.Add(errs.E(errs.Invalid, "codebook.taken", "word", a.Code, "code", either(other, a.Code)).On("code"))
	}
	for _, lang := range i18n.Languages() {
		label := a.Label[lang]
		if Fold(label) == "" {
			list.Add(errs.E(errs.Invalid, "codebook.no_label", "language", lang).On("label_" + lang))
		} else if Addressed(label) {
			list.Add(errs.E(errs.Invalid, "codebook.address").On("label_" + lang))
		} else if other, taken := l.Match(label); taken {
			list.Add(errs.E(errs.Invalid, "codebook.taken", "word", label, "code", other).On("label_" + lang))
		}
	}
	return list.Err()
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
