package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestMain turns this program into the second process of some tests.
func TestMain(m *testing.M) {
	if role := os.Getenv(childRole); role != "" {
		os.Exit(child(role))
	}
	os.Exit(m.Run())
}

var operator = policy.System(policy.Operator)

const insertCode = `INSERT INTO codebook_codes (list, code, labels, attributes, retired) VALUES ('test', $1, '{}', '{}', FALSE)`

// addCode writes one row with its entry and its change: the smallest honest write.
func addCode(tx *store.Tx, code string) error {
	tx.Note("code", code, audit.Details{"code": audit.Code(code)})
	tx.Changed("network", code)
	_, err := tx.Exec(insertCode, code)
	return err
}

func add(ctx context.Context, s *store.Store, code string) error {
	return s.Write(ctx, operator, func(tx *store.Tx) error { return addCode(tx, code) })
}

func mustAdd(t *testing.T, s *store.Store, codes ...string) {
	t.Helper()
	for _, c := range codes {
		if err := add(t.Context(), s, c); err != nil {
			t.Fatal(err)
		}
	}
}

// codes lists the rows, sorted.
func codes(t *testing.T, s *store.Store) []string {
	t.Helper()
	list := read(t, s, func(tx *store.Tx) ([]string, error) {
		return store.List(tx, text, `SELECT code FROM codebook_codes`)
	})
	slices.Sort(list)
	return list
}

func text(r store.Row) (v string, err error) {
	err = r.Scan(&v)
	return v, err
}

func read[T any](t *testing.T, s *store.Store, fn func(*store.Tx) (T, error)) (v T) {
	t.Helper()
	err := s.Read(t.Context(), operator, func(tx *store.Tx) (err error) {
		v, err = fn(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func entries(t *testing.T, s *store.Store) []audit.Entry {
	t.Helper()
	return read(t, s, func(tx *store.Tx) ([]audit.Entry, error) { return store.Trail(tx, 0, 1_000_000) })
}

func changes(t *testing.T, s *store.Store) []store.Change {
	t.Helper()
	return read(t, s, func(tx *store.Tx) ([]store.Change, error) { return store.Changes(tx, 0) })
}

func wantCodes(t *testing.T, s *store.Store, want ...string) {
	t.Helper()
	if got := codes(t, s); !slices.Equal(got, want) {
		t.Fatalf("codes = %v, want %v", got, want)
	}
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	if e, ok := errs.Of(err); !ok || e.Key != key {
		t.Fatalf("error = %v, want %s", err, key)
	}
}

func wantPanic(t *testing.T, want string, fn func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if got := recover(); got != want {
			t.Errorf("panic = %v, want %q", got, want)
		}
	}()
	fn()
}

func verdict(t *testing.T, s *store.Store, check audit.Check) audit.Verdict {
	t.Helper()
	return read(t, s, func(tx *store.Tx) (audit.Verdict, error) { return store.VerifyTrail(tx, check) })
}

// wantWhole checks what must hold after anything: the tree recomputes, the feed has no gaps, each row has its entry.
func wantWhole(t *testing.T, s *store.Store) {
	t.Helper()
	v := verdict(t, s, audit.Check{})
	if v.Fault != nil {
		t.Errorf("entry %d of the trail is %s", v.Fault.N, v.Fault.Problem)
	}
	feed := changes(t, s)
	if len(feed) > 0 && feed[0].Kind == "network" && feed[0].ID == "" { // the feed does not reach back to the first
		feed = feed[1:]
	}
	for i, c := range feed {
		if c.N != feed[0].N+int64(i) {
			t.Fatalf("change %d behind %d is numbered %d", i, feed[0].N, c.N)
		}
	}
	noted := map[string]bool{}
	for _, e := range entries(t, s) {
		noted[e.Record] = true
	}
	for _, c := range codes(t, s) {
		if !noted[c] {
			t.Errorf("row %s has no entry", c)
		}
	}
}

func TestAWriteIsReadWithItsEntryAndItsChange(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, "a", "b")
		wantCodes(t, s, "a", "b")
		e := entries(t, s)
		if len(e) != 2 || e[1].N != 1 || e[1].Record != "b" || e[1].Object != "code" || e[1].Actor != operator.Actor() || e[1].Rule != operator.Rule() || len(e[1].Details) != 32 {
			t.Errorf("entries = %+v", e)
		}
		if c := changes(t, s); !slices.Equal(c, []store.Change{{N: 1, Kind: "network", ID: "a"}, {N: 2, Kind: "network", ID: "b"}}) {
			t.Errorf("changes = %v", c)
		}
		wantWhole(t, s)
	})
}

func TestChangesAreReadFromWhereAReaderStopped(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		if n := read(t, s, func(tx *store.Tx) (int64, error) { return store.Last(tx), nil }); n != 0 {
			t.Errorf("last change of a new store = %d", n)
		}
		mustAdd(t, s, "a", "b", "c")
		later := read(t, s, func(tx *store.Tx) ([]store.Change, error) { return store.Changes(tx, 2) })
		if len(later) != 1 || later[0].ID != "c" {
			t.Errorf("changes after 2 = %v", later)
		}
		if n := read(t, s, func(tx *store.Tx) (int64, error) { return store.Last(tx), nil }); n != 3 {
			t.Errorf("last change = %d", n)
		}
	})
}

func TestNothingCommitsWithoutAnEntry(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			tx.Changed("network", "a")
			_, err := tx.Exec(insertCode, "a")
			return err
		})
		wantKey(t, err, "store.unaudited")
		err = s.Write(t.Context(), operator, func(tx *store.Tx) error {
			var code string
			return tx.QueryRow(insertCode+` RETURNING code`, "a").Scan(&code)
		})
		wantKey(t, err, "store.unaudited")
		wantCodes(t, s)
		if c := changes(t, s); len(c) != 0 {
			t.Errorf("changes = %v", c)
		}
	})
}

func TestAWriteThatChangesNothingNeedsNoEntry(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			_, err := tx.Exec(`DELETE FROM codebook_codes WHERE code = $1`, "nobody")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestWithoutAGrantNothingIsReadOrWritten(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	never := func(*store.Tx) error { t.Error("ran without a grant"); return nil }
	for _, err := range []error{s.Read(t.Context(), policy.Grant{}, never), s.Write(t.Context(), policy.Grant{}, never)} {
		if errs.KindOf(err) != errs.Denied {
			t.Errorf("error = %v", err)
		}
	}
}

func TestAFailedWriteLeavesNothing(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		mine := errors.New("mine")
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			if err := addCode(tx, "a"); err != nil {
				return err
			}
			return mine
		})
		if !errors.Is(err, mine) {
			t.Fatalf("error = %v", err)
		}
		mustAdd(t, s, "b")
		wantCodes(t, s, "b")
		wantWhole(t, s)
	})
}

// Rooms rely on it that a database that fails is never taken for one that holds nothing, even where somebody forgets to look.
func TestAnSQLErrorThatIsSwallowedStillFailsTheTransaction(t *testing.T) {
	t.Parallel()
	scan := func(r store.Row) (code string, err error) { return code, r.Scan(&code) }
	number := func(r store.Row) (n int, err error) { return n, r.Scan(&n) }
	const codes, none = `SELECT code FROM codebook_codes`, `SELECT code FROM codebook_none`
	for what, c := range map[string]struct {
		swallows func(tx *store.Tx)
		reads    bool // a read may do it too
	}{
		"the same key twice":             {func(tx *store.Tx) { _, _ = tx.Exec(insertCode, "a") }, false},
		"rows of no table":               {func(tx *store.Tx) { _, _ = tx.Query(none) }, true},
		"a row of no table":              {func(tx *store.Tx) { _ = tx.QueryRow(none).Scan(new(string)) }, true},
		"a row that is no number":        {func(tx *store.Tx) { _ = tx.QueryRow(codes).Scan(new(int)) }, true},
		"a key twice that is told again": {func(tx *store.Tx) { _ = tx.QueryRow(insertCode+` RETURNING code`, "a").Scan(new(string)) }, false},
		"a list of no table":             {func(tx *store.Tx) { _, _ = store.List(tx, scan, none) }, true},
		"a list that is no numbers":      {func(tx *store.Tx) { _, _ = store.List(tx, number, codes) }, true},
		"one of no table":                {func(tx *store.Tx) { _, _, _ = store.One(tx, scan, none) }, true},
		"one that is no number":          {func(tx *store.Tx) { _, _, _ = store.One(tx, number, codes) }, true},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			testkit.Stores(t, func(t *testing.T, s *store.Store) {
				mustAdd(t, s, "a")
				err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
					if err := addCode(tx, "b"); err != nil {
						return err
					}
					c.swallows(tx)
					return nil
				})
				if err == nil {
					t.Error("the write succeeded")
				}
				if c.reads && s.Read(t.Context(), operator, func(tx *store.Tx) error { c.swallows(tx); return nil }) == nil {
					t.Error("the read succeeded")
				}
				mustAdd(t, s, "c")
				wantCodes(t, s, "a", "c")
			})
		})
	}
}

// That there is no row is an answer, not an error.
func TestThatThereIsNoRowFailsNothing(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		err := s.Read(t.Context(), operator, func(tx *store.Tx) error {
			if err := tx.QueryRow(`SELECT code FROM codebook_codes`).Scan(new(string)); !errors.Is(err, sql.ErrNoRows) {
				t.Errorf("of an empty table: %v", err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestAReadSeesOneStateOfTheDatabase(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, "a")
		count := func(tx *store.Tx) (n int) {
			if err := tx.QueryRow(`SELECT COUNT(*) FROM codebook_codes`).Scan(&n); err != nil {
				t.Error(err)
			}
			return n
		}
		err := s.Read(t.Context(), operator, func(tx *store.Tx) error {
			before := count(tx)
			if err := add(t.Context(), s, "b"); err != nil { // by somebody else, meanwhile
				return err
			}
			if after := count(tx); before != 1 || after != 1 {
				t.Errorf("counted %d, then %d", before, after)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		wantCodes(t, s, "a", "b")
	})
}

func TestAReadCannotWrite(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		err := s.Read(t.Context(), operator, func(tx *store.Tx) error {
			wantPanic(t, "store: Exec in a Read", func() { _, _ = tx.Exec(insertCode, "a") })
			wantPanic(t, "store: Note outside a Write", func() { tx.Note("code", "a", nil) })
			var code string // the database refuses what the method cannot see
			return tx.QueryRow(insertCode+` RETURNING code`, "a").Scan(&code)
		})
		if err == nil {
			t.Error("a read wrote")
		}
		wantCodes(t, s)
	})
}

func TestTextThatADatabaseCouldNotKeepIsRefused(t *testing.T) {
	t.Parallel()
	type word string
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		for _, bad := range []any{"nul\x00", "\xff", word("a\x00"), ptr("\xc3\x28")} {
			err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
				tx.Note("code", "a", nil)
				_, err := tx.Exec(insertCode, bad)
				return err
			})
			wantKey(t, err, "store.bad_text")
			err = s.Read(t.Context(), operator, func(tx *store.Tx) error {
				var code string
				return tx.QueryRow(`SELECT code FROM codebook_codes WHERE code = $1`, bad).Scan(&code)
			})
			wantKey(t, err, "store.bad_text")
		}
	})
}

func ptr[T any](v T) *T { return &v }

func TestValuesComeBackAsTheyWent(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		type row struct {
			code, labels string
			retired      bool
		}
		want := row{"è ß 中 𝄞 ' \" ; --", `{"it":"Sì"}`, true}
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			tx.Note("code", want.code, nil)
			_, err := tx.Exec(`INSERT INTO codebook_codes (list, code, labels, attributes, retired) VALUES ('test', $1, $3, $3, $2)`, want.code, want.retired, want.labels)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		got, found, err := row{}, false, error(nil)
		err = s.Read(t.Context(), operator, func(tx *store.Tx) error {
			got, found, err = store.One(tx, func(r store.Row) (v row, err error) {
				err = r.Scan(&v.code, &v.labels, &v.retired)
				return v, err
			}, `SELECT code, attributes, retired FROM codebook_codes WHERE code = $1`, want.code)
			return err
		})
		if err != nil || !found || got != want {
			t.Errorf("got %+v, %v, %v", got, found, err)
		}
	})
}

func TestStatementsDoNotOverlap(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, "a", "b")
		err := s.Read(t.Context(), operator, func(tx *store.Tx) error {
			rows, err := tx.Query(`SELECT code FROM codebook_codes`)
			if err != nil {
				return err
			}
			defer rows.Close()
			wantPanic(t, "store: a statement while the rows of the one before are open", func() {
				_ = tx.QueryRow(`SELECT 1`)
			})
			return rows.Close()
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestTheClockIsTheStoresAndTheTrailIsTheMachines(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	day := time.Date(2024, 11, 30, 23, 30, 0, 0, time.FixedZone("Rome", 3600))
	s.SetClock(func() time.Time { return day })
	before := time.Now().UTC().Format(audit.TimeFormat)
	err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
		if now := tx.Now(); !now.Equal(day) || now.Location() != time.UTC {
			t.Errorf("now = %v", now)
		}
		return addCode(tx, "a")
	})
	if err != nil {
		t.Fatal(err)
	}
	if e := entries(t, s); e[0].At < before {
		t.Errorf("entry of %s, before %s", e[0].At, before)
	}
}
