package main

import (
	"context"

	"approdo/bench/gen"
)

// relinkedLine says what relinking took.
type relinkedLine struct{}

func (e *engine) relink(ctx context.Context, w *gen.World, p period, before figures) (*relinkedLine, error) {
	return nil, nil
}
