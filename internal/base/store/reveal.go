package store

import (
	"context"

	"approdo/internal/base/policy"
)

// Reveal runs fn as Write does, to read what is on record before it is shown: fn checks, notes and reads, and the caller
// shows what it read only after Reveal answered nil, when the note is safe on the disk. A Reveal that notes nothing fails.
// A refusal that must be on record too is told with Tx.Refuse.
func (s *Store) Reveal(ctx context.Context, grant policy.Grant, fn func(*Tx) error) error {
	var refused error
	err := s.Write(ctx, grant, func(tx *Tx) error {
		tx.reveal = true
		err := fn(tx)
		refused = tx.refused
		return err
	})
	if err == nil {
		err = refused
	}
	return err
}
