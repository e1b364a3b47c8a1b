package app

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
)

// Trust says whose keys the installation goes by: what the file beside the key file names, who is a member in which roles, and what in the database does not agree with it.
// Conflict "app.tables_differ", or what is wrong, when something does not.
func Trust(ctx context.Context, p Place, out io.Writer, lang *i18n.Printer) error {
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	return in.over(ctx, in.tellTrust(ctx, out, lang))
}

// Believe vouches for the tables with a hash that differ, as they stood when Trust told their digits: somebody has seen them and put them right. Conflict "app.believe_other" where they stand otherwise
// now, or others differ too. It is on record, and the officers are told what differed.
func Believe(ctx context.Context, p Place, digits string) error {
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	return in.over(ctx, in.Store.Write(ctx, operator(), func(tx *store.Tx) error {
		differ, err := vault.SumsDiffer(tx)
		if err != nil {
			return err
		}
		stand, err := store.Digits(tx, differing(differ))
		if err != nil {
			return err
		}
		if len(differ) == 0 || digits != stand {
			return errs.E(errs.Conflict, "app.believe_other", "digits", digits)
		}
		if err := store.Vouch(tx, differing(differ)); err != nil {
			return err
		}
		tx.Note("guard", "sums", nil)
		return vault.TellOutside(tx, differ)
	}))
}

// differing are the tables with a hash among what differs.
func differing(differ []vault.Difference) (names []store.Summed) {
	for _, d := range differ {
		names = append(names, store.Summed(d.What))
	}
	return names
}

func (in *Installation) tellTrust(ctx context.Context, out io.Writer, lang *i18n.Printer) error {
	lines, _, err := roster.OpenTrust(in.Keys).Lines()
	if err != nil {
		return err
	}
	var r *roster.Roster
	var organisations []network.Organisation
	var differ, sums []vault.Difference
	var stand string
	var standing []store.Standing
	err = in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		if r, err = network.VerifyRoster(tx); err != nil {
			return err
		}
		if organisations, err = network.Organisations(tx); err == nil {
			differ, err = rights.Examine(tx)
		}
		if err == nil {
			sums, err = vault.SumsDiffer(tx)
		}
		if err == nil {
			stand, err = store.Digits(tx, differing(sums))
		}
		for _, name := range differing(sums) {
			var x store.Standing
			if err == nil {
				x, err = store.Stand(tx, name)
			}
			standing = append(standing, x)
		}
		return err
	})
	if err != nil {
		return err
	}
	digits, _ := roster.Sum(lines)
	fmt.Fprintln(out, lang.T("app.trust_file", "file", in.Place.trustPath(), "digits", digits))
	for _, l := range lines {
		fmt.Fprintf(out, "  %-32s %s\n", l.Digits, lang.T("app.trust_"+l.Kind, "name", named(r, l)))
	}
	fmt.Fprintln(out, lang.T("app.trust_roster", "lines", r.N(), "era", r.Era().N))
	for _, o := range organisations {
		in.members(out, r, o, lang)
	}
	switch putBack := in.PutBack(); {
	case r.Fault() != nil:
		return r.Fault()
	case putBack != nil:
		return putBack
	case len(differ) > 0:
		if len(sums) > 0 {
			tellStanding(out, standing, lang)
			fmt.Fprintln(out, lang.T("app.trust_sums", "what", differWords(lang, sums), "digits", stand))
		}
		return errs.E(errs.Conflict, "app.trust_differs", "what", differWords(lang, differ))
	}
	fmt.Fprintln(out, lang.T("app.trust_agrees"))
	return nil
}

// tellStanding shows, row by row, what would be vouched for: the digits that are told below are of nothing else.
func tellStanding(out io.Writer, standing []store.Standing, lang *i18n.Printer) {
	for _, x := range standing {
		fmt.Fprintln(out, lang.T("app.trust_stands", "what", lang.T("audit.differ."+string(x.Name)), "table", x.Table, "count", x.Count))
		if x.Columns == nil && x.Count > 0 {
			fmt.Fprintln(out, "  "+lang.T("app.trust_unlisted"))
		}
		for _, row := range x.Rows {
			cells := make([]string, len(row))
			for i, cell := range row {
				cells[i] = x.Columns[i] + "=" + cell
			}
			fmt.Fprintln(out, "  "+strings.Join(cells, " "))
		}
	}
}

// named says whose a line of the file is, as the roster knows it.
func named(r *roster.Roster, l roster.Line) string {
	for _, c := range r.Cards() {
		if l.Kind == roster.TrustFounder && c.Public.Mark() == l.Mark {
			return c.Name
		}
	}
	return "?"
}

func (in *Installation) members(out io.Writer, r *roster.Roster, o network.Organisation, lang *i18n.Printer) {
	cards := slices.DeleteFunc(r.Cards(), func(c roster.Card) bool {
		return c.Organisation != string(o.ID) || c.Standing == roster.Left || c.Standing == roster.Invited
	})
	if len(cards) == 0 {
		return
	}
	slices.SortFunc(cards, func(a, b roster.Card) int { return strings.Compare(a.Name, b.Name) })
	fmt.Fprintln(out, o.Name)
	for _, c := range cards {
		var roles []string
		for _, role := range c.Roles {
			roles = append(roles, in.Book.Label("role", role, lang.Lang()))
		}
		fmt.Fprintf(out, "  %-32s %s · %s · %s\n", c.Public.Fingerprint(), c.Name, lang.T("admin.status."+string(c.Standing)), strings.Join(roles, ", "))
	}
}
