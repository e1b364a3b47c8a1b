package store

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
)

// sqliteShape lists what SQLite's own list says. Of a table's text only what acts counts: it differs where columns came later. What is to be unique stands in indexes without a text of their own.
const sqliteShape = `
SELECT 'column', t.name, c.name, c.type || ' ' || c."notnull" || ' ' || c.pk || ' ' || c.hidden || ' ' || COALESCE(c.dflt_value, '') FROM sqlite_schema t, pragma_table_xinfo(t.name) c
WHERE t.type = 'table' AND t.name NOT GLOB 'sqlite_*'
UNION ALL SELECT 'reference', t.name, f."from", f."table" || ' ' || COALESCE(f."to", '') || ' ' || f.on_update || ' ' || f.on_delete FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
UNION ALL SELECT 'constraint', t.name, CASE i.origin WHEN 'u' THEN 'UNIQUE' ELSE 'PRIMARY KEY' END || ' (' || (SELECT group_concat(COALESCE(x.name, ''), ', ' ORDER BY x.seqno) FROM pragma_index_xinfo(i.name) x WHERE x.key) || ')',
 (SELECT group_concat(x.coll || ' ' || x."desc", ', ' ORDER BY x.seqno) FROM pragma_index_xinfo(i.name) x WHERE x.key)
FROM sqlite_schema t, pragma_index_list(t.name) i WHERE t.type = 'table' AND t.name NOT GLOB 'sqlite_*' AND i.origin <> 'c'
UNION ALL SELECT type, tbl_name, name, sql FROM sqlite_schema WHERE type IN ('trigger', 'view', 'index') AND sql IS NOT NULL
UNION ALL SELECT 'table', name, name, sql
FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'
ORDER BY 1, 2, 3, 4`

// acts are the words of a table's text that do something besides keeping rows. Computed columns are told by their flag.
var acts = regexp.MustCompile(`(?i)\b(check|conflict|collate|generated|virtual)\b`)

func sqliteShaped(ctx context.Context, on querier) ([]thing, error) {
	list, err := shape(ctx, on, sqliteShape)
	for i := range list {
		if t := &list[i]; t.kind == "table" && !acts.MatchString(t.says) {
			t.says = ""
		}
	}
	return list, err
}

func (s *sqlite) oddities(ctx context.Context) (list []Oddity, err error) {
	made, err := sqliteIdeal(ctx)
	if err != nil {
		return nil, err
	}
	stands, err := s.stands(ctx)
	if err != nil {
		return nil, err
	}
	return odd(made, stands)
}

func (s *sqlite) stands(ctx context.Context) (list []thing, err error) {
	db, err := s.openReaders()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return sqliteShaped(ctx, db)
}

func sqliteIdeal(ctx context.Context) ([]thing, error) {
	return ideal("sqlite", func() (list []thing, err error) {
		db, err := sql.Open("sqlite", ":memory:")
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, db.Close()) }()
		db.SetMaxOpenConns(1)
		if err := build(ctx, db); err != nil {
			return nil, err
		}
		return sqliteShaped(ctx, db)
	})
}
