package column

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// read gives the rows of a view; only those whose column is one of ids, when a column is named.
func (s *Set) read(tx *store.Tx, schema *Schema, column string, ids []string) (*segment, error) {
	rows := newSegment(schema)
	where, args := "", make([]any, len(ids))
	if column != "" {
		marks := make([]string, len(ids))
		for i, id := range ids {
			marks[i], args[i] = fmt.Sprintf("$%d", i+1), id
		}
		where = " WHERE " + column + " IN (" + strings.Join(marks, ", ") + ")"
	}
	result, err := tx.Query("SELECT "+strings.Join(selected(schema), ", ")+" FROM view_"+schema.Name+where, args...)
	if err != nil {
		return nil, err
	}
	return rows, errors.Join(s.scan(result, rows, schema), result.Close())
}

// readInto appends the rows of ids, some hundreds at a time.
func (s *Set) readInto(tx *store.Tx, to *segment, schema *Schema, column string, ids []string) error {
	const some = 400
	for start := 0; start < len(ids); start += some {
		rows, err := s.read(tx, schema, column, ids[start:min(start+some, len(ids))])
		if err != nil {
			return err
		}
		for i := range rows.days {
			to.appendRow(rows, i)
		}
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
	row := newRaw(schema)
	targets := row.targets(schema)
	for result.Next() {
		if err := result.Scan(targets...); err != nil {
			return err
		}
		if err := s.add(rows, schema, row); err != nil {
			return err
		}
	}
	return result.Err()
}

// add appends a row to a segment. A day that is none, and more codes than the dictionary holds, are faults of the store's content.
func (s *Set) add(rows *segment, schema *Schema, r *raw) error {
	day, ok := ParseDay(string(r.day))
	if !ok {
		return errs.E(errs.Internal, "report.bad_day", "view", schema.Name, "id", string(r.id))
	}
	noun, ok := s.dictionary.number(r.noun)
	rows.ids = append(rows.ids, s.keys.pack(r.id))
	rows.records = append(rows.records, s.keys.pack(r.record))
	rows.nouns = append(rows.nouns, noun)
	rows.days = append(rows.days, day)
	if schema.Person {
		rows.persons = append(rows.persons, s.numbered(s.persons, r.person))
	}
	if schema.Individual {
		rows.individuals = append(rows.individuals, s.numbered(s.individuals, r.individual))
	}
	for i, c := range schema.Columns {
		switch c.Kind {
		case Number:
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
		code, fits := s.dictionary.number(r.texts[i])
		ok = ok && fits
		rows.codes[i] = append(rows.codes[i], code)
	}
	if !ok {
		return errs.E(errs.Internal, "report.too_many_codes", "view", schema.Name)
	}
	return nil
}

func (s *Set) numbered(n *numbering, id sql.RawBytes) int32 {
	if id == nil {
		return none
	}
	return n.number(s.keys.pack(id))
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
