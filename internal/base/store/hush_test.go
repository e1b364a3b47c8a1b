package store_test

import (
	"fmt"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// hush plants what swallows every code list's entry, past the store.
func hush(t *testing.T, o store.Options) {
	t.Helper()
	plant := `CREATE TRIGGER hush BEFORE INSERT ON codebook_codes BEGIN SELECT RAISE(IGNORE); END`
	if o.Database != "" {
		plant = `CREATE FUNCTION public.hush() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER hush BEFORE INSERT ON codebook_codes FOR EACH ROW EXECUTE FUNCTION public.hush()`
	}
	_, err := beside(t, o).ExecContext(t.Context(), plant)
	must(t, err)
}

// saves writes something that a trigger may swallow.
func saves(t *testing.T, s *store.Store, code string, meanwhile func()) error {
	t.Helper()
	return s.Write(t.Context(), operator, func(tx *store.Tx) error {
		meanwhile()
		_, err := tx.Exec(`INSERT INTO codebook_codes (list, code, labels, attributes, retired) VALUES ('test', $1, '{}', '{}', FALSE)`, code)
		tx.Note("code", "test", nil)
		return err
	})
}

func odd(err error) bool {
	e, known := errs.Of(err)
	return known && e.Key == "store.odd"
}

// TestATriggerSwallowsNothingThatIsAcknowledged: the first transaction after it was planted is refused, and on a server that lets it be planted meanwhile the one in which it was.
func TestATriggerSwallowsNothingThatIsAcknowledged(t *testing.T) {
	t.Parallel()
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			s, err := store.Open(t.Context(), o)
			must(t, err)
			t.Cleanup(func() { must(t, s.Close()) })
			must(t, s.Refuse(t.Context()))
			must(t, saves(t, s, "before", func() {}))
			if o.Database == "" {
				hush(t, o)
			}
			if err := saves(t, s, "after", func() {
				if o.Database != "" {
					hush(t, o)
				}
			}); !odd(err) {
				t.Errorf("saved in spite of it: %v", err)
			}
			if err := s.Read(t.Context(), operator, func(*store.Tx) error { return nil }); !odd(err) {
				t.Errorf("read in spite of it: %v", err)
			}
			must(t, s.Tell(t.Context(), operator, func(tx *store.Tx) error { tx.Note("outside", "", nil); return nil }))
			_, err = beside(t, o).ExecContext(t.Context(), `DROP TRIGGER hush`+map[bool]string{true: ` ON codebook_codes; DROP FUNCTION public.hush()`}[o.Database != ""])
			must(t, err)
			must(t, saves(t, s, "again", func() {}))
		})
	}
}

// TestATriggerIsNoticedThoughTheNumberOfTheSchemaWasPutBack: SQLite counts the states of its schema in a number that anybody can write.
func TestATriggerIsNoticedThoughTheNumberOfTheSchemaWasPutBack(t *testing.T) {
	t.Parallel()
	o := store.Options{Dir: t.TempDir()}
	s, err := store.Open(t.Context(), o)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	must(t, s.Refuse(t.Context()))
	must(t, saves(t, s, "before", func() {}))
	db := beside(t, o)
	var number int64
	must(t, db.QueryRowContext(t.Context(), `PRAGMA schema_version`).Scan(&number))
	hush(t, o)
	_, err = db.ExecContext(t.Context(), fmt.Sprintf(`PRAGMA schema_version = %d`, number))
	must(t, err)
	if err := saves(t, s, "after", func() {}); err != nil && !odd(err) {
		t.Fatal(err)
	} else if err == nil { // the program knows the schema as it was, and no trigger acts
		var n int64
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT COUNT(*) FROM codebook_codes WHERE code = 'after'`).Scan(&n)
		}))
		if n != 1 {
			t.Error("what was acknowledged was swallowed")
		}
	}
}
