package outreach

import (
	"net/http"
	"slices"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Routes are the screens of outings, contacts, meetings, help on the spot, and outings still to come.
func (d *Desk) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return slices.Concat(
		outings.Routes(
			d.Desk,
			page.Route{Method: get, Pattern: "/outings/new", Action: policy.OutingRecord, Handler: d.outingNew},
			page.Route{Method: post, Pattern: "/outings", Action: policy.OutingRecord, Handler: d.outingSave},
		),
		contacts.Routes(
			d.Desk,
			page.Route{Method: get, Pattern: "/contacts/new", Action: policy.ContactRecord, Handler: d.contactNew},
			page.Route{Method: post, Pattern: "/contacts", Action: policy.ContactRecord, Handler: d.contactSave},
			page.Route{Method: get, Pattern: "/outings/{id}/contacts/new", Action: policy.ContactRecord, Handler: d.contactNew},
			page.Route{Method: post, Pattern: "/outings/{id}/contacts", Action: policy.ContactRecord, Handler: d.contactSave},
			page.Route{Method: get, Pattern: "/contacts/{id}/link", Action: policy.ContactRecord, Handler: d.contactLink},
			page.Route{Method: post, Pattern: "/contacts/{id}/link", Action: policy.ContactRecord, Handler: d.contactLinkSave},
			page.Route{Method: get, Pattern: "/contacts/{id}/unlink", Action: policy.ContactRecord, Handler: d.contactUnlinkAsk},
			page.Route{Method: post, Pattern: "/contacts/{id}/unlink", Action: policy.ContactRecord, Handler: d.contactUnlink},
		),
		meetings.Routes(d.Desk), actions.Routes(d.Desk), planned.Routes(d.Desk),
	)
}
