package network

import (
	"strings"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// Account is a member of an organisation, who logs in. What they can open follows from a seed that only their password or
// recovery code unlocks (slot.go); the public half of their keys stands here, for colleagues to seal things to.
type Account struct {
	ID             AccountID
	OrganisationID OrganisationID
	Login          string
	Name           string
	Language       string
	Email          string // for neutral mails; may be empty
	Status         policy.Status
	Roles          []policy.Role
	Units          []UnitID
	Public         seal.Public // nil until the invitation is accepted
	Epoch          int64       // grows when sessions must end
	SecondFactor   bool
	Recovery       Recovery
	Knew           bool   // the key of a team, and may not hold it any more: until it is changed
	Organisation   string // its name, filled when read
	Lead           bool   // the organisation leads the network, filled when read
	factor         []byte
	step           int64
	vouched        bool          // the roster says the same
	member         roster.Member // of the roster, if it is confirmed there
}

// Recovery is how an account stands with its recovery code.
type Recovery string

// A code that was made and never typed back is Unproven: it may not have been written down.
const (
	NoRecovery Recovery = ""
	Unproven   Recovery = "unproven"
	Proven     Recovery = "proven"
)

// Subject is the account as policy sees it. One that is confirmed in its row, and not by the roster, waits for a colleague.
func (a Account) Subject() policy.Subject {
	status := a.Status
	if status == policy.Confirmed && !a.vouched {
		status = policy.Accepted
	}
	return policy.Subject{Account: string(a.ID), Organisation: string(a.OrganisationID), Lead: a.Lead, Status: status, Roles: a.Roles}
}

// Enters reports whether the account may log in at all.
func (a Account) Enters() bool { return a.Status == policy.Accepted || a.Status == policy.Confirmed }

// HoldsKeys reports whether colleagues may seal keys of a compartment to the account.
func (a Account) HoldsKeys() bool {
	return a.Status == policy.Confirmed && policy.HoldsKeys(a.Roles) && a.member.Has(roster.Hold)
}

// NormalLogin is a log-in name as it is kept: small letters, no spaces around it.
func NormalLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

// RecordAccount adds an account as it is given, with its slots; an empty status is Invited.
func RecordAccount(tx *store.Tx, a Account, slots ...Slot) error {
	if a.Status == "" {
		a.Status = policy.Invited
	}
	_, err := tx.Exec(`INSERT INTO network_accounts (id, organisation_id, login, name, language, email, status, public) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		a.ID, a.OrganisationID, NormalLogin(a.Login), a.Name, a.Language, a.Email, a.Status, []byte(a.Public))
	if err == nil {
		err = place(tx, a.ID, a.Roles, a.Units)
	}
	for _, s := range slots {
		if err == nil {
			err = recordSlot(tx, a.ID, s)
		}
	}
	if err != nil {
		return errs.Wrap(err, "record account", a.ID)
	}
	tx.Note("account", string(a.ID), nil)
	return nil
}

// Admit records a founder, who is confirmed at once. Their key was named by Entrust before.
func Admit(tx *store.Tx, a Account, pen seal.Pen, slots ...Slot) error {
	a.Public, a.Status = pen.Public(), policy.Confirmed
	err := RecordAccount(tx, a, slots...)
	if err == nil {
		err = a.claim(tx, pen, slotMarks(slots))
	}
	if err == nil {
		err = a.vouch(tx, roster.Founder, roster.By{})
	}
	return err
}

// place gives a new or cleared account its roles and units.
func place(tx *store.Tx, a AccountID, roles []policy.Role, units []UnitID) error {
	for _, role := range roles {
		if _, err := tx.Exec(`INSERT INTO network_roles (account_id, role) VALUES ($1, $2)`, a, role); err != nil {
			return err
		}
	}
	for _, unit := range units {
		if _, err := tx.Exec(`INSERT INTO network_teams (account_id, unit_id) VALUES ($1, $2)`, a, unit); err != nil {
			return err
		}
	}
	return nil
}

const accountColumns = `SELECT a.id, a.organisation_id, a.login, a.name, a.language, a.email, a.status, a.public, a.epoch, a.factor, a.step,
CASE WHEN s.proven IS NULL THEN '' WHEN s.proven THEN 'proven' ELSE 'unproven' END, o.name, o.lead
FROM network_accounts a JOIN network_organisations o ON o.id = a.organisation_id
LEFT JOIN network_slots s ON s.account_id = a.id AND s.kind = 'recovery'`

func scanAccount(row store.Row) (a Account, err error) {
	var public []byte
	err = row.Scan(&a.ID, &a.OrganisationID, &a.Login, &a.Name, &a.Language, &a.Email, &a.Status, &public, &a.Epoch, &a.factor, &a.step,
		&a.Recovery, &a.Organisation, &a.Lead)
	a.Public, a.SecondFactor = seal.Public(public), a.factor != nil
	return a, err
}

// Accounts lists everybody, by log-in name.
func Accounts(tx *store.Tx) ([]Account, error) {
	list, err := store.List(tx, scanAccount, accountColumns)
	return completed(tx, list, err)
}

// AccountIDs lists every account, without what is known of it.
func AccountIDs(tx *store.Tx) ([]AccountID, error) {
	list, err := store.List(tx, func(row store.Row) (id AccountID, err error) { return id, row.Scan(&id) }, `SELECT id FROM network_accounts ORDER BY id`)
	return list, errs.Wrap(err, "list accounts")
}

// Members lists the accounts of the organisations the grant sees into, by name.
func Members(tx *store.Tx) ([]Account, error) {
	within, args := store.Within(tx.Grant().Own(), "a.organisation_id", 1)
	list, err := store.List(tx, scanAccount, accountColumns+` WHERE `+within, args...)
	list, err = completed(tx, list, err)
	sortBy(list, func(a Account) string { return strings.ToLower(a.Name) })
	return list, err
}

func completed(tx *store.Tx, list []Account, err error) ([]Account, error) {
	r := &roster.Roster{}
	if err == nil {
		r, err = Roster(tx)
	}
	for i := range list {
		if err == nil {
			err = complete(tx, &list[i])
		}
		list[i].compare(r)
	}
	sortBy(list, func(a Account) string { return a.Login })
	return list, errs.Wrap(err, "list accounts")
}

// FindAccount reads one account by log-in name.
func FindAccount(tx *store.Tx, login string) (Account, error) {
	return findAccount(tx, accountColumns+` WHERE a.login = $1`, NormalLogin(login))
}

// AccountOf reads one account by id.
func AccountOf(tx *store.Tx, id AccountID) (Account, error) {
	return findAccount(tx, accountColumns+` WHERE a.id = $1`, string(id))
}

// Member reads an account of an organisation the grant sees into; any other is NotFound, as one that does not exist.
func Member(tx *store.Tx, id AccountID) (Account, error) {
	a, err := AccountOf(tx, id)
	if err == nil && !tx.Grant().Own().Sees(string(a.OrganisationID)) {
		return Account{}, errs.E(errs.NotFound, "network.no_account")
	}
	return a, err
}

func findAccount(tx *store.Tx, sql, key string) (Account, error) {
	a, found, err := store.One(tx, scanAccount, sql, key)
	if err == nil && !found {
		err = errs.E(errs.NotFound, "network.no_account")
	}
	if err == nil {
		err = complete(tx, &a)
	}
	r := &roster.Roster{}
	if err == nil {
		r, err = Roster(tx)
	}
	if err != nil {
		return Account{}, errs.Wrap(err, "find account")
	}
	a.compare(r)
	return a, nil
}

// complete reads the roles and units of an account.
func complete(tx *store.Tx, a *Account) (err error) {
	a.Roles, err = store.List(tx, func(row store.Row) (r policy.Role, err error) { return r, row.Scan(&r) },
		`SELECT role FROM network_roles WHERE account_id = $1`, a.ID)
	if err != nil {
		return err
	}
	sortBy(a.Roles, func(r policy.Role) string { return string(r) })
	a.Units, err = store.List(tx, func(row store.Row) (u UnitID, err error) { return u, row.Scan(&u) },
		`SELECT unit_id FROM network_teams WHERE account_id = $1`, a.ID)
	sortBy(a.Units, func(u UnitID) string { return string(u) })
	return err
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
