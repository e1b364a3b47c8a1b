package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// latest stands for the newest version of the tables that this program knows.
const latest = -1

// migrate brings the tables to a version. Several processes may start at once: one migrates, the others find it done.
func migrate(ctx context.Context, e engine, db *sql.DB, version int64) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	return e.migrating(ctx, db, func() error {
		p, err := goose.NewProvider(goose.Dialect(e.dialect()), db, files, goose.WithTableName("store_versions"), goose.WithDisableGlobalRegistry(true))
		if err != nil {
			return err
		}
		if version == latest {
			_, err = p.Up(ctx)
		} else {
			_, err = p.UpTo(ctx, version)
		}
		return err
	})
}

// newestVersion is the number of the last migration that this program knows.
func newestVersion() (int64, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil || len(files) == 0 {
		return 0, errors.Join(err, errors.New("store: no migrations"))
	}
	return goose.NumericComponent(files[len(files)-1]) // Glob sorts
}
