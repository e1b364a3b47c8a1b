package people

import (
	"net/http"
	"slices"

	"approdo/internal/web/kit"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/person"
	"approdo/internal/care/track"
	"approdo/internal/web/page"

	"github.com/a-h/templ"
)

// personShow shows a person of the own organisation: the code, the facts, everything the organisation recorded about them, and the card
// with who they are, closed.
func (d *Desk) personShow(r *page.Request) error {
	return d.PersonPage(r, http.StatusOK, d.Card, nil)
}

// PersonPage shows the person of the address with their card as a panel draws it, and what was wrong with the question.
func (d *Desk) PersonPage(r *page.Request, status int, card kit.Panel, problem error) error {
	c := d.Teller(r)
	var who person.Person
	var timeline []page.Event
	var open bool
	var drawn templ.Component
	var protection []page.Pair
	did := r.JustDone()
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if who, err = person.Mine(tx, person.ID(r.PathValue("id"))); err != nil {
			return err
		}
		if c.Around, err = kit.Around(tx); err != nil {
			return err
		}
		way, err := casework.Way(tx, who.ID)
		if err != nil {
			return err
		}
		open = way.Phase(d.Network.Today(tx.Now())) == track.InCharge
		if drawn, err = card(r, tx, who); err != nil {
			return err
		}
		if protection, err = c.Protection(tx, who.ID, did); err != nil {
			return err
		}
		timeline, err = c.Timeline(tx, who.ID)
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
		Code: who.Code, Trail: []page.Link{{Label: c.P.T("desk.people.title"), Path: "/people"}}, InCharge: open,
		Known: c.P.T("desk.person.known", "day", c.P.Day(who.Day), "province", c.Label("province", who.Province)),
		Facts: append(c.PersonFacts(who), protection...), Timeline: timeline, Actions: personActions(c, who.ID, open), Card: drawn,
	}
	if problem != nil {
		view.Problem = c.P.Error(problem)
	}
	if policy.May(r.Subject(), policy.PersonRecord) {
		view.Edit = "/people/" + string(who.ID) + "/edit"
	}
	return r.RenderStatus(status, who.Code, PersonPage(c.P, view))
}

// personActions are what the reader may record about the person. Who is in charge gets services, anybody else proximity actions: the one that is right today comes first, and
// the other is not offered; nor is joining a project to who is in one.
func personActions(c *kit.Teller, id person.ID, open bool) []page.Link {
	right, unfit := "delivery", []string{"enrolment"}
	first := []page.Link{}
	if !open {
		right, unfit = "", []string{"delivery"}
		if c.May(policy.ActionRecord) {
			first = append(first, page.Link{Label: c.P.T("desk.person.action"), Path: "/actions/new?person=" + string(id)})
		}
	}
	links := append(first, append(c.Records(id, func(noun string) bool { return noun == right }), c.Records(id, func(noun string) bool {
		return noun != right && !slices.Contains(unfit, noun)
	})...)...)
	for i := range links {
		links[i].Primary = i == 0
	}
	return links
}
