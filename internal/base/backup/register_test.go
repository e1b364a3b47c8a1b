package backup_test

import (
	"path/filepath"
	"testing"

	"approdo/internal/base/backup"
	"approdo/internal/base/seal"
)

// TestTwoMachinesThatWroteAtOnceLoseNothing: their registers go two ways from one line; put together, each copy is the same, and goes through every mark that either gave.
func TestTwoMachinesThatWroteAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	keys, err := seal.OpenKeyFile(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	with := func(from string, at string, who ...string) (backup.Chain, string) {
		r, err := backup.ParseRegister(from)
		if err != nil {
			t.Fatal(err)
		}
		c := r.Under(keys)
		for _, name := range who {
			c.Add(backup.Erasures{backup.Token(keys, name): at})
		}
		if c.Broken() {
			t.Error("a chain that was written is broken")
		}
		return c, c.Text()
	}
	_, begun := with("approdo-erasures/2\n", "2026-11-01", "zoe")
	one, _ := with(begun, "2026-11-02", "yuri")
	other, theirs := with(begun, "2026-11-03", "yuri", "xenia")
	marks := []backup.Mark{one.Mark(), other.Mark(), {}}
	both, _ := with(theirs, "")
	both.Join(one)
	one.Join(other)
	if one.Text() != both.Text() || len(one.Erasures()) != 3 {
		t.Errorf("two copies:\n%s\n%s", one.Text(), both.Text())
	}
	again, _ := with(both.Text(), "")
	for _, m := range marks {
		if !again.Holds(m) {
			t.Errorf("%v is lost", m)
		}
	}
	if again.Holds(backup.Mark{N: 1, Hash: marks[0].Hash}) || again.Mark().N != 3 {
		t.Errorf("the end is %v", again.Mark())
	}
}
