package casework

import (
	"regexp"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
)

// Receivers is the list of projects of others which take over who enrols elsewhere.
const Receivers = "receiving_project"

// anyOther is the code of a project that the network did not list.
const anyOther = "other_project"

// ListReceivers makes codes of the receiving projects that earlier versions kept as somebody typed them: what was short and without spaces is listed under that word, and anything else,
// which could be a name or an address, is another project.
func ListReceivers(tx *store.Tx, book *codebook.Book) error {
	words, err := store.List(tx, func(row store.Row) (word string, err error) { return word, row.Scan(&word) }, `SELECT DISTINCT receiver FROM casework_enrolments WHERE receiver <> '' ORDER BY receiver`)
	if err != nil {
		return errs.Wrap(err, "find receiving projects")
	}
	for _, word := range words {
		code, err := listed(tx, book, word)
		if err != nil {
			return err
		}
		if code == word {
			continue
		}
		if _, err := tx.Exec(`UPDATE casework_enrolments SET receiver = $1 WHERE receiver = $2`, code, word); err != nil {
			return errs.Wrap(err, "list receiving project")
		}
		tx.Note("guard", "receivers", nil)
	}
	return nil
}

// longestWord is how long the code of a project was, in characters.
const longestWord = 24

// projectWord is what codes of projects looked like: one word, two words, or a word and numbers; with two words and a number it would be an address. phone is what is none for all its digits,
// and apart what stands between their parts.
var (
	projectWord = regexp.MustCompile(`^([A-Za-z]+|[A-Za-z]+[-_/.][A-Za-z]+|[A-Za-z]*[0-9]+([-_/.][0-9]+)*|[A-Za-z]+([-_/.][0-9]+)+)$`)
	phone       = regexp.MustCompile(`(\d\D*){6}`)
	apart       = regexp.MustCompile(`[^a-z0-9]+`)
)

// listed is the code of a word: that which the list has for it, or a new one of the network's.
func listed(tx *store.Tx, book *codebook.Book, word string) (string, error) {
	added, err := codebook.Additions(tx)
	if err != nil {
		return "", err
	}
	list, _ := book.With(added).List(Receivers)
	if code, known := list.Match(word); known {
		return code, nil
	}
	if !projectWord.MatchString(word) || len(word) > longestWord || phone.MatchString(word) || codebook.Addressed(word) {
		return anyOther, nil
	}
	code := "p_" + strings.Trim(apart.ReplaceAllString(strings.ToLower(word), "_"), "_")
	if _, known := list.Find(code); known { // nobody is kept from starting the program by two words that look alike
		return code, nil
	}
	a := codebook.Addition{List: Receivers, Code: code, Label: map[string]string{}}
	for _, lang := range i18n.Languages() {
		a.Label[lang] = word
	}
	return a.Code, codebook.Add(tx, book, a)
}
