package rights

import (
	"net/http"
	"strconv"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/web/page"
)

// retentionShow shows how long data are kept, about whom nothing was recorded for longer, and what the trail says that is older.
func (d *Desk) retentionShow(r *page.Request) error {
	return d.retentionAsk(r, http.StatusOK, &page.Fields{})
}

func (d *Desk) retentionAsk(r *page.Request, status int, fields *page.Fields) error {
	p := r.Printer()
	view := RetentionView{
		Header: page.Header{
			Title: p.T("desk.retention.title"), Sub: p.T("desk.retention.sub"),
			Trail: []page.Link{{Label: p.T("desk.rights.title"), Path: "/rights"}},
		},
		Moved: status == http.StatusConflict, Fields: fields,
	}
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		rules, err := rights.Rules(tx)
		if err != nil {
			return err
		}
		for _, rule := range rules {
			view.Rules = append(view.Rules, ruleView(p, rule, fields))
		}
		due, more, err := rights.New(d.Book).Queue(tx, d.Network.Today(tx.Now()))
		if err != nil {
			return err
		}
		view.Due, view.More = dueTable(&kit.Teller{D: d.Desk, P: p}, due), more
		old, err := rights.New(d.Book).Old(tx, d.Network.Today(tx.Now()))
		view.Old = oldView(p, old)
		view.Old.Seen = kit.Seen(old)
		return err
	})
	if err != nil {
		return err
	}
	return r.RenderStatus(status, view.Header.Title, RetentionPage(p, view))
}

// monthsOf names the months of a rule among the problems of the page, which has several of them.
func monthsOf(rule string) string { return "months-" + rule }

func ruleView(p *i18n.Printer, rule rights.Rule, fields *page.Fields) RetentionRule {
	x := RetentionRule{
		Name: p.T("desk.retention.rule." + rule.Code), Why: p.T("desk.retention.about." + rule.Code), Code: rule.Code,
		Months: strconv.FormatInt(rule.Months, 10), Confirmed: rule.Confirmed,
	}
	if e := fields.Problem(monthsOf(rule.Code)); e != nil {
		x.Months, x.Problem = fields.Text("months"), p.Error(e)
	}
	return x
}

func dueTable(c *kit.Teller, due []rights.Due) page.Table {
	t := page.Table{Caption: c.P.T("desk.retention.due")}
	for _, word := range []string{"person_code", "last_recorded", "rule", "hold"} {
		t.Columns = append(t.Columns, page.Column{Label: c.P.T("desk.field." + word)})
	}
	for _, x := range due {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{
			{Text: x.Code, Path: "/holds/" + string(x.Person)},
			c.Day(x.Last, ""),
			{Text: c.P.T("desk.retention.rule." + x.Rule)},
			c.Code("hold_reason", x.Held),
		}})
	}
	return t
}

func oldView(p *i18n.Printer, x rights.Old) (v OldView) {
	if v.What = p.T("desk.retention.old_none", "day", p.Day(x.Before)); x.Due > 0 {
		v.What = p.T("desk.retention.old_due", "count", x.Due, "day", p.Day(x.Before))
		v.Destroy = p.T("desk.retention.old_go", "count", x.Due)
	}
	if x.Held > 0 {
		v.Held = p.T("desk.retention.old_held", "count", x.Held)
	}
	return v
}

// retentionRule gives a rule its months.
func (d *Desk) retentionRule(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	rule := r.PathValue("rule")
	months, err := strconv.ParseInt(fields.Text("months"), 10, 64)
	if err != nil {
		months = -1 // what is no number is no number of months either: the rule says which it takes
	}
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		return rights.New(d.Book).SetRule(tx, rule, months)
	})
	if e, ok := errs.Of(err); ok && e.Kind == errs.Invalid {
		fields.Keep(e.On(monthsOf(rule)))
		return d.retentionAsk(r, http.StatusUnprocessableEntity, fields)
	}
	if err != nil {
		return err
	}
	return r.Say("/retention", "desk.retention.said.term_set")
}

// retentionTrail destroys what the trail says that is older than its term. Readers that do not finish may keep the database's files from being
// cleaned: what was deleted stays deleted, and the page says what is still to be done.
func (d *Desk) retentionTrail(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		today := d.Network.Today(tx.Now())
		old, err := rights.New(d.Book).Old(tx, today)
		if err == nil && old.Due > 0 { // a term that was shortened meanwhile destroys more than the button said
			err = kit.Unmoved(fields, old)
		}
		if err == nil {
			_, err = rights.New(d.Book).ClearTrail(tx, today)
		}
		return err
	})
	if kit.HasMoved(err) {
		return d.retentionAsk(r, http.StatusConflict, fields)
	}
	if err != nil {
		return err
	}
	switch err := d.Store.Scrub(r.Context(), store.DetailsTable); {
	case errs.KindOf(err) == errs.Unavailable:
		return r.Say("/retention", "desk.retention.said.trail_traces")
	case err != nil:
		return err
	}
	return r.Say("/retention", "desk.retention.said.trail_cleared")
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
	c := &kit.Teller{D: d.Desk, P: p}
	var who person.Person
	var holds []rights.Hold
	var silence rights.Silence
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if who, err = person.Mine(tx, person.ID(r.PathValue("id"))); err != nil {
			return err
		}
		if holds, err = rights.Held(tx, who.ID); err != nil {
			return err
		}
		silence, err = rights.SilenceOf(tx, who.ID)
		return err
	})
	if err != nil {
		return err
	}
	view := HoldView{
		Header: page.Header{Title: who.Code, Sub: p.T("desk.hold.sub"), Trail: []page.Link{{Label: p.T("desk.rights.title"), Path: "/rights"}, {Label: p.T("desk.retention.title"), Path: "/retention"}}},
		Self:   "/holds/" + string(who.ID), Fields: fields,
		Reason: page.Field{Name: "reason", Label: p.T("desk.field.hold"), Options: append([]page.Option{{Label: p.T("desk.hold.choose")}}, c.Options("hold_reason")...)},
		Erase:  "/rights/new?kind=erasure&cause=retention&code=" + who.Code,
	}
	view.Facts = []page.Pair{
		{Name: p.T("desk.hold.last"), Value: p.Day(silence.Last)},
		{Name: p.T("desk.hold.term"), Value: p.T("desk.hold.term_is", "rule", p.T("desk.retention.rule."+silence.Rule.Code), "count", silence.Rule.Months)},
		{Name: p.T("desk.hold.requests"), Value: p.Int(silence.Requests)},
		{Name: p.T("desk.hold.followers"), Value: p.Int(silence.Followers)},
	}
	for _, h := range holds {
		view.Holds = append(view.Holds, StandingHold{ID: h.ID, Pair: page.Pair{Name: c.Label("hold_reason", h.Reason), Value: p.T("desk.hold.since", "day", p.Day(h.Made[:10]))}})
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
	return r.Say("/holds/"+string(id), "desk.said.recorded")
}

// holdLift ends one hold on a person, which its form names: one that a colleague made meanwhile stands.
func (d *Desk) holdLift(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	id := person.ID(r.PathValue("id"))
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return rights.New(d.Book).Lift(tx, id, fields.Text("hold")) })
	if err != nil {
		return err
	}
	return r.Say("/holds/"+string(id), "desk.hold.lifted")
}
