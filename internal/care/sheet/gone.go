package sheet

import (
	"bytes"
	"maps"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// A row of a file stays known when who it was about is erased: else the same file would count them again. But its identity is the id of the record that it became, and its unit and day are
// those of the work. So what stays is a hash of the identity under the key file, by which the row is recognised and nothing else, and the import that it came with.

// goneToken is what stays of the identity of a row; nil without a key file.
func goneToken(tx *store.Tx, identity token) []byte {
	return tx.Guard("sheet row that is gone", string(identity[:]))
}

// forgets makes rows known no longer as what. It is the fate of sheet_rows in the registry.
func forgets(tx *store.Tx, records []string) (n int64, err error) {
	for some := range slices.Chunk(records, batch) {
		args := make([]any, len(some))
		for i, id := range some {
			args[i] = id
		}
		list, err := store.List(tx, scanGone, `SELECT identity, import_id, kind, record, guard FROM sheet_rows WHERE record IN `+placeholders(1, len(some)), args...)
		if err != nil {
			return n, errs.Wrap(err, "forget rows of imports")
		}
		for i := range list {
			list[i].to = goneToken(tx, token(list[i].identity))
		}
		if err := relay(tx, list); err != nil {
			return n, err
		}
		if err := widen(tx, list); err != nil {
			return n, err
		}
		n += int64(len(list))
	}
	return n, nil
}

// widen makes the days of imports those of their quarters: the days of the rows that stay, and that of the first or the last one, would narrow those of the rows that are gone.
func widen(tx *store.Tx, list []gone) error {
	imports := map[string]bool{}
	for _, g := range list {
		imports[g.imported] = true
	}
	for _, id := range slices.Sorted(maps.Keys(imports)) {
		var first, last string
		err := tx.QueryRow(`SELECT COALESCE(first_day, ''), COALESCE(last_day, '') FROM sheet_imports WHERE id = $1`, id).Scan(&first, &last)
		if err == nil && first != "" && last != "" {
			_, err = tx.Exec(`UPDATE sheet_imports SET first_day = $1, last_day = $2 WHERE id = $3`, work.Quarter(first), work.QuarterEnd(last), id)
		}
		if err != nil {
			return errs.Wrap(err, "widen days of import", id)
		}
	}
	return nil
}

// gone is a row that is known no longer as what, and under which identity it is from now on.
type gone struct {
	identity, to, guard    []byte
	imported, kind, record string
}

func scanGone(row store.Row) (g gone, err error) {
	err = row.Scan(&g.identity, &g.imported, &g.kind, &g.record, &g.guard)
	g.to = g.identity
	return g, err
}

// relay writes rows anew, in the order of their identities: where a row was stored says beside which others it was imported.
func relay(tx *store.Tx, list []gone) error {
	for _, g := range list {
		if len(g.identity) != len(token{}) {
			return errs.E(errs.Internal, "errors.internal")
		}
		if _, err := tx.Exec(`DELETE FROM sheet_rows WHERE identity = $1`, g.identity); err != nil {
			return errs.Wrap(err, "forget row of an import")
		}
	}
	slices.SortFunc(list, func(a, b gone) int { return bytes.Compare(a.to, b.to) })
	rows := inserter{tx: tx, into: "sheet_rows (identity, import_id, kind, record, guard)", width: 5}
	for _, g := range list {
		var guard []byte
		if bytes.Equal(g.guard, rowGuard(tx, g.identity, g.imported, g.kind, g.record)) { // what was planted is not vouched for by being written anew
			guard = rowGuard(tx, g.to, g.imported, g.kind, "")
		}
		if err := rows.add(g.to, g.imported, g.kind, "", guard); err != nil {
			return err
		}
	}
	return rows.flush()
}

// Scatter writes the rows of an organisation that are known no longer as what anew, all of them, so that those of one person do not stand together.
func Scatter(tx *store.Tx, o network.OrganisationID) error {
	list, err := store.List(tx, scanGone, `SELECT r.identity, r.import_id, r.kind, r.record, r.guard FROM sheet_rows r JOIN sheet_imports i ON i.id = r.import_id WHERE r.record = '' AND i.organisation_id = $1`, o)
	if err != nil {
		return errs.Wrap(err, "gather rows of imports")
	}
	return relay(tx, list)
}

// Regard does to rows that an earlier version emptied what this one does at an erasure.
func Regard(tx *store.Tx) error {
	list, err := store.List(tx, scanGone, `SELECT identity, import_id, kind, record, guard FROM sheet_rows WHERE record = '' AND (day IS NOT NULL OR unit_id IS NOT NULL)`)
	if err != nil || len(list) == 0 {
		return errs.Wrap(err, "gather rows of imports")
	}
	for i := range list {
		list[i].to = goneToken(tx, token(list[i].identity))
	}
	tx.Note("guard", "import", nil)
	return relay(tx, list)
}

// goneRows adds the rows that are known no longer as what.
func goneRows(tx *store.Tx, identities []token, found map[token]standing) error {
	_, some, err := store.One(tx, func(row store.Row) (s string, err error) { return s, row.Scan(&s) }, `SELECT kind FROM sheet_rows WHERE record = '' LIMIT 1`)
	if err != nil || !some || tx.Keys() == nil {
		return errs.Wrap(err, "look for rows that are gone")
	}
	was := make(map[token]token, len(identities))
	for _, identity := range identities {
		was[token(goneToken(tx, identity))] = identity
	}
	return inBatches(tx, `SELECT `+standingColumns+` FROM sheet_rows WHERE identity IN `+placeholders(1, batch), slices.Collect(maps.Keys(was)), func(r store.Row) error {
		s, err := scanStanding(r)
		if err == nil {
			s.identity = was[s.identity]
			found[s.identity] = s
		}
		return err
	})
}
