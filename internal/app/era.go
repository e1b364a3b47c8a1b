package app

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"

	"approdo/internal/base/audit"
	"approdo/internal/base/backup"
	"approdo/internal/base/counter"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
)

// An era is begun when the database goes on from an earlier state than it once had: after a restore, and after somebody put an older copy back. Whoever can write to the
// database could do the same by stealth; so two papers of the leading organisation say that it is meant, in the roster, where nobody else can.

// beginEra states it, with the colleagues who are known to have left since. It reports false where these papers may not say so, or there are none and something can be opened.
func (in *Installation) beginEra(ctx context.Context, papers *seal.Identity, e backup.Erasures) (begun bool, err error) {
	err = in.Store.Write(ctx, operator(), func(tx *store.Tx) error {
		begun = false
		r, err := network.Roster(tx)
		if err != nil || r.N() == 0 {
			return err // an installation older than its roster begins one
		}
		if fault := r.Fault(); fault != nil {
			return fault
		}
		lead, err := network.Lead(tx)
		if err != nil {
			return err
		}
		inForce, found := r.InForce(string(lead.ID))
		by := roster.By{}
		switch {
		case papers != nil && found && string(inForce.Public()) == string(papers.Public()):
			by = roster.By{Pen: papers.Pen(), Organisation: string(lead.ID), Series: inForce.Series()}
		case r.Opens():
			return nil
		}
		last, _, err := store.LastCheckpoint(tx) // what was written after it may be other than it was
		if err != nil {
			return err
		}
		gone, err := in.gone(tx, e)
		if err != nil {
			return err
		}
		s := roster.Statement{Kind: roster.NewEra, Organisation: string(lead.ID), Epoch: r.Era().N + 1, Size: last.Size, Root: last.Root[:]}
		for _, id := range gone {
			s.Departed = append(s.Departed, string(id))
		}
		if err := network.State(tx, by, s); err != nil {
			return err
		}
		begun = true
		tx.Note("era", "", audit.Details{"era": audit.Count(s.Epoch), "entries": audit.Count(last.Size), "departed": audit.Count(len(gone))})
		return vault.TellEra(tx)
	})
	return begun, err
}

// gone are the accounts of which a register says that they left, and which the database still lets in.
func (in *Installation) gone(tx *store.Tx, e backup.Erasures) (list []network.AccountID, err error) {
	accounts, err := network.Accounts(tx)
	for _, a := range accounts {
		if _, left := e[backup.Departure(in.Keys, string(a.ID))]; left && a.Status != policy.Left {
			list = append(list, a.ID)
		}
	}
	return list, err
}

// BeginEra lets two custodians say that the database goes on from where it stands, though it was further once. Whoever was erased since is erased again.
func BeginEra(ctx context.Context, p Place, o RestoreOrder, ask Asker, out io.Writer, lang *i18n.Printer) (err error) {
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = in.over(ctx, err) }()
	var commitment []byte
	err = in.Store.Read(ctx, operator(), func(tx *store.Tx) error {
		network.Doubt(tx, nil) // they decide
		r, err := network.Roster(tx)
		if err == nil && r.Fault() != nil {
			return r.Fault()
		}
		lead, err := network.Lead(tx)
		if err != nil {
			return err
		}
		inForce, _ := r.InForce(string(lead.ID))
		commitment = inForce.Commitment()
		h, err := store.TrailHead(tx)
		fmt.Fprintln(out, lang.T("app.era_asks", "entries", h.Size, "at", h.At))
		return err
	})
	if err == nil && commitment == nil {
		err = errs.E(errs.Conflict, "setup.missing_recovery")
	}
	if putBack := in.PutBack(); err == nil && putBack != nil {
		fmt.Fprintln(out, lang.Error(putBack))
	}
	if err != nil {
		return err
	}
	if err := in.former(commitment, o, out, lang); err != nil {
		return err
	}
	e, err := in.since(o, out, lang)
	if err != nil {
		return err
	}
	papers, err := askShares(ask, commitment, lang)
	if err != nil {
		return err
	}
	begun, err := in.beginEra(ctx, papers, e)
	if err == nil && !begun {
		err = errs.E(errs.Conflict, "roster.refused")
	}
	if err != nil {
		return err
	}
	again, err := in.replay(ctx, e)
	if err == nil {
		err = in.compare(ctx)
	}
	if err == nil {
		err = in.sealed(ctx)
	}
	if err == nil {
		fmt.Fprintln(out, lang.T("app.era_begun", "erased", again.erased, "departed", again.departed))
	}
	return err
}

// former answers Conflict "app.era_former" where the database calls for papers that were replaced since, as the counter knows, unless that is meant: whoever found two of those, and an old copy, must not be the one who goes on.
func (in *Installation) former(commitment []byte, o RestoreOrder, out io.Writer, lang *i18n.Printer) error {
	mark, _, err := counter.Read(in.Keys)
	if err != nil || mark.Papers == "" || mark.Papers == hex.EncodeToString(commitment) {
		return err
	}
	replaced := errs.E(errs.Conflict, "app.era_former")
	if !o.Former {
		return replaced
	}
	fmt.Fprintln(out, lang.Error(replaced))
	return nil
}

// since is what the register of erasures in the installation's folder, and another one, say of what happened; Conflict where they end before what the counter knows, unless that is meant.
func (in *Installation) since(o RestoreOrder, out io.Writer, lang *i18n.Printer) (backup.Erasures, error) {
	o.File = filepath.Join(in.Place.Dir, backup.ErasuresFile) // what lies beside it is the installation's own
	r, err := readRegister(o)
	if err != nil {
		return nil, err
	}
	_, known, err := counted(in.Place, in.Keys)
	if err != nil {
		return nil, err
	}
	chain := r.under(in.Keys)
	if err := r.wanting(chain, &known); known.N > 0 && err != nil {
		if !o.Wanting {
			return nil, err
		}
		fmt.Fprintln(out, lang.Error(err))
	}
	return chain.Erasures(), nil
}
