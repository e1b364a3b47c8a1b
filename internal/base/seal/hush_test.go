package seal_test

import (
	"bytes"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"approdo/internal/base/seal"
)

// holder is what a careless program would log: a secret in a field that fmt may look into but whose methods it cannot
// call.
type holder struct {
	name   string
	secret any
	seed   seal.Seed
	key    seal.Key
	factor seal.Factor
	backup seal.BackupKey
	keys   *seal.Keys
	person seal.Identity
}

func TestSecretsAreNeitherPrintedNorLoggedNorMarshalled(t *testing.T) {
	v := readVectors(t)
	seed := must(seal.ParseSeed(v.bytes(t, "seed")))(t)
	key := must(seal.ParseKey(v.bytes(t, "person key")))(t)
	factor := must(seal.ParseFactor(v.bytes(t, "factor")))(t)
	identity := must(seed.Identity())(t)
	backup := must(seal.NewBackupKey())(t)
	keys := v.keys(t)
	all := holder{"all", key, seed, key, factor, backup, keys, *identity}

	for name, secret := range map[string]any{
		"seed": seed, "seed behind a pointer": &seed, "key": key, "factor": factor, "identity": identity, "backup key": backup, "keys": keys,
		"list": []seal.Key{key}, "map": map[string]seal.Seed{"a": seed}, "holder": all, "holder behind a pointer": &all,
	} {
		var out bytes.Buffer
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%b", "%c", "%U", "%p", "%t", "%e"} {
			fmt.Fprintf(&out, verb+"\n", secret)
		}
		fmt.Fprintln(&out, secret)
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "secret", secret)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "secret", secret)
		fmt.Fprintf(&out, "%v", fmt.Errorf("failed with %v", secret))
		if what := leak(t, out.String(), v); what != "" {
			t.Errorf("%s prints the %s:\n%s", name, what, out.String())
		}
	}
	for name, secret := range map[string]any{"seed": seed, "key": key, "factor": factor, "identity": identity, "backup key": backup, "keys": keys, "list": []seal.Key{key}} {
		if b, err := json.Marshal(secret); err == nil {
			t.Errorf("%s became JSON: %s", name, b)
		}
		if b, err := yaml.Marshal(secret); err == nil {
			t.Errorf("%s became YAML: %s", name, b)
		}
		if err := gob.NewEncoder(&bytes.Buffer{}).Encode(secret); err == nil {
			t.Errorf("%s became gob", name)
		}
	}
}

// leak looks for any eight bytes in a row of a secret: as text, in hexadecimal of both cases, as decimal numbers.
func leak(t *testing.T, out string, v vectors) string {
	t.Helper()
	for _, name := range []string{"seed", "person key", "factor", "key file"} {
		b := v.bytes(t, name)
		for i := range len(b) - 8 {
			part := b[i : i+8]
			decimals := strings.Trim(fmt.Sprint([]byte(part)), "[]")
			goSyntax := strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%#v", part), "[]byte{"), "}")
			for _, form := range []string{string(part), hex.EncodeToString(part), strings.ToUpper(hex.EncodeToString(part)), decimals, goSyntax} {
				if strings.Contains(out, form) {
					return name
				}
			}
		}
	}
	return ""
}

// The search for leaks finds one.
func TestALeakWouldBeFound(t *testing.T) {
	v := readVectors(t)
	for _, verb := range []string{"%v", "%#v", "%x", "%X", "%s"} {
		if leak(t, fmt.Sprintf(verb, struct{ key []byte }{v.bytes(t, "person key")}), v) == "" {
			t.Errorf("%s hides what it shows", verb)
		}
	}
}

func TestSecretsThatWereNeverMadeFail(t *testing.T) {
	key := must(seal.NewKey())(t)
	keys := open(t, t.TempDir())
	binding := seal.Binding{Organisation: "o", Person: "p", Kind: "k"}
	for name, call := range map[string]func() error{
		"identity of no seed": func() error { _, err := seal.Seed{}.Identity(); return err },
		"locked session":      func() error { _, err := (*seal.Identity)(nil).Open(make([]byte, 2000)); return err },
		"lock no seed":        func() error { _, err := seal.Seed{}.Lock(key); return err },
		"lock under no key":   func() error { s, _ := seal.NewSeed(); _, err := s.Lock(seal.Key{}); return err },
		"split no seed":       func() error { _, _, err := seal.Split(seal.Seed{}); return err },
		"slot of no seed":     func() error { _, err := keys.NewSlot(t.Context(), seal.Seed{}, "x"); return err },
		"slot without keys":   func() error { _, err := new(seal.Keys).OpenSlot(t.Context(), nil, "x"); return err },
		"wrap no key":         func() error { _, err := key.Wrap(seal.Key{}); return err },
		"wrap under no key":   func() error { _, err := seal.Key{}.Wrap(key); return err },
		"seal under no key":   func() error { _, err := seal.Key{}.Seal(binding, nil); return err },
		"open under no key":   func() error { _, err := seal.Key{}.Open(binding, make([]byte, 400)); return err },
		"token of no key":     func() error { _, err := seal.Key{}.Token("x"); return err },
		"recognise no key":    func() error { _, err := seal.Key{}.Mark("x"); return err },
		"file under no key":   func() error { _, err := seal.Key{}.Encrypt(&bytes.Buffer{}); return err },
		"read under no key":   func() error { _, err := seal.Key{}.Decrypt(&bytes.Buffer{}); return err },
		"seal no backup key":  func() error { _, err := seal.BackupKey{}.Sealed(nil); return err },
		"read with no backup": func() error { _, err := seal.DecryptBackup(&bytes.Buffer{}, seal.BackupKey{}); return err },
		"server without keys": func() error { _, err := new(seal.Keys).Seal(nil); return err },
		"sign without keys":   func() error { _, err := new(seal.Keys).Signer("x"); return err },
		"address of nothing":  func() error { _, err := seal.Factor{}.URI("a", "b"); return err },
	} {
		t.Run(name, func(t *testing.T) { wantError(t, call(), 0, "seal.no_key") })
	}
	if (seal.Key{}).Equal(seal.Key{}) || (seal.Seed{}).Equal(seal.Seed{}) {
		t.Error("nothing equals nothing")
	}
	if (seal.Key{}).Bytes() != nil || (seal.Factor{}).Bytes() != nil || (seal.BackupKey{}).Recipient() != "" {
		t.Error("nothing has bytes")
	}
}
