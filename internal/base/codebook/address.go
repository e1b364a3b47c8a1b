package codebook

import (
	"regexp"
	"strings"
	"unicode"
)

// A network's own codes stand in facts in clear, and their labels beside them. So nothing is added that says where somebody lives or is sheltered, or how they are reached.

var (
	streets = set("via viale vle piazza piazzale pzza vicolo vico contrada corso largo strada salita calle street road avenue lane square")
	openers = set("via viale piazza piazzale vicolo vico contrada corso largo salita calle") // what an address begins with, before a name
	ways    = set("telefono telefonica mail email posta web chat video sms internet messaggio phone post message")
	phone   = regexp.MustCompile(`\d{6}|(\d[ ./]?){8}`)
)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(words) {
		all[word] = true
	}
	return all
}

// Addressed reports whether a word of a network's could be an address of the post or of the net, or a telephone.
func Addressed(text string) bool {
	if strings.Contains(text, "@") || phone.MatchString(text) {
		return true
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var street, number bool
	for _, word := range words {
		street = street || streets[strings.ToLower(word)]
		number = number || unicode.IsDigit([]rune(word)[0])
	}
	if street && number {
		return true
	}
	if len(words) < 2 || !openers[strings.ToLower(words[0])] {
		return false
	}
	named := unicode.IsUpper([]rune(words[1])[0]) || strings.Contains(text, "_") // a code has no capitals
	return named && !ways[strings.ToLower(words[1])]
}
