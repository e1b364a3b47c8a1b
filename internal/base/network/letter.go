package network

import (
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// Letter is a mail to a member. It says that there is something to do, and never what: a mailbox is read by others.
type Letter struct {
	Account  AccountID
	To       string // address
	Language string
	Tries    int64
}

// LetterPause is how long nobody gets a second letter, whatever happens meanwhile.
const LetterPause = time.Hour

// Call asks a member by mail to come and look. Who has no address, or left, gets none; who waits for one already gets one.
func Call(tx *store.Tx, a AccountID) error {
	r, err := Roster(tx)
	if err != nil {
		return err
	}
	to, found, err := store.One(tx, scanAddress(r), addressColumns+` WHERE a.id = $1`, a)
	if err != nil || !found || to.To == "" {
		return errs.Wrap(err, "call", a)
	}
	_, err = tx.Exec(`INSERT INTO network_letters (account_id, waiting, tries, due, sent) VALUES ($1, TRUE, 0, $2, '')
ON CONFLICT (account_id) DO UPDATE SET waiting = TRUE`, a, stamp(tx.Now()))
	tx.Note("letter", string(a), nil)
	return errs.Wrap(err, "call", a)
}

const addressColumns = `SELECT a.id, a.email, a.language, a.status FROM network_accounts a`

// scanAddress reads where an account is called: of who watches over others that is what the roster says, whatever its row does. Who may not be called has no address.
func scanAddress(r *roster.Roster) func(store.Row) (Letter, error) {
	return func(row store.Row) (l Letter, err error) {
		var status policy.Status
		if err := row.Scan(&l.Account, &l.To, &l.Language, &status); err != nil {
			return l, err
		}
		if card, _ := r.Card(string(l.Account)); r.Guards() >= roster.Addresses && card.Works(roster.Watch) {
			l.To = card.Mail
		} else if status == policy.Suspended || status == policy.Left {
			l.To = ""
		}
		return l, nil
	}
}

// letterLatest is how long a letter waits at most, whatever its row says: a longer time was written by somebody who wants nobody to be called.
const letterLatest = 25 * time.Hour

// Letters lists what is to be sent now.
func Letters(tx *store.Tx) ([]Letter, error) {
	r, err := Roster(tx)
	if err != nil {
		return nil, err
	}
	tries := map[AccountID]int64{}
	due, err := store.List(tx, func(row store.Row) (id AccountID, err error) {
		var n int64
		err = row.Scan(&id, &n)
		tries[id] = n
		return id, err
	}, `SELECT account_id, CAST(tries AS BIGINT) FROM network_letters WHERE waiting = TRUE AND (due <= $1 OR due > $2) ORDER BY due, account_id`, stamp(tx.Now()), stamp(tx.Now().Add(letterLatest)))
	var list []Letter
	for _, id := range due {
		var l Letter
		if err == nil {
			l, _, err = store.One(tx, scanAddress(r), addressColumns+` WHERE a.id = $1`, id)
		}
		if l.Tries = tries[id]; l.To != "" {
			list = append(list, l)
		}
	}
	return list, errs.Wrap(err, "list letters")
}

// LetterTime is how long whoever took a letter has it in their hands. It is far longer than sending takes; whoever has not told by then is gone.
const LetterTime = 10 * time.Minute

// Take gives a letter into the hands of one sender; it is false when another has it, or it is due no more.
func (l Letter) Take(tx *store.Tx) (bool, error) {
	_, due, err := store.One(tx, func(row store.Row) (id AccountID, err error) { return id, row.Scan(&id) },
		`SELECT account_id FROM network_letters WHERE account_id = $1 AND waiting = TRUE AND (due <= $2 OR due > $3)`, l.Account, stamp(tx.Now()), stamp(tx.Now().Add(letterLatest)))
	if err != nil || !due {
		return false, errs.Wrap(err, "take letter", l.Account)
	}
	return true, l.settle(tx, `UPDATE network_letters SET due = $1 WHERE account_id = $2`, stamp(tx.Now().Add(LetterTime)), l.Account)
}

// Sent notes that a letter left.
func (l Letter) Sent(tx *store.Tx) error {
	return l.settle(tx, `UPDATE network_letters SET waiting = FALSE, tries = 0, sent = $1, due = $2 WHERE account_id = $3`,
		stamp(tx.Now()), stamp(tx.Now().Add(LetterPause)), l.Account)
}

// Failed notes that a letter did not leave: it is tried again later, each time after twice as long, within a day.
func (l Letter) Failed(tx *store.Tx) error {
	wait := min(time.Minute<<min(max(l.Tries, 0), 11), 24*time.Hour) // a row may say anything
	return l.settle(tx, `UPDATE network_letters SET tries = tries + 1, due = $1 WHERE account_id = $2`, stamp(tx.Now().Add(wait)), l.Account)
}

func (l Letter) settle(tx *store.Tx, sql string, args ...any) error {
	if _, err := tx.Exec(sql, args...); err != nil {
		return errs.Wrap(err, "settle letter", l.Account)
	}
	tx.Note("letter", string(l.Account), nil)
	return nil
}
