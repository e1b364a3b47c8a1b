package trail

import (
	"encoding/json"
	"slices"
	"strings"

	"approdo/internal/web/kit"

	"approdo/internal/base/audit"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// The register of exports is the trail's entries about files that left, with what their details say of them.
var exportRegister = trailList{
	path: "/exports", area: "audit.exports", only: audit.Export, asks: []string{"account", "organisation", "from", "to"},
	columns: []trailColumn{
		{word: "when", cell: (*trailWords).when},
		{word: "who", cell: (*trailWords).whoDid},
		{word: "from", cell: (*trailWords).from},
		{word: "what", cell: (*trailWords).whatLeft},
		{word: "rows", kind: page.Number, cell: (*trailWords).rowsLeft},
		{word: "form", cell: func(w *trailWords, e audit.Entry) string { return strings.ToUpper(w.left[e.N].Format) }},
		{word: "period", cell: (*trailWords).periodLeft},
	},
}

// packed is what a pack for a person is called among the things that leave; it is not counted in rows.
const packed = "pack"

// mostExports is how many lines of the register leave in one file: they are opened one by one.
const mostExports = 100_000

// exportList shows who carried what away, the latest first, and gives it as a file, which is on record like any other.
func (d *Desk) exportList(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	search, err := d.trailSearch(fields)
	if err != nil {
		return err
	}
	search.Only = exportRegister.only
	format := fields.Text("format")
	if format != "" {
		end, err := r.Begin()
		if err != nil {
			return err
		}
		defer end()
		search.Limit, search.Before, search.After = mostExports, 0, nil
	}
	found, err := d.readTrail(r, exportRegister, fields, search)
	if err == nil {
		genuine := slices.DeleteFunc(slices.Clone(found.entries), func(e audit.Entry) bool { return found.odd.Changes(e.N) })
		err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error { return found.words.openLeft(tx, genuine) })
	}
	if err != nil {
		return err
	}
	p := r.Printer()
	if format != "" && !kit.Wrong(fields) {
		return d.sendExports(r, found, fields, format)
	}
	view := ExportsView{
		Header: page.Header{Title: p.T("audit.exports.title"), Sub: p.T("audit.exports.sub", "scope", d.trailScope(r))},
		List:   exportRegister.pageList(r, fields, found, search),
	}
	if policy.May(r.Subject(), policy.AuditExport) {
		for _, form := range kit.Exports {
			query := kit.With(r.URL.Query(), "format", form.Name, "before", "", "after", "")
			view.List.Exports = append(view.List.Exports, page.Link{Label: p.T("desk.download." + form.Name), Path: exportRegister.path + "?" + query.Encode()})
		}
	}
	view.Odd, view.Compared = found.oddWords(), d.comparedWords(p, found)
	d.Looks(r, len(view.List.Rows.Rows))
	return r.RenderStatus(kit.StatusOf(fields), view.Header.Title, ExportsPage(p, view))
}

// sendExports answers the register as a file.
func (d *Desk) sendExports(r *page.Request, found foundTrail, fields *page.Fields, format string) error {
	p := r.Printer()
	rows := [][]string{{}}
	for _, column := range exportRegister.columns {
		rows[0] = append(rows[0], p.T("audit.field."+column.word))
	}
	for _, e := range found.entries {
		var row []string
		for _, cell := range exportRegister.cells(found, e) {
			row = append(row, cell.Text)
		}
		rows = append(rows, row)
	}
	for _, words := range found.oddWords() { // whoever reads the file does not see the page
		rows = append(rows, append([]string{words}, make([]string, len(exportRegister.columns)-1)...))
	}
	scope := "own"
	if r.Grant().Scope().All() {
		scope = "network"
	}
	return d.SendRows(r, kit.Exported{What: "exports", Format: format, Rows: len(found.entries), Scope: scope, From: fields.Text("from"), To: fields.Text("to")}, kit.Cells(rows))
}

// openLeft opens what entries say of the files that left. Details that were destroyed say nothing more, and neither do those that are not
// what the entry commits to: the entry's own page tells.
func (w *trailWords) openLeft(tx *store.Tx, entries []audit.Entry) error {
	w.left = map[int64]kit.Exported{}
	for _, e := range entries {
		details, err := store.Details(tx, w.d.Trail.Keys, e)
		var x kit.Exported
		if err == nil && json.Unmarshal(details, &x) == nil {
			w.left[e.N] = x
		}
	}
	return nil
}

// whatLeft names a list, a report or another thing that left.
func (w *trailWords) whatLeft(e audit.Entry) string {
	if what := w.left[e.N].What; what != "" {
		return w.say("audit.what.", what)
	}
	return w.p.T("audit.exports.gone")
}

// rowsLeft is empty for what is not counted in rows.
func (w *trailWords) rowsLeft(e audit.Entry) string {
	if _, known := w.left[e.N]; !known || w.left[e.N].What == packed {
		return ""
	}
	return w.p.Int(int64(w.left[e.N].Rows))
}

// periodLeft is of which days the file was; empty where nobody asked for days.
func (w *trailWords) periodLeft(e audit.Entry) string {
	x := w.left[e.N]
	if x.From == "" && x.To == "" {
		return ""
	}
	return w.p.Period(x.From, x.To)
}
