package seal_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

func open(t testing.TB, dir string) *seal.Keys {
	t.Helper()
	return must(seal.OpenKeys(dir))(t)
}

// must takes what a call gave, and ends the test if that was an error.
func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func newIdentity(t testing.TB) (seal.Seed, *seal.Identity) {
	t.Helper()
	seed := must(seal.NewSeed())(t)
	return seed, must(seed.Identity())(t)
}

func wantError(t testing.TB, err error, kind errs.Kind, key string) {
	t.Helper()
	if e, ok := errs.Of(err); !ok || e.Key != key || e.Kind != kind {
		t.Errorf("error %v, want %v: %s", err, kind, key)
	}
}

func wantRefused(t testing.TB, what string, err error) {
	t.Helper()
	if e, ok := errs.Of(err); !ok || e.Key != "seal.not_opened" || e.Kind != errs.Denied {
		t.Errorf("%s: error %v, want seal.not_opened", what, err)
	}
}

// vectors is testdata/vectors.json, which testdata/vectors.py made.
type vectors map[string]any

func readVectors(t testing.TB) vectors {
	t.Helper()
	var v vectors
	if err := json.Unmarshal(must(os.ReadFile("testdata/vectors.json"))(t), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func (v vectors) text(t testing.TB, name string) string {
	t.Helper()
	s, ok := v[name].(string)
	if !ok {
		t.Fatalf("no vector %q", name)
	}
	return s
}

func (v vectors) bytes(t testing.TB, name string) []byte {
	t.Helper()
	return must(hex.DecodeString(v.text(t, name)))(t)
}

func (v vectors) keys(t testing.TB) *seal.Keys {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pepper")
	if err := os.WriteFile(path, v.bytes(t, "key file"), 0o600); err != nil {
		t.Fatal(err)
	}
	return must(seal.OpenKeyFile(path))(t)
}
