package app

import (
	"slices"

	"approdo/internal/base/counter"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
)

// vouched compares the tables with what vouches for them: the roster, and the file beside the key file on which it hangs.
func (d *doctor) vouched(tx *store.Tx) error {
	r, err := network.VerifyRoster(tx)
	if err != nil {
		return err
	}
	lines, found, err := roster.OpenTrust(tx.Keys()).Lines()
	switch {
	case err != nil || r.N() > 0 && !found:
		d.found(Danger, "trust_missing", "file", d.p.trustPath())
		return nil
	case r.N() == 0:
		d.found(Warning, "roster_none")
		return nil
	}
	differ, err := rights.Examine(tx)
	if err != nil {
		return err
	}
	back, err := returned(tx, d.erased)
	if err != nil {
		return err
	}
	differ = slices.Concat(differ, back, registerDiffers(d.p, tx.Keys()))
	digits, _ := roster.Sum(lines)
	if len(differ) == 0 {
		d.found(Safe, "roster_whole", "lines", r.N(), "digits", digits)
	} else {
		d.found(Danger, "roster_differs", "what", differWords(d.lang, differ))
	}
	if slices.ContainsFunc(lines, func(l roster.Line) bool { return l.Kind == roster.TrustAdopted }) {
		d.found(Warning, "roster_adopted")
	}
	unstated := 0
	for _, c := range r.Compartments() {
		if c.Mark == nil {
			unstated++
		}
	}
	if unstated > 0 {
		d.found(Warning, "keys_unstated", "count", unstated)
	}
	return nil
}

// counted compares the database with the counter beside the key file.
func (d *doctor) counted(tx *store.Tx) error {
	mark, found, err := counter.Read(tx.Keys())
	if err != nil {
		d.found(Danger, "counter_unread", "file", d.p.counterPath())
		return nil
	}
	if r, err := network.Roster(tx); err != nil || !found && r.Guards() > 0 {
		if err == nil {
			d.found(Danger, "counter_gone", "file", d.p.counterPath())
		}
		return err
	}
	if !found {
		d.found(Warning, "counter_none", "file", d.p.counterPath())
		return nil
	}
	err = mark.Compare(tx)
	if e, known := errs.Of(err); known && e.Key == network.PutBack {
		d.found(Danger, "put_back")
		return nil
	}
	if err == nil {
		d.found(Safe, "counter_right", "entries", mark.Size)
	}
	return err
}
