package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/backup"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
)

// What the doctor holds for too old in the database, and for too few.
const (
	backupFresh  = 2 * 24 * time.Hour
	backupOld    = 7 * 24 * time.Hour
	signedFresh  = 2 * time.Hour
	signedOld    = 24 * time.Hour
	fewestHolder = 2
)

// contents looks at what only the open database knows.
func (d *doctor) contents(ctx context.Context, o store.Options) (err error) {
	s, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	keys, unread := seal.ReadKeyFile(d.p.keyPath())
	looks := []func(*store.Tx) error{d.backups, d.checkpoints, d.facts, d.unique}
	if unread == nil { // else it was said already
		s.UseKeys(keys)
		d.erased = registered(d.p, keys)
		looks = append(looks, d.holders, d.counted, d.vouched) // the counter says which hashes are of before
	}
	if table, err := s.Oversized(ctx, policy.System(policy.Startup), backup.MostRow); err != nil {
		return err
	} else if table != "" {
		d.found(Danger, "row_too_long", "table", table, "most", backup.MostRow>>20)
	}
	if column, err := s.Misfit(ctx, policy.System(policy.Startup)); err != nil {
		return err
	} else if column != "" {
		d.found(Danger, "column_misfit", "column", column)
	}
	if list, err := s.Astray(ctx, policy.System(policy.Startup)); err != nil {
		return err
	} else if len(list) > 0 {
		d.found(Danger, "index_astray", "what", strings.Join(list, ", "))
	}
	return s.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
		n, err := network.Find(tx)
		if err != nil {
			return err
		}
		if !network.Zoned(n.Zone) {
			d.found(Danger, "zone_unknown", "zone", n.Zone)
		}
		for _, look := range looks {
			if err := look(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// facts looks for numbers and days that no record can say.
func (d *doctor) facts(tx *store.Tx) error {
	columns, err := rights.Registry().Impossible(tx)
	if err == nil && len(columns) > 0 {
		d.found(Danger, "facts_impossible", "columns", strings.Join(columns, ", "))
	}
	return err
}

// unique says how many people the facts in clear tell apart, so that nobody takes a stolen folder for one without persons in it.
func (d *doctor) unique(tx *store.Tx) error {
	unique, all, err := person.Unique(tx)
	if err == nil && unique > 0 {
		d.found(Warning, "unique_people", "count", all, "unique", unique)
	}
	if err != nil {
		return err
	}
	shapes, err := rights.FindShapes(tx)
	if err == nil && shapes.Husks > 0 {
		d.found(Warning, "erased_apart", "count", shapes.Husks, "facts", shapes.Facts, "kinds", shapes.Kinds, "quarters", shapes.Quarters)
	}
	return err
}

func (d *doctor) backups(tx *store.Tx) error {
	m, found, err := backup.Newest(tx)
	if err != nil {
		return err
	}
	at, broken := time.Parse(time.RFC3339, m.At)
	switch age := d.now.Sub(at); {
	case !found || broken != nil:
		d.found(Danger, "backup_none")
	case age > backupOld:
		d.found(Danger, "backup_old", "made", m.At, "days", int(age.Hours()/24))
	case age > backupFresh:
		d.found(Warning, "backup_old", "made", m.At, "days", int(age.Hours()/24))
	default:
		d.found(Safe, "backup_fresh", "made", m.At)
	}
	keys, err := backup.Keys(filepath.Join(d.p.Dir, keyFolder))
	for _, k := range keys {
		if !d.now.After(k.End) {
			continue
		}
		needed, err := k.Needed(tx)
		if err != nil {
			return err
		}
		if needed {
			d.found(Warning, "backup_key_kept", "key", k.ID, "day", k.End.Format(time.DateOnly))
		} else {
			d.found(Danger, "backup_key_old", "key", k.ID, "day", k.End.Format(time.DateOnly))
		}
	}
	return err
}

func (d *doctor) checkpoints(tx *store.Tx) error {
	c, found, err := store.LastCheckpoint(tx)
	if err != nil {
		return err
	}
	head, err := store.TrailHead(tx)
	if err != nil {
		return err
	}
	at, broken := time.Parse(audit.TimeFormat, c.At)
	since := head.Size - c.Size
	switch age := d.now.Sub(at); {
	case !found || broken != nil:
		d.found(Danger, "checkpoint_none")
	case age > signedOld && since > 1: // the first entry since is the checkpoint's own
		d.found(Danger, "checkpoint_old", "at", at.Format(time.RFC3339), "entries", since)
	case age > signedFresh && since > 1:
		d.found(Warning, "checkpoint_old", "at", at.Format(time.RFC3339), "entries", since)
	default:
		d.found(Safe, "checkpoint_fresh", "at", at.Format(time.RFC3339))
	}
	return nil
}

// holders looks at who could still open each organisation's vault if somebody were gone.
func (d *doctor) holders(tx *store.Tx) error {
	list, err := network.Organisations(tx)
	if err != nil {
		return err
	}
	accounts, err := network.Accounts(tx)
	if err != nil {
		return err
	}
	var none, few, unread []string
	enough := 0
	for _, o := range list {
		if !o.Member {
			continue
		}
		papers, err := vault.Shares(tx, o.ID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(papers, func(s vault.Share) bool { return s.Checked == "" }) {
			unread = append(unread, o.Code)
		}
		n, err := holders(tx, o.ID, accounts)
		switch {
		case errs.KindOf(err) == errs.NotFound && err != nil:
			none = append(none, o.Code)
		case err != nil:
			return err
		case n < fewestHolder:
			few = append(few, fmt.Sprintf("%s (%d)", o.Code, n))
		default:
			enough++
		}
	}
	if len(none) > 0 {
		d.found(Danger, "recovery_none", "organisations", strings.Join(none, ", "))
	}
	if len(unread) > 0 {
		d.found(Danger, "shares_unread", "organisations", strings.Join(unread, ", "))
	}
	if len(few) > 0 {
		d.found(Danger, "holders_few", "organisations", strings.Join(few, ", "))
	}
	if enough > 0 {
		d.found(Safe, "holders_enough", "count", enough)
	}
	return nil
}

// holders counts who holds the key of an organisation's team; NotFound where no recovery key was made, and so no vault.
func holders(tx *store.Tx, o network.OrganisationID, accounts []network.Account) (n int, err error) {
	if _, err := vault.FindRecovery(tx, o); err != nil {
		return 0, err
	}
	for _, a := range accounts {
		if a.OrganisationID != o {
			continue
		}
		holds, err := vault.Holds(tx, o, a.ID)
		if err != nil {
			return 0, err
		}
		if holds {
			n++
		}
	}
	return n, nil
}
