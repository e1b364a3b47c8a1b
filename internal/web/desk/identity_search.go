package desk

import (
	"net/http"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
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
	return SearchView{
		Header: page.Header{Title: p.T("card.search.title"), Sub: p.T("card.search.sub"), Trail: []page.Link{{Label: p.T("desk.people.title"), Path: "/people"}}},
		Fields: fields, Ask: page.Field{Name: "who", Label: p.T("card.search.who"), Hint: p.T("card.search.hint"), Autocomplete: "off"},
	}
}

// searchRun looks among the names whose key the reader holds, and for a code, a phone or a document. Whom one may not see and who is not
// there give the same answer. What was asked stands in no address.
func (d *Desk) searchRun(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	asked := fields.Text("who")
	view := d.searchView(r, fields)
	if len([]rune(asked)) < 2 || len(asked) > 200 {
		fields.Keep(errs.E(errs.Invalid, "vault.search_short").On("who"))
		return r.RenderStatus(http.StatusUnprocessableEntity, view.Header.Title, SearchPage(r.Printer(), view))
	}
	hits, err := d.search(r, asked)
	if err != nil {
		return err
	}
	view.Asked = true
	p := r.Printer()
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		view.Hits = nil
		seen := map[person.ID]bool{}
		for _, h := range hits {
			who, err := person.Mine(tx, h.Person)
			if errs.KindOf(err) == errs.NotFound && err != nil {
				continue // erased meanwhile
			}
			if err != nil {
				return err
			}
			if !seen[who.ID] {
				view.Hits = append(view.Hits, SearchHit{Code: who.Code, Path: "/people/" + string(who.ID), Name: h.Name, Why: d.why(p, h, who)})
			}
			seen[who.ID] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	return r.Render(view.Header.Title, SearchPage(p, view))
}

// why says what matched, and facts enough to tell people apart.
func (d *Desk) why(p *i18n.Printer, h vault.Hit, who person.Person) string {
	words := p.T("card.search.by." + h.By)
	for _, fact := range []struct{ list, code string }{{"gender", who.Gender}, {"age_band", who.AgeBand}, {"province", who.Province}} {
		words += " · " + d.Book.Label(fact.list, fact.code, p.Lang())
	}
	return words
}

func (d *Desk) search(r *page.Request, asked string) ([]vault.Hit, error) {
	if err := d.Store.Reveal(r.Context(), r.Grant(), vault.Search); err != nil {
		return nil, err
	}
	var hay vault.Haystack
	var hits []vault.Hit
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		hits = nil
		if who, err := person.Coded(tx, spoken(asked)); err == nil {
			hits = append(hits, vault.Hit{Person: who.ID, By: "code"})
		} else if errs.KindOf(err) != errs.Invalid {
			return err
		}
		hay, err = vault.Gather(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	id, err := r.Identity()
	if err != nil {
		return nil, err
	}
	named, tokens, err := hay.Look(id, asked)
	if err != nil {
		return nil, err
	}
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		exact, err := vault.Matching(tx, tokens)
		hits = append(hits, exact...)
		return err
	})
	return append(hits, named...), err
}
