package seal

// Key is the secret of one thing: a compartment in one epoch, a person, a session. It is random and independent of all
// others.
type Key struct{ secret }

// NewKey makes a random key. The error is of the system's random source.
func NewKey() (Key, error) {
	s, err := newSecret()
	return Key{s}, err
}

// ParseKey reads what Key.Bytes gave, for example after Identity.Open.
func ParseKey(b []byte) (Key, error) {
	s, err := parseSecret(b)
	return Key{s}, err
}

// Equal reports whether both are the same key. The zero key equals nothing.
func (k Key) Equal(other Key) bool { return k.equal(other.secret) }

// Wrap seals another key under this one. Context says whose key it is; unwrapping with other words fails.
func (k Key) Wrap(inner Key, context ...string) ([]byte, error) {
	if inner.IsZero() {
		return nil, noKey()
	}
	return box(k.raw(), frame(labelWrapped, context...), inner.raw()[:])
}

// Unwrap opens what Wrap sealed.
func (k Key) Unwrap(sealed []byte, context ...string) (Key, error) {
	b, err := unbox(k.raw(), frame(labelWrapped, context...), sealed)
	if err != nil {
		return Key{}, err
	}
	return ParseKey(b)
}

// Token is a blind token: a keyed hash that finds a phone or a document again, exactly as written, without keeping it.
// Only holders of the key can make it, so who has the database alone cannot try all telephone numbers. Purposes are
// kept apart.
func (k Key) Token(purpose string, parts ...string) ([32]byte, error) {
	if k.IsZero() {
		return [32]byte{}, noKey()
	}
	key, err := derive(k.raw()[:], nil, secretSize, labelToken)
	if err != nil {
		return [32]byte{}, err
	}
	return keyedHash(key, purpose, parts...), nil
}

// Mark recognises the key in one use, and says nothing of it: whoever is told a key can compare it with what was known of it before.
func (k Key) Mark(context ...string) ([]byte, error) {
	if k.IsZero() {
		return nil, noKey()
	}
	return derive(k.raw()[:], nil, secretSize, labelMark, context...)
}
