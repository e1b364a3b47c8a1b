package network

import (
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// A form that is sent when its session has ended is kept for a day, sealed to whoever filled it in, and given back when they log in again. There is one of each account at most.

// Erasing are the tables in which an erasure destroys something.
var Erasing = []string{"network_unsent"}

// unsentFor is how long it is kept, and unsentEvery how far apart two are kept: whoever holds the key of a form sends it as often as they like, and each leaves an entry of the trail.
const (
	unsentFor   = 24 * time.Hour
	unsentEvery = time.Minute
)

// KeepUnsent keeps what an account could not send, in place of what is kept of it; nothing where something was kept a moment ago.
func KeepUnsent(tx *store.Tx, account AccountID, sealed []byte) (kept bool, err error) {
	if _, again, err := store.One(tx, func(row store.Row) (at string, err error) { return at, row.Scan(&at) },
		`SELECT at FROM network_unsent WHERE account_id = $1 AND at > $2 AND at <= $3`, account, stamp(tx.Now().Add(-unsentEvery)), stamp(tx.Now().Add(clockSlip))); err != nil || again {
		return false, errs.Wrap(err, "find what was not sent", account)
	}
	_, err = tx.Exec(`INSERT INTO network_unsent (account_id, sealed, at) VALUES ($1, $2, $3)
ON CONFLICT (account_id) DO UPDATE SET sealed = excluded.sealed, at = excluded.at WHERE LENGTH(network_unsent.sealed) > 0 OR network_unsent.at < $4 OR network_unsent.at > $5`,
		account, sealed, stamp(tx.Now()), stamp(tx.Now().Add(-unsentFor)), stamp(tx.Now().Add(clockSlip)))
	tx.Note("unsent", string(account), nil)
	return err == nil, errs.Wrap(err, "keep what was not sent", account)
}

// EraseUnsent destroys what is kept of all accounts of an organisation: it may say who somebody was that is erased, and nobody can look. Who was locked in a hurry stays locked.
func EraseUnsent(tx *store.Tx, o OrganisationID) error {
	_, err := tx.Exec(`DELETE FROM network_unsent WHERE LENGTH(sealed) > 0 AND account_id IN (SELECT id FROM network_accounts WHERE organisation_id = $1)`, o)
	return errs.Wrap(err, "destroy what was not sent", o)
}

// Unsent is what is kept of an account; nothing after a day.
func Unsent(tx *store.Tx, account AccountID) (sealed []byte, found bool, err error) {
	sealed, found, err = store.One(tx, func(row store.Row) (b []byte, err error) { return b, row.Scan(&b) },
		`SELECT sealed FROM network_unsent WHERE account_id = $1 AND at >= $2 AND LENGTH(sealed) > 0`, account, stamp(tx.Now().Add(-unsentFor)))
	return sealed, found, errs.Wrap(err, "find what was not sent", account)
}

// LockUnsent forgets what is kept of an account that was locked in a hurry, and keeps nothing for a day: pages that are open still are not to be read again by whoever made them lock.
func LockUnsent(tx *store.Tx, account AccountID) error {
	_, err := tx.Exec(`INSERT INTO network_unsent (account_id, sealed, at) VALUES ($1, $2, $3)
ON CONFLICT (account_id) DO UPDATE SET sealed = excluded.sealed, at = excluded.at`, account, []byte{}, stamp(tx.Now()))
	tx.Note("unsent", string(account), nil)
	return errs.Wrap(err, "lock what was not sent", account)
}

// DropUnsent forgets what is kept of an account.
func DropUnsent(tx *store.Tx, account AccountID) error {
	_, err := tx.Exec(`DELETE FROM network_unsent WHERE account_id = $1`, account)
	tx.Note("unsent", string(account), nil)
	return errs.Wrap(err, "drop what was not sent", account)
}

// ForgetUnsent destroys what nobody asked for in time, as of a settled moment (backup.Settled). It is work of a job.
func ForgetUnsent(tx *store.Tx, settled time.Time) error {
	n, err := tx.Exec(`DELETE FROM network_unsent WHERE at < $1`, stamp(settled.Add(-unsentFor)))
	if n > 0 {
		tx.Note("unsent", "over", nil)
	}
	return errs.Wrap(err, "forget what was not sent")
}
