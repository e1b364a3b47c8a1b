package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"slices"

	"approdo/internal/base/errs"
)

// Stage is a database under restoration. It stands where no server looks (another file name, another schema) and takes its
// true name at the very end, in one step: a restore that failed or was killed leaves nothing that a server would open.
type Stage struct {
	o      Options
	engine engine
}

// Source gives a copy back: Table answers io.EOF after the last table, and Row after the last row of a table.
type Source interface {
	Table() (Table, error)
	Row() ([]any, error)
}

// NewStage prepares an empty stage and removes what an earlier failure left of one. A place that holds a database already is a
// Conflict "store.not_empty", and nothing is touched.
func NewStage(ctx context.Context, o Options) (*Stage, error) {
	o.staged = true
	e, err := newEngine(o)
	if err != nil {
		return nil, err
	}
	st := &Stage{o: o, engine: e}
	taken, err := e.taken(ctx)
	if err != nil {
		return nil, classified(e, err)
	}
	if taken {
		return nil, errs.E(errs.Conflict, "store.not_empty")
	}
	return st, st.Remove(ctx)
}

// ClaimStage keeps other restores into the same database away until it is closed; free is false where one is at work. Into a folder of SQLite's it lets everybody: whoever restores holds the folder.
func ClaimStage(ctx context.Context, o Options) (held io.Closer, free bool, err error) {
	e, err := engineOf(o)
	if err != nil {
		return nil, false, err
	}
	held, free, err = e.claim(ctx)
	return held, free, classified(e, err)
}

// Exists reports whether there is a database that Open would open rather than make. It makes nothing.
func Exists(ctx context.Context, o Options) (bool, error) {
	e, err := engineOf(o)
	if err != nil {
		return false, err
	}
	there, err := e.taken(ctx)
	return there, classified(e, err)
}

// Load makes the tables as they were at a version of the schema and fills them, all or nothing. The tables must be exactly those of the
// source. A version that this program does not know is a Conflict "store.newer".
func (st *Stage) Load(ctx context.Context, version int64, from Source) (err error) {
	q, err := openSequence()
	if err != nil {
		return err
	}
	if version > q.newest {
		return errs.E(errs.Conflict, "store.newer", "version", version, "known", q.newest)
	}
	db, err := st.engine.openLoader()
	if err != nil {
		return classified(st.engine, err)
	}
	defer func() { err = classified(st.engine, errors.Join(err, db.Close())) }()
	if _, err := migrate(ctx, st.engine, db, version); err != nil {
		return errs.Wrap(err, "make the tables")
	}
	s, err := openSession(db, st.engine)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.begin(st.engine); err != nil {
		return err
	}
	tighten, err := st.engine.loosen(s)
	if err != nil {
		return err
	}
	if err := st.fill(ctx, s, version, from); err != nil {
		return err
	}
	if err := tighten(); err != nil {
		return st.broken(err)
	}
	if err := s.do(`COMMIT`); err != nil {
		return st.broken(err)
	}
	return nil
}

// broken is a copy whose rows do not agree, unless it is this machine that failed: a full disk is no fault of the copy.
func (st *Stage) broken(err error) error {
	if here := classified(st.engine, err); errs.KindOf(here) == errs.Unavailable {
		return here
	}
	return errs.E(errs.Invalid, "store.copy_broken", err)
}

func (st *Stage) fill(ctx context.Context, s *session, version int64, from Source) error {
	want, err := tables(ctx, st.engine, s.conn)
	if err != nil {
		return err
	}
	for _, t := range want { // migrations write a few rows themselves
		if err := s.do(`DELETE FROM ` + quoted(t.Name)); err != nil {
			return err
		}
	}
	for {
		t, err := from.Table()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		i := slices.IndexFunc(want, func(w Table) bool { return w.Name == t.Name && sameColumns(w, t) })
		if i < 0 {
			return misfit(version, "store.copy_foreign", t.Name)
		}
		want = slices.Delete(want, i, i+1)
		if err := fillTable(ctx, s, t, from, st.engine.parameters()); err != nil {
			return errs.Wrap(err, "fill", t.Name)
		}
	}
	for _, t := range want {
		if !late(version, t.Name) {
			return misfit(version, "store.copy_lacks", t.Name)
		}
		if err := s.do(`DROP TABLE ` + quoted(t.Name)); err != nil {
			return err
		}
	}
	return nil
}

// sameColumns reports whether both have the same columns of the same types; their order may differ.
func sameColumns(a, b Table) bool {
	return len(a.Columns) == len(b.Columns) && !slices.ContainsFunc(b.Columns, func(c Column) bool { return !slices.Contains(a.Columns, c) })
}

// fillTable writes the rows of a table, as many at a time as a statement is quick with.
func fillTable(ctx context.Context, s *session, t Table, from Source, parameters int) error {
	into := `INSERT INTO ` + quoted(t.Name) + ` (` + t.names() + `) VALUES `
	together := max(1, parameters/len(t.Columns)) // rows
	whole := into + tuples(together, len(t.Columns))
	values := make([]any, 0, together*len(t.Columns))
	weight := 0 // bytes of the values
	for {
		row, err := from.Row()
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		last := err != nil
		if !last && len(row) != len(t.Columns) {
			return errs.E(errs.Invalid, "store.copy_broken")
		}
		if !last {
			for i, c := range t.Columns {
				v, err := c.same(row[i])
				if err != nil {
					return errs.E(errs.Invalid, "store.copy_broken", err)
				}
				values = append(values, v)
				weight += weigh(v)
			}
		}
		if last {
			return s.insert(into, len(t.Columns), values)
		}
		full := len(values) == cap(values)
		if full || weight > heavy {
			if full {
				_, err = s.exec(whole, values)
			} else {
				err = s.insert(into, len(t.Columns), values)
			}
			if err != nil {
				return err
			}
			values, weight = values[:0], 0
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
}

// heavy is how many bytes of rows wait for others to be written with them: rows may be long, and memory is not.
const heavy = 8 << 20

func weigh(v any) int {
	switch x := v.(type) {
	case string:
		return len(x)
	case []byte:
		return len(x)
	}
	return 0
}

// Dump copies what the stage holds, for comparing it with what was loaded.
func (st *Stage) Dump(ctx context.Context, to Sink) (err error) {
	db, err := st.engine.openReaders()
	if err != nil {
		return classified(st.engine, err)
	}
	defer func() { err = classified(st.engine, errors.Join(err, db.Close())) }()
	return dump(ctx, st.engine, db, to)
}

// Open opens the staged database as any other; its tables are brought up to date.
func (st *Stage) Open(ctx context.Context) (*Store, error) { return Open(ctx, st.o) }

// Adopt gives the staged database its true name. It must be closed.
func (st *Stage) Adopt(ctx context.Context) error { return classified(st.engine, st.engine.adopt(ctx)) }

// Remove takes the stage away.
func (st *Stage) Remove(ctx context.Context) error {
	return classified(st.engine, st.engine.clear(ctx))
}

var _ querier = (*sql.Conn)(nil)
