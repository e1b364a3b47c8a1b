package addition

import (
	"cmp"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
)

// Trial is a table counted beside the tables of its report, whether it is in use or not.
type Trial struct {
	Table    Table
	Document *report.Document // the whole report, as a draft: never issued
}

// Try counts the latest text of a table over a snapshot, in the internal edition. The errors are those of definition.Extend and report.Run.
func Try(s *report.Snapshot, base *report.Definition, t Table, p report.Params) (*Trial, error) {
	whole, err := t.Defined(base, s.Book)
	if err != nil {
		return nil, err
	}
	p.Edition, p.Draft = report.Internal, true
	doc, err := report.Run(s, whole, p)
	if err != nil {
		return nil, err
	}
	return &Trial{Table: t, Document: doc}, nil
}

// Counted is the table as it would be printed.
func (t *Trial) Counted() *report.Table {
	counted, _ := t.Document.Table(t.Table.Name()) // it was run, so it is there
	return counted
}

// Blocked is the reason why the table may not come into use; nil when it keeps all its promises.
func (t *Trial) Blocked() error { return t.Document.BlockedIn(t.Table.Name()) }

// Use puts the text that was tried in use, as a new version; a table that was out of use is in use again. A table that does not add up, and
// one that has no draft and is in use already, are a Conflict.
func Use(tx *store.Tx, trial *Trial) (Table, error) {
	t := trial.Table
	if err := trial.Blocked(); err != nil {
		return t, err
	}
	if t.Draft == "" && !t.Retired {
		return t, errs.E(errs.Conflict, "report.addition_nothing_new")
	}
	if t.Retired {
		all, err := List(tx, t.Report)
		if err == nil {
			err = room(all)
		}
		if err != nil {
			return t, err
		}
	}
	text := t.Text()
	t.Version, t.Retired, t.Used, t.Draft = t.Version+1, false, text, ""
	if err := t.save(tx, "used"); err != nil {
		return t, err
	}
	_, err := tx.Exec(`INSERT INTO report_versions (table_id, version, definition, account, used) VALUES ($1, $2, $3, $4, $5)`,
		t.ID, t.Version, text, t.Account, t.Changed)
	tx.Changed("report_table", t.ID)
	return t, errs.Wrap(err, "addition: use", t.ID)
}

// Version is a text that was put in use.
type Version struct {
	Number  int64
	Text    string
	Account string // id of who put it in use
	Used    string // when; RFC 3339, UTC
}

// Versions lists what was ever in use of a table, the latest first.
func Versions(tx *store.Tx, t Table) ([]Version, error) {
	list, err := store.List(tx, func(row store.Row) (v Version, err error) {
		err = row.Scan(&v.Number, &v.Text, &v.Account, &v.Used)
		return v, err
	}, `SELECT version, definition, account, used FROM report_versions WHERE table_id = $1`, t.ID)
	slices.SortFunc(list, func(a, b Version) int { return cmp.Compare(b.Number, a.Number) })
	return list, errs.Wrap(err, "addition: versions", t.ID)
}
