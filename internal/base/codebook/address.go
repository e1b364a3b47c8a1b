package codebook

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A network's own codes stand in facts in clear, and their labels beside them. So whoever adds one that looks as if it said where somebody lives or is sheltered, or how they are reached, is reminded. It is no
// wall: a name says where a place is to whoever knows it.

var (
	streets = set("via viale vle piazza piazzale piazzetta pzza vicolo viuzzo vico contrada corso largo borgo lungotevere lungarno lungomare località loc frazione fraz strada str salita calle rione street road avenue lane square")
	openers = set("via viale piazza piazzale piazzetta vicolo viuzzo vico contrada corso largo lungotevere lungarno lungomare salita calle") // what an address begins with, before a name
	ways    = set("telefono telefonica mail email posta web chat video sms internet messaggio phone post message radio satellite")
	linking = set("di da del della dello dei degli delle d e ed o a al alla per in con non libera preferenziale")
	number  = regexp.MustCompile(`\p{Lu}\pL+,? \d{1,4}\pL?, ?\p{Lu}`) // Mazzini 12, Torino
	net     = regexp.MustCompile(`@|[(\[]at[)\]]|\bwww\.|\pL\.(it|org|com|net|eu)\b`)
	house   = regexp.MustCompile(`^\d{1,3}\D*$`)
	years   = regexp.MustCompile(`(^|\D)(19|20)\d\d[\W_]+(19|20)\d\d(\D|$)`) // 2024-2026 is no telephone
	apart   = regexp.MustCompile(`[^\pL\d]+`)
	six     = regexp.MustCompile(`\d{6}`) // could be a telephone, or half of one
	eight   = regexp.MustCompile(`\d{8}`) // the same, whatever stands between them
	initial = regexp.MustCompile(`\b[Vv]\. ?(\p{Lu}\pL)`)
	shorter = regexp.MustCompile(`(?i)\b(v\.le|p\.zza|p\.za|p\.le|c\.so|v\.lo|l\.go)`)
	whole   = map[string]string{"v.le": "viale", "p.zza": "piazza", "p.za": "piazza", "p.le": "piazzale", "c.so": "corso", "v.lo": "vicolo", "l.go": "largo"}
)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(words) {
		all[word] = true
	}
	return all
}

// Addressed reports whether a word of a network's looks like an address of the post or of the net, or a telephone, as people write them. Many do not: see above.
func Addressed(text string) bool {
	text = norm.NFKC.String(text)
	low := strings.ToLower(text)
	squeezed := apart.ReplaceAllString(years.ReplaceAllString(low, " "), "")
	return net.MatchString(low) || number.MatchString(text) || six.MatchString(low) || eight.MatchString(squeezed) || housed(shorter.ReplaceAllStringFunc(text, written))
}

// written is an abbreviation at its full length.
func written(short string) string { return whole[strings.ToLower(short)] + " " }

func split(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// housed reports whether words name a street and a number, or begin as an address does before a name.
func housed(text string) bool {
	words := split(initial.ReplaceAllString(text, "via $1")) // V. Mazzini
	var street, number bool
	for i, word := range words {
		low := strings.ToLower(word)
		street = street || streets[low]
		number = number || house.MatchString(word)
		if i+1 == len(words) || !openers[low] {
			continue
		}
		next := strings.ToLower(words[i+1])
		named := unicode.IsUpper([]rune(words[i+1])[0]) || low == "via" || i == 0 && strings.Contains(text, "_") // a code has no capitals
		if named && !ways[next] && !linking[next] {
			return true
		}
	}
	return street && number
}
