package vault

import (
	"cmp"
	"encoding/hex"
	"slices"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
)

// Follower is somebody whose own case a person is.
type Follower struct {
	Account network.AccountID // empty for a hash that is no account's: a row that was planted
	Since   string            // day
	hash    []byte
	guard   []byte
}

// Followers lists who follows a person of the grant's own organisation, since whom first.
func Followers(tx *store.Tx, who person.ID) ([]Follower, error) {
	if _, err := organisation(tx, who); err != nil {
		return nil, err
	}
	list, err := store.List(tx, scanFollower, `SELECT `+followerColumns+` FROM vault_followers WHERE person_id = $1`, who)
	if err != nil {
		return nil, errs.Wrap(err, "list followers of", who)
	}
	names, err := hashed(tx)
	for i := range list {
		list[i].Account = names[string(list[i].hash)]
	}
	list = slices.DeleteFunc(list, func(f Follower) bool { return f.Account == "" || !f.guarded(tx, who) })
	slices.SortFunc(list, func(a, b Follower) int {
		return cmp.Or(cmp.Compare(a.Since, b.Since), cmp.Compare(a.Account, b.Account))
	})
	return list, err
}

const followerColumns = `follower, since, guard`

func scanFollower(row store.Row) (f Follower, err error) {
	return f, row.Scan(&f.hash, &f.Since, &f.guard)
}

// hash stands for an account where it is kept who follows whom: who has the database and not the key file does not learn whose case a person is.
func hash(tx *store.Tx, account network.AccountID) []byte {
	token := tx.Keys().Token("account that follows", string(account))
	return token[:16]
}

// hashed gives the accounts by their hash.
func hashed(tx *store.Tx) (map[string]network.AccountID, error) {
	accounts, err := network.AccountIDs(tx)
	names := make(map[string]network.AccountID, len(accounts))
	for _, id := range accounts {
		names[string(hash(tx, id))] = id
	}
	return names, err
}

// guarded reports whether the program wrote that somebody follows a person: a row that was planted is none.
func (f Follower) guarded(tx *store.Tx, who person.ID) bool {
	return tx.Guarded(f.guard, "follower", string(who), string(f.hash), f.Since)
}

// Begin makes somebody who was recorded in this transaction the own case of the one who acts: whoever begins with somebody follows them.
func Begin(tx *store.Tx, who person.ID) error {
	if keyed, err := Keyed(tx, who); err != nil || keyed {
		if keyed {
			err = errs.E(errs.Conflict, "vault.changed_meanwhile")
		}
		return err
	}
	tx.NoteRevision(string(who), FollowNoun, follows(tx, who, me(tx)), store.Stands, audit.Details{"account": audit.ID(me(tx)), "follows": audit.Code("yes")})
	return follow(tx, who, me(tx))
}

// Follow makes a person the own case of a colleague. Twice is once. Whoever follows opens the card without saying what for and finds the name in every
// search, so to follow somebody by oneself about whom something is sealed counts as learning who they are, and beyond the budget is refused (tx is a
// store.Reveal's, so that the refusal is on record). When others follow the person, or did of late, they are told and so is the officer: it goes by
// what happened, and not by who was taken out just before. Of many in a day, for whomever, the officer is told too. A restricted card is followed by
// those who may open it.
func Follow(tx *store.Tx, who person.ID, account network.AccountID, b Budget) error {
	others, err := Followers(tx, who)
	if err != nil || slices.ContainsFunc(others, func(f Follower) bool { return f.Account == account }) {
		tx.NoteAbout(string(who), "follower", string(who), audit.Details{"account": audit.ID(account), "follows": audit.Code("again")})
		return err
	}
	members, restricted, err := assigning(tx, who)
	if err == nil && restricted && !slices.Contains(members, account) {
		err = errs.E(errs.Conflict, "vault.follow_restricted")
	}
	if err != nil {
		return err
	}
	if account == me(tx) {
		if refused, err := adopt(tx, who, b, members); err != nil || refused {
			return err
		}
	}
	if err := follow(tx, who, account); err != nil {
		return err
	}
	if err := followed(tx, who, account, true); err != nil {
		return err
	}
	return warnOfMany(tx)
}

// adopt counts that the one who acts follows a person by themselves, and tells those who follow or followed the person; of a restricted card, those who
// may open it.
func adopt(tx *store.Tx, who person.ID, b Budget, members []network.AccountID) (refused bool, err error) {
	if err := store.Trusted(tx, store.SumFollowings); err != nil { // who is to be told could stand there
		return false, err
	}
	keyed, err := Keyed(tx, who)
	if err == nil && keyed {
		refused, err = b.learn(tx, who)
	}
	if err != nil {
		return false, err
	}
	if refused {
		return true, b.beyond(tx, who, "follower")
	}
	known, err := followedOfLate(tx, who)
	known = slices.DeleteFunc(known, func(a network.AccountID) bool {
		return a == me(tx) || members != nil && !slices.Contains(members, a)
	})
	if err != nil || len(known) == 0 {
		return false, err
	}
	return false, warn(tx, warning{kind: WarningFollow, person: who, account: me(tx)}, known...)
}

func follow(tx *store.Tx, who person.ID, account network.AccountID) error {
	return followSince(tx, who, account, work.Day(tx))
}

func followSince(tx *store.Tx, who person.ID, account network.AccountID, day string) error {
	h := hash(tx, account)
	_, err := tx.Exec(`INSERT INTO vault_followers (person_id, follower, since, guard) VALUES ($1, $2, $3, $4)
ON CONFLICT (person_id, follower) DO UPDATE SET since = excluded.since, guard = excluded.guard`,
		who, h, day, tx.Guard("follower", string(who), string(h), day))
	return errs.Wrap(err, "record follower of", who)
}

// Leave ends that a colleague follows a person. Who ends it for somebody else is told to them and to the officer.
func Leave(tx *store.Tx, who person.ID, account network.AccountID) error {
	if _, _, err := assigning(tx, who); err != nil {
		return err
	}
	ended, err := unfollow(tx, who, account)
	if err != nil || !ended || account == me(tx) {
		return err
	}
	return warn(tx, warning{kind: WarningUnfollow, person: who, account: me(tx)}, account)
}

// FollowNoun is what the trail calls that one account follows one person.
const FollowNoun = "follower"

// follows is what the trail calls one account that follows a person: whoever keeps the trail after an erasure does not learn from it who that was.
func follows(tx *store.Tx, who person.ID, account network.AccountID) string {
	token := tx.Keys().Token("follower of a person", string(who), string(account))
	return hex.EncodeToString(token[:16])
}

func unfollow(tx *store.Tx, who person.ID, account network.AccountID) (ended bool, err error) {
	n, err := tx.Exec(`DELETE FROM vault_followers WHERE person_id = $1 AND follower = $2`, who, hash(tx, account))
	if err != nil || n == 0 {
		tx.NoteAbout(string(who), "follower", string(who), audit.Details{"account": audit.ID(account), "follows": audit.Code("no")})
		return false, errs.Wrap(err, "remove follower of", who)
	}
	return true, followed(tx, who, account, false)
}

// How long it is remembered who followed somebody, and how many followings of a day by one account are told.
const (
	followMemory = 90 * 24 * time.Hour
	followMany   = 8
)

// followed remembers that an account began or ended to follow a person, by whom, and puts it on record.
func followed(tx *store.Tx, who person.ID, account network.AccountID, begins bool) error {
	said, turn := "no", int64(store.Gone)
	if begins {
		said, turn = "yes", store.Stands
	}
	tx.NoteRevision(string(who), FollowNoun, follows(tx, who, account), turn, audit.Details{"account": audit.ID(account), "follows": audit.Code(said)})
	_, err := tx.Exec(`INSERT INTO vault_followings (id, person_id, follower, by_follower, follows, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		work.NewID(), who, hash(tx, account), hash(tx, me(tx)), begins, now(tx))
	return errs.Wrap(err, "remember follower of", who)
}

// followedOfLate lists who follows a person or did within the time that is remembered.
func followedOfLate(tx *store.Tx, who person.ID) ([]network.AccountID, error) {
	names, err := hashed(tx)
	if err != nil {
		return nil, err
	}
	list, err := store.List(tx, func(row store.Row) (id network.AccountID, err error) {
		var h []byte
		err = row.Scan(&h)
		return names[string(h)], err
	}, `SELECT follower FROM vault_followers WHERE person_id = $1 UNION SELECT follower FROM vault_followings WHERE person_id = $1 AND at > $2`,
		who, stamp(tx.Now().Add(-followMemory)))
	list = slices.DeleteFunc(list, func(id network.AccountID) bool { return id == "" })
	slices.Sort(list)
	return list, errs.Wrap(err, "list who followed", who)
}

// warnOfMany tells the officer of an account that made many people somebody's own cases within a day: a hand-over looks like that, and so does somebody who helps
// themselves.
func warnOfMany(tx *store.Tx) error {
	if tx.Grant().Role() == "" { // a job's
		return nil
	}
	var n int64
	err := tx.QueryRow(`SELECT COUNT(*) FROM vault_followings WHERE by_follower = $1 AND follows AND at > $2 AND at <= $3`, hash(tx, me(tx)), stamp(tx.Now().Add(-24*time.Hour)), latest(tx)).Scan(&n)
	if err != nil || n < followMany {
		return errs.Wrap(err, "count followings")
	}
	return warn(tx, warning{kind: WarningMany, account: me(tx)})
}

// ForgetFollowings destroys what is no longer remembered of who followed whom, as of a settled moment (backup.Settled), and what was counted of readings. It is work of a job.
func ForgetFollowings(tx *store.Tx, settled time.Time) error {
	n, err := tx.Exec(`DELETE FROM vault_followings WHERE at <= $1`, stamp(settled.Add(-followMemory)))
	if err == nil {
		var more int64
		more, err = tx.Exec(`DELETE FROM vault_readings WHERE at <= $1`, stamp(tx.Now().Add(-learnable)))
		n += more
	}
	if err == nil { // a warning says in clear about whom and of whom
		var more int64
		more, err = tx.Exec(`DELETE FROM vault_notices WHERE made <= $1`, stamp(settled.Add(-warningTime)))
		n += more
	}
	if n > 0 {
		tx.Note("follower", "over", audit.Details{"count": audit.Count(n)})
	}
	return errs.Wrap(err, "forget followings")
}

// assigning reads who may open a card, for one who says who follows the person. Of a restricted card only those who open it say so.
func assigning(tx *store.Tx, who person.ID) (members []network.AccountID, restricted bool, err error) {
	members, restricted, err = Confided(tx, who)
	if err == nil && restricted && !slices.Contains(members, me(tx)) {
		err = none()
	}
	return members, restricted, err
}

// Following says who follows whom, as the trail notes it.
func Following(tx *store.Tx) (map[store.Thing]int64, error) {
	rows := map[store.Thing]int64{}
	names, err := hashed(tx)
	if err != nil {
		return nil, err
	}
	_, err = store.List(tx, func(row store.Row) (h []byte, err error) {
		var who person.ID
		err = row.Scan(&who, &h)
		rows[store.Thing{Person: string(who), Record: follows(tx, who, names[string(h)])}] = store.Stands
		return h, err
	}, `SELECT person_id, follower FROM vault_followers`)
	return rows, errs.Wrap(err, "list followers")
}
