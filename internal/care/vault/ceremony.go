package vault

import (
	"slices"
	"strings"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// Ceremony is a recovery key that was just made, with its shares. It lives in memory only: what is written holds no share, and the
// seed is gone already.
type Ceremony struct {
	Shares       [3]string // each to be put on paper, and forgotten
	Instead      string    // mark of the coming papers that whoever made these ones saw, and means to replace; empty for none
	By           roster.By // who makes them; the zero By, before the organisation has anything to open, for whoever runs the machine
	organisation network.OrganisationID
	recovery     papers
	custodians   [3]string
}

// Public is the recovery key's public half, which is named beside the key file where the installation makes it.
func (c Ceremony) Public() seal.Public { return c.recovery.public }

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
	c.recovery.public = identity.Public()
	c.Shares, c.recovery.commitment, err = seal.Split(seed)
	return c, err
}

// CustodianField names the field of a form that asks who keeps a share.
func CustodianField(number int) string { return "custodian" + string(rune('0'+number)) }

// Record writes the recovery key. Before the organisation goes live nothing is sealed to it, so it stands in place of one whose papers were lost. Afterwards it is
// coming, beside the one in force, until a colleague of whoever made it puts it in force (Renewal).
func (c Ceremony) Record(tx *store.Tx) error {
	if !tx.Grant().Own().Sees(string(c.organisation)) {
		return none()
	}
	live, err := Live(tx, c.organisation)
	if err != nil {
		return err
	}
	c.recovery.series = 1
	if live {
		return c.come(tx)
	}
	for _, table := range []string{`DELETE FROM vault_shares WHERE organisation_id = $1`, `DELETE FROM vault_recoveries WHERE organisation_id = $1`} {
		if err == nil {
			_, err = tx.Exec(table, c.organisation)
		}
	}
	if err == nil {
		err = c.record(tx, PapersInForce)
	}
	return errs.Wrap(err, "record ceremony")
}

// come writes the recovery key as one that is coming, for whoever holds the team's key. Coming papers that whoever made these ones did not see are a Conflict.
func (c Ceremony) come(tx *store.Tx) error {
	list, err := papersOfHolder(tx, c.organisation)
	if err != nil {
		return err
	}
	coming := find(list, PapersComing)
	if coming.Mark() != c.Instead {
		return errs.E(errs.Conflict, "setup.papers_changed")
	}
	if err := coming.drop(tx, c.organisation, c.By); err != nil {
		return err
	}
	for _, p := range list {
		c.recovery.series = max(c.recovery.series, p.Series+1)
	}
	if err := c.record(tx, PapersComing); err != nil {
		return errs.Wrap(err, "record coming papers")
	}
	return warnOfPapers(tx, c.organisation, WarningComing)
}

func (c Ceremony) record(tx *store.Tx, state PapersState) error {
	err := c.recovery.record(tx, c.organisation, state, c.By)
	for i, name := range c.custodians {
		if err == nil {
			_, err = tx.Exec(`INSERT INTO vault_shares (organisation_id, series, number, custodian, checked) VALUES ($1, $2, $3, $4, '')`,
				c.organisation, c.recovery.series, i+1, name)
		}
	}
	return err
}

// CheckShare notes that a share was typed back and is the one of that number, of the coming papers or else of those in force. Whoever types it proves that the
// paper can be read.
func CheckShare(tx *store.Tx, o network.OrganisationID, number int, typed string) error {
	list, err := AllPapers(tx, o)
	if err != nil {
		return err
	}
	p, err := whose(list, typed)
	if err != nil {
		return err
	}
	switch at := AtWork(list); {
	case p.Series == at.Series:
	case p.State == PapersInForce:
		return errs.E(errs.Invalid, "setup.share_in_force")
	default:
		return errs.E(errs.Invalid, "setup.share_replaced")
	}
	if found, err := seal.WhichShare(p.commitment, typed); err != nil || found != number {
		return errs.E(errs.Invalid, "setup.share_other", "number", found)
	}
	n, err := tx.Exec(`UPDATE vault_shares SET checked = $1 WHERE organisation_id = $2 AND series = $3 AND number = $4`, now(tx), o, p.Series, number)
	if err == nil && n == 0 {
		err = none()
	}
	tx.Note("recovery", string(o), audit.Details{"share checked": audit.Count(number)})
	return errs.Wrap(err, "note share checked")
}
