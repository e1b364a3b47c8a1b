package network

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/ccojocar/zxcvbn-go/data"
	"golang.org/x/text/unicode/norm"

	"approdo/internal/base/errs"
)

// How long a password must be, in characters. With a second factor a shorter one does, since it is not alone.
const (
	PasswordAlone    = 15
	PasswordWithCode = 8
	passwordMost     = 200
)

// CheckPassword refuses a password that somebody could guess: too short, or made mostly of what everybody tries first: common passwords,
// keys side by side, rows of numbers or letters, one piece repeated, or the person's own words (name, log-in name, organisation,
// network). No digits or signs are demanded: length is what counts, and a few words of one's own are easy to keep.
func CheckPassword(password string, second bool, own ...string) error {
	least := PasswordAlone
	if second {
		least = PasswordWithCode
	}
	length := utf8.RuneCountInString(norm.NFKC.String(password))
	switch {
	case length < least:
		return errs.E(errs.Invalid, "network.password_short", "least", least)
	case length > passwordMost:
		return errs.E(errs.Invalid, "network.password_long", "most", passwordMost)
	}
	letters := plain(password)
	common, err := commonWords()
	if err != nil {
		return err
	}
	known := ownWords(own)
	if unforeseen(letters, known, common)*2 >= least {
		return nil
	}
	theirs := unforeseen(letters, known, nil)
	if unforeseen(letters, nil, common)*2 >= least || theirs*2 < least && theirs < unforeseen(letters, nil, nil) {
		return errs.E(errs.Invalid, "network.password_own")
	}
	return errs.E(errs.Invalid, "network.password_common")
}

// plain is a text as guessing programs see it: small letters without accents, spaces and most signs.
func plain(text string) []rune {
	var out []rune
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.IsSpace(r), unicode.IsPunct(r) && !strings.ContainsRune("@!", r):
			continue
		}
		out = append(out, r)
	}
	return out
}

// unleeted puts letters back in the place of the signs that look like them.
var unleeted = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "@", "a", "$", "s", "!", "i")

// unforeseen says how many characters nobody could foresee: everything foreseeable counts as the few characters that it is worth, and the
// text is cut into pieces as a guesser would best do it.
func unforeseen(text []rune, own, common map[string]bool) int {
	n := len(text)
	best := make([]int, n+1) // of the first i characters
	for i := 1; i <= n; i++ {
		best[i] = best[i-1] + 1
		for j := max(0, i-longestPiece); j <= i-3; j++ {
			best[i] = min(best[i], best[j]+worth(text, j, i, own, common))
		}
	}
	return best[n]
}

const longestPiece = 64

// worth says as how many characters a piece counts: one of some thousands of common words is worth two letters, what follows from
// the person or from the piece before is worth one.
func worth(text []rune, from, to int, own, common map[string]bool) int {
	piece := string(text[from:to])
	plainer := unleeted.Replace(piece)
	switch {
	case own[piece], own[plainer], row(text[from:to]), beside(piece), before(text, from, to), year.MatchString(piece):
		return 1
	case to-from >= 4 && (common[piece] || common[plainer]):
		return 2
	}
	return to - from
}

var year = regexp.MustCompile(`^(19|20)[0-9][0-9]$`)

// row reports whether the characters follow one another in steps of one, or are all the same: 3456, dcba, aaaa.
func row(piece []rune) bool {
	step := piece[1] - piece[0]
	if step < -1 || step > 1 {
		return false
	}
	for i := 2; i < len(piece); i++ {
		if piece[i]-piece[i-1] != step {
			return false
		}
	}
	return true
}

// keyboards are the rows of keys of the usual keyboards, one after the other.
var keyboards = []string{"qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p", "7894561230"}

// beside reports whether the characters lie side by side on a keyboard, in either direction.
func beside(piece string) bool {
	reversed := []rune(piece)
	slices.Reverse(reversed)
	return len(reversed) >= 4 && slices.ContainsFunc(keyboards, func(keys string) bool {
		return strings.Contains(keys, piece) || strings.Contains(keys, string(reversed))
	})
}

// before reports whether the piece has been typed already, directly before: abcabc.
func before(text []rune, from, to int) bool {
	size := to - from
	return from >= size && slices.Equal(text[from-size:from], text[from:to])
}

// ownWords are the words of what a person is known by.
func ownWords(texts []string) map[string]bool {
	words := map[string]bool{}
	for _, text := range texts {
		whole := string(plain(text))
		if len(whole) >= 3 {
			words[whole] = true
		}
		for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if w := string(plain(word)); len(w) >= 3 {
				words[w] = true
			}
		}
	}
	return words
}

// tried are words that people of our languages put into passwords, and that a list made of English ones lacks. Written by us, in the public domain.
const tried = `ciao ciaociao amore amoremio tesoro cuore bella bello mamma papa nonna famiglia italia roma milano napoli torino brescia bergamo
juventus juve inter forzainter forzanapoli milan lazio calcio pallone ferrari valentino vasco rossi francesco alessandro andrea
giuseppe antonio marco luca matteo giulia chiara martina sara francesca federica alessia valentina password1 parola parolachiave
parolasegreta segreto segreta accesso accedi entrare benvenuto benvenuta buongiorno buonasera primavera estate autunno inverno
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre lunedi martedi mercoledi giovedi venerdi sabato domenica
tratta antitratta sportello cooperativa associazione rete approdo esempio demo prova test admin amministratore utente ufficio
contrasena contrasenya clave hola amor teamo tequiero barcelona madrid futbol espana mexico princesa estrella corazon
motdepasse azerty bonjour soleil chocolat jetaime marseille france amour doudou loulou coucou
parola123 iubire tearasiubesc romania bucuresti steaua dragoste ingeras fjalekalim shqiperi dashuri tirana
senha brasil flamengo benfica saudade euteamo passwort hallo schatz sommer winter fussball berlin
iloveyou letmein welcome password passw0rd qwerty qwerty123 abc123 monkey dragon sunshine princess football baseball master shadow superman batman trustno1 changeme secret login`

// commonWords are those, and the common passwords of zxcvbn (MIT licence), which the module carries as data.
var commonWords = sync.OnceValues(func() (map[string]bool, error) {
	text, err := data.Asset("data/Passwords.json")
	if err != nil {
		return nil, errs.Wrap(err, "read common passwords")
	}
	var file struct{ List []string }
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, errs.Wrap(err, "read common passwords")
	}
	words := map[string]bool{}
	for _, w := range append(file.List, strings.Fields(tried)...) {
		words[string(plain(w))] = true
	}
	return words, nil
})
