package rights

import (
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// Old says which details of the trail are due to be destroyed. The entries themselves stay for as long as the trail does.
type Old struct {
	Before string // day: older entries are meant
	Due    int64  // details that may go
	Held   int64  // details that stay, since something holds the data of whom they are about
}

// Old counts what is due on a day among the entries of the grant's own organisation, and in the lead's also among those of the
// program's own jobs.
func (r *Rights) Old(tx *store.Tx, today string) (Old, error) {
	past, err := old(tx, today)
	if err != nil {
		return Old{}, err
	}
	x := Old{Before: past.Before}
	x.Due, x.Held, err = store.CountPast(tx, past)
	return x, errs.Wrap(err, "count old details")
}

// ClearTrail destroys the details that are due on a day and answers how many they were; Conflict "rights.nothing_old" when
// none is. So many go at once; what remains stays due. The database's files still have to be scrubbed when the transaction is over
// (store.Scrub with store.DetailsTable).
func (r *Rights) ClearTrail(tx *store.Tx, today string) (int64, error) {
	past, err := old(tx, today)
	if err != nil {
		return 0, err
	}
	n, err := store.ErasePast(tx, past)
	if err == nil && n == 0 {
		err = errs.E(errs.Conflict, "rights.nothing_old")
	}
	tx.Note("retention", OfTrail, audit.Details{"rows": audit.Count(n), "to": audit.Day(past.Before)})
	return n, errs.Wrap(err, "destroy old details")
}

// old says which details the rule of the trail means. Whatever entry is about somebody under a hold stays, whoever holds.
func old(tx *store.Tx, today string) (store.Past, error) {
	rules, err := Rules(tx)
	if err != nil {
		return store.Past{}, err
	}
	rule := rules[slices.IndexFunc(rules, func(r Rule) bool { return r.Of == OfTrail })]
	cut, err := before(today, rule.Months)
	if err != nil {
		return store.Past{}, err
	}
	holds, err := store.List(tx, scanHold, `SELECT `+holdColumns+` FROM rights_holds ORDER BY person_id`)
	var held []string
	for _, h := range holds {
		if h.stands(tx) {
			held = append(held, string(h.Person))
		}
	}
	held = slices.Compact(held)
	if err != nil {
		return store.Past{}, errs.Wrap(err, "list holds")
	}
	organisations, err := network.Organisations(tx)
	own := tx.Grant().Own()
	lead := slices.ContainsFunc(organisations, func(o network.Organisation) bool { return o.Lead && own.Sees(string(o.ID)) })
	return store.Past{Before: cut, Jobs: lead, Keep: held}, err
}
