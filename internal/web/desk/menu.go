package desk

import (
	"strings"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

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
