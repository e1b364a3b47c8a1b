package seal

import (
	"crypto/rand"
	"crypto/subtle"
)

const secretSize = 32

// secret is 32 bytes that do not end up in a log by accident. It is what a Seed and a Key have in common.
//
// The bytes stand behind a pointer, because fmt cannot call methods on unexported fields: a struct that holds a key in such a
// field prints an address, not the key. The zero secret holds nothing; all that needs it fails.
type secret struct {
	bytes *[secretSize]byte
	hushed
}

func newSecret() (secret, error) {
	s := secret{bytes: new([secretSize]byte)}
	_, err := rand.Read(s.bytes[:])
	return s, err
}

func parseSecret(b []byte) (secret, error) {
	if len(b) != secretSize {
		return secret{}, notOpened()
	}
	s := [secretSize]byte(b)
	return secret{bytes: &s}, nil
}

// Bytes is a copy of the secret, for sealing it elsewhere and for nothing else. It is nil for the zero value.
func (s secret) Bytes() []byte {
	if s.bytes == nil {
		return nil
	}
	b := *s.bytes
	return b[:]
}

// IsZero reports whether there is no secret at all.
func (s secret) IsZero() bool { return s.bytes == nil }

func (s secret) equal(other secret) bool {
	return s.bytes != nil && other.bytes != nil && subtle.ConstantTimeCompare(s.bytes[:], other.bytes[:]) == 1
}
