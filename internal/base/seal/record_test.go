package seal_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

var card = seal.Binding{Organisation: "organisation-1", Person: "person-1", Kind: "name", Revision: 3, Schema: 1}

func TestARecordOpensOnlyAsWhatItIs(t *testing.T) {
	key, other := must(seal.NewKey())(t), must(seal.NewKey())(t)
	sealed := must(key.Seal(card, []byte("invented")))(t)
	if got := must(key.Open(card, sealed))(t); string(got) != "invented" {
		t.Errorf("opened %q", got)
	}
	for name, change := range map[string]func(*seal.Binding){
		"person":       func(b *seal.Binding) { b.Person = "person-2" },
		"kind":         func(b *seal.Binding) { b.Kind = "phone" },
		"organisation": func(b *seal.Binding) { b.Organisation = "organisation-2" },
		"revision":     func(b *seal.Binding) { b.Revision++ },
		"schema":       func(b *seal.Binding) { b.Schema++ },
		"cut elsewhere": func(b *seal.Binding) {
			b.Organisation, b.Person = "organisation-1p", "erson-1"
		},
		"person and organisation exchanged": func(b *seal.Binding) { b.Organisation, b.Person = b.Person, b.Organisation },
		"revision and schema exchanged":     func(b *seal.Binding) { b.Revision, b.Schema = 1, 3 },
	} {
		b := card
		change(&b)
		_, err := key.Open(b, sealed)
		wantRefused(t, "another "+name, err)
	}
	_, err := other.Open(card, sealed)
	wantRefused(t, "another key", err)
	again := must(key.Seal(card, []byte("invented")))(t)
	if bytes.Equal(sealed, again) {
		t.Error("the same text looks the same twice")
	}
}

func TestARecordOfNobodyIsNotSealed(t *testing.T) {
	key := must(seal.NewKey())(t)
	for _, b := range []seal.Binding{{}, {Person: "p", Kind: "k"}, {Organisation: "o", Kind: "k"}, {Organisation: "o", Person: "p"}} {
		_, err := key.Seal(b, nil)
		wantError(t, err, errs.Internal, "seal.unbound")
		_, err = key.Open(b, nil)
		wantError(t, err, errs.Internal, "seal.unbound")
	}
}

// What is sealed for one use opens in no other, even under the same key and words.
func TestUsesOfAKeyAreKeptApart(t *testing.T) {
	key := must(seal.NewKey())(t)
	seed := must(seal.NewSeed())(t)
	wrapped := must(key.Wrap(must(seal.NewKey())(t), "a"))(t)
	locked := must(seed.Lock(key, "a"))(t)
	_, err := seal.Unlock(key, wrapped, "a")
	wantRefused(t, "a wrapped key as a seed", err)
	_, err = key.Unwrap(locked, "a")
	wantRefused(t, "a seed as a wrapped key", err)
	_, err = key.Unwrap(wrapped, "b")
	wantRefused(t, "another context", err)
	_, err = key.Unwrap(wrapped)
	wantRefused(t, "no context", err)
	_, err = key.Unwrap(wrapped, "a", "")
	wantRefused(t, "one word more", err)
}

func TestTheLengthOfARecordTellsItsBucketOnly(t *testing.T) {
	key := must(seal.NewKey())(t)
	sizes := map[int][2]int{} // sealed length → shortest and longest text
	for n := range 5000 {
		sealed := must(key.Seal(card, make([]byte, n)))(t)
		if got := must(key.Open(card, sealed))(t); len(got) != n {
			t.Fatalf("%d bytes came back as %d", n, len(got))
		}
		if _, seen := sizes[len(sealed)]; !seen {
			sizes[len(sealed)] = [2]int{n, n}
		}
		sizes[len(sealed)] = [2]int{sizes[len(sealed)][0], n}
	}
	const overhead = 1 + 24 + 16
	want := map[int][2]int{
		256 + overhead: {0, 248}, 512 + overhead: {249, 504}, 1024 + overhead: {505, 1016},
		2048 + overhead: {1017, 2040}, 4096 + overhead: {2041, 4088}, 8192 + overhead: {4089, 4999},
	}
	if len(sizes) != len(want) {
		t.Errorf("%d sizes: %v", len(sizes), sizes)
	}
	for size, texts := range want {
		if sizes[size] != texts {
			t.Errorf("%d bytes hold texts of %v, want %v", size, sizes[size], texts)
		}
	}
}

// The promise of the security page: every one of 100 000 bit flips or truncations is refused.
func TestDamagedRecordsAreRefused(t *testing.T) {
	key := must(seal.NewKey())(t)
	random := rand.New(rand.NewPCG(1, 2))
	flips, cuts := 0, 0
	for flips+cuts < 100_000 {
		sealed := must(key.Seal(card, make([]byte, random.IntN(600))))(t)
		for bit := range len(sealed) * 8 {
			damaged := bytes.Clone(sealed)
			damaged[bit/8] ^= 1 << (bit % 8)
			_, err := key.Open(card, damaged)
			wantRefused(t, "a flipped bit", err)
			flips++
		}
		for cut := range len(sealed) {
			_, err := key.Open(card, sealed[:cut])
			wantRefused(t, "cut at the end", err)
			_, err = key.Open(card, sealed[cut+1:])
			wantRefused(t, "cut at the beginning", err)
			cuts += 2
		}
		_, err := key.Open(card, append(bytes.Clone(sealed), 0))
		wantRefused(t, "a byte more", err)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d bit flips and %d truncations refused", flips, cuts)
}

func TestATokenFindsWhatIsWrittenTheSame(t *testing.T) {
	key, other := must(seal.NewKey())(t), must(seal.NewKey())(t)
	phone := must(key.Token("phone", "+390000001"))(t)
	if phone != must(key.Token("phone", "+390000001"))(t) {
		t.Error("two tokens for one phone")
	}
	for name, token := range map[string][32]byte{
		"phone":   must(key.Token("phone", "+390000002"))(t),
		"purpose": must(key.Token("document", "+390000001"))(t),
		"key":     must(other.Token("phone", "+390000001"))(t),
		"cut":     must(key.Token("phone", "+39", "0000001"))(t),
	} {
		if token == phone {
			t.Errorf("the same token for another %s", name)
		}
	}
}
