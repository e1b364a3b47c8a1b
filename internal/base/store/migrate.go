package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"

	"github.com/pressly/goose/v3"

	"approdo/internal/base/errs"
)

// wing names the store and all that is its own: its migrations, its SQLite file, its schema in PostgreSQL. Each store has one numbered sequence.
const wing = "care"

//go:embed migrations/care/*.sql
var migrations embed.FS

// latest stands for the newest version of the tables that this program knows.
const latest = -1

// sequence is the migrations that this program knows, numbered from 1 without gaps.
type sequence struct {
	files  fs.FS
	newest int64
}

func openSequence() (q sequence, err error) {
	if q.files, err = fs.Sub(migrations, "migrations/"+wing); err != nil {
		return q, err
	}
	names, err := fs.Glob(q.files, "*.sql")
	if err != nil || len(names) == 0 {
		return q, errors.Join(err, errors.New("store: no migrations"))
	}
	q.newest, err = goose.NumericComponent(names[len(names)-1]) // Glob sorts
	return q, err
}

// Newest is the version of the tables that this program brings a database to.
func Newest() (int64, error) {
	q, err := openSequence()
	return q.newest, err
}

// migrate brings the tables to a version. Several processes may start at once: one migrates, the others find it done. Tables of which this program does not
// know every step are refused before anything is touched. It answers the version that they had; 0 for new ones.
func migrate(ctx context.Context, e engine, db *sql.DB, version int64) (before int64, err error) {
	q, err := openSequence()
	if err != nil {
		return 0, err
	}
	if err := e.suits(ctx, db); err != nil {
		return 0, err
	}
	err = e.migrating(ctx, db, func() error {
		seen, err := steps(ctx, e, db)
		if err != nil {
			return err
		}
		if err := q.judge(seen); err != nil {
			return err
		}
		if len(seen) > 0 {
			before = seen[len(seen)-1]
		}
		if len(seen) > 0 && int64(len(seen)) < q.newest {
			if err := calm(ctx, e); err != nil {
				return err
			}
		}
		if err := mend(ctx, e, db, seen); err != nil {
			return err
		}
		p, err := goose.NewProvider(goose.Dialect(e.dialect()), db, q.files, goose.WithTableName(versions), goose.WithDisableGlobalRegistry(true),
			goose.WithAllowOutofOrder(true)) // of the gaps that judge allows
		if err != nil {
			return err
		}
		if version == latest {
			_, err = p.Up(ctx)
		} else {
			_, err = p.UpTo(ctx, version)
		}
		if err == nil {
			return nil
		}
		after, unread := steps(ctx, e, db)
		return errors.Join(halted(e, err, unread == nil && len(after) > len(seen)), unread)
	})
	return before, err
}

// halted says at which step the tables stand still. Each step is done whole or not at all; after others were done, the program of before does not open the tables any more.
func halted(e engine, err error, begun bool) error {
	var at *goose.PartialError
	if !errors.As(err, &at) || e.classify(err) != nil {
		return err
	}
	key := "store.not_migrated"
	if begun {
		key = "store.half_migrated"
	}
	return errs.E(errs.Internal, key, "step", at.Failed.Source.Version, err)
}
