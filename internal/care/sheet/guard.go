package sheet

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// What a code of a file means, and which record a row became, is believed by the next import and by undoing one: it hangs records on a person, and it deletes. So both carry a hash under the key
// file over all they say; the code itself is a hash that knows its organisation, so that nobody of another is ever meant.

// personGuard vouches for whom a code of a file means; nil without a key file.
func personGuard(tx *store.Tx, reference []byte, imported string, who person.ID) []byte {
	return tx.Guard("sheet person", string(reference), imported, string(who))
}

// rowGuard vouches for which record a row of a file became, by which import; nil without a key file.
func rowGuard(tx *store.Tx, identity []byte, imported, kind, record string) []byte {
	return tx.Guard("sheet row", string(identity), imported, kind, record)
}

func personRow(tx *store.Tx, reference token, imported string, who person.ID) []any {
	return []any{reference[:], imported, string(who), personGuard(tx, reference[:], imported, who)}
}

// forged is an import of which a row is not what the program wrote.
func forged(imported string) error {
	return errs.E(errs.Forged, "sheet.forged", "object", "import", "record", imported)
}

// remembered answers Forged "store.sum_differs" where somebody took away or put back what imports remember: a row would be recorded once more, or stay when its import is undone.
func remembered(tx *store.Tx) error {
	return store.Trusted(tx, store.SumImports, store.SumRows, store.SumReferences, store.SumFills)
}

// RegardRows vouches for rows of an earlier version as they stand.
func RegardRows(tx *store.Tx) error {
	persons, err := store.List(tx, func(row store.Row) (g gone, err error) { return g, row.Scan(&g.identity, &g.imported, &g.record) },
		`SELECT reference, import_id, person_id FROM sheet_persons WHERE guard IS NULL`)
	for _, p := range persons {
		if err == nil {
			_, err = tx.Exec(`UPDATE sheet_persons SET guard = $1 WHERE reference = $2`, personGuard(tx, p.identity, p.imported, person.ID(p.record)), p.identity)
		}
	}
	if err != nil {
		return errs.Wrap(err, "vouch for persons of imports")
	}
	rows, err := store.List(tx, scanGone, `SELECT identity, import_id, kind, record, guard FROM sheet_rows WHERE guard IS NULL`)
	for _, r := range rows {
		if err == nil {
			_, err = tx.Exec(`UPDATE sheet_rows SET guard = $1 WHERE identity = $2`, rowGuard(tx, r.identity, r.imported, r.kind, r.record), r.identity)
		}
	}
	return errs.Wrap(err, "vouch for rows of imports")
}
