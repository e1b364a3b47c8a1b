package trail

import (
	"context"
	"io"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/report"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
)

// Trail is what reading and signing the audit trail depends on.
type Trail struct {
	Store   *store.Store
	Keys    *seal.Keys
	Network network.Network
	Kept    func() (func(*store.Tx) error, error) // reads what was kept outside the database, to be compared with it before anything is signed; may be nil
	Held    func() Held                           // what does not agree, as far as the server has looked; may be nil
}

// Held is what of the database does not agree with what vouches for it.
type Held struct {
	PutBack *errs.Error // nil unless it was put back to an earlier state
	Differ  []vault.Difference
	Whole   time.Time // when the whole trail was found whole last; zero before that
}

// Right reports whether all agrees.
func (h Held) Right() bool { return h.PutBack == nil && len(h.Differ) == 0 }

// Examine compares everything that something vouches for, for whoever has verified the whole trail just now.
func (t Trail) Examine(tx *store.Tx) (differ []vault.Difference, err error) {
	if differ, err = rights.Examine(tx); err != nil {
		return nil, err
	}
	stale, err := vault.Stale(tx)
	if err != nil {
		return nil, err
	}
	reports, err := report.Forged(tx)
	for _, id := range reports {
		stale = append(stale, vault.Difference{What: vault.DiffReport, ID: id})
	}
	return append(differ, stale...), err
}

// Origin is the name under which this network's checkpoints are signed.
func (t Trail) Origin() string { return audit.Origin(t.Network.Code) }

// Check is what the trail here is verified with.
func (t Trail) Check() (audit.Check, error) {
	key, err := t.Keys.Verifier(t.Origin())
	if err != nil {
		return audit.Check{}, err
	}
	verifier, err := audit.Verifier(key)
	return audit.Check{Verifier: verifier}, err
}

// Sign signs a checkpoint unless there is one as young as every already, or nothing to sign; it answers the latest, and whether it is new.
func (t Trail) Sign(ctx context.Context, every time.Duration) (c audit.Checkpoint, made bool, err error) {
	before, err := t.before()
	if err != nil {
		return c, false, err
	}
	err = t.Store.Write(ctx, policy.System(policy.Sealing), func(tx *store.Tx) (err error) {
		c, made, err = t.sign(tx, every, before)
		return err
	})
	return c, made, err
}

// beforehand is what signing needs from outside the database.
type beforehand struct {
	compare  func(*store.Tx) error
	founders string
}

func (t Trail) before() (b beforehand, err error) {
	b.compare = func(*store.Tx) error { return nil }
	if t.Kept != nil {
		if b.compare, err = t.Kept(); err != nil {
			return b, err
		}
	}
	_, b.founders, err = roster.Founders(t.Keys)
	return b, err
}

func (t Trail) sign(tx *store.Tx, every time.Duration, before beforehand) (audit.Checkpoint, bool, error) {
	check, err := t.Check()
	if err != nil {
		return audit.Checkpoint{}, false, err
	}
	signer, err := t.Keys.Signer(t.Origin())
	if err != nil {
		return audit.Checkpoint{}, false, err
	}
	if err := before.compare(tx); err != nil {
		return audit.Checkpoint{}, false, err
	}
	with, err := rosterOf(tx, before.founders)
	if err != nil {
		return audit.Checkpoint{}, false, err
	}
	return store.SignCheckpoint(tx, signer, check.Verifier, every, with)
}

// rosterOf is what a checkpoint says of the roster.
func rosterOf(tx *store.Tx, founders string) (with audit.Roster, err error) {
	r, err := network.Roster(tx)
	if err != nil || r.N() == 0 {
		return with, err
	}
	if founders == "" {
		founders = "none"
	}
	era := r.Era()
	return audit.Roster{N: r.N(), Head: r.Head(), Founders: founders, Era: era.N, From: era.Size}, err
}

// Bundle writes the trail up to a checkpoint made now as one file, and puts on record that it left. Entries outside the
// grant's scope are there as their leaves only. It answers how many entries the file holds. A trail that is not as it was written is written all the same, for whoever must see what is wrong with it; then doubt is
// Forged "store.trail_forged".
func (t Trail) Bundle(ctx context.Context, grant policy.Grant, w io.Writer) (size int64, doubt, err error) {
	var c audit.Checkpoint
	before, err := t.before()
	if err != nil {
		return 0, nil, err
	}
	err = t.Store.Write(ctx, grant, func(tx *store.Tx) (err error) {
		c, _, err = t.sign(tx, 0, before)
		tx.Note(audit.Export, "audit", audit.Details{"what": audit.Code("audit"), "format": audit.Code("jsonl"), "rows": audit.Count(c.Size), "checkpoint": audit.Count(c.N)})
		return err
	})
	if err != nil {
		return 0, nil, err
	}
	err = t.Store.Read(ctx, grant, func(tx *store.Tx) error {
		b, err := t.describe(tx, c)
		if err != nil {
			return err
		}
		doubt = nil
		b.Odd = func(n int64) {
			if doubt == nil {
				doubt = store.TrailForged(n)
			}
		}
		signer, err := t.Keys.Signer(t.Origin())
		if err != nil {
			return err
		}
		scope := tx.Grant().Scope()
		return b.Write(w, store.Log(tx), signer, func(e audit.Entry) bool { return scope.All() || e.Organisation != "" && scope.Sees(e.Organisation) })
	})
	return c.Size, doubt, errs.Wrap(err, "write audit bundle")
}

// erasing reports whether an entry is of an erasure: it says whom it erased to the program, which holds it against the register, and to nobody else.
func erasing(e audit.Entry) bool {
	return e.Object == person.Erased || e.Action == string(policy.IdentityErase)
}

// describe makes the head of a bundle: whose it is, and the names that help to read it.
func (t Trail) describe(tx *store.Tx, c audit.Checkpoint) (audit.Bundle, error) {
	key, err := t.Keys.Verifier(t.Origin())
	b := audit.Bundle{Origin: t.Origin(), Key: key, Zone: t.Network.Zone, Made: c.At, Size: c.Size, Unnamed: erasing}
	if err != nil {
		return b, err
	}
	if scope := tx.Grant().Scope(); !scope.All() {
		b.Of = tx.Grant().Organisation()
	}
	if b.Blinds, b.Since, err = store.Blinds(tx); err != nil {
		return b, err
	}
	organisations, err := network.Organisations(tx)
	if err != nil {
		return b, err
	}
	for _, o := range organisations {
		if o.Member {
			b.Names = append(b.Names, audit.Named{ID: string(o.ID), Name: o.Name, Code: o.Code})
		}
	}
	persons, err := store.PersonsOnRecord(tx)
	for _, id := range persons {
		if err != nil {
			break
		}
		var code string
		if code, err = person.CodeOf(tx, person.ID(id)); code != "" {
			b.Codes = append(b.Codes, audit.Named{ID: id, Name: code})
		}
	}
	return b, err
}
