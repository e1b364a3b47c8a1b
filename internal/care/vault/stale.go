package vault

import (
	"approdo/internal/base/backup"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Stale lists what is sealed and does not stand as the trail says it was written last: put back, taken away, or put in. It is fresh for everything at once, for whoever has
// verified the whole trail just now.
func Stale(tx *store.Tx) (list []Difference, err error) {
	all, err := Erasures(tx)
	if err != nil {
		return nil, err
	}
	erased := func(who string) bool { _, there := all[backup.Token(tx.Keys(), who)]; return there }
	for _, look := range []func(*store.Tx, func(string) bool) ([]Difference, error){staleSections, stalePrivate, staleShared} {
		if err != nil {
			return nil, errs.Wrap(err, "compare what is sealed")
		}
		var more []Difference
		more, err = look(tx, erased)
		list = append(list, more...)
	}
	return list, errs.Wrap(err, "compare what is sealed")
}

func staleSections(tx *store.Tx, erased func(string) bool) (list []Difference, err error) {
	last, err := store.LastRevisions(tx, CardNoun)
	if err != nil {
		return nil, err
	}
	type stored struct {
		person   person.ID
		section  Section
		revision int64
	}
	rows, err := store.List(tx, func(row store.Row) (s stored, err error) { return s, row.Scan(&s.person, &s.section, &s.revision) },
		`SELECT person_id, kind, revision FROM vault_records`)
	for _, s := range rows {
		thing := store.Thing{Person: string(s.person), Record: alias(tx, s.person, s.section)}
		if revision, said := last[thing]; said && revision != s.revision {
			list = append(list, Difference{DiffSealed, string(s.person)})
		}
		delete(last, thing)
	}
	for thing := range last {
		if !erased(thing.Person) {
			list = append(list, Difference{DiffSealed, thing.Person})
		}
	}
	return list, err
}

// lastWritten is what the trail says was written last of each record of some kinds, by the word of its kind.
type lastWritten map[string]map[store.Thing]int64

func stalePrivate(tx *store.Tx, erased func(string) bool) (list []Difference, err error) {
	kept, gone := lastWritten{}, lastWritten{}
	for word, nouns := range personKinds {
		if kept[word], err = store.LastRevisions(tx, nouns[0]); err != nil {
			return nil, err
		}
		if gone[word], err = store.LastRevisions(tx, nouns[1]); err != nil {
			return nil, err
		}
	}
	type stored struct {
		thing    store.Thing
		kind     string
		revision int64
	}
	rows, err := store.List(tx, func(row store.Row) (s stored, err error) {
		return s, row.Scan(&s.thing.Person, &s.thing.Record, &s.kind, &s.revision)
	},
		`SELECT person_id, id, kind, revision FROM vault_of_persons`)
	for _, s := range rows {
		_, removed := gone[s.kind][s.thing]
		last, said := kept[s.kind][s.thing]
		if _, known := personKinds[s.kind]; !known || removed || said && last != s.revision {
			list = append(list, Difference{DiffSealed, s.thing.Person})
		}
		delete(kept[s.kind], s.thing)
	}
	for word := range personKinds {
		for thing := range kept[word] {
			if _, removed := gone[word][thing]; !removed && !erased(thing.Person) {
				list = append(list, Difference{DiffSealed, thing.Person})
			}
		}
	}
	return list, err
}

func staleShared(tx *store.Tx, _ func(string) bool) (list []Difference, err error) {
	last := lastWritten{}
	for word, noun := range teamKinds {
		if last[word], err = store.LastRevisions(tx, noun); err != nil {
			return nil, err
		}
	}
	rows, err := store.List(tx, scanShared, `SELECT `+sharedColumns+` FROM vault_of_teams`)
	for _, x := range rows {
		thing := store.Thing{Record: x.id}
		revision, said := last[x.kind][thing]
		if _, known := teamKinds[x.kind]; !known || said && revision != x.revision {
			list = append(list, Difference{DiffSealed, x.id})
		}
		delete(last[x.kind], thing)
	}
	for word := range teamKinds {
		for thing := range last[word] {
			list = append(list, Difference{DiffSealed, thing.Record})
		}
	}
	return list, err
}
