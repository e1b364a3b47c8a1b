package network_test

import (
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
)

func TestAPasswordThatCanBeGuessedIsRefusedAndTheReasonIsSaid(t *testing.T) {
	t.Parallel()
	own := []string{"Giulia", "giulia", "Cooperativa sociale Brinaverde", "Rete di esempio contro la tratta"}
	for password, want := range map[string]string{
		"corta":                            "network.password_short",
		"quattordici-14":                   "network.password_short",
		strings.Repeat("ab ", 80):          "network.password_long",
		"passwordpassword":                 "network.password_common",
		"Passw0rd!Passw0rd!":               "network.password_common",
		"123456789012345":                  "network.password_common",
		"qwertyuiopasdfgh":                 "network.password_common",
		"1qaz2wsx3edc4rfv":                 "network.password_common",
		"aaaaaaaaaaaaaaaaa":                "network.password_common",
		"abcabcabcabcabcabc":               "network.password_common",
		"ciaociaociaociao1":                "network.password_common",
		"juventus juventus 2024":           "network.password_common",
		"iloveyou iloveyou":                "network.password_common",
		"giulia brinaverde 2024":           "network.password_own",
		"COOPERATIVA BRINAVERDE":           "network.password_own",
		"retediesempiocontrolatratta":      "network.password_own",
		"Giulia-Giulia-Giulia-G1ulia":      "network.password_own",
		"onda lunga sul molo quieto":       "",
		"cavallo graffetta blu corretto":   "",
		"Quattro gatti e una barca":        "",
		"xK9#mQ2$vL7!pR4":                  "",
		"пароль из чужих слов":             "",
		"il cane di giulia mangia pere":    "",
		"forza juventus e poi un tramonto": "",
	} {
		err := network.CheckPassword(password, false, own...)
		e, _ := errs.Of(err)
		if got := keyOf(e); got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
	for password, want := range map[string]string{
		"gatto!9": "network.password_short", "password": "network.password_common", "Passw0rd!": "network.password_common", "giulia2024": "network.password_own",
		"12345678": "network.password_common", "tre gatti": "", "gatto!9x": "", "mòlo-blù": "",
	} {
		e, _ := errs.Of(network.CheckPassword(password, true, own...))
		if got := keyOf(e); got != want {
			t.Errorf("%q with a second factor: %q, want %q", password, got, want)
		}
	}
}

func keyOf(e *errs.Error) string {
	if e == nil {
		return ""
	}
	return e.Key
}

func FuzzPassword(f *testing.F) {
	f.Add("onda lunga sul molo quieto", "Ada")
	f.Add(strings.Repeat("password", 25), "")
	f.Fuzz(func(t *testing.T, password, own string) {
		if err := network.CheckPassword(password, false, own); err == nil && len([]rune(password)) < 8 {
			t.Errorf("%q passes", password)
		}
	})
}
