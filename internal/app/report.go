package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/care/rights"
)

// ReportOrder is one `approdo report`.
type ReportOrder struct {
	Name        string
	Project     string
	From, To    string
	Scope       string
	Edition     string
	Definitions string // folder instead of the shipped ones
	Format      string // one of Formats
	Out         string // file; empty or - for standard output
	Freeze      bool   // keep it for ever as well
}

// Report makes a report and writes it. A report that does not add up is refused, and nothing is written.
func Report(ctx context.Context, p Place, o ReportOrder, out io.Writer, lang *i18n.Printer) error {
	if !slices.Contains(Formats(), o.Format) {
		return errs.E(errs.Invalid, "app.unknown_format", "format", o.Format)
	}
	if !slices.Contains(report.Names(), o.Name) {
		return errs.E(errs.NotFound, "report.unknown_report", "name", o.Name)
	}
	if err := p.apart(o.Out); err != nil {
		return err
	}
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	return in.over(ctx, in.report(ctx, o, out, lang))
}

func (in *Installation) report(ctx context.Context, o ReportOrder, out io.Writer, lang *i18n.Printer) error {
	definition, snapshot, err := in.defined(ctx, o.Name, o.Definitions)
	if err != nil {
		return err
	}
	doc, err := report.Run(snapshot, definition, report.Params{
		Project: o.Project, From: o.From, To: o.To, Scope: o.Scope, Edition: o.Edition, Sees: operator().Scope(), Today: in.Today(),
	})
	if err != nil {
		return err
	}
	if err := doc.Blocked(); err != nil {
		return err
	}
	fill := func(w io.Writer) error { return formats[o.Format](ctx, w, doc, lang) }
	if o.Freeze {
		var run report.Frozen
		err := in.Store.Write(ctx, operator(), func(tx *store.Tx) (err error) {
			run, err = report.Freeze(tx, doc)
			return err
		})
		if err != nil {
			return err
		}
		fmt.Fprintln(Shown(os.Stderr), lang.T("app.frozen", "id", run.ID))
		if o.Format == "json" { // what is kept, to the byte, so that its hash is the one on record
			fill = func(w io.Writer) error {
				_, err := w.Write(run.Document)
				return err
			}
		}
	}
	return write(o.Out, out, fill)
}

// defined gives the facts as they stand, counted by nothing that somebody edited past the program, and the definition with the tables that the network added to it.
func (in *Installation) defined(ctx context.Context, name, folder string) (*report.Definition, *report.Snapshot, error) {
	reports, err := define(folder, in.Book)
	if err != nil {
		return nil, nil, err
	}
	snapshot, err := report.New(in.Book, rights.Registry().Views()).Renewed(ctx, in.Store)
	if err != nil {
		return nil, nil, err
	}
	definition, err := report.Extended(reports.For(name), snapshot) // a folder may call itself as it likes
	return definition, snapshot, err
}

// write makes a file, or writes to standard output. A file appears whole or not at all: it is written beside its place first.
func write(name string, standard io.Writer, fill func(io.Writer) error) error {
	if name == "" || name == "-" {
		return fill(standard)
	}
	if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return errs.E(errs.Unavailable, "app.not_a_file", "file", name)
	}
	unwritable := func(err error) error { return errs.E(errs.Unavailable, "app.unwritable", "file", name, err) }
	f, err := os.CreateTemp(filepath.Dir(name), ".approdo-*")
	if err != nil {
		return unwritable(err)
	}
	defer os.Remove(f.Name())
	if err := fill(f); err != nil {
		return Closing(f, err)
	}
	if err := f.Close(); err != nil {
		return unwritable(err)
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return unwritable(err)
	}
	return nil
}

// Definitions writes the shipped definition files to a folder that does not hold any yet.
func Definitions(dir string, out io.Writer, lang *i18n.Printer) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return errs.E(errs.Unavailable, "app.unwritable", "file", dir, err)
	}
	files, err := report.Files(report.Names()[0])
	if err != nil {
		return err
	}
	if err := os.CopyFS(dir, files); err != nil {
		return errs.E(errs.Unavailable, "app.unwritable", "file", dir, err)
	}
	fmt.Fprintln(out, lang.T("app.written", "file", dir))
	return nil
}

// ExitStatus is what the command line ends with: 0 done, 1 failed, 3 refused because a table does not reconcile.
func ExitStatus(err error) int {
	if err == nil {
		return 0
	}
	if e, ok := errs.Of(err); ok && e.Key == "report.unreconciled" {
		return 3
	}
	return 1
}
