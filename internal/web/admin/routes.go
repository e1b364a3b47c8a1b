package admin

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Routes is the table of contents of the screens about who may enter.
func (a *Admin) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: "/login", Action: policy.SessionOpen, Handler: a.loginShow},
		{Method: post, Pattern: "/login", Action: policy.SessionOpen, Handler: a.loginSave},
		{Method: post, Pattern: "/logout", Action: policy.SessionOpen, Handler: a.logoutSave},
	}
}
