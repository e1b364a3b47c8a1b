package tables

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/care/report/addition"
	"approdo/internal/care/report/column"
	"approdo/internal/web/page"
)

// composing is a table being written, new or changed, with questions or as text.
type composing struct {
	base  *report.Definition
	snap  *report.Snapshot
	table addition.Table // the zero Table for a new one
	text  bool
}

// compose reads whose table the address names; none is a new one.
func (d *Desk) compose(r *page.Request) (c composing, err error) {
	if c.base, err = d.Reports.Find(r.PathValue("report")); err != nil {
		return c, err
	}
	if c.snap, err = d.Engine.Snapshot(r.Context(), d.Store); err != nil {
		return c, err
	}
	if id := r.PathValue("id"); id != "" {
		err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
			c.table, err = addition.Find(tx, c.base.ID, id)
			return err
		})
	}
	return c, err
}

// additionNew begins a table.
func (d *Desk) additionNew(r *page.Request) error {
	c, err := d.compose(r)
	if err != nil {
		return err
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	c.text = fields.Text("as") == "text"
	return d.composeAsk(r, http.StatusOK, c, fields, nil)
}

// additionEdit shows a table in the form, or as text where the form could not say what it says.
func (d *Desk) additionEdit(r *page.Request) error {
	c, err := d.compose(r)
	if err != nil {
		return err
	}
	asked, err := r.Fields()
	if err != nil {
		return err
	}
	fields := &page.Fields{}
	fields.Set("revision", strconv.FormatInt(c.table.Revision, 10))
	c.text = asked.Text("as") == "text" || !c.sketch(fields, c.table.Text())
	if c.text {
		fields.Set("definition", c.table.Text())
	}
	return d.composeAsk(r, http.StatusOK, c, fields, nil)
}

// sketch fills the form with what a text says, if the form can say all of it.
func (c composing) sketch(fields *page.Fields, text string) bool {
	t := c.table
	t.Number, t.Draft = max(1, t.Number), text
	whole, err := t.Defined(c.base, c.snap.Book)
	if err != nil {
		return false
	}
	table, _ := whole.Table(t.Name())
	o, ok := addition.Sketch(table, c.base, c.snap.Book)
	if !ok || !fits(o) {
		return false
	}
	fillOutline(fields, o)
	return true
}

// additionSave takes what was written so far: to ask more, to write it the other way, or to keep and look at it. Whatever cannot be kept
// comes back as it was typed.
func (d *Desk) additionSave(r *page.Request) error {
	c, err := d.compose(r)
	if err != nil {
		return err
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	c.text = fields.Text("as") == "text"
	text := fields.Whole("definition")
	if !c.text {
		text = outlineOf(fields).Text(c.snap.Book)
	}
	switch fields.Text("go") {
	case "look":
		return d.composeKeep(r, c, fields, text)
	case "text":
		c.text = true
		if outlineOf(fields).Counts == "" {
			text = ""
		}
		fields.Set("definition", text)
	case "form":
		if c.text = text != "" && !c.sketch(fields, text); c.text {
			fields.Keep(errs.E(errs.Invalid, "additions.not_a_form").On("definition"))
			return d.composeAsk(r, http.StatusUnprocessableEntity, c, fields, nil)
		}
	}
	return d.composeAsk(r, http.StatusOK, c, fields, nil)
}

// composeKeep keeps the text as a draft and shows what it counts.
func (d *Desk) composeKeep(r *page.Request, c composing, fields *page.Fields, text string) error {
	if !c.text {
		if list := asks(fields, outlineOf(fields)); len(list) > 0 {
			fields.Keep(list)
			return d.composeAsk(r, http.StatusUnprocessableEntity, c, fields, nil)
		}
	}
	kept := c.table
	kept.Revision, _ = strconv.ParseInt(fields.Text("revision"), 10, 64)
	err := d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if c.table.ID == "" {
			kept, err = addition.Begin(tx, c.base, c.snap.Book, text)
			return err
		}
		kept, err = addition.Keep(tx, c.base, c.snap.Book, kept, text)
		return err
	})
	e, known := errs.Of(err)
	switch {
	case known && e.Key == "report.addition_changed_meanwhile":
		fields.Set("revision", strconv.FormatInt(c.table.Revision, 10))
		return d.composeAsk(r, http.StatusConflict, c, fields, e)
	case known && c.text && e.Kind == errs.Invalid && fields.Keep(e.On("definition")), known && e.Kind == errs.Invalid && fields.Keep(e):
		return d.composeAsk(r, http.StatusUnprocessableEntity, c, fields, nil)
	case err != nil:
		return err
	}
	return r.Say(additionsPath(c.base.ID)+"/"+kept.ID, "additions.said.kept")
}

// composeAsk shows the form as far as it is filled in. meanwhile says that somebody else was faster; what they wrote stands beside.
func (d *Desk) composeAsk(r *page.Request, status int, c composing, fields *page.Fields, meanwhile error) error {
	p := r.Printer()
	view := AdditionFormView{
		Fields: fields, Action: additionsPath(c.base.ID), Revision: fields.Text("revision"), Text: c.text, Languages: i18n.Languages(),
		Header: page.Header{Title: p.T("additions.new"), Trail: []page.Link{{Label: p.T("additions.title"), Path: additionsPath(c.base.ID)}}},
	}
	if c.table.ID != "" {
		here := additionsPath(c.base.ID) + "/" + c.table.ID
		view.Action = here + "/edit"
		view.Header.Title = p.T("additions.edit", "name", c.table.Name())
		view.Header.Trail = append(view.Header.Trail, page.Link{Label: c.table.Name() + " · " + d.titleOf(c.table, p), Path: here})
		if c.table.InUse() {
			view.Header.Sub = p.T("additions.edit_why")
		}
	}
	if meanwhile != nil {
		view.Said, view.Theirs = p.Error(meanwhile), c.table.Text()
	}
	if c.text {
		view.Step = 1
		view.Words, view.Line = languageOf(p, c), wrongLine(fields)
		return r.RenderStatus(status, view.Header.Title, AdditionFormPage(p, view))
	}
	choose := &chooser{p: p, base: c.base, book: c.snap.Book, outline: outlineOf(fields), fields: fields}
	if err := d.namesOf(r, choose); err != nil {
		return err
	}
	choose.usualAnswers()
	choose.outline = outlineOf(fields)
	choose.into(&view)
	return r.RenderStatus(status, view.Header.Title, AdditionFormPage(p, view))
}

// wrongLine is the line of a definition that its problem speaks of, with its number.
func wrongLine(fields *page.Fields) string {
	e := fields.Problem("definition")
	if e == nil {
		return ""
	}
	at := slices.Index(e.Args, any("line"))
	if at < 0 || at+1 >= len(e.Args) {
		return ""
	}
	number, _ := e.Args[at+1].(int)
	lines := strings.Split(fields.Whole("definition"), "\n")
	if number < 1 || number > len(lines) {
		return ""
	}
	return strconv.Itoa(number) + " │ " + lines[number-1]
}

// namesOf reads the organisations and the units, which filters may name. They are nobody's secret inside the network.
func (d *Desk) namesOf(r *page.Request, c *chooser) error {
	return d.Store.Read(r.Context(), policy.System(policy.Startup), func(tx *store.Tx) error {
		s, err := kit.Around(tx)
		for _, o := range s.OrganisationList {
			if o.Member {
				c.bodies = append(c.bodies, page.Option{Value: o.Code, Label: o.Name})
			}
		}
		for _, u := range s.UnitList {
			c.units = append(c.units, page.Option{Value: u.Code, Label: u.Name})
		}
		return err
	})
}

// into draws the questions that make sense so far.
func (c *chooser) into(view *AdditionFormView) {
	view.Counts = c.counts()
	if _, view.Ready = c.outline.View(); !view.Ready {
		return
	}
	view.Step = 1
	if c.outline.Persons() {
		view.Of = c.of()
	}
	view.Filters, view.Rows = c.filters(), c.rows()
	view.Kind = c.field("kind", "kind", []page.Option{
		{Value: "partition", Label: c.p.T("additions.kind.partition"), Note: c.p.T("additions.kind_note.partition")},
		{Value: "overlapping", Label: c.p.T("additions.kind.overlapping"), Note: c.p.T("additions.kind_note.overlapping")},
	})
	if c.sortable() {
		view.Each = c.field("each", "each", []page.Option{
			{Value: "each", Label: c.p.T("additions.each.each"), Note: c.p.T("additions.each_note.each")},
			{Value: "chosen", Label: c.p.T("additions.each.chosen"), Note: c.p.T("additions.each_note.chosen")},
		})
		view.Places, view.Groups = c.places(), c.groupCount()
	}
	if c.outline.Rows != "" {
		view.Then = c.field("then", "then", c.columns(c.p.T("additions.none.then"), func(col column.Column) bool { return col.Name != c.outline.Rows }))
		if c.outline.Then == "" && !c.outline.Overlaps {
			view.Across = c.across()
		}
	}
	view.Measures = c.measures()
	if !c.outline.Overlaps {
		view.Same = c.same()
	}
}

// languageOf lists what a definition may say: of each view the columns, and of each column the first codes.
func languageOf(p *i18n.Printer, c composing) (list []AdditionWords) {
	const some = 14
	for _, view := range column.Schemas() {
		words := AdditionWords{Title: view.Name}
		for _, col := range view.Columns {
			pair := page.Pair{Name: col.Name, Value: p.T("additions.word.text")}
			switch codes := addition.Codes(col, c.snap.Book); {
			case col.Kind == column.Number:
				pair.Value = p.T("additions.word.number")
			case len(codes) > some:
				pair.Value = joinWords(codes[:some]) + " …"
			case len(codes) > 0:
				pair.Value = joinWords(codes)
			}
			words.Columns = append(words.Columns, pair)
		}
		list = append(list, words)
	}
	return list
}
