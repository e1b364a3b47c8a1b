package network

import (
	"errors"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Visit is somebody who tries to enter: under which name, from where, and whether in a browser that is known. None of it is kept, only keyed hashes.
type Visit struct {
	Login, Address string
	Device         Device
}

// attemptWindow is how long tries are remembered after the last one.
const attemptWindow = 15 * time.Minute

// clockSlip is how far two clocks may differ. What was written down later than that was written while one was wrong, and counts for nothing.
const clockSlip = time.Minute

// mostAttempts bounds the table. Filling it takes days, since each row costs the guesser a key derivation of ours.
const mostAttempts = 50_000

// A brake slows down whoever tries again, by what they did themselves: after the first tries, which are free, each must wait twice as long as the one
// before. What others do somewhere else never makes anybody wait, else whoever wants a colleague kept out would only have to type their
// name. Whether the name is somebody's plays no part, so the wait says nothing about it.
//
// A known browser has a brake of its own. Everybody else has that of name and address together. Where a name is tried from many
// addresses, or many names from one, a try is a guess more likely than a slip: there the first is free and the next waits long.
const (
	freeTries   = 5
	longestWait = 5 * time.Minute

	hotTries  = 60 // of a name or an address, within the window
	hotFree   = 1
	hotWaitOf = 30 * time.Second
)

// count is one thing that tries are counted by.
type count struct {
	purpose string
	parts   []string
}

// own is what slows this visit down, and crowd are what shows that somebody guesses.
func (v Visit) own() count {
	if v.Device.Known() {
		return count{"attempt device", []string{v.Device.Name()}}
	}
	return count{"attempt name and address", []string{NormalLogin(v.Login), v.Address}}
}

func (v Visit) crowd() []count {
	if v.Device.Known() {
		return nil
	}
	return []count{{"attempt address", []string{v.Address}}, {"attempt name", []string{NormalLogin(v.Login)}}}
}

type tries struct {
	count int64
	last  time.Time
}

// wait is how long to wait after the last try.
func (t tries) wait(hot bool) time.Duration {
	free, least := int64(freeTries), time.Duration(0)
	if hot {
		free, least = hotFree, hotWaitOf
	}
	if t.count < free {
		return 0
	}
	if over := t.count - free; over < 20 {
		return max(least, min(longestWait, time.Second<<over))
	}
	return longestWait
}

// counted reads how often something was tried within the window.
func (c count) counted(tx *store.Tx, keys *seal.Keys) (tries, error) {
	token := keys.Token(c.purpose, c.parts...)
	t, found, err := store.One(tx, scanTries, `SELECT tries, last FROM network_attempts WHERE token = $1`, token[:])
	if age := tx.Now().Sub(t.last); !found || age > attemptWindow || age < -attemptWindow { // what is yet to come was written by somebody who wants nobody to enter
		t = tries{}
	}
	return t, errs.Wrap(err, "find attempts")
}

// Wait says how long a visit must wait before its next try. It counts nothing.
func Wait(tx *store.Tx, keys *seal.Keys, v Visit) (time.Duration, error) {
	own, err := v.own().counted(tx, keys)
	hot := false
	for _, c := range v.crowd() {
		t, errCrowd := c.counted(tx, keys)
		err, hot = errors.Join(err, errCrowd), hot || t.count >= hotTries
	}
	if err != nil {
		return 0, err
	}
	return max(0, own.last.Add(own.wait(hot)).Sub(tx.Now().Truncate(time.Second))), nil
}

// Knock counts a try before the secret is looked at, so that many at once count too. A try that comes too early is not counted: it is told how
// long to wait, and nothing else is to be done for it.
func Knock(tx *store.Tx, keys *seal.Keys, v Visit) (wait time.Duration, err error) {
	if wait, err = Wait(tx, keys, v); err != nil || wait > 0 {
		return wait, err
	}
	now := tx.Now().Truncate(time.Second)
	if _, err := tx.Exec(`DELETE FROM network_attempts WHERE last < $1`, stamp(now.Add(-attemptWindow))); err != nil {
		return 0, errs.Wrap(err, "forget attempts")
	}
	for _, c := range append(v.crowd(), v.own()) {
		token := keys.Token(c.purpose, c.parts...)
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
	own := keys.Token(v.own().purpose, v.own().parts...)
	_, err := tx.Exec(`DELETE FROM network_attempts WHERE token = $1`, own[:])
	for _, c := range v.crowd() {
		if err == nil {
			token := keys.Token(c.purpose, c.parts...)
			_, err = tx.Exec(`UPDATE network_attempts SET tries = tries - 1 WHERE token = $1 AND tries > 0`, token[:])
		}
	}
	return errs.Wrap(err, "take attempt back")
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
	WayForged   = "the way in was changed outside the program"
)

// Why says why nobody was let in through an entrance; opened says that the secret was right.
func (e Entrance) Why(opened bool) string {
	switch {
	case e.Account.ID == "":
		return NoSuchName
	case e.forged:
		return WayForged
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
