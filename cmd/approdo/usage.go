package main

import (
	"regexp"

	"approdo/internal/base/i18n"
)

// mistakes are the ways to mistype a command, as the parser words them, with the sentence that answers each. The command itself is
// not repeated: it might hold what nobody else should read.
var mistakes = []struct {
	said *regexp.Regexp
	key  string
}{
	{regexp.MustCompile(`^unknown flag (\S+?)(?:, did you mean one of (.+)\?|, did you mean (.+)\?)?$`), "app.usage_flag"},
	{regexp.MustCompile(`^unexpected argument (\S+?)(?:, did you mean one of (.+)\?|, did you mean (.+)\?)?$`), "app.usage_word"},
	{regexp.MustCompile(`^missing flags: (.+)$`), "app.usage_missing"},
	{regexp.MustCompile(`^expected (?:one of )?(.+)$`), "app.usage_expected"},
	{regexp.MustCompile(`^(\S+) must be one of (.+?) but got`), "app.usage_choice"},
	{regexp.MustCompile(`^(--\S+?)[:=]`), "app.usage_value"},
}

// mistyped says in the reader's language which word of a command was not understood, and what may have been meant.
func mistyped(lang *i18n.Printer, err error) string {
	for _, m := range mistakes {
		found := m.said.FindStringSubmatch(err.Error())
		if found == nil {
			continue
		}
		meant := ""
		for _, candidate := range found[2:] {
			if candidate != "" {
				meant = " " + lang.T("app.usage_meant", "words", candidate)
			}
		}
		return lang.T(m.key, "word", found[1]) + meant + " " + lang.T("app.usage_help")
	}
	return lang.T("app.usage") + " " + lang.T("app.usage_help")
}
