package reports

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Routes are the screens of reports, frozen and not.
func (d *Desk) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: "/reports", Action: policy.ReportRun, Handler: d.runList},
		{Method: get, Pattern: "/reports/{report}/new", Action: policy.ReportRun, Handler: d.reportNew},
		{Method: get, Pattern: "/reports/{report}", Action: policy.ReportRun, Handler: d.reportShow, Heavy: true},
		{Method: get, Pattern: "/reports/{report}/compare", Action: policy.ReportRun, Handler: d.reportCompare, Heavy: true},
		{Method: get, Pattern: "/reports/{report}/records", Action: policy.ReportDrill, Handler: d.recordsShow, Heavy: true},
		{Method: get, Pattern: "/reports/{report}/download", Action: policy.ReportRun, Handler: d.reportDownload, Heavy: true},
		{Method: post, Pattern: "/reports/{report}/freeze", Action: policy.ReportFreeze, Handler: d.runSave, Heavy: true},
		{Method: get, Pattern: "/runs/{id}", Action: policy.ReportRun, Handler: d.runShow},
		{Method: get, Pattern: "/runs/{id}/changes", Action: policy.ReportRun, Handler: d.runChanges, Heavy: true},
		{Method: get, Pattern: "/runs/{id}/download", Action: policy.ReportRun, Handler: d.runDownload, Heavy: true},
	}
}
