package imports

import (
	"cmp"
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"approdo/internal/care/sheet"
	"approdo/internal/care/sheet/grid"
)

// upload is a file that somebody sent and has not recorded or thrown away yet. It lives in memory only: of a
// spreadsheet nothing may be kept but the facts in it. One piece of work at a time goes on with it, beside the requests
// that ask how far it is.
type upload struct {
	id           string
	owner        [32]byte // hash of the session's token; nobody else finds it
	organisation string
	kind         sheet.Kind
	until        time.Time
	left         chan struct{}   // closed when it is forgotten: nobody waits for what is read of it
	under        *sync.WaitGroup // the work under way of all uploads

	mu       sync.Mutex
	file     *grid.File   // nil until it was read
	draft    *sheet.Draft // the last reading that succeeded; nil before
	state    uploadState
	finished chan struct{} // closed when the work under way ends; nil before any
}

// uploadState is how things stand with an upload, as a page shows it.
type uploadState struct {
	Opened      bool      // its bytes were a spreadsheet
	Sheets      int       // of it
	Understood  bool      // Preview holds a reading
	Given       sheet.Map // what the person said about it
	Reading     int64     // number of the reading that Preview shows: what is recorded is the one that was seen
	Preview     sheet.Preview
	Problem     error // why the last work came to nothing
	Working     task  // what is being done now
	Done, Total int   // rows of that work
	Recorded    bool
	Imports     []sheet.Import // what was recorded; none when nothing was new
}

// task is what can be done with an upload.
type task string

const (
	reading   task = "reading"
	recording task = "recording"
)

// look is a copy of how things stand.
func (u *upload) look() uploadState {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.state
}

// change writes down what a piece of work found.
func (u *upload) change(write func(*uploadState)) {
	u.mu.Lock()
	defer u.mu.Unlock()
	write(&u.state)
}

// start begins a piece of work beside the requests, with what is said for it. While another goes on, and after recording, it does nothing.
func (u *upload) start(what task, do func(sheet.Progress) error, said ...func(*uploadState)) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.state.Working != "" || u.state.Recorded {
		return
	}
	for _, say := range said {
		say(&u.state)
	}
	u.state.Working, u.state.Problem, u.state.Done, u.state.Total = what, nil, 0, 0
	finished := make(chan struct{})
	u.finished = finished
	u.under.Go(func() {
		defer close(finished)
		err := rescued(do, func(done, total int) {
			u.change(func(s *uploadState) { s.Done, s.Total = done, total })
		})
		u.change(func(s *uploadState) { s.Working, s.Problem = "", err })
	})
}

// rescued turns a panic into an error: work beside the requests must not end the program.
func rescued(do func(sheet.Progress) error, progress sheet.Progress) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return do(progress)
}

// while is a context in which the file is read: it ends after so long, or when the upload is forgotten. That the request ends which asked for it does not matter.
func (u *upload) while(ctx context.Context, within time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), within)
	go func() {
		select {
		case <-u.left:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// patience is how long a request waits for work that is often done at once, before it shows progress.
const patience = 2 * time.Second

// wait returns when the work under way ends, or patience does.
func (u *upload) wait(ctx context.Context) {
	u.mu.Lock()
	finished := u.finished
	u.mu.Unlock()
	if finished == nil {
		return
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-finished:
	case <-timer.C:
	case <-ctx.Done():
	}
}

// weight is about how many bytes a file takes once opened.
func weight(file *grid.File) int {
	const header = 16 // of a string
	sum := 0
	for _, s := range file.Sheets {
		for _, row := range s.Rows {
			for _, cell := range row.Cells {
				sum += header + len(cell)
			}
		}
	}
	return sum
}

// readAs is the kind that the file was read as: the one chosen, unless it speaks of another and that was answered.
func (u *upload) readAs(s uploadState) sheet.Kind { return cmp.Or(s.Preview.Kind, u.kind) }
