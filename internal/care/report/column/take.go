package column

import (
	"bytes"
	"database/sql"

	"approdo/internal/base/errs"
	"approdo/internal/base/period"
	"approdo/internal/base/store"
)

// taker appends rows to a segment. It remembers the numbers of the codes it met, so that the dictionary, which two takers share, is
// asked once for each.
type taker struct {
	set    *Set
	rows   *segment
	schema *Schema
	nouns  coder
	coders []coder // by column
	day    []byte  // as last read: rows of one day often follow one another
	last   Day
}

func (s *Set) taker(rows *segment, schema *Schema) *taker {
	return &taker{set: s, rows: rows, schema: schema, coders: make([]coder, len(schema.Columns))}
}

// coder numbers the codes of one column.
type coder struct {
	text []byte // as last read: most rows say what the row before said
	code uint16
	met  map[string]uint16
}

// number is false when the dictionary is full.
func (c *coder) number(d *dictionary, text []byte) (uint16, bool) {
	if c.met == nil {
		c.met = map[string]uint16{}
	} else if bytes.Equal(c.text, text) {
		return c.code, true
	}
	code, ok := c.met[string(text)]
	if !ok {
		if code, ok = d.number(text); !ok {
			return 0, false
		}
		c.met[string(text)] = code
	}
	c.text, c.code = append(c.text[:0], text...), code
	return code, true
}

// take appends a row. A day that is none, and more codes than the dictionary holds, are faults of the store's content.
func (t *taker) take(r *raw) error {
	if t.day == nil || !bytes.Equal(t.day, r.day) {
		day, ok := ParseDay(string(r.day))
		if !ok {
			return errs.E(errs.Internal, "report.bad_day", "view", t.schema.Name, "id", string(r.id))
		}
		if period.Day(string(r.day)) != nil {
			return store.Damaged(t.schema.Name + ".day")
		}
		t.day, t.last = append(t.day[:0], r.day...), day
	}
	rows, dictionary := t.rows, t.set.dictionary
	noun, ok := t.nouns.number(dictionary, r.noun)
	id := t.set.keys.pack(r.id)
	record := id
	if !bytes.Equal(r.id, r.record) {
		record = t.set.keys.pack(r.record)
	}
	rows.ids = append(rows.ids, id)
	rows.records = append(rows.records, record)
	rows.nouns = append(rows.nouns, noun)
	rows.days = append(rows.days, t.last)
	if t.schema.Person {
		rows.persons = append(rows.persons, t.set.numbered(t.set.persons, r.person))
	}
	if t.schema.Individual {
		rows.individuals = append(rows.individuals, t.set.numbered(t.set.individuals, r.individual))
	}
	for i, c := range t.schema.Columns {
		switch c.Kind {
		case Number:
			if n := r.numbers[i]; n < 0 || n > c.Most {
				return store.Damaged(t.schema.Name + "." + c.Name)
			}
			rows.numbers[i] = append(rows.numbers[i], r.numbers[i])
			continue
		case Flag:
			code := falseNumber
			if r.flags[i] {
				code = trueNumber
			}
			rows.codes[i] = append(rows.codes[i], code)
			continue
		}
		code, fits := t.coders[i].number(dictionary, r.texts[i])
		ok = ok && fits
		rows.codes[i] = append(rows.codes[i], code)
	}
	if !ok {
		return errs.E(errs.Internal, "report.too_many_codes", "view", t.schema.Name)
	}
	return nil
}

func (s *Set) numbered(n *numbering, id sql.RawBytes) int32 {
	if id == nil {
		return none
	}
	return n.number(s.keys.pack(id))
}
