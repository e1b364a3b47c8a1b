package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"approdo/internal/base/errs"
)

// schema holds the tables.
const schema = wing

// postgres is the database of a network that outgrew one machine.
type postgres struct {
	config pgx.ConnConfig
	schema string
	wait   time.Duration // for a lock
}

func newPostgres(address, schema string, wait time.Duration) (engine, error) {
	c, err := pgx.ParseConfig(address)
	if err != nil {
		// The cause may quote the address with its password: it is not passed on.
		return nil, errs.E(errs.Invalid, "store.unknown_database")
	}
	c.RuntimeParams["application_name"] = "approdo"
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = wait
	}
	return &postgres{config: *c, schema: schema, wait: wait}, nil
}

func (p *postgres) openWriter() (*sql.DB, error) { return p.connections(), nil }

func (p *postgres) openReaders() (*sql.DB, error) { return p.connections(), nil }

// connections are those whose tables are in the schema. It is said once they stand, and by no function, since whoever stands between knows no such setting of a start, and a role may have functions of its own.
func (p *postgres) connections() *sql.DB {
	own := fmt.Sprintf(`SET client_encoding = 'UTF8'; SET search_path = %s; SET lock_timeout = %d`, p.schema, p.wait.Milliseconds())
	return stdlib.OpenDB(p.config, stdlib.OptionAfterConnect(func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.PgConn().Exec(ctx, own).ReadAll()
		return err
	}))
}

// suits reports whether a connection is the same from one transaction to the next, and whether everything that people write can be kept: a pooler that gives each transaction another connection would
// lose locks, and put tables elsewhere. It asks in the plain way, since such a pooler mixes up what was prepared, too.
func (p *postgres) suits(ctx context.Context, db *sql.DB) error {
	whole, err := steady(ctx, db)
	if err == nil && !whole {
		err = errs.E(errs.Unavailable, "store.pooled")
	}
	var encoding string
	if err == nil {
		err = db.QueryRowContext(ctx, `SHOW server_encoding`, plainly).Scan(&encoding)
	}
	if err == nil && encoding != "UTF8" {
		err = errs.E(errs.Unavailable, "store.not_unicode", "encoding", encoding)
	}
	return err
}

const plainly = pgx.QueryExecModeSimpleProtocol

// steady reports whether what is set on a connection is there in its next transaction, while others have transactions too.
func steady(ctx context.Context, db *sql.DB) (bool, error) {
	one, err := db.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer one.Close()
	other, err := db.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer other.Close()
	for _, step := range []struct {
		on   *sql.Conn
		what string
	}{{one, `SET approdo.own = 'yes'`}, {other, `BEGIN`}, {other, `SELECT 1`}} { // the other has by now what the first had, where connections are passed on
		if _, err := step.on.ExecContext(ctx, step.what, plainly); err != nil {
			return false, err
		}
	}
	var own string
	err = one.QueryRowContext(ctx, `SELECT COALESCE(pg_catalog.current_setting('approdo.own', true), '')`, plainly).Scan(&own)
	_, end := other.ExecContext(ctx, `ROLLBACK`, plainly)
	return own == "yes", errors.Join(err, end)
}

func (p *postgres) hold() (*hold, error) { return &hold{}, nil } // its server keeps the files

// migrationLock is the number of our advisory lock: any, as long as every process takes the same. Writers share it, who migrates has it alone.
const migrationLock = 0x61707072 // "appr"

func (p *postgres) migrating(ctx context.Context, db *sql.DB, fn func() error) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	// The lock goes with the connection, which therefore does not return to the pool.
	defer func() {
		_ = conn.Raw(func(any) error { return errDiscard })
	}()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, int64(migrationLock)); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, `CREATE SCHEMA IF NOT EXISTS `+p.schema); err != nil {
		return err
	}
	return fn()
}

func (p *postgres) dialect() string { return "postgres" }

// begin leaves each statement its own snapshot: the one that locks the head must see what the last writer left, and
// after it nobody else writes. Nobody migrates before the transaction has ended.
func (p *postgres) phrase(query string) string { return query }

func (p *postgres) begin() string {
	return fmt.Sprintf(`BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock_shared(%d)`, migrationLock)
}

func (p *postgres) lockHead() string {
	return headQuery(p) + ` FOR UPDATE`
}

// surface tells of everything that stands in the schema, its columns, constraints and indexes, functions and operators too, and of triggers, rules, policies, defaults, references and settings in the whole database:
// it is another as soon as one was made, changed or taken away, in whatever order that is committed. It is a hash of all of them, since others can choose what is counted and what is the greatest. It is asked
// with what is the server's own: what the schema has could be somebody's. Whoever takes one away again before a transaction that it acted in has ended is not told of.
func (p *postgres) surface() string {
	const own = `'16384'::pg_catalog.oid` // what came with the server has lower numbers
	here := `(SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname OPERATOR(pg_catalog.=) '` + p.schema + `'::pg_catalog.name)`
	mine := `ANY (ARRAY(SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relnamespace OPERATOR(pg_catalog.=) ` + here + ` AND c.relkind OPERATOR(pg_catalog.<>) 'i'))`
	row := `t.oid, t.xmin`
	return `pg_catalog.concat_ws(' ', ` + strings.Join([]string{
		hashed(row, `t.oid`, `pg_trigger t WHERE NOT t.tgisinternal`),
		hashed(row, `t.oid`, `pg_rewrite t WHERE t.oid OPERATOR(pg_catalog.>=) `+own),
		hashed(row, `t.oid`, `pg_policy t`),
		hashed(row, `t.oid`, `pg_attrdef t`),
		hashed(row, `t.oid`, `pg_event_trigger t`),
		hashed(row, `t.oid`, `pg_constraint t WHERE t.contype OPERATOR(pg_catalog.=) 'f' OR t.connamespace OPERATOR(pg_catalog.=) `+here),
		hashed(`t.indexrelid, t.xmin`, `t.indexrelid`, `pg_index t WHERE t.indrelid OPERATOR(pg_catalog.=) `+mine),
		hashed(`t.attrelid, t.attnum, t.xmin`, `t.attrelid, t.attnum`, `pg_attribute t WHERE t.attnum OPERATOR(pg_catalog.>) 0 AND t.attrelid OPERATOR(pg_catalog.=) `+mine),
		hashed(`t.inhrelid, t.inhparent, t.xmin`, `t.inhrelid, t.inhparent`, `pg_inherits t WHERE t.inhrelid OPERATOR(pg_catalog.=) `+mine+` OR t.inhparent OPERATOR(pg_catalog.=) `+mine),
		hashed(`t.setdatabase, t.setrole, t.xmin`, `t.setdatabase, t.setrole`, `pg_db_role_setting t`),
		// which is written anew when a table is put in order, and says so by nothing that acts
		hashed(`t.oid, t.relname, t.relkind, t.relpersistence, t.relrowsecurity, t.relforcerowsecurity, t.relispartition`, `t.oid`, `pg_class t WHERE t.relnamespace OPERATOR(pg_catalog.=) `+here),
		hashed(`t.classid, t.objid, t.xmin`, `t.classid, t.objid`, `pg_depend t WHERE t.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_namespace'::pg_catalog.regclass AND t.refobjid OPERATOR(pg_catalog.=) `+here),
	}, ", ") + `)`
}

// hashed is a hash of what rows of a catalogue say, in an order.
func hashed(says, order, from string) string {
	return `(SELECT COALESCE(pg_catalog.md5(pg_catalog.string_agg(pg_catalog.concat_ws(':', ` + says + `), ' ' ORDER BY ` + order + `)), '') FROM pg_catalog.` + from + `)`
}

func (p *postgres) misfit(Column) string { return "" }

func (p *postgres) unfit(context.Context, querier) (string, error) { return "", nil }

func (p *postgres) still() bool { return false }

func (p *postgres) beginRead() string { return `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY` }

func (p *postgres) during(ctx context.Context) context.Context { return ctx }

func (p *postgres) retryable(err error) bool {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code == "40001" || e.Code == "40P01" || e.Code == "57P01" // serialization failure, deadlock, connection ended by the server
	}
	var connect *pgconn.ConnectError
	return !errors.As(err, &connect) && lost(err)
}

// cleaningLock is the number of the advisory lock of who scrubs.
const cleaningLock = migrationLock + 1

func (p *postgres) cleaning(ctx context.Context, db *sql.DB) (bool, error) {
	n, err := number(ctx, db, fmt.Sprintf(`SELECT COUNT(*) FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_database d ON d.oid = l.database
WHERE d.datname = pg_catalog.current_database() AND l.locktype = 'advisory' AND l.classid = 0 AND l.objid = %d AND l.granted`, cleaningLock))
	return n > 0, err
}

func (p *postgres) classify(err error) *errs.Error {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return classifyCode(e.Code, err)
	}
	var connect *pgconn.ConnectError
	connecting := errors.As(err, &connect)
	switch {
	case connecting && misled(connect): // nothing was sent yet; what breaks later is a connection that was lost
		return untrusted(err)
	case connecting, lost(err):
		return unreachable(err)
	}
	return nil
}

// misled reports whether a connection came to nothing because who answered could not be trusted, or speaks no TLS.
func misled(err error) bool {
	return slices.ContainsFunc([]string{"tls: ", "x509: ", "server refused TLS connection"}, func(says string) bool { return strings.Contains(err.Error(), says) }) // none of it has a type that is ours to name
}

// clashes reports whether a row stands already under its key.
func (p *postgres) clashes(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == "23505"
}

// lacks reports whether a statement names a table or a column that is not there, or of another type: undefined_table, undefined_column, undefined_function, datatype_mismatch.
func (p *postgres) lacks(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && slices.Contains([]string{"42P01", "42703", "42883", "42804"}, e.Code)
}

// lost reports whether the connection broke.
func lost(err error) bool {
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed)
}

// classifyCode reads an SQLSTATE; the first two letters are its class.
func classifyCode(code string, err error) *errs.Error {
	switch {
	case code == "23503": // foreign_key_violation
		return goneMeanwhile(err)
	case code == "42P05", code == "26000": // a statement that another session prepared, or that is not prepared here
		return pooled(err)
	case code == "55P03": // lock_not_available
		return locked(err)
	case code == "53100", code == "58030": // disk_full, io_error
		return diskFull(err)
	case code == "53300": // too_many_connections
		return crowded(err)
	case code == "25006": // read_only_sql_transaction: a standby, or a server that was set so
		return readOnly(err)
	case strings.HasPrefix(code, "08"), strings.HasPrefix(code, "57P"), strings.HasPrefix(code, "53"):
		return unreachable(err)
	case slices.Contains([]string{"28", "3D"}, code[:2]), code == "42501": // credentials, no such database, privileges
		return cannotOpen(err)
	case strings.HasPrefix(code, "XX"): // corrupted
		return notADatabase(err)
	}
	return nil
}
