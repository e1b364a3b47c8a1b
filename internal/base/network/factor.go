package network

import (
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// SealFactor seals the secret of a second factor for its account.
func SealFactor(keys *seal.Keys, a AccountID, f seal.Factor) ([]byte, error) {
	return keys.Seal(f.Bytes(), "factor", string(a))
}

// CheckCode compares the digits that somebody typed with the account's second factor. An account without one takes whatever
// was typed. The step returned is to be given to OpenSession, so that no code is used twice.
func (a Account) CheckCode(keys *seal.Keys, typed string, now time.Time) (step int64, ok bool, err error) {
	if a.factor == nil {
		return 0, true, nil
	}
	b, err := keys.Open(a.factor, "factor", string(a.ID))
	if err != nil {
		return 0, false, err
	}
	f, err := seal.ParseFactor(b)
	if err != nil {
		return 0, false, err
	}
	step, ok = f.Check(typed, now, a.step)
	return step, ok, nil
}

// ChangeFactor gives an account a second factor, or takes it away when sealed is nil. step is the last one used. Its sessions end.
func ChangeFactor(tx *store.Tx, a Account, sealed []byte, step int64, pen seal.Pen) error {
	err := turn(tx, a, `UPDATE network_accounts SET epoch = epoch + 1, factor = $3, step = $4 WHERE id = $1 AND epoch = $2`, sealed, step)
	if err == nil {
		err = a.claim(tx, pen, map[string][]byte{markFactor: sealed})
	}
	what := "set"
	if sealed == nil {
		what = "removed"
	}
	tx.Note("account", string(a.ID), audit.Details{"second factor": audit.Code(what)})
	return errs.Wrap(err, "change second factor", a.ID)
}
