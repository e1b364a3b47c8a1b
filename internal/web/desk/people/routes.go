package people

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Routes are the screens of people, by code.
func (d *Desk) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: "/people", Action: policy.WorkView, Handler: d.personList},
		{Method: post, Pattern: "/people", Action: policy.PersonRecord, Handler: d.personSave},
		{Method: get, Pattern: "/people/new", Action: policy.PersonRecord, Handler: d.personNew},
		{Method: get, Pattern: "/people/{id}", Action: policy.WorkView, Handler: d.personShow},
		{Method: get, Pattern: "/people/{id}/edit", Action: policy.PersonRecord, Handler: d.personEdit},
		{Method: post, Pattern: "/people/{id}/edit", Action: policy.PersonRecord, Handler: d.personChange},
		{Method: post, Pattern: "/people/{id}/restore", Action: policy.PersonRecord, Handler: d.personRestore},
		{Method: post, Pattern: "/people/{id}/remove", Action: policy.PersonRecord, Handler: d.personRemove},
	}
}
