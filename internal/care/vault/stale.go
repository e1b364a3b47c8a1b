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
	for _, look := range []func(*store.Tx, func(string) bool) ([]Difference, error){staleSections, staleFiles, stalePlanned} {
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

func staleFiles(tx *store.Tx, erased func(string) bool) (list []Difference, err error) {
	kept, err := store.LastRevisions(tx, fileKeptNoun)
	if err != nil {
		return nil, err
	}
	gone, err := store.LastRevisions(tx, fileGoneNoun)
	if err != nil {
		return nil, err
	}
	have := map[store.Thing]bool{}
	_, err = store.List(tx, func(row store.Row) (thing store.Thing, err error) {
		err = row.Scan(&thing.Person, &thing.Record)
		have[thing] = true
		return thing, err
	}, `SELECT person_id, id FROM vault_files`)
	for thing := range have {
		if _, removed := gone[thing]; removed {
			list = append(list, Difference{DiffSealed, thing.Person})
		}
	}
	for thing := range kept {
		if _, removed := gone[thing]; !removed && !have[thing] && !erased(thing.Person) {
			list = append(list, Difference{DiffSealed, thing.Person})
		}
	}
	return list, err
}

func stalePlanned(tx *store.Tx, _ func(string) bool) (list []Difference, err error) {
	last, err := store.LastRevisions(tx, store.Planned)
	if err != nil {
		return nil, err
	}
	type stored struct {
		id       string
		revision int64
	}
	rows, err := store.List(tx, func(row store.Row) (s stored, err error) { return s, row.Scan(&s.id, &s.revision) }, `SELECT id, revision FROM vault_plans`)
	for _, s := range rows {
		thing := store.Thing{Record: s.id}
		if revision, said := last[thing]; said && revision != s.revision {
			list = append(list, Difference{DiffSealed, s.id})
		}
		delete(last, thing)
	}
	for thing := range last {
		list = append(list, Difference{DiffSealed, thing.Record})
	}
	return list, err
}
