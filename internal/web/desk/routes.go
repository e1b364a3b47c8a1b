package desk

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Routes is the table of contents of the staff's screens.
func (d *Desk) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: "/login", Action: policy.SessionOpen, Handler: d.loginShow},
		{Method: post, Pattern: "/login", Action: policy.SessionOpen, Handler: d.loginSave},
		{Method: post, Pattern: "/logout", Action: policy.SessionOpen, Handler: d.logoutSave},
		{Method: get, Pattern: "/{$}", Action: policy.HomeView, Handler: d.homeShow},

		{Method: get, Pattern: "/reports", Action: policy.ReportRun, Handler: d.runList},
		{Method: get, Pattern: "/reports/{report}/new", Action: policy.ReportRun, Handler: d.reportNew},
		{Method: get, Pattern: "/reports/{report}", Action: policy.ReportRun, Handler: d.reportShow},
		{Method: get, Pattern: "/reports/{report}/records", Action: policy.ReportDrill, Handler: d.recordsShow},
		{Method: get, Pattern: "/reports/{report}/download", Action: policy.ReportRun, Handler: d.reportDownload},
		{Method: post, Pattern: "/reports/{report}/freeze", Action: policy.ReportFreeze, Handler: d.runSave},
		{Method: get, Pattern: "/runs/{id}", Action: policy.ReportRun, Handler: d.runShow},
		{Method: get, Pattern: "/runs/{id}/changes", Action: policy.ReportRun, Handler: d.runChanges},
		{Method: get, Pattern: "/runs/{id}/download", Action: policy.ReportRun, Handler: d.runDownload},
	}
}
