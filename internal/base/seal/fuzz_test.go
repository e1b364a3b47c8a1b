package seal_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/internal/envelope"
)

// Whatever lies in a column, a file or a form, reading it ends in an answer, and what we did not seal does not open.
// Each corpus begins with what another hand sealed (testdata/vectors.json), so that mutations stay close to the true thing.

func FuzzEnvelope(f *testing.F) {
	v := readVectors(f)
	for _, name := range []string{"record", "wrapped key", "locked seed", "sealed key", "server secret"} {
		f.Add(v.bytes(f, name))
	}
	key := must(seal.NewKey())(f)
	_, identity := newIdentity(f)
	keys := open(f, f.TempDir())
	f.Fuzz(func(t *testing.T, b []byte) {
		for name, try := range map[string]func() error{
			"record":        func() error { _, err := key.Open(card, b); return err },
			"key":           func() error { _, err := key.Unwrap(b, "x"); return err },
			"seed":          func() error { _, err := seal.Unlock(key, b, "x"); return err },
			"sealed":        func() error { _, err := identity.Open(b, "x"); return err },
			"server secret": func() error { _, err := keys.Open(b, "x"); return err },
			"backup key":    func() error { _, err := seal.OpenBackupKey(identity, b); return err },
			"short key":     func() error { _, err := seal.ParseKey(append(b, make([]byte, 33)...)); return err },
		} {
			wantRefused(t, name, try())
		}
	})
}

func FuzzSlot(f *testing.F) {
	v := readVectors(f)
	keys := v.keys(f)
	good := v.bytes(f, "slot")
	f.Add(good, "è una frase abbastanza lunga")
	f.Add([]byte{}, "")
	f.Fuzz(func(t *testing.T, slot []byte, password string) {
		if bytes.Equal(slot, good) {
			return
		}
		_, err := keys.OpenSlot(t.Context(), slot, password, "account-1", "password")
		wantError(t, err, errs.Denied, "seal.slot_refused")
	})
}

func FuzzShare(f *testing.F) {
	v := readVectors(f)
	commitment := v.bytes(f, "commitment")
	for _, share := range v["shares"].([]any) {
		f.Add(share.(string), commitment)
	}
	f.Add("1", []byte{})
	f.Fuzz(func(t *testing.T, typed string, other []byte) {
		if seal.CheckShare(commitment, typed) == nil && !isShare(v, typed) {
			t.Errorf("%q is taken for a share", typed)
		}
		if err := seal.CheckShare(other, typed); err != nil {
			if _, ok := errs.Of(err); !ok {
				t.Errorf("error %v", err)
			}
		}
		if _, err := seal.Combine(other, typed, typed); err == nil {
			t.Error("a seed out of one share")
		}
	})
}

// isShare tidies up a typed share by other means than the package does.
func isShare(v vectors, typed string) bool {
	tidy := strings.Map(func(r rune) rune {
		switch r {
		case 'O':
			return '0'
		case 'I', 'L':
			return '1'
		case 'U':
			return 'V'
		}
		if strings.ContainsRune(crockford, r) {
			return r
		}
		return -1
	}, strings.ToUpper(typed))
	for _, share := range v["shares"].([]any) {
		if strings.ReplaceAll(share.(string), "-", "") == tidy {
			return true
		}
	}
	return false
}

func FuzzRecoveryCode(f *testing.F) {
	f.Add(readVectors(f).text(f, "recovery code"))
	f.Add("oOiIlLuU-0000-0000-0000-0000-0000-0000")
	f.Fuzz(func(t *testing.T, typed string) {
		code, err := seal.NormalizeCode(typed)
		if err != nil {
			wantError(t, err, errs.Invalid, "seal.code_mistyped")
			return
		}
		if again, err := seal.NormalizeCode(code); err != nil || again != code {
			t.Errorf("%q became %q and then %q, %v", typed, code, again, err)
		}
	})
}

func FuzzPublic(f *testing.F) {
	f.Add(readVectors(f).bytes(f, "public"), []byte("signature"))
	f.Add([]byte{}, []byte{})
	f.Fuzz(func(t *testing.T, b, signature []byte) {
		public, err := seal.ParsePublic(b)
		if err != nil {
			wantError(t, err, errs.Invalid, "seal.public_damaged")
		} else if _, err := envelope.Seal(public, []byte("x")); err != nil {
			wantError(t, err, errs.Invalid, "seal.public_damaged") // a point of low order gives no secret
		}
		seal.Public(b).Verify([]byte("message"), signature, "x")
		if len(seal.Public(b).Fingerprint()) != 29 {
			t.Error("a fingerprint of another length")
		}
	})
}

func FuzzFile(f *testing.F) {
	v := readVectors(f)
	f.Add(v.bytes(f, "file"))
	f.Add([]byte("age-encryption.org/v1\n"))
	key := must(seal.NewKey())(f)
	backup := must(seal.NewBackupKey())(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := decrypt(key, b, "file-1")
		wantRefused(t, "file", err)
		r, err := seal.DecryptBackup(bytes.NewReader(b), backup)
		if err == nil {
			_, err = io.Copy(io.Discard, r)
		}
		wantRefused(t, "backup", err)
	})
}
