package outreach

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// Meeting is a talk to a group, recorded by headcount.
type Meeting struct {
	ID string
	Work
	Place     string // list place; it decides the channel
	Attendees []Attendees
}

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
	c.Code("place", "place", m.Place)
	for _, a := range m.Attendees {
		c.Code("attendees", "gender", a.Gender)
		c.Code("attendees", "age_band", a.AgeBand)
		c.Code("attendees", "protection", a.Protection)
		c.Amount("attendees", a.Headcount, 1e5)
	}
	if err := c.Err(); err != nil {
		return m, err
	}
	if m.ID == "" {
		m.ID = work.NewID()
	}
	_, err = tx.Exec(`INSERT INTO outreach_meetings (id, organisation_id, unit_id, project_id, day, province, place, channel, recorded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		m.ID, m.OrganisationID, m.UnitID, m.ProjectID, m.Day, m.Province, m.Place, l.channel(m.Place), work.Day(tx))
	for _, a := range m.Attendees {
		if err == nil && a.Headcount > 0 {
			if a.ID == "" {
				a.ID = work.NewID()
			}
			_, err = tx.Exec(`INSERT INTO outreach_attendees (id, meeting_id, gender, age_band, protection, headcount) VALUES ($1, $2, $3, $4, $5, $6)`,
				a.ID, m.ID, a.Gender, a.AgeBand, a.Protection, a.Headcount)
		}
	}
	if err != nil {
		return m, errs.Wrap(err, "record meeting", m.ID)
	}
	work.Done(tx, "meeting", m.ID)
	return m, nil
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

var meetings = store.Listing{
	Columns: `id, organisation_id, unit_id, project_id, day, province, place,
(SELECT CAST(COALESCE(SUM(a.headcount), 0) AS BIGINT) FROM outreach_attendees a WHERE a.meeting_id = outreach_meetings.id)`,
	From: "outreach_meetings", Owner: "organisation_id", ID: "id", Day: "day",
	Filters: map[string]string{"unit": "unit_id", "project": "project_id", "place": "place", "province": "province"},
	Sorts:   map[string]string{"day": "day", "place": "place", "province": "province"}, Standard: "day",
}

// MeetingLine is a meeting in a list, with how many people were new.
type MeetingLine struct {
	Meeting
	New int64
}

// Meetings lists group meetings of the grant's own organisation.
func Meetings(tx *store.Tx, s store.Selection) (store.Slice[MeetingLine], error) {
	list, err := store.Select(tx, meetings, s, tx.Grant().Own(), func(row store.Row) (m MeetingLine, err error) {
		return m, row.Scan(&m.ID, &m.OrganisationID, &m.UnitID, &m.ProjectID, &m.Day, &m.Province, &m.Place, &m.New)
	})
	return list, errs.Wrap(err, "list meetings")
}

// FindMeeting reads one meeting with its headcounts; another organisation's does not exist.
func FindMeeting(tx *store.Tx, id string) (Meeting, error) {
	m, found, err := store.One(tx, func(row store.Row) (m Meeting, err error) {
		return m, row.Scan(&m.ID, &m.OrganisationID, &m.UnitID, &m.ProjectID, &m.Day, &m.Province, &m.Place)
	}, `SELECT id, organisation_id, unit_id, project_id, day, province, place FROM outreach_meetings WHERE id = $1`, id)
	if err == nil && (!found || !tx.Grant().Own().Sees(string(m.OrganisationID))) {
		return Meeting{}, errs.E(errs.NotFound, "outreach.none")
	}
	if err != nil {
		return m, errs.Wrap(err, "find meeting", id)
	}
	m.Attendees, err = store.List(tx, func(row store.Row) (a Attendees, err error) {
		return a, row.Scan(&a.ID, &a.Gender, &a.AgeBand, &a.Protection, &a.Headcount)
	}, `SELECT id, gender, age_band, protection, headcount FROM outreach_attendees WHERE meeting_id = $1 ORDER BY headcount DESC, id`, id)
	return m, errs.Wrap(err, "find meeting", id)
}

// RemoveMeeting takes a meeting back, with its headcounts.
func (l *Log) RemoveMeeting(tx *store.Tx, id string) error {
	if _, err := tx.Exec(`DELETE FROM outreach_attendees WHERE meeting_id = $1`, id); err != nil {
		return errs.Wrap(err, "remove attendees", id)
	}
	return remove(tx, "meeting", "outreach_meetings", id)
}
