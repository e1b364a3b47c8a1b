package desk

import (
	"strconv"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/web/page"
)

// retentionShow shows how long data are kept, and about whom nothing was recorded for longer.
func (d *Desk) retentionShow(r *page.Request) error {
	p := r.Printer()
	c := &listing{d: d, p: p}
	view := RetentionView{
		Header: page.Header{
			Title: p.T("desk.retention.title"), Sub: p.T("desk.retention.sub"),
			Trail: []page.Link{{Label: p.T("desk.rights.title"), Path: "/rights"}},
		},
		Said: said(r), Due: page.Table{Caption: p.T("desk.retention.due")},
	}
	for _, word := range []string{"person_code", "last_recorded", "rule", "hold"} {
		view.Due.Columns = append(view.Due.Columns, page.Column{Label: p.T("desk.field." + word)})
	}
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		rules, err := rights.Rules(tx)
		if err != nil {
			return err
		}
		for _, rule := range rules {
			view.Rules = append(view.Rules, RetentionRule{
				Name: p.T("desk.retention.rule." + rule.Code), Code: rule.Code,
				Months: strconv.FormatInt(rule.Months, 10), Confirmed: rule.Confirmed,
			})
		}
		due, more, err := rights.New(d.Book).Queue(tx, d.Network.Today(tx.Now()))
		view.More = more
		for _, x := range due {
			view.Due.Rows = append(view.Due.Rows, page.Row{Cells: []page.Cell{
				{Text: x.Code, Path: "/holds/" + string(x.Person)},
				c.day(x.Last, ""),
				{Text: p.T("desk.retention.rule." + x.Rule)},
				c.code("hold_reason", x.Held),
			}})
		}
		return err
	})
	if err != nil {
		return err
	}
	return r.Render(view.Header.Title, RetentionPage(p, view))
}

// retentionRule gives a rule its months.
func (d *Desk) retentionRule(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	months, err := strconv.ParseInt(fields.Text("months"), 10, 64)
	if err != nil {
		return errs.E(errs.Invalid, "desk.form.number", err)
	}
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		return rights.New(d.Book).SetRule(tx, r.PathValue("rule"), months)
	})
	if err != nil {
		return err
	}
	return r.Redirect("/retention?said=changed")
}

// holdShow shows one person who is due: the code, the holds, and what can be decided. It says nothing else about them.
func (d *Desk) holdShow(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	return d.holdAsk(r, 200, fields)
}

func (d *Desk) holdAsk(r *page.Request, status int, fields *page.Fields) error {
	p := r.Printer()
	c := &listing{d: d, p: p}
	var who person.Person
	var holds []rights.Hold
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if who, err = person.Mine(tx, person.ID(r.PathValue("id"))); err != nil {
			return err
		}
		holds, err = rights.Held(tx, who.ID)
		return err
	})
	if err != nil {
		return err
	}
	view := HoldView{
		Header: page.Header{Title: who.Code, Trail: []page.Link{{Label: p.T("desk.rights.title"), Path: "/rights"}, {Label: p.T("desk.retention.title"), Path: "/retention"}}},
		Self:   "/holds/" + string(who.ID), Fields: fields, Said: said(r),
		Reason: page.Field{Name: "reason", Label: p.T("desk.field.hold"), Options: c.options("hold_reason")},
		Erase:  "/rights/new?kind=erasure&cause=retention&code=" + who.Code,
	}
	for _, h := range holds {
		view.Holds = append(view.Holds, page.Pair{Name: c.label("hold_reason", h.Reason), Value: p.Day(h.Made[:10])})
	}
	return r.RenderStatus(status, who.Code, HoldPage(p, view))
}

// holdSave keeps somebody's data although they are due.
func (d *Desk) holdSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	id := person.ID(r.PathValue("id"))
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		return rights.New(d.Book).Hold(tx, id, fields.Text("reason"))
	})
	if err != nil {
		if fields.Keep(err) {
			return d.holdAsk(r, 422, fields)
		}
		return err
	}
	return r.Redirect("/holds/" + string(id) + "?said=recorded")
}

// holdLift ends the holds on a person.
func (d *Desk) holdLift(r *page.Request) error {
	id := person.ID(r.PathValue("id"))
	err := d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return rights.New(d.Book).Lift(tx, id) })
	if err != nil {
		return err
	}
	return r.Redirect("/holds/" + string(id) + "?said=changed")
}
