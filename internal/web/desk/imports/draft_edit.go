package imports

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/web/kit"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
	"approdo/internal/web/page"
)

// common are the fields that a whole file often has in common.
var common = []string{"unit", "project", "province", "channel", "setting"}

// once reports whether a person may tell a field once for all rows that do not tell it themselves.
func once(f sheet.Field) bool {
	return f.List != "" && (f.Required || slices.Contains(common, f.Name))
}

// corrections let a person say how the file is to be read: what was understood stands there already.
func (d *Desk) corrections(p *i18n.Printer, s kit.Surroundings, kind sheet.Kind, view *DraftView, state uploadState) error {
	known, err := d.Sheets.Fields(kind)
	if err != nil {
		return err
	}
	view.ColumnsWhat = p.T("imports.column.what")
	meanings := []page.Option{{Value: sheet.Ignore, Label: p.T("imports.column.ignore")}}
	for _, f := range known {
		meanings = append(meanings, page.Option{Value: f.Name, Label: meaning(p, f.Name)})
	}
	for _, c := range state.Preview.Columns {
		name := "column_" + c.Letter
		view.Columns = append(view.Columns, DraftColumn{
			Letter: c.Letter, Heading: c.Heading, Out: c.Field == "", Why: why(p, c),
			Field: page.Field{Name: name, Label: p.T("imports.column.label", "letter", c.Letter), Options: meanings},
		})
		kit.Prefill(view.Fields, name, cmp.Or(state.Given.Columns["#"+c.Letter], c.Field, sheet.Ignore))
		if c.Source == sheet.Kept {
			view.ColumnsWhat = p.T("imports.column.what_kept")
		}
	}
	asked := func(id string) bool {
		return slices.ContainsFunc(state.Preview.Questions, func(q sheet.Question) bool { return q.ID == id })
	}
	view.DatesAsked = asked("dates")
	view.Dates = page.Field{Name: "dates", Label: p.T("imports.dates.label"), Options: []page.Option{
		{Label: p.T("imports.dates.as_read"), Note: p.T("imports.dates.as_read_note")},
		{Value: string(sheet.DayFirst), Label: p.T("imports.dates.day_first"), Note: p.T("imports.dates.day_first_note")},
		{Value: string(sheet.MonthFirst), Label: p.T("imports.dates.month_first"), Note: p.T("imports.dates.month_first_note")},
	}}
	kit.Prefill(view.Fields, "dates", string(state.Given.Dates))
	c := &kit.Teller{D: d.Desk, P: p, Around: s}
	words(c, p, view, state.Preview)
	for _, f := range known {
		if !once(f) || !state.Understood {
			continue
		}
		name := "default_" + f.Name
		view.Defaults = append(view.Defaults, page.Field{
			Name: name, Label: capital(fieldName(p, f.Name)), Options: append([]page.Option{{Label: p.T("imports.defaults.none")}}, byCode(c, f.List)...),
		})
		kit.Prefill(view.Fields, name, state.Given.Defaults[f.Name])
		view.DefaultsOpen = view.DefaultsOpen || asked("column."+f.Name) || state.Given.Defaults[f.Name] != ""
	}
	view.Place = []page.Field{{Name: "header", Label: p.T("imports.place.header"), Type: "number", Short: true}}
	kit.Prefill(view.Fields, "header", positive(cmp.Or(state.Given.Header, state.Preview.Header)))
	if state.Sheets > 1 {
		view.Place = append(view.Place, page.Field{Name: "sheet", Label: p.T("imports.place.sheet"), Type: "number", Short: true})
		kit.Prefill(view.Fields, "sheet", positive(sheetRead(state)))
	}
	return nil
}

// byCode are the answers of a list as a map of a file names them: units and projects by their code, not their id.
func byCode(c *kit.Teller, list string) []page.Option {
	var options []page.Option
	switch list {
	case "unit":
		for _, u := range c.Around.UnitList {
			options = append(options, page.Option{Value: u.Code, Label: u.Name})
		}
	case "organisation":
		for _, o := range c.Around.OrganisationList {
			options = append(options, page.Option{Value: o.Code, Label: o.Name})
		}
	case "project":
		for _, x := range c.Around.ProjectList {
			options = append(options, page.Option{Value: x.Code, Label: x.Name})
		}
	default:
		return c.D.Codes(c.P, list)
	}
	return options
}

// meaning is what a column can be taken for, without the remark that some have.
func meaning(p *i18n.Printer, field string) string {
	name, _, _ := strings.Cut(fieldName(p, field), " (")
	return capital(name)
}

// why says what a person should know of a column: that they chose what it is, or why it is left out. How the others
// were recognised is said once for all.
func why(p *i18n.Printer, c sheet.Column) string {
	switch {
	case c.Field == "person_ref":
		return p.T("imports.column.hashed")
	case c.Field != "" && c.Source == sheet.Declared:
		return p.T("imports.column.chosen")
	case c.Field != "":
		return ""
	}
	return capital(c.LeftOut(p))
}

func positive(n int) string {
	if n == 0 {
		return ""
	}
	return kit.Itoa(int64(n))
}

// draftEdit reads the file again as the person corrected it.
func (d *Desk) draftEdit(r *page.Request) error {
	u, err := d.held(r)
	if err != nil {
		return err
	}
	if u == nil {
		return d.gone(r)
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	state := u.look()
	known, err := d.Sheets.Fields(u.readAs(state))
	if err != nil {
		return err
	}
	d.reread(r.Context(), r.Grant(), u, corrected(fields, known, state))
	u.wait(r.Context())
	return r.Redirect(u.path())
}

// sheetRead is the one sheet that is read, 0 where several are.
func sheetRead(state uploadState) int {
	one, sheet := state.Preview.One()
	if !one {
		sheet = 0
	}
	return cmp.Or(state.Given.Sheet, sheet)
}

// corrected is what the person said so far, with what this form says. Only columns that were changed are declared:
// what the file explains by itself keeps its reason. Another row of headings makes other columns, so that what was said
// of the old ones is forgotten.
func corrected(fields *page.Fields, known []sheet.Field, state uploadState) sheet.Map {
	m := sheet.Map{
		Header: state.Given.Header, Sheet: state.Given.Sheet, Dates: sheet.Order(fields.Text("dates")),
		Columns: map[string]string{}, Defaults: map[string]string{}, Answers: map[string]string{},
	}
	if !slices.Contains([]sheet.Order{sheet.Undeclared, sheet.DayFirst, sheet.MonthFirst}, m.Dates) {
		m.Dates = sheet.Undeclared
	}
	for _, f := range known {
		if value := fields.Text("default_" + f.Name); value != "" && once(f) {
			m.Defaults[f.Name] = value
		}
	}
	// What was found and not corrected is found again: a sheet that is named is the only one.
	before := state.Preview
	if header := kit.Number(fields.Text("header")); header != before.Header {
		m.Header = header
	}
	if sheet := kit.Number(fields.Text("sheet")); sheet != sheetRead(state) {
		m.Sheet = sheet
	}
	if m.Header != state.Given.Header || m.Sheet != state.Given.Sheet {
		return m
	}
	maps.Copy(m.Answers, state.Given.Answers)
	m.Words = explained(fields, state)
	for _, q := range before.Questions {
		if answer := fields.Text("answer_" + q.ID); answer != "" {
			m.Answers[q.ID] = answer
		}
	}
	for _, c := range before.Columns {
		chosen, key := fields.Text("column_"+c.Letter), "#"+c.Letter
		_, declared := state.Given.Columns[key]
		if chosen != "" && (declared || chosen != cmp.Or(c.Field, sheet.Ignore)) {
			m.Columns[key] = chosen
		}
	}
	return m
}

// draftRecord records what is new in the file; with skip=yes it leaves out the rows that cannot be.
func (d *Desk) draftRecord(r *page.Request) error {
	u, err := d.held(r)
	if err != nil {
		return err
	}
	if u == nil {
		return d.gone(r)
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	seen, _ := strconv.ParseInt(fields.Text("reading"), 10, 64) // what is no number was never shown
	d.record(r.Context(), r.Grant(), u, seen, fields.Is("skip", "yes"))
	u.wait(r.Context())
	return r.Redirect(u.path())
}

// draftRemove throws a file away. While it is being recorded that goes on, and can be undone afterwards.
func (d *Desk) draftRemove(r *page.Request) error {
	u, err := d.held(r)
	if err != nil {
		return err
	}
	if u != nil {
		d.uploads.drop(u.id)
	}
	return r.Redirect("/imports")
}
