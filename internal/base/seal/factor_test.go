package seal_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

func TestACodeIsGoodForAMinuteAndAHalfAndOnce(t *testing.T) {
	factor := must(seal.NewFactor())(t)
	text := strings.ReplaceAll(factor.Text(), " ", "")
	now := time.Date(2026, 3, 1, 12, 0, 10, 0, time.UTC)
	step := now.Unix() / 30
	for late, want := range map[time.Duration]bool{-61 * time.Second: false, -30 * time.Second: true, 0: true, 30 * time.Second: true, 61 * time.Second: false} {
		code := must(totp.GenerateCode(text, now.Add(-late)))(t)
		got, ok := factor.Check(code, now, 0)
		if ok != want || ok && got != now.Add(-late).Unix()/30 {
			t.Errorf("%v late: step %d, %v", late, got, ok)
		}
	}
	code := must(totp.GenerateCode(text, now))(t)
	if _, ok := factor.Check(code, now, step); ok {
		t.Error("the same code twice")
	}
	if _, ok := factor.Check(must(totp.GenerateCode(text, now.Add(-30*time.Second)))(t), now, step); ok {
		t.Error("an older code after a newer one")
	}
	if _, ok := factor.Check(code, now, step+365*24*120); !ok {
		t.Error("a code that was used while the clock was a year ahead keeps somebody out for a year")
	}
	if _, ok := factor.Check(" "+code[:3]+" "+code[3:]+" ", now, step-1); !ok {
		t.Error("spaces are not forgiven")
	}
	for _, typed := range []string{"", "12345", "abcdef", code + "0", strings.Repeat("1", 1000), "１２３４５"} {
		if _, ok := factor.Check(typed, now, 0); ok {
			t.Errorf("%q is accepted", typed)
		}
	}
	if _, ok := (seal.Factor{}).Check(code, now, 0); ok {
		t.Error("no factor accepts a code")
	}
	again := must(seal.ParseFactor(factor.Bytes()))(t)
	if _, ok := again.Check(code, now, 0); !ok {
		t.Error("the stored factor is another one")
	}
	_, err := seal.ParseFactor([]byte("short"))
	wantRefused(t, "a damaged factor", err)
}

func TestTheApplicationGetsAnAddress(t *testing.T) {
	factor := must(seal.NewFactor())(t)
	uri := must(url.Parse(must(factor.URI("Approdo", "giulia"))(t)))(t)
	q := uri.Query()
	if uri.Scheme != "otpauth" || uri.Host != "totp" || uri.Path != "/Approdo:giulia" || q.Get("secret") != strings.ReplaceAll(factor.Text(), " ", "") || q.Get("issuer") != "Approdo" {
		t.Errorf("address %s", uri.Redacted())
	}
	path, side, err := seal.QR(uri.String())
	if err != nil || side < 29 || !regexp.MustCompile(`^(M\d+ \d+h\d+v1h-\d+z)+$`).MatchString(path) {
		t.Errorf("side %d, %v", side, err)
	}
	// The square in each of three corners has a side of seven.
	for _, corner := range []string{"M4 4h7v1h-7z", "M4 10h7v1h-7z"} {
		if !strings.Contains(path, corner) {
			t.Errorf("no %s", corner)
		}
	}
	_, _, err = seal.QR(strings.Repeat("x", 5000))
	wantError(t, err, errs.Invalid, "seal.qr_too_long")
}
