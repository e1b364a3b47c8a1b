package app_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/backup"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
)

// registerIn is the register of erasures in a folder.
func registerIn(t *testing.T, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, backup.ErasuresFile))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func (x *station) leaves(login string) {
	x.t.Helper()
	x.inside(func(s *store.Store) {
		x.must(s.Write(x.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			a, err := network.FindAccount(tx, login)
			if err != nil {
				return err
			}
			return network.Leave(tx, a.ID, roster.By{})
		}))
	})
}

func (x *station) copies(folder, name string) {
	x.t.Helper()
	x.must(app.Backup(x.t.Context(), x.place, app.BackupOrder{Out: filepath.Join(folder, name)}, nil, new(bytes.Buffer), i18n.For("en")))
}

// restored restores a backup of a folder with another register beside it; none where the text is empty.
func (x *station) restored(folder, name, register string, order app.RestoreOrder) (place app.Place, said string, err error) {
	x.t.Helper()
	copies := x.t.TempDir()
	x.must(os.CopyFS(copies, os.DirFS(folder)))
	x.must(os.Remove(filepath.Join(copies, backup.ErasuresFile)))
	if register != "" {
		x.must(os.WriteFile(filepath.Join(copies, backup.ErasuresFile), []byte(register), 0o600))
	}
	var out bytes.Buffer
	order.File = filepath.Join(copies, name)
	place = app.Place{Dir: filepath.Join(x.t.TempDir(), "new"), KeyBeside: true}
	err = app.Restore(x.t.Context(), place, order, &hands{[]string{x.paper.Shares[0], x.paper.Shares[2]}}, &out, i18n.For("en"))
	return place, out.String(), err
}

// restoreNoted is what the trail of an installation says of how it was restored.
func restoreNoted(t *testing.T, place app.Place) (says string) {
	t.Helper()
	in, err := app.Open(t.Context(), place)
	if err == nil {
		err = in.Store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			entries, err := store.Trail(tx, 0, 1000)
			for _, e := range entries {
				if err == nil && e.Object == "restore" {
					var b []byte
					b, err = store.Details(tx, in.Keys, e)
					says = string(b)
				}
			}
			return err
		})
	}
	if err = errors.Join(err, in.Close()); err != nil {
		t.Fatal(err)
	}
	return says
}

// without takes a line out of a text.
func without(text string, n int) string {
	lines := strings.SplitAfter(text, "\n")
	return strings.Join(append(lines[:n:n], lines[n+1:]...), "")
}

// TestARegisterThatLacksWhatTheBackupKnowsIsNotRestoredUnseen: whoever can write beside the backups takes out a line, edits one, puts an older copy there, one of an earlier version, or none: nothing is
// restored, until it is said that there is no other.
func TestARegisterThatLacksWhatTheBackupKnowsIsNotRestoredUnseen(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		folder := t.TempDir()
		x.copies(folder, "none.approdo")
		x.leaves("bea")
		x.copies(folder, "first.approdo")
		x.leaves("boss")
		x.copies(folder, "second.approdo")
		whole := registerIn(t, folder)
		if strings.Count(whole, "\n") != 3 {
			t.Fatalf("the register is\n%s", whole)
		}
		older := strings.Replace(whole, "approdo-erasures/2", "approdo-erasures/1", 1)
		var unchained []string
		for _, line := range strings.Split(strings.TrimSpace(whole), "\n")[1:] {
			parts := strings.Fields(line)
			unchained = append(unchained, parts[2]+" "+parts[3]+"\n")
		}
		for what, c := range map[string]struct{ register, key string }{
			"an older copy":          {without(whole, 2), "app.register_short"},
			"empty":                  {"approdo-erasures/2\n", "app.register_short"},
			"a line taken out":       {without(whole, 1), "app.register_broken"},
			"an edited time":         {strings.Replace(whole, " 1 2", " 1 3", 1), "app.register_broken"},
			"none":                   {"", "app.register_missing"},
			"an earlier version":     {"approdo-erasures/1\n" + strings.Join(unchained, ""), "app.register_unchained"},
			"said to be of before":   {older, "app.register_unchained"},
			"chained without a link": {"approdo-erasures/2\n" + strings.Join(unchained, ""), "app.register_short"},
			"a time that is none":    {whole + "x " + strings.Repeat("0", 64) + "\n", "backup.erasures_damaged"},
		} {
			place, _, err := x.restored(folder, "second.approdo", c.register, app.RestoreOrder{})
			if key(err) != c.key {
				t.Errorf("%s: %v", what, err)
			}
			if left, err := os.ReadDir(place.Dir); err == nil && len(left) > 0 {
				t.Errorf("%s leaves %v", what, left)
			}
		}
		for _, name := range []string{"none.approdo", "second.approdo"} {
			place, said, err := x.restored(folder, name, whole, app.RestoreOrder{})
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, said)
			}
			if noted := restoreNoted(t, place); !strings.Contains(noted, `"erasures"`) || strings.Contains(noted, "incomplete") {
				t.Errorf("%s: the trail says of it %s", name, noted)
			}
			if kept := registerIn(t, place.Dir); kept != whole {
				t.Errorf("the register is not kept, but\n%s", kept)
			}
		}
		zeros := strings.Repeat("0", 64)
		for what, planted := range map[string]string{"another's": "deadbeef 1 2999-12-01 " + zeros + " " + zeros + "\n", "nobody's": "2999-12-01 " + zeros + "\n"} {
			_, said, err := x.restored(folder, "none.approdo", "approdo-erasures/2\n"+planted, app.RestoreOrder{})
			if err != nil || !strings.Contains(said, "tells of nobody") || !strings.Contains(said, "not of this installation") || strings.Contains(said, "2999") {
				t.Errorf("%s line says how far the register reaches: %v\n%s", what, err, said)
			}
		}
		place, said, err := x.restored(folder, "second.approdo", without(whole, 1), app.RestoreOrder{Wanting: true})
		if err != nil || !strings.Contains(said, "does not hold together") {
			t.Fatalf("there is no other: %v\n%s", err, said)
		}
		if noted := restoreNoted(t, place); !strings.Contains(noted, `"incomplete":true`) {
			t.Errorf("the trail says of it %s", noted)
		}
		elsewhere := filepath.Join(t.TempDir(), "newest.txt")
		x.must(os.WriteFile(elsewhere, []byte(whole), 0o600))
		if _, _, err := x.restored(folder, "second.approdo", without(whole, 2), app.RestoreOrder{Erasures: elsewhere}); err != nil {
			t.Errorf("with the newest named: %v", err)
		}
	})
}

// TestARegisterThatWasCutIsToldAndHealsFromACopy: the counter knows how far the register in the installation's folder reached; a whole copy beside the backups brings it back at the next backup, and one of an
// earlier program is taken into the chain.
func TestARegisterThatWasCutIsToldAndHealsFromACopy(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		folder := t.TempDir()
		earlier := "2024-05-01 " + strings.Repeat("ab", 32) + "\n"
		x.must(os.WriteFile(filepath.Join(x.place.Dir, backup.ErasuresFile), []byte("approdo-erasures/1\n"+earlier), 0o600))
		x.leaves("bea")
		x.copies(folder, "first.approdo")
		x.leaves("boss")
		x.copies(folder, "second.approdo")
		whole := registerIn(t, folder)
		if whole != registerIn(t, x.place.Dir) || strings.Count(whole, "\n") != 4 || !strings.Contains(whole, " 1 "+strings.TrimSpace(earlier)) {
			t.Fatalf("the register is\n%s", whole)
		}
		_, err := x.signs()
		x.must(err)
		told := func() bool {
			in, err := app.Open(t.Context(), x.place)
			x.must(err)
			x.must(in.Watch(t.Context()))
			defer func() { x.must(in.Close()) }()
			for _, d := range in.Held().Differ {
				if d.What == vault.DiffErasure {
					return true
				}
			}
			return false
		}
		if told() {
			t.Error("a whole register is told")
		}
		x.must(os.WriteFile(filepath.Join(x.place.Dir, backup.ErasuresFile), []byte(without(without(whole, 3), 1)), 0o600))
		if !told() {
			t.Error("a register that was cut is told by nobody")
		}
		x.copies(folder, "third.approdo")
		healed := registerIn(t, folder)
		if healed != registerIn(t, x.place.Dir) || told() {
			t.Errorf("the register is\n%s\nand\n%s", healed, registerIn(t, x.place.Dir))
		}
		for _, name := range []string{"first.approdo", "second.approdo", "third.approdo"} {
			if _, _, err := x.restored(folder, name, healed, app.RestoreOrder{}); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
