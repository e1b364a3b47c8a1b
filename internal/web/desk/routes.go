package desk

import (
	"net/http"
	"slices"

	"approdo/internal/base/policy"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// Routes are the screens of all areas.
func (d *Desk) Routes() []page.Route {
	return slices.Concat(
		[]page.Route{
			{Method: http.MethodGet, Pattern: "/{$}", Action: policy.HomeView, Handler: d.homeShow},
			{Method: http.MethodGet, Pattern: kit.UnsentPath, Action: policy.HomeView, Handler: d.UnsentShow},
			{Method: http.MethodPost, Pattern: kit.UnsentPath + "/drop", Action: policy.HomeView, Handler: d.UnsentDrop},
		},
		d.outreach.Routes(), d.people.Routes(), d.programme.Routes(), d.card.Routes(), d.network.Routes(),
		d.rights.Routes(), d.reports.Routes(), d.tables.Routes(), d.trail.Routes(), d.imports.Routes(),
	)
}
