package codebook

import "approdo/internal/base/errs"

// MostText is the largest YAML that people may hand in, in bytes: a national network's file has a tenth of it.
const MostText = 256 << 10

// deepest is how far brackets, or dashes on one line, may nest.
const deepest = 24

// Tame refuses YAML that could exhaust the machine before a reader of YAML sees it: too long, or nested beyond anything
// that a person writes. The failure is Invalid "codebook.not_tame".
func Tame(text []byte) error {
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
			return errs.E(errs.Invalid, "codebook.not_tame")
		}
	}
	if len(text) > MostText {
		return errs.E(errs.Invalid, "codebook.not_tame")
	}
	return nil
}
