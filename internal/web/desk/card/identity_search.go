package card

import (
	"net/http"
	"slices"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// searchShow asks whom one is looking for.
func (d *Desk) searchShow(r *page.Request) error {
	return r.Render(r.Printer().T("card.search.title"), SearchPage(r.Printer(), d.searchView(r, &page.Fields{})))
}

func (d *Desk) searchView(r *page.Request, fields *page.Fields) SearchView {
	p := r.Printer()
	view := SearchView{
		Header: page.Header{Title: p.T("card.search.title"), Sub: p.T("card.search.sub"), Trail: []page.Link{{Label: p.T("desk.people.title"), Path: "/people"}}},
		Fields: fields, Ask: page.Field{Name: "who", Label: p.T("card.search.who"), Hint: p.T("card.search.hint"), Autocomplete: "off"},
	}
	if view.May = slices.Contains(r.Grant().For(policy.Care).Relations(), policy.Team); view.May {
		view.Where = page.Field{
			Name: "purpose", Label: p.T("card.search.where"), Hint: p.T("card.search.where_why"),
			Options: append([]page.Option{{Label: p.T("card.search.own")}}, d.Codes(p, "reveal_purpose")...),
		}
	}
	return view
}

// searchRun looks for a code, and among the names, phones and documents of the reader's own cases; with a purpose among those of the whole team. Whom one
// may not see and who is not there give the same answer. What was asked stands in no address.
func (d *Desk) searchRun(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	asked := fields.Text("who")
	view := d.searchView(r, fields)
	view.Purpose, err = d.stated(fields, "reveal_purpose")
	if err == nil && (len([]rune(asked)) < 2 || len(asked) > 200) {
		err = errs.E(errs.Invalid, "vault.search_short").On("who")
	}
	if err == nil {
		err = d.search(r, asked, &view)
	}
	if e, known := errs.Of(err); known && e.Key == "vault.searches_spent" {
		view.Spent = e
		return r.RenderStatus(http.StatusTooManyRequests, view.Header.Title, SearchPage(r.Printer(), view))
	}
	if err != nil && fields.Keep(err) {
		return r.RenderStatus(http.StatusUnprocessableEntity, view.Header.Title, SearchPage(r.Printer(), view))
	}
	if err != nil {
		return err
	}
	view.Asked = true
	return r.Render(view.Header.Title, SearchPage(r.Printer(), view))
}

// search notes that somebody searches, opens the names in memory, and puts on record who is found before anybody is shown.
func (d *Desk) search(r *page.Request, asked string, view *SearchView) error {
	grant := r.Grant().For(view.Purpose)
	if err := d.Store.Reveal(r.Context(), grant, func(tx *store.Tx) error { return vault.Search(tx, d.Budget) }); err != nil {
		return err
	}
	var hay vault.Haystack
	err := d.Store.Read(r.Context(), grant, func(tx *store.Tx) (err error) {
		hay, err = vault.Gather(tx)
		return err
	})
	if err != nil {
		return err
	}
	id, err := r.Identity()
	if err != nil {
		return err
	}
	named, tokens, err := hay.Look(id, asked)
	if err = kit.Heard(r, err); err != nil { // of somebody else's name; the search goes on without it
		return err
	}
	return d.Store.Reveal(r.Context(), grant, func(tx *store.Tx) error {
		shown, err := vault.Tell(tx, named, tokens, d.Budget)
		if err != nil {
			return err
		}
		if who, err := person.Coded(tx, asked); err == nil {
			shown.Own = slices.Insert(slices.DeleteFunc(shown.Own, func(h vault.Hit) bool { return h.Person == who.ID }), 0, vault.Hit{Person: who.ID, By: "code"})
		} else if errs.KindOf(err) != errs.Invalid {
			return err
		}
		if view.Hits, err = d.searchHits(tx, r.Printer(), shown.Own); err == nil {
			view.Team, err = d.searchHits(tx, r.Printer(), shown.Team)
		}
		return err
	})
}

// searchHits says who hits are, as far as it was put on record.
func (d *Desk) searchHits(tx *store.Tx, p *i18n.Printer, hits []vault.Hit) (list []SearchHit, err error) {
	for _, h := range hits {
		who, err := person.Mine(tx, h.Person)
		if err != nil {
			return nil, err
		}
		list = append(list, SearchHit{Code: who.Code, Path: "/people/" + string(who.ID), Name: h.Name, Why: d.why(p, h, who)})
	}
	return list, nil
}

// why says what matched, and facts enough to tell people apart.
func (d *Desk) why(p *i18n.Printer, h vault.Hit, who person.Person) string {
	words := p.T("card.search.by." + h.By)
	for _, fact := range []struct{ list, code string }{{"gender", who.Gender}, {"age_band", who.AgeBand}, {"province", who.Province}} {
		words += " · " + d.Book.Label(fact.list, fact.code, p.Lang())
	}
	return words
}
