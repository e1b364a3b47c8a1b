package seal_test

import (
	"testing"

	"approdo/internal/base/seal"
	"approdo/internal/base/seal/internal/envelope"
)

// A search by name opens every record of a compartment: 10 000 of 2 KiB should take some tens of milliseconds.
func BenchmarkOpen10000Records(b *testing.B) {
	key := must(seal.NewKey())(b)
	sealed := must(key.Seal(card, make([]byte, 2000)))(b)
	for b.Loop() {
		for range 10_000 {
			must(key.Open(card, sealed))(b)
		}
	}
}

// A member who leaves means a key sealed anew for each of the others.
func BenchmarkSealKey(b *testing.B) {
	_, identity := newIdentity(b)
	key := must(seal.NewKey())(b)
	for b.Loop() {
		must(envelope.Seal(identity.Public(), key.Bytes(), "compartment-1"))(b)
	}
}

// A log-in opens the keys of one's compartments.
func BenchmarkOpenKey(b *testing.B) {
	_, identity := newIdentity(b)
	sealed := must(envelope.Seal(identity.Public(), must(seal.NewKey())(b).Bytes(), "compartment-1"))(b)
	for b.Loop() {
		must(identity.OpenKey(sealed, "compartment-1"))(b)
	}
}
