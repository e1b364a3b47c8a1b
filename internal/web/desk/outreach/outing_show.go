package outreach

import (
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/work"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// outingShow sums an outing up: hours, who was seen, who was met.
func (d *Desk) outingShow(r *page.Request) error {
	p := r.Printer()
	c := &kit.Teller{D: d.Desk, P: p}
	var o outreach.Outing
	var met store.Slice[outreach.Contact]
	var history []work.Correction
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if o, err = outreach.Outings.Find(tx, r.PathValue("id")); err != nil {
			return err
		}
		if c.Around, err = kit.Around(tx); err != nil {
			return err
		}
		if o.Presences, err = outreach.Presences(tx, o.ID); err != nil {
			return err
		}
		if met, err = outreach.Contacts.List(tx, store.Selection{Equal: map[string]string{"outing": o.ID}}); err != nil {
			return err
		}
		history, err = work.Corrections(tx, o.ID)
		return err
	})
	if err != nil {
		return err
	}
	title := p.T("desk.outing.of", "day", p.Day(o.Day), "unit", c.Unit(o.UnitID).Text)
	view := kit.RecordView{
		Header: page.Header{
			Title: title, Sub: c.Label("mode", o.Mode) + " · " + c.Label("province", o.Province),
			Trail: []page.Link{{Label: p.T("desk.outings.title"), Path: "/outings"}},
		},
		Said: kit.Said(r), Undo: d.JustDone(r), Facts: outingFacts(c, o), History: kit.History(c, outreach.Outings, kit.Plainly, history, o),
	}
	for _, door := range []struct {
		action policy.Action
		link   page.Link
	}{
		{policy.OutingRecord, page.Link{Label: p.T("desk.outing.edit"), Path: "/outings/" + o.ID + "/edit"}},
		{policy.MeetingRecord, page.Link{Label: p.T("desk.meetings.new"), Path: "/meetings/new?outing=" + o.ID}},
		{policy.ContactRecord, page.Link{Label: p.T("desk.contacts.new"), Path: "/outings/" + o.ID + "/contacts/new", Primary: true}},
	} {
		if policy.May(r.Subject(), door.action) {
			view.Header.Actions = append(view.Header.Actions, door.link)
		}
	}
	if policy.May(r.Subject(), policy.OutingRecord) && met.Total == 0 {
		view.TakeBack = c.TakingBack("/outings/" + o.ID + "/" + kit.Remove)
	}
	var seen, fresh int64
	for _, s := range o.Presences {
		seen += s.Headcount
	}
	contacts := page.Table{Caption: p.T("desk.outing.met")}
	for _, column := range contactList.Columns[2:] {
		contacts.Columns = append(contacts.Columns, page.Column{Label: p.T(column.Word)})
	}
	for _, k := range met.Items {
		if k.Newness == "new" {
			fresh++
		}
		row := page.Row{}
		for _, column := range contactList.Columns[2:] {
			row.Cells = append(row.Cells, column.Cell(c, k))
		}
		row.Cells[0].Path = "/contacts/" + k.ID
		contacts.Rows = append(contacts.Rows, row)
	}
	view.Figures = []page.Pair{
		{Name: p.T("desk.outing.met"), Value: p.Int(met.Total)},
		{Name: p.T("desk.outing.fresh"), Value: p.Int(fresh)},
		{Name: p.T("desk.outing.seen"), Value: p.Int(seen)},
		{Name: p.T("desk.field.hours"), Value: c.Hours(o.Minutes).Text},
	}
	view.Parts = []kit.RecordPart{{Title: p.T("desk.outing.met"), Table: contacts, None: p.T("desk.outing.met_none")}}
	return r.Render(title, kit.RecordPage(p, view))
}

// outingRemove takes an outing back that was recorded by mistake and in which nobody was met. One that was planned stays: the planned outing says that it was made.
func (d *Desk) outingRemove(r *page.Request) error {
	return d.TakeBack(r, work.Reference{Noun: "outing", ID: r.PathValue("id")}, "/outings", func(tx *store.Tx) (work.Reference, error) {
		_, err := outreach.Outings.Find(tx, r.PathValue("id"))
		return work.Reference{}, err
	})
}

func outingFacts(c *kit.Teller, o outreach.Outing) []page.Pair {
	p := c.P
	facts := []page.Pair{
		{Name: p.T("desk.field.project"), Value: c.Around.Projects[o.ProjectID].Name},
		{Name: p.T("desk.field.kilometres"), Value: p.Int(o.Kilometres)},
		{Name: p.T("desk.field.materials"), Value: p.Int(o.Materials)},
		{Name: p.T("desk.field.adverts"), Value: p.Int(o.Adverts)},
		{Name: p.T("desk.field.on_call"), Value: c.Yes(o.OnCall)},
	}
	told := headcountsOf(o.Presences)
	for _, s := range o.Presences {
		facts = append(facts, page.Pair{Name: seen(c, told, s), Value: p.Int(s.Headcount)})
	}
	return facts
}
