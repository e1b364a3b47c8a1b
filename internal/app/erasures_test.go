package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/backup"
	"approdo/internal/base/codebook"
	"approdo/internal/base/counter"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// TestTheRegisterOfErasuresIsWrittenFromWhatIsVouchedForAlone: a colleague who is said for a moment to have left, erasures of nobody's and rows of an earlier version that came
// after it are not written where a restore would do them again, also when the program starts anew; and a file that was damaged is told before a restore needs it.
func TestTheRegisterOfErasuresIsWrittenFromWhatIsVouchedForAlone(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		_, err := x.signs()
		x.must(err)
		x.edits(`UPDATE network_accounts SET status = 'left' WHERE login = 'olga'`)
		x.edits(`INSERT INTO vault_erasures (token, day, records, files, tokens, keys, backups) SELECT public, '2024-05-01', 0, 0, 0, 0, '2024-07-01' FROM network_accounts WHERE login = 'ada'`)
		x.edits(`INSERT INTO vault_erasures_once (id, person_id, organisation_id, account_id, erased, records, files, tokens, keys, backups)
SELECT 'planted', 'somebody', organisation_id, 'officer', '2024-05-01T10:11:12Z', 1, 0, 0, 1, '2024-07-01' FROM network_accounts WHERE login = 'ada'`)
		folder := t.TempDir()
		x.must(app.Backup(t.Context(), x.place, app.BackupOrder{Out: filepath.Join(folder, "a.approdo")}, nil, new(bytes.Buffer), i18n.For("en")))
		for _, dir := range []string{folder, x.place.Dir} {
			e, found, err := backup.ReadErasures(filepath.Join(dir, backup.ErasuresFile))
			if err != nil || !found || strings.Count(registerIn(t, dir), "\n") != 1 {
				t.Errorf("the register has %v, there: %v, %v", e, found, err)
			}
		}
		differ := func() (what []string) {
			in, err := app.Open(t.Context(), x.place)
			x.must(err)
			x.must(in.Watch(t.Context()))
			for _, d := range in.Held().Differ {
				if d.What == vault.DiffErasure {
					what = append(what, d.ID)
				}
			}
			x.must(in.Close())
			return what
		}
		if list := differ(); len(list) != 2 {
			t.Errorf("told of rows: %v", list)
		}
		x.must(os.WriteFile(filepath.Join(x.place.Dir, backup.ErasuresFile), []byte("approdo-erasures/1\nrubbish\n"), 0o600))
		if list := differ(); len(list) != 3 || !slices.Contains(list, backup.ErasuresFile) {
			t.Errorf("told of a damaged file: %v", list)
		}
		var out bytes.Buffer
		if err := app.Examine(t.Context(), x.place, app.ExamineOrder{Format: "text"}, &out, i18n.For("en")); err == nil || !strings.Contains(out.String(), "register of erasures that nobody wrote, or its file: 3") {
			t.Errorf("the doctor says\n%s", &out)
		}
	})
}

// TestWhoWasErasedAndStandsAgainIsTold: yesterday's database is put back, and the counter that would tell is taken away. The register in the folder still says who was erased.
func TestWhoWasErasedAndStandsAgainIsTold(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		var who person.ID
		x.inside(func(s *store.Store) {
			x.must(s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				book, err := codebook.Load()
				x.must(err)
				p, err := person.New(book).Record(tx, testkit.Person(x.faro))
				who = p.ID
				return err
			}))
		})
		differ := func() (back []string) {
			in, err := app.Open(t.Context(), x.place)
			x.must(err)
			x.must(in.Watch(t.Context()))
			for _, d := range in.Held().Differ {
				if d.What == vault.DiffReturned {
					back = append(back, d.ID)
				}
			}
			x.must(in.Close())
			return back
		}
		if back := differ(); len(back) > 0 {
			t.Fatalf("back before anybody was erased: %v", back)
		}
		var token [32]byte
		x.inside(func(s *store.Store) {
			x.must(s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				token = backup.Token(tx.Keys(), string(who))
				chain := backup.Register{}.Under(tx.Keys())
				chain.Add(backup.Erasures{token: "2024-05-02T10:00:00Z"}) // as the program wrote it at an erasure that the database knows nothing of any more
				return chain.Keep(x.place.Dir)
			}))
		})
		x.must(os.Remove(filepath.Join(x.place.Dir, counter.File)))
		if back := differ(); !slices.Equal(back, []string{string(who)}) {
			t.Errorf("told of %v, and %s is back", back, who)
		}
		x.inside(func(s *store.Store) { // who is in both registers, and of whom the rows are put back
			x.must(s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				_, err := vault.Erase(tx, who)
				return err
			}))
		})
		x.starts()
		if back := differ(); !slices.Equal(back, []string{string(who)}) {
			t.Errorf("told of %v, and the rows of %s are back, whom both registers know", back, who)
		}
		if says := x.doctor(); !strings.Contains(says, "stand again: 1") {
			t.Errorf("the doctor says\n%s", says)
		}
	})
}

// TestWhatNobodyVouchesForIsPutUnderTheKeyFileOnce: an upgrade gives the rows that stand their guards; who takes them away afterwards, or plants some, finds no second upgrade, also not
// where the counter beside the key file forgets that there was one.
func TestWhatNobodyVouchesForIsPutUnderTheKeyFileOnce(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		plant := func(who string) {
			x.inside(func(s *store.Store) {
				x.must(s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
					token := backup.Token(tx.Keys(), who)
					_, err := tx.Exec(`INSERT INTO vault_erasures (token, day, records, files, tokens, keys, backups) VALUES ($1, '2024-05-01', 0, 0, 0, 0, '2024-07-01')`, token[:])
					tx.NoteAbout(who, "erasure", who, nil)
					return err
				}))
			})
		}
		// forgets makes the counter one of the version before, which knows of no guards.
		forgets := func() {
			name := filepath.Join(x.place.Dir, "counter")
			text, err := os.ReadFile(name)
			if os.IsNotExist(err) {
				return
			}
			x.must(err)
			x.must(os.WriteFile(name, bytes.ReplaceAll(text, []byte(`"guards": 3`), []byte(`"guards": 0`)), 0o600))
		}
		for _, who := range []string{"somebody", "another"} { // the first stood before the upgrade, the second was planted after it
			plant(who)
			forgets()
			in, err := app.Open(t.Context(), x.place)
			x.must(err)
			x.must(in.Store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				all, err := vault.Erasures(tx)
				if _, believed := all[backup.Token(tx.Keys(), "somebody")]; len(all) != 1 || !believed {
					t.Errorf("after %s the register has %d", who, len(all))
				}
				return err
			}))
			x.must(in.Close())
		}
	})
}
