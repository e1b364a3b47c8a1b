package casework

import (
	"approdo/internal/care/work"
)

// Interview is an identification interview. Reports read it as a contact of channel identification_interview.
type Interview struct {
	ID string
	Work
	Language    string
	Mediator    bool
	Information string // was information on rights given
	Revision    int64  // how often it was changed
}

// Interviews are the interviews recorded by the grant's own organisation.
var Interviews = declare(work.Noun[Interview]{
	Kept: work.Kept{Name: "interview", Table: "casework_interviews", View: "contacts", Order: work.Order{Ranks: true}},
	Head: func(i *Interview) work.Head { return i.head(&i.ID, &i.Revision) },
	Tell: func(i *Interview) []work.Fact {
		return []work.Fact{
			{Name: "language", Is: "language", At: &i.Language, For: work.Asked},
			{Name: "mediator", Is: work.Mark, At: &i.Mediator, For: work.Narrows},
			{Name: "information", Is: "information", At: &i.Information},
		}
	},
	None: "casework.none",
})
