package seal

import (
	"crypto/rand"
	"encoding/binary"

	"golang.org/x/crypto/chacha20poly1305"

	"approdo/internal/base/errs"
)

// Conceal seals what the server itself must be able to read again, and a stolen database must not: XChaCha20-Poly1305
// under a key of its own for each purpose. Where it belongs (parts) is bound to it. Identities of persons are not
// entrusted to this: they are sealed under keys that the server does not have.
func (k *Keys) Conceal(plain []byte, purpose string, parts ...string) ([]byte, error) {
	key := k.Token("conceal", purpose)
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		return nil, err
	}
	sealed := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	if _, err := rand.Read(sealed); err != nil {
		return nil, err
	}
	return aead.Seal(sealed, sealed, plain, bound(parts)), nil
}

// Disclose opens what Conceal sealed for the same purpose and place; Unavailable "seal.not_opened" otherwise.
func (k *Keys) Disclose(sealed []byte, purpose string, parts ...string) ([]byte, error) {
	key := k.Token("conceal", purpose)
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		return nil, err
	}
	if len(sealed) < aead.NonceSize() {
		return nil, errs.E(errs.Unavailable, "seal.not_opened")
	}
	plain, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], bound(parts))
	if err != nil {
		return nil, errs.E(errs.Unavailable, "seal.not_opened")
	}
	return plain, nil
}

// bound writes parts so that no two lists of them are the same bytes.
func bound(parts []string) []byte {
	var b []byte
	for _, p := range parts {
		b = binary.BigEndian.AppendUint64(b, uint64(len(p)))
		b = append(b, p...)
	}
	return b
}

// SaltSize is the length of a salt in bytes.
const SaltSize = 32

// Salt makes 256 random bits that keep a hash from being guessed. The error is of the system's random source.
func Salt() ([SaltSize]byte, error) {
	var b [SaltSize]byte
	_, err := rand.Read(b[:])
	return b, err
}
