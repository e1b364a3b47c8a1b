package vault

import (
	"slices"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/backup"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// PapersState is how a recovery key stands.
type PapersState string

// The states of a recovery key. An organisation has one in force, from its first ceremony on; at most one is coming.
const (
	PapersComing  PapersState = "coming"   // its papers were made after going live; nothing is sealed to it yet
	PapersInForce PapersState = "in_force" // whatever is sealed from now on is sealed to it
	PapersFormer  PapersState = "former"   // replaced; it opens the compartments that nobody has sealed anew
	PapersOver    PapersState = "over"     // replaced, and nothing is sealed to it any more
)

// Papers are a recovery key as people know it: three papers, without what stands on them.
type Papers struct {
	Series   int64 // which of the organisation's, counted from one; 0 for none
	State    PapersState
	By       network.AccountID // who made them; empty for those made before that was written down
	Made     string            // UTC
	Replaced string            // UTC; empty while they are coming or in force
	Shares   []Share           // none in a demonstration, nor once nothing needs them
	Sealed   int               // compartments whose key is sealed to them
	Mine     int               // of these, those whose key the one who acts holds

	public     seal.Public
	commitment []byte
}

// Share is one of the three papers, without what stands on it.
type Share struct {
	Number    int
	Custodian string
	Checked   string // when it was typed back last, UTC; empty for never
}

// Mark tells papers from others of the same organisation: the digits of their key. It is empty for none.
func (p Papers) Mark() string {
	if len(p.public) == 0 {
		return ""
	}
	return p.public.Fingerprint()
}

// Checked says how many of the papers were typed back.
func (p Papers) Checked() (n int) {
	for _, s := range p.Shares {
		if s.Checked != "" {
			n++
		}
	}
	return n
}

// Recognises reports whether a text stands on one of the papers.
func (p Papers) Recognises(text string) bool { return seal.CheckShare(p.commitment, text) == nil }

// Until is the last day on which a backup from before they were replaced can be opened, which brings back what opens with them alone.
func (p Papers) Until() string {
	replaced, err := time.Parse(time.RFC3339, p.Replaced)
	if err != nil {
		return ""
	}
	return BackupsGone(replaced)
}

// AllPapers lists the papers of all recovery keys of an organisation, the first ones first; none before the ceremony.
func AllPapers(tx *store.Tx, o network.OrganisationID) ([]Papers, error) {
	list, err := store.List(tx, func(row store.Row) (p Papers, err error) {
		var public []byte
		err = row.Scan(&p.Series, &p.State, &p.By, &p.Made, &p.Replaced, &public, &p.commitment, &p.Sealed, &p.Mine)
		p.public = public
		return p, err
	}, `SELECT r.series, r.state, r.by_account, r.made, r.replaced, r.public, r.commitment,
(SELECT COUNT(*) FROM vault_compartments c WHERE c.organisation_id = r.organisation_id AND c.series = r.series),
(SELECT COUNT(*) FROM vault_compartments c JOIN vault_grants g ON g.compartment_id = c.id AND g.epoch = c.epoch
WHERE c.organisation_id = r.organisation_id AND c.series = r.series AND g.account_id = $1)
FROM vault_recoveries r WHERE r.organisation_id = $2 ORDER BY r.series`, me(tx), o)
	if err != nil {
		return nil, errs.Wrap(err, "list papers of", o)
	}
	for i := range list {
		if list[i].Shares, err = shares(tx, o, list[i].Series); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func shares(tx *store.Tx, o network.OrganisationID, series int64) ([]Share, error) {
	list, err := store.List(tx, func(row store.Row) (s Share, err error) { return s, row.Scan(&s.Number, &s.Custodian, &s.Checked) },
		`SELECT number, custodian, checked FROM vault_shares WHERE organisation_id = $1 AND series = $2 ORDER BY number`, o, series)
	if err != nil {
		return nil, errs.Wrap(err, "list shares of", o)
	}
	differs, err := store.Differs(tx, store.SumCustodians)
	for i := range list {
		if differs { // nobody typed back what somebody wrote into the table
			list[i].Checked = ""
		}
	}
	return list, err
}

// Shares lists the papers of the recovery key that an organisation has in force; none before the ceremony, nor in a demonstration.
func Shares(tx *store.Tx, o network.OrganisationID) ([]Share, error) {
	list, err := AllPapers(tx, o)
	return find(list, PapersInForce).Shares, err
}

func find(list []Papers, state PapersState) Papers {
	if i := slices.IndexFunc(list, func(p Papers) bool { return p.State == state }); i >= 0 {
		return list[i]
	}
	return Papers{}
}

// AtWork are the papers that are printed and typed back: those coming, else those in force.
func AtWork(list []Papers) Papers {
	if p := find(list, PapersComing); p.Series != 0 {
		return p
	}
	return find(list, PapersInForce)
}

// needed counts the compartments that open with former papers only.
func needed(list []Papers) (n int) {
	for _, p := range list {
		if p.State == PapersFormer {
			n += p.Sealed
		}
	}
	return n
}

// whose finds the papers that a share belongs to. One of none is refused as it would be for those in force.
func whose(list []Papers, typed string) (Papers, error) {
	for _, p := range list {
		if p.Recognises(typed) {
			return p, nil
		}
	}
	p := find(list, PapersInForce)
	if p.Series == 0 {
		return p, errs.E(errs.NotFound, "vault.not_founded")
	}
	return p, seal.CheckShare(p.commitment, typed)
}

// papersOfHolder lists the papers for somebody who may change them, since they hold the key of the team; Conflict "vault.no_key" for others.
func papersOfHolder(tx *store.Tx, o network.OrganisationID) ([]Papers, error) {
	holds, err := Holds(tx, o, me(tx))
	if err == nil && !holds {
		err = errs.E(errs.Conflict, "vault.no_key")
	}
	if err != nil {
		return nil, err
	}
	return AllPapers(tx, o)
}

func (p Papers) drop(tx *store.Tx, o network.OrganisationID, by roster.By) error {
	if p.State != PapersComing {
		return nil
	}
	for _, table := range []string{"vault_shares", "vault_recoveries"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE organisation_id = $1 AND series = $2`, o, p.Series); err != nil {
			return errs.Wrap(err, "drop papers")
		}
	}
	return network.State(tx, by, roster.Statement{Kind: roster.Recovery, Organisation: string(o), State: roster.Dropped, Series: p.Series})
}

// DropComing gives up the coming papers with a mark, which then open nothing; Conflict "setup.papers_changed" when there are others by now.
func DropComing(tx *store.Tx, mark string, by roster.By) error {
	o := network.OrganisationID(tx.Grant().Organisation())
	list, err := papersOfHolder(tx, o)
	if err != nil {
		return err
	}
	p := find(list, PapersComing)
	if p.Series == 0 || p.Mark() != mark {
		return errs.E(errs.Conflict, "setup.papers_changed")
	}
	if err := p.drop(tx, o, by); err != nil {
		return err
	}
	tx.Note("recovery", string(o), audit.Details{"dropped": audit.Count(p.Series)})
	return warnOfPapers(tx, o, WarningDropped)
}

// retire ends the recovery keys to which nothing is sealed any more. What recognises their shares stays, so that who types one is told why it opens nothing.
func retire(tx *store.Tx) error {
	n, err := tx.Exec(`UPDATE vault_recoveries SET state = $1, public = $2 WHERE state = $3
AND NOT EXISTS (SELECT 1 FROM vault_compartments c WHERE c.organisation_id = vault_recoveries.organisation_id AND c.series = vault_recoveries.series)`,
		PapersOver, []byte{}, PapersFormer)
	if n > 0 {
		tx.Note("recovery", string(PapersFormer), audit.Details{"over": audit.Count(n)})
	}
	return errs.Wrap(err, "retire recovery keys")
}

// ClearPapers ends former papers that nothing is sealed to, and forgets who kept those that nothing needs any more, not even a backup, as of a settled moment (backup.Settled).
func ClearPapers(tx *store.Tx, settled time.Time) error {
	if err := retire(tx); err != nil {
		return err
	}
	n, err := tx.Exec(`DELETE FROM vault_shares WHERE EXISTS (SELECT 1 FROM vault_recoveries r
WHERE r.organisation_id = vault_shares.organisation_id AND r.series = vault_shares.series AND r.state = $1 AND r.replaced < $2)`,
		PapersOver, stamp(settled.Add(-backup.Lifetime-24*time.Hour)))
	if n > 0 {
		tx.Note("recovery", "custodians", audit.Details{"forgotten": audit.Count(n)})
	}
	return errs.Wrap(err, "forget custodians")
}
