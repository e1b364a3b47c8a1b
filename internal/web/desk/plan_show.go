package desk

import (
	"net/http"
	"strconv"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

var planQuestions = []question{
	{name: "unit", by: byList, list: "unit"},
	{name: "day", by: byDay, as: "plan_day"},
	{name: "mode", by: byCards, list: "mode"},
	{name: "zone", by: byLines},
	{name: "starts", by: byTime, as: "plan_starts"},
	{name: "ends", by: byTime, as: "plan_ends"},
	{name: "meeting", by: byWord, as: "plan_meeting"},
	{name: "crew", by: byLines},
	{name: "notes", by: byLines, as: "plan_notes", more: true},
}

func planForm(c *vault.PlanCard, unit *string) bound {
	b := bound{text: map[string]*string{}}
	for name, text := range c.Fields() {
		b.text[name] = text
	}
	if unit != nil {
		b.text["unit"] = unit
	}
	return b
}

// planList shows the outings still to come to whoever holds the team's key.
func (d *Desk) planList(r *page.Request) error {
	p := r.Printer()
	c := &listing{d: d, p: p}
	var sealed vault.SealedPlans
	err := d.Store.Reveal(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if c.around, err = around(tx); err != nil {
			return err
		}
		sealed, err = vault.Plans(tx)
		return err
	})
	if err != nil {
		return err
	}
	plans, err := openPlans(r, sealed)
	if err != nil {
		return err
	}
	view := PlanListView{
		Header: page.Header{Title: p.T("plans.title"), Sub: p.T("plans.sub"), Trail: []page.Link{{Label: p.T("desk.outings.title"), Path: "/outings"}}},
		Rows:   page.Table{Caption: p.T("plans.title"), Columns: []page.Column{{Label: p.T("desk.field.plan_day")}, {Label: p.T("desk.field.unit")}, {Label: p.T("desk.field.zone")}, {Label: p.T("plans.hours")}}},
	}
	if policy.May(r.Subject(), policy.PlanRecord) {
		view.New = page.Link{Label: p.T("plans.new"), Path: "/plans/new", Primary: true}
		view.Header.Actions = []page.Link{view.New}
	}
	for _, plan := range plans {
		day := p.Day(plan.Day)
		if plan.Unread {
			day = p.T("plans.unread")
		}
		view.Rows.Rows = append(view.Rows.Rows, page.Row{Cells: []page.Cell{
			{Text: day, Path: "/plans/" + plan.ID}, c.unit(plan.UnitID), {Text: firstLine(plan.Zone)}, {Text: planHours(plan.PlanCard)},
		}})
	}
	return r.Render(view.Header.Title, PlanListPage(p, view))
}

func openPlans(r *page.Request, sealed vault.SealedPlans) ([]vault.Plan, error) {
	id, err := r.Identity()
	if err != nil {
		return nil, err
	}
	plans, err := sealed.Open(id)
	return plans, heard(r, err)
}

func planHours(c vault.PlanCard) string {
	if c.From == "" && c.To == "" {
		return "—"
	}
	return c.From + "–" + c.To
}

// readPlan reads and opens the plan of the address; it is on record.
func (d *Desk) readPlan(r *page.Request) (plan vault.Plan, c *listing, err error) {
	c = &listing{d: d, p: r.Printer()}
	grant, err := policy.Authorize(r.Subject(), policy.PlanView)
	if err != nil {
		return plan, c, err
	}
	var sealed vault.SealedPlans
	err = d.Store.Reveal(r.Context(), grant, func(tx *store.Tx) (err error) {
		if c.around, err = around(tx); err != nil {
			return err
		}
		sealed, err = vault.OnePlan(tx, r.PathValue("id"))
		return err
	})
	if err != nil {
		return plan, c, err
	}
	plans, err := openPlans(r, sealed)
	if err == nil {
		plan = plans[0]
	}
	return plan, c, err
}

// planShow shows one outing still to come, and leads to going out.
func (d *Desk) planShow(r *page.Request) error {
	plan, c, err := d.readPlan(r)
	if err != nil {
		return err
	}
	p := c.p
	title := p.T("plans.of", "day", p.Day(plan.Day), "unit", c.unit(plan.UnitID).Text)
	if plan.Unread {
		title = c.unit(plan.UnitID).Text
	}
	view := PlanView{
		Header: page.Header{Title: title, Sub: p.T("plans.state." + plan.State), Trail: []page.Link{{Label: p.T("plans.title"), Path: "/plans"}}},
		Said:   said(r), Unread: plan.Unread,
	}
	b := planForm(&plan.PlanCard, nil)
	for _, q := range planQuestions[2:] {
		if text := *b.text[q.name]; text != "" {
			view.Fields = append(view.Fields, CardField{Label: p.T("desk.field." + q.word()), Lines: linesOf(c.say(q, text))})
		}
	}
	if plan.State == vault.PlanComing && policy.May(r.Subject(), policy.PlanRecord) {
		if !plan.Unread {
			view.Header.Actions = []page.Link{{Label: p.T("plans.edit"), Path: "/plans/" + plan.ID + "/edit"}}
		}
		view.Cancel = "/plans/" + plan.ID + "/cancel"
		if policy.May(r.Subject(), policy.OutingRecord) {
			view.Header.Actions = append(view.Header.Actions, page.Link{Label: p.T("plans.go_out"), Path: "/outings/new?plan=" + plan.ID, Primary: true})
		}
	}
	if plan.OutingID != "" {
		view.Header.Actions = append(view.Header.Actions, page.Link{Label: p.T("plans.outing"), Path: "/outings/" + plan.OutingID, Primary: true})
	}
	return r.Render(p.T("plans.one"), PlanPage(p, view))
}

// planNew asks when, where and with whom a unit goes out.
func (d *Desk) planNew(r *page.Request) error {
	day, unit, err := d.here(r)
	if err != nil {
		return err
	}
	fields := &page.Fields{}
	usual(fields, "unit", string(unit.ID), "day", day, "mode", "outdoor")
	return d.ask(r, http.StatusOK, d.planAsk(r, fields))
}

func (d *Desk) planAsk(r *page.Request, fields *page.Fields) ask {
	return ask{
		name: "plan", action: "/plans", fields: fields, questions: planQuestions, sealed: true,
		back: page.Link{Label: r.Printer().T("plans.title"), Path: "/plans"},
	}
}

// planSave seals a new plan.
func (d *Desk) planSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	var card vault.PlanCard
	var unit string
	planForm(&card, &unit).read(fields)
	id, err := d.sealPlan(r, card, func(tx *store.Tx) (vault.PlanDraft, error) { return vault.NewPlan(tx, network.UnitID(unit)) })
	if err != nil {
		return d.again(r, d.planAsk(r, fields), err)
	}
	return r.Redirect("/plans/" + id + "?said=recorded")
}

// sealPlan checks, seals and writes a plan, and answers its id.
func (d *Desk) sealPlan(r *page.Request, card vault.PlanCard, read func(*store.Tx) (vault.PlanDraft, error)) (id string, err error) {
	if !d.Book.Has("mode", card.Mode) {
		return "", errs.E(errs.Invalid, "check.code", "list", "mode").On("mode")
	}
	var draft vault.PlanDraft
	return id, d.sealed(r, sealing{
		read: func(tx *store.Tx) (err error) {
			draft, err = read(tx)
			return err
		},
		seal: func(who *seal.Identity) (func(*store.Tx) error, error) {
			change, err := draft.Seal(who, card)
			id = change.ID
			return change.Record, err
		},
	})
}

// planEdit asks what changes about a plan.
func (d *Desk) planEdit(r *page.Request) error {
	plan, _, err := d.readPlan(r)
	if err == nil && plan.Unread {
		err = errs.E(errs.Conflict, "vault.plan_unread")
	}
	if err != nil {
		return err
	}
	b := planForm(&plan.PlanCard, nil)
	fields := &page.Fields{}
	b.fill(fields)
	return d.ask(r, http.StatusOK, d.planCorrection(r, plan.ID, fields, remembered(plan.Revision, b.answers())))
}

func (d *Desk) planCorrection(r *page.Request, id string, fields *page.Fields, hidden []page.Pair) ask {
	return ask{
		name: "plan_edit", action: "/plans/" + id + "/edit", fields: fields, hidden: hidden, questions: planQuestions[1:], sealed: true,
		back: page.Link{Label: r.Printer().T("plans.one"), Path: "/plans/" + id},
	}
}

// planChange saves a changed plan, or shows both versions if somebody else was faster.
func (d *Desk) planChange(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	var card vault.PlanCard
	b := planForm(&card, nil)
	b.read(fields)
	revision, _ := strconv.ParseInt(fields.Text("revision"), 10, 64)
	_, err = d.sealPlan(r, card, func(tx *store.Tx) (vault.PlanDraft, error) { return vault.ChangedPlan(tx, id, revision) })
	if state, ended := vault.Ended(err); ended {
		return d.planEnded(r, fields, state)
	}
	switch a := d.planCorrection(r, id, fields, remembered(revision, saidBefore(fields, b))); {
	case meanwhile(err):
		theirs, _, err := d.readPlan(r)
		if err != nil {
			return d.again(r, a, err)
		}
		return d.conflict(r, a, theirs.Revision, b, planForm(&theirs.PlanCard, nil))
	case err != nil:
		return d.again(r, a, err)
	}
	return r.Redirect("/plans/" + id + "?said=changed")
}

// planEnded gives back what was typed about a plan that has ended meanwhile: it can be saved as a new one.
func (d *Desk) planEnded(r *page.Request, fields *page.Fields, state string) error {
	was, _, err := d.readPlan(r)
	if err != nil {
		return err
	}
	fields.Set("unit", string(was.UnitID))
	fields.Keep(errs.E(errs.Invalid, "desk.plan.was_"+state))
	return d.ask(r, http.StatusConflict, d.planAsk(r, fields))
}

// planCancel says that nobody goes.
func (d *Desk) planCancel(r *page.Request) error {
	err := d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return vault.CancelPlan(tx, r.PathValue("id")) })
	if err != nil {
		return err
	}
	return r.Redirect("/plans?said=cancelled")
}
