package desk

import (
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/web/page"
)

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
	var entries []audit.Entry
	var words *trailWords
	var last audit.Checkpoint
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		if name := fields.Text("person"); name != "" {
			id, err := person.OnRecord(tx, name)
			switch search.Person = string(id); {
			case err != nil && person.MayBeID(name):
				search.Person = name // of somebody who was erased: the entries are still there
			case err != nil && !fields.Keep(err):
				return err
			}
		}
		if len(fields.Problems()) == 0 {
			if entries, err = store.SearchTrail(tx, search); err != nil {
				return err
			}
		}
		if words, err = d.trailWords(tx, r.Printer(), entries...); err != nil {
			return err
		}
		last, _, err = store.LastCheckpoint(tx)
		return err
	})
	if err == nil && len(entries) > 0 && (search.Person != "" || search.Account != "") {
		err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
			tx.NoteAbout(search.Person, "trail", search.Account, nil)
			return nil
		})
	}
	if err != nil {
		return err
	}
	p := r.Printer()
	view := AuditView{
		Header: page.Header{Title: p.T("audit.title"), Sub: p.T("audit.sub", "scope", d.trailScope(r))},
		List:   words.listing(r, fields, entries, search), Sealed: d.lastSealed(p, last),
	}
	view.Export = policy.May(r.Subject(), policy.AuditExport)
	return r.Render(view.Header.Title, AuditPage(p, view))
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
		Account: fields.Text("account"), Action: fields.Text("action"), Organisation: fields.Text("organisation"), Limit: perPage + 1,
		Before: int64(number(fields.Text("before"))),
	}
	if fields.Has("after") {
		after := int64(number(fields.Text("after")))
		s.After = &after
	}
	switch fields.Text("only") {
	case audit.Denied, audit.Export:
		s.Only = fields.Text("only")
	case "upkeep":
		s.Upkeep = true
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
		t, err := time.ParseInLocation(time.DateOnly, day, d.zone())
		if err != nil {
			fields.Keep(errs.E(errs.Invalid, "check.day").On(bound.name))
			continue
		}
		*bound.at = t.AddDate(0, 0, bound.days).UTC().Format(audit.TimeFormat)
	}
	return s, nil
}

// zone is where the network's days begin.
func (d *Desk) zone() *time.Location {
	zone, err := time.LoadLocation(d.Network.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// listing draws the entries with the questions that narrow them.
func (w *trailWords) listing(r *page.Request, fields *page.Fields, entries []audit.Entry, s store.Search) page.Listing {
	p := w.p
	older := len(entries) > perPage
	if older && s.After == nil {
		entries = entries[:perPage]
	} else if older {
		entries = entries[len(entries)-perPage:]
	}
	x := page.Listing{
		Action: "/audit", Fields: fields, Filters: w.questions(), None: p.T("audit.none"), NoneWhy: p.T("audit.none_why"),
		Rows: page.Table{Caption: p.T("audit.title")},
	}
	for _, f := range x.Filters {
		x.Narrowed = x.Narrowed || fields.Text(f.Name) != ""
	}
	for _, word := range []string{"when", "who", "from", "action", "about", "purpose", "decision"} {
		x.Rows.Columns = append(x.Rows.Columns, page.Column{Label: p.T("audit.field." + word)})
	}
	for _, e := range entries {
		x.Rows.Rows = append(x.Rows.Rows, page.Row{Cells: []page.Cell{
			{Text: w.d.moment(p, e.At), Path: "/audit/entries/" + itoa(e.N)},
			{Text: w.who(e.Actor)},
			{Text: w.from(e)},
			{Text: w.action(e.Action)},
			{Text: w.about(e)},
			{Text: w.purpose(e)},
			{Text: w.decision(e)},
		}})
	}
	if len(entries) == 0 {
		return x
	}
	first, last := entries[0].N, entries[len(entries)-1].N
	x.Pages.Summary = p.T("audit.range", "from", last, "to", first)
	if s.After == nil && older || s.After != nil {
		x.Pages.Next = "/audit?" + with(r.URL.Query(), "before", itoa(last), "after", "").Encode()
	}
	if s.After == nil && s.Before > 0 || s.After != nil && older {
		x.Pages.Previous = "/audit?" + with(r.URL.Query(), "after", itoa(first), "before", "").Encode()
	}
	return x
}

// questions narrow the trail. A period is of days in the network's zone.
func (w *trailWords) questions() []page.Field {
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
	return []page.Field{
		{Name: "person", Label: p.T("audit.ask.person"), Hint: p.T("audit.ask.person_hint")},
		{Name: "only", Label: p.T("audit.ask.only"), Options: only},
		{Name: "account", Label: p.T("audit.ask.account"), Options: accounts},
		{Name: "organisation", Label: p.T("audit.ask.organisation"), Options: organisations},
		{Name: "action", Label: p.T("audit.field.action"), Options: actions},
		{Name: "from", Label: p.T("desk.list.from"), Type: "date"},
		{Name: "to", Label: p.T("desk.list.to"), Type: "date"},
	}
}
