package backup_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"approdo/internal/base/backup"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

func TestAKeyServesThirtyDaysAndItsTimeIsOverAtSixty(t *testing.T) {
	t.Parallel()
	c := gather(t)
	dir := t.TempDir()
	l := begin(t, c.public, c.commitment)
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	day := func(n int) time.Time { return start.AddDate(0, 0, n) }
	current := func(n int) backup.Key {
		t.Helper()
		return l.current(dir, day(n))
	}
	first := current(0)
	if current(29).ID != first.ID {
		t.Error("a key of 29 days was replaced")
	}
	second := current(30)
	if second.ID == first.ID {
		t.Error("a key of 30 days still serves")
	}
	for _, c := range []struct{ day, due int }{{59, 0}, {60, 1}, {89, 1}, {90, 2}} {
		due, err := backup.Due(dir, day(c.day))
		must(t, err)
		if len(due) != c.due {
			t.Errorf("day %d: the time of %d is over", c.day, len(due))
		}
	}
	must(t, first.Destroy(dir))
	if left, err := backup.Keys(dir); err != nil || len(left) != 1 || left[0].ID != second.ID {
		t.Errorf("%d keys left, %v", len(left), err)
	}
	if _, err := os.Stat(filepath.Join(dir, first.Name())); !os.IsNotExist(err) {
		t.Error("the first key is still there")
	}
}

// TestAClockThatWasWrongForAMomentEndsNoKey: a year ahead for a moment, a key's sixty days are over; it is needed until the program was in use on twenty days and two backups open with a later one.
func TestAClockThatWasWrongForAMomentEndsNoKey(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		c := gather(t)
		start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		key, err := backup.NewKey(begin(t, c.public, c.commitment).recovery(), start)
		must(t, err)
		on := func(day int, under string) {
			t.Helper()
			at := start.AddDate(0, 0, day)
			must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
				tx.Note("test", "", nil)
				if under == "" {
					return backup.Served(tx, at)
				}
				return backup.Record(tx, backup.Made{At: at.Format(time.RFC3339), Key: under})
			}))
		}
		needed := func(want bool, when string) {
			t.Helper()
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
				needed, err := key.Needed(tx)
				if needed != want {
					t.Errorf("%s: needed %v", when, needed)
				}
				return err
			}))
		}
		on(0, key.ID)
		on(1, key.ID)
		on(365, "2027-03-01-wrong")
		on(365, "2027-03-01-wrong")
		needed(true, "a year ahead for a moment, two backups then")
		for day := 2; day < 18; day++ {
			on(day, key.ID)
		}
		needed(true, "nineteen days")
		on(70, "")
		needed(false, "twenty days and two backups under another key")
	})
}

func TestAKeyOfAnotherRecoveryKeyOrOfTheFutureIsNotUsed(t *testing.T) {
	t.Parallel()
	c := gather(t)
	dir, now := t.TempDir(), time.Now()
	l := begin(t, c.public, c.commitment)
	mine := l.current(dir, now)
	seed, err := seal.NewSeed()
	must(t, err)
	id, err := seed.Identity()
	must(t, err)
	other := begin(t, id.Public(), c.commitment).current(dir, now)
	if other.ID == mine.ID {
		t.Error("backups are sealed to a recovery key that was replaced")
	}
	if _, err := mine.Open(id); err == nil {
		t.Error("a stranger's recovery key opened the key")
	}
	earlier := l.current(dir, now.Add(-24*time.Hour))
	if earlier.ID == mine.ID {
		t.Error("a key of tomorrow serves today")
	}
}

// current is the key of the month, made and stated if there is none.
func (l *ledger) current(dir string, now time.Time) backup.Key {
	l.t.Helper()
	k, known, err := backup.Current(dir, l.now, l.recovery(), now)
	must(l.t, err)
	if known.IsZero() {
		k, err = backup.NewKey(l.recovery(), now)
		must(l.t, err)
		l.says(k.Statement("faro"))
		must(l.t, k.Save(dir))
	}
	return k
}

// TestAKeyThatWasPutIntoTheFolderSealsNoBackup: whoever writes to the folder puts a key of their own there, or their own recipient into ours.
func TestAKeyThatWasPutIntoTheFolderSealsNoBackup(t *testing.T) {
	t.Parallel()
	c := gather(t)
	l, dir, now := begin(t, c.public, c.commitment), t.TempDir(), time.Now()
	mine := l.current(dir, now)
	theirs, err := backup.NewKey(l.recovery(), now)
	must(t, err)
	must(t, theirs.Save(dir))
	if k := l.current(dir, now); k.ID != mine.ID {
		t.Error("a planted key serves")
	}
	text, err := os.ReadFile(filepath.Join(dir, mine.Name()))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, mine.Name()), bytes.Replace(text, []byte(mine.Recipient), []byte(theirs.Recipient), 1), 0o600))
	if k := l.current(dir, now); k.ID == mine.ID || k.Recipient == theirs.Recipient {
		t.Error("a key with another's recipient serves")
	}
}

func TestAFileThatIsNoKeyIsPassedOver(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "approdo-backup-key-x.json"), []byte("{"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o600))
	must(t, newKey(t).Save(dir))
	list, err := backup.Keys(dir)
	must(t, err)
	if len(list) != 1 {
		t.Errorf("%d keys", len(list))
	}
	due, err := backup.Due(dir, time.Now().AddDate(1, 0, 0))
	if err != nil || len(due) != 1 {
		t.Fatalf("the time of %d is over, %v", len(due), err)
	}
	must(t, due[0].Destroy(dir))
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("%d files left, %v", len(left), err)
	}
}
