package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Health is what a database says of itself.
type Health struct {
	Version, Newest int64     // of the tables: as they are, and as this program knows them
	Foreign         error     // why this program does not touch the tables; nil if it knows them
	Pending         bool      // the next start will bring them up to date
	Settings        []Setting // on which durability rests
	Odd             []Oddity  // what no migration made; of tables that this program knows
	Clock           time.Time // of the database's machine
	Size            int64     // bytes
	Last            string    // time of the newest audit entry (audit.TimeFormat); empty for none
}

// Setting is one of the database's own settings.
type Setting struct {
	Name, Value string
	Safe        bool // what is acknowledged survives a power failure
}

// Inspect asks a database how it is. It brings nothing up to date and changes nothing; NotFound never comes from it: ask Exists first.
func Inspect(ctx context.Context, o Options) (h Health, err error) {
	e, err := engineOf(o)
	if err != nil {
		return h, err
	}
	q, err := openSequence()
	if err != nil {
		return h, err
	}
	db, err := e.openReaders()
	if err != nil {
		return h, classified(e, err)
	}
	defer func() { err = classified(e, errors.Join(err, db.Close())) }()
	if h.Settings, err = settings(ctx, db, e.settings()); err != nil {
		return h, err
	}
	if h.Size, err = e.size(ctx, db); err != nil {
		return h, err
	}
	before := time.Now()
	seconds, err := number(ctx, db, e.clockQuery())
	if err != nil {
		return h, err
	}
	h.Clock = time.Unix(seconds, 0)
	if asked := time.Since(before); asked > time.Second { // a slow answer is not a wrong clock
		h.Clock = h.Clock.Add(asked)
	}
	seen, err := steps(ctx, e, db)
	if err != nil {
		return h, err
	}
	if len(seen) > 0 {
		h.Version = seen[len(seen)-1]
	}
	h.Newest, h.Foreign, h.Pending = q.newest, q.judge(seen), int64(len(seen)) < q.newest
	if h.Foreign == nil && !h.Pending {
		if h.Odd, err = e.oddities(ctx); err != nil {
			return h, err
		}
	}
	return h, headless(db.QueryRowContext(ctx, `SELECT at FROM audit_head WHERE id = 1`).Scan(&h.Last))
}

func number(ctx context.Context, db *sql.DB, query string) (n int64, err error) {
	err = db.QueryRowContext(ctx, query).Scan(&n)
	return n, err
}

// asked is a setting, the query that reads it, and the values under which it is safe.
type asked struct {
	name, query string
	safe        []string
}

func settings(ctx context.Context, db *sql.DB, list []asked) (found []Setting, err error) {
	for _, a := range list {
		s := Setting{Name: a.name}
		if err := db.QueryRowContext(ctx, a.query).Scan(&s.Value); err != nil {
			return nil, err
		}
		for _, v := range a.safe {
			s.Safe = s.Safe || v == s.Value
		}
		found = append(found, s)
	}
	return found, nil
}

func (s *sqlite) settings() []asked {
	return []asked{
		{"journal_mode", `PRAGMA journal_mode`, []string{"wal"}},
		{"synchronous", `PRAGMA synchronous`, []string{"2", "3"}}, // FULL, EXTRA
		{"foreign_keys", `PRAGMA foreign_keys`, []string{"1"}},
		{"secure_delete", `PRAGMA secure_delete`, []string{"1"}},
	}
}

func (s *sqlite) size(ctx context.Context, db *sql.DB) (int64, error) {
	pages, err := number(ctx, db, `PRAGMA page_count`)
	if err != nil {
		return 0, err
	}
	bytes, err := number(ctx, db, `PRAGMA page_size`)
	return pages * bytes, err
}

func (s *sqlite) clockQuery() string { return `SELECT unixepoch()` }

func (p *postgres) settings() []asked {
	return []asked{
		{"fsync", `SELECT current_setting('fsync')`, []string{"on"}},
		{"full_page_writes", `SELECT current_setting('full_page_writes')`, []string{"on"}},
		{"synchronous_commit", `SELECT current_setting('synchronous_commit')`, []string{"on", "remote_apply", "remote_write", "local"}},
		{"server_encoding", `SELECT current_setting('server_encoding')`, []string{"UTF8"}},
		{"owner", `SELECT CASE WHEN pg_has_role(datdba, 'USAGE') THEN 'ours' ELSE pg_get_userbyid(datdba)::text END FROM pg_database WHERE datname = current_database()`, []string{"ours"}}, // else recount leaves bytes
	}
}

func (p *postgres) size(ctx context.Context, db *sql.DB) (int64, error) {
	return number(ctx, db, `SELECT pg_database_size(current_database())`)
}

func (p *postgres) clockQuery() string {
	return `SELECT CAST(FLOOR(date_part('epoch', clock_timestamp())) AS BIGINT)`
}
