// Package envelope seals to public keys. It stands in a folder of its own, which nothing outside package seal and its roster can import: so the compiler sees to it
// that nothing is sealed to a key that merely stands in the database.
package envelope

import (
	"crypto/hpke"
	"encoding/binary"
	"io"

	"filippo.io/age"

	"approdo/internal/base/errs"
)

// Suite is the first byte of everything sealed: see package seal.
const Suite = 1

// PublicSize is the length of the half of a public key that things are sealed to, ML-KEM-768 and X25519; WholeSize that of a public key as it is stored: the suite's byte,
// that half, and an Ed25519 key.
const (
	PublicSize = 1184 + 32
	WholeSize  = 1 + PublicSize + 32
)

const label = "approdo/1/sealed"

// Frame writes parts one after the other, each preceded by its length in eight bytes, so that ("ab", "c") and ("a", "bc") differ. All that is authenticated, hashed
// or derived from several parts goes through it.
func Frame(label string, parts ...string) []byte {
	size := 8 + len(label)
	for _, p := range parts {
		size += 8 + len(p)
	}
	b := make([]byte, 0, size)
	b = append(binary.BigEndian.AppendUint64(b, uint64(len(label))), label...)
	for _, p := range parts {
		b = append(binary.BigEndian.AppendUint64(b, uint64(len(p))), p...)
	}
	return b
}

// Bound is what is authenticated with something sealed to a public key.
func Bound(context ...string) []byte { return Frame(label, context...) }

// Parse reads the half of a public key that things are sealed to.
func Parse(public []byte) (hpke.PublicKey, error) {
	key, err := hpke.MLKEM768X25519().NewPublicKey(public)
	if err != nil {
		return nil, errs.E(errs.Invalid, "seal.public_damaged", err)
	}
	return key, nil
}

// Seal seals a secret so that only the private half of a public key opens it, with the same context. It takes no key of the
// sender: who opens it does not know who sealed it.
func Seal(public, plain []byte, context ...string) ([]byte, error) {
	if len(public) != WholeSize || public[0] != Suite {
		return nil, errs.E(errs.Invalid, "seal.public_damaged")
	}
	key, err := Parse(public[1 : 1+PublicSize])
	if err != nil {
		return nil, err
	}
	sealed, err := hpke.Seal(key, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), Bound(context...), plain)
	if err != nil {
		return nil, errs.E(errs.Invalid, "seal.public_damaged", err)
	}
	return append([]byte{Suite}, sealed...), nil
}

// Encrypt encrypts what is written to the writer it returns, until Close, to a recipient in age's text form ("age1pq1…").
func Encrypt(dst io.Writer, recipient string) (io.WriteCloser, error) {
	to, err := age.ParseHybridRecipient(recipient)
	if err != nil {
		return nil, errs.E(errs.Invalid, "seal.recipient_damaged")
	}
	return age.Encrypt(dst, to)
}
