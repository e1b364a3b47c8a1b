package seal_test

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

func wantKey(t *testing.T, dir, key string) {
	t.Helper()
	_, err := seal.OpenKeys(dir)
	if e, ok := errs.Of(err); !ok || e.Key != key || e.Kind != errs.Unavailable {
		t.Errorf("error = %v, want %s", err, key)
	}
}

func TestTheKeyIsMadeOnceAndOnlyItsOwnerReadsIt(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir).Token("file", "x")
	if again := open(t, dir).Token("file", "x"); again != first {
		t.Error("another key the second time")
	}
	info, err := os.Stat(filepath.Join(dir, seal.KeyFile))
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() != 32 {
		t.Errorf("key file %v, %v", info, err)
	}
	if other := open(t, t.TempDir()).Token("file", "x"); other == first {
		t.Error("two installations share a key")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestProcessesThatStartTogetherGetOneKey(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	tokens := make([][32]byte, 20)
	for i := range tokens {
		all.Go(func() {
			k, err := seal.OpenKeys(dir)
			if err != nil {
				t.Error(err)
				return
			}
			tokens[i] = k.Token("x")
		})
	}
	all.Wait()
	for _, token := range tokens {
		if token != tokens[0] {
			t.Fatal("two keys")
		}
	}
}

func TestAKeyThatOthersCanReadIsRefused(t *testing.T) {
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660} {
		dir := t.TempDir()
		open(t, dir)
		if err := os.Chmod(filepath.Join(dir, seal.KeyFile), mode); err != nil {
			t.Fatal(err)
		}
		wantKey(t, dir, "seal.key_exposed")
	}
}

func TestADamagedKeyIsRefusedAndNotReplaced(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, seal.KeyFile)
	if err := os.WriteFile(path, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantKey(t, dir, "seal.key_damaged")
	if b, err := os.ReadFile(path); err != nil || string(b) != "short" {
		t.Errorf("key file now %q, %v", b, err)
	}
}

func TestAFolderThatIsNotThereIsToldSo(t *testing.T) {
	wantKey(t, filepath.Join(t.TempDir(), "none"), "seal.key_not_made")
}

func TestTokensDifferByPurposeAndByCut(t *testing.T) {
	k := open(t, t.TempDir())
	seen := map[[32]byte]string{}
	for _, parts := range [][]string{{"p"}, {"p", ""}, {"p", "ab", "c"}, {"p", "a", "bc"}, {"p", "abc"}, {"q", "abc"}, {"pabc"}} {
		token := k.Token(parts[0], parts[1:]...)
		if other, twice := seen[token]; twice {
			t.Errorf("%q and %q share a token", parts, other)
		}
		seen[token] = strings.Join(parts, "|")
	}
}

func TestHashIsSHA256(t *testing.T) {
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-4, example 1
	h := seal.Hash([]byte("a"), []byte("bc"))
	if hex.EncodeToString(h[:]) != abc {
		t.Errorf("hash = %x", h)
	}
	w := seal.NewHash()
	w.Write([]byte("abc"))
	if !bytes.Equal(w.Sum(nil), h[:]) {
		t.Errorf("hash in pieces = %x", w.Sum(nil))
	}
}

func TestRandomTokensAreLongAndFitACookie(t *testing.T) {
	a, errA := seal.RandomToken()
	b, errB := seal.RandomToken()
	if errA != nil || errB != nil || a == b || len(a) != 43 || strings.Trim(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		t.Errorf("tokens %q, %q, %v, %v", a, b, errA, errB)
	}
}
