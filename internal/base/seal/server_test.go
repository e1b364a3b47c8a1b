package seal_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/internal/envelope"
)

func TestTheServersSecretsOpenWithItsKeyFileOnly(t *testing.T) {
	keys, thief := open(t, t.TempDir()), open(t, t.TempDir())
	sealed := must(keys.Seal([]byte("details"), "audit", "entry-1"))(t)
	if got := must(keys.Open(sealed, "audit", "entry-1"))(t); string(got) != "details" {
		t.Errorf("opened %q", got)
	}
	_, err := thief.Open(sealed, "audit", "entry-1")
	wantRefused(t, "another key file", err)
	_, err = keys.Open(sealed, "audit", "entry-2")
	wantRefused(t, "another entry", err)
	for bit := range len(sealed) * 8 {
		damaged := bytes.Clone(sealed)
		damaged[bit/8] ^= 1 << (bit % 8)
		_, err := keys.Open(damaged, "audit", "entry-1")
		wantRefused(t, "a flipped bit", err)
	}
	if longer := must(keys.Seal(make([]byte, 56), "a"))(t); len(longer) != len(sealed) {
		t.Errorf("lengths %d and %d", len(sealed), len(longer))
	}
}

func TestTheKeyFileStandsWhereItIsToldTo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pepper")
	token := must(seal.OpenKeyFile(path))(t).Token("x")
	if must(seal.OpenKeyFile(path))(t).Token("x") != token {
		t.Error("another key the second time")
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := seal.OpenKeyFile(path)
	wantError(t, err, errs.Unavailable, "seal.key_exposed")
}

func TestACheckpointIsVerifiedWithoutTheServer(t *testing.T) {
	keys, other := open(t, t.TempDir()), open(t, t.TempDir())
	signer := must(keys.Signer("approdo.example/trail"))(t)
	signed := must(note.Sign(&note.Note{Text: "approdo trail\n12\nroot\n"}, signer))(t)

	verifier := must(note.NewVerifier(must(keys.Verifier("approdo.example/trail"))(t)))(t)
	read := must(note.Open(signed, note.VerifierList(verifier)))(t)
	if len(read.Sigs) != 1 || read.Text != "approdo trail\n12\nroot\n" {
		t.Errorf("note %+v", read)
	}
	if _, err := note.Open(bytes.Replace(signed, []byte("12"), []byte("11"), 1), note.VerifierList(verifier)); err == nil {
		t.Error("a changed note verifies")
	}
	stranger := must(note.NewVerifier(must(other.Verifier("approdo.example/trail"))(t)))(t)
	if _, err := note.Open(signed, note.VerifierList(stranger)); err == nil {
		t.Error("another server's key verifies")
	}
	for _, name := range []string{"", "two words", "a+b"} {
		_, err := keys.Signer(name)
		wantError(t, err, errs.Invalid, "seal.signer_name")
	}
}

func TestManyServersSign(t *testing.T) { // in base64 a key may hold a plus sign, which also parts the fields
	for range 100 {
		keys := open(t, t.TempDir())
		must(keys.Signer("approdo.example"))(t)
	}
}

func TestABackupOpensWithTheRecoveryKeyOnly(t *testing.T) {
	seed, recovery := newIdentity(t)
	_, thief := newIdentity(t)
	key := must(seal.NewBackupKey())(t)
	sealed := must(key.Sealed(to(recovery), "2026-11"))(t)

	var backup bytes.Buffer
	w := must(envelope.Encrypt(&backup, key.Recipient()))(t) // by night, with nobody there and no key
	must(io.WriteString(w, strings.Repeat("a row of the database\n", 10_000)))(t)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	shares, commitment, err := seal.Split(seed)
	if err != nil {
		t.Fatal(err)
	}
	again := must(must(seal.Combine(commitment, shares[2], shares[0]))(t).Identity())(t)
	opened := must(seal.OpenBackupKey(again, sealed, "2026-11"))(t)
	plain := must(io.ReadAll(must(seal.DecryptBackup(bytes.NewReader(backup.Bytes()), opened))(t)))(t)
	if len(plain) != 220_000 {
		t.Errorf("%d bytes came back", len(plain))
	}

	_, err = seal.OpenBackupKey(thief, sealed, "2026-11")
	wantRefused(t, "another organisation", err)
	_, err = seal.OpenBackupKey(again, sealed, "2026-10")
	wantRefused(t, "another month", err)
	_, err = seal.DecryptBackup(bytes.NewReader(backup.Bytes()), must(seal.NewBackupKey())(t))
	wantRefused(t, "the next month's key", err)
	other := must(envelope.Seal(recovery.Public(), []byte("no key"), "backup key", "2026-11"))(t)
	_, err = seal.OpenBackupKey(again, other, "2026-11")
	wantRefused(t, "something else", err)
	cut := must(seal.DecryptBackup(bytes.NewReader(backup.Bytes()[:backup.Len()-1]), opened))(t)
	_, err = io.ReadAll(cut)
	wantRefused(t, "cut", err)
	_, err = envelope.Encrypt(&backup, "age1pq1nonsense")
	wantError(t, err, errs.Invalid, "seal.recipient_damaged")
}

// to seals to an identity, as a member of the roster does.
func to(id *seal.Identity) func([]byte, ...string) ([]byte, error) {
	return func(plain []byte, context ...string) ([]byte, error) {
		return envelope.Seal(id.Public(), plain, context...)
	}
}
