package backup

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// Erasures remembers who was erased and when, and which colleagues left, for those backups that still hold them. It lies outside the backups, since what happened after one
// cannot stand in it. It maps keyed hashes of ids to times: without the installation's key file nobody learns from it who was
// erased, nor can slip in somebody who was not.
type Erasures map[[32]byte]string

// ErasuresFile is the name under which it lies in the installation's folder, and beside the backups.
const ErasuresFile = "approdo-erasures.txt"

const (
	erasuresMagic = "approdo-erasures/1"
	mostErasures  = 64 << 20
)

// Token stands for a person in the register.
func Token(keys *seal.Keys, person string) [32]byte { return keys.Token("backup erasure", person) }

// Departure stands for a colleague who left: a restore must not open the door to them again.
func Departure(keys *seal.Keys, account string) [32]byte {
	return keys.Token("backup departure", account)
}

// ParseErasures reads the text of a register.
func ParseErasures(text string) (Erasures, error) {
	first, rest, _ := strings.Cut(text, "\n")
	if first != erasuresMagic {
		return nil, errs.E(errs.Invalid, "backup.erasures_damaged", "line", 1)
	}
	e := Erasures{}
	for i, line := range strings.Split(strings.TrimSuffix(rest, "\n"), "\n") {
		at, token, _ := strings.Cut(line, " ")
		b, err := hex.DecodeString(token)
		if line == "" && rest == "" {
			break
		}
		if err != nil || len(b) != 32 || at == "" {
			return nil, errs.E(errs.Invalid, "backup.erasures_damaged", "line", i+2)
		}
		e[[32]byte(b)] = at
	}
	return e, nil
}

// Add takes what is not there yet; who was there keeps their time.
func (e Erasures) Add(more Erasures) {
	for token, at := range more {
		if _, there := e[token]; !there {
			e[token] = at
		}
	}
}

// Text is the register as it is written, in order of time.
func (e Erasures) Text() string {
	var lines []string
	for token, at := range e {
		lines = append(lines, fmt.Sprintf("%s %x\n", at, token))
	}
	slices.Sort(lines)
	return erasuresMagic + "\n" + strings.Join(lines, "")
}

// ReadErasures reads the register in a file; found is false when there is no such file.
func ReadErasures(name string) (e Erasures, found bool, err error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return Erasures{}, false, nil
	}
	if err != nil {
		return nil, false, errs.E(errs.Unavailable, "backup.erasures_unreadable", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, mostErasures))
	if err != nil {
		return nil, false, errs.E(errs.Unavailable, "backup.erasures_unreadable", err)
	}
	e, err = ParseErasures(string(text))
	return e, true, err
}

// check answers Internal for what could be written and not be read again.
func (e Erasures) check() error {
	for _, at := range e {
		if !isTime(at) {
			return errs.E(errs.Internal, "errors.internal")
		}
	}
	return nil
}

func isTime(text string) bool {
	_, day := time.Parse(time.DateOnly, text)
	_, moment := time.Parse(time.RFC3339, text)
	return day == nil || moment == nil
}

// Keep adds what is not there yet to the register in a folder.
func (e Erasures) Keep(dir string) error {
	if err := e.check(); err != nil {
		return err
	}
	name := filepath.Join(dir, ErasuresFile)
	there, found, err := ReadErasures(name)
	if err != nil {
		return err
	}
	before := len(there)
	there.Add(e)
	if found && len(there) == before {
		return nil
	}
	return writeFile(name, []byte(there.Text()))
}
