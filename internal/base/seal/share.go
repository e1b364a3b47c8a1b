package seal

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/secretsharing"

	"approdo/internal/base/errs"
)

// An organisation's recovery seed is split into three shares, each on paper with another custodian (Shamir: the seed is
// where a straight line meets the axis, the shares are three other points of that line, modulo the prime of
// ristretto255). Two points give the line; one point lies on as many lines as there are seeds.
//
// The commitment, which is not secret, recognises each share by its hash. It tells a custodian at once that what was
// typed is the right paper, without needing a second one. It is no Feldman commitment, although that would do the same:
// whoever can take discrete logarithms, as a quantum computer will, reads the seed out of one of those, and the key
// pairs were chosen to withstand that.
const (
	shareCount     = 3
	shareNeeded    = 2
	shareSize      = 1 + 52 + checkSize // letters: number, 32 bytes, check
	shareGroup     = 5
	commitmentSize = 1 + shareCount*secretSize
)

type share struct {
	number int // 1 to 3
	value  group.Scalar
}

// Split splits a seed into three shares to be printed, of which any two make it again, and the commitment that
// recognises them. A share is eleven groups of five letters: its number, its value, and two check letters.
func Split(seed Seed) (shares [shareCount]string, commitment []byte, err error) {
	if seed.IsZero() {
		return shares, nil, noKey()
	}
	number := group.Ristretto255.NewScalar()
	if err := number.UnmarshalBinary(seed.raw()[:]); err != nil {
		return shares, nil, errs.E(errs.Internal, "seal.no_key", err)
	}
	commitment = []byte{suite}
	for i, s := range secretsharing.New(rand.Reader, shareNeeded-1, number).Share(shareCount) {
		value, err := s.Value.MarshalBinary()
		if err != nil {
			return shares, nil, errs.E(errs.Internal, "seal.no_key", err)
		}
		shares[i] = inGroups(withCheck(crockford[i+1:i+2]+letters.EncodeToString(value)), shareGroup)
		commitment = append(commitment, commit(i+1, value)...)
	}
	return shares, commitment, nil
}

// CheckShare says whether a share was typed without mistakes (else seal.share_mistyped) and is one of those which the
// commitment recognises (else seal.share_wrong).
func CheckShare(commitment []byte, typed string) error {
	_, err := WhichShare(commitment, typed)
	return err
}

// WhichShare is CheckShare that also tells the number of the share, from 1 to 3.
func WhichShare(commitment []byte, typed string) (int, error) {
	s, err := parseShare(commitment, typed)
	return s.number, err
}

// Combine makes the seed again out of two different shares. Both are checked first; the same one twice is
// seal.share_twice.
func Combine(commitment []byte, a, b string) (Seed, error) {
	first, err := parseShare(commitment, a)
	if err != nil {
		return Seed{}, err
	}
	second, err := parseShare(commitment, b)
	if err != nil {
		return Seed{}, err
	}
	if first.number == second.number {
		return Seed{}, errs.E(errs.Invalid, "seal.share_twice", "number", first.number)
	}
	number, err := secretsharing.Recover(shareNeeded-1, []secretsharing.Share{first.point(), second.point()})
	if err != nil {
		return Seed{}, notOpened()
	}
	seed, err := number.MarshalBinary()
	if err != nil {
		return Seed{}, notOpened()
	}
	return ParseSeed(seed)
}

// parseShare reads a typed share and finds it in the commitment.
func parseShare(commitment []byte, typed string) (share, error) {
	if len(commitment) != commitmentSize || commitment[0] != suite {
		return share{}, errs.E(errs.Internal, "seal.commitment_damaged")
	}
	mistyped := errs.E(errs.Invalid, "seal.share_mistyped")
	text, ok := withoutCheck(typed, shareSize)
	if !ok {
		return share{}, mistyped
	}
	number := int(text[0] - '0')
	value, err := letters.DecodeString(text[1:])
	if err != nil || number < 1 || number > shareCount || letters.EncodeToString(value) != text[1:] {
		return share{}, mistyped
	}
	known := commitment[1+(number-1)*secretSize:][:secretSize]
	s := share{number: number, value: group.Ristretto255.NewScalar()}
	if subtle.ConstantTimeCompare(known, commit(number, value)) != 1 || s.value.UnmarshalBinary(value) != nil {
		return share{}, errs.E(errs.Invalid, "seal.share_wrong", "number", number)
	}
	return s, nil
}

func (s share) point() secretsharing.Share {
	return secretsharing.Share{ID: group.Ristretto255.NewScalar().SetUint64(uint64(s.number)), Value: s.value}
}

// commit is the hash that recognises a share. The value is a random number of 252 bits, so nobody guesses it from its
// hash.
func commit(number int, value []byte) []byte {
	sum := Hash(frame(labelShare, crockford[number:number+1], string(value)))
	return bytes.Clone(sum[:])
}
