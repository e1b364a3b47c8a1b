package tables

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Routes are the screens of the network's own tables of reports.
func (d *Desk) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: "/reports/{report}/tables", Action: policy.ReportDefine, Handler: d.additionList},
		{Method: post, Pattern: "/reports/{report}/tables", Action: policy.ReportDefine, Handler: d.additionSave},
		{Method: get, Pattern: "/reports/{report}/tables/new", Action: policy.ReportDefine, Handler: d.additionNew},
		{Method: get, Pattern: "/reports/{report}/tables/{id}", Action: policy.ReportDefine, Handler: d.additionShow, Heavy: true},
		{Method: get, Pattern: "/reports/{report}/tables/{id}/edit", Action: policy.ReportDefine, Handler: d.additionEdit},
		{Method: post, Pattern: "/reports/{report}/tables/{id}/edit", Action: policy.ReportDefine, Handler: d.additionSave},
		{Method: get, Pattern: "/reports/{report}/tables/{id}/records", Action: policy.ReportDefine, Handler: d.additionRecords, Heavy: true},
		{Method: post, Pattern: "/reports/{report}/tables/{id}/use", Action: policy.ReportDefine, Handler: d.additionUse},
		{Method: post, Pattern: "/reports/{report}/tables/{id}/retire", Action: policy.ReportDefine, Handler: d.additionRetire},
		{Method: post, Pattern: "/reports/{report}/tables/{id}/drop", Action: policy.ReportDefine, Handler: d.additionDrop},
	}
}
