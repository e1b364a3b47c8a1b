package vault

import (
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Ceremony is a recovery key that was just made, with its shares. It lives in memory only: what is written holds no share, and the
// seed is gone already.
type Ceremony struct {
	Shares       [3]string // each to be put on paper, and forgotten
	organisation network.OrganisationID
	recovery     Recovery
	custodians   [3]string
}

// Convene makes the recovery key of an organisation for three custodians, each known by a name.
func Convene(o network.OrganisationID, custodians [3]string) (Ceremony, error) {
	c := Ceremony{organisation: o}
	var bad errs.List
	for i, name := range custodians {
		name = strings.Join(strings.Fields(name), " ")
		twice := slices.ContainsFunc(c.custodians[:i], func(other string) bool { return strings.EqualFold(other, name) })
		switch {
		case name == "" || len(name) > 80:
			bad.Add(errs.E(errs.Invalid, "setup.custodian_missing").On(CustodianField(i + 1)))
		case twice:
			bad.Add(errs.E(errs.Invalid, "setup.custodian_twice").On(CustodianField(i + 1)))
		}
		c.custodians[i] = name
	}
	if err := bad.Err(); err != nil {
		return c, err
	}
	seed, err := seal.NewSeed()
	if err != nil {
		return c, err
	}
	identity, err := seed.Identity()
	if err != nil {
		return c, err
	}
	c.recovery.Public = identity.Public()
	c.Shares, c.recovery.Commitment, err = seal.Split(seed)
	return c, err
}

// CustodianField names the field of a form that asks who keeps a share.
func CustodianField(number int) string { return "custodian" + string(rune('0'+number)) }

// Record writes the recovery key in place of one whose papers were lost. It is possible as long as nothing is sealed to it: before the organisation
// goes live.
func (c Ceremony) Record(tx *store.Tx) error {
	if !tx.Grant().Own().Sees(string(c.organisation)) {
		return none()
	}
	live, err := Live(tx, c.organisation)
	if err == nil && live {
		err = errs.E(errs.Conflict, "setup.live_already")
	}
	for _, table := range []string{`DELETE FROM vault_shares WHERE organisation_id = $1`, `DELETE FROM vault_recoveries WHERE organisation_id = $1`} {
		if err == nil {
			_, err = tx.Exec(table, c.organisation)
		}
	}
	if err == nil {
		err = recordRecovery(tx, c.organisation, c.recovery)
	}
	for i, name := range c.custodians {
		if err == nil {
			_, err = tx.Exec(`INSERT INTO vault_shares (organisation_id, number, custodian, checked) VALUES ($1, $2, $3, '')`, c.organisation, i+1, name)
		}
	}
	return errs.Wrap(err, "record ceremony")
}

// Share is one of the three papers, without what stands on it.
type Share struct {
	Number    int
	Custodian string
	Checked   string // when it was typed back last, UTC; empty for never
}

// Shares lists the papers of an organisation's recovery key; none before the ceremony, nor in a demonstration.
func Shares(tx *store.Tx, o network.OrganisationID) ([]Share, error) {
	list, err := store.List(tx, func(row store.Row) (s Share, err error) { return s, row.Scan(&s.Number, &s.Custodian, &s.Checked) },
		`SELECT number, custodian, checked FROM vault_shares WHERE organisation_id = $1 ORDER BY number`, o)
	return list, errs.Wrap(err, "list shares of", o)
}

// CheckShare notes that a share was typed back and is the one of that number. Whoever types it proves that the paper can be read.
func CheckShare(tx *store.Tx, o network.OrganisationID, number int, typed string) error {
	r, err := FindRecovery(tx, o)
	if err != nil {
		return err
	}
	found, err := seal.WhichShare(r.Commitment, typed)
	if err != nil {
		return err
	}
	if found != number {
		return errs.E(errs.Invalid, "setup.share_other", "number", found)
	}
	n, err := tx.Exec(`UPDATE vault_shares SET checked = $1 WHERE organisation_id = $2 AND number = $3`, now(tx), o, number)
	if err == nil && n == 0 {
		err = none()
	}
	tx.Note("recovery", string(o), map[string]int{"share checked": number})
	return errs.Wrap(err, "note share checked")
}
