package seal_test

import (
	"bytes"
	"regexp"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/internal/envelope"
)

func TestAKeyHandedOverOpensForItsReceiverOnly(t *testing.T) {
	seed, giulia := newIdentity(t)
	_, nora := newIdentity(t)
	key := must(seal.NewKey())(t)
	sealed := must(envelope.Seal(giulia.Public(), key.Bytes(), "compartment-1", "epoch 2"))(t)

	again := must(seed.Identity())(t) // another session, another day
	if got := must(again.OpenKey(sealed, "compartment-1", "epoch 2"))(t); !got.Equal(key) {
		t.Error("another key came out")
	}
	_, err := nora.OpenKey(sealed, "compartment-1", "epoch 2")
	wantRefused(t, "another person", err)
	_, err = giulia.OpenKey(sealed, "compartment-1", "epoch 1")
	wantRefused(t, "another epoch", err)
	_, err = giulia.OpenKey(sealed, "compartment-1epoch 2")
	wantRefused(t, "words run together", err)
	short := must(envelope.Seal(giulia.Public(), []byte("no key"), "x"))(t)
	_, err = giulia.OpenKey(short, "x")
	wantRefused(t, "something that is no key", err)
}

func TestADamagedHandOverIsRefused(t *testing.T) {
	_, identity := newIdentity(t)
	sealed := must(envelope.Seal(identity.Public(), []byte("secret"), "x"))(t)
	for bit := range len(sealed) * 8 {
		damaged := bytes.Clone(sealed)
		damaged[bit/8] ^= 1 << (bit % 8)
		_, err := identity.Open(damaged, "x")
		wantRefused(t, "a flipped bit", err)
	}
	for cut := range len(sealed) {
		_, err := identity.Open(sealed[:cut], "x")
		wantRefused(t, "cut", err)
	}
}

func TestASignatureHoldsForItsSignerMessageAndContext(t *testing.T) {
	_, giulia := newIdentity(t)
	_, nora := newIdentity(t)
	message := []byte("gives the key of compartment-1 to nora")
	signature := giulia.Sign(message, "grant")
	if !giulia.Public().Verify(message, signature, "grant") {
		t.Fatal("a good signature is refused")
	}
	for name, holds := range map[string]bool{
		"signer":    nora.Public().Verify(message, signature, "grant"),
		"message":   giulia.Public().Verify(append([]byte("x"), message...), signature, "grant"),
		"context":   giulia.Public().Verify(message, signature, "checkpoint"),
		"cut":       giulia.Public().Verify(message[1:], signature, "grantg"),
		"length":    giulia.Public().Verify(message, signature[:63], "grant"),
		"nothing":   giulia.Public().Verify(message, nil, "grant"),
		"no public": seal.Public(nil).Verify(message, signature, "grant"),
	} {
		if holds {
			t.Errorf("another %s, and the signature holds", name)
		}
	}
}

func TestADamagedPublicKeyIsRefused(t *testing.T) {
	_, identity := newIdentity(t)
	public := identity.Public()
	if got := must(seal.ParsePublic(public))(t); !bytes.Equal(got, public) {
		t.Error("changed by reading")
	}
	unknown := bytes.Clone(public)
	unknown[0] = 2
	overflow := bytes.Clone(public)
	overflow[1], overflow[2] = 0xff, 0xff // a coefficient above ML-KEM's modulus
	for name, b := range map[string][]byte{"nothing": nil, "cut": public[:len(public)-1], "longer": append(bytes.Clone(public), 0), "another suite": unknown, "out of range": overflow} {
		_, err := seal.ParsePublic(b)
		wantError(t, err, errs.Invalid, "seal.public_damaged")
		if _, err := envelope.Seal(b, []byte("x")); err == nil {
			t.Errorf("%s: sealed to a damaged key", name)
		}
	}
}

func TestAFingerprintCanBeReadAloud(t *testing.T) {
	_, a := newIdentity(t)
	_, b := newIdentity(t)
	one, two := a.Public().Fingerprint(), b.Public().Fingerprint()
	if !regexp.MustCompile(`^\d{5}( \d{5}){4}$`).MatchString(one) || one == two {
		t.Errorf("fingerprints %q and %q", one, two)
	}
	changed := bytes.Clone(a.Public())
	changed[len(changed)-1] ^= 1
	if seal.Public(changed).Fingerprint() == one {
		t.Error("the signing key is not in the fingerprint")
	}
}
