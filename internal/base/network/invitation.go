package network

import (
	"slices"
	"strconv"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// InvitationLife is how long an invitation waits to be accepted.
const InvitationLife = 7 * 24 * time.Hour

// Invite adds a member who has no password yet, in an organisation the grant sees into. token is what stands in the link; the
// database keeps its hash.
func Invite(tx *store.Tx, a Account, token string) error {
	if !tx.Grant().Own().Sees(string(a.OrganisationID)) {
		return errs.E(errs.NotFound, "network.no_organisation")
	}
	if err := checkMember(tx, &a, true); err != nil {
		return err
	}
	a.Status = policy.Invited
	founding, err := first(tx, a)
	if err == nil {
		err = RecordAccount(tx, a)
	}
	if err == nil {
		err = renew(tx, a.ID, token, founding)
	}
	return err
}

// first reports whether an account would be the first of its organisation to hold keys, which has none to hold yet: there is no colleague who could compare its fingerprint,
// so the invitation confirms. Once there is something to open nobody is the first, whoever left since.
func first(tx *store.Tx, a Account) (bool, error) {
	if !policy.HoldsKeys(a.Roles) || slices.Contains(a.Roles, policy.OrganisationAdmin) {
		return false, nil
	}
	if live, err := Founded(tx, a.OrganisationID); err != nil || live {
		return false, err
	}
	accounts, err := Accounts(tx)
	if err != nil || slices.ContainsFunc(accounts, func(other Account) bool { return other.OrganisationID == a.OrganisationID && other.HoldsKeys() }) {
		return false, err
	}
	_, open, err := store.One(tx, func(row store.Row) (id AccountID, err error) { return id, row.Scan(&id) },
		`SELECT i.account_id FROM network_invitations i JOIN network_accounts a ON a.id = i.account_id JOIN network_roles r ON r.account_id = a.id
WHERE i.founding AND a.organisation_id = $1 AND i.expires > $2 AND r.role <> $3`, a.OrganisationID, stamp(tx.Now()), policy.OrganisationAdmin)
	return !open, errs.Wrap(err, "find first invitation")
}

// Founded reports whether an organisation has something to open: from then on colleagues confirm, and nobody else.
func Founded(tx *store.Tx, o OrganisationID) (bool, error) {
	r, err := Roster(tx)
	if err != nil {
		return false, err
	}
	return r.Live(string(o)), nil
}

// InviteAgain makes the link of a member who lost everything, or let the first one expire. Password, recovery code and second factor are
// gone at once, and with them the seed: when the member accepts, a key holder confirms and hands over keys as at the beginning.
func InviteAgain(tx *store.Tx, id AccountID, token string, by roster.By) error {
	a, err := other(tx, id)
	if err != nil {
		return err
	}
	if a.Status == policy.Left || a.Status == policy.Suspended {
		return errs.E(errs.Conflict, "network.not_now")
	}
	if err := alone(tx, a); err != nil {
		return err
	}
	if err := uninvited(tx, a, by); err != nil {
		return err
	}
	return renew(tx, a.ID, token, false)
}

// uninvited takes everything away that a member entered with; a link has yet to be made.
func uninvited(tx *store.Tx, a Account, by roster.By) error {
	err := turn(tx, a, `UPDATE network_accounts SET epoch = epoch + 1, status = $3, public = NULL, factor = NULL, step = 0 WHERE id = $1 AND epoch = $2`, policy.Invited)
	if err == nil {
		_, err = tx.Exec(`DELETE FROM network_slots WHERE account_id = $1`, a.ID)
	}
	if err == nil {
		_, err = tx.Exec(`DELETE FROM network_invitations WHERE account_id = $1`, a.ID)
	}
	if err == nil {
		a.Status = policy.Invited
		err = a.change(tx, by)
	}
	tx.Note("account", string(a.ID), audit.Details{"status": audit.Code(policy.Invited)})
	return errs.Wrap(err, "invite again", a.ID)
}

// renew makes the one open link of an account.
func renew(tx *store.Tx, a AccountID, token string, founding bool) error {
	if _, err := tx.Exec(`DELETE FROM network_invitations WHERE account_id = $1`, a); err != nil {
		return errs.Wrap(err, "renew invitation", a)
	}
	hash := seal.Hash([]byte(token))
	link := link{account: a, token: hash[:], expires: stamp(tx.Now().Add(InvitationLife)), founding: founding}
	_, err := tx.Exec(`INSERT INTO network_invitations (account_id, token, expires, founding, guard) VALUES ($1, $2, $3, $4, $5)`,
		a, link.token, link.expires, founding, tx.Guard("invitation", link.says()...))
	return errs.Wrap(err, "renew invitation", a)
}

// link is an invitation as it is stored.
type link struct {
	account  AccountID
	token    []byte // hash of what stands in the link
	expires  string
	founding bool
	guard    []byte
}

// says is all that the row says, for its guard: a link that was planted, or made founding, is none.
func (l link) says() []string {
	return []string{string(l.account), string(l.token), l.expires, strconv.FormatBool(l.founding)}
}

// Invitation is an open one.
type Invitation struct {
	Account  Account
	Expires  time.Time
	Founding bool // who accepts it is confirmed: it is of the set-up, and there is nothing to open yet
}

// FindInvitation reads the invitation of a link; NotFound "network.no_invitation" when it was used, replaced, is too old, or never was.
func FindInvitation(tx *store.Tx, token string) (Invitation, error) {
	hash := seal.Hash([]byte(token))
	return findInvitation(tx, `WHERE token = $1`, hash[:])
}

// InvitationOf reads the open invitation of an account.
func InvitationOf(tx *store.Tx, a AccountID) (Invitation, error) {
	return findInvitation(tx, `WHERE account_id = $1`, a)
}

func findInvitation(tx *store.Tx, where string, key any) (Invitation, error) {
	l, found, err := store.One(tx, func(row store.Row) (l link, err error) {
		return l, row.Scan(&l.account, &l.token, &l.expires, &l.founding, &l.guard)
	}, `SELECT account_id, token, expires, founding, guard FROM network_invitations `+where, key)
	if err == nil && found && tx.Guarded(l.guard, "invitation", l.says()...) {
		i := Invitation{Founding: l.founding}
		if i.Expires, err = time.Parse(time.RFC3339, l.expires); err == nil && !tx.Now().After(i.Expires) && i.Expires.Sub(tx.Now()) <= InvitationLife+clockSlip {
			if i.Account, err = AccountOf(tx, l.account); err == nil && i.Account.Status == policy.Invited {
				return i.now(tx)
			}
		}
	}
	if err == nil {
		err = errs.E(errs.NotFound, "network.no_invitation")
	}
	return Invitation{}, errs.Wrap(err, "find invitation")
}

// now asks again whether the invitation confirms: the organisation may have something to open by now.
func (i Invitation) now(tx *store.Tx) (Invitation, error) {
	live, err := Founded(tx, i.Account.OrganisationID)
	i.Founding = i.Founding && !live
	return i, err
}

// Accept gives the invited member their keys and uses the link up. They are accepted and wait for a colleague, or confirmed if the invitation is Founding: then
// Entrust named their key before.
func Accept(tx *store.Tx, token string, pen seal.Pen, slots ...Slot) (Account, error) {
	i, err := FindInvitation(tx, token)
	if err != nil {
		return Account{}, err
	}
	a := i.Account
	status := policy.Accepted
	if i.Founding {
		status = policy.Confirmed
	}
	err = turn(tx, a, `UPDATE network_accounts SET epoch = epoch + 1, status = $3, public = $4, factor = NULL, step = 0 WHERE id = $1 AND epoch = $2`, status, []byte(pen.Public()))
	if err == nil {
		_, err = tx.Exec(`DELETE FROM network_invitations WHERE account_id = $1`, a.ID)
	}
	for _, s := range slots {
		if err == nil {
			err = recordSlot(tx, a.ID, s)
		}
	}
	if err == nil {
		a.Public, a.Status = pen.Public(), status
		err = a.claim(tx, pen, slotMarks(slots))
	}
	if err == nil && i.Founding {
		err = a.vouch(tx, roster.Founder, roster.By{})
	}
	if err != nil {
		return Account{}, errs.Wrap(err, "accept invitation", a.ID)
	}
	tx.NoteOf(string(a.OrganisationID), "account", string(a.ID), audit.Details{"status": audit.Code(status)})
	return AccountOf(tx, a.ID)
}
