package outreach

import (
	"maps"
	"net/http"
	"strconv"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

var plannedQuestions = []kit.Question{
	{Name: "unit", By: kit.ByList, List: "unit"},
	{Name: "day", By: kit.ByDay, As: "planned_day"},
	{Name: "mode", By: kit.ByCards, List: "mode"},
	{Name: "zone", By: kit.ByLines},
	{Name: "starts", By: kit.ByTime, As: "planned_starts"},
	{Name: "ends", By: kit.ByTime, As: "planned_ends"},
	{Name: "meeting", By: kit.ByWord, As: "planned_meeting"},
	{Name: "crew", By: kit.ByLines},
	{Name: "notes", By: kit.ByLines, As: "planned_notes", More: true},
}

func plannedForm(c *vault.PlannedCard, unit *string) kit.Bound {
	b := kit.Bound{Text: map[string]*string{}}
	for name, text := range c.Fields() {
		b.Text[name] = text
	}
	if unit != nil {
		b.Text["unit"] = unit
	}
	return b
}

// plannedList shows the outings still to come to whoever holds the team's key.
func (d *Desk) plannedList(r *page.Request) error {
	p := r.Printer()
	c := &kit.Teller{D: d.Desk, P: p}
	var sealed vault.SealedOutings
	err := d.Store.Reveal(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if c.Around, err = kit.Around(tx); err != nil {
			return err
		}
		sealed, err = vault.PlannedOutings(tx)
		return err
	})
	if err != nil {
		return err
	}
	outings, err := openPlanned(r, sealed)
	if err != nil {
		return err
	}
	view := PlannedListView{
		Header: page.Header{Title: p.T("planned.title"), Sub: p.T("planned.sub"), Trail: []page.Link{{Label: p.T("desk.outings.title"), Path: "/outings"}}},
		Rows:   page.Table{Caption: p.T("planned.title"), Columns: []page.Column{{Label: p.T("desk.field.planned_day")}, {Label: p.T("desk.field.unit")}, {Label: p.T("desk.field.zone")}, {Label: p.T("planned.hours")}}},
	}
	if policy.May(r.Subject(), policy.PlannedRecord) {
		view.New = page.Link{Label: p.T("planned.new"), Path: "/plans/new", Primary: true}
		view.Header.Actions = []page.Link{view.New}
	}
	for _, planned := range outings {
		day := p.Day(planned.Day)
		if planned.Unread {
			day = p.T("planned.unread")
		}
		view.Rows.Rows = append(view.Rows.Rows, page.Row{Cells: []page.Cell{
			{Text: day, Path: "/plans/" + planned.ID}, c.Unit(planned.UnitID), {Text: firstLine(planned.Zone)}, {Text: plannedHours(planned.PlannedCard)},
		}})
	}
	return r.Render(view.Header.Title, PlannedListPage(p, view))
}

func openPlanned(r *page.Request, sealed vault.SealedOutings) ([]vault.PlannedOuting, error) {
	id, err := r.Identity()
	if err != nil {
		return nil, err
	}
	outings, err := sealed.Open(id)
	return outings, kit.Heard(r, err)
}

func plannedHours(c vault.PlannedCard) string {
	if c.From == "" && c.To == "" {
		return "—"
	}
	return c.From + "–" + c.To
}

// readPlanned reads and opens the planned outing of the address; it is on record.
func (d *Desk) readPlanned(r *page.Request) (planned vault.PlannedOuting, c *kit.Teller, err error) {
	c = &kit.Teller{D: d.Desk, P: r.Printer()}
	grant, err := policy.Authorize(r.Subject(), policy.PlannedView)
	if err != nil {
		return planned, c, err
	}
	var sealed vault.SealedOutings
	err = d.Store.Reveal(r.Context(), grant, func(tx *store.Tx) (err error) {
		if err = c.Learn(tx); err != nil {
			return err
		}
		sealed, err = vault.OnePlannedOuting(tx, r.PathValue("id"))
		return err
	})
	if err != nil {
		return planned, c, err
	}
	outings, err := openPlanned(r, sealed)
	if err == nil {
		planned = outings[0]
	}
	return planned, c, err
}

// plannedShow shows one outing still to come, and leads to going out.
func (d *Desk) plannedShow(r *page.Request) error {
	planned, c, err := d.readPlanned(r)
	if err != nil {
		return err
	}
	p := c.P
	title := p.T("planned.of", "day", p.Day(planned.Day), "unit", c.Unit(planned.UnitID).Text)
	if planned.Unread {
		title = c.Unit(planned.UnitID).Text
	}
	view := PlannedView{
		Header: page.Header{Title: title, Sub: p.T("planned.state." + planned.State), Trail: []page.Link{{Label: p.T("planned.title"), Path: "/plans"}}},
		Said:   kit.Said(r), Unread: planned.Unread,
	}
	b := plannedForm(&planned.PlannedCard, nil)
	for _, q := range plannedQuestions[2:] {
		if text := *b.Text[q.Name]; text != "" {
			view.Fields = append(view.Fields, kit.SealedField{Label: p.T("desk.field." + q.Word()), Lines: linesOf(c.Say(q, text))})
		}
	}
	if planned.State == vault.PlannedComing && policy.May(r.Subject(), policy.PlannedRecord) {
		if !planned.Unread {
			view.Header.Actions = []page.Link{{Label: p.T("planned.edit"), Path: "/plans/" + planned.ID + "/edit"}}
		}
		view.Cancel = "/plans/" + planned.ID + "/cancel"
		if policy.May(r.Subject(), policy.OutingRecord) {
			view.Header.Actions = append(view.Header.Actions, page.Link{Label: p.T("planned.go_out"), Path: "/outings/new?plan=" + planned.ID, Primary: true})
		}
	}
	if planned.OutingID != "" {
		view.Header.Actions = append(view.Header.Actions, page.Link{Label: p.T("planned.outing"), Path: "/outings/" + planned.OutingID, Primary: true})
	}
	return r.Render(p.T("planned.one"), PlannedPage(p, view))
}

// plannedNew asks when, where and with whom a unit goes out.
func (d *Desk) plannedNew(r *page.Request) error {
	c, err := d.Learn(r)
	if err != nil {
		return err
	}
	fields := &page.Fields{}
	kit.Prefill(fields, "unit", string(c.Usual(kit.OnTheStreet).ID), "day", c.Today, "mode", "outdoor")
	a := d.plannedAsk(r, fields)
	a.Told = c
	return d.ShowForm(r, http.StatusOK, a)
}

func (d *Desk) plannedAsk(r *page.Request, fields *page.Fields) kit.Form {
	return kit.Form{
		Name: "planned", Action: "/plans", Fields: fields, Questions: plannedQuestions, Sealed: true,
		Back: page.Link{Label: r.Printer().T("planned.title"), Path: "/plans"},
	}
}

// plannedSave seals a new planned outing.
func (d *Desk) plannedSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	var card vault.PlannedCard
	var unit string
	plannedForm(&card, &unit).Read(fields)
	id, made, err := d.sealPlanned(r, fields, card, func(tx *store.Tx) (vault.PlannedDraft, error) {
		return vault.NewPlannedOuting(tx, network.UnitID(unit))
	})
	if err != nil {
		return d.GiveBack(r, d.plannedAsk(r, fields), err)
	}
	if made != id {
		return d.plannedAgain(r, fields, made, card)
	}
	return r.Redirect("/plans/" + made + "?said=recorded")
}

// plannedAgain answers a form that was sent before: with what was made of it, or, where something else was typed since, with the form that corrects that.
func (d *Desk) plannedAgain(r *page.Request, fields *page.Fields, made string, card vault.PlannedCard) error {
	r.SetPathValue("id", made)
	planned, _, err := d.readPlanned(r)
	if err != nil {
		return err
	}
	mine, theirs := plannedForm(&card, nil).Answers(), plannedForm(&planned.PlannedCard, nil).Answers()
	if planned.Unread || maps.Equal(mine, theirs) {
		return r.Redirect("/plans/" + made + "?said=recorded")
	}
	if planned.State != vault.PlannedComing {
		return d.plannedEnded(r, fields, planned.State)
	}
	return d.Corrects(r, d.plannedCorrection(r, made, fields, kit.Remembered(planned.Revision, theirs)))
}

// sealPlanned checks, seals and writes a planned outing, once. It answers the id that it would have, and that of the one that was made: another where the form was sent before.
func (d *Desk) sealPlanned(r *page.Request, fields *page.Fields, card vault.PlannedCard, read func(*store.Tx) (vault.PlannedDraft, error)) (id, made string, err error) {
	if !d.Book.Has("mode", card.Mode) {
		return "", "", errs.E(errs.Invalid, "check.code", "list", "mode").On("mode")
	}
	var draft vault.PlannedDraft
	standing, err := d.SealedOnce(r, fields, nil, kit.Sealing{
		Read: func(tx *store.Tx) (err error) {
			draft, err = read(tx)
			return err
		},
		Seal: func(who *seal.Identity) (func(*store.Tx) error, error) {
			change, err := draft.Seal(who, card)
			id = change.ID
			return change.Record, err
		},
	}, func() work.Reference { return work.Reference{Noun: "planned", ID: id} })
	return id, standing.ID, err
}

// plannedEdit asks what changes about a planned outing.
func (d *Desk) plannedEdit(r *page.Request) error {
	planned, c, err := d.readPlanned(r)
	if err == nil && planned.Unread {
		err = errs.E(errs.Conflict, "vault.planned_unread")
	}
	if err != nil {
		return err
	}
	b := plannedForm(&planned.PlannedCard, nil)
	fields := &page.Fields{}
	b.Fill(fields)
	a := d.plannedCorrection(r, planned.ID, fields, kit.Remembered(planned.Revision, b.Answers()))
	a.Told = c
	return d.ShowForm(r, http.StatusOK, a)
}

func (d *Desk) plannedCorrection(r *page.Request, id string, fields *page.Fields, hidden []page.Pair) kit.Form {
	return kit.Form{
		Name: "planned_edit", Action: "/plans/" + id + "/edit", Fields: fields, Hidden: hidden, Questions: plannedQuestions[1:], Sealed: true,
		Back: page.Link{Label: r.Printer().T("planned.one"), Path: "/plans/" + id},
	}
}

// plannedChange saves a changed planned outing, or shows both versions if somebody else was faster.
func (d *Desk) plannedChange(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	var card vault.PlannedCard
	b := plannedForm(&card, nil)
	b.Read(fields)
	revision, _ := strconv.ParseInt(fields.Text("revision"), 10, 64)
	if kit.Untouched(fields, b) {
		err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error { // of which there is none, nothing is said to be unchanged
			_, err := vault.ChangedPlannedOuting(tx, id, revision)
			return err
		})
		if err != nil {
			return err
		}
		return r.Redirect("/plans/" + id + "?said=unchanged")
	}
	_, _, err = d.sealPlanned(r, fields, card, func(tx *store.Tx) (vault.PlannedDraft, error) { return vault.ChangedPlannedOuting(tx, id, revision) })
	if state, ended := vault.Ended(err); ended {
		return d.plannedEnded(r, fields, state)
	}
	switch a := d.plannedCorrection(r, id, fields, kit.Remembered(revision, kit.SaidBefore(fields, b))); {
	case kit.Meanwhile(err):
		theirs, _, err := d.readPlanned(r)
		if err != nil {
			return d.GiveBack(r, a, err)
		}
		return d.Conflict(r, a, theirs.Revision, b, plannedForm(&theirs.PlannedCard, nil))
	case err != nil:
		return d.GiveBack(r, a, err)
	}
	return r.Redirect("/plans/" + id + "?said=changed")
}

// plannedEnded gives back what was typed about a planned outing that has ended meanwhile: it can be saved as a new one.
func (d *Desk) plannedEnded(r *page.Request, fields *page.Fields, state string) error {
	was, _, err := d.readPlanned(r)
	if err != nil {
		return err
	}
	fields.Set("unit", string(was.UnitID))
	fields.Keep(errs.E(errs.Invalid, "desk.planned.was_"+state))
	return d.ShowForm(r, http.StatusConflict, d.plannedAsk(r, fields))
}

// plannedCancel says that nobody goes.
func (d *Desk) plannedCancel(r *page.Request) error {
	err := d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return vault.CancelPlannedOuting(tx, r.PathValue("id")) })
	if err != nil {
		return err
	}
	return r.Redirect("/plans?said=cancelled")
}
