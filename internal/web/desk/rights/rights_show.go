package rights

import (
	"net/http"

	"approdo/internal/web/kit"

	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// requestShow shows one request and what can be done about it.
func (d *Desk) requestShow(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	return d.requestAsked(r, 200, fields)
}

func (d *Desk) requestAsked(r *page.Request, status int, fields *page.Fields) error {
	p := r.Printer()
	c := &kit.Teller{D: d.Desk, P: p}
	var q rights.Request
	var who person.Person
	var held bool
	var names map[string]string
	view := RequestView{Fields: fields, Moved: status == http.StatusConflict}
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if q, err = rights.Find(tx, r.PathValue("id")); err != nil {
			return err
		}
		if names, err = kit.AccountNames(tx); err != nil || q.Person == "" {
			return err
		}
		if who, err = person.Mine(tx, q.Person); err != nil {
			return err
		}
		holds, err := rights.Held(tx, who.ID)
		if err != nil {
			return err
		}
		held = len(holds) > 0
		others, err := q.Others(tx)
		if err != nil {
			return err
		}
		view.Seen = kit.Seen(requestIDs(others))
		for _, other := range others {
			view.Others = append(view.Others, page.Link{Label: c.Label("rights_kind", other.Kind) + " · " + p.T("desk.rights.one", "number", other.Number), Path: "/rights/" + other.ID})
		}
		view.Until = p.Day(vault.BackupsGone(tx.Now()))
		if view.Before, err = rights.Erased(tx, network.OrganisationID(r.Subject().Organisation)); err != nil {
			return err
		}
		view.Few = view.Before < rights.Crowd
		return err
	})
	if err != nil {
		return err
	}
	title := p.T("desk.rights.one", "number", q.Number)
	view.Header = page.Header{Title: c.Label("rights_kind", q.Kind), Sub: title, Trail: []page.Link{{Label: p.T("desk.rights.title"), Path: "/rights"}}}
	view.State, view.Tone = c.Label("rights_state", q.State), requestTone(q)
	view.Self, view.Open, view.Erases = "/rights/"+q.ID, q.State == rights.Open, q.Kind == rights.Erasure
	view.Refuses = d.Key(r, view.Self+"/refuse")
	if held {
		view.Held = page.Link{Label: p.T("desk.way.hold"), Path: kit.To("hold", string(q.Person))}
	}
	view.Facts = requestFacts(c, q, who.Code, names)
	if certificate, ok := q.Certificate(); ok {
		view.Certificate, view.Dirty = certificateFacts(c, q, r, certificate), !certificate.Scrubbed
	}
	return r.RenderStatus(status, title, RequestPage(p, view))
}

// requestFacts says what was asked, and by when it is to be answered.
func requestFacts(c *kit.Teller, q rights.Request, code string, names map[string]string) []page.Pair {
	p := c.P
	if code == "" {
		code = p.T("desk.rights.gone_person")
	}
	facts := []page.Pair{
		{Name: p.T("desk.field.person_code"), Value: code},
		{Name: p.T("desk.field.rights_cause"), Value: c.Label("rights_cause", q.Cause)},
		{Name: p.T("desk.field.asked_day"), Value: p.Day(q.Day)},
	}
	if until := q.Until(); until != "" && q.State == rights.Open {
		facts = append(facts, page.Pair{Name: p.T("desk.field.answer_by"), Value: p.Day(until)})
	}
	facts = append(facts, page.Pair{Name: p.T("desk.rights.who_asks"), Value: names[q.Account]})
	if prepared := preparedBy(p, q, names); prepared != "" {
		facts = append(facts, page.Pair{Name: p.T("desk.packs.prepared"), Value: prepared})
	}
	if q.Closed != "" {
		facts = append(facts, page.Pair{Name: p.T("desk.rights.closed_by"), Value: names[q.ClosedBy] + ", " + p.Day(q.Closed[:10])})
	}
	return facts
}

// certificateFacts says what was destroyed. It does not say whose it was.
func certificateFacts(c *kit.Teller, q rights.Request, r *page.Request, x rights.Certificate) []page.Pair {
	account, _ := r.Account() // an officer reads the requests of their own organisation only
	facts := []page.Pair{
		{Name: c.P.T("desk.rights.certified.number"), Value: c.P.T("desk.rights.certified.of", "number", q.Number, "organisation", account.Organisation)},
		{Name: c.P.T("desk.rights.certified.day"), Value: c.P.Day(x.Day)},
		{Name: c.P.T("desk.rights.certified.sealed"), Value: c.P.T("desk.rights.certified.sealed_how")},
		{Name: c.P.T("desk.rights.certified.facts"), Value: c.P.T("desk.rights.certified.facts_how")},
		{Name: c.P.T("desk.rights.certified.backups"), Value: c.P.Day(x.Backups)},
	}
	if c.D.Store.KeepsLogs() {
		facts = append(facts, page.Pair{Name: c.P.T("desk.rights.certified.logs"), Value: c.P.T("desk.rights.certified.logs_how")})
	}
	return facts
}

// requestRefuse closes a request without doing it.
func (d *Desk) requestRefuse(r *page.Request) error {
	if err := d.close(r, rights.New(d.Book).Refuse); err != nil {
		return err
	}
	return r.Redirect("/rights/" + r.PathValue("id"))
}

// close ends a request in one of the ways there are, once, however often the button is pressed.
func (d *Desk) close(r *page.Request, end func(tx *store.Tx, id string) error) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	request := work.Reference{Noun: "request", ID: r.PathValue("id")}
	_, err = d.Once(r, fields, []any{"close", r.Pattern, request}, func(tx *store.Tx) (work.Reference, error) { return request, end(tx, request.ID) })
	return err
}
