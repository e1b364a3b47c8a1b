package seal_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"

	"approdo/internal/base/seal"
	"approdo/internal/base/seal/internal/envelope"
)

// The primitives under us give the answers that their standards print. Those of Shamir's sharing and of our own
// formats are in vectors_test.go, TOTP's there too, SHA-256's in seal_test.go.
func TestPrimitivesGiveTheAnswersOfTheirStandards(t *testing.T) {
	for name, x := range map[string]struct {
		got  func(*testing.T) []byte
		want string
	}{
		"HMAC-SHA-256, RFC 4231, case 1": {func(*testing.T) []byte {
			mac := hmac.New(sha256.New, bytes.Repeat([]byte{0x0b}, 20))
			mac.Write([]byte("Hi There"))
			return mac.Sum(nil)
		}, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
		"HKDF-SHA-256, RFC 5869, case 1": {func(t *testing.T) []byte {
			return must(hkdf.Key(sha256.New, bytes.Repeat([]byte{0x0b}, 22), run(0x00, 13), string(run(0xf0, 10)), 42))(t)
		}, "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
		// The RFC's own vector needs a secret and associated data, which Go's argon2 does not take; testdata/vectors.py holds it.
		"Argon2id, phc-winner-argon2, test.c": {func(*testing.T) []byte {
			return argon2.IDKey([]byte("password"), []byte("somesalt"), 2, 64<<10, 1, 32)
		}, "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"},
		"Ed25519, RFC 8032, test 2": {func(t *testing.T) []byte {
			return ed25519.Sign(ed25519.NewKeyFromSeed(fromHex(t, "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")), []byte{0x72})
		}, "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
		"XChaCha20-Poly1305, draft-irtf-cfrg-xchacha-03, A.3.1": {func(t *testing.T) []byte {
			aead := must(chacha20poly1305.NewX(run(0x80, 32)))(t)
			return aead.Seal(nil, run(0x40, 24), []byte("Ladies and Gentlemen of the class of '99: "+
				"If I could offer you only one tip for the future, sunscreen would be it."), fromHex(t, "50515253c0c1c2c3c4c5c6c7"))
		}, `bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39
			ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9
			21f9664c97637da9768812f615c68b13b52e c0875924c1c7987947deafd8780acf49`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := x.got(t); !bytes.Equal(got, fromHex(t, x.want)) {
				t.Errorf("got %x", got)
			}
		})
	}
}

// draft-ietf-hpke-pq: MLKEM768-X25519 (X-Wing), HKDF-SHA256, ChaCha20Poly1305, which is our suite.
func TestHPKEOpensTheVectorOfItsDraft(t *testing.T) {
	var v struct{ Info, Private, Public, Enc, AAD, CT, PT string }
	if err := json.Unmarshal(must(os.ReadFile("testdata/hpke.json"))(t), &v); err != nil {
		t.Fatal(err)
	}
	private := must(hpke.MLKEM768X25519().NewPrivateKey(fromHex(t, v.Private)))(t)
	if !bytes.Equal(private.PublicKey().Bytes(), fromHex(t, v.Public)) {
		t.Error("another public key")
	}
	recipient := must(hpke.NewRecipient(fromHex(t, v.Enc), private, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), fromHex(t, v.Info)))(t)
	if got := must(recipient.Open(fromHex(t, v.AAD), fromHex(t, v.CT)))(t); !bytes.Equal(got, fromHex(t, v.PT)) {
		t.Errorf("opened %x", got)
	}
}

// The file "hybrid" of the Community Cryptography Test Vectors, opened as one of our backups.
func TestABackupIsAnAgeFile(t *testing.T) {
	file := must(os.ReadFile("testdata/age_hybrid"))(t)
	head, body, _ := strings.Cut(string(file), "\n\n")
	want := map[string]string{}
	for line := range strings.Lines(head) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		want[name] = value
	}
	_, recovery := newIdentity(t)
	sealed := must(envelope.Seal(recovery.Public(), []byte(want["identity"]), "backup key"))(t)
	key := must(seal.OpenBackupKey(recovery, sealed))(t)
	plain := must(io.ReadAll(must(seal.DecryptBackup(strings.NewReader(body), key))(t)))(t)
	if sum := seal.Hash(plain); hex.EncodeToString(sum[:]) != want["payload"] {
		t.Errorf("payload %x", sum)
	}
}

// run is n bytes that count up from first.
func run(first byte, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = first + byte(i)
	}
	return b
}

func fromHex(t testing.TB, s string) []byte {
	t.Helper()
	return must(hex.DecodeString(strings.Join(strings.Fields(s), "")))(t)
}
