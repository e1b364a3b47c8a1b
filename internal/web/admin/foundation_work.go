package admin

import (
	"net/http"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/period"
	"approdo/internal/web/page"
)

var workFields = []string{"unit", "unit_kind", "project", "call", "funder", "from", "to"}

// workShow asks for a first unit and a first project; both may wait.
func (f *Foundation) workShow(r *page.Request) error {
	if _, found, err := f.draft(r, stepNetwork); err != nil || !found {
		if err == nil {
			err = r.Redirect("/found/network")
		}
		return err
	}
	fields, _, err := f.draft(r, stepWork)
	if err != nil {
		return err
	}
	return f.workAsk(r, http.StatusOK, fields)
}

func (f *Foundation) workAsk(r *page.Request, status int, fields *page.Fields) error {
	p := r.Printer()
	title := p.T("setup.work.title")
	return r.RenderStatus(status, title, FormPage(p, FormView{
		Header: page.Header{Title: title}, Steps: founding(p), Step: 1, Lead: []string{p.T("setup.work.lead")},
		Action: "/found/work", Fields: fields, Submit: p.T("setup.go_on"), Else: page.Link{Label: p.T("setup.back"), Path: "/found/network", Quiet: true},
		Asked: []Asked{
			{Field: page.Field{Name: "unit", Label: p.T("setup.work.unit"), Hint: p.T("setup.work.unit_hint")}},
			{Field: page.Field{Name: "unit_kind", Label: f.listLabel(p, "unit_kind"), Options: f.options(p, "unit_kind", false)}, List: true},
			{Field: page.Field{Name: "project", Label: p.T("setup.work.project"), Hint: p.T("setup.work.project_hint")}},
			{Field: page.Field{Name: "from", Label: p.T("setup.work.from"), Type: "date", Short: true}},
			{Field: page.Field{Name: "to", Label: p.T("setup.work.to"), Type: "date", Short: true}},
			{Field: page.Field{Name: "call", Label: p.T("setup.work.call"), Hint: p.T("setup.optional")}},
			{Field: page.Field{Name: "funder", Label: p.T("setup.work.funder"), Hint: p.T("setup.optional")}},
		},
	}))
}

func (f *Foundation) workSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	for _, name := range workFields {
		if len(fields.Text(name)) > 120 {
			fields.Keep(errs.E(errs.Invalid, "setup.too_long").On(name))
		}
	}
	if fields.Text("unit") != "" && !f.Book.Has("unit_kind", fields.Text("unit_kind")) {
		fields.Keep(errs.E(errs.Invalid, "setup.needed").On("unit_kind"))
	}
	if fields.Text("project") != "" {
		for _, name := range []string{"from", "to"} {
			if fields.Text(name) == "" {
				fields.Keep(errs.E(errs.Invalid, "check.day").On(name))
			}
		}
		if wrong := period.Check(fields.Text("from"), fields.Text("to")); len(wrong) > 0 {
			fields.Keep(wrong)
		}
	}
	if err := f.keep(r, stepWork, fields, workFields); err != nil {
		return err
	}
	if len(fields.Problems()) > 0 {
		return f.workAsk(r, http.StatusUnprocessableEntity, fields)
	}
	return r.Redirect("/found/you")
}

// mostFile is the longest network file, in bytes.
const mostFile = 1 << 20

// fileShow takes the network from a file instead, the same as `approdo init` reads.
func (f *Foundation) fileShow(r *page.Request) error {
	return f.fileAsk(r, http.StatusOK, &page.Fields{})
}

func (f *Foundation) fileAsk(r *page.Request, status int, fields *page.Fields) error {
	p := r.Printer()
	title := p.T("setup.file.title")
	return r.RenderStatus(status, title, FoundFilePage(p, page.Header{Title: title}, founding(p), fields))
}

func (f *Foundation) fileSave(r *page.Request) error {
	fields, file, err := r.Upload("file", mostFile)
	if err != nil {
		return err
	}
	if len(fields.Problems()) == 0 {
		charter, err := network.ReadCharter(file)
		if err == nil {
			_, err = charter.Prepare(f.Book)
		}
		if err != nil {
			if e, known := errs.Of(err); known && errs.KindOf(err) != errs.Invalid {
				return e
			}
			if !fields.Keep(err) {
				return err
			}
		}
	}
	if len(fields.Problems()) > 0 {
		return f.fileAsk(r, http.StatusUnprocessableEntity, fields)
	}
	fields.Set("text", string(file))
	if err := f.keep(r, stepFile, fields, []string{"text"}, stepNetwork, stepWork); err != nil {
		return err
	}
	return r.Redirect("/found/you")
}
