package seal

import (
	"crypto/rand"
	"encoding/base32"
	"strings"

	"approdo/internal/base/errs"
)

// What people copy from paper is written in Crockford's 32 letters: no I, L, O, U, which look like 1, 1, 0 and V. Two
// check letters end each text. With them the whole text, read as a number in base 32, is a multiple of 1021. Since 1021
// is a prime and the powers of 32 do not repeat modulo it within any text of ours, one wrong letter always breaks that,
// and so do two letters that changed places.
const (
	crockford  = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	checkPrime = 1021
	checkSize  = 2
)

var (
	letters   = base32.NewEncoding(crockford).WithPadding(base32.NoPadding)
	forgiving = strings.NewReplacer("O", "0", "I", "1", "L", "1", "U", "V",
		" ", "", "-", "", "\u2010", "", "\u2011", "", "\u2013", "", "\u00a0", "", "\t", "", "\r", "", "\n", "")
)

// remainder is the text as a number in base 32, modulo the prime; false if some letter is none of ours.
func remainder(text string) (int, bool) {
	r := 0
	for i := range len(text) {
		digit := strings.IndexByte(crockford, text[i])
		if digit < 0 {
			return 0, false
		}
		r = (r*len(crockford) + digit) % checkPrime
	}
	return r, true
}

// withCheck adds the two letters that make the text a multiple of the prime.
func withCheck(text string) string {
	r, _ := remainder(text + "00")
	check := (checkPrime - r) % checkPrime
	return text + string(crockford[check/len(crockford)]) + string(crockford[check%len(crockford)])
}

// withoutCheck undoes withCheck for a text of size letters in all as a person typed it: in any case, with any spaces
// and hyphens, with O for 0, I or L for 1, U for V.
func withoutCheck(typed string, size int) (string, bool) {
	if len(typed) > 8*size { // no need to tidy up a book
		return "", false
	}
	text := forgiving.Replace(strings.ToUpper(typed))
	if len(text) != size {
		return "", false
	}
	r, ok := remainder(text)
	return text[:size-checkSize], ok && r == 0
}

// inGroups puts a hyphen after every n letters.
func inGroups(text string, n int) string {
	var b strings.Builder
	for i := 0; i < len(text); i += n {
		if i > 0 {
			b.WriteByte('-')
		}
		b.WriteString(text[i:min(i+n, len(text))])
	}
	return b.String()
}

const (
	codeBytes = 16
	codeSize  = 26 + checkSize // letters
	codeGroup = 4
)

// RecoveryCode makes a code of 128 random bits for somebody's drawer: seven groups of four letters, the last two of
// which find mistakes. It opens a slot as a password does.
func RecoveryCode() (string, error) {
	b := make([]byte, codeBytes)
	if _, err := rand.Read(b); err != nil {
		return "", err
	}
	return inGroups(withCheck(letters.EncodeToString(b)), codeGroup), nil
}

// NormalizeCode writes a typed recovery code as RecoveryCode did, forgiving case, spaces, hyphens and look-alike
// letters. It fails with seal.code_mistyped if a letter is wrong or two changed places, so that a slip costs no
// attempt.
func NormalizeCode(typed string) (string, error) {
	text, ok := withoutCheck(typed, codeSize)
	if !ok {
		return "", errs.E(errs.Invalid, "seal.code_mistyped")
	}
	return inGroups(withCheck(text), codeGroup), nil
}
