package codebook

import (
	"bytes"
	"unicode/utf8"

	"approdo/internal/base/errs"
)

// MostText is the largest YAML that people may hand in, in bytes: a national network's file has a tenth of it.
const MostText = 256 << 10

// deepest is how far brackets, or dashes on one line, may nest.
const deepest = 24

// Tame judges YAML that a person wrote before a reader of YAML sees it, and gives it without the byte order mark that
// Notepad writes. What could exhaust the machine is refused, being too long or nested beyond anything that a person writes
// (Invalid "codebook.not_tame"); so is text in another encoding than UTF-8 ("codebook.not_utf8"), which the reader would take
// with a sign of damage in place of each accent.
func Tame(text []byte) ([]byte, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if len(text) > MostText {
		return nil, errs.E(errs.Invalid, "codebook.not_tame")
	}
	line := 0
	for each := range bytes.Lines(text) {
		if line++; !utf8.Valid(each) || bytes.IndexByte(each, 0) >= 0 {
			return nil, errs.E(errs.Invalid, "codebook.not_utf8", "line", line)
		}
	}
	depth, dashes := 0, 0
	for i, b := range text {
		switch b {
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(0, depth-1)
		case '\n':
			dashes = 0
		case '-', '?', ':':
			if i+1 < len(text) && (text[i+1] == ' ' || text[i+1] == '\t') {
				dashes++
			}
		}
		if depth > deepest || dashes > deepest*8 {
			return nil, errs.E(errs.Invalid, "codebook.not_tame")
		}
	}
	return text, nil
}
