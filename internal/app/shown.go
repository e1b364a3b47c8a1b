package app

import (
	"io"
	"strings"
	"unicode"
)

// Shown is where a command writes what files and tables say: a terminal obeys signs that nobody sees, which wipe what stands there, hide what follows or turn it round. So each stands as a sign of its own.
func Shown(w io.Writer) io.Writer { return shown{w} }

type shown struct{ io.Writer }

func (s shown) Write(p []byte) (int, error) {
	_, err := io.WriteString(s.Writer, Plain(string(p)))
	return len(p), err
}

// obeyed is the terminal itself, for what the program tells it to do.
func obeyed(w io.Writer) io.Writer {
	if s, ok := w.(shown); ok {
		return s.Writer
	}
	return w
}

// Plain is a text without signs that a terminal obeys, but for ends of lines and tabs.
func Plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || !unicode.In(r, unicode.Cc, unicode.Bidi_Control) {
			return r
		}
		return '\ufffd'
	}, strings.ToValidUTF8(text, "\ufffd"))
}
