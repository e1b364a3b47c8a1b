package i18n

import "strings"

// phrase is a message of one form, cut where its values stand: a text, the name of a value, a text, and so on. A page has
// hundreds, and only plural forms need the library's grammar and templates.
type phrase []string

func cut(text string) phrase {
	var p phrase
	end := 0
	for _, at := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		p = append(p, text[end:at[0]], text[at[2]:at[3]])
		end = at[1]
	}
	return append(p, text[end:])
}

// fill puts the values into their places.
func (p phrase) fill(by *Printer, nameValue []any) string {
	if len(p) == 1 {
		return p[0]
	}
	var b strings.Builder
	for i, part := range p {
		if i%2 == 0 {
			b.WriteString(part)
			continue
		}
		for j := 0; j+1 < len(nameValue); j += 2 {
			if nameValue[j] == part {
				b.WriteString(by.value(nameValue[j+1]))
			}
		}
	}
	return b.String()
}
