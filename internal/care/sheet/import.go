package sheet

import (
	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// Import is one file, or the rows of one organisation in it, that was recorded.
type Import struct {
	ID           string
	Organisation network.OrganisationID
	Kind         Kind
	Rows         int // records in the file that could be read
	Added        int
	Known        int // recorded by an earlier import
	Skipped      int // refused and left out
	Persons      int // made by this import
	Account      string
	Imported     string // UTC
	Undone       string // UTC; "" while it stands
	first, last  string // days of its rows
}

// details are what the trail says of an import.
func (i Import) details() audit.Details {
	return audit.Details{
		"kind": audit.Code(i.Kind), "rows": audit.Count(i.Rows), "added": audit.Count(i.Added), "known": audit.Count(i.Known), "skipped": audit.Count(i.Skipped),
	}
}

func insert(tx *store.Tx, i *Import, digest token, mapping string) error {
	_, err := tx.Exec(`INSERT INTO sheet_imports (id, organisation_id, kind, digest, mapping, rows, added, known, skipped, account, imported, undone, first_day, last_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, $12, $13)`,
		i.ID, i.Organisation, string(i.Kind), digest[:], mapping, i.Rows, i.Added, i.Known, i.Skipped, i.Account, i.Imported, i.first, i.last)
	return errs.Wrap(err, "record import", i.ID)
}

// imports says what can be asked about imports. Periods go by the day in UTC, as instants are kept.
var imports = store.Listing{
	Columns: `id, organisation_id, kind, rows, added, known, skipped, account, imported, COALESCE(undone, ''),
(SELECT COUNT(DISTINCT p.person_id) FROM sheet_persons p WHERE p.import_id = sheet_imports.id)`,
	From: "sheet_imports", Owner: "organisation_id", ID: "id", Day: "substr(imported, 1, 10)",
	Filters:  map[string]string{"kind": "kind", "state": "CASE WHEN undone IS NULL THEN 'stands' ELSE 'undone' END"},
	Sorts:    map[string]string{"imported": "imported", "kind": "kind", "added": "added"},
	Standard: "imported",
}

func scanImport(row store.Row) (i Import, err error) {
	return i, row.Scan(&i.ID, &i.Organisation, &i.Kind, &i.Rows, &i.Added, &i.Known, &i.Skipped, &i.Account, &i.Imported, &i.Undone, &i.Persons)
}

// States lists the answers of the filter "state": an import stands until it is undone.
func States() []string { return []string{"stands", "undone"} }

// Select lists imports of the grant's own organisations, as a selection asks.
func Select(tx *store.Tx, s store.Selection) (store.Slice[Import], error) {
	list, err := store.Select(tx, imports, s, tx.Grant().Own(), scanImport)
	return list, errs.Wrap(err, "select imports")
}

// Imports lists the imports of the grant's own organisations, the latest first, undone ones too.
func Imports(tx *store.Tx) ([]Import, error) {
	list, err := Select(tx, store.Selection{})
	return list.Items, err
}

// Find reads one import; another organisation's does not exist.
func Find(tx *store.Tx, id string) (Import, error) {
	i, found, err := store.One(tx, scanImport, `SELECT `+imports.Columns+` FROM `+imports.From+` WHERE id = $1`, id)
	if err == nil && (!found || !tx.Grant().Own().Sees(string(i.Organisation))) {
		return Import{}, errs.E(errs.NotFound, "sheet.no_import")
	}
	return i, errs.Wrap(err, "find import", id)
}
