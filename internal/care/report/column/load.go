package column

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/store"
)

// read gives the rows of a view for which a condition on its columns holds; all of them for none.
func (s *Set) read(tx *store.Tx, schema *Schema, where string, args ...any) (*segment, error) {
	if where != "" {
		where = " WHERE " + where
	}
	result, err := tx.Query("SELECT "+strings.Join(selected(schema), ", ")+" FROM view_"+schema.Name+where, args...)
	if err != nil {
		return nil, err
	}
	rows := newSegment(schema)
	return rows, errors.Join(s.scan(result, rows, schema), result.Close())
}

// readRecords appends the rows of some records, some hundreds at a time.
func (s *Set) readRecords(tx *store.Tx, to *segment, schema *Schema, ids []string) error {
	const some = 400
	for chunk := range slices.Chunk(ids, some) {
		marks, args := make([]string, len(chunk)), make([]any, len(chunk))
		for i, id := range chunk {
			marks[i], args[i] = fmt.Sprintf("$%d", i+1), id
		}
		if err := s.readInto(tx, to, schema, "record IN ("+strings.Join(marks, ", ")+")", args...); err != nil {
			return err
		}
	}
	return nil
}

// readPersons appends the rows of some persons, one after the other: asked for several at once, SQLite looks through all actions
// that are for no contact rather than through those of each person.
func (s *Set) readPersons(tx *store.Tx, to *segment, schema *Schema, ids []string) error {
	for _, id := range ids {
		if err := s.readInto(tx, to, schema, "person = $1", id); err != nil {
			return err
		}
	}
	return nil
}

func (s *Set) readInto(tx *store.Tx, to *segment, schema *Schema, where string, args ...any) error {
	rows, err := s.read(tx, schema, where, args...)
	if err != nil {
		return err
	}
	for i := range rows.days {
		to.appendRow(rows, i)
	}
	return nil
}

// selected lists the columns in the order in which target scans them.
func selected(schema *Schema) []string {
	names := []string{"id", "noun", "record", "day"}
	if schema.Person {
		names = append(names, "person")
	}
	if schema.Individual {
		names = append(names, "individual")
	}
	for _, c := range schema.Columns {
		names = append(names, c.Name)
	}
	return names
}

// raw is one row as it comes: texts that live until the next one, flags and numbers by column.
type raw struct {
	id, noun, record, day, person, individual sql.RawBytes
	texts                                     []sql.RawBytes
	flags                                     []bool
	numbers                                   []int64
}

func newRaw(schema *Schema) *raw {
	n := len(schema.Columns)
	return &raw{texts: make([]sql.RawBytes, n), flags: make([]bool, n), numbers: make([]int64, n)}
}

func (r *raw) targets(schema *Schema) []any {
	to := []any{&r.id, &r.noun, &r.record, &r.day}
	if schema.Person {
		to = append(to, &r.person)
	}
	if schema.Individual {
		to = append(to, &r.individual)
	}
	for i, c := range schema.Columns {
		switch c.Kind {
		case Flag:
			to = append(to, &r.flags[i])
		case Number:
			to = append(to, &r.numbers[i])
		default:
			to = append(to, &r.texts[i])
		}
	}
	return to
}

func (s *Set) scan(result *sql.Rows, rows *segment, schema *Schema) error {
	row, to := newRaw(schema), s.taker(rows, schema)
	targets := row.targets(schema)
	for result.Next() {
		if err := result.Scan(targets...); err != nil {
			return err
		}
		if err := to.take(row); err != nil {
			return err
		}
	}
	return result.Err()
}

// readRegister reads the small tables whole, every time: they are a few dozen rows.
func readRegister(tx *store.Tx, book *codebook.Book) (Register, error) {
	var r Register
	additions, err := codebook.Additions(tx)
	if err != nil {
		return r, err
	}
	r.Book = book.With(additions)
	r.Organisations, err = store.List(tx, func(row store.Row) (Organisation, error) {
		var o Organisation
		err := row.Scan(&o.ID, &o.Code, &o.Name, &o.Lead, &o.Member)
		return o, err
	}, `SELECT record, code, name, lead, member FROM view_organisations`)
	if err != nil {
		return r, err
	}
	slices.SortFunc(r.Organisations, func(a, b Organisation) int { return strings.Compare(a.Code, b.Code) })
	if r.Projects, err = readProjects(tx); err != nil {
		return r, err
	}
	r.Additions, err = store.List(tx, func(row store.Row) (Addition, error) {
		var a Addition
		err := row.Scan(&a.Report, &a.Number, &a.Text)
		return a, err
	}, `SELECT report, number, definition FROM view_tables`)
	slices.SortFunc(r.Additions, func(a, b Addition) int { return cmp.Compare(a.Number, b.Number) })
	return r, err
}

// readHusks reads who of the persons is what is left of somebody.
func (s *Set) readHusks(tx *store.Tx) (map[Key]bool, error) {
	husks := map[Key]bool{}
	_, err := store.List(tx, func(row store.Row) (id []byte, err error) {
		err = row.Scan(&id)
		husks[s.keys.pack(id)] = true
		return id, err
	}, `SELECT husk FROM view_husks`)
	return husks, err
}

func readProjects(tx *store.Tx) ([]Project, error) {
	projects, err := store.List(tx, func(row store.Row) (Project, error) {
		p := Project{Targets: map[string]int64{}}
		var starts, ends string
		if err := row.Scan(&p.ID, &p.Code, &p.Name, &p.Call, &p.Funder, &starts, &ends, &p.Standard); err != nil {
			return p, err
		}
		p.Starts, _ = ParseDay(starts)
		p.Ends, _ = ParseDay(ends)
		return p, nil
	}, `SELECT record, code, name, call, funder, starts, ends, standard FROM view_projects`)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(projects, func(a, b Project) int { return strings.Compare(a.Code, b.Code) })
	type target struct {
		project, measure string
		expected         int64
	}
	targets, err := store.List(tx, func(row store.Row) (target, error) {
		var t target
		err := row.Scan(&t.project, &t.measure, &t.expected)
		return t, err
	}, `SELECT project, measure, expected FROM view_targets`)
	for _, t := range targets {
		for _, p := range projects {
			if p.Code == t.project {
				p.Targets[t.measure] = t.expected
			}
		}
	}
	return projects, err
}
