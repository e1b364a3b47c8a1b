package sheet

import (
	"regexp"
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// heading is one known name of a column.
type heading struct {
	words   []string // folded
	whole   string   // folded, without spaces
	lang    string   // it, en, es, fr, or "" for a word of both of the first
	field   *field   // nil for private columns
	private string   // kind of data that belongs to the vault
	sense   sense
	perhaps bool // it may mean something else as well
}

// match is what a heading says.
type match struct {
	heading
	score int
	near  []near // fields whose names stand in a heading that was not understood whole, the likeliest first; the heading is then of no field
}

// near is a field whose name stands in a heading among other words.
type near struct {
	*field
	sense   sense
	perhaps bool // the heading is a name of it that may mean something else as well
}

// wholeName is the score of a heading that is a whole name, more words a little above.
const wholeName = 1000

// recognise finds what a column is called. A whole name of a field comes first, of those the longest, then anything private, and then a field whose name
// stands among words that change nothing: "Età della persona". A heading with a word that is not understood, or that tells of another matter, as in "Età
// all'arrivo", is of no field by itself: it is asked about. What points at a person or a row is recognised by a whole name only.
func (d *Desk) recognise(f *form, text string) match {
	text = unmarked(text)
	words, whole, remark := fold(text), codebook.Fold(outsideBrackets(text)), fold(insideBrackets(text))
	if whole == "" {
		return match{}
	}
	best := match{}
	var names, short []match // names that stand in it; those of two letters mean something only where the whole is understood
	for _, h := range f.headings {
		if h.whole == whole || slices.Equal(h.words, words) {
			best = match{heading: h, score: wholeName + len(words)}
			break
		}
		if score := within(h, words); score > 0 && !h.field.points() {
			names = append(names, match{heading: h, score: score})
		} else if len(h.whole) == 2 && slices.Contains(words, h.whole) && !h.field.points() {
			short = append(short, match{heading: h, score: 1})
		}
	}
	if best.score > 0 {
		return d.remarked(f, best, text, remark)
	}
	if x := d.corrects(f, text); x != nil && x.Type == typeReference {
		return match{} // "Codice nuovo" is a code and says nothing of new people
	}
	sortNames(names, words)
	all := slices.Concat(names, short)
	for _, n := range nearOf(all) {
		if m, ok := d.understood(f, n.field, all, words, remark); ok {
			return m
		}
	}
	if kind := d.privately(whole, words); kind != "" {
		return match{heading: heading{private: kind}, score: wholeName - 1}
	}
	if group, last := parted(text); last != "" {
		if m := d.recognise(f, last); m.field != nil || m.near != nil {
			if d.unknown(m.field, fold(group)) && !d.plainGroup(group) {
				return m.nearly()
			}
			return m
		}
	}
	if len(names) == 0 {
		return match{}
	}
	return match{near: nearOf(names)}
}

// numbered is what a form puts before the heading of a question: 2. or 2).
var numbered = regexp.MustCompile(`^\d{1,3}[.)]\s*(\pL.*)$`)

// unmarked is a heading without the number of its question, and without the asterisk of an answer that is required: "2. Unità *".
func unmarked(text string) string {
	text = strings.TrimRight(text, " *")
	if m := numbered.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return text
}

// remarked is a whole name with what stands in brackets behind it: "Età (anni)" is an age, "Età (figlio)" is asked about, "Durata (minuti)" is a name itself.
func (d *Desk) remarked(f *form, best match, text string, remark []string) match {
	if best.perhaps {
		return best.nearly()
	}
	if len(remark) == 0 {
		return best
	}
	if best.field.points() { // "Codice (amica)" is as much a code as "Codice amica"
		rest := slices.DeleteFunc(slices.Clone(remark), func(word string) bool { return f.calls(best.field, word) || strings.ContainsAny(word, "0123456789") })
		if d.unknown(best.field, rest) {
			return match{}
		}
		return best
	}
	if !d.unknown(best.field, remark) {
		return best
	}
	if m := d.recognise(f, withoutBrackets.Replace(text)); m.field != nil || m.private != "" {
		return m
	}
	return best.nearly()
}

// calls reports whether a word stands in a name of the field.
func (f *form) calls(x *field, word string) bool {
	return slices.ContainsFunc(f.headings, func(h heading) bool { return h.field == x && slices.Contains(h.words, word) })
}

// nearly is the match of a heading that is of no field by itself.
func (m match) nearly() match {
	if m.field == nil {
		return m
	}
	return match{near: []near{{m.field, m.sense, m.perhaps}}}
}

// nearOf lists the fields of names, each once.
func nearOf(names []match) (list []near) {
	for _, m := range names {
		if !slices.ContainsFunc(list, func(n near) bool { return n.field == m.field }) {
			list = append(list, near{m.field, m.sense, false})
		}
	}
	return list
}

// sortNames puts the name first that a heading is about: Italian says that first and English last; then long names before short ones.
func sortNames(names []match, words []string) {
	slices.SortStableFunc(names, func(a, b match) int {
		if x, y := a.heads(words), b.heads(words); x != y {
			return map[bool]int{true: -1, false: 1}[x]
		}
		return b.score - a.score
	})
}

// heads reports whether a name stands where a heading says what it is about.
func (m match) heads(words []string) bool {
	if m.lang == "en" {
		return slices.Contains(m.words, words[len(words)-1])
	}
	return slices.Contains(m.words, words[0])
}

// privately is the kind of private data that a heading tells of; "" if none.
func (d *Desk) privately(whole string, words []string) string {
	for _, h := range d.private {
		if h.whole == whole || within(h, words) > 0 {
			return h.private
		}
	}
	return ""
}

// understood is the match of a heading that says a field and nothing else: its words are of names of the field, or change nothing. What a private name needs
// besides is private.
func (d *Desk) understood(f *form, x *field, names []match, words, remark []string) (match, bool) {
	var known []string
	best := match{}
	for _, m := range names {
		if m.field == x && !m.perhaps {
			if known = append(known, m.words...); m.score > best.score {
				best = m
			}
		}
	}
	if best.field == nil || slices.ContainsFunc(names, func(m match) bool { return m.field == x && m.perhaps && len(m.words) > len(best.words) }) {
		return match{}, false // a name that may mean something else too
	}
	for _, h := range f.headings { // names of one or two letters
		if h.field == x && len(h.words) == 1 && !h.perhaps {
			known = append(known, h.words[0])
		}
	}
	rest := slices.DeleteFunc(slices.Concat(words, remark), func(word string) bool { return slices.Contains(known, word) })
	if d.unknown(x, rest) || d.privately("", rest) != "" {
		return match{}, false
	}
	best.sense = d.sense(f, best.heading, words)
	return best, true
}

// unknown reports whether one of the words beside the name of a field is not known to change nothing. Negations and
// the words for the clock of a car are known where another question asks about them; words of the field's own list where there are several, as in M/F.
func (d *Desk) unknown(x *field, words []string) bool {
	unknown := false
	listed, soft := 0, false // words of the list, and one that changes nothing among them
	for _, word := range words {
		switch {
		case x != nil && d.harmless[x.Name][word]:
			soft = true
			if d.worded(x, word) {
				listed++
			}
		case numeral(x, word), d.harmless[""][word]:
		case x != nil && d.flagged(x) && d.Negations[word] && word != "no":
		case x != nil && d.worded(x, word):
			listed++
		case x != nil && d.flagged(x) && d.Negations[word], x != nil && x.Name == "kilometres" && d.Readings[word]:
		default:
			unknown = true
		}
	}
	return unknown || listed == 1 && !soft
}

// numeral reports whether a number in a heading changes nothing: the first of several columns, a year, the years of ages. "Women 18-25" are not all women.
func numeral(x *field, word string) bool {
	if strings.Trim(word, "0123456789") != "" {
		return false
	}
	if x != nil && x.Type == typeAge {
		return len(word) < 4 // an age in another year is another age
	}
	return word == "1" || len(word) == 4
}

// plainGroup reports whether a group of a form server's headings says nothing: a word for a part of a form, or a name that a program gave.
func (d *Desk) plainGroup(group string) bool {
	return !slices.ContainsFunc(fold(group), func(word string) bool {
		return len(word) > 2 && !d.groups[word] && !strings.ContainsAny(word, "0123456789")
	})
}

// worded reports whether a word is an answer of a field: a word of its list, or yes or no.
func (d *Desk) worded(x *field, word string) bool {
	list, ok := d.book.List(x.List)
	if !ok {
		_, flag := written.Flag(word)
		return flag
	}
	_, ok = list.Match(word)
	return ok || d.otherwise(x, word)
}

// flagged reports whether a yes or a no can answer a field.
func (d *Desk) flagged(x *field) bool {
	list, ok := d.book.List(x.List)
	_, yes := yesOf(list, ok)
	return x.Type == typeFlag || yes || x.List == "newness"
}

// parted cuts a heading as form servers write it into the question's own name and the groups it stands in: persona/eta, persona-eta, dati:persona:eta. "" when
// the heading has one part.
func parted(text string) (group, last string) {
	at := strings.LastIndexByte(text, '/')
	if at < 0 && !strings.ContainsAny(text, " ,;") {
		at = strings.LastIndexAny(text, ":.-")
	}
	if at < 0 || at == len(text)-1 {
		return "", ""
	}
	return text[:at], strings.TrimSpace(text[at+1:])
}

// mainGroups are the groups of a form server's headings under which the register itself stands: the day or the code of the person, and two other fields.
func (d *Desk) mainGroups(f *form, header grid.Row) map[string]bool {
	fields := map[string]map[*field]bool{}
	for _, cell := range header.Cells {
		group, last := parted(cell)
		if x := d.recognise(f, last).field; last != "" && x != nil {
			if fields[group] == nil {
				fields[group] = map[*field]bool{}
			}
			fields[group][x] = true
		}
	}
	main := map[string]bool{}
	for group, of := range fields {
		for x := range of {
			main[group] = main[group] || len(of) > 2 && (x.Type == typeDay || x.Type == typeReference)
		}
	}
	return main
}

// ungrouped is a heading without the group of the register itself.
func ungrouped(heading string, main map[string]bool) string {
	if group, last := parted(heading); last != "" && main[group] {
		return last
	}
	return heading
}

// sense is what yes says under a heading that holds a name among other words: either, when it holds a name of another
// sense too, or a negation that the name does not have.
func (d *Desk) sense(f *form, h heading, words []string) sense {
	yes := slices.ContainsFunc(words, func(word string) bool { return word == "si" || word == "s" || word == "yes" || word == "y" })
	for _, other := range f.headings {
		if other.field == h.field && other.sense != h.sense && within(other, words) > 0 {
			return unclear
		}
	}
	for _, word := range words {
		if d.Negations[word] && !slices.Contains(h.words, word) && (word != "no" || !yes) {
			return unclear
		}
	}
	return h.sense
}

// senseOf is what yes says in a column of the field: where the heading does not name it, nobody knows.
func (m match) senseOf(x *field) sense {
	for _, n := range m.near {
		if n.field == x {
			return n.sense
		}
	}
	if m.field != x {
		return unclear
	}
	return m.sense
}

// within scores a name all of whose words are in the heading; names of one or two letters must stand alone.
func within(h heading, words []string) int {
	score := 0
	for _, word := range h.words {
		if !slices.Contains(words, word) {
			return 0
		}
		score += 10 + len(word)
	}
	if len(h.whole) < 3 {
		return 0
	}
	return score
}

// withoutBrackets puts a blank for each bracket.
var withoutBrackets = strings.NewReplacer("(", " ", ")", " ", "[", " ", "]", " ")
