package casework_test

import (
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
)

func TestALessonLastsAQuarterToFiveHoursAndGivesHomeworkToWhoCame(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		for _, c := range []struct {
			minutes                int64
			attended, homework, ok bool
		}{{15, true, true, true}, {300, false, false, true}, {14, true, true, false}, {301, true, true, false}, {60, false, true, false}} {
			err := sc.s.Write(t.Context(), operator, func(tx *store.Tx) error {
				_, err := casework.Lessons.Take(tx, sc.book, casework.Lesson{Work: sc.work, Level: "A1", Minutes: c.minutes, ExplainedIn: "it", Attended: c.attended, Homework: c.homework})
				return err
			})
			if c.ok != (err == nil) || !c.ok && errs.KindOf(err) != errs.Invalid {
				t.Errorf("%+v: %v", c, err)
			}
		}
	})
}
