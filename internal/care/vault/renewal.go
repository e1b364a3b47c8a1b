package vault

import (
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// Renewal seals compartments to other papers than those they are sealed to. Nobody replaces a recovery key alone: one who holds keys makes the papers, another
// puts them in force, so that no custodian is told a tale. Whoever puts them in force seals what they hold the key of; what only others hold stays
// sealed to the former papers, which stay needed, until one of those does the same.
type Renewal struct {
	organisation network.OrganisationID
	was          Papers        // in force as it was read
	to           Papers        // sealed to: coming ones that are put in force, or those in force
	sealed       roster.Member // the same, as the roster knows them
	doors        []reserved
}

// reserved is a door with the series of the recovery key that the compartment's key is sealed to.
type reserved struct {
	Door
	series int64
}

func (r reserved) same(as reserved) bool {
	return r.compartment == as.compartment && r.epoch == as.epoch && r.series == as.series
}

// Renew reads what putting the coming papers with a mark in force needs. It is a Conflict "setup.papers_changed" when there are no such papers,
// "setup.papers_unchecked" when too few were typed back, "setup.papers_own" for whoever made them, "vault.no_key" for who does not hold the team's key.
func Renew(tx *store.Tx, mark string) (Renewal, error) {
	r, list, err := renewing(tx)
	if err != nil {
		return r, err
	}
	r.to = find(list, PapersComing)
	switch {
	case r.to.Series == 0 || r.to.Mark() != mark:
		return r, errs.E(errs.Conflict, "setup.papers_changed")
	case r.to.By == me(tx):
		return r, errs.E(errs.Conflict, "setup.papers_own")
	case r.to.Checked() < SharesNeeded:
		return r, errs.E(errs.Conflict, "setup.papers_unchecked", "count", r.to.Checked(), "needed", SharesNeeded)
	}
	return r, r.read(tx)
}

// Reseal reads what sealing the keys of the one who acts anew needs, those that are sealed to former papers. There may be none.
func Reseal(tx *store.Tx) (Renewal, error) {
	o := network.OrganisationID(tx.Grant().Organisation())
	list, err := AllPapers(tx, o)
	r := Renewal{organisation: o, was: find(list, PapersInForce), to: find(list, PapersInForce)}
	if err == nil {
		err = r.read(tx)
	}
	return r, err
}

func renewing(tx *store.Tx) (Renewal, []Papers, error) {
	o := network.OrganisationID(tx.Grant().Organisation())
	if err := started(tx, o); err != nil {
		return Renewal{}, nil, err
	}
	list, err := papersOfHolder(tx, o)
	return Renewal{organisation: o, was: find(list, PapersInForce)}, list, err
}

// read lists the doors of the one who acts whose keys are sealed to other papers.
func (r *Renewal) read(tx *store.Tx) (err error) {
	r.doors, err = store.List(tx, func(row store.Row) (d reserved, err error) {
		return d, row.Scan(&d.compartment, &d.epoch, &d.kind, &d.sealed, &d.tokens, &d.series)
	}, `SELECT `+doorColumns+`, c.series FROM vault_grants g JOIN vault_compartments c ON c.id = g.compartment_id AND c.epoch = g.epoch
WHERE g.account_id = $1 AND c.organisation_id = $2 AND c.series <> $3 ORDER BY c.id`, me(tx), r.organisation, r.to.Series)
	for i := range r.doors {
		if err == nil {
			err = r.doors[i].vouch(tx)
		}
	}
	if err != nil {
		return errs.Wrap(err, "list doors to seal anew")
	}
	known, err := network.Roster(tx)
	if err != nil {
		return err
	}
	var found bool
	if r.to.State == PapersComing {
		r.sealed, found = known.Coming(string(r.organisation))
	} else {
		r.sealed, found = known.InForce(string(r.organisation))
	}
	if !found && r.to.Series > 0 || r.sealed.Series() != r.to.Series || r.sealed.Public().Fingerprint() != r.to.Mark() && r.to.Series > 0 {
		return outside(known)
	}
	return nil
}

// Renewed are compartments' keys, sealed to the papers and not yet written.
type Renewed struct {
	from   Renewal
	mark   string
	keys   [][]byte           // as the doors
	stated []roster.Statement // as the doors
	force  bool
	pen    seal.Pen
}

// Seal opens the keys and seals them to the papers.
func (r Renewal) Seal(id *seal.Identity) (Renewed, error) {
	n := Renewed{from: r, mark: r.to.Mark(), force: r.to.State == PapersComing, pen: id.Pen()}
	for _, d := range r.doors {
		opened, err := d.open(id)
		if err != nil {
			return n, errs.Wrap(err, "open door")
		}
		key, err := opened.sealTo(r.sealed, recovering)
		if err != nil {
			return n, err
		}
		s, err := opened.statement(r.organisation, d.kind, key, r.to.Series, nil)
		if err != nil {
			return n, err
		}
		n.keys, n.stated = append(n.keys, key), append(n.stated, s)
	}
	return n, nil
}

// Record writes it all in one transaction, and puts the papers in force if they were coming. It is a Conflict "vault.keys_changed" when a key was turned, or other
// papers came in force, since it was read.
func (n Renewed) Record(tx *store.Tx) error {
	if err := n.still(tx); err != nil {
		return err
	}
	series := n.from.to.Series
	if n.force {
		if err := n.putInForce(tx); err != nil {
			return err
		}
	}
	for i, d := range n.from.doors {
		if _, err := tx.Exec(`UPDATE vault_compartments SET recovery = $1, series = $2 WHERE id = $3`, n.keys[i], series, d.compartment); err != nil {
			return errs.Wrap(err, "seal anew", d.compartment)
		}
		if err := restate(tx, hand(tx, n.pen), n.stated[i]); err != nil {
			return err
		}
		tx.Note("compartment", string(d.compartment), audit.Details{"sealed to papers": audit.Count(series)})
	}
	if err := retire(tx); err != nil || !n.force {
		return err
	}
	return warnOfPapers(tx, n.from.organisation, WarningInForce)
}

func (n Renewed) putInForce(tx *store.Tx) error {
	o := n.from.organisation
	_, err := tx.Exec(`UPDATE vault_recoveries SET state = $1, replaced = $2 WHERE organisation_id = $3 AND state = $4`, PapersFormer, now(tx), o, PapersInForce)
	if err == nil {
		_, err = tx.Exec(`UPDATE vault_recoveries SET state = $1 WHERE organisation_id = $2 AND series = $3`, PapersInForce, o, n.from.to.Series)
	}
	if err == nil {
		coming := papers{series: n.from.to.Series, public: n.from.sealed.Public()}
		err = network.State(tx, hand(tx, n.pen), coming.statement(o, PapersInForce))
	}
	tx.Note("recovery", string(o), audit.Details{string(PapersInForce): audit.Count(n.from.to.Series)})
	return errs.Wrap(err, "put papers in force")
}

// still answers a Conflict unless everything is as it was read.
func (n Renewed) still(tx *store.Tx) error {
	var now Renewal
	var err error
	if n.force {
		now, err = Renew(tx, n.mark)
	} else {
		now, err = Reseal(tx)
	}
	if err == nil && (now.was.Series != n.from.was.Series || now.to.Series != n.from.to.Series || !slices.EqualFunc(now.doors, n.from.doors, reserved.same)) {
		err = errs.E(errs.Conflict, "vault.keys_changed")
	}
	return err
}

// Waiting papers are what a first page tells somebody who holds keys.
type WaitingPapers struct {
	Force bool // coming papers can be put in force, and by them
	Mine  int  // keys of theirs are sealed to former papers still
}

// PapersWaiting says what the one who acts could do about papers.
func PapersWaiting(tx *store.Tx) (w WaitingPapers, err error) {
	o := network.OrganisationID(tx.Grant().Organisation())
	list, err := AllPapers(tx, o)
	if err != nil {
		return w, err
	}
	for _, p := range list {
		if p.State == PapersFormer {
			w.Mine += p.Mine
		}
	}
	coming := find(list, PapersComing)
	if coming.Checked() < SharesNeeded || coming.By == me(tx) {
		return w, nil
	}
	w.Force, err = Holds(tx, o, me(tx))
	return w, err
}
