package imports

import (
	"net/http"
	"strconv"
	"time"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/care/sheet/grid"
	"approdo/internal/web/page"
)

// held finds the upload of the address. One that is no longer held, or is somebody else's, is nil.
func (d *Desk) held(r *page.Request) (*upload, error) {
	now, err := d.now(r)
	if err != nil {
		return nil, err
	}
	u, _ := d.uploads.find(now, r.Token(), r.PathValue("id"))
	return u, nil
}

// gone says that a file is not held, in the same words whether it was ever there.
func (d *Desk) gone(r *page.Request) error {
	return d.plainly(r, http.StatusNotFound, "gone")
}

// plainly answers a page of one sentence, imports.NAME, that leads to another file.
func (d *Desk) plainly(r *page.Request, status int, name string) error {
	p := r.Printer()
	header := page.Header{Title: p.T("imports." + name + ".title"), Trail: importTrail(p)}
	return r.RenderStatus(status, header.Title, ImportPlainPage(p, header, p.T("imports."+name+".what"), p.T("imports."+name+".why")))
}

// draftShow shows how things stand with a file: how far the work is, what was understood, or what became of it.
func (d *Desk) draftShow(r *page.Request) error {
	u, err := d.held(r)
	if err != nil {
		return err
	}
	if u == nil {
		return d.gone(r)
	}
	state := u.look()
	switch {
	case state.Working != "":
		return d.draftWorking(r, u, state)
	case state.Recorded && len(state.Imports) > 0: // an account has one organisation, so it is one import
		left := kit.Itoa(int64(len(state.Preview.Left()))) // the next page is not to say that everything is recorded
		return r.Say("/imports/"+state.Imports[0].ID, "imports.show.recorded", leftOut, left)
	case state.Recorded:
		return d.plainly(r, http.StatusOK, "nothing")
	}
	if e, ok := errs.Of(state.Problem); state.Problem != nil && (!ok || e.Kind == errs.Internal) {
		u.change(func(s *uploadState) { s.Problem = nil })
		return state.Problem // a fault of ours: it is logged, and the file is still there afterwards
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	return d.draftAsk(r, u, state, fields)
}

// draftWorking shows how far a piece of work is. The page asks again by itself, and can be left.
func (d *Desk) draftWorking(r *page.Request, u *upload, state uploadState) error {
	p := r.Printer()
	r.Writer().Header().Set("Refresh", "2")
	title := p.T("imports.working." + string(state.Working))
	view := ImportWorkingView{
		Header: page.Header{Title: title, Trail: importTrail(p)}, Steps: importSteps(p), At: 1, Path: u.path(),
		Label: p.T("imports.working.rows", "done", state.Done, "total", state.Total), Done: state.Done, Total: state.Total,
		Leave: p.T("imports.working.leave_" + string(state.Working)),
	}
	if state.Total == 0 {
		view.Label = p.T("imports.working.begins")
	}
	return r.Render(title, ImportWorkingPage(p, view))
}

// draftAsk shows what was understood and asks what is missing.
func (d *Desk) draftAsk(r *page.Request, u *upload, state uploadState, fields *page.Fields) error {
	p := r.Printer()
	view := DraftView{
		Header: page.Header{Title: p.T("imports.draft.title"), Sub: p.T("sheet.kind." + string(u.readAs(state))), Trail: importTrail(p)},
		Steps:  importSteps(p), Path: u.path(), Fields: fields, Opened: state.Opened, Understood: state.Understood,
		Until: p.T("imports.draft.until", "when", d.Moment(p, u.until.UTC().Format(time.RFC3339))),
	}
	if state.Problem != nil {
		view.Problems = d.sheetSays(p, state.Problem)
	}
	if !state.Opened {
		return r.RenderStatus(http.StatusOK, view.Header.Title, DraftPage(p, view))
	}
	s, err := d.surroundingsOf(r)
	if err != nil {
		return err
	}
	d.counts(p, &view, state)
	d.understood(p, &view, state.Preview)
	questions(p, &view, state.Preview)
	if err := d.corrections(p, s, u.readAs(state), &view, state); err != nil {
		return err
	}
	view.Recorded = recordedTable(p, state.Preview)
	view.Notes = append(view.Notes, lookFirst(p, state.Preview)...)
	refused := state.Preview.Refused
	view.Refused = d.refusedTable(p, refused[:min(len(refused), refusedHere)])
	view.RefusedMore = len(refused) > refusedHere
	return r.Render(view.Header.Title, DraftPage(p, view))
}

// recordedTable is what would be recorded: a fact in a row, what surprises first and marked.
func recordedTable(p *i18n.Printer, preview sheet.Preview) page.Table {
	table := page.Table{Caption: p.T("tally.title"), Columns: make([]page.Column, 2)}
	for _, line := range preview.WouldRecord(p) {
		cell := page.Cell{Text: line.Says}
		if line.Odd {
			cell.Tone = page.Due
		}
		table.Rows = append(table.Rows, page.Row{Cells: []page.Cell{{Text: line.Name}, cell}})
	}
	return table
}

// lookFirst names beside the button what surprises, since on a phone the table stands below it.
func lookFirst(p *i18n.Printer, preview sheet.Preview) []string {
	var names []string
	for _, line := range preview.WouldRecord(p) {
		if line.Odd {
			names = append(names, line.Name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []string{p.T("tally.look", "names", names)}
}

func (d *Desk) surroundingsOf(r *page.Request) (s kit.Surroundings, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		s, err = kit.Around(tx)
		return err
	})
	return s, err
}

// counts says what recording would do, and which buttons there are for it.
func (d *Desk) counts(p *i18n.Printer, view *DraftView, state uploadState) {
	preview := state.Preview
	view.Open = len(preview.Open())
	refused := preview.RefusedRows()
	view.Counts = []page.Pair{
		{Name: p.T("imports.count.new"), Value: p.Int(int64(preview.New))},
		{Name: p.T("imports.count.known"), Value: p.Int(int64(preview.Known))},
		{Name: p.T("imports.count.refused"), Value: p.Int(int64(refused))},
		{Name: p.T("imports.count.persons"), Value: p.Int(int64(preview.Persons))},
	}
	view.RefusedRows, view.Reading = refused, strconv.FormatInt(state.Reading, 10)
	alike := preview.Alike
	preview.Alike = nil // these are shown with links
	view.Notes = preview.Notes(p)
	for _, a := range alike {
		shown := DraftAlike{What: p.T("imports.draft.alike_what", "rows", sheet.Where(p, a.Rows))}
		for i, who := range a.Persons {
			shown.People = append(shown.People, page.Link{Label: a.Codes[i], Path: "/people/" + string(who)})
		}
		view.Alike = append(view.Alike, shown)
	}
	switch {
	case !state.Understood || view.Open > 0:
	case preview.New == 0 && refused == 0:
		view.Nothing = p.T("imports.draft.nothing_new")
		if e := preview.Unsuccessful(); e != nil {
			view.Nothing = p.Error(e)
		}
	case preview.New == 0:
		view.Nothing = p.T("imports.draft.nothing_good")
	case refused > 0:
		view.Record = p.T("imports.draft.record_good", "count", preview.New)
		view.Skip = true
	default:
		view.Record = p.T("imports.draft.record", "count", preview.New)
	}
}

// understood says how the file was read.
func (d *Desk) understood(p *i18n.Printer, view *DraftView, preview sheet.Preview) {
	if !view.Understood {
		return
	}
	tell := func(name, value string) {
		view.Facts = append(view.Facts, page.Pair{Name: p.T("imports.fact." + name), Value: value})
	}
	if preview.Format == grid.CSV {
		tell("format", p.T("sheet.preview.csv", "delimiter", p.T("sheet.delimiter."+delimiter(preview.Delimiter)), "encoding", preview.Encoding))
	} else {
		tell("format", p.T("sheet.preview.xlsx", "sheet", preview.Sheet, "sheets", preview.Sheets))
	}
	for _, tab := range preview.Tabs {
		tell("sheet", tab.Line(p))
	}
	tell("header", p.T("imports.fact.row", "row", preview.Header))
	if preview.DatesBecause != "" {
		tell("dates", p.T("imports.fact.because", "what", p.T("sheet.dates."+string(preview.Dates)), "because", p.T("sheet.dates_because."+preview.DatesBecause)))
	}
	if preview.Formulas > 0 {
		tell("formulas", p.T("sheet.preview.formulas", "count", preview.Formulas))
	}
	if preview.Unstored > 0 {
		tell("formulas", p.T("sheet.preview.unstored", "count", preview.Unstored))
	}
	if preview.Blank > 0 {
		tell("blank", p.Int(int64(preview.Blank)))
	}
	for i, dropped := range preview.Dropped {
		if i == droppedHere {
			view.Dropped = append(view.Dropped, p.T("imports.draft.dropped_more", "count", len(preview.Dropped)-i))
			break
		}
		view.Dropped = append(view.Dropped, p.T("sheet.preview.dropped", "row", sheet.RowName(p, dropped.Row), "reason", p.T("sheet.dropped."+dropped.Reason)))
	}
	view.DroppedRows = len(preview.Dropped)
}

// droppedHere is how many dropped rows a page lists.
const droppedHere = 50

// delimiter is the name of what parts the fields of a CSV file.
func delimiter(r rune) string {
	switch r {
	case ';':
		return "semicolon"
	case ',':
		return "comma"
	case '\t':
		return "tab"
	case '|':
		return "bar"
	}
	return "other"
}
