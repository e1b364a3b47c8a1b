package app_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"approdo/internal/app"
	"approdo/internal/base/counter"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// station is an installation on a machine, with a vault and an officer.
type station struct {
	t     *testing.T
	place app.Place
	faro  network.OrganisationID
	paper testkit.Papers
}

func stations(t *testing.T, test func(*testing.T, *station)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, founds(t, ""))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, founds(t, testkit.Postgres(t)))
	})
}

func founds(t *testing.T, database string) *station {
	t.Helper()
	x := &station{t: t, place: app.Place{Dir: t.TempDir(), Database: database, KeyBeside: true}}
	file := filepath.Join(t.TempDir(), "network.yaml")
	x.must(os.WriteFile(file, []byte(testkit.TownCharter), 0o600))
	x.must(app.Init(t.Context(), x.place, file, new(bytes.Buffer), i18n.For("en")))
	x.inside(func(s *store.Store) {
		x.must(s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			list, err := network.Organisations(tx)
			for _, o := range list {
				if o.Lead {
					x.faro = o.ID
				}
			}
			for login, role := range map[string]policy.Role{"ada": policy.CaseManager, "bea": policy.DeskWorker, "olga": policy.Officer, "boss": policy.OrganisationAdmin} {
				if err == nil {
					_, _, err = testkit.Employ(tx, network.Account{OrganisationID: x.faro, Login: login, Name: login, Language: "en", Roles: []policy.Role{role}})
				}
			}
			return err
		}))
		x.paper = testkit.Vault(t, s, x.faro, "ada", "bea")
	})
	return x
}

func (x *station) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

// inside opens the database beside the program.
func (x *station) inside(do func(*store.Store)) {
	x.t.Helper()
	s, err := testkit.OpenStore(x.t.Context(), store.Options{Dir: x.place.Dir, Database: x.place.Database})
	x.must(err)
	do(s)
	x.must(s.Close())
}

// trail is where the trail of what was done stands.
var trail = []string{"audit_entries", "audit_hashes", "audit_details", "audit_subjects", "audit_checkpoints", "audit_head", "store_changes"}

// yesterday copies the trail; back puts it back as it was then, whatever was written since.
func (x *station) yesterday() (back func()) {
	x.t.Helper()
	i := testkit.Intrude(x.t, store.Options{Dir: x.place.Dir, Database: x.place.Database})
	return i.Copy(trail...).PutBack
}

// edits changes the database as whoever can write to it does: without the key file, and without a trace in the trail.
func (x *station) edits(line string) {
	x.t.Helper()
	if testkit.Intrude(x.t, store.Options{Dir: x.place.Dir, Database: x.place.Database}).Exec(line) == 0 {
		x.t.Fatalf("%s changes nothing", line)
	}
}

// works does something that stands in the trail.
func (x *station) works() {
	x.t.Helper()
	x.inside(func(s *store.Store) {
		x.must(s.Write(x.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE network_networks SET name = name`)
			tx.Note("work", "test", nil)
			return err
		}))
	})
}

// signs makes a checkpoint and gives its text.
func (x *station) signs() (string, error) {
	x.t.Helper()
	var out bytes.Buffer
	err := app.Checkpoint(x.t.Context(), x.place, &out)
	return out.String(), err
}

// told counts what the officer was told of edits outside.
func (x *station) told() int64 { return x.warnings("olga", vault.WarningOutside) }

// warnings counts what somebody was told of a kind.
func (x *station) warnings(login, kind string) (n int64) {
	x.t.Helper()
	x.inside(func(s *store.Store) {
		x.must(s.Read(x.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT COUNT(*) FROM vault_notices n JOIN network_accounts a ON a.id = n.account_id WHERE n.kind = $1 AND a.login = $2`, kind, login).Scan(&n)
		}))
	})
	return n
}

func (x *station) doctor() string {
	x.t.Helper()
	var out bytes.Buffer
	_ = app.Examine(x.t.Context(), x.place, app.ExamineOrder{Format: "text"}, &out, i18n.For("en"))
	return out.String()
}

func key(err error) string {
	if e, known := errs.Of(err); known {
		return e.Key
	}
	return ""
}

// TestADatabaseThatWasPutBackIsNotSignedAnew: the trail of yesterday is put back, with its checkpoints. Without the counter a second checkpoint of the same number is signed, with another
// root; with it nothing is, and the officer, the doctor and the check of the trail say so.
func TestADatabaseThatWasPutBackIsNotSignedAnew(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		_, err := x.signs()
		x.must(err)
		back := x.yesterday()
		x.works()
		second, err := x.signs()
		x.must(err)
		if got := x.doctor(); !strings.Contains(got, "holds all that the counter") || !strings.Contains(got, "The tables say what the roster says") {
			t.Errorf("the doctor of a whole database says %s", got)
		}
		back()
		if again, err := x.signs(); key(err) != "counter.put_back" {
			t.Errorf("signed anew: %v\n%s\n%s", err, second, again)
		}
		if x.told() != 1 {
			t.Errorf("the officer was told %d times", x.told())
		}
		if got := x.doctor(); !strings.Contains(got, "was put back to an earlier state") {
			t.Errorf("the doctor says %s", got)
		}
		if err := app.CheckTree(t.Context(), x.place, new(bytes.Buffer), i18n.For("en")); key(err) != "counter.put_back" {
			t.Errorf("the check of the trail says %v", err)
		}
		name := filepath.Join(x.place.Dir, counter.File)
		x.must(os.Remove(name)) // the control: as it was without the defence
		again, err := x.signs()
		x.must(err)
		number := func(text string) string { return strings.Split(text, "\n")[3] }
		if number(again) != number(second) || again == second {
			t.Errorf("without the counter the attack is another:\n%s\n%s", second, again)
		}
	})
}

// TestACrashBetweenTheCommitAndTheCounterLocksNobodyOut: the counter is that of before the last work, as a crash leaves it.
func TestACrashBetweenTheCommitAndTheCounterLocksNobodyOut(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		_, err := x.signs()
		x.must(err)
		name := filepath.Join(x.place.Dir, counter.File)
		before, err := os.ReadFile(name)
		x.must(err)
		for range 3 {
			x.works()
			_, err = x.signs()
			x.must(err)
			x.must(os.WriteFile(name, before, 0o600))
			if _, err := x.signs(); err != nil {
				t.Fatalf("after a crash: %v", err)
			}
		}
		after, err := os.ReadFile(name)
		if err != nil || bytes.Equal(before, after) {
			t.Errorf("the counter does not go on: %v", err)
		}
	})
}

// TestARosterThatWasPutBackSealsNothing: its last line is taken away, and the program starts again.
func TestARosterThatWasPutBackSealsNothing(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		_, err := x.signs()
		x.must(err)
		x.edits(`DELETE FROM network_roster WHERE n = (SELECT MAX(n) FROM network_roster)`)
		in, err := app.Open(t.Context(), x.place)
		x.must(err)
		defer in.Close()
		if in.PutBack() == nil {
			t.Error("nothing was noticed")
		}
		x.must(in.Store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			a, err := network.FindAccount(tx, "ada")
			if !a.Member().IsZero() || a.HoldsKeys() {
				t.Error("something can be sealed")
			}
			return err
		}))
	})
}

// TestWhatStandsInTheTablesIsComparedAndTold: each kind of edit, one after the other, is found by the doctor, the check of the trail and the server, and told to the officer.
func TestWhatStandsInTheTablesIsComparedAndTold(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		watches := func() {
			t.Helper()
			in, err := app.Open(t.Context(), x.place)
			x.must(err)
			x.must(in.Watch(t.Context()))
			x.must(in.Close())
		}
		watches()
		if n := x.told(); n != 0 {
			t.Fatalf("a whole database is told %d times: %s", n, x.doctor())
		}
		x.edits(`UPDATE network_accounts SET name = 'somebody else' WHERE login = 'bea'`)
		watches()
		if x.told() != 1 || !strings.Contains(x.doctor(), "standing: 1") {
			t.Errorf("told %d times: %s", x.told(), x.doctor())
		}
		if err := app.CheckTree(t.Context(), x.place, new(bytes.Buffer), i18n.For("en")); key(err) != "app.tables_differ" {
			t.Errorf("the check of the trail says %v", err)
		}
	})
}

// TestAPlantedWarningKeepsNobodyFromBeingTold: whoever edits the database also writes that it was told already, now and for ever, to somebody else and to the officer.
func TestAPlantedWarningKeepsNobodyFromBeingTold(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		x.edits(`UPDATE network_accounts SET name = 'somebody else' WHERE login = 'bea'`)
		for i, made := range []string{"2999-01-01T00:00:00Z", time.Now().UTC().Format(time.RFC3339)} {
			x.edits(fmt.Sprintf(`INSERT INTO vault_notices (id, account_id, kind, person_id, about, reason, made) SELECT 'planted' || login || '%d', id, 'outside', '', '', '', '%s' FROM network_accounts WHERE login = 'boss'`, i, made))
		}
		x.edits(`INSERT INTO vault_notices (id, account_id, kind, person_id, about, reason, made) SELECT 'planted', id, 'outside', '', '', '', '2999-01-01T00:00:00Z' FROM network_accounts WHERE login = 'olga'`)
		in, err := app.Open(t.Context(), x.place)
		x.must(err)
		x.must(in.Watch(t.Context()))
		x.must(in.Watch(t.Context()))
		x.must(in.Close())
		if n := x.told(); n != 2 {
			t.Errorf("the officer has %d warnings, the planted one among them", n)
		}
	})
}

// TestANumberOfTheFeedIsGivenOnceAcrossStarts: the end of the change feed is taken away while no server runs, with the number that tells it, so that a line that somebody kept would pass for the next change.
func TestANumberOfTheFeedIsGivenOnceAcrossStarts(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		change := func() (n int64) {
			in, err := app.Open(t.Context(), x.place)
			x.must(err)
			x.must(in.Store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				tx.Note("work", "test", nil)
				tx.Changed("test", "x")
				return nil
			}))
			x.must(in.Store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				n = store.FeedEnd(tx)
				return nil
			}))
			x.must(in.Watch(t.Context()))
			x.must(in.Close())
			return n
		}
		first := change()
		x.starts() // which writes down how far it came
		if told := x.told(); told != 0 {
			t.Fatalf("told %d times before anything happened", told)
		}
		x.edits(`DELETE FROM store_changes WHERE n = (SELECT changes FROM audit_head)`)
		x.edits(`UPDATE audit_head SET changes = changes - 1`)
		if again := change(); again <= first {
			t.Errorf("number %d is given again after %d", again, first)
		}
		if x.told() == 0 {
			t.Error("nobody is told")
		}
		told := x.told()
		change()
		if x.told() != told {
			t.Error("it does not go on as before")
		}
	})
}

// TestWhatWasWrittenDownIsNeverLess: while the server runs the trail is put back and grows beyond what it was. The counter does not follow it.
func TestWhatWasWrittenDownIsNeverLess(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		back := x.yesterday()
		x.works()
		_, err := x.signs()
		x.must(err)
		name := filepath.Join(x.place.Dir, counter.File)
		before, err := os.ReadFile(name)
		x.must(err)
		back()
		for range 9 {
			x.works()
		}
		in, err := app.Open(t.Context(), x.place)
		x.must(err)
		x.must(in.Close())
		after, err := os.ReadFile(name)
		if err != nil || !bytes.Equal(before, after) {
			t.Errorf("the counter follows what was put back: %v\n%s\n%s", err, before, after)
		}
	})
}

// TestACounterThatWasTakenAwayIsSaidAndNothingIsBelievedAnew: whoever moves the counter away plants rows as an earlier version left them, without a hash, and hopes that the next start puts
// them under the key file; or that a database of yesterday passes.
func TestACounterThatWasTakenAwayIsSaidAndNothingIsBelievedAnew(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		x.starts()
		x.inside(func(s *store.Store) {
			x.must(s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				_, err := tx.Exec(`INSERT INTO rights_requests (id, organisation_id, number, kind, cause, person_id, day, state, account, closed_by, closed, outcome)
VALUES ('planted', $1, 1, 'erasure', 'person', 'somebody', '2026-01-01', 'open', 'account', '', '', '')`, x.faro)
				tx.Note("work", "test", nil)
				return err
			}))
		})
		file := filepath.Join(x.place.Dir, counter.File)
		x.must(os.Remove(file))
		if text := x.doctor(); !strings.Contains(text, "was taken away") {
			t.Errorf("the doctor does not say that the counter is gone:\n%s", text)
		}
		before := x.told()
		x.starts()
		if x.told() != before+1 {
			t.Errorf("the officer was told %d times that the counter is gone", x.told()-before)
		}
		if _, err := os.Stat(file); err != nil {
			t.Error("the counter is not written anew")
		}
		x.inside(func(s *store.Store) {
			x.must(s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				var n int64
				err := tx.QueryRow(`SELECT COUNT(*) FROM rights_requests WHERE guard IS NOT NULL`).Scan(&n)
				if n != 0 {
					t.Errorf("%d requests that were planted are under the key file", n)
				}
				return err
			}))
		})
	})
}

// starts opens and closes the installation, as a start of the server does.
func (x *station) starts() {
	x.t.Helper()
	in, err := app.Open(x.t.Context(), x.place)
	x.must(err)
	x.must(in.Close())
}

// TestWhatActsInTheDatabaseByItselfIsRefused: somebody plants a trigger that swallows every notice, which would be a silence that lasts. A running server tells of it on the page of the
// officers, from memory; none starts with it, and the doctor names it.
func TestWhatActsInTheDatabaseByItselfIsRefused(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		in, err := app.Open(t.Context(), x.place)
		x.must(err)
		x.must(in.Watch(t.Context()))
		if differ := in.Held().Differ; len(differ) > 0 {
			t.Fatalf("before anything was planted: %v", differ)
		}
		plant := `CREATE TRIGGER hush BEFORE INSERT ON vault_notices BEGIN SELECT RAISE(IGNORE); END`
		if x.place.Database != "" {
			plant = `CREATE RULE hush AS ON INSERT TO vault_notices DO INSTEAD NOTHING`
		}
		intruder := testkit.Intrude(t, store.Options{Dir: x.place.Dir, Database: x.place.Database})
		_, err = intruder.Try(plant)
		x.must(err)
		x.must(in.Watch(t.Context()))
		if differ := in.Held().Differ; len(differ) != 1 || differ[0].What != vault.DiffSchema {
			t.Errorf("a server that runs tells %v", differ)
		}
		x.must(in.Close())
		again, err := app.Open(t.Context(), x.place)
		if e, known := errs.Of(err); !known || e.Key != "store.odd" || !strings.Contains(fmt.Sprint(e.Arg("what")), "vault_notices.hush") {
			t.Errorf("a server starts with it: %v", err)
			x.must(again.Close())
		}
		if text := x.doctor(); !strings.Contains(text, "vault_notices.hush") {
			t.Errorf("the doctor says:\n%s", text)
		}
	})
}

// TestWhatCannotBeComparedIsToldToo: somebody writes a row that the comparison stumbles over, or takes away what it begins with, so that it never ends and nobody hears of anything.
func TestWhatCannotBeComparedIsToldToo(t *testing.T) {
	t.Parallel()
	for what, edit := range map[string]string{
		"a time that is none": `INSERT INTO network_sessions (id, token, account_id, epoch, device, made, seen) SELECT 'planted', public, id, 0, '', 'yesterday', 'or so' FROM network_accounts WHERE login = 'ada'`,
		"no network":          `DELETE FROM network_networks`,
		"a number of letters": `UPDATE network_accounts SET epoch = 'eleven' WHERE login = 'bea'`,
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			stations(t, func(t *testing.T, x *station) {
				if what == "a number of letters" && x.place.Database != "" {
					t.Skip("PostgreSQL keeps none")
				}
				in, err := app.Open(t.Context(), x.place)
				x.must(err)
				t.Cleanup(func() { x.must(in.Close()) })
				x.must(in.Watch(t.Context()))
				_, err = testkit.Intrude(t, store.Options{Dir: x.place.Dir, Database: x.place.Database}).Try(edit)
				x.must(err)
				_ = in.Watch(t.Context())
				if differ := in.Held().Differ; len(differ) != 1 || differ[0].What != vault.DiffUnread {
					t.Errorf("told is %v", differ)
				}
				if text := x.doctor(); what != "no network" && (!strings.Contains(text, "could not be read to their end") || !strings.Contains(text, "Key file")) {
					t.Errorf("the doctor says:\n%s", text)
				}
			})
		})
	}
}

// TestATableThatIsHeldSilencesNobody: whoever locks a table that daily work never touches keeps the comparison from ending, and so from being told: that nobody looks is told itself.
func TestATableThatIsHeldSilencesNobody(t *testing.T) {
	t.Parallel()
	for what, table := range map[string]string{"a small table": "backup_backups", "a table that a view reads": "network_targets"} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			x := founds(t, testkit.Postgres(t))
			in, err := app.Open(t.Context(), x.place)
			x.must(err)
			t.Cleanup(func() { x.must(in.Close()) })
			x.must(in.Watch(t.Context()))
			i := testkit.Intrude(t, store.Options{Database: x.place.Database})
			i.Exec(`BEGIN`)
			i.Exec(`LOCK TABLE ` + table + ` IN ACCESS EXCLUSIVE MODE`)
			for range 2 {
				if in.Watch(t.Context()) == nil {
					t.Error("it says that it looked")
				}
			}
			if in.Held().Right() || x.told() == 0 {
				t.Errorf("nobody is told: %v", in.Held())
			}
			i.Exec(`ROLLBACK`)
			x.must(in.Watch(t.Context()))
			if !in.Held().Right() {
				t.Errorf("once it is free it is told: %v", in.Held())
			}
		})
	}
}
