package store

import (
	"strconv"
	"strings"
)

// unnumbered writes ? in place of $1, $2 … where they stand in their order, each once: SQLite takes $1 for a name, and for each value that is bound its driver walks the list of all names. Any
// other query stays as it is.
func unnumbered(query string) string {
	var b strings.Builder
	next, quote := 1, byte(0)
	for i := 0; i < len(query); i++ {
		c := query[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'', c == '"':
			quote = c
		case c == '$':
			number := strconv.Itoa(next)
			rest, ok := strings.CutPrefix(query[i+1:], number)
			if !ok || rest != "" && '0' <= rest[0] && rest[0] <= '9' {
				return query
			}
			next++
			i += len(number)
			c = '?'
		case c == '?':
			return query
		}
		b.WriteByte(c)
	}
	return b.String()
}
