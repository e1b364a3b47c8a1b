package network

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Shelter is the kind of units where people live who are looked for. Facts say in which unit somebody was helped, so a stolen database must not say what such a unit is called.
const Shelter = "shelter"

// conceal gives the name of a unit as it is kept: in clear, or of a shelter sealed to the key file.
func (u Unit) conceal(tx *store.Tx) (name string, sealed []byte, err error) {
	if u.Kind != Shelter || tx.Keys() == nil {
		return u.Name, nil, nil
	}
	sealed, err = tx.Keys().Seal([]byte(u.Name), "name of a unit", string(u.ID))
	return "", sealed, err
}

// reveal opens the name of a shelter. One that does not open is called by its code, and so is one that stands in clear: the program left none so.
func (u *Unit) reveal(tx *store.Tx, sealed []byte) {
	if sealed == nil && (u.Kind != Shelter || tx.Keys() == nil) {
		return
	}
	clear := u.Name
	u.Name = u.Code
	if tx.Keys() == nil || clear != "" {
		return
	}
	if name, err := tx.Keys().Open(sealed, "name of a unit", string(u.ID)); err == nil {
		u.Name = string(name)
	}
}

// sealShelters seals the names of shelters that an earlier version left in clear.
func sealShelters(tx *store.Tx) error {
	list, err := store.List(tx, func(row store.Row) (u Unit, err error) { return u, row.Scan(&u.ID, &u.Name, &u.Kind) },
		`SELECT id, name, kind FROM network_units WHERE kind = $1 AND name <> '' AND sealed IS NULL`, Shelter)
	for _, u := range list {
		var name string
		var sealed []byte
		if err == nil {
			name, sealed, err = u.conceal(tx)
		}
		if err == nil {
			_, err = tx.Exec(`UPDATE network_units SET name = $1, sealed = $2 WHERE id = $3`, name, sealed, u.ID)
		}
		changed(tx, "unit", string(u.ID))
	}
	return errs.Wrap(err, "seal names of shelters")
}
