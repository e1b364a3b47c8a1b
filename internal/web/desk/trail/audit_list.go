package trail

import (
	"slices"
	"strings"
	"time"

	"approdo/internal/web/kit"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/period"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/web/page"
)

// trailList is one way to read the trail: its address, what of it is shown, the questions that narrow it and the columns.
type trailList struct {
	path    string
	area    string // prefix of its words
	only    string // of which entries; empty for all
	asks    []string
	columns []trailColumn
}

// trailColumn is one column: its word, and how an entry fills it.
type trailColumn struct {
	word string
	kind page.ColumnKind
	cell func(w *trailWords, e audit.Entry) string
}

var wholeTrail = trailList{
	path: "/audit", area: "audit", asks: []string{"person", "only", "account", "organisation", "action", "from", "to"},
	columns: []trailColumn{
		{word: "when", cell: (*trailWords).when},
		{word: "who", cell: (*trailWords).whoDid},
		{word: "from", cell: (*trailWords).from},
		{word: "action", cell: func(w *trailWords, e audit.Entry) string { return w.action(e.Action) }},
		{word: "about", cell: (*trailWords).about},
		{word: "purpose", cell: (*trailWords).purpose},
		{word: "decision", cell: (*trailWords).decision},
	},
}

// auditList shows the trail to the officer: the latest entries first, narrowed by what is asked. To look for one person or
// one account is on record itself.
func (d *Desk) auditList(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	search, err := d.trailSearch(fields)
	if err != nil {
		return err
	}
	found, err := d.readTrail(r, wholeTrail, fields, search)
	if err != nil {
		return err
	}
	p := r.Printer()
	view := AuditView{
		Header: page.Header{Title: p.T("audit.title"), Sub: p.T("audit.sub", "scope", d.trailScope(r))},
		List:   wholeTrail.pageList(r, fields, found, search), Sealed: d.lastSealed(p, found.last),
	}
	view.Odd, view.Compared = found.oddWords(), d.comparedWords(p, found)
	view.Export = policy.May(r.Subject(), policy.AuditExport)
	d.Looks(r, len(view.List.Rows.Rows))
	return r.RenderStatus(kit.StatusOf(fields), view.Header.Title, AuditPage(p, view))
}

// foundTrail is what a question about the trail found.
type foundTrail struct {
	entries []audit.Entry
	odd     store.Odd
	words   *trailWords
	last    audit.Checkpoint
}

// readTrail answers a question about the trail. What was asked of one person or account is put on record; what answers no question asks nothing. Where an entry is not the one that was written, or is gone,
// whoever watches is told, and it is on record; the answer is shown without what it says.
func (d *Desk) readTrail(r *page.Request, l trailList, fields *page.Fields, search store.Search) (found foundTrail, err error) {
	var problems errs.List
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		problems = nil
		if found.words, err = d.trailWords(tx, r.Printer()); err != nil {
			return err
		}
		if search.Person, err = onRecord(tx, fields.Text("person")); err != nil {
			e, known := errs.Of(err)
			if !known || e.Kind != errs.Invalid {
				return err
			}
			problems.Add(e)
		}
		for _, f := range found.words.questions(l.asks) {
			if text := fields.Text(f.Name); len(f.Options) > 0 && !slices.ContainsFunc(f.Options, func(o page.Option) bool { return o.Value == text }) {
				problems.Add(errs.E(errs.Invalid, "check.code").On(f.Name))
			}
		}
		if len(problems) == 0 && !kit.Wrong(fields) {
			answer, err := store.SearchTrail(tx, search)
			if err != nil {
				return err
			}
			found.entries, found.odd = answer.Entries, answer.Odd
		}
		if err := found.words.meet(tx, found.entries); err != nil {
			return err
		}
		if found.last, _, err = store.LastCheckpoint(tx); errs.KindOf(err) == errs.Forged && found.odd.Unsigned {
			err = nil // which is said
		}
		return err
	})
	if len(problems) > 0 {
		fields.Keep(problems)
	}
	if err == nil {
		err = kit.Heard(r, found.odd.Err())
	}
	if err == nil && len(found.entries) > 0 && (search.Person != "" || search.Account != "") {
		err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
			tx.NoteAbout(search.Person, "trail", search.Account, nil)
			return nil
		})
	}
	return found, err
}

// onRecord is the id of somebody whom the trail may be about, by code or by id: of somebody who was erased the entries are still there.
func onRecord(tx *store.Tx, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	id, err := person.OnRecord(tx, name)
	if err != nil && person.MayBeID(name) {
		return name, nil
	}
	return string(id), err
}

// trailScope says how far the reader sees.
func (d *Desk) trailScope(r *page.Request) string {
	if r.Grant().Scope().All() {
		return d.Network.Name
	}
	account, _ := r.Account()
	return account.Organisation
}

// trailSearch reads the questions from the address. One more entry than a page shows tells whether there are more.
func (d *Desk) trailSearch(fields *page.Fields) (store.Search, error) {
	s := store.Search{
		Account: fields.Text("account"), Action: fields.Text("action"), Organisation: fields.Text("organisation"), Limit: kit.PerPage + 1,
		Before: int64(kit.Number(fields.Text("before"))),
	}
	if fields.Has("after") {
		after := int64(kit.Number(fields.Text("after")))
		s.After = &after
	}
	switch fields.Text("only") {
	case audit.Denied, audit.Export:
		s.Only = fields.Text("only")
	case "upkeep":
		s.Upkeep = true
	}
	if wrong := period.Check(fields.Text("from"), fields.Text("to")); len(wrong) > 0 {
		fields.Keep(wrong)
		return s, nil
	}
	for _, bound := range []struct {
		name string
		days int
		at   *string
	}{{"from", 0, &s.From}, {"to", 1, &s.To}} {
		day := fields.Text(bound.name)
		if day == "" {
			continue
		}
		t, err := time.ParseInLocation(time.DateOnly, day, d.Network.Location())
		if err != nil {
			return s, errs.Wrap(err, "read period")
		}
		*bound.at = t.AddDate(0, 0, bound.days).UTC().Format(audit.TimeFormat)
	}
	return s, nil
}

// pageList draws the entries with the questions that narrow them.
func (l trailList) pageList(r *page.Request, fields *page.Fields, found foundTrail, s store.Search) page.List {
	p, entries := found.words.p, found.entries
	older := len(entries) > kit.PerPage
	if older && s.After == nil {
		entries = entries[:kit.PerPage]
	} else if older {
		entries = entries[len(entries)-kit.PerPage:]
	}
	x := page.List{
		Action: l.path, Fields: fields, Filters: found.words.questions(l.asks), None: p.T(l.area + ".none"), NoneWhy: p.T(l.area + ".none_why"),
		Rows: page.Table{Caption: p.T(l.area + ".title")},
	}
	for _, f := range x.Filters {
		x.Narrowed = x.Narrowed || fields.Text(f.Name) != ""
	}
	for _, column := range l.columns {
		x.Rows.Columns = append(x.Rows.Columns, page.Column{Label: p.T("audit.field." + column.word), Kind: column.kind})
	}
	for _, e := range entries {
		row := page.Row{Cells: l.cells(found, e)}
		row.Cells[0].Path = "/audit/entries/" + kit.Itoa(e.N)
		x.Rows.Rows = append(x.Rows.Rows, row)
	}
	if len(entries) == 0 {
		return x
	}
	first, last := entries[0].N, entries[len(entries)-1].N
	if l.only == "" { // elsewhere the numbers between are of other entries
		x.Pages.Summary = p.T("audit.range", "from", last, "to", first)
	}
	if s.After == nil && older || s.After != nil {
		x.Pages.Next = l.path + "?" + kit.With(r.URL.Query(), "before", kit.Itoa(last), "after", "").Encode()
	}
	if s.After == nil && s.Before > 0 || s.After != nil && older {
		x.Pages.Previous = l.path + "?" + kit.With(r.URL.Query(), "after", kit.Itoa(first), "before", "").Encode()
	}
	return x
}

// cells are what an entry says, column by column; of one that is not what was written only its number, and that it is not.
func (l trailList) cells(found foundTrail, e audit.Entry) (cells []page.Cell) {
	changed := found.odd.Changes(e.N)
	for i, column := range l.columns {
		cell := page.Cell{}
		switch {
		case changed && i == 0:
			cell.Text, cell.Tone = found.words.p.T("audit.odd.entry", "entry", e.N), page.Blocked
		case !changed:
			cell.Text = column.cell(found.words, e)
		}
		if column.word == "decision" && e.Decision == audit.Denied && !changed {
			cell.Tone = page.Blocked
		}
		cells = append(cells, cell)
	}
	return cells
}

// mostNamed is how many entries that differ are named one by one.
const mostNamed = 20

// oddWords say what of the stretch is not as it was written, one line each; none where all is.
func (f foundTrail) oddWords() (lines []string) {
	p := f.words.p
	if n := len(f.odd.Changed); n > 0 {
		var names []string
		for _, n := range f.odd.Changed[:min(n, mostNamed)] {
			names = append(names, kit.Itoa(n))
		}
		lines = append(lines, p.T("audit.odd.changed", "count", n, "entries", strings.Join(names, ", ")))
	}
	if f.odd.Gone > 0 {
		lines = append(lines, p.T("audit.odd.gone", "count", f.odd.Gone, "first", f.odd.First))
	}
	if f.odd.Unsigned {
		lines = append(lines, p.T("audit.odd.unsigned"))
	}
	return lines
}

// comparedWords say what was compared for an answer, and since when the rest is known to be whole.
func (d *Desk) comparedWords(p *i18n.Printer, f foundTrail) string {
	switch looked := d.looked(); {
	case len(f.oddWords()) > 0:
		return ""
	case f.odd.All:
		return p.T("audit.compared.all")
	case looked.IsZero():
		return p.T("audit.compared.shown")
	default:
		return p.T("audit.compared.since", "when", d.Moment(p, looked.UTC().Format(time.RFC3339)))
	}
}

// looked is when the whole trail was found whole last, by the server or by whoever asked; zero if not since it was started.
func (d *Desk) looked() (last time.Time) {
	if d.Trail.Held != nil {
		last = d.Trail.Held().Whole
	}
	c := &d.checking
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.working && c.err == nil && c.verdict.Fault == nil && c.ended.After(last) {
		last = c.ended
	}
	return last
}

// questions narrow the trail. A period is of days in the network's zone.
func (w *trailWords) questions(asks []string) []page.Field {
	p := w.p
	anything := page.Option{Label: p.T("page.list.any")}
	only := []page.Option{
		{Label: p.T("audit.only.all")},
		{Value: audit.Denied, Label: p.T("audit.only.denied")},
		{Value: audit.Export, Label: p.T("audit.only.export")},
		{Value: "upkeep", Label: p.T("audit.only.upkeep")},
	}
	accounts, actions, organisations := []page.Option{anything}, []page.Option{anything}, []page.Option{anything}
	for _, a := range w.accountList {
		accounts = append(accounts, page.Option{Value: string(a.ID), Label: a.Name + " · " + a.Organisation})
	}
	for _, a := range trailActions() {
		actions = append(actions, page.Option{Value: a, Label: w.action(a)})
	}
	for _, o := range w.members {
		organisations = append(organisations, page.Option{Value: string(o.ID), Label: o.Name})
	}
	all := []page.Field{
		{Name: "person", Label: p.T("audit.ask.person"), Hint: p.T("audit.ask.person_hint")},
		{Name: "only", Label: p.T("audit.ask.only"), Options: only},
		{Name: "account", Label: p.T("audit.ask.account"), Options: accounts},
		{Name: "organisation", Label: p.T("audit.ask.organisation"), Options: organisations},
		{Name: "action", Label: p.T("audit.field.action"), Options: actions},
		{Name: "from", Label: p.T("desk.list.from"), Type: "date"},
		{Name: "to", Label: p.T("desk.list.to"), Type: "date"},
	}
	return slices.DeleteFunc(all, func(f page.Field) bool { return !slices.Contains(asks, f.Name) })
}
