package seal

// Seed is the one secret of an account or of an organisation's recovery. All its keys follow from it, so whoever opens
// a slot has them all, and changing a password seals the same seed again.
//
// It is a random number below 2^252, written little-endian: four bits less than 32 bytes hold, so that every seed can
// be split into shares, which are numbers modulo a prime just above 2^252.
type Seed struct{ secret }

// seedMask clears the four highest bits, which stand in the last byte.
const seedMask = 0x0f

// NewSeed makes a random seed. The error is of the system's random source.
func NewSeed() (Seed, error) {
	s, err := newSecret()
	if err != nil {
		return Seed{}, err
	}
	s.raw()[secretSize-1] &= seedMask
	return Seed{s}, nil
}

// ParseSeed reads what Seed.Bytes gave.
func ParseSeed(b []byte) (Seed, error) {
	s, err := parseSecret(b)
	if err != nil || s.raw()[secretSize-1]&^seedMask != 0 {
		return Seed{}, notOpened()
	}
	return Seed{s}, nil
}

// Equal reports whether both are the same seed. The zero seed equals nothing.
func (s Seed) Equal(other Seed) bool { return s.equal(other.secret) }

// Lock seals the seed under the key of a session. The browser holds the key, the server's memory what Lock returns, and
// neither of them the seed, until a request brings both together.
func (s Seed) Lock(session Key, context ...string) ([]byte, error) {
	if s.IsZero() {
		return nil, noKey()
	}
	return box(session.raw(), frame(labelLocked, context...), s.raw()[:])
}

// Unlock opens what Lock sealed with the same key and context.
func Unlock(session Key, locked []byte, context ...string) (Seed, error) {
	b, err := unbox(session.raw(), frame(labelLocked, context...), locked)
	if err != nil {
		return Seed{}, err
	}
	return ParseSeed(b)
}
