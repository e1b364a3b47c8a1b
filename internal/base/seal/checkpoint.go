package seal

import (
	"crypto/ed25519"
	"encoding/base64"
	"strings"

	"approdo/internal/base/errs"
	"golang.org/x/mod/sumdb/note"
)

// Signer signs checkpoints of the audit trail in the server's name, as notes of golang.org/x/mod/sumdb/note. The name is not empty and
// has neither spaces nor plus signs. Its key follows from the key file: a restored server with the same file signs the same trail.
func (k *Keys) Signer(name string) (note.Signer, error) {
	seed, err := k.derive(labelCheckpoint)
	if err != nil {
		return nil, err
	}
	verifier, err := k.Verifier(name)
	if err != nil {
		return nil, err
	}
	// The private form is the public one with another beginning and the seed at the end: name+hash+key → PRIVATE+KEY+name+hash+key.
	head := verifier[:strings.LastIndex(verifier[:strings.LastIndex(verifier, "+")], "+")]
	hash := strings.TrimPrefix(verifier, head+"+")[:8]
	const ed25519Notes = 1
	text := "PRIVATE+KEY+" + head + "+" + hash + "+" + base64.StdEncoding.EncodeToString(append([]byte{ed25519Notes}, seed...))
	signer, err := note.NewSigner(text)
	if err != nil {
		return nil, errs.E(errs.Internal, "seal.no_key", err)
	}
	return signer, nil
}

// Verifier is the public half as text, for whoever checks checkpoints offline: note.NewVerifier reads it.
func (k *Keys) Verifier(name string) (string, error) {
	seed, err := k.derive(labelCheckpoint)
	if err != nil {
		return "", err
	}
	verifier, err := note.NewEd25519VerifierKey(name, ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey))
	if err != nil {
		return "", errs.E(errs.Invalid, "seal.signer_name", err)
	}
	return verifier, nil
}
