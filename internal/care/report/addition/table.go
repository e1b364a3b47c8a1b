// Package addition keeps the tables that a network adds to a report while the program runs.
//
// A Table has a number for ever (the first is printed N1), a draft that is being worked on, and the version that is in use. Text is the
// truth of both: the closed language of package definition, whether somebody wrote it or answered questions (Outline). A draft must be
// understood to be kept; it comes into use only through a Trial, which has counted it and found that it adds up. What was in use is kept
// for ever, beside the frozen reports that were made with it.
package addition

import (
	"cmp"
	"slices"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/care/report/definition"
)

// Most is how many tables a network may add to a report, those taken out of use not counted.
const Most = 40

// Table is a table that a network added, or is about to.
type Table struct {
	ID       string
	Report   string
	Number   int64
	Version  int64  // the latest that was put in use; 0 before the first
	Retired  bool   // taken out of use
	Draft    string // being worked on; "" for none
	Used     string // text of Version; "" before the first
	Revision int64  // counts changes
	Account  string // id of who changed it last
	Changed  string // when; RFC 3339, UTC
}

// Name is how the table is printed: N1.
func (t Table) Name() string { return report.AdditionID(t.Number) }

// InUse reports whether the report has the table.
func (t Table) InUse() bool { return t.Version > 0 && !t.Retired }

// Text is the latest text: the draft, or what is in use where there is none.
func (t Table) Text() string {
	if t.Draft != "" {
		return t.Draft
	}
	return t.Used
}

// Defined reads the latest text beside the tables of a report. The errors are those of definition.Extend.
func (t Table) Defined(base *report.Definition, book *codebook.Book) (*report.Definition, error) {
	return definition.Extend(base, []definition.Source{{ID: t.Name(), Text: t.Text()}}, book)
}

const selected = `SELECT t.id, t.report, t.number, t.version, t.retired, t.draft, COALESCE(v.definition, ''), t.revision, t.account, t.changed
	FROM report_tables t LEFT JOIN report_versions v ON v.table_id = t.id AND v.version = t.version`

func scan(row store.Row) (t Table, err error) {
	err = row.Scan(&t.ID, &t.Report, &t.Number, &t.Version, &t.Retired, &t.Draft, &t.Used, &t.Revision, &t.Account, &t.Changed)
	return t, err
}

// List gives the tables that the network added to a report, in the order of printing. Forged "store.sum_differs" where somebody changed them past the program: they would count something else under
// the name of who put them in use.
func List(tx *store.Tx, of string) ([]Table, error) {
	if err := store.Trusted(tx, store.SumDefinitions, store.SumAdditions); err != nil {
		return nil, err
	}
	tables, err := store.List(tx, scan, selected+` WHERE t.report = $1`, of)
	slices.SortFunc(tables, func(a, b Table) int { return cmp.Compare(a.Number, b.Number) })
	return tables, errs.Wrap(err, "addition: list")
}

// Find gives one table of a report; NotFound if there is none.
func Find(tx *store.Tx, of, id string) (Table, error) {
	t, found, err := store.One(tx, scan, selected+` WHERE t.report = $1 AND t.id = $2`, of, id)
	if err == nil && !found {
		return Table{}, errs.E(errs.NotFound, "report.no_addition")
	}
	return t, errs.Wrap(err, "addition: find", id)
}

// Begin adds a table to a report, as a draft. base is the report's own definition. A text that the language does not know is Invalid;
// more than Most tables are a Conflict.
func Begin(tx *store.Tx, base *report.Definition, book *codebook.Book, text string) (Table, error) {
	all, err := List(tx, base.ID)
	if err != nil {
		return Table{}, err
	}
	t := Table{ID: tx.NewID(), Report: base.ID, Number: 1, Draft: text, Revision: 1}
	for _, other := range all {
		t.Number = max(t.Number, other.Number+1)
	}
	if err := room(all); err != nil {
		return Table{}, err
	}
	if _, err := t.Defined(base, book); err != nil {
		return Table{}, err
	}
	t.Account, t.Changed = tx.Grant().Actor(), now(tx)
	_, err = tx.Exec(`INSERT INTO report_tables (id, report, number, version, retired, draft, revision, account, changed)
		VALUES ($1, $2, $3, 0, FALSE, $4, $5, $6, $7)`, t.ID, t.Report, t.Number, t.Draft, t.Revision, t.Account, t.Changed)
	t.note(tx, "begun", text)
	return t, errs.Wrap(err, "addition: begin")
}

// room refuses one more table than Most.
func room(all []Table) error {
	standing := 0
	for _, t := range all {
		if !t.Retired {
			standing++
		}
	}
	if standing >= Most {
		return errs.E(errs.Conflict, "report.too_many_additions", "most", Most)
	}
	return nil
}

// Keep replaces the draft of a table. What t says of Revision is what its writer saw: if somebody else changed the table since, that is a
// Conflict. A text that the language does not know is Invalid. What is in use stays as it is.
func Keep(tx *store.Tx, base *report.Definition, book *codebook.Book, t Table, text string) (Table, error) {
	t.Draft = text
	if _, err := t.Defined(base, book); text == "" || err != nil {
		if text == "" {
			err = errs.E(errs.Invalid, "report.definition_empty")
		}
		return Table{}, err
	}
	if text == t.Used {
		t.Draft = ""
	}
	return t, t.save(tx, "kept")
}

// Drop throws the draft away. A table that was never in use is gone then, and so is its number if it was the last.
func Drop(tx *store.Tx, t Table) error {
	if t.Version > 0 {
		t.Draft = ""
		return t.save(tx, "dropped")
	}
	n, err := tx.Exec(`DELETE FROM report_tables WHERE id = $1 AND revision = $2 AND version = 0`, t.ID, t.Revision)
	if err == nil && n == 0 {
		return errs.E(errs.Conflict, "report.addition_changed_meanwhile")
	}
	t.note(tx, "dropped", "")
	return errs.Wrap(err, "addition: drop", t.ID)
}

// Retire takes a table out of use. Reports frozen with it keep it, and it can be put in use again.
func Retire(tx *store.Tx, t Table) error {
	if !t.InUse() {
		return errs.E(errs.Conflict, "report.addition_not_in_use")
	}
	t.Retired = true
	err := t.save(tx, "retired")
	tx.Changed("report_table", t.ID)
	return err
}

// save writes what may change of a table, if nobody else did since it was read.
func (t *Table) save(tx *store.Tx, what string) error {
	t.Account, t.Changed = tx.Grant().Actor(), now(tx)
	n, err := tx.Exec(`UPDATE report_tables SET version = $1, retired = $2, draft = $3, revision = revision + 1, account = $4, changed = $5
		WHERE id = $6 AND revision = $7`, t.Version, t.Retired, t.Draft, t.Account, t.Changed, t.ID, t.Revision)
	if err == nil && n == 0 {
		return errs.E(errs.Conflict, "report.addition_changed_meanwhile")
	}
	t.Revision++
	t.note(tx, what, t.Text())
	return errs.Wrap(err, "addition: "+what, t.ID)
}

// note puts on record what was done to which table; the entry commits to the text by its hash.
func (t *Table) note(tx *store.Tx, what, text string) {
	hash := seal.Hash([]byte(text))
	tx.Note("report_table", t.ID, audit.Details{"table": audit.Code(t.Name()), "did": audit.Code(what), "version": audit.Count(t.Version), "digest": audit.Digest(hash[:])})
}

func now(tx *store.Tx) string { return tx.Now().Format(time.RFC3339) }
