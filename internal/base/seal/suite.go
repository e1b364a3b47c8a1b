package seal

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal/internal/envelope"
)

// suite is the first byte of everything sealed. It names all choices at once: HPKE with ML-KEM-768 + X25519,
// HKDF-SHA-256 and ChaCha20-Poly1305; XChaCha20-Poly1305; Argon2id with 64 MiB and three passes; Ed25519; HMAC-SHA-256;
// padding. To change any of them is to add a suite: what an older one sealed stays readable, and nobody negotiates.
const suite = envelope.Suite

// Labels keep one use of a key apart from another. Each begins what is authenticated (or derived) in its use, so that a
// wrapped key can never be passed off as a record, nor a slot as a share. They are part of the formats: never edited.
const (
	labelHPKE       = "approdo/1/hpke"           // seed → key pair that opens
	labelSigner     = "approdo/1/ed25519"        // seed → key pair that signs
	labelSigned     = "approdo/1/signed"         // by an identity
	labelLocked     = "approdo/1/locked"         // a seed under the key of a session
	labelSlot       = "approdo/1/slot"           // password → verifier and key-encryption key
	labelSlotSeed   = "approdo/1/slot seed"      // the seed inside a slot
	labelWrapped    = "approdo/1/wrapped"        // a key under a key
	labelRecord     = "approdo/1/record"         // a record under a key
	labelFile       = "approdo/1/file"           // the key of an age stream under a key
	labelToken      = "approdo/1/token"          // key → key of blind tokens
	labelMark       = "approdo/1/mark"           // key → what recognises it
	labelShare      = "approdo/1/share"          // the commitment to a share
	labelFinger     = "approdo/1/fingerprint"    // of a public key
	labelPepper     = "approdo/1/pepper"         // key file → pepper of slots
	labelServer     = "approdo/1/server"         // key file → key of the server's own secrets
	labelCheckpoint = "approdo/1/checkpoint key" // key file → key that signs the audit trail
	labelPen        = "approdo/1/pen"            // key file → key that signs in the installation's name
)

// frame is how parts are put together: see envelope.Frame.
func frame(label string, parts ...string) []byte { return envelope.Frame(label, parts...) }

// derive makes size bytes for one use out of a secret: HKDF-SHA-256. The salt may be nil.
func derive(secret, salt []byte, size int, label string, parts ...string) ([]byte, error) {
	b, err := hkdf.Key(sha256.New, secret, salt, string(frame(label, parts...)), size)
	if err != nil {
		return nil, errs.E(errs.Internal, "seal.no_key", err)
	}
	return b, nil
}

// keyedHash is HMAC-SHA-256 over framed parts.
func keyedHash(key []byte, purpose string, parts ...string) [32]byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(frame(purpose, parts...))
	return [32]byte(mac.Sum(nil))
}

// notOpened is the one answer when something sealed does not open: damaged, cut, bound to something else, or sealed for
// somebody else. Which of these it was is nobody's business, and often cannot be told.
func notOpened() error { return errs.E(errs.Denied, "seal.not_opened") }

// noKey says that a program used a key, seed or identity it never had: the zero value.
func noKey() error { return errs.E(errs.Internal, "seal.no_key") }
