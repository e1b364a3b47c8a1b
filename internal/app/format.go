package app

import (
	"context"
	"io"
	"maps"
	"slices"

	"approdo/internal/base/i18n"
	"approdo/internal/care/report"
	"approdo/internal/care/report/render"
	"approdo/internal/web/desk/reports"
)

// formats are the forms in which the command line writes a report.
var formats = map[string]func(ctx context.Context, w io.Writer, d *report.Document, lang *i18n.Printer) error{
	"json": func(_ context.Context, w io.Writer, d *report.Document, _ *i18n.Printer) error {
		return render.JSON(w, d)
	},
	"csv": func(_ context.Context, w io.Writer, d *report.Document, lang *i18n.Printer) error {
		return render.CSV(w, d, lang.Lang())
	},
	"zip": func(_ context.Context, w io.Writer, d *report.Document, lang *i18n.Printer) error {
		return render.Zip(w, d, lang.Lang())
	},
	"xlsx": func(_ context.Context, w io.Writer, d *report.Document, lang *i18n.Printer) error {
		return render.XLSX(w, d, lang.Lang())
	},
	"pdf": func(_ context.Context, w io.Writer, d *report.Document, lang *i18n.Printer) error {
		return render.PDF(w, d, lang.Lang())
	},
	"html": reports.WritePaper,
}

// Formats lists the forms in which a report can be written.
func Formats() []string { return slices.Sorted(maps.Keys(formats)) }
