package outreach

import (
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// Meeting is a talk to a group, recorded by headcount.
type Meeting struct {
	ID string
	Work
	Place     string // list place
	Channel   string // follows from the place
	Attendees []Attendees
	Revision  int64 // how often it was changed
}

// Meetings are the group meetings recorded by the grant's own organisation; who attended stands beside.
var Meetings = work.Declare(work.Noun[Meeting]{
	Kept: work.Kept{Name: "meeting", Table: "outreach_meetings", View: "contacts"},
	Head: func(m *Meeting) work.Head { return m.Head(&m.ID, nil, &m.Revision) },
	Tell: func(m *Meeting) []work.Fact {
		return []work.Fact{{Name: "place", Is: "place", At: &m.Place, For: work.Asked}, {Name: "channel", Is: "channel", At: &m.Channel, Empty: true}}
	},
	Rule: func(c *codebook.Check, m *Meeting) {
		for _, a := range m.Attendees {
			c.Code("attendees", "gender", a.Gender)
			c.Code("attendees", "age_band", a.AgeBand)
			c.Code("attendees", "protection", a.Protection)
			c.Amount("attendees", a.Headcount, 1e5)
		}
	},
	Beside: func(tx *store.Tx, m *Meeting) (err error) {
		m.Attendees, err = attendees(tx, m.ID)
		return err
	},
	Lay:  layAttendees,
	None: "outreach.none",
})

// Attendees is a headcount of people met for the first time; it counts as that many unlinked individuals.
type Attendees struct {
	ID         string // empty: made
	Gender     string
	AgeBand    string
	Protection string
	Headcount  int64
}

// RecordMeeting adds a group meeting. Its channel follows from the kind of place: a place of no channel reaches nobody.
func (l *Log) RecordMeeting(tx *store.Tx, m Meeting) (Meeting, error) {
	c, err := l.check(tx, &m.Work)
	if err != nil {
		return m, err
	}
	m.Channel = l.channel(m.Place)
	if Meetings.Check(c, &m); c.Err() != nil {
		return m, c.Err()
	}
	return m, Meetings.Record(tx, &m)
}

// ChangeMeeting corrects a meeting that nobody changed since it was read at m.Revision. Its unit, project and day stay.
func (l *Log) ChangeMeeting(tx *store.Tx, m Meeting, reason string) error {
	m.Channel = l.channel(m.Place)
	return Meetings.Correct(tx, l.book, m, reason)
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

// channel is data: an attribute of the place's kind.
func (l *Log) channel(place string) string {
	if list, ok := l.book.List("place"); ok {
		if code, ok := list.Find(place); ok {
			return code.Attributes["channel"]
		}
	}
	return ""
}

func attendees(tx *store.Tx, meeting string) ([]Attendees, error) {
	return store.List(tx, func(row store.Row) (a Attendees, err error) {
		return a, row.Scan(&a.ID, &a.Gender, &a.AgeBand, &a.Protection, &a.Headcount)
	}, `SELECT id, gender, age_band, protection, headcount FROM outreach_attendees WHERE meeting_id = $1 ORDER BY headcount DESC, id`, meeting)
}

// MeetingLine is a meeting in a list, with how many people were new.
type MeetingLine struct {
	Meeting
	New int64
}

// MeetingLines lists group meetings of the grant's own organisation.
func MeetingLines(tx *store.Tx, s store.Selection) (store.Slice[MeetingLine], error) {
	list, err := Meetings.List(tx, s)
	lines := store.Slice[MeetingLine]{Total: list.Total}
	for some := range slices.Chunk(list.Items, 200) {
		var sums map[string]int64
		if err == nil {
			sums, err = headcounts(tx, some)
		}
		for _, m := range some {
			lines.Items = append(lines.Items, MeetingLine{m, sums[m.ID]})
		}
	}
	return lines, errs.Wrap(err, "list meetings")
}

// headcounts sums who was new in each of some meetings.
func headcounts(tx *store.Tx, meetings []Meeting) (map[string]int64, error) {
	sums := map[string]int64{}
	args, places := make([]any, len(meetings)), make([]string, len(meetings))
	for i, m := range meetings {
		args[i], places[i] = m.ID, "$"+strconv.Itoa(i+1)
	}
	_, err := store.List(tx, func(row store.Row) (id string, err error) {
		var n int64
		err = row.Scan(&id, &n)
		sums[id] += n
		return id, err
	}, `SELECT meeting_id, headcount FROM outreach_attendees WHERE meeting_id IN (`+strings.Join(places, ", ")+`)`, args...)
	return sums, err
}
