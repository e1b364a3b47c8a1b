package network

import (
	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// Stood is what an installation older than its roster says of those who have keys: the roster begins with it, once, on the word of the database.
func Stood(tx *store.Tx) (list []roster.Statement, err error) {
	accounts, err := Accounts(tx)
	if err != nil {
		return nil, err
	}
	for _, a := range accounts {
		if a.Public == nil {
			continue
		}
		s := a.statement(roster.Colleague)
		s.Standing = roster.Standing(a.Status)
		if s.Marks, err = marksOf(tx, a); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// marksOf recognises the slots and the second factor of an account as they stand.
func marksOf(tx *store.Tx, a Account) (map[string][]byte, error) {
	marks := map[string][]byte{}
	if a.factor != nil {
		marks[markFactor] = mark(a.factor)
	}
	_, err := store.List(tx, func(row store.Row) (kind SlotKind, err error) {
		var sealed []byte
		err = row.Scan(&kind, &sealed)
		marks[markSlot+string(kind)] = mark(sealed)
		return kind, err
	}, `SELECT kind, slot FROM network_slots WHERE account_id = $1`, a.ID)
	return marks, errs.Wrap(err, "list slots of", a.ID)
}

// Unrostered reports whether an installation is older than its roster: nothing was ever stated, and there is no file of the founders' keys. Where there is one, what was
// stated was taken away. Unavailable "roster.no_trust" where something was stated and the file is gone: nothing vouches for it then.
func Unrostered(tx *store.Tx, keys *seal.Keys) (bool, error) {
	var n int64
	if err := tx.QueryRow(`SELECT COUNT(*) FROM network_roster`).Scan(&n); err != nil {
		return false, errs.Wrap(err, "count roster")
	}
	_, found, err := roster.OpenTrust(keys).Lines()
	if err == nil && !found && n > 0 {
		err = errs.E(errs.Unavailable, "roster.no_trust", "file", keys.Beside(roster.TrustFile))
	}
	return err == nil && !found, err
}

// StateLead says in the roster which organisation leads, and whether this is a demonstration, once, as the tables say it.
func StateLead(tx *store.Tx) error {
	r, err := Roster(tx)
	if err != nil || r.Lead() != "" || r.N() == 0 || r.Fault() != nil {
		return err
	}
	lead, err := Lead(tx)
	if err != nil {
		return err
	}
	n, err := Find(tx)
	if err != nil {
		return err
	}
	s := roster.Statement{Kind: roster.Leads, Organisation: string(lead.ID)}
	if n.Demonstration {
		s.Type = roster.Demonstration
	}
	tx.Note("organisation", string(lead.ID), audit.Details{"leads": audit.Yes(true)})
	return State(tx, roster.By{}, s)
}

// StateGuards says in the roster that rows of earlier versions are under the key file up to a step, and where notices go to those who watch, as the tables say it.
func StateGuards(tx *store.Tx, step int64) error {
	r, err := Roster(tx)
	if err != nil || r.N() == 0 || r.Fault() != nil || r.Guards() >= step {
		return err
	}
	accounts, err := Accounts(tx)
	if err != nil {
		return err
	}
	s := roster.Statement{Kind: roster.Guarded, Epoch: step}
	for _, a := range accounts {
		if a.Email != "" && policy.Watches(a.Roles) {
			s.Statements = append(s.Statements, roster.Statement{Subject: string(a.ID), Mail: a.Email})
		}
	}
	tx.Note("guard", "roster", nil)
	return State(tx, roster.By{}, s)
}

// LeadDiffers reports whether the tables say that another organisation leads than the roster does, that it is a demonstration or none, or that a network that is none has a clock of its own.
func LeadDiffers(tx *store.Tx) (bool, error) {
	r, err := Roster(tx)
	if err != nil || r.Lead() == "" {
		return false, err
	}
	var example bool
	var shift int64
	if err := tx.QueryRow(`SELECT demonstration, clock_shift FROM network_networks`).Scan(&example, &shift); err != nil {
		return false, errs.Wrap(err, "compare network")
	}
	if example != r.Example() || !example && shift != 0 {
		return true, nil
	}
	leads, err := store.List(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) }, `SELECT id FROM network_organisations WHERE lead`)
	return len(leads) != 1 || leads[0] != r.Lead(), errs.Wrap(err, "compare lead")
}

// Regard puts under the key file the open invitations of an installation older than their guards.
func Regard(tx *store.Tx) error {
	list, err := store.List(tx, func(row store.Row) (l link, err error) {
		return l, row.Scan(&l.account, &l.token, &l.expires, &l.founding)
	}, `SELECT account_id, token, expires, founding FROM network_invitations WHERE guard IS NULL`)
	for _, l := range list {
		if err == nil {
			_, err = tx.Exec(`UPDATE network_invitations SET guard = $1 WHERE account_id = $2`, tx.Guard("invitation", l.says()...), l.account)
		}
	}
	return errs.Wrap(err, "guard invitations")
}

// Adoption is the statement with which the roster of an older installation begins.
type Adoption struct{ statement roster.Statement }

// Adopt names, in the file beside the key file, what the roster of an older installation begins with.
func Adopt(keys *seal.Keys, stood []roster.Statement) (Adoption, error) {
	a := Adoption{roster.Statement{Kind: roster.Adopted, Statements: stood}}
	line, err := roster.AdoptedLine(a.statement)
	if err != nil {
		return a, err
	}
	lines := []roster.Line{line}
	for _, s := range stood {
		switch {
		case s.Kind == roster.Colleague && s.Standing == roster.Confirmed:
			lines = append(lines, roster.FounderLine(s.Public))
		case s.Kind == roster.Recovery && s.State == roster.InForce:
			lines = append(lines, roster.PapersLine(s.Public))
		}
	}
	return a, roster.OpenTrust(keys).Add(lines...)
}

// Record writes it, unless somebody was quicker. How many colleagues are sealed to from then on is told.
func (a Adoption) Record(tx *store.Tx) (confirmed int, err error) {
	if r, err := Roster(tx); err != nil || r.N() > 0 {
		return 0, err
	}
	for _, s := range a.statement.Statements {
		if s.Kind == roster.Colleague && s.Standing == roster.Standing(policy.Confirmed) {
			confirmed++
		}
	}
	tx.Note("account", "roster", audit.Details{"adopted": audit.Count(confirmed)})
	return confirmed, State(tx, roster.By{}, a.statement)
}
