package vault

import (
	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Stale lists what is sealed and does not stand as the trail says it was written last: put back, taken away, or put in. It is fresh for everything at once, for whoever has
// verified the whole trail just now.
func Stale(tx *store.Tx) (list []Difference, err error) {
	erased := map[string]bool{}
	_, err = store.List(tx, func(row store.Row) (id string, err error) {
		err = row.Scan(&id)
		erased[id] = true
		return id, err
	}, `SELECT person_id FROM vault_erasures`)
	for _, look := range []func(*store.Tx, map[string]bool) ([]Difference, error){staleSections, staleFiles, stalePlans} {
		if err != nil {
			return nil, errs.Wrap(err, "compare what is sealed")
		}
		var more []Difference
		more, err = look(tx, erased)
		list = append(list, more...)
	}
	return list, errs.Wrap(err, "compare what is sealed")
}

// noted is what the trail says of something that is kept in revisions.
type noted struct {
	person, record string
	revision       int64
}

// notes reads what was noted under an object, the last of each thing.
func notes(tx *store.Tx, object string) (map[[2]string]int64, error) {
	last := map[[2]string]int64{}
	_, err := store.List(tx, func(row store.Row) (n noted, err error) {
		err = row.Scan(&n.person, &n.record, &n.revision)
		last[[2]string{n.person, n.record}] = n.revision
		return n, err
	}, `SELECT person, record, count FROM audit_entries WHERE object = $1 AND decision = $2 ORDER BY n`, object, audit.Allowed)
	return last, err
}

func staleSections(tx *store.Tx, erased map[string]bool) (list []Difference, err error) {
	last, err := notes(tx, cardNoun)
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
		thing := [2]string{string(s.person), alias(tx, s.person, s.section)}
		if revision, said := last[thing]; said && revision != s.revision {
			list = append(list, Difference{DiffSealed, string(s.person)})
		}
		delete(last, thing)
	}
	for thing := range last {
		if !erased[thing[0]] {
			list = append(list, Difference{DiffSealed, thing[0]})
		}
	}
	return list, err
}

func staleFiles(tx *store.Tx, erased map[string]bool) (list []Difference, err error) {
	kept, err := notes(tx, fileKeptNoun)
	if err != nil {
		return nil, err
	}
	gone, err := notes(tx, fileGoneNoun)
	if err != nil {
		return nil, err
	}
	have := map[[2]string]bool{}
	_, err = store.List(tx, func(row store.Row) (thing [2]string, err error) {
		err = row.Scan(&thing[0], &thing[1])
		have[thing] = true
		return thing, err
	}, `SELECT person_id, id FROM vault_files`)
	for thing := range have {
		if _, removed := gone[thing]; removed {
			list = append(list, Difference{DiffSealed, thing[0]})
		}
	}
	for thing := range kept {
		if _, removed := gone[thing]; !removed && !have[thing] && !erased[thing[0]] {
			list = append(list, Difference{DiffSealed, thing[0]})
		}
	}
	return list, err
}

func stalePlans(tx *store.Tx, _ map[string]bool) (list []Difference, err error) {
	last, err := notes(tx, store.Planned)
	if err != nil {
		return nil, err
	}
	type stored struct {
		id       string
		revision int64
	}
	rows, err := store.List(tx, func(row store.Row) (s stored, err error) { return s, row.Scan(&s.id, &s.revision) }, `SELECT id, revision FROM vault_plans`)
	for _, s := range rows {
		thing := [2]string{"", s.id}
		if revision, said := last[thing]; said && revision != s.revision {
			list = append(list, Difference{DiffSealed, s.id})
		}
		delete(last, thing)
	}
	for thing := range last {
		list = append(list, Difference{DiffSealed, thing[1]})
	}
	return list, err
}
