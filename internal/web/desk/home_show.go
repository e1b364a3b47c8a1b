package desk

import (
	"time"

	"approdo/internal/web/kit"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/web/page"
)

// homeShow is the first page after log-in: what to do now, what was recorded this week, who can do what.
func (d *Desk) homeShow(r *page.Request) error {
	p := r.Printer()
	var tally outreach.Tally
	var week string
	c := &kit.Teller{D: d.Desk, P: p}
	var complete page.Table
	var sealed sealedHome
	steps := d.next(r)
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		week = d.Network.Today(tx.Now().Add(-6 * 24 * time.Hour))
		if err = c.Learn(tx); err != nil {
			return err
		}
		if tally, err = outreach.Count(tx, c.Around.Members(), week, c.Today); err != nil {
			return err
		}
		if complete, err = completeness(c, tx); err != nil {
			return err
		}
		if err = sealed.read(d, r, tx); err != nil {
			return err
		}
		steps, err = d.officerHome(r, tx, steps)
		return err
	})
	if err != nil {
		return err
	}
	view := HomeView{
		Kicker: p.Day(c.Today), Title: p.T("desk.home.title", "name", accountName(r)), Sub: d.Network.Name,
		Next: steps, Since: p.Period(week, c.Today), Complete: complete,
	}
	if err := sealed.tell(d, r, c, &view); err != nil {
		return err
	}
	for _, fact := range []struct {
		key   string
		count int64
	}{
		{"desk.home.outings", tally.Outings},
		{"desk.home.contacts", tally.Contacts},
		{"desk.home.meetings", tally.Meetings},
		{"desk.home.actions", tally.Actions},
	} {
		if fact.count > 0 {
			view.Changes = append(view.Changes, page.Fact{Change: "+" + p.Int(fact.count), Text: p.T(fact.key, "count", fact.count)})
		}
	}
	return r.Render(view.Title, HomePage(p, view))
}

func accountName(r *page.Request) string {
	a, _ := r.Account()
	return a.Name
}

// next proposes at most three things the reader's roles can do now, the most useful first.
func (d *Desk) next(r *page.Request) []kit.Step {
	p := r.Printer()
	var list []kit.Step
	for _, step := range []struct {
		action policy.Action
		key    string
		path   string
	}{
		{policy.RightsKeep, "desk.next.rights", "/rights"},
		{policy.RightsKeep, "desk.next.retention", "/retention"},
		{policy.AuditView, "audit.next", "/audit"},
		{policy.PersonRecord, "desk.next.person", "/people/new"},
		{policy.ImportRun, "imports.next", "/imports/new"},
		{policy.OutingRecord, "desk.next.outing", "/outings/new"},
		{policy.ContactRecord, "desk.next.contact", "/contacts/new"},
		{policy.ReportFreeze, "desk.next.report", kit.To("report", d.reports.Reports.First().ID) + "/new"},
		{policy.ReportRun, "desk.next.runs", "/reports"},
		{policy.MeetingRecord, "desk.next.meeting", "/meetings/new"},
		{policy.CodesChange, "desk.next.codes", "/codes"},
		{policy.NetworkView, "desk.next.projects", "/projects"},
		{policy.NetworkChange, "desk.next.network", "/network"},
	} {
		if len(list) < 3 && policy.May(r.Subject(), step.action) {
			list = append(list, kit.Step{Title: p.T(step.key + ".title"), Text: p.T(step.key + ".text"), Go: p.T(step.key + ".go"), Path: step.path})
		}
	}
	return list
}
