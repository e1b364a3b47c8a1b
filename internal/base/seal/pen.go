package seal

import "crypto/ed25519"

// Pen signs and opens nothing: the half of an identity that a transaction may hold. The zero Pen, as of a locked session, signs nothing.
type Pen struct {
	signs  hidden[ed25519.PrivateKey]
	public Public
	hushed
}

// Pen is the identity's.
func (i *Identity) Pen() Pen {
	if i.missing() {
		return Pen{}
	}
	return Pen{signs: i.signs, public: i.Public()}
}

// Pen is that of the identity that follows from the seed.
func (s Seed) Pen() (Pen, error) {
	id, err := s.Identity()
	return id.Pen(), err
}

// Public is of the identity whose pen it is; nil for the installation's.
func (p Pen) Public() Public { return p.public }

// Sign signs a message for one context; nil for the zero Pen.
func (p Pen) Sign(message []byte, context string) []byte {
	if p.signs == nil {
		return nil
	}
	return ed25519.Sign(p.signs(), frame(labelSigned, context, string(message)))
}

// Pen signs in the installation's name what it does with nobody logged in. Whoever has the key file can: so it counts for little alone.
func (k *Keys) Pen() (Pen, error) {
	seed, err := k.derive(labelPen)
	if err != nil {
		return Pen{}, err
	}
	return Pen{signs: hide(ed25519.NewKeyFromSeed(seed))}, nil
}

// Signed reports whether the installation signed a message for this context.
func (k *Keys) Signed(message, signature []byte, context string) bool {
	seed, err := k.derive(labelPen)
	if err != nil {
		return false
	}
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	return ed25519.Verify(public, frame(labelSigned, context, string(message)), signature)
}
