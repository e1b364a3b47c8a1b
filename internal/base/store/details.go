package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// entry is an audit entry on its way to the trail, with what it commits to.
type entry struct {
	audit.Entry
	secret []byte // salt, end of line, details
}

// mostDetails is how many bytes of details are kept. More are committed to and not kept: an entry is no place for a document.
const mostDetails = 16 << 10

// commit makes the commitment to details.
func (e *entry) commit(details audit.Details) error {
	b, err := json.Marshal(details)
	if err != nil {
		return err
	}
	salt, err := seal.RandomToken()
	if err != nil {
		return err
	}
	e.Details = audit.Commit([]byte(salt), b)
	if len(b) <= mostDetails {
		e.secret = append([]byte(salt+"\n"), b...)
	}
	return nil
}

// detailsPurpose separates the key of details from others that follow from the key file.
const detailsPurpose = "audit details"

// place is what binds something sealed to its entry.
func place(n int64) string { return strconv.FormatInt(n, 10) }

// conceal seals the details for their place in the trail; nil when none are kept.
func (e *entry) conceal(keys *seal.Keys) ([]byte, error) {
	if keys == nil || e.secret == nil {
		return nil, nil
	}
	return keys.Seal(e.secret, detailsPurpose, place(e.N))
}

// blankDetails writes in the place of an entry's details, if it has any, what says nothing and looks the same; of how many.
func blankDetails(tx *Tx, n int64) (int64, error) {
	sealed, found, err := One(tx, func(r Row) (b []byte, err error) { return b, r.Scan(&b) }, `SELECT sealed FROM audit_details WHERE n = $1`, n)
	if err != nil || !found {
		return 0, err
	}
	secret, _ := tx.keys.Open(sealed, detailsPurpose, place(n)) // what does not open is destroyed as well
	sealed, err = tx.keys.Seal(bytes.Repeat([]byte(" "), len(secret)), detailsPurpose, place(n))
	if err != nil {
		return 0, err
	}
	return tx.Exec(`UPDATE audit_details SET sealed = $1 WHERE n = $2`, sealed, n)
}

// Details opens the details of an entry: JSON. NotFound "store.details_erased" when they were destroyed or never kept,
// Conflict "store.details_differ" when they are not those the entry commits to.
func Details(tx *Tx, keys *seal.Keys, e audit.Entry) ([]byte, error) {
	sealed, found, err := One(tx, func(r Row) (b []byte, err error) { return b, r.Scan(&b) }, `SELECT sealed FROM audit_details WHERE n = $1`, e.N)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, errs.E(errs.NotFound, "store.details_erased")
	}
	secret, err := keys.Open(sealed, detailsPurpose, place(e.N))
	if err == nil && len(bytes.TrimSpace(secret)) == 0 {
		return nil, errs.E(errs.NotFound, "store.details_erased")
	}
	salt, details, _ := bytes.Cut(secret, []byte("\n"))
	if err == nil && !bytes.Equal(audit.Commit(salt, details), e.Details) {
		err = errors.New("the commitment is another")
	}
	if err != nil {
		return nil, errs.E(errs.Conflict, "store.details_differ", err)
	}
	return details, nil
}
