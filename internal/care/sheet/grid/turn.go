package grid

import (
	"archive/zip"
	"bytes"
	"context"
	"sync"

	"approdo/internal/base/errs"
)

// Opening a file takes several times its size, so few are opened at a time: of usual files, which registers of years are, so many at once, of larger ones one.
const (
	usualSize   = 64 << 20 // bytes once unpacked
	usualAtOnce = 3
)

// Turns says whose file is opened next, so that nobody's files keep another's waiting: each source has one at a time, and a usual file waits for no large one. The
// zero value is ready.
type Turns struct {
	mu           sync.Mutex
	of           map[string]chan struct{} // by source
	usual, large chan struct{}
}

// Take waits for the turn of a file of a source, until ctx ends. Whoever was given one must end it.
func (t *Turns) Take(ctx context.Context, source string, data []byte) (end func(), err error) {
	own, among := t.places(source, unpacked(data))
	for i, place := range []chan struct{}{own, among} {
		select {
		case place <- struct{}{}:
		case <-ctx.Done():
			if i > 0 {
				<-own
			}
			return nil, Stopped(ctx)
		}
	}
	return func() { <-among; <-own }, nil
}

func (t *Turns) places(source string, size uint64) (own, among chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.of == nil {
		t.of, t.usual, t.large = map[string]chan struct{}{}, make(chan struct{}, usualAtOnce), make(chan struct{}, 1)
	}
	if t.of[source] == nil {
		t.of[source] = make(chan struct{}, 1)
	}
	if size > usualSize {
		return t.of[source], t.large
	}
	return t.of[source], t.usual
}

// unpacked is how many bytes a file says that it has once unpacked. One that has more is refused while it is read.
func unpacked(data []byte) (size uint64) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return uint64(len(data))
	}
	for _, part := range z.File {
		size += min(part.UncompressedSize64, maxSheets)
	}
	return size
}

// Stopped says why reading goes on no more once its context has ended: Invalid "sheet.too_slow" after its deadline, Unavailable "sheet.given_up" where nobody
// waits for it; nil before.
func Stopped(ctx context.Context) error {
	switch err := ctx.Err(); err {
	case nil:
		return nil
	case context.DeadlineExceeded:
		return errs.E(errs.Invalid, "sheet.too_slow")
	default:
		return errs.E(errs.Unavailable, "sheet.given_up", err)
	}
}
