package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
)

// CheckTree recomputes the audit trail's tree from its entries and compares it with what is stored and with every checkpoint.
func CheckTree(ctx context.Context, p Place, out io.Writer, lang *i18n.Printer) error {
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	err = in.Store.Read(ctx, operator(), func(tx *store.Tx) error { return store.Sound(tx, "") })
	var verdict audit.Verdict
	var check audit.Check
	if err == nil {
		check, err = in.trail().Check()
	}
	if err == nil {
		err = in.Store.Read(ctx, operator(), func(tx *store.Tx) (err error) {
			verdict, err = store.VerifyTrail(tx, check)
			return err
		})
	}
	var differ []vault.Difference
	if err == nil {
		err = in.Store.Read(ctx, operator(), func(tx *store.Tx) (err error) {
			differ, err = in.trail().Examine(tx)
			return err
		})
	}
	putBack := in.PutBack()
	switch {
	case err != nil:
	case verdict.Fault != nil:
		err = errs.E(errs.Conflict, "app.tree_broken", "what", faultWords(lang, *verdict.Fault))
	case putBack != nil:
		err = putBack
	case len(differ) > 0:
		err = errs.E(errs.Conflict, "app.tables_differ", "what", differWords(lang, differ))
	}
	if err == nil {
		fmt.Fprintln(out, lang.T("app.tree_valid", "entries", verdict.Entries, "root", fmt.Sprintf("%x", verdict.Root[:]), "checkpoints", verdict.Checkpoints))
	}
	return in.over(ctx, err)
}

// faultWords says what is wrong in plain words.
func faultWords(lang *i18n.Printer, f audit.Fault) string {
	return lang.T("audit.fault."+string(f.Problem), "entry", f.N, "checkpoint", f.Checkpoint-1)
}

// differWords says how much differs, of what.
func differWords(lang *i18n.Printer, differ []vault.Difference) string {
	var words []string
	for _, c := range vault.Tally(differ) {
		words = append(words, lang.T("audit.differ."+c.What, "count", c.N))
	}
	return strings.Join(words, "; ")
}

// BundleTrail writes the whole audit trail to a file that can be verified elsewhere; that it left is on record.
func BundleTrail(ctx context.Context, p Place, file string, out io.Writer, lang *i18n.Printer) error {
	if err := p.apart(file); err != nil {
		return err
	}
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	var size int64
	var doubt error
	err = write(file, out, func(w io.Writer) (err error) {
		size, doubt, err = in.trail().Bundle(ctx, operator(), w)
		return err
	})
	if err == nil && file != "-" {
		fmt.Fprintln(out, lang.T("audit.bundle_written", "file", file, "entries", size))
	}
	if err == nil { // what is written is evidence
		err = doubt
	}
	return in.over(ctx, err)
}

// VerifyOrder is one `approdo audit verify`: it needs no installation, only the file.
type VerifyOrder struct {
	File   string
	Key    string // of the verifier, as it was noted down; the file's own when empty
	Kept   string // file of checkpoints that were put aside; may be empty
	For    string // organisation that reads it: code, name or id; empty when that was not told
	Person string // code or id of somebody; empty for nobody
}

// VerifyBundle checks a bundle and says in plain words what it found. Conflict "audit.bundle_broken" when something is wrong, and "audit.hidden_untold" or
// "audit.hidden_unsigned" when nothing is, as far as can be seen, but entries are hidden and nobody knows from whom they may be.
func VerifyBundle(o VerifyOrder, out io.Writer, lang *i18n.Printer) error {
	look, err := inspection(o, lang, out)
	if err != nil {
		return err
	}
	info, err := os.Stat(o.File)
	if err == nil && !info.Mode().IsRegular() {
		return errs.E(errs.Invalid, "app.not_a_file", "file", o.File)
	}
	f, err := os.Open(o.File)
	if err != nil {
		return errs.E(errs.Unavailable, "app.unreadable", "file", o.File, err)
	}
	started := time.Now()
	report, err := audit.Inspect(f, look)
	if err := Closing(f, err); err != nil {
		return err
	}
	tellReport(report, time.Since(started), out, lang)
	if o.Person != "" {
		book, err := codebook.Load()
		if err != nil {
			return err
		}
		tellSightings(report, book, out, lang)
	}
	n := int64(len(report.Faults)) + report.MoreFaults
	switch {
	case n > 0:
		return errs.E(errs.Conflict, "audit.bundle_broken", "count", n)
	case report.Hidden > 0 && !report.Signed:
		return errs.E(errs.Conflict, "audit.hidden_unsigned", "hidden", report.Hidden)
	case report.Hidden > 0 && o.For == "":
		return errs.E(errs.Conflict, "audit.hidden_untold", "hidden", report.Hidden, "whose", report.Whose)
	}
	return nil
}

// tellReport says what was verified and lists what is wrong.
func tellReport(r audit.Report, took time.Duration, out io.Writer, lang *i18n.Printer) {
	fmt.Fprintln(out, lang.T("audit.bundle_counts", "origin", r.Bundle.Origin, "entries", r.Entries,
		"checkpoints", r.Checkpoints, "seconds", lang.Tenths(took.Milliseconds()/100)))
	tellHidden(r, out, lang)
	if r.First != "" {
		fmt.Fprintln(out, lang.T("audit.bundle_period", "first", r.First, "last", r.Last))
	}
	if r.Kept > 0 {
		fmt.Fprintln(out, lang.T("audit.bundle_kept", "count", r.Kept))
	}
	if r.Outlived > 0 {
		fmt.Fprintln(out, lang.T("audit.bundle_outlived", "count", r.Outlived))
	}
	for _, f := range r.Faults {
		fmt.Fprintln(out, "- "+faultWords(lang, f))
	}
	if r.MoreFaults > 0 {
		fmt.Fprintln(out, lang.T("audit.bundle_more", "count", r.MoreFaults))
	}
	if len(r.Faults) == 0 {
		fmt.Fprintln(out, lang.T("audit.bundle_whole", "root", fmt.Sprintf("%x", r.Root[:])))
		fmt.Fprintln(out, lang.T("audit.bundle_limit"))
	}
}

// tellHidden says for whom the file is, what it hides, and what that proves.
func tellHidden(r audit.Report, out io.Writer, lang *i18n.Printer) {
	if !r.Signed {
		fmt.Fprintln(out, lang.T("audit.bundle_unsigned"))
	}
	if r.Nameless > 0 {
		fmt.Fprintln(out, lang.T("audit.bundle_nameless", "nameless", r.Nameless))
	}
	if r.Hidden == 0 {
		return
	}
	fmt.Fprintln(out, lang.T("audit.bundle_hidden", "hidden", r.Hidden, "entries", r.Entries, "whose", r.Whose))
	if r.Unproven > 0 {
		fmt.Fprintln(out, lang.T("audit.bundle_unproven", "unproven", r.Unproven, "since", r.Bundle.Since))
	}
}

// tellSightings says which organisation saw a person, in which role, on which day and what for.
func tellSightings(r audit.Report, book *codebook.Book, out io.Writer, lang *i18n.Printer) {
	if r.Hidden > 0 {
		defer fmt.Fprintln(out, lang.T("audit.saw_hidden", "hidden", r.Hidden))
	}
	switch {
	case !r.Found && !r.Signed:
		fmt.Fprintln(out, lang.T("audit.saw_unsigned"))
		return
	case !r.Found:
		fmt.Fprintln(out, lang.T("audit.saw_nobody"))
		return
	case len(r.Saw) == 0:
		fmt.Fprintln(out, lang.T("audit.saw_none"))
	}
	zone := network.Network{Zone: r.Bundle.Zone}.Location()
	if !network.Zoned(r.Bundle.Zone) {
		fmt.Fprintln(out, lang.T("audit.saw_zone", "zone", r.Bundle.Zone))
	}
	type sight struct{ day, organisation, role, purpose string }
	last := sight{}
	for _, s := range r.Saw {
		now := sight{organisation: s.Organisation, role: book.Label("role", s.Role, lang.Lang()), purpose: book.Label("reveal_purpose", s.Purpose, lang.Lang())}
		if at, err := time.Parse(audit.TimeFormat, s.At); err == nil {
			now.day = lang.Day(at.In(zone).Format(time.DateOnly))
		}
		if now.organisation == "" {
			now.organisation = lang.T("audit.saw_job")
		}
		if now.purpose == "" {
			now.purpose = lang.T("audit.no_purpose")
		}
		if now != last { // a day's reading of one kind is one line
			fmt.Fprintf(out, "%s  %s  %s  %s\n", now.day, now.organisation, now.role, now.purpose)
		}
		last = now
	}
	if r.MoreSaw {
		fmt.Fprintln(out, lang.T("audit.saw_more"))
	}
}
