package vault

import (
	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// named is who follows whom as an earlier version kept it, with the account.
type named struct {
	person  person.ID
	account network.AccountID
	since   string // UTC
	guard   []byte
}

// namedFollowers lists what still stands so.
func namedFollowers(tx *store.Tx) ([]named, error) {
	list, err := store.List(tx, func(row store.Row) (n named, err error) {
		return n, row.Scan(&n.person, &n.account, &n.since, &n.guard)
	},
		`SELECT person_id, account_id, since, guard FROM vault_followers_once ORDER BY person_id, account_id`)
	return list, errs.Wrap(err, "list earlier followers")
}

// wrote reports whether that version wrote it.
func (n named) wrote(tx *store.Tx) bool {
	return tx.Guarded(n.guard, "follower", string(n.person), string(n.account), n.since)
}

// MoveFollowers keeps by their hashes who follows whom, of rows of an earlier version that the program wrote. Others stay for Examine to tell: whoever plants rows must not find
// somebody who vouches for them.
func MoveFollowers(tx *store.Tx) error { return move(tx, false) }

// move believes rows without a guard in an installation that is older than these.
func move(tx *store.Tx, older bool) error {
	list, err := namedFollowers(tx)
	if err != nil {
		return err
	}
	moved := 0
	for _, n := range list {
		if !n.wrote(tx) && !(older && n.guard == nil) {
			continue
		}
		if err := followSince(tx, n.person, n.account, n.since[:min(len(n.since), len("2006-01-02"))]); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM vault_followers_once WHERE person_id = $1 AND account_id = $2`, n.person, n.account); err != nil {
			return errs.Wrap(err, "move earlier follower")
		}
		moved++
		tx.NoteAbout(string(n.person), FollowNoun, string(n.person), audit.Details{"account": audit.ID(n.account), "follows": audit.Code("again")})
	}
	return moveFollowings(tx, older || moved > 0)
}

// moveFollowings keeps what is remembered of the last weeks in the same way, where followers came from that version too. Rows that stand alone were planted by somebody who wants to read
// the hashes of accounts: they go.
func moveFollowings(tx *store.Tx, keeps bool) error {
	type named struct {
		id          string
		who         person.ID
		account, by network.AccountID
		begins      bool
		at          string
	}
	list, err := store.List(tx, func(row store.Row) (n named, err error) {
		return n, row.Scan(&n.id, &n.who, &n.account, &n.by, &n.begins, &n.at)
	}, `SELECT id, person_id, account_id, by_account, follows, at FROM vault_followings_once`)
	for _, n := range list {
		if err == nil && keeps {
			_, err = tx.Exec(`INSERT INTO vault_followings (id, person_id, follower, by_follower, follows, at) VALUES ($1, $2, $3, $4, $5, $6)`,
				n.id, n.who, hash(tx, n.account), hash(tx, n.by), n.begins, n.at)
		}
	}
	if err == nil && len(list) > 0 {
		_, err = tx.Exec(`DELETE FROM vault_followings_once`)
		tx.Note(FollowNoun, "over", audit.Details{"count": audit.Count(int64(len(list)))})
	}
	return errs.Wrap(err, "move what is remembered of followers")
}
