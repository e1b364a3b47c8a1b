package backup_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"approdo/internal/base/backup"
	"approdo/internal/base/seal"
)

func TestAKeyServesThirtyDaysAndIsDestroyedAtSixty(t *testing.T) {
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
	for _, c := range []struct{ day, gone, left int }{{59, 0, 2}, {60, 1, 1}, {89, 0, 1}, {90, 1, 0}} {
		gone, err := backup.Destroy(dir, day(c.day))
		must(t, err)
		left, err := backup.Keys(dir)
		must(t, err)
		if len(gone) != c.gone || len(left) != c.left {
			t.Errorf("day %d: %d destroyed, %d left", c.day, len(gone), len(left))
		}
	}
	if _, err := os.Stat(filepath.Join(dir, first.Name())); !os.IsNotExist(err) {
		t.Error("the first key is still there")
	}
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
	if gone, err := backup.Destroy(dir, time.Now().AddDate(1, 0, 0)); err != nil || len(gone) != 1 {
		t.Errorf("%d destroyed, %v", len(gone), err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("%d files left, %v", len(left), err)
	}
}
