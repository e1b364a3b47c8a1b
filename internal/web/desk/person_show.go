package desk

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/person"
	"approdo/internal/care/track"
	"approdo/internal/web/page"
)

// personShow shows a person of the own organisation: the code, the facts, everything the organisation recorded about them, and the card
// with who they are, closed.
func (d *Desk) personShow(r *page.Request) error {
	return d.personPage(r, http.StatusOK, &page.Fields{}, opened{}, nil)
}

// personPage shows a person with what was opened of the card, and what was wrong with the question.
func (d *Desk) personPage(r *page.Request, status int, fields *page.Fields, o opened, problem error) error {
	c := &teller{d: d, p: r.Printer(), may: func(a policy.Action) bool { return policy.May(r.Subject(), a) }}
	var who person.Person
	var timeline []page.Event
	var open bool
	var state cardState
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if who, err = person.Mine(tx, person.ID(r.PathValue("id"))); err != nil {
			return err
		}
		if c.around, err = around(tx); err != nil {
			return err
		}
		way, err := casework.Way(tx, who.ID)
		if err != nil {
			return err
		}
		open = way.Phase(d.Network.Today(tx.Now())) == track.InCharge
		if state, err = readCardState(tx, who.ID); err != nil {
			return err
		}
		timeline, err = c.timeline(tx, who.ID)
		return err
	})
	if err == nil { // on record before it is shown
		err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
			tx.NoteAbout(string(who.ID), "timeline", string(who.ID), nil)
			return nil
		})
	}
	if err != nil {
		return err
	}
	view := PersonView{
		Code: who.Code, Trail: []page.Link{{Label: c.p.T("desk.people.title"), Path: "/people"}}, InCharge: open,
		Known: c.p.T("desk.person.known", "day", c.p.Day(who.Day), "province", c.label("province", who.Province)),
		Said:  said(r), Facts: c.personFacts(who), Timeline: timeline, Actions: personActions(r, who.ID, open), Card: c.card(r, who, state, o),
	}
	view.Card.Fields = fields
	if problem != nil {
		view.Problem = c.p.Error(problem)
	}
	if undo := r.URL.Query().Get("undo"); undoable.MatchString(undo) {
		view.Undo = "/people/" + string(who.ID) + "/" + undo + "/remove"
	}
	if policy.May(r.Subject(), policy.PersonRecord) {
		view.Edit = "/people/" + string(who.ID) + "/edit"
	}
	return r.RenderStatus(status, who.Code, PersonPage(c.p, view))
}

// personActions are what the reader may record about the person. Who is in charge gets deliveries, anybody else proximity actions: the
// one that is right today is the primary one.
func personActions(r *page.Request, id person.ID, open bool) (links []page.Link) {
	first := page.Link{Label: "desk.person.action", Path: "/actions/new?person=" + string(id)}
	action := policy.ActionRecord
	if open {
		first, action = page.Link{Label: "desk.person.delivery", Path: "/people/" + string(id) + "/deliveries/new"}, policy.DeliveryRecord
	}
	for _, a := range []struct {
		link   page.Link
		action policy.Action
	}{
		{first, action},
		{page.Link{Label: "desk.person.interview", Path: "/people/" + string(id) + "/interviews/new"}, policy.InterviewRecord},
		{page.Link{Label: "desk.person.enrolment", Path: "/people/" + string(id) + "/enrolments/new"}, policy.EnrolmentRecord},
		{page.Link{Label: "desk.person.protection", Path: "/people/" + string(id) + "/protection/new"}, policy.PersonRecord},
	} {
		if policy.May(r.Subject(), a.action) {
			a.link.Label = r.Printer().T(a.link.Label)
			a.link.Primary = len(links) == 0
			links = append(links, a.link)
		}
	}
	return links
}
