package reports

import (
	"net/http"

	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/care/work"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// runSave freezes the report that its answers make, as the records stand now, if the figures are those that its reader saw; otherwise they are shown anew, with the tables that moved. One that does not add up is shown again, with its gap.
func (d *Desk) runSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	made, err := d.freeze(r, fields)
	for again := 0; again < recounts && report.Overtaken(err); again++ { // somebody was erased while it was counted
		made, err = d.freeze(r, fields)
	}
	if err != nil || made.ID == "" {
		return err
	}
	return r.Done("/runs/"+made.ID, page.Done{Tone: page.Well, Says: page.Sentence{"desk.run.just_now"}, Note: page.Sentence{"desk.run.just_now_what"}})
}

// recounts is how often a report is counted again that is overtaken by an erasure each time.
const recounts = 2

// freeze counts the report and freezes it; no run where it answered itself.
func (d *Desk) freeze(r *page.Request, fields *page.Fields) (made work.Reference, err error) {
	snapshot, err := d.Engine.Renewed(r.Context(), d.Store)
	if err != nil {
		return made, err
	}
	doc, err := d.countIn(r, snapshot, fields, toIssue)
	if err != nil {
		return made, err
	}
	moved := doc.Moved(fields.Text(kit.SeenField))
	if doc.Blocked() != nil {
		return made, r.Redirect("/reports/" + doc.Report + "?" + answers(doc).Encode())
	}
	made, err = d.Once(r, fields, answers(doc), func(tx *store.Tx) (work.Reference, error) {
		if len(moved) > 0 {
			return work.Reference{}, kit.Moved()
		}
		run, err := report.Freeze(tx, doc)
		return work.Reference{Noun: "run", ID: run.ID}, err
	})
	if kit.HasMoved(err) {
		return work.Reference{}, d.showReport(r, http.StatusConflict, doc, snapshot, moved)
	}
	return made, err
}
