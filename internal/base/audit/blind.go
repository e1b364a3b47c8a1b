package audit

import (
	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/seal"
)

// A bundle for one organisation hides the entries of the others: only hashes of them leave. Then whoever hands the bundle over could hide an
// entry of that organisation too, such as who read a card, and the tree would stand all the same. So a leaf commits to the
// organisation it may be hidden from others for, in a way that tells these others nothing:
//
//	blinds of the trail ─ organisation ─► blind of an organisation
//	body = keyed hash of all fields    mark = keyed hash of the body    leaf = version ‖ mark ‖ body
//
// A hidden entry shows mark and body. Who has the blind of an organisation makes the mark that belongs to a body if the entry is of that
// organisation, and so sees that none of those hidden is its own; other marks look like any random number, and no body can be guessed at.

// Blinds is the secret of a trail from which all its blinds follow.
type Blinds [32]byte

// Blind is what the entries of one organisation are hidden with.
type Blind [32]byte

// Of is the blind of an organisation, by its id; that of jobs without one is of the empty id.
func (b Blinds) Of(organisation string) Blind {
	return seal.KeyedHash(b, "approdo audit blind of an organisation", organisation)
}

// Mark is what a leaf shows of its blind.
func (b Blind) Mark(body tlog.Hash) tlog.Hash {
	return seal.KeyedHash(b, "approdo audit mark", string(body[:]))
}

// Blinder gives entries the blinds of their organisations, and remembers these.
type Blinder struct {
	blinds Blinds
	known  map[string]Blind
}

// NewBlinder is of a trail.
func NewBlinder(b Blinds) *Blinder { return &Blinder{b, map[string]Blind{}} }

// Blind gives an entry its blind, if its version has one.
func (b *Blinder) Blind(e *Entry) {
	if e.Version < Blinded {
		return
	}
	of, known := b.known[e.Organisation]
	if !known {
		of = b.blinds.Of(e.Organisation)
		if len(b.known) < mostNames {
			b.known[e.Organisation] = of
		}
	}
	e.Blind = of
}
