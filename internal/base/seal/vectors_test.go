package seal_test

import (
	"bytes"
	"encoding/base64"
	"io"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/seal"
)

// What another program sealed, built from the description of the formats on other libraries, opens here. So the formats are what they are said to be,
// and stay so.
func TestWhatAnotherHandSealedOpens(t *testing.T) {
	v := readVectors(t)
	seed := must(seal.ParseSeed(v.bytes(t, "seed")))(t)
	person := must(seal.ParseKey(v.bytes(t, "person key")))(t)
	session := must(seal.ParseKey(v.bytes(t, "session key")))(t)
	identity := must(seed.Identity())(t)
	keys := v.keys(t)

	if !bytes.Equal(identity.Public(), v.bytes(t, "public")) {
		t.Error("another public key follows from the seed")
	}
	if got := identity.Public().Fingerprint(); got != v.text(t, "fingerprint") {
		t.Errorf("fingerprint %s", got)
	}
	if got := identity.Sign([]byte("the message"), "grant"); !bytes.Equal(got, v.bytes(t, "signature")) {
		t.Errorf("signature %x", got) // Ed25519 has no randomness
	}
	if got := must(identity.OpenKey(v.bytes(t, "sealed key"), "compartment-1", "3"))(t); !got.Equal(person) {
		t.Error("sealed key")
	}
	if got := must(keys.OpenSlot(t.Context(), v.bytes(t, "slot"), "e\u0300 una frase abbastanza lunga", "account-1", "password"))(t); !got.Equal(seed) {
		t.Error("slot")
	}
	if got := must(person.Unwrap(v.bytes(t, "wrapped key"), "compartment-1", "3"))(t); !got.Equal(session) {
		t.Error("wrapped key")
	}
	if got := must(seal.Unlock(session, v.bytes(t, "locked seed"), "session-1"))(t); !got.Equal(seed) {
		t.Error("locked seed")
	}
	binding := seal.Binding{Organisation: "organisation-1", Person: "person-1", Kind: "name", Revision: 7, Schema: 2}
	if got := must(person.Open(binding, v.bytes(t, "record")))(t); string(got) != `{"name":"Persona inventata"}` {
		t.Errorf("record %q", got)
	}
	if got := must(person.Token("phone", "+390000000"))(t); !bytes.Equal(got[:], v.bytes(t, "token")) {
		t.Errorf("token %x", got)
	}
	file := must(person.Decrypt(bytes.NewReader(v.bytes(t, "file")), "file-1"))(t)
	if got := must(io.ReadAll(file))(t); string(got) != "an invented page" {
		t.Errorf("file %q", got)
	}
}

func TestWhatAnotherHandMadeOfTheKeyFileIsTheSame(t *testing.T) {
	v := readVectors(t)
	keys := v.keys(t)
	if got := keys.Token("row", "a", "b"); !bytes.Equal(got[:], v.bytes(t, "server token")) {
		t.Errorf("token %x", got)
	}
	if got := must(keys.Open(v.bytes(t, "server secret"), "factor", "account-1"))(t); !bytes.Equal(got, v.bytes(t, "factor")) {
		t.Error("server secret")
	}
	verifier := must(keys.Verifier("approdo.example"))(t)
	public := must(base64.StdEncoding.DecodeString(strings.SplitN(verifier, "+", 3)[2]))(t)
	if !bytes.Equal(public[1:], v.bytes(t, "checkpoint public")) {
		t.Errorf("verifier %s", verifier)
	}
}

func TestSharesOfAnotherHandCombine(t *testing.T) {
	v := readVectors(t)
	seed := must(seal.ParseSeed(v.bytes(t, "seed")))(t)
	commitment := v.bytes(t, "commitment")
	shares := v["shares"].([]any)
	for _, pair := range [][2]int{{0, 1}, {0, 2}, {1, 2}, {2, 0}} {
		got := must(seal.Combine(commitment, shares[pair[0]].(string), shares[pair[1]].(string)))(t)
		if !got.Equal(seed) {
			t.Errorf("shares %v make another seed", pair)
		}
	}
	code := v.text(t, "recovery code")
	if got := must(seal.NormalizeCode(strings.ToLower(code)))(t); got != code {
		t.Errorf("recovery code %s", got)
	}
}

// RFC 6238, appendix B (SHA-1): the last six of its eight digits.
func TestTheSecondFactorSpeaksRFC6238(t *testing.T) {
	factor := must(seal.ParseFactor([]byte("12345678901234567890")))(t)
	for at, code := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if step, ok := factor.Check(code, time.Unix(at, 0), 0); !ok || step != at/30 {
			t.Errorf("at %d: step %d, %v", at, step, ok)
		}
	}
	if got := strings.ReplaceAll(factor.Text(), " ", ""); got != "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" {
		t.Errorf("text %s", got)
	}
}
