package reports

import (
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// runSave freezes the report that its answers make, as the records stand now. One that does not add up is shown again, with its gap.
func (d *Desk) runSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	doc, _, err := d.count(r, fields, toIssue)
	if err != nil {
		return err
	}
	if doc.Blocked() != nil {
		return r.Redirect("/reports/" + doc.Report + "?" + answers(doc).Encode())
	}
	made, err := d.Once(r, fields, answers(doc), func(tx *store.Tx) (work.Reference, error) {
		run, err := report.Freeze(tx, doc)
		return work.Reference{Noun: "run", ID: run.ID}, err
	})
	if err != nil {
		return err
	}
	return r.Redirect("/runs/" + made.ID + "?said=frozen")
}
