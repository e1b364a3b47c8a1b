package outreach

import (
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/work"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// A group meeting is told by headcount: nobody opens forty records after a talk.
var meetingQuestions = []kit.Question{
	{Name: "unit", By: kit.ByList, List: "unit"},
	{Name: "day", By: kit.ByDay, As: "done_day"},
	{Name: "place", By: kit.ByCards, List: "place"},
	{Name: "new_women", By: kit.ByNumber},
	{Name: "new_men", By: kit.ByNumber},
	{Name: "new_other", By: kit.ByNumber},
	{Name: "new_unknown", By: kit.ByNumber},
	{Name: "minors", By: kit.ByTick, More: true},
	{Name: "protection", By: kit.ByList, List: "protection", More: true},
	{Name: "province", By: kit.ByList, List: "province", More: true},
}

// attendeeGenders are the genders that the form asks about, with the names of their questions.
var attendeeGenders = []struct{ name, gender string }{{"new_women", "woman"}, {"new_men", "man"}, {"new_other", "other"}, {"new_unknown", "not_asked"}}

// meetingNew asks about a group meeting; inside an outing, its unit and day are known.
func (d *Desk) meetingNew(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	day, unit, err := d.Here(r)
	if err != nil {
		return err
	}
	if outing := fields.Text("outing"); outing != "" {
		err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
			o, err := outreach.Outings.Find(tx, outing)
			day, unit = o.Day, network.Unit{ID: o.UnitID, Province: o.Province}
			return err
		})
		if err != nil {
			return err
		}
	}
	kit.Prefill(fields, "unit", string(unit.ID), "day", day, "place", "informal", "province", unit.Province, "protection", "not_asked")
	return d.ShowForm(r, 200, d.meetingAsk(r, fields))
}

func (d *Desk) meetingAsk(r *page.Request, fields *page.Fields) kit.Form {
	return kit.Form{
		Name: "meeting", Action: "/meetings", Fields: fields, Questions: meetingQuestions,
		Back: page.Link{Label: r.Printer().T("desk.meetings.title"), Path: "/meetings"},
	}
}

// meetingSave records a group meeting.
func (d *Desk) meetingSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	var m outreach.Meeting
	var minors bool
	unit, protection, counts := "", "not_asked", map[string]*int64{}
	b := kit.Bound{
		Text:   map[string]*string{"unit": &unit, "day": &m.Day, "place": &m.Place, "province": &m.Province, "protection": &protection},
		Number: counts, Flag: map[string]*bool{"minors": &minors},
	}
	for _, of := range attendeeGenders {
		counts[of.name] = new(int64)
	}
	b.Read(fields)
	if kit.Wrong(fields) {
		return d.GiveBack(r, d.meetingAsk(r, fields), nil)
	}
	age := "not_asked"
	if minors {
		age = "minor"
	}
	for _, of := range attendeeGenders {
		m.Attendees = append(m.Attendees, outreach.Attendees{Gender: of.gender, AgeBand: age, Protection: protection, Headcount: *counts[of.name]})
	}
	m.OrganisationID, m.UnitID = kit.Own(r), network.UnitID(unit)
	made, err := d.TakeIn(r, fields, m, func(tx *store.Tx, door *intake.Door) (work.Reference, error) {
		m, err := door.Meeting(tx, m)
		return work.Reference{Noun: "meeting", ID: m.ID}, err
	})
	if err != nil {
		return d.GiveBack(r, d.meetingAsk(r, fields), err)
	}
	return r.Redirect(d.Done(r, kit.To("meeting", made.ID), "recorded", kit.To("meeting", made.ID)+"/"+kit.Remove))
}

// meetingShow shows a group meeting and its headcounts.
func (d *Desk) meetingShow(r *page.Request) error {
	p := r.Printer()
	c := &kit.Teller{D: d.Desk, P: p}
	var m outreach.Meeting
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if c.Around, err = kit.Around(tx); err != nil {
			return err
		}
		m, err = outreach.Meetings.Whole(tx, r.PathValue("id"))
		return err
	})
	if err != nil {
		return err
	}
	title := p.T("desk.meeting.of", "day", p.Day(m.Day))
	view := kit.RecordView{
		Header: page.Header{
			Title: title, Sub: c.Unit(m.UnitID).Text + " · " + c.Label("place", m.Place),
			Trail: []page.Link{{Label: p.T("desk.meetings.title"), Path: "/meetings"}},
		},
		Said: kit.Said(r),
		Facts: []page.Pair{
			{Name: p.T("desk.field.project"), Value: c.Around.Projects[m.ProjectID].Name}, {Name: p.T("desk.field.province"), Value: c.Label("province", m.Province)},
		},
	}
	if policy.May(r.Subject(), policy.MeetingRecord) {
		view.Undo, view.TakeBack = d.JustDone(r), c.TakingBack("/meetings/"+m.ID+"/"+kit.Remove)
	}
	table := page.Table{Caption: p.T("desk.meeting.who"), Columns: []page.Column{
		{Label: p.T("desk.field.gender")},
		{Label: p.T("desk.field.age_band")},
		{Label: p.T("desk.field.protection")},
		{Label: p.T("desk.field.new_people"), Kind: page.Number},
	}}
	var all int64
	for _, a := range m.Attendees {
		all += a.Headcount
		table.Rows = append(table.Rows, page.Row{Cells: []page.Cell{c.Code("gender", a.Gender), c.Code("age_band", a.AgeBand), c.Code("protection", a.Protection), c.Amount(a.Headcount)}})
	}
	view.Figures = []page.Pair{{Name: p.T("desk.field.new_people"), Value: p.Int(all)}}
	view.Parts = []kit.RecordPart{{Title: p.T("desk.meeting.who"), Table: table, None: p.T("desk.meeting.nobody")}}
	return r.Render(title, kit.RecordPage(p, view))
}

// meetingRemove takes a meeting back that was recorded by mistake.
func (d *Desk) meetingRemove(r *page.Request) error {
	return d.TakeBack(r, work.Reference{Noun: "meeting", ID: r.PathValue("id")}, "/meetings", func(tx *store.Tx) (work.Reference, error) {
		_, err := outreach.Meetings.Whole(tx, r.PathValue("id"))
		return work.Reference{}, err
	})
}
