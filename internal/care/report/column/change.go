package column

import (
	"slices"

	"approdo/internal/base/store"
)

// changes says which rows must be read again.
type changes struct {
	all     bool
	records map[Key]string // record → noun
	people  map[Key]bool   // persons of whom every row must be read again
	maybe   [1024]uint64   // a bit for the last two bytes of each record, so that a long scan asks the map seldom
	persons []bool         // people, by number; nil when there are none
	ids     map[Key]string // the texts
}

// ofAll reports whether a change is of everything: one of the network or of a project changes codes anywhere.
func ofAll(c store.Change) bool { return c.Kind == "network" || c.Kind == "project" }

// since reads the feed.
func (s *Set) since(tx *store.Tx, after int64) (*changes, error) {
	list, err := store.Changes(tx, after)
	if err != nil {
		return nil, err
	}
	c := &changes{records: map[Key]string{}, people: map[Key]bool{}, ids: map[Key]string{}}
	for _, change := range list {
		key := s.keys.pack([]byte(change.ID))
		switch {
		case ofAll(change):
			c.all = true
		case change.Kind == "person":
			c.people[key], c.ids[key] = true, change.ID
		case s.counted(change.Kind):
			c.records[key], c.ids[key] = change.Kind, change.ID
			at := uint(key[14])<<8 | uint(key[15])
			c.maybe[at>>6] |= 1 << (at & 63)
		}
	}
	if len(c.people) > 0 {
		c.persons = make([]bool, len(s.persons.known()))
	}
	for key := range c.people {
		if n, known := s.persons.find(key); known {
			c.persons[n] = true
		}
	}
	c.all = c.all || len(c.records)+len(c.people) > rereadAll
	return c, nil
}

// counted reports whether a view has rows of a noun.
func (s *Set) counted(noun string) bool {
	for _, nouns := range s.views {
		if slices.Contains(nouns, noun) {
			return true
		}
	}
	return false
}

// of lists the ids to ask a view for: records of its nouns, and persons if it has any.
func (c *changes) of(schema *Schema, nouns []string) (records, persons []string) {
	for key, noun := range c.records {
		if slices.Contains(nouns, noun) {
			records = append(records, c.ids[key])
		}
	}
	if schema.Person {
		for key := range c.people {
			persons = append(persons, c.ids[key])
		}
	}
	return records, persons
}

// touch reports whether row i of a segment is among those to read again.
func (c *changes) touch(g *segment, i int) bool {
	if c.persons != nil && g.persons != nil && g.persons[i] != none && c.persons[g.persons[i]] {
		return true
	}
	key := g.records[i]
	at := uint(key[14])<<8 | uint(key[15])
	if c.maybe[at>>6]>>(at&63)&1 == 0 {
		return false
	}
	_, changed := c.records[key]
	return changed
}
