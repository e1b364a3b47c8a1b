package network

import (
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Account is a person who logs in.
type Account struct {
	ID             AccountID
	OrganisationID OrganisationID
	Login          string
	Name           string
	Language       string
	Roles          []policy.Role
	Organisation   string // its name, filled when read
	Lead           bool   // the organisation leads the network, filled when read
	verifier       string
}

// Subject is the account as policy sees it.
func (a Account) Subject() policy.Subject {
	return policy.Subject{Account: string(a.ID), Organisation: string(a.OrganisationID), Lead: a.Lead, Status: policy.Confirmed, Roles: a.Roles}
}

// RecordAccount adds an account with the verifier of its passphrase, made by seal.Passphrase outside the transaction because it is slow on purpose.
func RecordAccount(tx *store.Tx, a Account, verifier string) error {
	_, err := tx.Exec(`INSERT INTO network_accounts (id, organisation_id, login, name, language, passphrase) VALUES ($1, $2, $3, $4, $5, $6)`,
		a.ID, a.OrganisationID, a.Login, a.Name, a.Language, verifier)
	for _, role := range a.Roles {
		if err == nil {
			_, err = tx.Exec(`INSERT INTO network_roles (account_id, role) VALUES ($1, $2)`, a.ID, role)
		}
	}
	if err != nil {
		return errs.Wrap(err, "record account", a.ID)
	}
	tx.Note("account", string(a.ID), nil)
	return nil
}

const accountColumns = `SELECT a.id, a.organisation_id, a.login, a.name, a.language, a.passphrase, o.name, o.lead
FROM network_accounts a JOIN network_organisations o ON o.id = a.organisation_id`

func scanAccount(row store.Row) (a Account, err error) {
	return a, row.Scan(&a.ID, &a.OrganisationID, &a.Login, &a.Name, &a.Language, &a.verifier, &a.Organisation, &a.Lead)
}

// Accounts lists everybody, by log-in name.
func Accounts(tx *store.Tx) ([]Account, error) {
	list, err := store.List(tx, scanAccount, accountColumns)
	for i := range list {
		if err == nil {
			list[i].Roles, err = roles(tx, list[i].ID)
		}
	}
	sortBy(list, func(a Account) string { return a.Login })
	return list, errs.Wrap(err, "list accounts")
}

// FindAccount reads one account by log-in name.
func FindAccount(tx *store.Tx, login string) (Account, error) {
	return findAccount(tx, accountColumns+` WHERE a.login = $1`, login)
}

// Matches reports whether the passphrase is the account's. It takes a while on purpose, also for the zero Account, so that an unknown name costs what a known one does.
func (a Account) Matches(passphrase string) bool {
	verifier := a.verifier
	if verifier == "" {
		verifier = nobody
	}
	return seal.PassphraseMatches(verifier, passphrase) && a.ID != ""
}

// nobody is a verifier of the usual cost that no passphrase is known for.
const nobody = "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// How long a session lives unused, and in all.
const (
	SessionIdle  = 30 * time.Minute
	SessionWhole = 12 * time.Hour
)

// OpenSession remembers the hash of a token that the browser keeps.
func OpenSession(tx *store.Tx, a AccountID, token string) error {
	now := stamp(tx.Now())
	hash := seal.Hash([]byte(token))
	_, err := tx.Exec(`INSERT INTO network_sessions (token, account_id, made, seen) VALUES ($1, $2, $3, $4)`, hash[:], a, now, now)
	tx.Note("session", string(a), nil)
	return errs.Wrap(err, "open session", a)
}

// Session finds the account of a live session; NotFound "network.no_session" otherwise. stale says that its last use should be noted by SeenSession.
func Session(tx *store.Tx, token string) (a Account, stale bool, err error) {
	hash := seal.Hash([]byte(token))
	type life struct{ account, made, seen string }
	l, found, err := store.One(tx, func(row store.Row) (l life, err error) {
		return l, row.Scan(&l.account, &l.made, &l.seen)
	}, `SELECT account_id, made, seen FROM network_sessions WHERE token = $1`, hash[:])
	if err != nil {
		return a, false, errs.Wrap(err, "find session")
	}
	now := tx.Now()
	if !found || l.made < stamp(now.Add(-SessionWhole)) || l.seen < stamp(now.Add(-SessionIdle)) {
		return a, false, errs.E(errs.NotFound, "network.no_session")
	}
	a, err = findAccount(tx, accountColumns+` WHERE a.id = $1`, l.account)
	return a, l.seen < stamp(now.Add(-time.Minute)), err
}

// SeenSession notes that a session was used.
func SeenSession(tx *store.Tx, token string) error {
	hash := seal.Hash([]byte(token))
	_, err := tx.Exec(`UPDATE network_sessions SET seen = $1 WHERE token = $2`, stamp(tx.Now()), hash[:])
	tx.Note("session", "seen", nil)
	return errs.Wrap(err, "note session")
}

// CloseSession ends a session; one that is gone already is no error.
func CloseSession(tx *store.Tx, token string) error {
	hash := seal.Hash([]byte(token))
	_, err := tx.Exec(`DELETE FROM network_sessions WHERE token = $1`, hash[:])
	tx.Note("session", "closed", nil)
	return errs.Wrap(err, "close session")
}

func findAccount(tx *store.Tx, sql, key string) (Account, error) {
	a, found, err := store.One(tx, scanAccount, sql, key)
	if err == nil && !found {
		err = errs.E(errs.NotFound, "network.no_account")
	}
	if err != nil {
		return Account{}, errs.Wrap(err, "find account")
	}
	a.Roles, err = roles(tx, a.ID)
	return a, err
}

func roles(tx *store.Tx, a AccountID) ([]policy.Role, error) {
	list, err := store.List(tx, func(row store.Row) (r policy.Role, err error) { return r, row.Scan(&r) },
		`SELECT role FROM network_roles WHERE account_id = $1`, a)
	sortBy(list, func(r policy.Role) string { return string(r) })
	return list, errs.Wrap(err, "list roles", a)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
