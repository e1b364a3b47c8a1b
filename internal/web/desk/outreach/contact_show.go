package outreach

import (
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
		Said: kit.Said(r), History: c.History(history), Facts: contactFacts(c, k, who),
	}
	if k.OutingID != "" {
		view.Header.Trail = append(view.Header.Trail, page.Link{Label: p.T("desk.outing.title"), Path: "/outings/" + k.OutingID})
	}
	if policy.May(r.Subject(), policy.ContactRecord) {
		view.Header.Actions = []page.Link{
			{Label: p.T("desk.contact.edit"), Path: "/contacts/" + k.ID + "/edit"},
			{Label: p.T("desk.actions.new"), Path: "/actions/new?contact=" + k.ID, Primary: true},
		}
		view.TakeBack = page.TakeBack{Path: "/contacts/" + k.ID + "/remove", Label: p.T("desk.take_back.label"), Warning: p.T("desk.take_back.warning")}
		if r.URL.Query().Get("undo") == k.ID { // what was just done is that the contact was recorded, and not something about it
			view.Undo = page.Pair{Name: p.T("desk.said.undo"), Value: "/contacts/" + k.ID + "/remove"}
		}
	}
	return r.Render(title, kit.RecordPage(p, view))
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
	k, err := d.readContact(r)
	if err != nil {
		return err
	}
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		return outreach.New(d.Book).RemoveContact(tx, k.ID)
	})
	if err != nil {
		return err
	}
	if k.OutingID != "" {
		return r.Redirect("/outings/" + k.OutingID + "?said=removed")
	}
	return r.Redirect("/contacts?said=removed")
}
