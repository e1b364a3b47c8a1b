package tables

import (
	"net/url"

	"approdo/internal/web/kit"

	"approdo/internal/care/report"
	"approdo/internal/web/page"
)

// Reader draws tables that were counted, and answers with the records behind a figure of one.
type Reader interface {
	Table(r *page.Request, doc *report.Document, t *report.Table, base, query string) kit.ReportTable
	Records(r *page.Request, fields *page.Fields, doc *report.Document, back page.Link) error
}

// additionRecords lists the reader's own records behind a figure, or the gap, of a table that is not in use yet; looking is on record.
func (d *Desk) additionRecords(r *page.Request) error {
	c, err := d.compose(r)
	if err != nil {
		return err
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	trial, err := d.try(r, c, fields)
	if err != nil {
		return err
	}
	here := additionsPath(c.base.ID) + "/" + c.table.ID
	query := url.Values{"from": {trial.Document.Parameters.From}, "to": {trial.Document.Parameters.To}, "project": {trial.Document.Parameters.Project}}
	return d.Reader.Records(r, fields, trial.Document, page.Link{Label: c.table.Name() + " · " + d.titleOf(c.table, r.Printer()), Path: here + "?" + query.Encode()})
}
