package network

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"approdo/internal/base/audit"
	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// other reads a member whom the grant may change: of an organisation it sees into, and not the one who acts. Nobody gives
// themselves a role, or keeps themselves out.
func other(tx *store.Tx, id AccountID) (Account, error) {
	a, err := Member(tx, id)
	if err == nil && tx.Grant().Actor() == string(a.ID) {
		err = errs.E(errs.Conflict, "network.own_account")
	}
	return a, err
}

// Confirm vouches that the key of an accepted member is theirs, in the roles that were seen: the caller, a colleague with keys, compared its fingerprint and signs. If the key or the
// roles changed since they looked it is a Conflict. Whoever runs the machine may, as the zero By, confirm the first of an organisation that has nothing to open yet, whom
// no colleague can; Entrust named the key before.
func Confirm(tx *store.Tx, id AccountID, fingerprint string, roles []string, by roster.By) (Account, error) {
	a, err := other(tx, id)
	if err != nil {
		return Account{}, err
	}
	if a.Status != policy.Accepted {
		return Account{}, errs.E(errs.Conflict, "network.not_now")
	}
	if a.Public.Fingerprint() != fingerprint {
		return Account{}, errs.E(errs.Conflict, "network.other_key")
	}
	if !slices.Equal(rolesText(a.Roles), roles) {
		return Account{}, errs.E(errs.Conflict, "network.other_roles")
	}
	kind := roster.Colleague
	if by.Account == "" && by.Organisation == "" {
		if live, err := Founded(tx, a.OrganisationID); err != nil || live {
			return Account{}, errors.Join(err, errs.E(errs.Conflict, "network.colleague_confirms"))
		}
		kind = roster.Founder
	}
	if err := a.vouch(tx, kind, by); err != nil {
		return Account{}, err
	}
	if err := turned(tx, a, policy.Confirmed); err != nil {
		return Account{}, err
	}
	return AccountOf(tx, id)
}

// become gives an account another status, and says so in the roster.
func become(tx *store.Tx, a Account, status policy.Status, by roster.By) error {
	if err := turned(tx, a, status); err != nil {
		return err
	}
	a.Status = status
	return a.change(tx, by)
}

// turned gives an account another status; its sessions end.
func turned(tx *store.Tx, a Account, status policy.Status) error {
	err := turn(tx, a, `UPDATE network_accounts SET epoch = epoch + 1, status = $3 WHERE id = $1 AND epoch = $2`, status)
	tx.Note("account", string(a.ID), audit.Details{"status": audit.Code(status)})
	return errs.Wrap(err, "change status", a.ID)
}

// steps says which status may follow which when an administrator decides.
var steps = map[policy.Status][]policy.Status{
	policy.Suspended: {policy.Accepted, policy.Confirmed},
	policy.Left:      {policy.Invited, policy.Accepted, policy.Confirmed, policy.Suspended},
	policy.Accepted:  {policy.Suspended}, // back: a colleague confirms again
}

// Suspend keeps a member out for now. What they recorded stays; the keys they knew wait to be replaced.
func Suspend(tx *store.Tx, id AccountID, by roster.By) error {
	return move(tx, id, policy.Suspended, by)
}

// Return takes a suspended member back, for a colleague to confirm again.
func Return(tx *store.Tx, id AccountID, by roster.By) error { return move(tx, id, policy.Accepted, by) }

// Leave lets a member go for good. What they recorded stays; their open invitation ends; the keys they knew wait to be replaced.
func Leave(tx *store.Tx, id AccountID, by roster.By) error { return move(tx, id, policy.Left, by) }

// Depart lets somebody go again of whom it is known from outside the database that they had left: what takes two was decided then. Where it does, and no new era says it, the
// row alone does; that locks them out as well.
func Depart(tx *store.Tx, id AccountID) error {
	a, err := other(tx, id)
	if err != nil {
		return err
	}
	r, err := Roster(tx)
	if err != nil {
		return err
	}
	if r.Guarded(string(a.ID)) {
		return turned(tx, a, policy.Left)
	}
	return moved(tx, a, policy.Left, roster.By{})
}

func move(tx *store.Tx, id AccountID, to policy.Status, by roster.By) error {
	a, err := other(tx, id)
	if err != nil {
		return err
	}
	if !slices.Contains(steps[to], a.Status) {
		return errs.E(errs.Conflict, "network.not_now")
	}
	if err := alone(tx, a); err != nil {
		return err
	}
	return moved(tx, a, to, by)
}

// moved gives an account another status. That the keys it knew are to be changed, the roster says.
func moved(tx *store.Tx, a Account, to policy.Status, by roster.By) error {
	if to == policy.Left {
		if _, err := tx.Exec(`DELETE FROM network_invitations WHERE account_id = $1`, a.ID); err != nil {
			return errs.Wrap(err, "end invitation", a.ID)
		}
	}
	return become(tx, a, to, by)
}

// ChangeMember gives a member another name, address, language, roles and units. Sessions end when the roles change. Who gets a role that
// opens what is sealed, or that watches over others, waits until a colleague with keys confirms again: an administrator alone makes no key holder and no watcher.
func ChangeMember(tx *store.Tx, changed Account, by roster.By) error {
	a, err := other(tx, changed.ID)
	if err != nil {
		return err
	}
	changed.OrganisationID = a.OrganisationID
	if err := checkMember(tx, &changed, false); err != nil {
		return err
	}
	status := a.Status
	added := slices.DeleteFunc(slices.Clone(changed.Roles), func(r policy.Role) bool { return slices.Contains(a.Roles, r) })
	if status == policy.Confirmed && (policy.HoldsKeys(added) || policy.Watches(added)) {
		status = policy.Accepted
	}
	if slices.ContainsFunc(a.Roles, func(r policy.Role) bool { return !slices.Contains(changed.Roles, r) }) || status != a.Status {
		if err := alone(tx, a); err != nil {
			return err
		}
	}
	if err := renames(tx, a, changed); err != nil {
		return err
	}
	turned := 0
	if !slices.Equal(changed.Roles, a.Roles) {
		turned = 1
	}
	err = turn(tx, a, `UPDATE network_accounts SET epoch = epoch + $3, status = $4, name = $5, email = $6, language = $7 WHERE id = $1 AND epoch = $2`,
		turned, status, changed.Name, changed.Email, changed.Language)
	for _, table := range []string{`DELETE FROM network_roles WHERE account_id = $1`, `DELETE FROM network_teams WHERE account_id = $1`} {
		if err == nil {
			_, err = tx.Exec(table, a.ID)
		}
	}
	if err == nil {
		err = place(tx, a.ID, changed.Roles, changed.Units)
	}
	if err == nil {
		a.Name, a.Email, a.Roles, a.Status = changed.Name, changed.Email, changed.Roles, status
		err = a.change(tx, by)
	}
	tx.Note("account", string(a.ID), audit.Details{"roles": audit.Codes(changed.Roles), "units": audit.IDs(changed.Units), "status": audit.Code(status)})
	return errs.Wrap(err, "change member", a.ID)
}

// custodianWithKeys reports whether another custodian of the organisation holds keys: of three at most one does, else two who hold keys could open everything alone.
func custodianWithKeys(tx *store.Tx, a Account) (bool, error) {
	accounts, err := Accounts(tx)
	return slices.ContainsFunc(accounts, func(other Account) bool {
		return other.ID != a.ID && other.OrganisationID == a.OrganisationID && other.Status != policy.Left && policy.HoldsKeys(other.Roles) && slices.Contains(other.Roles, policy.Custodian)
	}), err
}

var (
	loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,39}$`)
	emailForm = regexp.MustCompile(`^[^\s@]+@[^\s@]+\.[^\s@]+$`)
)

// CheckNewcomer says what is wrong with the name, the e-mail address and the log-in name of a new account.
func CheckNewcomer(a Account) (bad errs.List) {
	if !nameable(strings.TrimSpace(a.Name)) {
		bad.Add(errs.E(errs.Invalid, "network.bad_name").On("name"))
	}
	if a.Email != "" && (!emailForm.MatchString(a.Email) || len(a.Email) > 120) {
		bad.Add(errs.E(errs.Invalid, "network.bad_email").On("email"))
	}
	if !loginForm.MatchString(NormalLogin(a.Login)) {
		bad.Add(errs.E(errs.Invalid, "network.bad_login").On("login"))
	}
	return bad
}

// nameable reports whether somebody can be called so: every sign of it is seen, and none turns what is written behind it.
func nameable(name string) bool {
	return name != "" && len(name) <= 80 && !strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) || codebook.FoldCode("a"+string(r)+"a") == "aa" })
}

// checkName says what is wrong with an account's name: colleagues are chosen, warned of and read about by their names, so nobody gets one that an eye does not tell from another's of the organisation.
// Whoever is called so already stays.
func checkName(tx *store.Tx, a Account) (wrong *errs.Error, err error) {
	accounts, err := Accounts(tx)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(accounts, func(o Account) bool { return o.ID == a.ID && o.Name == a.Name }) {
		return nil, nil
	}
	if !nameable(a.Name) {
		return errs.E(errs.Invalid, "network.bad_name"), nil
	}
	seen := func(name string) string { return codebook.Fold(codebook.FoldCode(name)) }
	for _, o := range accounts {
		if o.ID != a.ID && o.OrganisationID == a.OrganisationID && o.Status != policy.Left && seen(o.Name) == seen(a.Name) {
			return errs.E(errs.Invalid, "network.name_taken", "login", o.Login), nil
		}
	}
	return nil, nil
}

// checkMember says what an administrator must correct, and puts roles and units in order.
func checkMember(tx *store.Tx, a *Account, fresh bool) error {
	var bad errs.List
	a.Login, a.Name, a.Email = NormalLogin(a.Login), strings.TrimSpace(a.Name), strings.TrimSpace(a.Email)
	if wrong, err := checkName(tx, *a); err != nil {
		return err
	} else if wrong != nil {
		bad.Add(wrong.On("name"))
	}
	if a.Email != "" && (!emailForm.MatchString(a.Email) || len(a.Email) > 120) {
		bad.Add(errs.E(errs.Invalid, "network.bad_email").On("email"))
	}
	if fresh && !loginForm.MatchString(a.Login) {
		bad.Add(errs.E(errs.Invalid, "network.bad_login").On("login"))
	} else if fresh {
		if _, err := FindAccount(tx, a.Login); err == nil {
			bad.Add(errs.E(errs.Invalid, "network.login_taken").On("login"))
		} else if errs.KindOf(err) != errs.NotFound {
			return err
		}
	}
	slices.Sort(a.Roles)
	a.Roles = slices.Compact(a.Roles)
	if len(a.Roles) == 0 || slices.ContainsFunc(a.Roles, func(r policy.Role) bool { return !policy.Known(r) }) {
		bad.Add(errs.E(errs.Invalid, "network.bad_roles").On("roles"))
	}
	if policy.Apart(a.Roles) {
		bad.Add(errs.E(errs.Invalid, "network.roles_apart").On("roles"))
	}
	if policy.HoldsKeys(a.Roles) && slices.Contains(a.Roles, policy.Custodian) {
		if another, err := custodianWithKeys(tx, *a); err != nil {
			return err
		} else if another {
			bad.Add(errs.E(errs.Invalid, "network.custodian_keys").On("roles"))
		}
	}
	slices.Sort(a.Units)
	a.Units = slices.Compact(a.Units)
	for _, u := range a.Units {
		if err := MayRecord(tx, a.OrganisationID, u); errs.KindOf(err) == errs.NotFound {
			bad.Add(errs.E(errs.Invalid, "network.no_unit").On("units"))
		} else if err != nil {
			return err
		}
	}
	return bad.Err()
}
