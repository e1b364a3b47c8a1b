package network

import (
	"maps"
	"sync"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// Keyring is what a running process keeps of the members who are logged in: the seed of each, sealed under the key in their
// browser's cookie. It lies in memory and nowhere else, so a program that starts again holds nothing, and neither does
// whoever copies the database. The zero Keyring is empty and ready.
type Keyring struct {
	mu   sync.Mutex
	held map[[32]byte]*locked
}

type locked struct {
	seed  []byte
	of    AccountID
	made  time.Time
	aside map[string][]byte
}

// Keep holds a member's seed for a session that begins.
func (k *Keyring) Keep(t Token, a AccountID, seed seal.Seed, now time.Time) error {
	hash := t.hash()
	sealed, err := seed.Lock(t.key, "session", string(hash[:]))
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.held == nil {
		k.held = map[[32]byte]*locked{}
	}
	maps.DeleteFunc(k.held, func(_ [32]byte, l *locked) bool { return now.Sub(l.made) > SessionWhole })
	k.held[hash] = &locked{seed: sealed, of: a, made: now}
	return nil
}

// Seed gives the seed back to who brings the whole token. NotFound "network.locked" when this process does not hold it: it was
// started after the log-in, or another process answered then.
func (k *Keyring) Seed(t Token) (seal.Seed, error) {
	hash := t.hash()
	k.mu.Lock()
	l := k.held[hash]
	k.mu.Unlock()
	if l != nil {
		if seed, err := seal.Unlock(t.key, l.seed, "session", string(hash[:])); err == nil {
			return seed, nil
		}
	}
	return seal.Seed{}, errs.E(errs.NotFound, "network.locked")
}

// Drop forgets what is held for a session.
func (k *Keyring) Drop(t Token) { k.DropHeld(t.hash()) }

// DropHeld is Drop for what EndSession answered.
func (k *Keyring) DropHeld(held [32]byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.held, held)
}

// DropOf forgets what is held for the sessions of an account, but for one of them: they ended, whatever the database may say of them later.
func (k *Keyring) DropOf(a AccountID, but Token) {
	kept := but.hash()
	k.mu.Lock()
	defer k.mu.Unlock()
	maps.DeleteFunc(k.held, func(hash [32]byte, l *locked) bool { return l.of == a && hash != kept })
}

// Lay puts a secret aside for the person of a session, sealed like the seed: a recovery code to be copied, a second factor to be
// tried. It is gone when the session is. A name holds one secret.
func (k *Keyring) Lay(t Token, name string, secret []byte) error {
	hash := t.hash()
	sealed, err := t.key.Seal(aside(hash, name), secret)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	l := k.held[hash]
	if l == nil {
		return errs.E(errs.NotFound, "network.locked")
	}
	if l.aside == nil {
		l.aside = map[string][]byte{}
	}
	l.aside[name] = sealed
	return nil
}

// Laid gives a secret that was put aside; nothing when there is none.
func (k *Keyring) Laid(t Token, name string) ([]byte, bool) {
	hash := t.hash()
	k.mu.Lock()
	var sealed []byte
	if l := k.held[hash]; l != nil {
		sealed = l.aside[name]
	}
	k.mu.Unlock()
	if sealed == nil {
		return nil, false
	}
	secret, err := t.key.Open(aside(hash, name), sealed)
	return secret, err == nil
}

// Carry takes secrets that were put aside over into a session that follows on another, for the same person.
func (k *Keyring) Carry(from, to Token, names ...string) error {
	for _, name := range names {
		if secret, laid := k.Laid(from, name); laid {
			if err := k.Lay(to, name, secret); err != nil {
				return err
			}
		}
	}
	return nil
}

// Lift forgets a secret that was put aside.
func (k *Keyring) Lift(t Token, name string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if l := k.held[t.hash()]; l != nil {
		delete(l.aside, name)
	}
}

func aside(hash [32]byte, name string) seal.Binding {
	return seal.Binding{Organisation: "session", Person: string(hash[:]), Kind: name, Schema: 1}
}
