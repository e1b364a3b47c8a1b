package sheet

import (
	"bytes"
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
)

// A file may hold corrected rows and nothing else: each takes the place of the one that stands of the same person and day, and of an enrolment of the same
// person, whatever the day. All other rows of the earlier import stay.

// mostAmended is of how many new rows a file of corrections may be.
const mostAmended = 500

// amendment is what rows of a file would take the place of.
type amendment struct {
	rows []int // of the file
	gone []standing
}

// errand is of whom rows tell, and when, as far as one may take the place of another.
type errand struct {
	who person.ID
	day string
}

// amends finds the rows that new ones would take the place of. There are none where a person has more such rows on a day than the file has, or fewer, or where something rests
// on one of them.
func (d *Draft) amends(tx *store.Tx, c *comparison, x overlap) (a amendment, err error) {
	var lines []*line
	for _, list := range x.fresh {
		lines = append(lines, list...)
	}
	if d.form.kind == Persons || d.form.kind == Outings || len(lines) > mostAmended || len(c.earlier) == 0 {
		return a, nil
	}
	about, err := d.whose(tx, lines)
	if err != nil {
		return a, err
	}
	of := map[errand][]*line{}
	for _, l := range lines {
		if who := about[l.row]; who != "" {
			e := errand{who: who}
			if d.form.kind != Enrolments {
				e.day = d.value(l, "day")
			}
			of[e] = append(of[e], l)
		}
	}
	for e, list := range of {
		stand, err := d.standsOf(tx, c, x, e, list[0])
		if err != nil || len(stand) == 0 {
			if err != nil {
				return a, err
			}
			continue
		}
		if len(stand) != len(list) {
			return amendment{}, nil
		}
		for _, s := range stand {
			if rests, err := d.desk.restsOn(tx, e.who, work.Reference{Noun: nouns[d.form.kind], ID: s.record}); err != nil || rests {
				return amendment{}, err
			}
		}
		a.gone = append(a.gone, stand...)
		a.rows = append(a.rows, rowsOf(list)...)
	}
	slices.Sort(a.rows)
	slices.SortFunc(a.gone, func(a, b standing) int { return bytes.Compare(a.identity[:], b.identity[:]) })
	return a, nil
}

// standsOf are the rows of an errand that stand from earlier imports, and that the file does not hold. An enrolment is one of the same project and sort.
func (d *Draft) standsOf(tx *store.Tx, c *comparison, x overlap, e errand, l *line) (list []standing, err error) {
	var records []string
	if d.form.kind == Enrolments {
		way, err := casework.Way(tx, e.who)
		if err != nil {
			return nil, err
		}
		for _, step := range way {
			if step.Own == (d.enrolment(&fresh{line: l}, "", "").Kind == casework.Own) {
				records = append(records, step.ID)
			}
		}
	} else {
		about, err := d.desk.kept.About(tx, string(e.who))
		if err != nil {
			return nil, err
		}
		for _, r := range about {
			if r.Noun == nouns[d.form.kind] {
				records = append(records, r.ID)
			}
		}
	}
	for some := range slices.Chunk(records, batch) {
		args := make([]any, len(some))
		for i, id := range some {
			args[i] = id
		}
		found, err := store.List(tx, scanStanding, `SELECT `+standingColumns+` FROM sheet_rows WHERE record IN `+placeholders(1, len(some)), args...)
		if err != nil {
			return nil, errs.Wrap(err, "find rows that stand")
		}
		list = append(list, found...)
	}
	return slices.DeleteFunc(list, func(s standing) bool {
		_, stands := c.earlier[s.imported]
		return !stands || slices.Contains(c.replaced, s.imported) || x.held[s.record] || e.day != "" && s.day != e.day
	}), nil
}

// restsOn reports whether something was recorded since that rests on a record, or changed it.
func (d *Desk) restsOn(tx *store.Tx, who person.ID, r work.Reference) (bool, error) {
	revised, err := intake.Revised(tx, r)
	if err != nil || revised {
		return revised, err
	}
	var resting []work.Reference
	switch r.Noun {
	case "enrolment":
		resting, err = casework.Resting(tx, who, []string{r.ID})
	case "contact":
		resting, err = outreach.Resting(tx, r.ID)
	}
	return len(resting) > 0, err
}

// whose are the people whom lines are about, as far as their codes are known.
func (d *Draft) whose(tx *store.Tx, lines []*line) (map[int]person.ID, error) {
	var references []token
	for _, l := range lines {
		if !l.reference.zero() {
			references = append(references, l.reference)
		}
	}
	found, err := acquaintances(tx, references)
	if err != nil {
		return nil, err
	}
	known := map[token]person.ID{}
	for reference, a := range found {
		known[reference] = a.person
	}
	turns, err := d.turns(tx, known)
	if err != nil {
		return nil, err
	}
	about := map[int]person.ID{}
	for _, l := range lines {
		if about[l.row] = known[l.reference]; len(turns[l.reference]) > 0 {
			if t := turns[l.reference].on(d.value(l, "day")); t != nil {
				about[l.row] = t.person
			}
		}
	}
	return about, nil
}

// amend takes rows for gone whose place others take.
func (c *comparison) amend(a amendment) {
	c.amended = a.gone
	for _, s := range a.gone {
		c.goes[s.record] = true
	}
}

// retract takes single rows of imports back, as Undo does a whole import. The people whom it made stay: the rows that take the place of these are about them.
func (d *Desk) retract(tx *store.Tx, rows []standing, kind Kind) error {
	noun, ok := d.kept.Noun(nouns[kind])
	if !ok {
		return errs.E(errs.Internal, "sheet.unknown_kind", "kind", string(kind))
	}
	count := map[string]int{}
	for _, s := range rows {
		var guard []byte
		if err := tx.QueryRow(`SELECT guard FROM sheet_rows WHERE identity = $1`, s.identity[:]).Scan(&guard); err != nil {
			return errs.Wrap(err, "retract row of import", s.imported)
		}
		if !bytes.Equal(guard, rowGuard(tx, s.identity[:], s.imported, noun.Name, s.record)) {
			return forged(s.imported)
		}
		if _, err := tx.Exec(`DELETE FROM sheet_rows WHERE identity = $1`, s.identity[:]); err != nil {
			return errs.Wrap(err, "retract row of import", s.imported)
		}
		if err := noun.Remove(tx, s.record); err != nil && errs.KindOf(err) != errs.NotFound {
			return err
		}
		count[s.imported]++
	}
	for _, id := range sortedIDs(count) {
		if _, err := tx.Exec(`UPDATE sheet_imports SET added = added - $1 WHERE id = $2`, count[id], id); err != nil {
			return errs.Wrap(err, "count rows of import", id)
		}
		tx.Note("import", id, audit.Details{"state": audit.Code("amended"), "rows": audit.Count(count[id])})
	}
	return nil
}
