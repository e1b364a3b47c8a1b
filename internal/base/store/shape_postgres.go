package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// postgresShape lists what the catalogue says of a schema, $1. So that two can be compared, what it prints names the schema of nothing that stands in it, and of all else: the server leaves a name out where
// it would find the same thing without, and so the schema becomes the path once the statement is understood and before anything is printed. To take the name out of what was printed would make two
// texts the same that are not.
const postgresShape = `
WITH path AS MATERIALIZED (SELECT set_config('search_path', quote_ident($1), TRUE) AS named),
here AS MATERIALIZED (SELECT c.oid, c.relname::text AS of, c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.relispartition FROM path CROSS JOIN pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND path.named <> ''),
space AS (SELECT oid FROM pg_namespace WHERE nspname = $1)
SELECT 'relation', of, of, concat_ws(' ', relkind, relpersistence, relrowsecurity, relforcerowsecurity, relispartition) FROM here WHERE relkind IN ('r', 'p', 'f')
UNION ALL SELECT 'column', h.of, a.attname::text, concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated, a.attidentity, a.attcollation::text, COALESCE(pg_get_expr(d.adbin, d.adrelid), ''))
FROM here h JOIN pg_attribute a ON a.attrelid = h.oid LEFT JOIN pg_attrdef d ON d.adrelid = h.oid AND d.adnum = a.attnum WHERE h.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT 'view', of, of, concat_ws(' ', relkind, pg_get_viewdef(oid)) FROM here WHERE relkind IN ('v', 'm')
UNION ALL SELECT 'rule', h.of, r.rulename::text, concat_ws(' ', r.ev_type, r.ev_enabled) FROM here h JOIN pg_rewrite r ON r.ev_class = h.oid WHERE NOT (r.rulename = '_RETURN' AND h.relkind IN ('v', 'm'))
UNION ALL SELECT 'trigger', h.of, t.tgname::text, '' FROM here h JOIN pg_trigger t ON t.tgrelid = h.oid WHERE NOT t.tgisinternal
UNION ALL SELECT 'trigger', h.of, 'of a reference', t.tgenabled::text FROM here h JOIN pg_trigger t ON t.tgrelid = h.oid WHERE t.tgisinternal AND t.tgenabled <> 'O'
UNION ALL SELECT 'reference from outside', h.of, k.conrelid::regclass::text, '' FROM here h JOIN pg_constraint k ON k.confrelid = h.oid WHERE NOT EXISTS (SELECT 1 FROM here o WHERE o.oid = k.conrelid) -- its triggers stand on ours
UNION ALL SELECT 'reference', h.of, '', k.confrelid::regclass::text FROM here h JOIN pg_constraint k ON k.conrelid = h.oid JOIN here o ON o.oid = k.confrelid
UNION ALL SELECT 'policy', h.of, p.polname::text, '' FROM here h JOIN pg_policy p ON p.polrelid = h.oid
UNION ALL SELECT 'constraint', h.of, pg_get_constraintdef(k.oid), k.convalidated::text FROM here h JOIN pg_constraint k ON k.conrelid = h.oid WHERE h.relkind IN ('r', 'p', 'f') AND k.contype <> 'n'
UNION ALL SELECT 'index', h.of, i.relname::text, concat_ws(' ', pg_get_indexdef(x.indexrelid, 0, TRUE), x.indisvalid) FROM here h JOIN pg_index x ON x.indrelid = h.oid JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indisprimary = FALSE AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid)
UNION ALL SELECT 'inheritance', h.of, x.inhrelid::regclass::text, '' FROM here h JOIN pg_inherits x ON x.inhparent = h.oid WHERE h.relkind IN ('r', 'p', 'f')
UNION ALL SELECT 'inheritance', h.of, x.inhparent::regclass::text, '' FROM here h JOIN pg_inherits x ON x.inhrelid = h.oid WHERE h.relkind IN ('r', 'p', 'f')
UNION ALL SELECT 'function', '', p.proname::text, '' FROM pg_proc p JOIN space s ON s.oid = p.pronamespace
UNION ALL SELECT 'operator', '', o.oprname::text, '' FROM pg_operator o JOIN space s ON s.oid = o.oprnamespace
UNION ALL SELECT 'type', '', y.typname::text, '' FROM pg_type y JOIN space s ON s.oid = y.typnamespace WHERE y.typtype IN ('d', 'e', 'r', 'm')
UNION ALL SELECT 'setting', '', x.kept, '' FROM pg_db_role_setting s, unnest(s.setconfig) AS x(kept) WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
  AND s.setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = current_user)) AND (x.kept ILIKE 'session_replication_role=%' OR x.kept ILIKE 'synchronous_commit=%' AND lower(x.kept) NOT IN ('synchronous_commit=on', 'synchronous_commit=true', 'synchronous_commit=yes', 'synchronous_commit=1', 'synchronous_commit=local', 'synchronous_commit=remote_write', 'synchronous_commit=remote_apply'))
UNION ALL SELECT 'event trigger', '', evtname::text, '' FROM pg_event_trigger WHERE evtenabled <> 'D'
ORDER BY 1, 2, 3, 4`

// rehearsed begins the name of the schema in which the migrations are rehearsed: in a transaction that is rolled back, so nobody else ever sees it. It ends in another way each time, so that
// nobody has made it before.
const rehearsed = schema + "_rehearsed_"

func (p *postgres) oddities(ctx context.Context) (list []Oddity, err error) {
	err = p.alone(func(db *sql.DB) (err error) {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, tx.Rollback()) }()
		stands, err := catalogued(ctx, tx, p.schema)
		if err != nil {
			return err
		}
		var server string
		if err := tx.QueryRowContext(ctx, `SELECT current_setting('server_version_num')`).Scan(&server); err != nil {
			return err
		}
		made, err := ideal("postgres "+server, func() ([]thing, error) {
			stage := rehearsed + strings.ReplaceAll(NewID(), "-", "")
			for _, q := range []string{`CREATE SCHEMA ` + stage, `SET LOCAL search_path = ` + stage} {
				if _, err := tx.ExecContext(ctx, q); err != nil {
					return nil, err
				}
			}
			if err := build(ctx, tx); err != nil {
				return nil, err
			}
			list, err := catalogued(ctx, tx, stage)
			return ours(list), err
		})
		if err == nil {
			list, err = odd(made, stands)
		}
		return err
	})
	return list, err
}

func (p *postgres) stands(ctx context.Context) (list []thing, err error) {
	err = p.alone(func(db *sql.DB) (err error) {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, tx.Rollback()) }()
		list, err = catalogued(ctx, tx, p.schema)
		return err
	})
	return list, err
}

// catalogued lists what the catalogue says of a schema, asked with functions of the server's own: those of the schema would answer as whoever planted them likes.
func catalogued(ctx context.Context, tx *sql.Tx, schema string) ([]thing, error) {
	if _, err := tx.ExecContext(ctx, `SET LOCAL search_path = pg_catalog`); err != nil {
		return nil, err
	}
	return shape(ctx, tx, postgresShape, schema)
}

// ours leaves out of a rehearsal what the migrations never make: whatever acts was not made by them, also where it came by itself.
func ours(list []thing) (kept []thing) {
	for _, t := range list {
		switch t.kind {
		case "relation", "column", "view", "constraint", "reference", "index":
			kept = append(kept, t)
		}
	}
	return kept
}
