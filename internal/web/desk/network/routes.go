package network

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Routes are the screens of the network: projects, organisations, rules, code lists.
func (d *Desk) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: "/projects", Action: policy.NetworkView, Handler: d.projectList},
		{Method: get, Pattern: "/projects/{id}", Action: policy.NetworkView, Handler: d.projectShow},
		{Method: get, Pattern: "/network", Action: policy.NetworkView, Handler: d.networkShow},
		{Method: get, Pattern: "/policy", Action: policy.PolicyView, Handler: d.policyShow},
		{Method: get, Pattern: "/codes", Action: policy.CodesView, Handler: d.codesList},
		{Method: get, Pattern: "/codes/{list}", Action: policy.CodesView, Handler: d.codeList},
		{Method: post, Pattern: "/codes/{list}", Action: policy.CodesChange, Handler: d.codeSave},
		{Method: get, Pattern: "/codes/{list}/new", Action: policy.CodesChange, Handler: d.codeNew},
		{Method: get, Pattern: "/codes/{list}/{code}", Action: policy.CodesChange, Handler: d.codeShow},
		{Method: post, Pattern: "/codes/{list}/{code}/retire", Action: policy.CodesChange, Handler: d.codeRetire},
	}
}
