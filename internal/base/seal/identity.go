package seal

import (
	"crypto/ed25519"
	"crypto/hpke"
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal/internal/envelope"
)

// Identity is the private half of an account's or organisation's keys, derived from its seed: one key pair opens,
// another signs. It lives in memory while a session is unlocked, and never longer. A nil Identity, as of a locked
// session, opens and signs nothing.
type Identity struct {
	opens hidden[hpke.PrivateKey]
	signs hidden[ed25519.PrivateKey]
	hushed
}

// Identity derives the keys that follow from the seed: always the same from the same seed.
func (s Seed) Identity() (*Identity, error) {
	if s.IsZero() {
		return nil, noKey()
	}
	opens, err := derive(s.raw()[:], nil, secretSize, labelHPKE)
	if err != nil {
		return nil, err
	}
	signs, err := derive(s.raw()[:], nil, ed25519.SeedSize, labelSigner)
	if err != nil {
		return nil, err
	}
	private, err := hpke.MLKEM768X25519().NewPrivateKey(opens)
	if err != nil {
		return nil, errs.E(errs.Internal, "seal.no_key", err)
	}
	return &Identity{opens: hide(private), signs: hide(ed25519.NewKeyFromSeed(signs))}, nil
}

func (i *Identity) missing() bool { return i == nil || i.opens == nil || i.signs == nil }

// Public is the half that everybody may know.
func (i *Identity) Public() Public {
	if i.missing() {
		return nil
	}
	p := append(Public{suite}, i.opens().PublicKey().Bytes()...)
	return append(p, i.signs().Public().(ed25519.PublicKey)...)
}

// Open opens what was sealed for this identity with the same context. Only a member of the roster can be sealed to: see package roster.
func (i *Identity) Open(sealed []byte, context ...string) ([]byte, error) {
	if i.missing() {
		return nil, noKey()
	}
	if len(sealed) == 0 || sealed[0] != suite {
		return nil, notOpened()
	}
	plain, err := hpke.Open(i.opens(), hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), envelope.Bound(context...), sealed[1:])
	if err != nil {
		return nil, notOpened()
	}
	return plain, nil
}

// OpenKey opens a key that was handed to the identity.
func (i *Identity) OpenKey(sealed []byte, context ...string) (Key, error) {
	b, err := i.Open(sealed, context...)
	if err != nil {
		return Key{}, err
	}
	return ParseKey(b)
}

// Sign signs a message for one context: a signature of a grant is none of anything else.
func (i *Identity) Sign(message []byte, context string) []byte { return i.Pen().Sign(message, context) }

// Public is an identity's public half as it is stored: suite byte ‖ HPKE public key (ML-KEM-768, X25519) ‖ Ed25519
// public key.
type Public []byte

const (
	hpkePublicSize = envelope.PublicSize
	publicSize     = envelope.WholeSize
)

// ParsePublic checks bytes that came from outside or from the database.
func ParsePublic(b []byte) (Public, error) {
	if _, err := Public(b).seals(); err != nil {
		return nil, err
	}
	return append(Public(nil), b...), nil
}

func (p Public) seals() (hpke.PublicKey, error) {
	if len(p) != publicSize || p[0] != suite {
		return nil, errs.E(errs.Invalid, "seal.public_damaged")
	}
	return envelope.Parse(p[1 : 1+hpkePublicSize])
}

// Verify reports whether the identity signed message for this context.
func (p Public) Verify(message, signature []byte, context string) bool {
	if len(p) != publicSize || p[0] != suite {
		return false
	}
	return ed25519.Verify(ed25519.PublicKey(p[1+hpkePublicSize:]), frame(labelSigned, context, string(message)), signature)
}

// Mark is the public key in 64 letters and digits, for a program to recognise it by; people read its Fingerprint.
func (p Public) Mark() string {
	sum := p.sum()
	return hex.EncodeToString(sum[:])
}

func (p Public) sum() [32]byte { return Hash(frame(labelFinger, string(p))) }

// Fingerprint is the public key in 25 digits, which two people can read to each other over the telephone in any
// language. Who would slip in another key has to find one with the same digits, among 10^25.
func (p Public) Fingerprint() string { return digits(p.sum()) }

// DigitsOf is the Fingerprint of the key that has a Mark; ok is false where there is no such mark.
func DigitsOf(mark string) (fingerprint string, ok bool) {
	sum, err := hex.DecodeString(mark)
	if err != nil || len(sum) != 32 {
		return "", false
	}
	return digits([32]byte(sum)), true
}

func digits(sum [32]byte) (text string) {
	for group := range 5 {
		chunk := binary.BigEndian.Uint64(append([]byte{0, 0}, sum[group*6:group*6+6]...))
		if group > 0 {
			text += " "
		}
		text += fmt.Sprintf("%05d", chunk%100_000)
	}
	return text
}

// String is the fingerprint, for whoever prints a key.
func (p Public) String() string { return p.Fingerprint() }
