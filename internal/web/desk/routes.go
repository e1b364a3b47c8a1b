package desk

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Routes is the table of contents of the staff's screens.
func (d *Desk) Routes() []page.Route {
	return []page.Route{
		{Method: http.MethodGet, Pattern: "/login", Action: policy.SessionOpen, Handler: d.loginShow},
		{Method: http.MethodPost, Pattern: "/login", Action: policy.SessionOpen, Handler: d.loginSave},
		{Method: http.MethodPost, Pattern: "/logout", Action: policy.SessionOpen, Handler: d.logoutSave},
		{Method: http.MethodGet, Pattern: "/{$}", Action: policy.HomeView, Handler: d.homeShow},
	}
}
