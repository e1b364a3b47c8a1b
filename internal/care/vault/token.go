package vault

import (
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// country is where a phone number without a prefix is taken to be.
const country = "IT"

// phone writes a number as the whole world dials it, so that the same number is found however it was typed; what is no
// valid number keeps its digits.
func phone(typed string) string {
	if n, err := phonenumbers.Parse(typed, country); err == nil && phonenumbers.IsValidNumber(n) {
		return phonenumbers.Format(n, phonenumbers.E164)
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, typed)
}

// document writes a number without spaces, dots and letter case.
func document(typed string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, typed)
}

// findable are the things in a section that are found again exactly.
func findable(c Content) (list []string) {
	add := func(text string) {
		if text != "" {
			list = append(list, text)
		}
	}
	switch c := c.(type) {
	case *PhoneCard:
		for _, line := range lines(c.Phones) {
			add(phone(line))
		}
	case *DocumentCard:
		for _, number := range []string{c.Number1, c.Number2, c.Number3} {
			add(document(number))
		}
	}
	return list
}

// tokensOf makes the blind tokens of a section, by which it can be found without being opened.
func (d door) tokensOf(c Content) (tokens [][]byte, err error) {
	for _, text := range findable(c) {
		t, err := d.tokens.Token(string(c.Section()), text)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t[:])
	}
	return tokens, nil
}
