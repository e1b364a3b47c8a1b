package sheet

import (
	"regexp"
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/personcode"
)

// A remark may say that the row is of a person whom another row calls by another code: "stessa persona di A01", "= A07", "v. riga 12". As two codes they are two people, so it is
// asked. Of the remark nothing is shown.

// likened is a row whose remark says so.
type likened struct {
	row, column int
	remark      string
	sure        bool // it says so whether it names a code or not
}

var (
	samePeer  = regexp.MustCompile(`(?i)\b(stess[oa]|medesim[oa])\s+(persona|donna|ragazza|ragazzo|uomo|signora|utente|beneficiari[oa]|ospite)\b|\b(stess[oa]|medesim[oa]|uguale|identic[oa])\s+(di|del|della|dell|a|al|alla)\s+(?:\S+\s+)?\S*\d|\bsame\s+(person|woman|girl|man|boy|client)\b|\bsame as\b`)
	sameRow   = regexp.MustCompile(`(?i)(\bv\.?|ved[ia]|cfr\.?|see|come|as|stess[oa]|same|=)\s*(?:di|la|alla|a|as|of|in)?\s*(riga|row|line|r\.|n\.|nr\.|n°)\s*\d+`)
	notTheOne = regexp.MustCompile(`(?i)\b(non|not|mai|never)\b`)
)

// likenings are how words begin that may say it.
var likenings = func() map[string]bool {
	set := map[string]bool{}
	for _, word := range []string{"ste", "med", "sam", "ide", "ugu", "ved", "vd ", "cfr", "see", "ali", "gia", "gi\xc3", "alr", "for", "may", "per", "pro", "dop", "dup", "uni", "mer", "ex ", "is ", "come", "as ", "e' "} {
		set[word[:3]] = true
	}
	return set
}()

// mayLiken passes over most remarks quickly.
func mayLiken(text string) bool {
	begins := true
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '=' {
			return true
		}
		if begins && i+1 < len(text) {
			if c|0x20 == 'v' && (text[i+1] == '.' || text[i+1] == ' ') || c == 0xc3 && (text[i+1] == 0xa8 || text[i+1] == 0x88) {
				return true // v. riga 2, è A01
			}
			if i+3 <= len(text) {
				stem := [3]byte{c | 0x20, text[i+1] | 0x20, text[i+2]}
				if stem[2] >= 'A' && stem[2] <= 'Z' {
					stem[2] |= 0x20
				}
				if likenings[string(stem[:])] {
					return true
				}
			}
		}
		begins = c == ' ' || c == ',' || c == '(' || c == ':' || c == ';' || c == '-'
	}
	return false
}

// links are the words that, before a code, say that it is the person's too.
var links = map[string]bool{
	"stessa": true, "stesso": true, "medesima": true, "medesimo": true, "uguale": true, "identica": true, "identico": true, "same": true, "as": true, "vedi": true, "vd": true, "v": true, "cfr": true, "see": true, "alias": true, "ex": true,
	"gia": true, "already": true, "e": true, "is": true, "forse": true, "maybe": true, "perhaps": true, "probabilmente": true, "probably": true, "doppione": true, "doppia": true, "duplicato": true, "duplicate": true, "unire": true, "merge": true, "come": true, "=": true,
}

// between are the words that may stand between such a word and the code.
var between = map[string]bool{
	"di": true, "a": true, "con": true, "anche": true, "la": true, "persona": true, "donna": true, "ragazza": true, "codice": true, "cod": true, "scheda": true, "riga": true, "nota": true, "noto": true, "registrata": true, "registrato": true, "vista": true,
	"of": true, "with": true, "also": true, "the": true, "person": true, "woman": true, "code": true, "known": true, "registered": true, "anzi": true, "sotto": true,
}

// noteLikened notes a row one of whose cells of no field may say that it is of a person with another code.
func (r *reader) noteLikened(row grid.Row) {
	if !r.draft.hasReference() {
		return
	}
	look := func(at int, text string) {
		if len(text) < 4 && !strings.Contains(text, "=") || len(text) > 240 || !mayLiken(text) {
			return
		}
		if !strings.ContainsAny(text, "0123456789=") && !strings.Contains(text, "tess") && !strings.Contains(text, "edesim") && !strings.Contains(text, "ame ") {
			return // it names neither a code nor a row, nor says "stessa persona"
		}
		if notTheOne.MatchString(text) {
			return
		}
		r.likened = append(r.likened, likened{row.Number, at, strings.Clone(text), samePeer.MatchString(text) || sameRow.MatchString(text)})
	}
	for at, cell := range row.Cells {
		if cell != "" && !slices.ContainsFunc(r.columns, func(c source) bool { return c.at == at }) {
			look(at, cell)
		}
	}
	for _, note := range row.Notes {
		look(-1, note)
	}
}

// codesNamed are the references of other rows' people that a remark names behind a word that says that they are the row's.
func (d *Draft) codesNamed(l *line, remark string, known map[token]bool) (list []token) {
	linked := false
	for _, word := range strings.Fields(strings.ReplaceAll(remark, "=", " = ")) {
		code := d.desk.personToken(l.organisation, personcode.Fold(strings.Trim(word, ".,;:()[]\"'!?")))
		folded := codebook.Fold(word)
		switch {
		case known[code] && code != l.reference && linked && !slices.Contains(list, code):
			list = append(list, code)
		case links[folded] || word == "=":
			linked = true
		case !between[folded]:
			linked = false
		}
	}
	return list
}

// askLikened asks whether people are one of whom remarks say so.
func (d *Draft) askLikened(r *reader) {
	if len(r.likened) == 0 {
		return
	}
	known, lines := map[token]bool{}, map[int]*line{}
	for i := range d.lines {
		l := &d.lines[i]
		lines[l.row] = l
		if known[l.reference] = true; l.reference.zero() {
			delete(known, l.reference)
		}
	}
	var rows []int
	letters, one := map[string]bool{}, map[*line]token{}
	all := true // each of them names one other person
	for _, x := range r.likened {
		l := lines[x.row]
		if l == nil || slices.Contains(r.cancelled, x.row) {
			continue
		}
		named := d.codesNamed(l, x.remark, known)
		if len(named) == 0 && !x.sure {
			continue
		}
		if rows = append(rows, x.row); x.column >= 0 {
			letters[grid.Letter(x.column)] = true
		}
		if all = all && len(named) == 1; len(named) == 1 {
			one[l] = named[0]
		}
	}
	if len(rows) == 0 {
		return
	}
	slices.Sort(rows)
	rows = slices.Compact(rows)
	q := Question{ID: "likened", Columns: sortedKeys(letters), Rows: [][]int{rows}, Words: Words{"ask.question.likened", []any{"count", len(rows)}}, Answers: answers("likened", "several", leaveOut)}
	if all {
		q.Answers = slices.Insert(q.Answers, 0, answers("likened", "one")...)
	}
	switch given := d.ask(q); given {
	case leaveOut:
		d.withdraw(rows, leaveOut)
	case "one":
		if d.joined == nil {
			d.joined = map[token]token{}
		}
		for _, l := range d.inOrder(one) {
			other := d.finally(one[l])
			switch own := l.reference; {
			case own.zero():
				l.reference = other
			case own != other:
				d.joined[own] = other
				for i := range d.lines {
					if d.lines[i].reference == own {
						d.lines[i].reference = other
					}
				}
			}
		}
	}
}

// finally is the reference that a joined one stands for.
func (d *Draft) finally(reference token) token {
	for range len(d.joined) {
		next, joined := d.joined[reference]
		if !joined {
			break
		}
		reference = next
	}
	return reference
}

// inOrder are the lines of a set as they stand in the file.
func (d *Draft) inOrder(set map[*line]token) (list []*line) {
	for i := range d.lines {
		if _, ok := set[&d.lines[i]]; ok {
			list = append(list, &d.lines[i])
		}
	}
	return list
}
