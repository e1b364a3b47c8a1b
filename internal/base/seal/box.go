package seal

import (
	"crypto/rand"

	"golang.org/x/crypto/chacha20poly1305"
)

// A box is: suite byte ‖ nonce ‖ XChaCha20-Poly1305 of the plaintext. The nonce of 24 bytes is random; that is long
// enough never to meet the same one twice under a key, so nobody has to count.
const boxOverhead = 1 + chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead

// box seals plain under key, and binds it to bound, which is authenticated and not stored.
func box(key *[secretSize]byte, bound, plain []byte) ([]byte, error) {
	if key == nil {
		return nil, noKey()
	}
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		return nil, err
	}
	head := 1 + chacha20poly1305.NonceSizeX
	b := make([]byte, head, len(plain)+boxOverhead)
	b[0] = suite
	if _, err := rand.Read(b[1:head]); err != nil {
		return nil, err
	}
	return aead.Seal(b, b[1:head], plain, bound), nil
}

// unbox opens what box sealed with the same key and the same bound.
func unbox(key *[secretSize]byte, bound, sealed []byte) ([]byte, error) {
	if key == nil {
		return nil, noKey()
	}
	if len(sealed) < boxOverhead || sealed[0] != suite {
		return nil, notOpened()
	}
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		return nil, err
	}
	head := 1 + chacha20poly1305.NonceSizeX
	plain, err := aead.Open(nil, sealed[1:head], sealed[head:], bound)
	if err != nil {
		return nil, notOpened()
	}
	return plain, nil
}
