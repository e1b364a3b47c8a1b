package report

import (
	"encoding/json"
	"slices"
	"strings"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// A frozen report stands in tables that somebody may write to past the program. So it carries a keyed hash over all that it says, which
// follows from the key file: whoever has the database alone can change a report, and not its hash. It is looked at whenever a report is
// read, for whatever. A report frozen before it had one is vouched for by the entry of the trail that says it was frozen, whose details are
// sealed under the key file too.

// sealUse separates this hash from others that follow from the key file.
const sealUse = "frozen report"

// digest is the hash of what was frozen besides its head.
func (f Frozen) digest() string {
	return hexHash(append([]byte(hexHash(f.Document)), hexHash(f.records)...))
}

// parts are all that a frozen report says, in the order in which they are hashed.
func (f Frozen) parts() []string {
	return []string{f.ID, f.Report, f.Organisation, f.Scope, f.parameters, f.Definition, f.Snapshot, f.Account, f.At, f.held}
}

// seal makes the keyed hash of a report that is frozen now.
func (f *Frozen) seal(tx *store.Tx) error {
	if tx.Keys() == nil {
		return errs.E(errs.Internal, "errors.internal")
	}
	f.held = f.digest()
	token := tx.Keys().Token(sealUse, f.parts()...)
	f.sealed = token[:]
	return nil
}

func forged(id, organisation string) error {
	return errs.E(errs.Forged, "report.forged", "object", runNoun, "record", id, "organisation", organisation)
}

// missing says why there is no report of an id: there never was, or somebody took it away.
func missing(tx *store.Tx, id string) error {
	e, noted, err := store.FirstEntry(tx, runNoun, id)
	switch {
	case err != nil:
		return err
	case noted && tx.Grant().Scope().Sees(e.Organisation):
		return forged(id, e.Organisation)
	}
	return errs.E(errs.NotFound, "report.unknown_run")
}

// genuine answers Forged "report.forged" when a report is not what was frozen. Of one in a list, whose document was not read, the head is looked at.
func (f Frozen) genuine(tx *store.Tx) error {
	if tx.Keys() == nil || f.Document != nil && f.digest() != f.held && f.sealed != nil {
		return forged(f.ID, f.Organisation)
	}
	if f.sealed != nil {
		if !tx.Keys().Confirms(f.sealed, sealUse, f.parts()...) {
			return forged(f.ID, f.Organisation)
		}
		return nil
	}
	if f.Document == nil {
		return nil // it is said when it is opened
	}
	vouched, err := f.vouched(tx)
	if err == nil && !vouched {
		err = forged(f.ID, f.Organisation)
	}
	return err
}

// vouched reports whether the trail says that this document was frozen under this id, by a program that sealed none yet.
func (f Frozen) vouched(tx *store.Tx) (bool, error) {
	e, found, err := store.FirstEntry(tx, runNoun, f.ID)
	if err != nil || !found {
		return false, err
	}
	text, err := store.Details(tx, tx.Keys(), e)
	if kind := errs.KindOf(err); err != nil && (kind == errs.NotFound || kind == errs.Conflict) {
		return false, nil
	}
	if err != nil {
		return false, errs.Wrap(err, "report run", f.ID)
	}
	said, err := readNoted(text)
	return said == f.noted(), errs.Wrap(err, "report run", f.ID)
}

// Forged lists the frozen reports that are not what was frozen, or were taken away, of all organisations that the grant sees.
func Forged(tx *store.Tx) (ids []string, err error) {
	runs, err := store.List(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) }, `SELECT id FROM report_runs`)
	if err != nil {
		return nil, errs.Wrap(err, "report runs")
	}
	frozen, err := store.LastRevisions(tx, runNoun)
	for thing := range frozen {
		runs = append(runs, thing.Record)
	}
	slices.Sort(runs)
	for _, id := range slices.Compact(runs) {
		if err != nil {
			break
		}
		_, err = FindRun(tx, id)
		switch errs.KindOf(err) {
		case errs.Forged:
			ids, err = append(ids, id), nil
		case errs.NotFound:
			err = nil
		}
	}
	return ids, errs.Wrap(err, "look through frozen reports")
}

// noted is what the trail says of a frozen report, each as a hash. One that was frozen before reports were sealed has nothing Held, so that none of today
// passes for older.
type noted struct{ Snapshot, Definition, Digest, Held string }

// noted is what the trail says of a report that was frozen before reports were sealed.
func (f Frozen) noted() noted { return noted{f.Snapshot, f.Definition, hexHash(f.Document), ""} }

func (n noted) details() audit.Details {
	return audit.Details{
		"snapshot": audit.HexDigest(n.Snapshot), "definition": audit.HexDigest(n.Definition), "digest": audit.HexDigest(n.Digest), "held": audit.HexDigest(n.Held),
	}
}

// readNoted reads what the trail says, also as it was said before details had names: one after the other.
func readNoted(text []byte) (n noted, err error) {
	var list []string
	if json.Unmarshal(text, &list) != nil {
		return n, json.Unmarshal(text, &n)
	}
	for i, into := range []*string{&n.Snapshot, &n.Definition, &n.Digest, &n.Held} {
		if i < len(list) {
			*into = list[i]
		}
	}
	return n, nil
}

// Genuine reports whether the head of a report in a list is what was frozen.
func (f Frozen) Genuine() bool { return !f.doubtful }

// runNoun is what the trail calls a frozen report.
const runNoun = "report_run"

// compareRuns puts the latest first.
func compareRuns(a, b Frozen) int { return strings.Compare(b.At+b.ID, a.At+a.ID) }
