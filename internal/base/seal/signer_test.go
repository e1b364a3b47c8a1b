package seal_test

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"approdo/internal/base/errs"
)

func TestASignatureIsOfTheKeyFileAndTheName(t *testing.T) {
	dir := t.TempDir()
	k := open(t, dir)
	signer, err := k.Signer("approdo/COSTA")
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: "text\n"}, signer)
	if err != nil {
		t.Fatal(err)
	}
	opens := func(verifier string) bool {
		v, err := note.NewVerifier(verifier)
		if err != nil {
			t.Fatal(err)
		}
		_, err = note.Open(signed, note.VerifierList(v))
		return err == nil
	}
	same, err := open(t, dir).Verifier("approdo/COSTA")
	if err != nil || !opens(same) {
		t.Errorf("the verifier of the same key file refuses: %v", err)
	}
	other, err := open(t, t.TempDir()).Verifier("approdo/COSTA")
	if err != nil || opens(other) {
		t.Errorf("another key file signs alike: %v", err)
	}
	named, err := k.Verifier("approdo/ALTRA")
	if err != nil || opens(named) {
		t.Errorf("another name signs alike: %v", err)
	}
	if strings.Contains(same, "PRIVATE") || strings.Contains(string(signed), "PRIVATE") {
		t.Error("the private key is told")
	}
	if _, err := k.Signer("two words"); err == nil {
		t.Error("a name with a space")
	}
}

func TestWhatIsConcealedOpensInItsPlaceOnly(t *testing.T) {
	dir := t.TempDir()
	k := open(t, dir)
	sealed, err := k.Conceal([]byte("rows: 12"), "details", "7", "x")
	if err != nil || bytes.Contains(sealed, []byte("rows")) {
		t.Fatalf("%q, %v", sealed, err)
	}
	again, err := k.Conceal([]byte("rows: 12"), "details", "7", "x")
	if err != nil || bytes.Equal(sealed, again) {
		t.Error("the same bytes twice: equal texts can be told")
	}
	if plain, err := open(t, dir).Disclose(sealed, "details", "7", "x"); err != nil || string(plain) != "rows: 12" {
		t.Errorf("%q, %v", plain, err)
	}
	refused := func(what string, err error) {
		t.Helper()
		if e, ok := errs.Of(err); !ok || e.Key != "seal.not_opened" {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err = k.Disclose(sealed, "details", "8", "x")
	refused("another place", err)
	_, err = k.Disclose(sealed, "details", "7x", "")
	refused("parts cut elsewhere", err)
	_, err = k.Disclose(sealed, "other", "7", "x")
	refused("another purpose", err)
	_, err = open(t, t.TempDir()).Disclose(sealed, "details", "7", "x")
	refused("another key", err)
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 1
		_, err = k.Disclose(changed, "details", "7", "x")
		refused("a changed byte", err)
		_, err = k.Disclose(sealed[:i], "details", "7", "x")
		refused("cut short", err)
	}
}
