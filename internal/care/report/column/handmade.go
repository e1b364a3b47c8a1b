package column

import (
	"database/sql"
	"fmt"

	"approdo/internal/base/codebook"
)

// Row is a row made by hand. Values by column are texts, bools and ints; a column left out is "", false or 0. Noun, Record and
// Day default to the first noun of the view, the ID and 2024-06-01.
type Row struct {
	View, ID, Noun, Record, Day string
	Person, Individual          string
	Values                      map[string]any
}

// Handmade makes a Snapshot without a store, for tests and benchmarks. The errors name the row and the column that do not fit.
func Handmade(book *codebook.Book, register Register, rows ...Row) (*Snapshot, error) {
	s := New(book, nil)
	register.Book = book
	next := &Snapshot{Register: register, set: s, views: map[string]*View{}}
	segments := map[string]*segment{}
	for _, schema := range schemas {
		segments[schema.Name] = newSegment(schema)
	}
	for _, row := range rows {
		schema, ok := Find(row.View)
		if !ok {
			return nil, fmt.Errorf("column: row %s: no view %s", row.ID, row.View)
		}
		r, err := row.raw(schema)
		if err != nil {
			return nil, err
		}
		if err := s.taker(segments[schema.Name], schema).take(r); err != nil {
			return nil, err
		}
	}
	for _, schema := range schemas {
		next.views[schema.Name] = &View{Schema: schema, base: segments[schema.Name].sorted(), delta: newSegment(schema), keys: s.keys}
	}
	return s.complete(next), nil
}

func (row Row) raw(schema *Schema) (*raw, error) {
	r := newRaw(schema)
	r.id, r.day, r.record = sql.RawBytes(row.ID), sql.RawBytes(or(row.Day, "2024-06-01")), sql.RawBytes(or(row.Record, row.ID))
	r.noun = sql.RawBytes(or(row.Noun, schema.Name[:len(schema.Name)-1]))
	if row.Person != "" {
		r.person = sql.RawBytes(row.Person)
	}
	if row.Individual != "" {
		r.individual = sql.RawBytes(row.Individual)
	}
	for name, value := range row.Values {
		i, ok := schema.Column(name)
		if !ok {
			return nil, fmt.Errorf("column: row %s: no column %s", row.ID, name)
		}
		switch v := value.(type) {
		case string:
			r.texts[i] = sql.RawBytes(v)
		case bool:
			r.flags[i] = v
		case int:
			r.numbers[i] = int64(v)
		default:
			return nil, fmt.Errorf("column: row %s: %s cannot be a %T", row.ID, name, value)
		}
	}
	return r, nil
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
