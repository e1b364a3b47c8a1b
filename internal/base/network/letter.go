package network

import (
	"time"

	"approdo/internal/base/errs"
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
	n, err := tx.Exec(`INSERT INTO network_letters (account_id, waiting, tries, due, sent)
SELECT id, TRUE, 0, $1, '' FROM network_accounts WHERE id = $2 AND email <> ''
ON CONFLICT (account_id) DO UPDATE SET waiting = TRUE`, stamp(tx.Now()), a)
	if err != nil {
		return errs.Wrap(err, "call", a)
	}
	if n > 0 {
		tx.Note("letter", string(a), nil)
	}
	return nil
}

// Letters lists what is to be sent now.
func Letters(tx *store.Tx) ([]Letter, error) {
	list, err := store.List(tx, func(row store.Row) (l Letter, err error) {
		return l, row.Scan(&l.Account, &l.To, &l.Language, &l.Tries)
	}, `SELECT l.account_id, a.email, a.language, l.tries FROM network_letters l JOIN network_accounts a ON a.id = l.account_id
WHERE l.waiting = TRUE AND l.due <= $1 AND a.email <> '' AND a.status NOT IN ('suspended', 'left') ORDER BY l.due, l.account_id`, stamp(tx.Now()))
	return list, errs.Wrap(err, "list letters")
}

// LetterTime is how long whoever took a letter has it in their hands. It is far longer than sending takes; whoever has not told by then is gone.
const LetterTime = 10 * time.Minute

// Take gives a letter into the hands of one sender; it is false when another has it, or it is due no more.
func (l Letter) Take(tx *store.Tx) (bool, error) {
	_, due, err := store.One(tx, func(row store.Row) (id AccountID, err error) { return id, row.Scan(&id) },
		`SELECT account_id FROM network_letters WHERE account_id = $1 AND waiting = TRUE AND due <= $2`, l.Account, stamp(tx.Now()))
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
	wait := min(time.Minute<<min(l.Tries, 11), 24*time.Hour)
	return l.settle(tx, `UPDATE network_letters SET tries = tries + 1, due = $1 WHERE account_id = $2`, stamp(tx.Now().Add(wait)), l.Account)
}

func (l Letter) settle(tx *store.Tx, sql string, args ...any) error {
	if _, err := tx.Exec(sql, args...); err != nil {
		return errs.Wrap(err, "settle letter", l.Account)
	}
	tx.Note("letter", string(l.Account), nil)
	return nil
}
