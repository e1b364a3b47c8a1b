package store

import (
	"context"

	"approdo/internal/base/policy"
)

// Chunks writes piece by piece, each in a transaction of its own so that others get between, until fn says that there is no more.
func (s *Store) Chunks(ctx context.Context, grant policy.Grant, fn func(*Tx) (more bool, err error)) error {
	for more := true; more; {
		err := s.Write(ctx, grant, func(tx *Tx) (err error) {
			more, err = fn(tx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
