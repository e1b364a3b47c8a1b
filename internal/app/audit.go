package app

import (
	"context"
	"fmt"
	"io"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
)

// CheckTree recomputes the audit trail's tree from its entries and compares it with what is stored.
func CheckTree(ctx context.Context, p Place, out io.Writer, lang *i18n.Printer) error {
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	var verdict audit.Verdict
	err = in.Store.Read(ctx, operator(), func(tx *store.Tx) (err error) {
		verdict, err = store.VerifyTrail(tx, audit.Check{})
		return err
	})
	if err == nil && verdict.Fault != nil {
		err = errs.E(errs.Conflict, "app.tree_broken", "entry", verdict.Fault.N, "fault", fmt.Sprint(verdict.Fault.Problem))
	}
	if err == nil {
		fmt.Fprintln(out, lang.T("app.tree_valid", "entries", verdict.Entries, "root", fmt.Sprintf("%x", verdict.Root[:])))
	}
	return Closing(in, err)
}
