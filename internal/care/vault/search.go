package vault

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Haystack is everybody whose names the one who searches holds the key for, sealed. The names are opened in memory,
// compared, and forgotten: there is no index that somebody could read.
type Haystack struct {
	doors []Door
	straw []straw
}

type straw struct {
	person       person.ID
	organisation network.OrganisationID
	compartment  CompartmentID
	key          []byte
	row          row
	own          bool // the searcher's own case
}

// Hit is somebody who may be meant.
type Hit struct {
	Person person.ID
	Likely int    // in hundredths; 100 for a phone or a document
	By     string // names, phones or documents
	Name   string // what matched, of the searcher's own cases only: of others a name is opened with a purpose
}

// Search begins a search: among the names of the searcher's own cases, and where the grant states a purpose also among those of the team. It notes who
// searches, when and in which way, never for whom. Looks among the team's names are bounded by the budget: beyond it nothing is
// looked for, so that the answer is the same whether or not there is somebody. It runs in a store.Reveal; Gather, Look and Tell follow.
func Search(tx *store.Tx, b Budget) error {
	if slices.Contains(tx.Grant().Relations(), policy.Team) {
		spent, err := b.look(tx)
		if err == nil && spent {
			err = b.beyondLooking(tx)
		}
		if err != nil || spent {
			return err
		}
	}
	tx.Note("search", tx.Grant().Actor(), nil)
	return nil
}

// Gather reads the names that the one who acts may search among, after Search.
func Gather(tx *store.Tx) (h Haystack, err error) {
	if h.doors, err = Doors(tx, me(tx)); err != nil {
		return h, err
	}
	visible, args := Visible(tx, 2)
	h.straw, err = store.List(tx, func(from store.Row) (s straw, err error) {
		r := &s.row
		return s, from.Scan(&s.person, &s.organisation, &s.compartment, &s.key, &r.section, &r.revision, &r.schema, &r.sealed, &r.recorded, &s.own)
	}, `SELECT p.person_id, p.organisation_id, p.compartment_id, p.sealed, r.kind, r.revision, r.form, r.sealed, r.recorded,
EXISTS (SELECT 1 FROM vault_followers f WHERE f.person_id = p.person_id AND f.follower = $1)
FROM vault_person_keys p JOIN vault_records r ON r.person_id = p.person_id AND r.kind = 'names' WHERE `+visible, append([]any{hash(tx, me(tx))}, args...)...)
	if err != nil {
		return h, errs.Wrap(err, "gather names")
	}
	r, err := network.Roster(tx)
	if err != nil {
		return h, err
	}
	h.straw = slices.DeleteFunc(h.straw, func(s straw) bool { // what was put back where only some may look is not looked at
		there, confided := only(tx, r, s.person)
		return confided && there != string(s.compartment)
	})
	return h, nil
}

// likely is how alike a name must be to be found. Of own cases so many are shown, of the team's so few: a name that many share ties nobody to it, and costs little
// of the budget.
const (
	likely   = 0.84
	mostOwn  = 20
	mostTeam = 3
)

// Look opens the names and finds those like what was asked, and makes the tokens by which a phone or a document is found. A name that is not what was
// kept is passed over: then the error is Forged, and what was found stands all the same.
func (h Haystack) Look(id *seal.Identity, asked string) (found []Hit, tokens Tokens, err error) {
	asked = strings.Join(strings.Fields(asked), " ") // in several lines it would be several numbers
	doors := map[CompartmentID]door{}
	for _, sealed := range h.doors {
		d, err := sealed.open(id)
		if err != nil {
			return nil, tokens, errs.Wrap(err, "open door")
		}
		doors[d.compartment] = d
		if err := tokens.add(d, asked); err != nil {
			return nil, tokens, err
		}
	}
	words := fold(asked)
	if len(strings.Join(words, "")) < 2 {
		return nil, tokens, nil
	}
	var forged error
	var mu sync.Mutex
	pass := func(err error) error {
		if errs.KindOf(err) != errs.Forged {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		forged = err
		return nil
	}
	parts := slices.Collect(slices.Chunk(h.straw, max(1, (len(h.straw)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))))
	results := make([][]Hit, len(parts))
	var work errgroup.Group
	for i, part := range parts {
		work.Go(func() (err error) {
			results[i], err = look(doors, part, words, pass)
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return nil, tokens, err
	}
	return best(slices.Concat(results...)), tokens, forged
}

func look(doors map[CompartmentID]door, part []straw, words []string, pass func(error) error) (found []Hit, err error) {
	for _, s := range part {
		d, ok := doors[s.compartment]
		if !ok {
			continue // another door leads to the same person
		}
		key, err := d.unwrapPerson(string(s.person), s.key)
		var e Entry
		if err == nil {
			e, err = s.row.open(key, s.organisation, s.person)
		}
		if err != nil {
			if err := pass(errs.Wrap(s.genuine(err), "open names of", s.person)); err != nil {
				return nil, err
			}
			continue
		}
		card := e.Content.(*NameCard)
		best := Hit{Person: s.person, By: string(Names)}
		for _, name := range append(append([]string{card.Name}, lines(card.Nicknames)...), lines(card.Others)...) {
			if n := int(100 * alike(words, fold(name))); n > best.Likely {
				best.Likely, best.Name = n, name
			}
		}
		if !s.own {
			best.Name = ""
		}
		if best.Likely >= int(100*likely) {
			found = append(found, best)
		}
	}
	return found, nil
}

// genuine says of a name that does not open that it is not what was kept.
func (s straw) genuine(err error) error {
	return Sealed{Organisation: s.organisation, Person: s.person}.genuine(err)
}

// best puts those most alike first, each once.
func best(found []Hit) []Hit {
	slices.SortStableFunc(found, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Likely, a.Likely), cmp.Compare(b.Name, a.Name), cmp.Compare(a.Person, b.Person))
	})
	seen := map[person.ID]bool{}
	return slices.DeleteFunc(found, func(f Hit) bool {
		again := seen[f.Person]
		seen[f.Person] = true
		return again
	})
}

// Tokens are what a phone or a document that was asked for would have left in each compartment.
type Tokens []token

type token struct {
	compartment CompartmentID
	kind        Section
	value       []byte
}

func (t *Tokens) add(d door, asked string) error {
	digits := strings.ContainsAny(asked, "0123456789٠١٢٣٤٥٦٧٨٩")
	for _, c := range []Content{&PhoneCard{Phones: asked}, &DocumentCard{Number1: asked}} {
		if !digits {
			continue
		}
		values, err := d.tokensOf(c)
		if err != nil {
			return err
		}
		for _, value := range values {
			*t = append(*t, token{d.compartment, c.Section(), value})
		}
	}
	return nil
}

// Shown is what a search may show.
type Shown struct {
	Own  []Hit // of the searcher's own cases, with the name that matched
	Team []Hit // the nearest few of the team's: each is on record as read, since the hit says who it is
}

// Tell puts on record what a search shows, and answers it: own cases in one entry, whose ids are sealed with its details; everybody else each in an entry of
// their own, with the purpose, counted in the budget. What the budget does not allow is not there, as if nobody were. Named are the hits of Look, tokens
// what it made. It runs in a store.Reveal.
func Tell(tx *store.Tx, named []Hit, tokens Tokens, b Budget) (f Shown, err error) {
	exact, err := matching(tx, tokens)
	if err != nil {
		return f, err
	}
	for _, hit := range best(append(exact, named...)) {
		s, err := stand(tx, me(tx), hit.Person)
		if err != nil {
			return f, err
		}
		d := tx.Grant().Decide(s.Resource)
		if d.Allowed {
			if err := hit.fresh(tx, s); err != nil {
				return f, err
			}
		}
		switch {
		case !d.Allowed: // since they were gathered
		case s.Relation == policy.OwnCase:
			if len(f.Own) < mostOwn {
				f.Own = append(f.Own, hit)
			}
		case len(f.Team) < mostTeam:
			hit.Name = ""
			spent, err := b.learn(tx, hit.Person)
			if err != nil {
				return f, err
			}
			if !spent {
				f.Team = append(f.Team, hit)
				tx.NoteAbout(string(hit.Person), "search", string(hit.Person), audit.Details{"by": audit.Code(hit.By)})
			}
		}
	}
	tx.For(policy.Care)
	tx.Note("search", "own", audit.Details{"shown": audit.IDs(people(f.Own))})
	return f, nil
}

// fresh answers Forged unless the section by which somebody was found stands as it was written last.
func (h Hit) fresh(tx *store.Tx, s standing) error {
	_, err := sections(tx, network.OrganisationID(s.Organisation), h.Person, Section(h.By))
	return err
}

func people(hits []Hit) []person.ID {
	list := make([]person.ID, len(hits))
	for i, h := range hits {
		list[i] = h.Person
	}
	return list
}

// matching finds the people who have such a phone or document, of those whom the one who acts may search among.
func matching(tx *store.Tx, tokens Tokens) (found []Hit, err error) {
	visible, args := Visible(tx, 4)
	for _, t := range tokens {
		list, err := store.List(tx, func(row store.Row) (f Hit, err error) {
			f.Likely, f.By = 100, string(t.kind)
			return f, row.Scan(&f.Person)
		}, `SELECT DISTINCT p.person_id FROM vault_tokens t JOIN vault_person_keys p ON p.person_id = t.person_id AND p.compartment_id = t.compartment_id
WHERE t.token = $1 AND t.compartment_id = $2 AND t.kind = $3 AND `+visible, append([]any{t.value, t.compartment, t.kind}, args...)...)
		if err != nil {
			return nil, errs.Wrap(err, "find by token")
		}
		found = append(found, list...)
	}
	return found, nil
}
