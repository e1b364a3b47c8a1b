package seal_test

import (
	"encoding/base32"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

func TestAnyTwoSharesMakeTheSeedAgain(t *testing.T) {
	seed := must(seal.NewSeed())(t)
	shares, commitment, err := seal.Split(seed)
	if err != nil {
		t.Fatal(err)
	}
	for a := range shares {
		if !regexp.MustCompile(`^[123][0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{5}){10}$`).MatchString(shares[a]) {
			t.Errorf("share %q is not typable", shares[a])
		}
		for b := range shares {
			got, err := seal.Combine(commitment, shares[a], shares[b])
			if a == b {
				wantError(t, err, errs.Invalid, "seal.share_twice")
			} else if err != nil || !got.Equal(seed) {
				t.Errorf("shares %d and %d: %v", a+1, b+1, err)
			}
		}
	}
}

func TestAShareIsTypedBackInManyWays(t *testing.T) {
	shares, commitment, err := seal.Split(must(seal.NewSeed())(t))
	if err != nil {
		t.Fatal(err)
	}
	share := shares[1]
	for _, typed := range []string{
		share, strings.ToLower(share), strings.ReplaceAll(share, "-", ""), strings.ReplaceAll(share, "-", " "), "\t" + share + "\r\n",
		strings.ReplaceAll(share, "0", "O"), strings.ReplaceAll(share, "0", "o"), strings.ReplaceAll(share, "1", "I"), strings.ReplaceAll(share, "1", "l"),
		strings.ReplaceAll(share, "V", "u"), strings.ReplaceAll(share, "-", "–"),
	} {
		if err := seal.CheckShare(commitment, typed); err != nil {
			t.Errorf("%q: %v", typed, err)
		}
	}
	for _, typed := range []string{"", "1", share[:len(share)-1], share + "0", share + share, strings.Repeat(" ", 10_000), "è" + share, strings.Replace(share, "-", "/", 1)} {
		wantError(t, seal.CheckShare(commitment, typed), errs.Invalid, "seal.share_mistyped")
	}
}

// Every wrong letter and every two letters exchanged, in all places.
func TestOneSlipInAShareOrCodeIsFound(t *testing.T) {
	shares, commitment, err := seal.Split(must(seal.NewSeed())(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		text  string
		check func(string) error
		key   string
	}{
		"share": {shares[0], func(typed string) error { return seal.CheckShare(commitment, typed) }, "seal.share_mistyped"},
		"code":  {must(seal.RecoveryCode())(t), func(typed string) error { _, err := seal.NormalizeCode(typed); return err }, "seal.code_mistyped"},
	} {
		letters := []byte(strings.ReplaceAll(x.text, "-", ""))
		slips := 0
		try := func(typed []byte) {
			slips++
			wantError(t, x.check(string(typed)), errs.Invalid, x.key)
		}
		for i := range letters {
			for _, wrong := range []byte(crockford) {
				if wrong != letters[i] {
					typed := slices.Clone(letters)
					typed[i] = wrong
					try(typed)
				}
			}
			for j := range i {
				if letters[i] != letters[j] {
					typed := slices.Clone(letters)
					typed[i], typed[j] = typed[j], typed[i]
					try(typed)
				}
			}
		}
		t.Logf("%s: %d slips found", name, slips)
	}
}

func TestAShareOfAnotherSplitIsRefused(t *testing.T) {
	seed := must(seal.NewSeed())(t)
	shares, commitment, err := seal.Split(seed)
	if err != nil {
		t.Fatal(err)
	}
	earlier, _, err := seal.Split(seed) // the same seed, handed out before
	if err != nil {
		t.Fatal(err)
	}
	wantError(t, seal.CheckShare(commitment, earlier[0]), errs.Invalid, "seal.share_wrong")
	for _, pair := range [][2]string{{shares[0], earlier[1]}, {earlier[1], shares[0]}, {earlier[0], earlier[1]}} {
		_, err := seal.Combine(commitment, pair[0], pair[1])
		wantError(t, err, errs.Invalid, "seal.share_wrong")
	}
	for _, damaged := range [][]byte{nil, commitment[:96], append([]byte{9}, commitment[1:]...)} {
		wantError(t, seal.CheckShare(damaged, shares[0]), errs.Internal, "seal.commitment_damaged")
	}
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// One share fits every seed: whatever the seed were, there is a second share that would make it out of this one. So whoever
// holds one share knows no more than who holds none.
func TestOneShareFitsEverySeed(t *testing.T) {
	shares, _, err := seal.Split(must(seal.NewSeed())(t))
	if err != nil {
		t.Fatal(err)
	}
	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	mine := numberOf(t, shares[0])
	for range 20 {
		other := must(seal.NewSeed())(t)
		// The line through (0, other) and (1, mine) meets 2 at 2·mine − other.
		second := new(big.Int).Sub(new(big.Int).Lsh(mine, 1), littleEndian(other.Bytes()))
		text := textOf("2", second.Mod(second, order))
		commitment := append([]byte{1}, append(append(commit("1", mine), commit("2", second)...), make([]byte, 32)...)...)
		if got := must(seal.Combine(commitment, shares[0], text))(t); !got.Equal(other) {
			t.Error("another seed")
		}
	}
}

var letters = base32.NewEncoding(crockford).WithPadding(base32.NoPadding)

func numberOf(t *testing.T, share string) *big.Int {
	t.Helper()
	return littleEndian(must(letters.DecodeString(strings.ReplaceAll(share, "-", "")[1:53]))(t))
}

func littleEndian(b []byte) *big.Int {
	b = slices.Clone(b)
	slices.Reverse(b)
	return new(big.Int).SetBytes(b)
}

func valueOf(n *big.Int) []byte {
	b := n.FillBytes(make([]byte, 32))
	slices.Reverse(b)
	return b
}

func textOf(number string, value *big.Int) string {
	text := number + letters.EncodeToString(valueOf(value)) + "00"
	n := new(big.Int)
	for _, c := range []byte(text) {
		n.Add(n.Lsh(n, 5), big.NewInt(int64(strings.IndexByte(crockford, c))))
	}
	check := (1021 - n.Mod(n, big.NewInt(1021)).Int64()) % 1021
	return text[:53] + crockford[check/32:check/32+1] + crockford[check%32:check%32+1]
}

func commit(number string, value *big.Int) []byte {
	var framed []byte
	for _, part := range []string{"approdo/1/share", number, string(valueOf(value))} {
		framed = append(append(framed, 0, 0, 0, 0, 0, 0, 0, byte(len(part))), part...)
	}
	sum := seal.Hash(framed)
	return sum[:]
}

func TestARecoveryCodeIsForgiving(t *testing.T) {
	code, other := must(seal.RecoveryCode())(t), must(seal.RecoveryCode())(t)
	if !regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){6}$`).MatchString(code) || code == other {
		t.Errorf("codes %q and %q", code, other)
	}
	for _, typed := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", " "), strings.ReplaceAll(strings.ReplaceAll(code, "0", "o"), "1", "i")} {
		if got := must(seal.NormalizeCode(typed))(t); got != code {
			t.Errorf("%q became %q", typed, got)
		}
	}
}
