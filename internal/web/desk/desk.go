// Package desk holds the staff's screens. Each file is one screen, noun_verb, with its template beside it; routes.go
// is the table of contents. A handler decodes what was asked, opens one transaction, calls the rooms below, and renders.
package desk

import (
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/care/sheet"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// Desk is what the screens depend on.
type Desk struct {
	Store   *store.Store
	Book    *codebook.Book
	Network network.Network
	Engine  *report.Engine
	Sheets  *sheet.Desk // takes spreadsheets in
	Reports report.Reports
	Trail   Trail // for the data protection officer

	Budget   vault.Budget // what one account could learn in an hour; the usual when zero
	FileRows int64        // how many rows of a list leave in one file; the usual number when 0
	Looking  *Looking     // of lists and reports on screen; nil: nobody counts

	checking checking // of the audit trail
	uploads  uploads  // files read and not yet recorded
	compared compared // frozen reports counted again
}

// Menu lists the screens the reader may open, those of their daily work first: reports lead for who freezes them.
func (d *Desk) Menu(r *page.Request) []page.Item {
	var items []page.Item
	listed := map[string]bool{}
	for _, entry := range []struct {
		key, path string
		action    policy.Action
	}{
		{"desk.menu.home", "/", policy.HomeView},
		{"desk.menu.reports", "/reports", policy.ReportFreeze},
		{"desk.menu.outings", "/outings", policy.WorkView},
		{"desk.menu.contacts", "/contacts", policy.WorkView},
		{"desk.people.title", "/people", policy.WorkView},
		{"desk.menu.reports", "/reports", policy.ReportRun},
		{"imports.menu", "/imports", policy.ImportRun},
		{"desk.menu.rights", "/rights", policy.RightsKeep},
		{"audit.title", "/audit", policy.AuditView},
		{"audit.exports.menu", "/exports", policy.AuditView},
		{"desk.menu.meetings", "/meetings", policy.WorkView},
		{"desk.menu.actions", "/actions", policy.WorkView},
		{"desk.menu.network", "/network", policy.NetworkView},
		{"desk.menu.codes", "/codes", policy.CodesChange},
		{"desk.packs.title", "/packs", policy.PackMake},
	} {
		if !listed[entry.path] && policy.May(r.Subject(), entry.action) {
			listed[entry.path] = true
			current := r.URL.Path == entry.path || entry.path != "/" && strings.HasPrefix(r.URL.Path, entry.path+"/")
			items = append(items, page.Item{Label: r.Printer().T(entry.key), Path: entry.path, Current: current})
		}
	}
	return items
}

// Leaving forgets what a session had uploaded and not recorded; it is told the session's token.
func (d *Desk) Leaving(token string) { d.uploads.dropAll(token) }
