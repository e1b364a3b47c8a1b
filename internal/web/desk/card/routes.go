package card

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// Routes are the screens of who people are, sealed, and who may open it.
func (d *Desk) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: "/people/search", Action: policy.IdentitySearch, Handler: d.searchShow},
		{Method: post, Pattern: "/people/search", Action: policy.IdentitySearch, Handler: d.searchRun},
		{Method: post, Pattern: "/people/{id}/card", Action: policy.IdentityReveal, Handler: d.cardOpen},
		{Method: post, Pattern: "/people/{id}/card/edit", Action: policy.IdentityRecord, Handler: d.cardEdit},
		{Method: post, Pattern: "/people/{id}/card/save", Action: policy.IdentityRecord, Handler: d.cardSave},
		{Method: post, Pattern: "/people/{id}/files", Action: policy.IdentityRecord, Handler: d.fileSave, Longest: vault.MostFile + 2<<20},
		{Method: post, Pattern: "/people/{id}/files/{file}", Action: policy.IdentityReveal, Handler: d.fileRead},
		{Method: post, Pattern: "/people/{id}/files/{file}/remove", Action: policy.IdentityRecord, Handler: d.fileRemove},
		{Method: get, Pattern: "/people/{id}/followers", Action: policy.FollowerChange, Handler: d.followerShow},
		{Method: post, Pattern: "/people/{id}/followers", Action: policy.FollowerChange, Handler: d.followerSave},
		{Method: get, Pattern: "/people/{id}/restriction", Action: policy.IdentityRestrict, Handler: d.restrictionShow},
		{Method: post, Pattern: "/people/{id}/restriction", Action: policy.IdentityRestrict, Handler: d.restrictionSave},
		{Method: post, Pattern: "/people/{id}/restriction/lift", Action: policy.IdentityRestrict, Handler: d.restrictionLift},
		{Method: get, Pattern: "/people/{id}/glass", Action: policy.GlassBreak, Handler: d.glassNew},
		{Method: post, Pattern: "/people/{id}/glass", Action: policy.GlassBreak, Handler: d.glassSave},
		{Method: post, Pattern: "/glass/{id}", Action: policy.KeyGrant, Handler: d.glassAnswer},
		{Method: get, Pattern: "/keys", Action: policy.KeyGrant, Handler: d.keyShow},
		{Method: post, Pattern: "/keys", Action: policy.KeyGrant, Handler: d.keyGive},
		{Method: post, Pattern: "/keys/turn", Action: policy.KeyGrant, Handler: d.keyTurn},
	}
}
