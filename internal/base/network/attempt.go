package network

import (
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Visit is somebody who tries to enter: under which name, from where. Neither is kept, only keyed hashes of them.
type Visit struct{ Login, Address string }

// attemptWindow is how long tries are remembered after the last one.
const attemptWindow = 15 * time.Minute

// mostAttempts bounds the table. Filling it takes days, since each row costs the guesser a key derivation of ours.
const mostAttempts = 50_000

// brake slows tries down: after the first ones, which are free, each must wait twice as long as the one before. Whether the name is
// somebody's plays no part, so the wait says nothing about it.
type brake struct {
	purpose string
	parts   func(Visit) []string
	free    int64
	most    time.Duration
}

// Guessing one name from one address is slowed down most, since it is no legitimate member's way. Guessing from many addresses slows the
// name down, and trying many names the address; both stay bearable for the people whose name or address it is: nobody can
// lock a colleague out by typing their name.
var brakes = []brake{
	{"attempt name and address", func(v Visit) []string { return []string{NormalLogin(v.Login), v.Address} }, 5, 5 * time.Minute},
	{"attempt address", func(v Visit) []string { return []string{v.Address} }, 60, time.Minute},
	{"attempt name", func(v Visit) []string { return []string{NormalLogin(v.Login)} }, 60, 30 * time.Second},
}

// wait is how long to wait after so many tries.
func (b brake) wait(tries int64) time.Duration {
	if tries < b.free {
		return 0
	}
	if over := tries - b.free; over < 20 {
		return min(b.most, time.Second<<over)
	}
	return b.most
}

type tries struct {
	count int64
	last  time.Time
}

// Knock counts a try before the secret is looked at, so that many at once count too. A try that comes too early is not counted: it is told how
// long to wait, and nothing else is to be done for it.
func Knock(tx *store.Tx, keys *seal.Keys, v Visit) (wait time.Duration, err error) {
	now := tx.Now().Truncate(time.Second)
	for _, b := range brakes {
		token := keys.Token(b.purpose, b.parts(v)...)
		t, found, err := store.One(tx, scanTries, `SELECT tries, last FROM network_attempts WHERE token = $1`, token[:])
		if err != nil {
			return 0, errs.Wrap(err, "find attempts")
		}
		if found && now.Sub(t.last) <= attemptWindow {
			wait = max(wait, t.last.Add(b.wait(t.count)).Sub(now))
		}
	}
	if wait > 0 {
		return wait, nil
	}
	if _, err := tx.Exec(`DELETE FROM network_attempts WHERE last < $1`, stamp(now.Add(-attemptWindow))); err != nil {
		return 0, errs.Wrap(err, "forget attempts")
	}
	for _, b := range brakes {
		token := keys.Token(b.purpose, b.parts(v)...)
		_, err := tx.Exec(`INSERT INTO network_attempts (token, tries, last) VALUES ($1, 1, $2)
ON CONFLICT (token) DO UPDATE SET tries = network_attempts.tries + 1, last = $2`, token[:], stamp(now))
		if err != nil {
			return 0, errs.Wrap(err, "count attempt")
		}
	}
	_, err = tx.Exec(`DELETE FROM network_attempts WHERE token IN (SELECT token FROM network_attempts ORDER BY last DESC, token LIMIT 100 OFFSET $1)`, mostAttempts)
	tx.Note("attempt", store.AttemptCounted, nil)
	return 0, errs.Wrap(err, "bound attempts")
}

// Welcome takes a try back that succeeded: whoever enters well never waits.
func Welcome(tx *store.Tx, keys *seal.Keys, v Visit) error {
	for i, b := range brakes {
		token := keys.Token(b.purpose, b.parts(v)...)
		change := `UPDATE network_attempts SET tries = tries - 1 WHERE token = $1 AND tries > 0`
		if i == 0 {
			change = `DELETE FROM network_attempts WHERE token = $1`
		}
		if _, err := tx.Exec(change, token[:]); err != nil {
			return errs.Wrap(err, "take attempt back")
		}
	}
	return nil
}

func scanTries(row store.Row) (t tries, err error) {
	var last string
	if err = row.Scan(&t.count, &last); err == nil {
		t.last, err = time.Parse(time.RFC3339, last)
	}
	return t, err
}

// Why somebody was not let in. Who tries is never told, only who reads the trail.
const (
	NoSuchName  = "no account of that name"
	WrongSecret = "wrong password or recovery code"
	WrongFactor = "wrong second factor"
	MayNotEnter = "the account may not enter"
	Forged      = "the way in was changed outside the program"
)

// Why says why nobody was let in through an entrance; opened says that the secret was right.
func (e Entrance) Why(opened bool) string {
	switch {
	case e.Account.ID == "":
		return NoSuchName
	case e.forged:
		return Forged
	case opened:
		return WrongFactor
	case !e.Account.Enters():
		return MayNotEnter
	}
	return WrongSecret
}

// Refuse puts on record that somebody was not let in. It is one entry for every name and every reason, so that the time of the answer goes
// on saying nothing; the officer of a known account's own organisation reads it. It runs under a grant that refuses.
func (e Entrance) Refuse(tx *store.Tx) {
	tx.NoteOf(string(e.Account.OrganisationID), "attempt", string(e.Account.ID), nil)
}
