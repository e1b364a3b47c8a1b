package casework

import (
	"approdo/internal/base/codebook"
	"approdo/internal/care/work"
)

// Lesson is a lesson of Italian that was held for a person. No report counts it.
type Lesson struct {
	ID string
	Work
	Level       string // list italian_level
	Minutes     int64
	ExplainedIn string // list language
	InGroup     bool
	Attended    bool  // the person came
	Homework    bool  // was given
	Revision    int64 // how often it was changed
}

// Lessons are the lessons recorded by the grant's own organisation.
var Lessons = declare(work.Noun[Lesson]{
	Kept: work.Kept{Name: "lesson", Table: "casework_lessons"},
	Head: func(l *Lesson) work.Head { return l.head(&l.ID, &l.Revision) },
	Tell: func(l *Lesson) []work.Fact {
		return []work.Fact{
			{Name: "level", Is: "italian_level", At: &l.Level, For: work.Asked},
			{Name: "minutes", Is: work.Number, At: &l.Minutes, Least: 15, Most: 300, For: work.Orders},
			{Name: "explained_in", Is: "language", At: &l.ExplainedIn, For: work.Asked},
			{Name: "in_group", Is: work.YesNo, At: &l.InGroup},
			{Name: "attended", Is: work.YesNo, At: &l.Attended},
			{Name: "homework", Is: work.YesNo, At: &l.Homework},
		}
	},
	Rule: func(c *codebook.Check, l *Lesson) {
		if l.Homework && !l.Attended { // one of the two ticks was forgotten
			c.Refuse("homework", "casework.homework_without_lesson")
		}
	},
	None: "casework.none",
})
