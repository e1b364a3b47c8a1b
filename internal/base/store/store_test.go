package store_test

import (
	"errors"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

var operator = policy.System(policy.Operator)

// addCode writes one row with its entry and its change: the smallest honest write.
func addCode(tx *store.Tx, code string) error {
	tx.Note("code", code, map[string]string{"code": code})
	tx.Changed("network", code)
	_, err := tx.Exec(`INSERT INTO codebook_codes (list, code, labels, attributes, retired) VALUES ('test', $1, '{}', '{}', FALSE)`, code)
	return err
}

func codes(t *testing.T, s *store.Store) (list []string) {
	t.Helper()
	err := s.Read(t.Context(), operator, func(tx *store.Tx) (err error) {
		list, err = store.List(tx, func(r store.Row) (code string, err error) {
			err = r.Scan(&code)
			return code, err
		}, `SELECT code FROM codebook_codes ORDER BY code`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestWhatWasWrittenIsRead(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		if err := s.Write(t.Context(), operator, func(tx *store.Tx) error { return addCode(tx, "a") }); err != nil {
			t.Fatal(err)
		}
		if got := codes(t, s); len(got) != 1 || got[0] != "a" {
			t.Fatalf("codes = %v", got)
		}
	})
}

func TestNothingCommitsWithoutAnEntry(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			_, err := tx.Exec(`INSERT INTO codebook_codes (list, code, labels, attributes, retired) VALUES ('test', 'a', '{}', '{}', FALSE)`)
			return err
		})
		wantKey(t, err, "store.unaudited")
		err = s.Write(t.Context(), operator, func(tx *store.Tx) error {
			var code string
			return tx.QueryRow(`INSERT INTO codebook_codes (list, code, labels, attributes, retired) VALUES ('test', 'a', '{}', '{}', FALSE) RETURNING code`).Scan(&code)
		})
		wantKey(t, err, "store.unaudited")
		if got := codes(t, s); len(got) != 0 {
			t.Fatalf("codes = %v", got)
		}
	})
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	var e *errs.Error
	if !errors.As(err, &e) || e.Key != key {
		t.Fatalf("error = %v, want %s", err, key)
	}
}
