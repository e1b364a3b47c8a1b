package report

import (
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// What a frozen report keeps of an erased person's records goes with them. Which marks these are is written down in the transaction of the erasure, from which on
// nobody is told of them; they are taken out report by report, since a report may have many thousands.

// withdraw writes down that the marks of records go, in every frozen report.
func withdraw(tx *store.Tx, ids []string) (n int64, err error) {
	if tx.Keys() == nil {
		return 0, errs.E(errs.Internal, "errors.internal")
	}
	runs, err := store.List(tx, scanText, `SELECT id FROM report_runs`)
	for _, run := range runs {
		for _, id := range ids {
			if err == nil {
				mark := marker{tx.Keys(), run}.row(id)
				_, err = tx.Exec(`INSERT INTO report_withdrawn (run_id, mark, guard) VALUES ($1, $2, $3) ON CONFLICT (run_id, mark) DO UPDATE SET guard = excluded.guard`,
					run, mark, tx.Guard("withdrawn", run, mark))
			}
		}
	}
	return 0, errs.Wrap(err, "withdraw marks")
}

func scanText(row store.Row) (text string, err error) { return text, row.Scan(&text) }

// withdrawn lists the marks that are to be taken out of a report. One that was planted is none, else the program would thin the report, and seal it anew.
func withdrawn(tx *store.Tx, run string) ([]string, error) {
	type row struct {
		mark  string
		guard []byte
	}
	rows, err := store.List(tx, func(r store.Row) (w row, err error) { return w, r.Scan(&w.mark, &w.guard) }, `SELECT mark, guard FROM report_withdrawn WHERE run_id = $1`, run)
	var marks []string
	for _, w := range rows {
		if tx.Guarded(w.guard, "withdrawn", run, w.mark) {
			marks = append(marks, w.mark)
		}
	}
	return marks, errs.Wrap(err, "list marks to take out of", run)
}

// Regard puts under the key file the marks that an earlier version had not taken out yet.
func Regard(tx *store.Tx) error {
	rows, err := store.List(tx, func(r store.Row) (w [2]string, err error) { return w, r.Scan(&w[0], &w[1]) }, `SELECT run_id, mark FROM report_withdrawn WHERE guard IS NULL`)
	for _, w := range rows {
		if err == nil {
			_, err = tx.Exec(`UPDATE report_withdrawn SET guard = $1 WHERE run_id = $2 AND mark = $3`, tx.Guard("withdrawn", w[0], w[1]), w[0], w[1])
		}
	}
	if len(rows) > 0 {
		tx.Note("guard", "report", nil)
	}
	return errs.Wrap(err, "guard marks")
}

// take takes marks out.
func (p *papers) take(withdrawn []string) {
	gone := map[string]bool{}
	for _, id := range withdrawn {
		gone[id] = true
	}
	before := len(p.marks)
	p.marks = slices.DeleteFunc(p.marks, func(m mark) bool { return gone[m.ID] })
	p.erased += before - len(p.marks)
}

// unfinished are the reports of which marks are to be taken out, or are those of an earlier version.
const unfinished = `SELECT run_id FROM report_papers WHERE NOT keyed UNION SELECT run_id FROM report_withdrawn`

// Unfinished reports whether Thin has anything to do.
func Unfinished(tx *store.Tx) (bool, error) {
	_, found, err := store.One(tx, scanText, unfinished+` LIMIT 1`)
	return found, errs.Wrap(err, "find marks to take out")
}

// Thin takes out of one report the marks that were withdrawn, and makes them keyed where they are not; done is false when there was none to do. Its document and
// its figures stay; its seal is made anew if it was genuine, and one that was edited stays known for it.
func Thin(tx *store.Tx) (done bool, err error) {
	id, found, err := store.One(tx, scanText, unfinished+` ORDER BY 1 LIMIT 1`)
	if err != nil || !found {
		return false, errs.Wrap(err, "find marks to take out")
	}
	f, err := loadRun(tx, id)
	if err == nil {
		err = f.thin(tx)
	}
	if err == nil {
		_, err = tx.Exec(`DELETE FROM report_withdrawn WHERE run_id = $1`, id)
	}
	if err == nil {
		_, err = tx.Exec(`UPDATE report_papers SET keyed = TRUE WHERE run_id = $1`, id)
	}
	tx.Note("husks", "", nil)
	return true, errs.Wrap(err, "take marks out of report", id)
}

func (f Frozen) thin(tx *store.Tx) error {
	genuine := f.genuine(tx)
	if genuine != nil && errs.KindOf(genuine) != errs.Forged {
		return genuine
	}
	p, err := unpack(f.records)
	if err != nil {
		if genuine != nil {
			return nil // nobody can read them any more
		}
		return err
	}
	plain, erased := p.plain, p.erased
	if plain {
		p.marks = keyed(f.marker(), p.marks)
	}
	p.take(f.withdrawn)
	if !plain && p.erased == erased {
		return nil // it counted none of them
	}
	if f.records, err = p.pack(); err != nil {
		return err
	}
	if _, err = tx.Exec(`UPDATE report_papers SET records = $1 WHERE run_id = $2`, f.records, f.ID); err != nil || genuine != nil {
		return err
	}
	if err = f.seal(tx); err == nil {
		_, err = tx.Exec(`UPDATE report_runs SET held = $1, sealed = $2 WHERE id = $3`, f.held, f.sealed, f.ID)
	}
	return err
}
