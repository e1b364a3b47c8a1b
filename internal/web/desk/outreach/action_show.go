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

// actions are corrected as all records are; how they are asked for and shown is told here, since they may be for nobody who is known.
var actions = &kit.Noun[outreach.Action]{
	Noun: outreach.Actions, Path: "/actions", Words: "actions", May: policy.ActionRecord,
	Ask: slices.DeleteFunc(slices.Clone(actionQuestions), func(q kit.Question) bool { return q.Name == "code" }),
	Say: func(c *kit.Teller, a outreach.Action) (string, []string) {
		return c.Label("action_type", a.Type), []string{c.P.T("desk.person.proximity"), c.Label("outcome", a.Outcome)}
	},
}

// actionShow shows help that was given, and for whom.
func (d *Desk) actionShow(r *page.Request) error {
	p := r.Printer()
	c := &kit.Teller{D: d.Desk, P: p}
	var a outreach.Action
	var who person.Person
	var history []work.Correction
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if a, err = outreach.Actions.Find(tx, r.PathValue("id")); err != nil {
			return err
		}
		if a.PersonID != "" {
			if who, err = person.Mine(tx, a.PersonID); err != nil {
				return err
			}
		}
		if c.Around, err = kit.Around(tx); err != nil {
			return err
		}
		history, err = work.Corrections(tx, a.ID)
		return err
	})
	if err != nil {
		return err
	}
	title := p.T("desk.action_one.of", "day", p.Day(a.Day), "type", c.Label("action_type", a.Type))
	view := kit.RecordView{
		Header: page.Header{
			Title: title, Sub: c.Unit(a.UnitID).Text + " · " + c.Around.Projects[a.ProjectID].Name, Trail: []page.Link{{Label: p.T("desk.actions.title"), Path: "/actions"}},
		},
		Said: kit.Said(r), Undo: d.JustDone(r), History: actions.History(c, history, a),
		Facts: []page.Pair{
			{Name: p.T("desk.field.for"), Value: p.T("desk.action_for.somebody")},
			{Name: p.T("desk.field.outcome"), Value: c.Label("outcome", a.Outcome)},
			{Name: p.T("desk.field.province"), Value: c.Label("province", a.Province)},
		},
	}
	switch {
	case who.ID != "":
		view.Facts[0].Value = who.Code
		view.Header.Actions = []page.Link{{Label: p.T("desk.action_one.person"), Path: kit.To("person", string(who.ID))}}
	case a.ContactID != "":
		view.Facts[0].Value = p.T("desk.action_for.individual")
		view.Header.Actions = []page.Link{{Label: p.T("desk.action_one.contact"), Path: kit.To("contact", a.ContactID)}}
	}
	if policy.May(r.Subject(), policy.ActionRecord) {
		view.Header.Actions = append(view.Header.Actions, page.Link{Label: p.T("desk.record.edit"), Path: kit.To("action", a.ID) + "/edit"})
		view.TakeBack = c.TakingBack(kit.To("action", a.ID) + "/" + kit.Remove)
	}
	return r.Render(title, kit.RecordPage(p, view))
}

// actionRemove takes help back that was recorded by mistake, also help to somebody whom nobody knows.
func (d *Desk) actionRemove(r *page.Request) error {
	return d.TakeBack(r, work.Reference{Noun: "action", ID: r.PathValue("id")}, "/actions", func(tx *store.Tx) (work.Reference, error) {
		a, err := outreach.Actions.Find(tx, r.PathValue("id"))
		return work.Reference{Noun: "contact", ID: a.ContactID}, err
	})
}
