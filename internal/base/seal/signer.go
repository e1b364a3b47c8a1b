package seal

import (
	"crypto/ed25519"
	"encoding/base64"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"approdo/internal/base/errs"
)

// Signer signs texts under a name, with an Ed25519 key that follows from the key file: it stands nowhere else, and is
// the same as long as the key file is. The name says whose texts they are, such as "approdo/CODE"; it has no spaces and no plus sign.
func (k *Keys) Signer(name string) (note.Signer, error) {
	private, verifier, err := k.signing(name)
	if err != nil {
		return nil, err
	}
	// The note package takes its keys as text: the hash that follows the name in the verifier is that of both.
	rest := strings.TrimPrefix(verifier, name+"+")
	hash, _, _ := strings.Cut(rest, "+")
	const ed25519Algorithm = 1
	secret := base64.StdEncoding.EncodeToString(append([]byte{ed25519Algorithm}, private.Seed()...))
	signer, err := note.NewSigner("PRIVATE+KEY+" + name + "+" + hash + "+" + secret)
	if err != nil {
		return nil, errs.E(errs.Internal, "seal.no_signer")
	}
	return signer, nil
}

// Verifier is the public half of Signer, as the text that others verify with.
func (k *Keys) Verifier(name string) (string, error) {
	_, verifier, err := k.signing(name)
	return verifier, err
}

func (k *Keys) signing(name string) (ed25519.PrivateKey, string, error) {
	seed := k.Token("signer", name)
	private := ed25519.NewKeyFromSeed(seed[:])
	verifier, err := note.NewEd25519VerifierKey(name, private.Public().(ed25519.PublicKey))
	if err == nil {
		_, err = note.NewVerifier(verifier) // refuses a name that could not stand in a signature
	}
	if err != nil {
		return nil, "", errs.E(errs.Internal, "seal.no_signer", err)
	}
	return private, verifier, nil
}
