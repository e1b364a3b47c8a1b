package store

import (
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/machine"
)

// clockSlip is how far the machine's clock may go back without anybody being asked: a time server does that.
const clockSlip = time.Minute

// Ahead is how far the trail's last entry is ahead of the machine's clock, which was wrong then or is wrong now; zero where both agree.
func Ahead(tx *Tx) (time.Duration, error) {
	h, err := TrailHead(tx)
	if err != nil {
		return 0, err
	}
	last, err := time.Parse(audit.TimeFormat, h.At)
	if by := last.Sub(machine.Now()); err == nil && by > clockSlip {
		return by, nil
	}
	return 0, nil // a head that says no time is told by who verifies the trail
}

// SetClockRight notes that the machine's clock is right now, so that the trail goes on with its time: until then new entries have the time of the last, which is yet to come. A person says so, since the
// program cannot know which of the two times was wrong.
func SetClockRight(tx *Tx) error {
	ahead, err := Ahead(tx)
	if err == nil && ahead > 0 {
		tx.Note(audit.ClockObject, "right", audit.Details{"seconds": audit.Count(int64(ahead.Seconds()))})
	}
	return err
}
