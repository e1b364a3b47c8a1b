package desk_test

import (
	"net/http"
	"slices"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
)

// meeting records a meeting as a file tells it, and answers the address of its page.
func (s *site) meeting(attendees ...outreach.Attendees) string {
	s.t.Helper()
	m := outreach.Meeting{
		Work:  outreach.Work{OrganisationID: s.town.Faro, UnitID: s.town.Street, Day: "2024-05-02", Province: "IT-BS"},
		Place: "cas", Attendees: attendees,
	}
	must(s.t, s.store.Write(s.t.Context(), operator, func(tx *store.Tx) (err error) {
		m, err = outreach.New(s.town.Book).RecordMeeting(tx, m)
		return err
	}))
	return "/meetings/" + m.ID
}

// attended reads a meeting back: its channel, and who was new, without ids.
func (s *site) attended(path string) (channel string, list []outreach.Attendees) {
	s.t.Helper()
	must(s.t, s.store.Read(s.t.Context(), operator, func(tx *store.Tx) error {
		m, err := outreach.Meetings.Whole(tx, path[len("/meetings/"):])
		for _, a := range m.Attendees {
			a.ID = ""
			list = append(list, a)
		}
		channel = m.Channel
		return err
	}))
	return channel, list
}

// A form asks for numbers by gender, and once whether they are minors and what they said of protection: all of it can be corrected, and the channel follows the place.
func TestWhatAFormSaidOfAMeetingCanBeCorrected(t *testing.T) {
	t.Parallel()
	s := open(t)
	path := s.meeting(outreach.Attendees{Gender: "woman", AgeBand: "not_asked", Protection: "not_asked", Headcount: 30}, outreach.Attendees{Gender: "trans_man", AgeBand: "not_asked", Protection: "not_asked", Headcount: 2})
	form := formOf(t, s.wants(http.StatusOK, worker, path+"/edit", nil), path+"/edit")
	for name, value := range map[string]string{"new_women": "3", "new_men": "4", "minors": "yes", "protection": "yes", "place": "worship", "reason": "mistyped"} {
		form.Set(name, value)
	}
	s.saves(worker, path+"/edit", form)
	channel, list := s.attended(path)
	want := []outreach.Attendees{{Gender: "man", AgeBand: "minor", Protection: "yes", Headcount: 4}, {Gender: "woman", AgeBand: "minor", Protection: "yes", Headcount: 3}, {Gender: "trans_man", AgeBand: "minor", Protection: "yes", Headcount: 2}}
	if channel != "community_outreach" || !slices.Equal(list, want) {
		t.Errorf("it reaches through %q, %v", channel, list)
	}
	s.sees(s.wants(http.StatusOK, worker, path, nil), "New women: 30", "New men: 0", "They are under age: No")
}

// A spreadsheet tells each gender by age and protection: a correction asks about each headcount, and what it leaves alone stays as it was.
func TestWhatAFileSaidOfAMeetingIsCorrectedHeadcountByHeadcount(t *testing.T) {
	t.Parallel()
	s := open(t)
	told := []outreach.Attendees{{Gender: "woman", AgeBand: "adult", Protection: "yes", Headcount: 9}, {Gender: "woman", AgeBand: "minor", Protection: "no", Headcount: 5}, {Gender: "man", AgeBand: "adult", Protection: "yes", Headcount: 1}}
	path := s.meeting(told...)
	form := formOf(t, s.wants(http.StatusOK, worker, path+"/edit", nil), path+"/edit")
	form.Set("place", "worship")
	form.Set("reason", "mistyped")
	s.saves(worker, path+"/edit", form)
	if _, list := s.attended(path); !slices.Equal(list, told) {
		t.Errorf("who was new is now %v", list)
	}
	form = formOf(t, s.wants(http.StatusOK, worker, path+"/edit", nil), path+"/edit")
	form.Set("new.woman.minor.no", "6")
	form.Set("new.man.adult.yes", "")
	form.Set("new.man.not_asked.not_asked", "2")
	form.Set("reason", "mistyped")
	s.saves(worker, path+"/edit", form)
	want := []outreach.Attendees{told[0], {Gender: "woman", AgeBand: "minor", Protection: "no", Headcount: 6}, {Gender: "man", AgeBand: "not_asked", Protection: "not_asked", Headcount: 2}}
	if _, list := s.attended(path); !slices.Equal(list, want) {
		t.Errorf("who was new is now %v, want %v", list, want)
	}
}
