package sheet

import (
	"bytes"
	"maps"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Databases hold keyed hashes of codes as they were compared before codes were folded (foldCode). A code that the old way
// wrote otherwise is looked for under both hashes, so that the person known by it stays known, and the row that was
// recorded with it stays recorded; what is new is recorded under the new hash.

// former is what stands for a line in an older database, where that differs.
type former struct {
	reference token // of the person
	number    token // identity by the row's own number
	other     token // the row it refers to
	identity  token // by which the row was recorded
}

// Alike are persons whose codes an eye cannot tell apart, since they were recorded when such codes were still two: perhaps
// the same person. They are never joined by themselves.
type Alike struct {
	Rows    []int // of the file, where their codes stand
	Persons []person.ID
	Codes   []string // of the persons, as this program names them
}

// identifyFormerly gives each line the identity it would have had. Lines whose own codes have not changed may have another
// one too, since equal rows are counted.
func (d *Draft) identifyFormerly() {
	if len(d.former) == 0 {
		return
	}
	times := map[token]int{}
	for i := range d.lines {
		l := &d.lines[i]
		f := d.former[l.row]
		if !l.content.zero() {
			if f.identity = f.number; !f.identity.zero() {
				d.former[l.row] = f
			}
			continue
		}
		reference := l.reference
		if !f.reference.zero() {
			reference = f.reference
		}
		same := d.contentToken(l, reference, 0)
		if f.identity = same; times[same] > 0 {
			f.identity = d.contentToken(l, reference, times[same])
		}
		times[same]++
		if f.identity != l.identity {
			d.former[l.row] = f
		}
	}
}

// acquaintance is the person of a reference, and the import that made it.
type acquaintance struct {
	person   person.ID
	imported string
}

// acquaintances finds the persons of references.
func acquaintances(tx *store.Tx, references []token) (map[token]acquaintance, error) {
	found := map[token]acquaintance{}
	err := inBatches(tx, `SELECT reference, import_id, person_id, guard FROM sheet_persons WHERE reference IN `+placeholders(1, batch), references, func(r store.Row) error {
		var reference, guard []byte
		var a acquaintance
		err := r.Scan(&reference, &a.imported, &a.person, &guard)
		if err == nil && !bytes.Equal(guard, personGuard(tx, reference, a.imported, a.person)) {
			return forged(a.imported)
		}
		if err == nil && len(reference) == len(token{}) {
			found[token(reference)] = a
		}
		return err
	})
	return found, errs.Wrap(err, "look up persons of imports")
}

// meetBefore finds the persons met before of all lines. A line whose code was hashed otherwise is about the person of that
// hash; where the new hash means somebody else, the two are listed and stay two.
func (d *Draft) meetBefore(tx *store.Tx, c *comparison) error {
	var references []token
	for i := range d.lines {
		if l := &d.lines[i]; !l.reference.zero() {
			references = append(references, l.reference)
			if f := d.former[l.row]; !f.reference.zero() {
				references = append(references, f.reference)
			}
		}
	}
	for other := range d.joined {
		references = append(references, other)
	}
	found, err := acquaintances(tx, references)
	if err != nil {
		return err
	}
	for reference, a := range found {
		if !slices.Contains(c.replaced, a.imported) {
			c.persons[reference] = a.person
		}
	}
	if err := d.meetJoined(tx, c, found); err != nil {
		return err
	}
	if err := d.resolveFormer(tx, c, found); err != nil {
		return err
	}
	if err := d.meetTurns(tx, c); err != nil {
		return err
	}
	if err := d.meetOwn(tx, c); err != nil {
		return err
	}
	return d.askAlikeKnown(tx, c)
}

// meetOwn finds the people whom a file calls by the codes that this program gave them, as they are typed into its forms.
func (d *Draft) meetOwn(tx *store.Tx, c *comparison) error {
	if len(d.own) == 0 {
		return nil
	}
	people, err := person.ByCode(tx, slices.Sorted(maps.Values(d.own)))
	if err != nil {
		return err
	}
	for i := range d.lines {
		l := &d.lines[i]
		who, found := people[d.own[l.reference]]
		if found && who.OrganisationID == l.organisation && c.persons[l.reference] == "" {
			c.persons[l.reference] = who.ID
		}
	}
	return nil
}

// resolveFormer decides whom the lines are about whose codes were hashed otherwise.
func (d *Draft) resolveFormer(tx *store.Tx, c *comparison, found map[token]acquaintance) error {
	byCode := map[token][]*line{}
	for i := range d.lines {
		if l := &d.lines[i]; !l.reference.zero() && !d.former[l.row].reference.zero() {
			byCode[l.reference] = append(byCode[l.reference], l)
		}
	}
	for reference, lines := range byCode {
		var people []person.ID
		if who := c.persons[reference]; who != "" {
			people = append(people, who)
		}
		for _, l := range lines {
			if who := c.persons[d.former[l.row].reference]; who != "" && !slices.Contains(people, who) {
				people = append(people, who)
			}
		}
		switch {
		case len(people) == 1 && c.persons[reference] == "":
			c.persons[reference] = people[0]
			for _, l := range lines {
				if a := found[d.former[l.row].reference]; a.person == people[0] {
					c.renamed = append(c.renamed, renaming{reference, a})
					break
				}
			}
		case len(people) > 1:
			for _, l := range lines { // each stays who it was
				if f := d.former[l.row].reference; c.persons[f] != "" {
					c.about[l.row] = f
				}
			}
			if err := c.listAlike(tx, lines, people); err != nil {
				return err
			}
		}
	}
	slices.SortFunc(c.alike, func(a, b Alike) int { return a.Rows[0] - b.Rows[0] })
	return nil
}

// renaming is a person known under an older hash of the code, to be known under the new one too.
type renaming struct {
	reference token
	acquaintance
}

func (c *comparison) listAlike(tx *store.Tx, lines []*line, people []person.ID) error {
	names, err := person.Codes(tx, people)
	if err != nil {
		return err
	}
	a := Alike{Rows: rowsOf(lines), Persons: people}
	for _, who := range people {
		a.Codes = append(a.Codes, names[who])
	}
	c.alike = append(c.alike, a)
	return nil
}
