package work

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// living is the condition that a record is not about somebody who was erased. What is left of those is counted, and is otherwise no record: no list has it, and nobody reads,
// corrects, links or takes back what nobody may know whom it was about.
//
// It asks for the id, which every index of a list has: those of the husks' records are few, and found by other indexes.
func (k Kept) living() string {
	living := func(whose string) string { return `id NOT IN (SELECT id FROM ` + k.Table + ` WHERE ` + whose + `)` }
	husks := `person_id IN (SELECT husk FROM view_husks)`
	if k.Through.Table == "" {
		return living(husks)
	}
	return living(husks) + ` AND ` + living(k.Through.Column+` IN (SELECT id FROM `+k.Through.Table+` WHERE `+husks+`)`)
}

// feed is what is announced when records come, go or change, or somebody whom they are about.
func (k Kept) feed() []string { return []string{k.Name, "person", "network"} }

// Erased is how many records of the grant's own organisation are about people who were erased: they are counted in reports, by the quarter.
func (n *Noun[T]) Erased(tx *store.Tx) (count int64, err error) {
	if n.Head(new(T)).Person == nil {
		return 0, nil
	}
	within, args := store.Within(tx.Grant().Own(), "organisation_id", 1)
	query := `SELECT COUNT(*) FROM ` + n.Table + ` WHERE person_id IN (SELECT husk FROM view_husks) AND ` + within
	if n.Through.Table != "" { // those of a husk's contact that name nobody themselves
		query = `SELECT (` + query + `) + (SELECT COUNT(*) FROM ` + n.Table + ` WHERE person_id IS NULL AND ` + n.Through.Column +
			` IN (SELECT id FROM ` + n.Through.Table + ` WHERE person_id IN (SELECT husk FROM view_husks)) AND ` + within + `)`
	}
	count, err = tx.Tally(query, args, n.feed()...)
	return count, errs.Wrap(err, "count erased "+n.Name)
}
