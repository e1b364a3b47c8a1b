package store

import (
	"context"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
)

// Reveal runs fn as Write does, to read what is on record before it is shown: fn checks, notes and reads, and the caller
// shows what it read only after Reveal answered nil, when the note is safe on the disk. A Reveal that notes nothing fails.
// A refusal that must be on record too is told with Tx.Deny.
func (s *Store) Reveal(ctx context.Context, grant policy.Grant, fn func(*Tx) error) error {
	var refused *errs.Error
	err := s.Write(ctx, grant, func(tx *Tx) error {
		tx.reveal = true
		err := fn(tx)
		refused = tx.refused
		return err
	})
	if err == nil && refused != nil {
		return refused
	}
	return err
}

// Deny makes a Reveal answer err although it commits: that somebody asked for a person and was refused, and by which
// rule, is on record, and nothing is shown. What is noted after it is part of the refusal.
func (tx *Tx) Deny(person, object string, err *errs.Error) {
	tx.refused = err
	tx.NoteAbout(person, object, person, nil)
}

// For states what the rest of the transaction is for, where that goes without saying or was said before: it is noted.
func (tx *Tx) For(purpose string) { tx.grant = tx.grant.For(purpose) }
