package rights

import (
	"approdo/internal/base/backup"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
)

// A guard says of a row that the program wrote it, and nothing of a row that is not there any more. So the trail says of each row that carries one when it began to stand and when it was gone,
// and what stands is compared with that.

// missing finds rows that the trail knows to stand and that do not, and rows that do and are gone, or of a turn before the last.
func missing(tx *store.Tx) (list []vault.Difference, err error) {
	last, err := store.Following(tx, store.Asked, holdNoun, person.Noun, person.Erased, vault.FollowNoun, vault.CardNoun, store.Planned) // of the last two only that they were read: see store.LastRevision
	if err != nil {
		return nil, err
	}
	erased, err := vault.Erasures(tx)
	if err != nil {
		return nil, err
	}
	differ := func(id string) { list = append(list, vault.Difference{What: vault.DiffGone, ID: id}) }
	destroyed := map[string]bool{} // by person
	for thing := range last[person.Erased] {
		destroyed[thing.Person] = true
		if _, registered := erased[backup.Token(tx.Keys(), thing.Person)]; !registered {
			differ(thing.Person)
		}
	}
	stands := map[string]map[store.Thing]int64{}
	for object, rows := range map[string]func(*store.Tx) (map[store.Thing]int64, error){
		store.Asked: turns, holdNoun: holding, person.Noun: person.Standing, vault.FollowNoun: vault.Following,
	} {
		if stands[object], err = rows(tx); err != nil {
			return list, errs.Wrap(err, "compare what stands with the trail")
		}
	}
	for object, rows := range stands {
		for thing, noted := range last[object] {
			turn, there := rows[thing]
			switch {
			case object == store.Asked && (!there || turn < noted):
				differ(thing.Record)
			case object == store.Asked || thing.Person == "" || noted < store.Stands: // or an entry of an earlier version
			case noted == store.Stands && (!there || turn != noted) && !destroyed[thing.Person], noted == store.Gone && there && turn != noted:
				differ(thing.Record)
			}
		}
	}
	return list, nil
}

// turns says how far each request has come.
func turns(tx *store.Tx) (map[store.Thing]int64, error) {
	rows := map[store.Thing]int64{}
	_, err := store.List(tx, func(row store.Row) (q Request, err error) {
		q, err = scan(row)
		rows[store.Thing{Record: q.ID}] = q.turn()
		return q, err
	}, `SELECT `+columns+` FROM rights_requests`)
	return rows, err
}

// holding says which holds stand, and which were lifted.
func holding(tx *store.Tx) (map[store.Thing]int64, error) {
	rows := map[store.Thing]int64{}
	_, err := store.List(tx, func(row store.Row) (h Hold, err error) {
		h, err = scanHold(row)
		turn := int64(store.Stands)
		if h.lifted != "" {
			turn = store.Gone
		}
		rows[store.Thing{Person: string(h.Person), Record: h.ID}] = turn
		return h, err
	}, `SELECT `+holdColumns+` FROM rights_holds`)
	return rows, err
}
