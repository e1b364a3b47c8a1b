package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
)

// stagedSchema holds the tables under restoration.
const stagedSchema = schema + "_restoring"

func (p *postgres) catalogue() string {
	return `SELECT c.relname AS of_table, a.attname AS name, format_type(a.atttypid, NULL)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.relname COLLATE "C", a.attnum`
}

// alone does something on a connection of its own.
func (p *postgres) alone(fn func(*sql.DB) error) error {
	db := p.connections()
	return errors.Join(fn(db), db.Close())
}

// taken looks for tables in the schema that a server would open.
func (p *postgres) taken(ctx context.Context) (taken bool, err error) {
	err = p.alone(func(db *sql.DB) error {
		if err := p.suits(ctx, db); err != nil {
			return err
		}
		return db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1)`, schema).Scan(&taken)
	})
	return taken, err
}

// stageLock is the number of the advisory lock of whoever restores.
const stageLock = migrationLock + 1

func (p *postgres) claim(ctx context.Context) (held io.Closer, free bool, err error) {
	db := p.connections()
	db.SetMaxOpenConns(1) // the lock is its connection's
	err = db.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1)`, int64(stageLock)).Scan(&free)
	if err != nil || !free {
		return nil, false, errors.Join(err, db.Close())
	}
	return db, true, nil
}

func (p *postgres) openLoader() (*sql.DB, error) { return p.openWriter() }

// parameters is large: each statement is a journey to the server and back.
func (p *postgres) parameters() int { return 1024 }

// loosen takes the references between tables away, and puts them back, which checks them, when the rows are there.
func (p *postgres) loosen(on *session) (func() error, error) {
	rows, err := on.query(`SELECT quote_ident(t.relname), quote_ident(c.conname), pg_get_constraintdef(c.oid)
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE c.contype = 'f' AND n.nspname = current_schema() ORDER BY 1, 2`, nil)
	if err != nil {
		return nil, err
	}
	var away, back []string
	for rows.Next() {
		var table, name, definition string
		if err := rows.Scan(&table, &name, &definition); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		away = append(away, `ALTER TABLE `+table+` DROP CONSTRAINT `+name)
		back = append(back, `ALTER TABLE `+table+` ADD CONSTRAINT `+name+` `+definition)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	return func() error { return all(on, back) }, all(on, away)
}

// all runs statements that are used once, and so not kept prepared.
func all(on *session, statements []string) error {
	for _, q := range statements {
		if _, err := on.conn.ExecContext(on.ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// adopt renames the schema. Nobody made tables in the true one meanwhile, or it could not be dropped.
func (p *postgres) adopt(ctx context.Context) error {
	return p.alone(func(db *sql.DB) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		for _, q := range []string{`DROP SCHEMA IF EXISTS ` + schema, `ALTER SCHEMA ` + stagedSchema + ` RENAME TO ` + schema} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return errors.Join(err, tx.Rollback())
			}
		}
		return tx.Commit()
	})
}

func (p *postgres) clear(ctx context.Context) error {
	return p.alone(func(db *sql.DB) error {
		_, err := db.ExecContext(ctx, `DROP SCHEMA IF EXISTS `+stagedSchema+` CASCADE`)
		return err
	})
}
