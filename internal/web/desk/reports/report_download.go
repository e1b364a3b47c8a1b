package reports

import (
	"bytes"
	"io"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/care/report"
	"approdo/internal/care/report/render"
	"approdo/internal/web/page"
)

// formats are the forms in which a report leaves.
var formats = []struct {
	name, ending, kind string
	write              func(w io.Writer, doc *report.Document, lang string) error
}{
	{"xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", render.XLSX},
	{"pdf", ".pdf", "application/pdf", render.PDF},
	{"csv", ".csv.zip", "application/zip", render.Zip},
	{"json", ".json", "application/json", func(w io.Writer, doc *report.Document, _ string) error { return render.JSON(w, doc) }},
}

// reportDownload sends a report that adds up; one that does not is a Conflict and leaves in no form. What leaves is counted on all records as they stand: where a running server knew others, it leaves in no form either, and that is told.
func (d *Desk) reportDownload(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	snapshot, err := d.Engine.Renewed(r.Context(), d.Store)
	if err != nil {
		return err
	}
	doc, err := d.countIn(r, snapshot, fields, toIssue)
	if err != nil {
		return err
	}
	if err := doc.Blocked(); err != nil {
		return err
	}
	return d.send(r, doc, "draft", fields.Text("format"), nil)
}

// runDownload sends a frozen report as it was.
func (d *Desk) runDownload(r *page.Request) error {
	f, _, err := d.frozen(r)
	if err != nil {
		return err
	}
	doc, err := f.Read()
	if err != nil {
		return err
	}
	return d.send(r, doc, f.ID, r.URL.Query().Get("format"), f.Document)
}

// send writes the whole file before the first byte leaves, and notes that it left. A frozen report leaves as JSON in the bytes
// that are kept, whose hash is on record; otherwise there are none.
func (d *Desk) send(r *page.Request, doc *report.Document, id, format string, kept []byte) error {
	for _, known := range formats {
		if known.name != format {
			continue
		}
		var file bytes.Buffer
		if format == "json" && kept != nil {
			file.Write(kept)
		} else if err := known.write(&file, doc, r.Printer().Lang()); err != nil {
			return err
		}
		rows := 0
		for _, t := range doc.Tables {
			rows += len(t.Rows)
		}
		err := d.Leaves(r, id, kit.Exported{
			What: doc.Report, Format: format, Rows: rows, Scope: doc.Parameters.Scope, From: doc.Parameters.From, To: doc.Parameters.To,
		})
		if err != nil {
			return err
		}
		name := doc.Report + "-" + doc.Parameters.From + "-" + doc.Parameters.To + known.ending
		h := r.Writer().Header()
		h.Set("Content-Type", known.kind)
		h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
		_, err = r.Writer().Write(file.Bytes())
		return errs.Wrap(err, "send report")
	}
	return errs.E(errs.NotFound, "errors.not_found")
}
