package vault_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"path/filepath"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// mark is a word that stands nowhere else, one for each field.
func mark(n int) string { return fmt.Sprintf("Zqmark%03dxyla", n) }

// fillWithMarks writes a mark into every field that the vault has, and searches for some.
func (h *house) fillWithMarks(t *testing.T) (marks int) {
	t.Helper()
	p := h.someone()
	h.ada.follows(p.ID)
	for _, s := range vault.Sections() {
		c, err := vault.Blank(s)
		h.must(err)
		for name, text := range c.Fields() {
			marks++
			switch name {
			case "born", "until_1", "until_2", "until_3":
				*text = "1987-03-0" + fmt.Sprint(1+marks%9) // a day is no word: its mark is the place beside it
			default:
				*text = mark(marks)
			}
		}
		h.must(h.ada.writes(p.ID, c, 0))
	}
	marks++
	file, err := h.ada.attaches(p.ID, vault.Attachment{Name: mark(marks), Type: "text", Body: bytes.Repeat([]byte(mark(marks+1)+" "), 20_000)})
	h.must(err)
	marks++
	var planned vault.PlannedCard
	for name, text := range planned.Fields() {
		marks++
		switch name {
		case "day":
			*text = "2024-05-09"
		case "starts", "ends":
			*text = "21:30"
		default:
			*text = mark(marks)
		}
	}
	h.bea.plans(planned)
	for n := range marks {
		h.bea.finds(mark(n + 1))
	}
	for range 3 {
		_, err := h.ada.reads(p.ID, "", vault.Sections()...)
		h.must(err)
	}
	_, err = h.ada.openFile(p.ID, file)
	h.must(err)
	h.must(h.cleo.breaks(p.ID, "danger"))
	return marks
}

// sweep looks for marks in every file under some folders, whatever their letter case, and says where they stand.
func sweep(t *testing.T, dirs ...string) (hits []string) {
	t.Helper()
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return nil //nolint:nilerr // the server removes files while we look
			}
			b, err := testkit.Look(path)
			if err == nil && bytes.Contains(bytes.ToLower(b), []byte("zqmark")) {
				hits = append(hits, path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return hits
}

// sweeping writes marks, sweeps, and then writes one field in clear, as a program with a fault would: that has to be found.
func sweeping(t *testing.T, h *house, dirs ...string) {
	marks := h.fillWithMarks(t)
	if hits := sweep(t, dirs...); len(hits) > 0 {
		t.Errorf("of %d marks some stand in clear in %q", marks, hits)
	}
	h.must(h.store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		tx.Note("test", "", nil)
		_, err := tx.Exec(`UPDATE vault_records SET sealed = $1 WHERE kind = 'notes'`, []byte(mark(1)))
		return err
	}))
	h.must(h.store.Scrub(t.Context()))
	hits := sweep(t, dirs...)
	if len(hits) == 0 {
		t.Error("a field in clear is not found: the sweep is blind")
	}
	t.Logf("%d marks in clear nowhere; one field in clear found in %d files", marks, len(hits))
}

func TestNothingOfAVaultStandsInClearInTheFilesOfSQLite(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	dir := t.TempDir()
	s, err := testkit.OpenStore(t.Context(), store.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	sweeping(t, found(t, s), dir, temporary)
}

func TestNothingOfAVaultStandsInClearInTheFilesOfPostgreSQL(t *testing.T) {
	h := found(t, testkit.PostgresStore(t))
	var data string
	h.must(h.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT current_setting('data_directory')`).Scan(&data)
	}))
	// The whole server: tables, its write-ahead log, its temporary files, and its own log beside them.
	sweeping(t, h, filepath.Dir(data))
}
