package store_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"approdo/internal/base/store"
)

// TestNoByteOfWhatWasDeletedStandsInAPageInUse: where SQLite parts a page, what moved to the other one stays in the gap between the rows of the first, and no later deletion overwrites it there. So after a cleaning nothing that
// was deleted stands in any file of the database, also where thousands of rows came in no order, were read, written over and moved, and also at the second cleaning.
func TestNoByteOfWhatWasDeletedStandsInAPageInUse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := reopen(t, store.Options{Dir: dir})
	dice := rand.New(rand.NewPCG(3, 5))
	token := func() []byte {
		b := make([]byte, 32)
		for i := range b {
			b[i] = byte(dice.Uint32())
		}
		return b
	}
	standing := func(gone [][]byte) (n int) {
		t.Helper()
		for _, name := range []string{"care.db", "care.db-wal"} {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			for _, b := range gone {
				if bytes.Contains(text, b) {
					n++
				}
			}
		}
		return n
	}
	for round := range 3 {
		var tokens [][]byte
		for range 40 {
			must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
				tx.Note("test", "", nil)
				for range 100 {
					b := token()
					tokens = append(tokens, b)
					if _, err := tx.Exec(`INSERT INTO intake_receipts (token, noun, record, day, guard) VALUES ($1, 'contact', $2, '2024-05-01', $1)`, b, string(bytes.Repeat([]byte("x"), dice.IntN(400)))); err != nil {
						return err
					}
				}
				return nil
			}))
		}
		dice.Shuffle(len(tokens), func(i, j int) { tokens[i], tokens[j] = tokens[j], tokens[i] })
		if round == 0 { // cleaned once while they live
			must(t, s.Scrub(t.Context(), "intake_receipts"))
		}
		gone := tokens[:1000]
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			for _, b := range gone {
				if _, err := tx.Exec(`DELETE FROM intake_receipts WHERE token = $1`, b); err != nil {
					return err
				}
			}
			return nil
		}))
		must(t, s.Scrub(t.Context(), "intake_receipts"))
		if n := standing(gone); n > 0 {
			t.Errorf("round %d: of 1000 that were deleted %d stand in the files", round, n)
		}
		if n := standing(tokens[1000:1020]); n != 20 {
			t.Errorf("round %d: of 20 that are there %d are found: the search is blind", round, n)
		}
	}
}
