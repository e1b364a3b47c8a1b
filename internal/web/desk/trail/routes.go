package trail

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Routes are the screens of the audit trail.
func (d *Desk) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: "/audit", Action: policy.AuditView, Handler: d.auditList},
		{Method: get, Pattern: "/audit/entries/{n}", Action: policy.AuditView, Handler: d.auditShow},
		{Method: get, Pattern: "/audit/checkpoints", Action: policy.AuditView, Handler: d.checkpointList},
		{Method: get, Pattern: "/audit/checkpoints/{n}", Action: policy.AuditView, Handler: d.checkpointShow},
		{Method: get, Pattern: "/audit/check", Action: policy.AuditView, Handler: d.auditCheckShow},
		{Method: post, Pattern: "/audit/check", Action: policy.AuditView, Handler: d.auditCheckStart},
		{Method: get, Pattern: "/exports", Action: policy.AuditView, Handler: d.exportList},
		{Method: get, Pattern: "/audit/download", Action: policy.AuditExport, Handler: d.auditDownload, Heavy: true},
	}
}
