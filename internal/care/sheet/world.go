package sheet

import (
	"encoding/json"
	"maps"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/sheet/grid"
)

// World is what the words of a file can mean in this network, to whoever imports. It does not change once surveyed.
type World struct {
	today         string
	dayOf         func(time.Time) string // the network's day at a moment
	own           string                 // the importing account's organisation; "" for the operator of the machine
	organisations map[network.OrganisationID]network.Organisation
	units         map[network.UnitID]network.Unit
	projects      map[network.ProjectID]network.Project
	words         words
	kept          map[token]keptMap // by the hash of the headings
	meant         map[string]string // what words of no list meant in earlier files, by a keyed hash
}

// words finds ids by folded code or name; a word of several things is kept with all of them.
type words struct {
	organisations map[string][]network.OrganisationID
	units         map[string][]network.UnitID
	projects      map[string][]network.ProjectID
}

// keptMap is a mapping as the database keeps it: by position, since headings are kept as a hash only.
type keptMap struct {
	Columns  map[int]string `json:"columns"`
	Dates    Order          `json:"dates,omitempty"`
	Accepted map[int]string `json:"accepted,omitempty"` // doubts about columns of codes that a person has set aside
	Left     []int          `json:"left,omitempty"`     // columns that were filled and left out

	// Words are what words of no list meant, by a keyed hash of list and word: no word of a file is kept.
	Words map[string]string `json:"words,omitempty"`
}

// Survey reads what a file of the kind may refer to.
func (d *Desk) Survey(tx *store.Tx, kind Kind) (*World, error) {
	if _, err := d.form(kind); err != nil {
		return nil, err
	}
	n, err := network.Find(tx)
	if err != nil {
		return nil, err
	}
	w := &World{
		today: n.Today(tx.Now()), dayOf: n.Today, own: tx.Grant().Organisation(),
		organisations: map[network.OrganisationID]network.Organisation{}, units: map[network.UnitID]network.Unit{}, projects: map[network.ProjectID]network.Project{},
		words: words{organisations: map[string][]network.OrganisationID{}, units: map[string][]network.UnitID{}, projects: map[string][]network.ProjectID{}},
		kept:  map[token]keptMap{}, meant: map[string]string{},
	}
	if err := w.places(tx); err != nil {
		return nil, err
	}
	projects, err := network.Projects(tx)
	if err != nil {
		return nil, err
	}
	for _, p := range projects {
		w.projects[p.ID] = p
		learn(w.words.projects, p.ID, p.Code, p.Name)
	}
	return w, w.remember(tx)
}

// places reads the organisations whose own records the grant covers, and their units.
func (w *World) places(tx *store.Tx) error {
	organisations, err := network.Organisations(tx)
	if err != nil {
		return err
	}
	for _, o := range organisations {
		if o.Member && tx.Grant().Own().Sees(string(o.ID)) {
			w.organisations[o.ID] = o
			learn(w.words.organisations, o.ID, o.Code, o.Name)
		}
	}
	units, err := network.Units(tx)
	if err != nil {
		return err
	}
	for _, u := range units {
		if _, mine := w.organisations[u.OrganisationID]; mine {
			w.units[u.ID] = u
			learn(w.words.units, u.ID, u.Code, u.Name)
		}
	}
	return nil
}

func learn[T comparable](words map[string][]T, id T, names ...string) {
	for _, name := range names {
		key := codebook.Fold(name)
		if key != "" && (len(words[key]) == 0 || words[key][len(words[key])-1] != id) {
			words[key] = append(words[key], id)
		}
	}
}

// names reports whether a word is the name of a unit, a project or an organisation.
func (w *World) names(of fieldType, word string) bool {
	switch key := codebook.Fold(word); of {
	case typeUnit:
		return len(w.words.units[key]) > 0
	case typeProject:
		return len(w.words.projects[key]) > 0
	default:
		return len(w.words.organisations[key]) > 0
	}
}

// remember reads the mappings kept for files of every kind, of the organisations the grant covers: a file may be of another kind than the one chosen.
func (w *World) remember(tx *store.Tx) error {
	type row struct {
		organisation, mapping string
		headings              []byte
	}
	list, err := store.List(tx, func(r store.Row) (x row, err error) {
		return x, r.Scan(&x.organisation, &x.headings, &x.mapping)
	}, `SELECT organisation_id, headings, mapping FROM sheet_mappings ORDER BY organisation_id`)
	if err != nil {
		return errs.Wrap(err, "read mappings")
	}
	if differs, err := store.Differs(tx, store.SumMappings); err != nil || differs {
		return err // what somebody else wrote there is not remembered: it is asked anew
	}
	for _, x := range list {
		var k keptMap
		if !tx.Grant().Own().Sees(x.organisation) || len(x.headings) != 32 {
			continue
		}
		if err := json.Unmarshal([]byte(x.mapping), &k); err != nil {
			return errs.E(errs.Internal, "sheet.map_unreadable", err)
		}
		w.kept[token(x.headings)] = k
		maps.Copy(w.meant, k.Words)
	}
	return nil
}

// headingsToken recognises a row of headings without keeping it.
func (d *Desk) headingsToken(kind Kind, header grid.Row) token {
	parts := []string{string(kind)}
	for _, cell := range header.Cells {
		parts = append(parts, codebook.Fold(cell))
	}
	return d.keys.Token("sheet_headings", parts...)
}
