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

func TestAPassphraseMatchesOnlyItsVerifier(t *testing.T) {
	verifier, err := seal.Passphrase("è una frase lunga")
	if err != nil {
		t.Fatal(err)
	}
	again, err := seal.Passphrase("è una frase lunga")
	if err != nil || again == verifier {
		t.Errorf("the same verifier twice: no salt; %v", err)
	}
	if strings.Contains(verifier, "frase") || !strings.HasPrefix(verifier, "$argon2id$v=19$m=65536,t=3,p=1$") {
		t.Errorf("verifier %q", verifier)
	}
	for pass, want := range map[string]bool{
		"è una frase lunga":       true,
		"e\u0300 una frase lunga": true, // the accent as a character of its own
		"e una frase lunga":       false,
		"è una frase lunga ":      false,
		"":                        false,
	} {
		if got := seal.PassphraseMatches(verifier, pass); got != want {
			t.Errorf("%q matches: %v", pass, got)
		}
	}
}

func TestADamagedVerifierMatchesNothing(t *testing.T) {
	verifier, err := seal.Passphrase("x")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		"", "x", "$argon2id$v=19$m=65536,t=3,p=1$$", "$argon2id$v=19$m=65536,t=0,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
		strings.Replace(verifier, "m=65536", "m=4294967295", 1), // would ask for four terabytes
		strings.Replace(verifier, "v=19", "v=16", 1),
		strings.Replace(verifier, "p=1", "p=0", 1),
		strings.Replace(verifier, "argon2id", "argon2i", 1),
		verifier + "$", verifier[:len(verifier)-30],
	} {
		if seal.PassphraseMatches(bad, "x") {
			t.Errorf("%q matches", bad)
		}
	}
}

func TestRandomTokensAreLongAndFitACookie(t *testing.T) {
	a, errA := seal.RandomToken()
	b, errB := seal.RandomToken()
	if errA != nil || errB != nil || a == b || len(a) != 43 || strings.Trim(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		t.Errorf("tokens %q, %q, %v, %v", a, b, errA, errB)
	}
}
