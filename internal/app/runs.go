package app

import (
	"context"
	"fmt"
	"io"

	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
)

// ListRuns says what was frozen, the latest first.
func ListRuns(ctx context.Context, p Place, out io.Writer, lang *i18n.Printer) error {
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	var list []report.Frozen
	err = in.Store.Read(ctx, operator(), func(tx *store.Tx) (err error) {
		list, err = report.Runs(tx)
		return err
	})
	if err == nil && len(list) == 0 {
		fmt.Fprintln(out, lang.T("app.runs_none"))
	}
	for _, f := range list {
		fmt.Fprintf(out, "%s  %s  %s  %s – %s  %s  %.12s", f.ID, f.At, f.Parameters.Project, f.Parameters.From, f.Parameters.To, f.Scope, f.Snapshot)
		if !f.Genuine() {
			fmt.Fprint(out, "  "+lang.T("app.run_doubtful"))
		}
		fmt.Fprintln(out)
	}
	return in.over(ctx, err)
}

func (in *Installation) run(ctx context.Context, id string) (f report.Frozen, err error) {
	err = in.Store.Read(ctx, operator(), func(tx *store.Tx) (err error) {
		f, err = report.FindRun(tx, id)
		return err
	})
	return f, err
}

// ShowRun writes a frozen report byte for byte.
func ShowRun(ctx context.Context, p Place, id string, out io.Writer) error {
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	f, err := in.run(ctx, id)
	if err == nil {
		_, err = out.Write(f.Document)
	}
	return in.over(ctx, err)
}

// ShowChanges counts a frozen report again and names the records and figures that differ.
func ShowChanges(ctx context.Context, p Place, id string, out io.Writer, lang *i18n.Printer) error {
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	f, err := in.run(ctx, id)
	if err != nil {
		return in.over(ctx, err)
	}
	definition, snapshot, err := in.defined(ctx, f.Report, "")
	if err != nil {
		return in.over(ctx, err)
	}
	d, err := report.Compare(f, snapshot, definition, operator().Scope(), operator().Own())
	if err != nil {
		return in.over(ctx, err)
	}
	if d.None() {
		fmt.Fprintln(out, lang.T("app.changes_none"))
	}
	for _, because := range d.Erasures() {
		fmt.Fprintln(out, because.Count, because.Words(lang))
	}
	for _, r := range d.Named {
		fmt.Fprintf(out, "%-12s %-28s %s  %s  %s\n", lang.T("report.change."+r.Change), lang.T("report.noun."+r.Noun), r.ID, r.Organisation, r.Day)
	}
	for _, x := range d.Figures {
		fmt.Fprintf(out, "%s %s %s: %s → %s\n", x.Table, x.Row, x.Value, number(x.Before), number(x.After))
	}
	return in.over(ctx, nil)
}

func number(n *report.Number) string {
	if n == nil {
		return "—"
	}
	return n.String()
}
