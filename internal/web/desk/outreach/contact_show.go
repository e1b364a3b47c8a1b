package outreach

import (
	"slices"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// contactShow shows one contact, what was corrected about it, and who it was if somebody knows.
func (d *Desk) contactShow(r *page.Request) error {
	p := r.Printer()
	c := &kit.Teller{D: d.Desk, P: p}
	var k outreach.Contact
	var who person.Person
	var history []work.Correction
	var helped store.Slice[outreach.Action]
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if k, err = outreach.Contacts.Find(tx, r.PathValue("id")); err != nil {
			return err
		}
		if k.PersonID != "" {
			if who, err = person.Mine(tx, k.PersonID); err != nil {
				return err
			}
		}
		if c.Around, err = kit.Around(tx); err != nil {
			return err
		}
		if helped, err = outreach.Actions.List(tx, store.Selection{Equal: map[string]string{"contact": k.ID}}); err != nil {
			return err
		}
		history, err = work.Corrections(tx, k.ID)
		return err
	})
	if err != nil {
		return err
	}
	title := p.T("desk.contact.of", "day", p.Day(k.Day))
	view := kit.RecordView{
		Header: page.Header{
			Title: title, Sub: c.Unit(k.UnitID).Text + " · " + c.Around.Projects[k.ProjectID].Name,
			Trail: []page.Link{{Label: p.T("desk.contacts.title"), Path: "/contacts"}},
		},
		Said: kit.Said(r), Undo: d.JustDone(r), History: kit.History(c, outreach.Contacts, kit.Plainly, history, k), Facts: contactFacts(c, k, who),
	}
	if len(helped.Items) > 0 {
		view.Parts = []kit.RecordPart{{Title: p.T("desk.actions.title"), Table: helpedTable(c, helped.Items)}}
	}
	if k.OutingID != "" {
		view.Header.Trail = append(view.Header.Trail, page.Link{Label: p.T("desk.outing.title"), Path: "/outings/" + k.OutingID})
	}
	if policy.May(r.Subject(), policy.ContactRecord) {
		view.Header.Actions = []page.Link{
			{Label: p.T("desk.contact.edit"), Path: "/contacts/" + k.ID + "/edit"},
			{Label: p.T("desk.actions.new"), Path: "/actions/new?contact=" + k.ID, Primary: true},
		}
		if k.PersonID == "" {
			view.Header.Actions = slices.Insert(view.Header.Actions, 1, page.Link{Label: p.T("desk.contact.link"), Path: "/contacts/" + k.ID + "/link"})
		}
		view.TakeBack = c.TakingBack("/contacts/" + k.ID + "/" + kit.Remove)
	}
	return r.Render(title, kit.RecordPage(p, view))
}

// helpedTable lists the help that was given to the individual of a contact.
func helpedTable(c *kit.Teller, helped []outreach.Action) page.Table {
	t := page.Table{Caption: c.P.T("desk.actions.title"), Columns: []page.Column{{Label: c.P.T("desk.field.day")}, {Label: c.P.T("desk.field.type")}, {Label: c.P.T("desk.field.outcome")}}}
	for _, a := range helped {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{c.Day(a.Day, kit.To("action", a.ID)), c.Code("action_type", a.Type), c.Code("outcome", a.Outcome)}})
	}
	return t
}

func contactFacts(c *kit.Teller, k outreach.Contact, who person.Person) []page.Pair {
	p := c.P
	facts := []page.Pair{{Name: p.T("desk.field.person"), Value: p.T("desk.contact.unlinked")}}
	if who.ID != "" {
		facts[0].Value = who.Code
	}
	for _, f := range []struct{ word, list, code string }{
		{"channel", "channel", k.Channel},
		{"place", "place", k.Place},
		{"setting", "setting", k.Setting},
		{"newness", "newness", k.Newness},
		{"gender", "gender", k.Gender},
		{"age_band", "age_band", k.AgeBand},
		{"region", "region", k.Region},
		{"citizenship", "citizenship", k.Citizenship},
		{"language", "language", k.Language},
		{"information", "information", k.Information},
		{"protection", "protection", k.Protection},
		{"province", "province", k.Province},
	} {
		if f.code != "" {
			facts = append(facts, page.Pair{Name: p.T("desk.field." + f.word), Value: c.Label(f.list, f.code)})
		}
	}
	return append(facts, page.Pair{Name: p.T("desk.field.advert"), Value: c.Yes(k.Advert)})
}

// contactRemove takes a contact back that was recorded by mistake; what rests on it keeps it.
func (d *Desk) contactRemove(r *page.Request) error {
	return d.TakeBack(r, work.Reference{Noun: "contact", ID: r.PathValue("id")}, "/contacts", func(tx *store.Tx) (work.Reference, error) {
		k, err := outreach.Contacts.Find(tx, r.PathValue("id"))
		return work.Reference{Noun: "outing", ID: k.OutingID}, err
	})
}
