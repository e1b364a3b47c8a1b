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

// reveal opens the name of a shelter. One that does not open is called by its code.
func (u *Unit) reveal(tx *store.Tx, sealed []byte) {
	if sealed == nil {
		return
	}
	u.Name = u.Code
	if tx.Keys() != nil {
		if name, err := tx.Keys().Open(sealed, "name of a unit", string(u.ID)); err == nil {
			u.Name = string(name)
		}
	}
}

// bare lists shelters whose name an earlier version left in clear.
func bare(tx *store.Tx) ([]Unit, error) {
	list, err := store.List(tx, func(row store.Row) (u Unit, err error) { return u, row.Scan(&u.ID, &u.Name, &u.Kind) },
		`SELECT id, name, kind FROM network_units WHERE kind = $1 AND name <> '' AND sealed IS NULL`, Shelter)
	return list, errs.Wrap(err, "list shelters")
}

// Bare reports whether there are any, for SealShelters.
func Bare(tx *store.Tx) (bool, error) {
	list, err := bare(tx)
	return len(list) > 0 && tx.Keys() != nil, err
}

// SealShelters seals their names.
func SealShelters(tx *store.Tx) error {
	list, err := bare(tx)
	for _, u := range list {
		var name string
		var sealed []byte
		if err == nil {
			name, sealed, err = u.conceal(tx)
		}
		if err == nil {
			_, err = tx.Exec(`UPDATE network_units SET name = $1, sealed = $2 WHERE id = $3`, name, sealed, u.ID)
			changed(tx, "unit", string(u.ID))
		}
	}
	return errs.Wrap(err, "seal names of shelters")
}
