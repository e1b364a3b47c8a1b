package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"
	"syscall"

	"approdo/internal/base/errs"
)

// errDiscard tells database/sql not to keep a connection.
var errDiscard = driver.ErrBadConn

// classified gives an error of the outside world its kind and sentence. An error that has a kind already, or that says
// nothing about the outside world, passes as it is.
func classified(e engine, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errs.Of(err); ok {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if c := e.classify(err); c != nil {
		return c
	}
	if e.lacks(err) || Misread(err) {
		return damaged(err)
	}
	return err
}

// Misread reports whether a column of a row holds something else than it should: the columns before it were read.
func Misread(err error) bool { return err != nil && strings.Contains(err.Error(), misread) }

// misread is how database/sql begins to say that a column holds something else than it should. It has no type for that.
const misread = "sql: Scan error"

// openFault is the failure to make or open a file or a folder.
func openFault(err error) *errs.Error {
	if errors.Is(err, syscall.ENOSPC) {
		return diskFull(err)
	}
	return cannotOpen(err)
}

// lockedKey is of what somebody else held for longer than we wait.
const lockedKey = "store.locked"

func locked(err error) *errs.Error { return errs.E(errs.Unavailable, lockedKey, err) }

// goneMeanwhile is a record that rests on another which somebody took back, or one taken back on which something rests by now.
func goneMeanwhile(err error) *errs.Error { return errs.E(errs.Conflict, "store.gone_meanwhile", err) }

func pooled(err error) *errs.Error     { return errs.E(errs.Unavailable, "store.pooled", err) }
func diskFull(err error) *errs.Error   { return errs.E(errs.Unavailable, "store.disk_full", err) }
func cannotOpen(err error) *errs.Error { return errs.E(errs.Unavailable, "store.cannot_open", err) }
func readOnly(err error) *errs.Error   { return errs.E(errs.Unavailable, "store.read_only", err) }
func crowded(err error) *errs.Error    { return errs.E(errs.Unavailable, "store.crowded", err) }
func untrusted(err error) *errs.Error  { return errs.E(errs.Unavailable, "store.untrusted", err) }
func unreachable(err error) *errs.Error {
	return errs.E(errs.Unavailable, "store.unreachable", err)
}

// damaged is a table, a column or a value that is not as the program left it. It is told which, and never the value.
func damaged(err error) *errs.Error {
	what, _, _ := strings.Cut(err.Error(), ": converting")
	return errs.E(errs.Unavailable, "store.tables_damaged", "what", what, err)
}

// Damaged is damaged of a column in which something was read that no program of ours writes: a number or a day beyond its bounds.
func Damaged(what string) error {
	return errs.E(errs.Unavailable, "store.tables_damaged", "what", what)
}

func notADatabase(err error) *errs.Error {
	return errs.E(errs.Unavailable, "store.not_a_database", err)
}
