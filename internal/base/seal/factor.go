package seal

import (
	"bytes"
	"crypto/rand"
	"encoding/base32"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
	"golang.org/x/text/unicode/norm"

	"approdo/internal/base/errs"
)

// Factor is the secret of a second factor: an application on the telephone makes six digits of it every 30 seconds
// (TOTP, RFC 6238 with SHA-1, which is what all such applications speak). The server must know it too, so it is sealed
// with Keys.Seal and not under the person's seed.
type Factor struct {
	hidden hidden[[]byte]
	hushed
}

const (
	factorSize   = 20
	factorPeriod = 30 // seconds
	factorDigits = otp.DigitsSix
)

var factorText = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewFactor makes a random secret.
func NewFactor() (Factor, error) {
	b := make([]byte, factorSize)
	_, err := rand.Read(b)
	return Factor{hidden: hide(b)}, err
}

// ParseFactor reads what Factor.Bytes gave.
func ParseFactor(b []byte) (Factor, error) {
	if len(b) != factorSize {
		return Factor{}, notOpened()
	}
	return Factor{hidden: hide(bytes.Clone(b))}, nil
}

// Bytes is a copy of the secret, for Keys.Seal. It is nil for the zero value.
func (f Factor) Bytes() []byte {
	if f.hidden == nil {
		return nil
	}
	return bytes.Clone(f.hidden())
}

// Text is the secret in letters, for typing into the application by hand; in groups of four.
func (f Factor) Text() string {
	var groups []string
	for text := factorText.EncodeToString(f.Bytes()); text != ""; text = text[min(4, len(text)):] {
		groups = append(groups, text[:min(4, len(text))])
	}
	return strings.Join(groups, " ")
}

// URI is the address (otpauth://…) that a QR code carries to the application, which shows issuer and account beside the
// digits.
func (f Factor) URI(issuer, account string) (string, error) {
	if f.hidden == nil {
		return "", noKey()
	}
	key, err := totp.Generate(totp.GenerateOpts{
		Issuer: issuer, AccountName: account, Secret: f.hidden(), Period: factorPeriod, Digits: factorDigits,
	})
	if err != nil {
		return "", errs.E(errs.Internal, "seal.no_key", err)
	}
	return key.URL(), nil
}

// Check compares typed digits with those of now, and of one step before and after, for clocks that differ. Steps count
// periods since 1970; only one after last is accepted, and the caller stores the step returned as the new last: so that
// a code read over a shoulder is of no use. A last step that is yet to come was kept while the clock was wrong, and keeps nobody out.
func (f Factor) Check(typed string, now time.Time, last int64) (step int64, ok bool) {
	if f.hidden == nil || len(typed) > 64 {
		return 0, false
	}
	code := strings.ReplaceAll(norm.NFKC.String(typed), " ", "")
	current := now.Unix() / factorPeriod
	if last > current+1 {
		last = 0
	}
	for candidate := current - 1; candidate <= current+1; candidate++ {
		right, err := hotp.ValidateCustom(code, uint64(candidate), factorText.EncodeToString(f.hidden()),
			hotp.ValidateOpts{Digits: factorDigits, Algorithm: otp.AlgorithmSHA1})
		if err == nil && right && candidate > last {
			step, ok = candidate, true
		}
	}
	return step, ok
}
