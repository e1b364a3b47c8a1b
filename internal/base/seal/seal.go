// Package seal is the only door to cryptography: every other package asks it, and none of them sees a primitive.
//
// # The idea
//
// Every account has one secret, its Seed: 32 random bytes that the server never stores in clear. The seed lies in the
// database inside slots, and a slot opens with a password or with a recovery code. From the seed follows an Identity, a
// pair of keys: the Public half is known to everybody and seals things for the account, the private half opens them and
// signs. So one can hand a key to a colleague who is not there.
//
//	password ┐
//	         ├─► slot ─► Seed ─► Identity ─► Key of a compartment ─► Key of a person ─► records, files
//	recovery ┘                     ▲
//	code                           └── things are sealed to Public, where the roster says whose it is
//
// A Key is 32 random bytes for one thing: a team's compartment, one person. Keys are kept wrapped in other keys, or
// sealed to the public keys of those who need them. Destroying the key of a person destroys all that is sealed under
// it, wherever copies may lie: that is how a person is erased.
//
// An organisation has a seed too, for the day when nobody can log in any more. It is split into three shares on paper,
// any two of which make it again; one share alone says nothing.
//
// # What everything here has in common
//
// Nothing sealed opens elsewhere: each sealed thing is bound to a context, words that say what it is and whose. Opening
// with other words fails exactly as with another key does. Sealed things begin with a byte that names their suite, so
// that a later version can read what an earlier one sealed. Seeds and keys cannot be printed, logged or marshalled.
//
// The server itself has Keys: one file outside the database. It peppers the slots, so that who steals the database
// alone cannot even guess passwords; it seals the few secrets the server must read by itself; it signs checkpoints of
// the audit trail; and it makes tokens, keyed hashes that recognise a value seen before without keeping it.
//
// See doc/decisions/0007-keys.md for the choice of each primitive, and the example for a tour.
package seal
