package network

import (
	"bytes"
	"context"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// SlotKind is what opens a slot.
type SlotKind string

// The kinds of slots. An account has one of each at most.
const (
	Password     SlotKind = "password"
	RecoveryCode SlotKind = "recovery"
)

// Slot is one way to a member's seed, sealed under something that only the member knows.
type Slot struct {
	Kind   SlotKind
	Sealed []byte
}

// NewSlot seals a member's seed under a secret; a log-in name never changes. It is slow on purpose and so happens outside of transactions.
func NewSlot(ctx context.Context, keys *seal.Keys, login string, seed seal.Seed, kind SlotKind, secret string) (Slot, error) {
	sealed, err := keys.NewSlot(ctx, seed, secret, "account", NormalLogin(login), string(kind))
	return Slot{Kind: kind, Sealed: sealed}, err
}

func recordSlot(tx *store.Tx, a AccountID, s Slot) error {
	if _, err := tx.Exec(`DELETE FROM network_slots WHERE account_id = $1 AND kind = $2`, a, s.Kind); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO network_slots (id, account_id, kind, slot, proven, made) VALUES ($1, $2, $3, $4, $5, $6)`,
		tx.NewID(), a, s.Kind, s.Sealed, s.Kind == Password, stamp(tx.Now()))
	return err
}

// Entrance is an account and the slot through which somebody wants to enter. The zero Entrance is nobody's.
type Entrance struct {
	Account Account
	slot    Slot
	public  seal.Public // of the account, as its owner gave it
	forged  bool        // the slot, or the second factor, is not the one that the account's owner made last
}

// FindEntrance reads an entrance by log-in name with one query, whether or not there is such an account: what is missing is left
// zero, and Open takes as long for it.
func FindEntrance(tx *store.Tx, login string, kind SlotKind) (Entrance, error) {
	e, _, err := store.One(tx, func(row store.Row) (e Entrance, err error) {
		a := &e.Account
		err = row.Scan(&a.ID, &a.OrganisationID, &a.Login, &a.Name, &a.Status, &a.Epoch, &a.factor, &a.step, &a.Organisation, &e.slot.Sealed)
		a.SecondFactor = a.factor != nil
		return e, err
	}, `SELECT a.id, a.organisation_id, a.login, a.name, a.status, a.epoch, a.factor, a.step, o.name, s.slot
FROM network_accounts a JOIN network_organisations o ON o.id = a.organisation_id
LEFT JOIN network_slots s ON s.account_id = a.id AND s.kind = $2 WHERE a.login = $1`, NormalLogin(login), kind)
	e.slot.Kind = kind
	if err != nil {
		return e, errs.Wrap(err, "find entrance")
	}
	r, err := Roster(tx)
	if err != nil {
		return e, err
	}
	card, known := r.Card(string(e.Account.ID))
	marks := r.Marks(string(e.Account.ID))
	e.public = card.Public
	e.forged = !known || !bytes.Equal(marks[markSlot+string(kind)], mark(e.slot.Sealed)) || !bytes.Equal(marks[markFactor], mark(e.Account.factor))
	return e, nil
}

// Open gives the seed for the right secret, in a turn that was waited for; Denied "seal.slot_refused" for a wrong one, for an account that may not enter now, for a slot that its owner did
// not make or made and replaced, and for an account that does not exist, after the same work.
func (e Entrance) Open(turn *seal.Turn, secret string) (seal.Seed, error) {
	seed, err := turn.OpenSlot(e.slot.Sealed, secret, "account", e.Account.Login, string(e.slot.Kind))
	if err != nil {
		return seal.Seed{}, err
	}
	id, err := seed.Identity()
	if err != nil {
		return seal.Seed{}, err
	}
	if !e.Account.Enters() || e.forged || !bytes.Equal(id.Public(), e.public) {
		return seal.Seed{}, errs.E(errs.Denied, "seal.slot_refused")
	}
	return seed, nil
}

// ChangePassword puts another password slot in the place of an account's, by whose owner it is. Its sessions end.
func ChangePassword(tx *store.Tx, a Account, s Slot, pen seal.Pen) error {
	err := recordSlot(tx, a.ID, s)
	if err == nil {
		err = turn(tx, a, `UPDATE network_accounts SET epoch = epoch + 1 WHERE id = $1 AND epoch = $2`)
	}
	if err == nil {
		err = a.claim(tx, pen, slotMarks([]Slot{s}))
	}
	tx.Note("account", string(a.ID), audit.Details{"changed": audit.Code(s.Kind)})
	return errs.Wrap(err, "change password", a.ID)
}

// Recover puts both slots of an account in place of those it had, for who entered with the recovery code, and takes the second factor away. Its sessions
// end; whoever copied the old code has nothing.
func Recover(tx *store.Tx, a Account, pen seal.Pen, slots ...Slot) error {
	err := turn(tx, a, `UPDATE network_accounts SET epoch = epoch + 1, factor = NULL, step = 0 WHERE id = $1 AND epoch = $2`)
	for _, s := range slots {
		if err == nil {
			err = recordSlot(tx, a.ID, s)
		}
	}
	if err == nil {
		changed := slotMarks(slots)
		changed[markFactor] = nil
		err = a.claim(tx, pen, changed)
	}
	tx.NoteOf(string(a.OrganisationID), "account", string(a.ID), audit.Details{"changed": audit.Code("recovered")})
	return errs.Wrap(err, "recover", a.ID)
}

// ChangeRecovery gives an account another recovery code; the one before opens nothing any more. The new one is unproven.
func ChangeRecovery(tx *store.Tx, a Account, s Slot, pen seal.Pen) error {
	err := recordSlot(tx, a.ID, s)
	if err == nil {
		err = a.claim(tx, pen, slotMarks([]Slot{s}))
	}
	tx.Note("account", string(a.ID), audit.Details{"changed": audit.Code(s.Kind)})
	return errs.Wrap(err, "change recovery code", a.ID)
}

// ProveRecovery notes that the member has the recovery code at hand.
func ProveRecovery(tx *store.Tx, a AccountID) error {
	_, err := tx.Exec(`UPDATE network_slots SET proven = TRUE WHERE account_id = $1 AND kind = $2`, a, RecoveryCode)
	tx.Note("account", string(a), audit.Details{"proven": audit.Code(RecoveryCode)})
	return errs.Wrap(err, "prove recovery code", a)
}

// turn runs an update of one account that must still be as it was read: id is $1, epoch $2. Conflict "network.changed" if it is not.
func turn(tx *store.Tx, a Account, update string, more ...any) error {
	n, err := tx.Exec(update, append([]any{a.ID, a.Epoch}, more...)...)
	if err == nil && n == 0 {
		err = errs.E(errs.Conflict, "network.changed")
	}
	return err
}
