package outreach

import (
	"slices"
	"strings"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// A group meeting is told by headcount: nobody opens forty records after a talk.
var meetings = kit.Declare(kit.Noun[outreach.Meeting]{
	Noun: outreach.Meetings, Path: "/meetings", Form: "meeting", May: policy.MeetingRecord, Alone: true,
	Ask: []kit.Question{
		{Name: "unit", By: kit.ByList, List: "unit"},
		{Name: "day", By: kit.ByDay, As: "done_day"},
		{Name: "place", By: kit.ByCards, List: "place"},
		{Name: "province", By: kit.ByList, List: "province", More: true},
	},
	Start: []string{"place", "informal", "protection", unasked},
	Show:  []kit.Shown{{Fact: "day"}, {Fact: "unit"}, {Fact: "place"}, {Fact: "province"}, {Fact: "new_people", Number: true}},
	Facts: []string{"province"},
	Fetch: outreach.Meetings.Wholes,
	Cells: map[string]func(*kit.Teller, outreach.Meeting) page.Cell{
		"new_people": func(c *kit.Teller, m outreach.Meeting) page.Cell { return c.Amount(m.New()) },
	},
	Beside: attendance,
	Begin: func(tx *store.Tx, fields *page.Fields) error {
		id := fields.Text("outing")
		if id == "" {
			return nil
		}
		o, err := outreach.Outings.Find(tx, id)
		kit.Prefill(fields, "unit", string(o.UnitID), "day", o.Day, "province", o.Province)
		return err
	},
	Take: (*intake.Door).Meeting,
	Say:  func(c *kit.Teller, m outreach.Meeting) (string, []string) { return c.P.T("desk.meeting.one"), nil },
	Page: meetingPage,
})

// meetingPage sums a meeting up: who was new.
func meetingPage(c *kit.Teller, _ *store.Tx, m outreach.Meeting, v *kit.RecordView) error {
	p := c.P
	v.Header.Title, v.Header.Sub = p.T("desk.meeting.of", "day", p.Day(m.Day)), c.Unit(m.UnitID).Text+" · "+c.Label("place", m.Place)
	v.Facts = append([]page.Pair{{Name: p.T("desk.field.project"), Value: c.Around.Projects[m.ProjectID].Name}}, v.Facts...)
	table := page.Table{Caption: p.T("desk.meeting.who"), Columns: []page.Column{
		{Label: p.T("desk.field.gender")},
		{Label: p.T("desk.field.age_band")},
		{Label: p.T("desk.field.protection")},
		{Label: p.T("desk.field.new_people"), Kind: page.Number},
	}}
	for _, a := range m.Attendees {
		table.Rows = append(table.Rows, page.Row{Cells: []page.Cell{c.Code("gender", a.Gender), c.Code("age_band", a.AgeBand), c.Code("protection", a.Protection), c.Amount(a.Headcount)}})
	}
	v.Figures = []page.Pair{{Name: p.T("desk.field.new_people"), Value: p.Int(m.New())}}
	v.Parts = []kit.RecordPart{{Title: p.T("desk.meeting.who"), Table: table, None: p.T("desk.meeting.nobody")}}
	return nil
}

// usualAttendees are the genders that every form asks about, with the names of their questions.
var usualAttendees = []struct{ name, gender string }{{"new_women", "woman"}, {"new_men", "man"}, {"new_other", "other"}, {"new_unknown", unasked}}

// unasked is what nobody was asked: a gender, an age, an answer about protection.
const unasked = "not_asked"

// askedNew begins the names of questions that are not the usual ones: new.trans_woman, or new.woman.adult.yes.
const askedNew = "new."

// attendance asks who was new in a meeting: a number for each gender, and once whether they are minors and what they said of protection. Where a spreadsheet told a gender by
// age and protection, each of these headcounts is asked about.
func attendance(c *kit.Teller, m *outreach.Meeting, fields *page.Fields) kit.Aside {
	list, parted := slices.Clone(m.Attendees), !alike(m.Attendees)
	for _, name := range fields.Names() {
		parted = parted || strings.Count(name, ".") == 3 && strings.HasPrefix(name, askedNew)
	}
	minors, protection := false, unasked
	if len(list) > 0 && !parted {
		minors, protection = list[0].AgeBand == "minor", list[0].Protection
	}
	for _, usual := range usualAttendees {
		other := outreach.Attendees{Gender: usual.gender, AgeBand: unasked, Protection: unasked}
		if !slices.ContainsFunc(list, func(x outreach.Attendees) bool {
			return x.Gender == other.Gender && (!parted || x.AgeBand == other.AgeBand && x.Protection == other.Protection)
		}) {
			list = append(list, other)
		}
	}
	a := kit.Aside{Bound: kit.Bound{Number: map[string]*int64{}}}
	for i := range list {
		q := attendeesAsked(c, list[i], parted)
		for a.Number[q.Name] != nil { // told twice
			q.Name += "+"
		}
		a.Ask, a.Number[q.Name] = append(a.Ask, q), &list[i].Headcount
	}
	if !parted {
		a.Ask = append(a.Ask, kit.Question{Name: "minors", By: kit.ByTick, More: true}, kit.Question{Name: "protection", By: kit.ByList, List: "protection", More: true})
		a.Text, a.Flag = map[string]*string{"protection": &protection}, map[string]*bool{"minors": &minors}
	}
	a.Lay = func() {
		m.Attendees = nil
		for _, x := range list {
			if !parted {
				if x.AgeBand, x.Protection = unasked, protection; minors {
					x.AgeBand = "minor"
				}
			}
			if x.Headcount > 0 {
				m.Attendees = append(m.Attendees, x)
			}
		}
	}
	return a
}

// alike reports whether attendees differ by gender alone, and are minors or of an age that nobody asked.
func alike(list []outreach.Attendees) bool {
	for i, a := range list {
		if a.AgeBand != unasked && a.AgeBand != "minor" || a.AgeBand != list[0].AgeBand || a.Protection != list[0].Protection ||
			slices.ContainsFunc(list[:i], func(other outreach.Attendees) bool { return other.Gender == a.Gender }) {
			return false
		}
	}
	return true
}

// attendeesAsked asks about one headcount.
func attendeesAsked(c *kit.Teller, x outreach.Attendees, parted bool) kit.Question {
	if parted {
		return kit.Question{
			Name: askedNew + x.Gender + "." + x.AgeBand + "." + x.Protection, By: kit.ByNumber,
			Said: c.P.T("desk.meeting.new_parted", "gender", c.Label("gender", x.Gender), "age", c.Label("age_band", x.AgeBand), "protection", c.Label("protection", x.Protection)),
		}
	}
	for _, usual := range usualAttendees {
		if usual.gender == x.Gender {
			return kit.Question{Name: usual.name, By: kit.ByNumber}
		}
	}
	return kit.Question{Name: askedNew + x.Gender, By: kit.ByNumber, Said: c.P.T("desk.meeting.new_of", "gender", c.Label("gender", x.Gender))}
}
