package outreach

import (
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// Meeting is a talk to a group, recorded by headcount.
type Meeting struct {
	ID string
	Work
	Place     string // list place
	Channel   string // follows from the place: of none it reaches nobody
	Attendees []Attendees
	Revision  int64 // how often it was changed
}

// Meetings are the group meetings recorded by the grant's own organisation; who attended stands beside.
var Meetings = work.Declare(work.Noun[Meeting]{
	Kept: work.Kept{Name: "meeting", Table: "outreach_meetings", View: "contacts", Asides: []work.Aside{{Table: "outreach_attendees", Column: "headcount", Most: work.MostHeads}}},
	Head: func(m *Meeting) work.Head { return m.Head(&m.ID, nil, &m.Revision) },
	Tell: func(m *Meeting) []work.Fact {
		return []work.Fact{{Name: "place", Is: "place", At: &m.Place, For: work.Asked}, {Name: "channel", Is: "channel", At: &m.Channel, Empty: true}}
	},
	Rule: func(c *codebook.Check, m *Meeting) {
		m.Channel = c.Attribute("place", m.Place, "channel")
		for _, a := range m.Attendees {
			c.Code("attendees", "gender", a.Gender)
			c.Code("attendees", "age_band", a.AgeBand)
			c.Code("attendees", "protection", a.Protection)
			c.Amount("attendees", a.Headcount, 0, work.MostHeads)
		}
	},
	Beside: attendees,
	Lay:    layAttendees,
	None:   "outreach.none",
})

// New is how many people were met for the first time.
func (m Meeting) New() (n int64) {
	for _, a := range m.Attendees {
		n += a.Headcount
	}
	return n
}

// Attendees is a headcount of people met for the first time; it counts as that many unlinked individuals.
type Attendees struct {
	ID         string // empty: made
	Gender     string
	AgeBand    string
	Protection string
	Headcount  int64
}

// RecordMeeting adds a group meeting.
func (l *Log) RecordMeeting(tx *store.Tx, m Meeting) (Meeting, error) {
	c, err := l.check(tx, &m.Work)
	if err != nil {
		return m, err
	}
	if Meetings.Check(c, &m); c.Err() != nil {
		return m, c.Err()
	}
	return m, Meetings.Record(tx, &m)
}

func layAttendees(tx *store.Tx, m Meeting) error {
	_, err := tx.Exec(`DELETE FROM outreach_attendees WHERE meeting_id = $1`, m.ID)
	for _, a := range m.Attendees {
		if err == nil && a.Headcount > 0 {
			if a.ID == "" {
				a.ID = work.NewID()
			}
			_, err = tx.Exec(`INSERT INTO outreach_attendees (id, meeting_id, gender, age_band, protection, headcount) VALUES ($1, $2, $3, $4, $5, $6)`,
				a.ID, m.ID, a.Gender, a.AgeBand, a.Protection, a.Headcount)
		}
	}
	return err
}

// attendees reads who attended some meetings.
func attendees(tx *store.Tx, some []*Meeting) error {
	meetings, args, places := map[string]*Meeting{}, make([]any, len(some)), make([]string, len(some))
	for i, m := range some {
		meetings[m.ID], args[i], places[i] = m, m.ID, "$"+strconv.Itoa(i+1)
	}
	_, err := store.List(tx, func(row store.Row) (a Attendees, err error) {
		var id string
		if err = row.Scan(&id, &a.ID, &a.Gender, &a.AgeBand, &a.Protection, &a.Headcount); err == nil {
			meetings[id].Attendees = append(meetings[id].Attendees, a)
		}
		return a, err
	}, `SELECT meeting_id, id, gender, age_band, protection, headcount FROM outreach_attendees WHERE meeting_id IN (`+strings.Join(places, ", ")+`) ORDER BY headcount DESC, id`, args...)
	return err
}
