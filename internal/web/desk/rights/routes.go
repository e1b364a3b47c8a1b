package rights

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Routes are the screens of what people may ask about their data.
func (d *Desk) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: "/rights", Action: policy.RightsKeep, Handler: d.requestList},
		{Method: post, Pattern: "/rights", Action: policy.RightsKeep, Handler: d.requestSave},
		{Method: get, Pattern: "/rights/new", Action: policy.RightsKeep, Handler: d.requestNew},
		{Method: get, Pattern: "/rights/{id}", Action: policy.RightsKeep, Handler: d.requestShow},
		{Method: post, Pattern: "/rights/{id}/erase", Action: policy.IdentityErase, Handler: d.requestErase},
		{Method: post, Pattern: "/rights/{id}/scrub", Action: policy.IdentityErase, Handler: d.requestScrub},
		{Method: post, Pattern: "/rights/{id}/refuse", Action: policy.RightsKeep, Handler: d.requestRefuse},
		{Method: get, Pattern: "/retention", Action: policy.RightsKeep, Handler: d.retentionShow},
		{Method: post, Pattern: "/retention/rules/{rule}", Action: policy.RightsKeep, Handler: d.retentionRule},
		{Method: post, Pattern: "/retention/trail", Action: policy.RightsKeep, Handler: d.retentionTrail},
		{Method: get, Pattern: "/holds/{id}", Action: policy.RightsKeep, Handler: d.holdShow},
		{Method: post, Pattern: "/holds/{id}", Action: policy.RightsKeep, Handler: d.holdSave},
		{Method: post, Pattern: "/holds/{id}/lift", Action: policy.RightsKeep, Handler: d.holdLift},
		{Method: get, Pattern: "/packs", Action: policy.PackMake, Handler: d.packList},
		{Method: get, Pattern: "/packs/{id}", Action: policy.PackMake, Handler: d.packShow},
		{Method: post, Pattern: "/packs/{id}", Action: policy.PackMake, Handler: d.packSave, Heavy: true},
		{Method: post, Pattern: "/packs/{id}/handed", Action: policy.PackMake, Handler: d.packHand},
	}
}
