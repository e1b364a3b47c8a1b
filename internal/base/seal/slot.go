package seal

import (
	"context"
	"crypto/rand"
	"crypto/subtle"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"approdo/internal/base/errs"
)

// A slot is a seed that opens with something a person knows: suite byte ‖ salt ‖ verifier ‖ boxed seed.
//
//	password ─ NFKC ─► Argon2id(salt) ─► HKDF(pepper of the key file, context) ─► verifier ‖ key-encryption key
//
// Argon2id makes each guess cost 64 MiB and a tenth of a second. The pepper makes guessing pointless without the key
// file. The verifier says whether the password is right and nothing about the key that opens the seed.
const (
	slotSalt   = 16
	slotHead   = 1 + slotSalt + secretSize
	slotSize   = slotHead + boxOverhead + secretSize
	slotPasses = 3
)

// slotMemory is in KiB. It is a variable because tests that open hundreds of slots make it smaller (testkit.LightPasswords); nothing in
// the program changes it, and a test sees to that.
var slotMemory uint32 = 64 << 10

// noSlot stands in for a missing or damaged slot, so that opening it takes as long as opening any other.
var noSlot [slotSize]byte

// NewSlot seals a seed under a password or a recovery code. Context says whose slot and of which kind it is. It waits
// for a free core until ctx ends.
func (k *Keys) NewSlot(ctx context.Context, seed Seed, password string, bound ...string) ([]byte, error) {
	if seed.IsZero() {
		return nil, noKey()
	}
	slot := make([]byte, slotHead, slotSize)
	slot[0] = suite
	if _, err := rand.Read(slot[1 : 1+slotSalt]); err != nil {
		return nil, err
	}
	turn, err := k.Turn(ctx, Line{Known: true})
	if err != nil {
		return nil, err
	}
	verifier, key, err := turn.stretch(password, slot[1:1+slotSalt], bound)
	if err != nil {
		return nil, err
	}
	copy(slot[1+slotSalt:], verifier)
	sealed, err := box(key, frame(labelSlotSeed, bound...), seed.raw()[:])
	if err != nil {
		return nil, err
	}
	return append(slot, sealed...), nil
}

// OpenSlot gives the seed back for the right password. A wrong password, a slot that is nil (there is no such account),
// damaged or somebody else's: the same work, the same time, the same answer, seal.slot_refused. It takes a turn of the program's own.
func (k *Keys) OpenSlot(ctx context.Context, slot []byte, password string, bound ...string) (Seed, error) {
	turn, err := k.Turn(ctx, Line{Known: true})
	if err != nil {
		return Seed{}, err
	}
	return turn.OpenSlot(slot, password, bound...)
}

// OpenSlot is that of Keys in a turn that somebody waited for; it ends the turn.
func (t *Turn) OpenSlot(slot []byte, password string, bound ...string) (Seed, error) {
	if len(slot) != slotSize || slot[0] != suite {
		slot = noSlot[:]
	}
	verifier, key, err := t.stretch(password, slot[1:1+slotSalt], bound)
	if err != nil {
		return Seed{}, err
	}
	right := subtle.ConstantTimeCompare(verifier, slot[1+slotSalt:slotHead])
	b, err := unbox(key, frame(labelSlotSeed, bound...), slot[slotHead:])
	if right != 1 || err != nil {
		return Seed{}, errs.E(errs.Denied, "seal.slot_refused")
	}
	return ParseSeed(b)
}

// stretch turns a password into a verifier and a key, and ends the turn. The same password typed on another keyboard is the same: it is
// normalised (NFKC) first.
func (t *Turn) stretch(password string, salt []byte, bound []string) ([]byte, *[secretSize]byte, error) {
	defer t.End()
	pepper, err := t.keys.derive(labelPepper)
	if err != nil {
		return nil, nil, err
	}
	sweep()
	slow := argon2.IDKey(norm.NFKC.Bytes([]byte(password)), salt, slotPasses, slotMemory, 1, secretSize)
	t.End()
	both, err := derive(slow, pepper, 2*secretSize, labelSlot, bound...)
	if err != nil {
		return nil, nil, err
	}
	return both[:secretSize], (*[secretSize]byte)(both[secretSize:]), nil
}
