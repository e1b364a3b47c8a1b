package store

import (
	"context"
	"database/sql"

	"approdo/internal/base/errs"
)

// A cleaning writes whole tables anew, or the whole file, and of a large network that takes longer than anybody waits for a lock. Whoever is locked out by it, in this process or in another, waits on: nothing is refused
// that somebody wrote because somebody else was erased.

// cleansed runs fn, and again for as long as it is locked out by a cleaning and nobody has left. Once more when there is none: one may just have ended.
func cleansed(ctx context.Context, e engine, db *sql.DB, left func() bool, fn func() error) error {
	for cleans := true; ; {
		err := fn()
		if !isLocked(e, err) || !cleans || left() {
			return err
		}
		var asked error
		if cleans, asked = e.cleaning(ctx, db); asked != nil {
			return err
		}
	}
}

func isLocked(e engine, err error) bool {
	if err == nil {
		return false
	}
	told, known := errs.Of(classified(e, err))
	return known && told.Key == lockedKey
}
