package backup

import (
	"errors"
	"io/fs"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// Erasures remembers who was erased and when, and which colleagues left, for those backups that still hold them. It lies outside the backups, since what happened after one
// cannot stand in it. It maps keyed hashes of ids to times: without the installation's key file nobody learns from it who was
// erased, nor can slip in somebody who was not.
type Erasures map[[32]byte]string

// ErasuresFile is the name under which the Register of them lies in the installation's folder, and beside the backups.
const ErasuresFile = "approdo-erasures.txt"

const mostErasures = 64 << 20

// Token stands for a person in the register.
func Token(keys *seal.Keys, person string) [32]byte { return keys.Token("backup erasure", person) }

// Departure stands for a colleague who left: a restore must not open the door to them again.
func Departure(keys *seal.Keys, account string) [32]byte {
	return keys.Token("backup departure", account)
}

// ReadErasures reads the register in a file; found is false when there is no such file.
func ReadErasures(name string) (r Register, found bool, err error) {
	text, err := seal.ReadBeside(name, mostErasures)
	if errors.Is(err, fs.ErrNotExist) {
		return Register{}, false, nil
	}
	if err != nil {
		return Register{}, false, errs.E(errs.Unavailable, "backup.erasures_unreadable", err)
	}
	r, err = ParseRegister(string(text))
	return r, true, err
}

func isTime(text string) bool {
	_, day := time.Parse(time.DateOnly, text)
	_, moment := time.Parse(time.RFC3339, text)
	return day == nil || moment == nil
}
