package app_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"approdo/internal/app"
	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/report"
	"approdo/internal/care/rights"
	"approdo/internal/care/sheet"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
	"approdo/internal/web/desk"
)

// work is the program at work in one copy, and its writer.
type work struct {
	*attacked
	t      testing.TB
	in     *app.Installation
	store  *store.Store
	place  app.Place
	writer *testkit.Intruder
	rest   func()         // ends what works beside the writer
	here   map[string]any // what edits of this copy may name
}

func (w *work) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// named puts what the campaign's names stand for into a statement.
func (w *work) named(query string) (string, []any) {
	w.t.Helper()
	var args []any
	found := map[string]int{}
	query = atName.ReplaceAllStringFunc(query, func(name string) string {
		if found[name] == 0 {
			value, known := w.here[name[1:]]
			if !known {
				w.t.Fatalf("nobody is called %s", name)
			}
			args = append(args, value)
			found[name] = len(args)
		}
		return fmt.Sprintf("$%d", found[name])
	})
	return query, args
}

var atName = regexp.MustCompile(`@[a-z_]+`)

// grant is what the tables allow somebody now.
func (w *work) grant(login string, a policy.Action, purpose string) (g policy.Grant, err error) {
	err = w.store.Read(w.t.Context(), policy.System(policy.Login), func(tx *store.Tx) error {
		account, err := network.AccountOf(tx, w.actors[login].id)
		if err == nil {
			g, err = policy.Authorize(account.Subject(), a)
		}
		return err
	})
	return g.For(purpose), err
}

// does reads something under somebody's grant, lets it be sealed or opened outside, and writes what comes of it.
func (w *work) does(login string, a policy.Action, read func(*store.Tx) error, outside func() (func(*store.Tx) error, error)) error {
	g, err := w.grant(login, a, "")
	if err == nil {
		err = w.store.Read(w.t.Context(), g, read)
	}
	var record func(*store.Tx) error
	if err == nil {
		record, err = outside()
	}
	if err == nil {
		err = w.store.Write(w.t.Context(), g, record)
	}
	return w.alarm(err)
}

// alarm tells of what is not genuine, as the pages do.
func (w *work) alarm(err error) error {
	if e, known := errs.Of(err); known && e.Kind == errs.Forged {
		_ = desk.Alarms{Store: w.store}.Put(w.t.Context(), policy.Subject{}, e) // where nothing can be written any more, the log says so
	}
	return err
}

func (w *work) writes(login string, who person.ID, c vault.Content, revision int64) error {
	var d vault.Draft
	return w.does(login, policy.IdentityRecord, func(tx *store.Tx) (err error) { d, err = vault.Write(tx, who); return err }, func() (func(*store.Tx) error, error) {
		change, err := d.Seal(w.actors[login].opens, c, revision)
		return change.Record, err
	})
}

func (w *work) attaches(login string, who person.ID, name string) (id string) {
	w.t.Helper()
	var d vault.Draft
	w.must(w.does(login, policy.IdentityRecord, func(tx *store.Tx) (err error) { d, err = vault.Write(tx, who); return err }, func() (func(*store.Tx) error, error) {
		f, err := d.SealFile(w.actors[login].opens, vault.Attachment{Name: name, Type: "text", Body: []byte(name)})
		id = f.ID
		return f.Record, err
	}))
	return id
}

func (w *work) removes(login string, who person.ID, file string) error {
	g, err := w.grant(login, policy.IdentityRecord, "")
	if err == nil {
		err = w.store.Write(w.t.Context(), g, func(tx *store.Tx) error { return vault.Attached.Remove(tx, who, file) })
	}
	return err
}

func (w *work) plans(login, id string, c vault.PlannedCard, revision int64) string {
	w.t.Helper()
	var d vault.SharedDraft[vault.PlannedCard]
	w.must(w.does(login, policy.PlannedRecord, func(tx *store.Tx) (err error) {
		if id != "" {
			d, err = vault.Plans.Change(tx, id, revision)
			return err
		}
		units, err := network.Units(tx)
		if err != nil {
			return err
		}
		d, err = vault.Plans.New(tx, units[slices.IndexFunc(units, func(u network.Unit) bool { return u.OrganisationID == w.faro })].ID)
		return err
	}, func() (func(*store.Tx) error, error) {
		change, err := d.Seal(w.actors[login].opens, c)
		id = change.ID
		return change.Record, err
	}))
	return id
}

func (w *work) follows(login string, who person.ID) error {
	g, err := w.grant(login, policy.FollowerChange, "")
	if err == nil {
		err = w.store.Reveal(w.t.Context(), g, func(tx *store.Tx) error { return vault.Follow(tx, who, w.actors[login].id, vault.UsualBudget()) })
	}
	return err
}

func (w *work) restricts(login string, who person.ID, to string) error {
	var r vault.Restriction
	return w.does(login, policy.IdentityRestrict, func(tx *store.Tx) (err error) {
		r, err = vault.Restrict(tx, who, []network.AccountID{w.actors[to].id})
		return err
	}, func() (func(*store.Tx) error, error) {
		next, err := r.Seal(w.actors[login].opens)
		return next.Record, err
	})
}

// breaks lets somebody break glass, and ada answer.
func (w *work) breaks(login string, who person.ID) error {
	g, err := w.grant(login, policy.GlassBreak, "danger")
	if err == nil {
		err = w.store.Reveal(w.t.Context(), g, func(tx *store.Tx) error { return vault.Break(tx, who, vault.UsualBudget()) })
	}
	if err != nil {
		return err
	}
	var q vault.Question
	var asker roster.Member
	return w.does("ada", policy.KeyGrant, func(tx *store.Tx) error {
		list, err := vault.Answerable(tx)
		if err == nil {
			q, err = vault.Asked(tx, list[0].ID)
		}
		if err == nil {
			var a network.Account
			a, err = network.AccountOf(tx, w.actors[login].id)
			asker = a.Member()
		}
		return err
	}, func() (func(*store.Tx) error, error) {
		a, err := q.Yes(w.actors["ada"].opens, asker)
		return a.Record, err
	})
}

// slot gives somebody another password.
func (w *work) slot(login, password string) {
	w.t.Helper()
	s, err := network.NewSlot(w.t.Context(), w.store.Keys(), login, w.actors[login].seed, network.Password, password)
	w.must(err)
	w.must(w.store.Write(w.t.Context(), policy.System(policy.Login), func(tx *store.Tx) error {
		a, err := network.FindAccount(tx, login)
		if err == nil {
			err = network.ChangePassword(tx, a, s, w.actors[login].opens.Pen())
		}
		return err
	}))
}

// factor gives somebody another second factor; what it is does not matter here.
func (w *work) factor(login, secret string) {
	w.t.Helper()
	w.must(w.store.Write(w.t.Context(), policy.System(policy.Login), func(tx *store.Tx) error {
		a, err := network.FindAccount(tx, login)
		if err == nil {
			err = network.ChangeFactor(tx, a, []byte(secret), 1, w.actors[login].opens.Pen())
		}
		return err
	}))
}

// enters reports whether a password opens an account.
func (w *work) enters(login, password string) bool {
	w.t.Helper()
	var e network.Entrance
	if err := w.store.Read(w.t.Context(), policy.System(policy.Login), func(tx *store.Tx) (err error) {
		e, err = network.FindEntrance(tx, login, network.Password)
		return err
	}); err != nil {
		return false
	}
	turn, err := w.store.Keys().Turn(w.t.Context(), seal.Line{})
	w.must(err)
	defer turn.End()
	_, err = e.Open(turn, password)
	return err == nil
}

// team is the compartment of faro's team.
func (w *work) team() (c vault.CompartmentID) {
	w.t.Helper()
	if id, known := w.here["team"]; known { // who looks after an edit may find no roster
		return vault.CompartmentID(id.(string))
	}
	w.must(w.store.Read(w.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		r, err := network.VerifyRoster(tx)
		for _, k := range r.Compartments() {
			if k.Type == roster.Team && k.Organisation == string(w.faro) {
				c = vault.CompartmentID(k.ID)
			}
		}
		return err
	}))
	return c
}

// staying are those for whom the program would seal the next key of a compartment.
func (w *work) staying(c vault.CompartmentID) (list []roster.Member, err error) {
	err = w.store.Read(w.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		accounts, err := network.Accounts(tx)
		if err == nil {
			list, err = vault.Staying(tx, c, accounts)
		}
		return err
	})
	return list, err
}

// turns gives the team another key, as the page does.
func (w *work) turns(login string) error {
	list, err := w.staying(w.team())
	if err != nil {
		return err
	}
	var turning vault.Turning
	return w.does(login, policy.KeyGrant, func(tx *store.Tx) (err error) { turning, err = vault.Turn(tx, w.team()); return err }, func() (func(*store.Tx) error, error) {
		turned, err := turning.Seal(w.actors[login].opens, list)
		return turned.Record, err
	})
}

// reads opens one section.
func (w *work) reads(login string, who person.ID, s vault.Section) (vault.Entry, error) {
	g, err := w.grant(login, policy.IdentityReveal, "check")
	var sealed vault.Sealed
	if err == nil {
		err = w.store.Reveal(w.t.Context(), g, func(tx *store.Tx) (err error) {
			sealed, err = vault.Reveal(tx, who, vault.UsualBudget(), s)
			return err
		})
	}
	if err != nil {
		return vault.Entry{}, w.alarm(err)
	}
	card, err := sealed.Open(w.actors[login].opens)
	err = w.alarm(err)
	if _, found := card[s]; err == nil && !found {
		err = errs.E(errs.NotFound, "test.nothing")
	}
	return card[s], err
}

// files lists what a person's files are called.
func (w *work) files(login string, who person.ID) (names []string, err error) {
	g, err := w.grant(login, policy.IdentityReveal, "check")
	var sealed vault.Private[vault.FileLabel]
	if err == nil {
		err = w.store.Reveal(w.t.Context(), g, func(tx *store.Tx) (err error) {
			sealed, err = vault.Attached.Reveal(tx, who, vault.UsualBudget(), vault.Files)
			return err
		})
	}
	if err != nil {
		return nil, w.alarm(err)
	}
	list, err := sealed.Open(w.actors[login].opens)
	for _, f := range list {
		names = append(names, f.Says.Name)
	}
	return names, err
}

// zone is where the planned outing says that the crew goes, as somebody reads it.
func (w *work) zone(login string) (string, error) {
	g, err := w.grant(login, policy.PlannedView, "")
	var sealed vault.Shared[vault.PlannedCard]
	if err == nil {
		err = w.store.Reveal(w.t.Context(), g, func(tx *store.Tx) (err error) { sealed, err = vault.Plans.List(tx); return err })
	}
	if err != nil {
		return "", err
	}
	list, err := sealed.Open(w.actors[login].opens)
	if err != nil {
		return "", w.alarm(err)
	}
	for _, p := range list {
		if p.ID == w.plan {
			return p.Says.Zone, nil
		}
	}
	return "", err
}

func (w *work) runs() (list []string, err error) {
	err = w.store.Read(w.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		runs, err := report.Runs(tx)
		list = nil
		for _, r := range runs {
			list = append(list, r.ID)
		}
		return err
	})
	return list, err
}

// report is a frozen report as it is shown.
func (w *work) report(id string) (shown []byte, err error) {
	err = w.store.Read(w.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		f, err := report.FindRun(tx, id)
		shown = []byte(fmt.Sprint(f.At, f.Account, f.Scope, f.Definition, string(f.Document)))
		return err
	})
	return shown, err
}

// later lets time go by for the program.
func (w *work) later(d time.Duration) {
	w.store.SetClock(func() time.Time { return time.Now().Add(d) })
}

// undoes takes the import back.
func (w *work) undoes() error {
	book, err := codebook.Load()
	w.must(err)
	desk, err := sheet.New(book, w.store.Keys(), rights.Registry())
	w.must(err)
	return w.store.Write(w.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		list, err := sheet.Imports(tx)
		if err != nil {
			return err
		}
		return desk.Undo(tx, list[0].ID)
	})
}
