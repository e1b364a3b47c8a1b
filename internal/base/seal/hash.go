package seal

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"hash"
)

// Hash is the SHA-256 of the parts one after the other. It is for what is not secret: anybody can hash a guess. Callers
// whose parts could be cut elsewhere delimit them themselves.
func Hash(parts ...[]byte) [32]byte {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return [32]byte(h.Sum(nil))
}

// KeyedHash is the keyed hash (HMAC-SHA-256) of parts for one purpose, under a key that somebody outside keeps. Parts are kept apart as
// Keys.Token keeps them.
func KeyedHash(key [32]byte, purpose string, parts ...string) [32]byte {
	return keyedHash(key[:], purpose, parts...)
}

// Hex writes bytes in letters and digits.
func Hex(b []byte) string { return hex.EncodeToString(b) }

// NewHash is SHA-256 for what is written piece by piece.
func NewHash() hash.Hash { return sha256.New() }

// RandomToken makes 256 random bits, in letters that fit a cookie or an address. The error is of the system's random
// source.
func RandomToken() (string, error) {
	b := make([]byte, 32)
	if _, err := rand.Read(b); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}
