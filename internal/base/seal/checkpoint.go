package seal

import (
	"crypto/ed25519"
	"encoding/base64"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"approdo/internal/base/errs"
)

// noteEd25519 begins a key of the only kind that notes have.
const noteEd25519 = 1

// Signer signs checkpoints of the audit trail in the server's name, as notes of golang.org/x/mod/sumdb/note. The name
// is not empty and has neither spaces nor plus signs. Its key follows from the key file: a restored server with the
// same file signs the same trail.
func (k *Keys) Signer(name string) (note.Signer, error) {
	seed, err := k.derive(labelCheckpoint)
	if err != nil {
		return nil, err
	}
	verifier, err := k.Verifier(name)
	if err != nil {
		return nil, err
	}
	// The public form is name+hash+key, the private one PRIVATE+KEY+name+hash+seed. Only the key may hold a plus sign
	// of its own.
	hash := strings.SplitN(verifier, "+", 3)[1]
	private := base64.StdEncoding.EncodeToString(append([]byte{noteEd25519}, seed...))
	text := strings.Join([]string{"PRIVATE", "KEY", name, hash, private}, "+")
	signer, err := note.NewSigner(text)
	if err != nil {
		return nil, errs.E(errs.Invalid, "seal.signer_name", err)
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
	if err == nil {
		_, err = note.NewVerifier(verifier) // looks at the name, which the line above does not
	}
	if err != nil {
		return "", errs.E(errs.Invalid, "seal.signer_name", err)
	}
	return verifier, nil
}
