package store_test

import (
	"slices"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// shelf lists the rows of a table as if its columns were an organisation, an id, a day and a kind.
var shelf = store.Listing{
	Columns: "code", From: "codebook_codes", Owner: "list", ID: "code", Day: "labels",
	Filters: map[string]string{"kind": "attributes"}, Sorts: map[string]string{"day": "labels", "kind": "attributes"}, Standard: "day",
}

func fillShelf(t *testing.T, s *store.Store) {
	t.Helper()
	err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
		tx.Note("code", "shelf", nil)
		for _, row := range [][]any{
			{"org1", "a", "2024-03-01", "x"}, {"org1", "b", "2024-03-02", "y"}, {"org1", "c", "2024-03-02", "x"}, {"org2", "d", "2024-03-03", "x"},
		} {
			if _, err := tx.Exec(`INSERT INTO codebook_codes (list, code, labels, attributes, retired) VALUES ($1, $2, $3, $4, FALSE)`, row...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAListingAnswersWhatWasAskedWithinTheScope(t *testing.T) {
	t.Parallel()
	one, none := operator.Narrow("org1").Scope(), policy.Scope{}
	cases := []struct {
		name  string
		ask   store.Selection
		scope policy.Scope
		want  []string
		total int64
	}{
		{"everything, the newest first", store.Selection{}, operator.Scope(), []string{"d", "c", "b", "a"}, 4},
		{"one organisation", store.Selection{}, one, []string{"c", "b", "a"}, 3},
		{"no scope", store.Selection{}, none, nil, 0},
		{"no scope, though asked by filter", store.Selection{Equal: map[string]string{"kind": "x"}}, none, nil, 0},
		{"a period, both days included", store.Selection{From: "2024-03-02", To: "2024-03-02"}, operator.Scope(), []string{"c", "b"}, 2},
		{"a filter", store.Selection{Equal: map[string]string{"kind": "x"}}, one, []string{"c", "a"}, 2},
		{"an empty filter", store.Selection{Equal: map[string]string{"kind": ""}}, one, []string{"c", "b", "a"}, 3},
		{"another order", store.Selection{Sort: "kind"}, one, []string{"a", "c", "b"}, 3},
		{"a page", store.Selection{Sort: "day", Offset: 1, Limit: 2}, operator.Scope(), []string{"b", "c"}, 4},
		{"the last page", store.Selection{Sort: "day", Offset: 3, Limit: 2}, operator.Scope(), []string{"d"}, 4},
		{"a page behind the last", store.Selection{Sort: "day", Offset: 4, Limit: 2}, operator.Scope(), nil, 4},
		{"a page of a filter", store.Selection{Equal: map[string]string{"kind": "x"}, Limit: 2}, operator.Scope(), []string{"d", "c"}, 3},
		{"a page in another order", store.Selection{Sort: "kind", Descending: true, Offset: 1, Limit: 1}, one, []string{"c"}, 3},
		{"a page before the first", store.Selection{Sort: "day", Offset: -5, Limit: 1}, operator.Scope(), []string{"a"}, 4},
		{"a value that looks like SQL", store.Selection{Equal: map[string]string{"kind": "x' OR 'x' = 'x"}}, one, nil, 0},
	}
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		fillShelf(t, s)
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				got := read(t, s, func(tx *store.Tx) (store.Slice[string], error) { return store.Select(tx, shelf, c.ask, c.scope, text) })
				if !slices.Equal(got.Items, c.want) || got.Total != c.total {
					t.Errorf("got %v of %d, want %v of %d", got.Items, got.Total, c.want, c.total)
				}
			})
		}
	})
}

// TestAListIsReadInStretchesToItsLastRow: one after the other they are what the whole list is, in every order, also where many rows are alike.
func TestAListIsReadInStretchesToItsLastRow(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		fillShelf(t, s)
		for _, ask := range []store.Selection{{}, {Sort: "day"}, {Sort: "kind"}, {Sort: "kind", Descending: true}, {Sort: "kind", Equal: map[string]string{"kind": "x"}}} {
			all := read(t, s, func(tx *store.Tx) (store.Slice[string], error) {
				return store.Select(tx, shelf, ask, operator.Scope(), text)
			})
			for limit := range 5 {
				var got []string
				ask := ask
				ask.Whole, ask.Limit = true, limit
				for first := true; first || ask.After != nil; first = false {
					part := read(t, s, func(tx *store.Tx) (store.Slice[string], error) {
						return store.Select(tx, shelf, ask, operator.Scope(), text)
					})
					if first && part.Total != all.Total {
						t.Errorf("%+v: %d in all, want %d", ask, part.Total, all.Total)
					}
					if limit > 0 && len(part.Items) > limit {
						t.Errorf("%+v: a stretch of %d", ask, len(part.Items))
					}
					got, ask.After = append(got, part.Items...), part.Next
				}
				if !slices.Equal(got, all.Items) {
					t.Errorf("%+v: got %v, want %v", ask, got, all.Items)
				}
			}
		}
	})
}

// TestRowsAreCountedAsFarAsAnybodyCounts: exactly to ten thousand, and beyond that there are more, until somebody sees the last.
func TestRowsAreCountedAsFarAsAnybodyCounts(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		put := func(from, to int) {
			t.Helper()
			err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
				tx.Note("code", "shelf", nil)
				_, err := tx.Exec(`WITH RECURSIVE n(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $2)
INSERT INTO codebook_codes (list, code, labels, attributes, retired) SELECT 'org1', CAST(100000 + i AS TEXT), '2024-03-01', 'x', FALSE FROM n`, from, to)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		extent := func(offset int) store.Extent {
			return read(t, s, func(tx *store.Tx) (store.Slice[string], error) {
				return store.Select(tx, shelf, store.Selection{Limit: 20, Offset: offset}, operator.Scope(), text)
			}).Extent
		}
		put(1, 10_000)
		if got := extent(0); got != (store.Extent{Total: 10_000}) {
			t.Errorf("ten thousand are %+v", got)
		}
		put(10_001, 10_030)
		for offset, want := range map[int]store.Extent{
			0: {Total: 10_000, More: true}, 9_980: {Total: 10_000, More: true}, 10_000: {Total: 10_000, More: true}, 10_020: {Total: 10_030}, 11_000: {Total: 10_030},
		} {
			if got := extent(offset); got != want {
				t.Errorf("from %d on: %+v, want %+v", offset, got, want)
			}
		}
	})
}

func TestAListingRefusesNamesItDoesNotKnow(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	for key, ask := range map[string]store.Selection{
		"store.unknown_filter": {Equal: map[string]string{"1 = 1 OR kind": "x"}},
		"store.unknown_sort":   {Sort: "code; DROP TABLE codebook_codes"},
	} {
		err := s.Read(t.Context(), operator, func(tx *store.Tx) error {
			_, err := store.Select(tx, shelf, ask, operator.Scope(), text)
			return err
		})
		wantKey(t, err, key)
		if errs.KindOf(err) != errs.Invalid {
			t.Errorf("kind = %v", errs.KindOf(err))
		}
	}
}

func TestAListIsCountedAgainOnceSomethingWasWritten(t *testing.T) {
	t.Parallel()
	firstTwo := store.Selection{Limit: 2}
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, "a", "b", "c")
		total := func(tx *store.Tx) (int64, error) {
			slice, err := store.Select(tx, shelf, firstTwo, operator.Scope(), text)
			return slice.Total, err
		}
		want := func(tx *store.Tx, n int64) {
			t.Helper()
			if got, err := total(tx); got != n || err != nil {
				t.Errorf("counted %d, want %d, %v", got, n, err)
			}
		}
		err := s.Read(t.Context(), operator, func(before *store.Tx) error {
			want(before, 3)
			mustAdd(t, s, "d")
			if n := read(t, s, total); n != 4 {
				t.Errorf("counted %d after a fourth", n)
			}
			want(before, 3) // which goes on seeing its own state
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = s.Write(t.Context(), operator, func(tx *store.Tx) error {
			want(tx, 4)
			if err := addCode(tx, "e"); err != nil {
				return err
			}
			want(tx, 5)
			return errs.E(errs.Conflict, "test.undone")
		})
		wantKey(t, err, "test.undone")
		if n := read(t, s, total); n != 4 {
			t.Errorf("counted %d after a write that failed", n)
		}
	})
}
