package sheet

import (
	"bytes"
	"slices"
	"strings"

	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"

	"approdo/internal/care/sheet/personcode"
)

// Codes that differ only in what a spreadsheet program or a hurried hand changes, zeros before a number, spaces and
// hyphens, an O for a nought, are perhaps one code: it is asked, and they are two until somebody says otherwise.

// mostZeros is how many digits a number is filled up to, to be found as an earlier file wrote it.
const mostZeros = 6

// rememberLoosely keeps, by keyed hashes only, what a code is alike to: other codes of the file, and for a number the ways
// in which an earlier file may have written it.
func (d *Draft) rememberLoosely(o network.OrganisationID, reference token, code string) {
	if _, seen := d.loose[reference]; seen {
		return
	}
	if d.loose == nil {
		d.loose, d.variants = map[token]token{}, map[token][]token{}
	}
	d.loose[reference] = d.desk.keys.Token("person_loose", string(o), personcode.Loose(code))
	if len(code) > mostZeros || strings.Trim(code, "0123456789") != "" {
		return
	}
	for bare := strings.TrimLeft(code, "0"); bare != "" && len(bare) <= mostZeros; bare = "0" + bare {
		if bare != code {
			d.variants[reference] = append(d.variants[reference], d.desk.personToken(o, bare))
		}
	}
}

// askAlike asks whether codes of the file that are alike are one person's.
func (d *Draft) askAlike() {
	byLoose := map[token][]token{}
	for reference, loose := range d.loose {
		byLoose[loose] = append(byLoose[loose], reference)
	}
	rows := map[token][]int{}
	for i := range d.lines {
		if l := &d.lines[i]; len(byLoose[d.loose[l.reference]]) > 1 && !l.reference.zero() {
			rows[l.reference] = append(rows[l.reference], l.row)
		}
	}
	var groups [][]int
	var same [][]token
	for _, references := range byLoose {
		references = slices.DeleteFunc(references, func(r token) bool { return len(rows[r]) == 0 })
		if len(references) < 2 {
			continue
		}
		slices.SortFunc(references, func(a, b token) int { return bytes.Compare(a[:], b[:]) })
		var group []int
		for _, r := range references {
			group = append(group, rows[r]...)
		}
		slices.Sort(group)
		groups, same = append(groups, group), append(same, references)
	}
	if len(groups) == 0 {
		return
	}
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
	if d.ask(Question{
		ID: "alike", Columns: []string{d.letter("person_ref")}, Rows: groups, Words: Words{"ask.question.alike", []any{"count", len(groups)}},
		Answers: answers("alike", "one", "several"),
	}) != "one" {
		return
	}
	if d.joined == nil {
		d.joined = map[token]token{}
	}
	for _, references := range same {
		for _, other := range references[1:] {
			d.joined[other] = references[0]
		}
	}
	for i := range d.lines {
		if one, joined := d.joined[d.lines[i].reference]; joined {
			d.lines[i].reference = one
		}
	}
}

// meetJoined finds the person of codes that were answered to be one. Persons who are two already stay two and are listed.
func (d *Draft) meetJoined(tx *store.Tx, c *comparison, found map[token]acquaintance) error {
	two := map[token][]person.ID{}
	for other, one := range d.joined {
		a, known := found[other]
		if !known || slices.Contains(c.replaced, a.imported) {
			if b, met := found[one]; met && !slices.Contains(c.replaced, b.imported) {
				c.renamed = append(c.renamed, renaming{other, b})
			}
			continue
		}
		switch who := c.persons[one]; who {
		case "":
			c.persons[one] = a.person
			c.renamed = append(c.renamed, renaming{one, a})
		case a.person:
		default:
			two[one] = append(two[one], a.person)
		}
	}
	lines := map[token][]*line{}
	for i := range d.lines {
		if one := d.lines[i].reference; len(two[one]) > 0 {
			lines[one] = append(lines[one], &d.lines[i])
		}
	}
	for one, others := range two {
		slices.Sort(others)
		if err := c.listAlike(tx, lines[one], slices.Compact(append([]person.ID{c.persons[one]}, others...))); err != nil {
			return err
		}
	}
	return nil
}

// askAlikeKnown asks about numbers that nobody is known by, where somebody is known by the same number with other zeros.
func (d *Draft) askAlikeKnown(tx *store.Tx, c *comparison) error {
	var variants []token
	for reference, list := range d.variants {
		if c.persons[reference] == "" {
			variants = append(variants, list...)
		}
	}
	found, err := acquaintances(tx, variants)
	if err != nil || len(found) == 0 {
		return err
	}
	known := map[token]acquaintance{}
	for reference, list := range d.variants {
		for _, v := range list {
			if a, ok := found[v]; ok && c.persons[reference] == "" && !slices.Contains(c.replaced, a.imported) {
				known[reference] = a
			}
		}
	}
	var lines []*line
	for i := range d.lines {
		l := &d.lines[i]
		if _, ok := known[l.reference]; ok {
			if _, recorded := c.known[l.row]; !recorded {
				lines = append(lines, l)
			}
		}
	}
	if len(lines) == 0 {
		return nil
	}
	rows := rowsOf(lines)
	if c.ask(d, Question{
		ID: "alike_known", Columns: []string{d.letter("person_ref")}, Rows: [][]int{rows}, Words: Words{"ask.question.alike_known", []any{"count", len(rows)}},
		Answers: answers("alike", "one", "several"),
	}) == "one" {
		for reference, a := range known {
			c.persons[reference] = a.person
			c.renamed = append(c.renamed, renaming{reference, a})
		}
	}
	return nil
}
