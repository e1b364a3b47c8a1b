package sheet

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// An office may give its codes anew, each year, to other people. Then a code means somebody else from some day on. Who it means is kept under hashes that follow
// from the first, one for each turn: a row goes by its day, so that a file of the year before is still about those of the year before.

// turn is somebody whom a code has meant since a day.
type turn struct {
	reference token
	person    person.ID
	since     string
}

// turns are those of one code behind the first, the earliest first.
type turns []turn

// on is the turn of a day; nil where the code meant the first.
func (list turns) on(day string) *turn {
	for i := range slices.Backward(list) {
		if list[i].since <= day {
			return &list[i]
		}
	}
	return nil
}

// turnToken is the hash under which a code is kept that was given anew so many times.
func (d *Desk) turnToken(reference token, turn int) token {
	return d.keys.Token("person_ref_turn", string(reference[:]), strconv.Itoa(turn))
}

// turns finds the people whom codes that are known mean since.
func (d *Draft) turns(tx *store.Tx, known map[token]person.ID) (map[token]turns, error) {
	all := map[token]turns{}
	current := slices.Collect(maps.Keys(known))
	for n := 1; len(current) > 0; n++ {
		of := map[token]token{}
		for _, reference := range current {
			of[d.desk.turnToken(reference, n)] = reference
		}
		found, err := acquaintances(tx, slices.Collect(maps.Keys(of)))
		if err != nil {
			return nil, err
		}
		current = nil
		for next, a := range found {
			p, err := person.Find(tx, a.person)
			if err != nil {
				return nil, err
			}
			reference := of[next]
			all[reference] = append(all[reference], turn{next, a.person, p.Day})
			current = append(current, reference)
		}
	}
	for _, list := range all {
		slices.SortStableFunc(list, func(a, b turn) int { return cmp.Compare(a.since, b.since) })
	}
	return all, nil
}

// meetTurns finds the lines whose code means somebody else on their day than it did at first.
func (d *Draft) meetTurns(tx *store.Tx, c *comparison) (err error) {
	if len(c.persons) == 0 {
		return nil
	}
	if c.turns, err = d.turns(tx, c.persons); err != nil {
		return err
	}
	for i := range d.lines {
		l := &d.lines[i]
		list := c.turns[l.reference]
		if t := list.on(d.value(l, "day")); t != nil {
			c.about[l.row], c.persons[t.reference] = t.reference, t.person
		}
	}
	return nil
}

// begin gives the codes of new lines to people who are new: each code that was known takes another turn.
func (d *Draft) begin(c *comparison) {
	for i := range c.fresh {
		f := &c.fresh[i]
		if c.persons[f.reference] != "" {
			f.reference = d.desk.turnToken(f.line.reference, len(c.turns[f.line.reference])+1)
		}
	}
}
