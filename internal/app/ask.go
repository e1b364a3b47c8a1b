package app

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/seal"
)

// Asker asks whoever sits at the terminal; where there is none it reads lines.
type Asker interface {
	Line(prompt string) (string, error)   // typed in sight, and wiped from it afterwards
	Secret(prompt string) (string, error) // typed out of sight
	Person() bool                         // somebody is there who can try again
}

// tries is how often a person may mistype before the command gives up.
const tries = 5

// askShares asks for two different shares and makes the recovery identity of them. What is mistyped is said at once, and at a terminal asked again.
func askShares(ask Asker, commitment []byte, lang *i18n.Printer) (*seal.Identity, error) {
	check := func(typed string) error { return seal.CheckShare(commitment, typed) }
	first, err := askShare(ask, check, lang.T("app.ask_first_share"), lang)
	if err != nil {
		return nil, err
	}
	second, err := askShare(ask, check, lang.T("app.ask_second_share"), lang)
	if err != nil {
		return nil, err
	}
	seed, err := seal.Combine(commitment, first, second)
	if err != nil {
		return nil, err
	}
	return seed.Identity()
}

func askShare(ask Asker, check func(string) error, prompt string, lang *i18n.Printer) (string, error) {
	var refused error
	for range tries {
		typed, err := ask.Line(prompt)
		if err != nil {
			return "", err
		}
		if typed == "" {
			return "", errs.E(errs.Denied, "app.share_missing")
		}
		if refused = check(typed); refused == nil {
			return typed, nil
		}
		if !ask.Person() {
			break
		}
		prompt = lang.Error(refused)
	}
	return "", refused
}
