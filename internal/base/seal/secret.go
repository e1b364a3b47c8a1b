package seal

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
)

const secretSize = 32

// secret is 32 bytes that do not end up in a log by accident. It is what a Seed and a Key have in common. The zero
// secret holds nothing; all that needs it fails.
type secret struct {
	hidden hidden[*[secretSize]byte]
	hushed
}

func newSecret() (secret, error) {
	b := new([secretSize]byte)
	_, err := rand.Read(b[:])
	return secret{hidden: hide(b)}, err
}

func parseSecret(b []byte) (secret, error) {
	if len(b) != secretSize {
		return secret{}, notOpened()
	}
	own := [secretSize]byte(b)
	return secret{hidden: hide(&own)}, nil
}

// Bytes is a copy of the secret, for sealing it elsewhere and for nothing else. It is nil for the zero value.
func (s secret) Bytes() []byte {
	if s.IsZero() {
		return nil
	}
	return bytes.Clone(s.raw()[:])
}

// IsZero reports whether there is no secret at all.
func (s secret) IsZero() bool { return s.hidden == nil }

// raw is the secret itself, or nil.
func (s secret) raw() *[secretSize]byte {
	if s.IsZero() {
		return nil
	}
	return s.hidden()
}

func (s secret) equal(other secret) bool {
	return !s.IsZero() && !other.IsZero() && subtle.ConstantTimeCompare(s.raw()[:], other.raw()[:]) == 1
}
