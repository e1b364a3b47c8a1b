package vault

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"approdo/internal/base/backup"
	"approdo/internal/base/errs"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// The register of erasures knows a person by what the key file makes of their id: enough to recognise them in a copy of the database that still holds them, and
// nothing to whoever has the database alone. What it says destroys cards at the next restore, so each row carries a guard over all of it, and one that has not the right
// one is nobody's word.

func tokenOf(tx *store.Tx, who person.ID) ([]byte, error) {
	if tx.Keys() == nil {
		return nil, errs.E(errs.Internal, "errors.internal")
	}
	token := backup.Token(tx.Keys(), string(who))
	return token[:], nil
}

// register keeps that somebody was erased. Who was erased before, and came back with a copy, has the day of the last time.
func (e Erasure) register(tx *store.Tx) error {
	token, err := tokenOf(tx, e.Person)
	if err != nil {
		return err
	}
	day, _, _ := strings.Cut(e.At, "T")
	return registered{token: token, day: day, backups: e.Backups}.write(tx)
}

// registered is a row of the register.
type registered struct {
	token, guard []byte
	day, backups string
	counts       [4]int64 // what earlier versions counted: records, files, tokens, keys
}

// write writes a row down under the key file, without what was counted.
func (x registered) write(tx *store.Tx) error {
	x.counts = [4]int64{}
	_, err := tx.Exec(`INSERT INTO vault_erasures (token, day, records, files, tokens, keys, backups, guard) VALUES ($1, $2, 0, 0, 0, 0, $3, $4)
ON CONFLICT (token) DO UPDATE SET day = excluded.day, records = 0, files = 0, tokens = 0, keys = 0, backups = excluded.backups, guard = excluded.guard`,
		x.token, x.day, x.backups, tx.Guard("erasure", x.says()...))
	return errs.Wrap(err, "register erasure")
}

const registeredColumns = `token, day, records, files, tokens, keys, backups, guard`

func scanRegistered(row store.Row) (x registered, err error) {
	return x, row.Scan(&x.token, &x.day, &x.counts[0], &x.counts[1], &x.counts[2], &x.counts[3], &x.backups, &x.guard)
}

// says is all that a row says, for its guard.
func (x registered) says() []string {
	says := []string{string(x.token), x.day, x.backups}
	for _, n := range x.counts {
		says = append(says, strconv.FormatInt(n, 10))
	}
	return says
}

// sound reports whether the program wrote a row, and what it says can stand in the register.
func (x registered) sound(tx *store.Tx) bool {
	_, err := time.Parse(time.DateOnly, x.day)
	return err == nil && len(x.token) == len([32]byte{}) && tx.Guarded(x.guard, "erasure", x.says()...)
}

// registry lists the rows of the register as they stand, whoever wrote them.
func registry(tx *store.Tx) ([]registered, error) {
	list, err := store.List(tx, scanRegistered, `SELECT `+registeredColumns+` FROM vault_erasures ORDER BY token`)
	return list, errs.Wrap(err, "list erasures")
}

// Erasures is the register; a restore replays it. Rows that the program did not write are not in it: Examine tells of them.
func Erasures(tx *store.Tx) (backup.Erasures, error) {
	list, err := registry(tx)
	all := backup.Erasures{}
	for _, x := range list {
		if x.sound(tx) {
			all[[32]byte(x.token)] = x.day
		}
	}
	return all, err
}

// Erased reports whether the keys of a person were destroyed.
func Erased(tx *store.Tx, who person.ID) (bool, error) {
	token, err := tokenOf(tx, who)
	if err != nil {
		return false, err
	}
	x, found, err := store.One(tx, scanRegistered, `SELECT `+registeredColumns+` FROM vault_erasures WHERE token = $1`, token)
	return found && x.sound(tx), errs.Wrap(err, "find erasure of", who)
}

// erasuresDiffer finds rows of the register that the program did not write, and rows of an earlier version that came after it.
func erasuresDiffer(tx *store.Tx, _ *roster.Roster) (list []Difference, err error) {
	rows, err := registry(tx)
	for _, x := range rows {
		if !x.sound(tx) {
			list = append(list, Difference{DiffErasure, hex.EncodeToString(x.token)})
		}
	}
	if err != nil {
		return nil, err
	}
	named, err := store.List(tx, scanID, `SELECT person_id FROM vault_erasures_once ORDER BY person_id`)
	for _, who := range named {
		list = append(list, Difference{DiffErasure, string(who)})
	}
	return list, errs.Wrap(err, "compare erasures")
}

// RegardErasures puts the register of an earlier version under the key file: rows that have no guard, and those that name who was erased, which become rows of the
// register. It believes those of which the trail knows the erasure, and leaves the others for Examine to tell. It is done once in the life of an installation:
// whoever plants rows afterwards must not find somebody who vouches for them.
func RegardErasures(tx *store.Tx) error {
	named, err := store.List(tx, func(row store.Row) (e Erasure, err error) {
		return e, row.Scan(&e.Person, &e.At, &e.Backups)
	}, `SELECT person_id, erased, backups FROM vault_erasures_once ORDER BY erased`)
	if err != nil {
		return errs.Wrap(err, "list earlier erasures")
	}
	for _, e := range named {
		known, err := noted(tx, e.Person)
		if err != nil || !known {
			if err != nil {
				return err
			}
			continue
		}
		if err = e.register(tx); err == nil {
			_, err = tx.Exec(`DELETE FROM vault_erasures_once WHERE person_id = $1`, e.Person)
		}
		if err != nil {
			return errs.Wrap(err, "move earlier erasure")
		}
		tx.Note("husks", "", nil)
	}
	return guardErasures(tx)
}

// guardErasures gives rows of the register without a guard one, if the trail knows the erasure.
func guardErasures(tx *store.Tx) error {
	rows, err := registry(tx)
	if err != nil || !slices.ContainsFunc(rows, func(x registered) bool { return x.guard == nil }) {
		return err
	}
	erased, err := store.LastRevisions(tx, person.Erased)
	if err != nil {
		return err
	}
	people := map[[32]byte]person.ID{}
	for thing := range erased {
		people[backup.Token(tx.Keys(), thing.Person)] = person.ID(thing.Person)
	}
	for _, x := range rows {
		if x.guard != nil || len(x.token) != len([32]byte{}) {
			continue
		}
		who, there := people[[32]byte(x.token)]
		if !there {
			continue
		}
		known, err := noted(tx, who)
		if err == nil && known {
			err = x.write(tx)
			tx.Note("husks", "", nil)
		}
		if err != nil {
			return errs.Wrap(err, "guard erasure")
		}
	}
	return nil
}

// UncountErasures takes out of the register how much was destroyed, where an earlier version wrote it there. Rows that the program did not write stay as they are.
func UncountErasures(tx *store.Tx) error {
	rows, err := registry(tx)
	for _, x := range rows {
		if err == nil && x.counts != [4]int64{} && x.sound(tx) {
			err = x.write(tx)
			tx.Note("husks", "", nil)
		}
	}
	return err
}

// noted reports whether the trail knows that somebody was erased; entries that were planted know nothing.
func noted(tx *store.Tx, who person.ID) (bool, error) {
	erased, err := store.Noted(tx, string(who), person.Erased)
	if errs.KindOf(err) == errs.Forged {
		return false, nil
	}
	return len(erased) > 0, err
}
