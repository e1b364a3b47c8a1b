package outreach

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Routes are the screens of outings, contacts, meetings, help on the spot, and outings still to come.
func (d *Desk) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return append(actions.Corrections(d.Desk), []page.Route{
		{Method: get, Pattern: "/outings", Action: policy.WorkView, Handler: d.outingList},
		{Method: post, Pattern: "/outings", Action: policy.OutingRecord, Handler: d.outingSave},
		{Method: get, Pattern: "/outings/new", Action: policy.OutingRecord, Handler: d.outingNew},
		{Method: get, Pattern: "/outings/{id}", Action: policy.WorkView, Handler: d.outingShow},
		{Method: get, Pattern: "/outings/{id}/edit", Action: policy.OutingRecord, Handler: d.outingEdit},
		{Method: post, Pattern: "/outings/{id}/edit", Action: policy.OutingRecord, Handler: d.outingChange},
		{Method: post, Pattern: "/outings/{id}/remove", Action: policy.OutingRecord, Handler: d.outingRemove},
		{Method: post, Pattern: "/outings/{id}/restore", Action: policy.OutingRecord, Handler: d.outingRestore},
		{Method: get, Pattern: "/outings/{id}/contacts/new", Action: policy.ContactRecord, Handler: d.contactNew},
		{Method: post, Pattern: "/outings/{id}/contacts", Action: policy.ContactRecord, Handler: d.contactSave},
		{Method: get, Pattern: "/contacts", Action: policy.WorkView, Handler: d.contactList},
		{Method: post, Pattern: "/contacts", Action: policy.ContactRecord, Handler: d.contactSave},
		{Method: get, Pattern: "/contacts/new", Action: policy.ContactRecord, Handler: d.contactNew},
		{Method: get, Pattern: "/contacts/{id}", Action: policy.WorkView, Handler: d.contactShow},
		{Method: get, Pattern: "/contacts/{id}/edit", Action: policy.ContactRecord, Handler: d.contactEdit},
		{Method: post, Pattern: "/contacts/{id}/edit", Action: policy.ContactRecord, Handler: d.contactChange},
		{Method: post, Pattern: "/contacts/{id}/remove", Action: policy.ContactRecord, Handler: d.contactRemove},
		{Method: post, Pattern: "/contacts/{id}/restore", Action: policy.ContactRecord, Handler: d.contactRestore},
		{Method: get, Pattern: "/contacts/{id}/link", Action: policy.ContactRecord, Handler: d.contactLink},
		{Method: post, Pattern: "/contacts/{id}/link", Action: policy.ContactRecord, Handler: d.contactLinkSave},
		{Method: post, Pattern: "/contacts/{id}/unlink", Action: policy.ContactRecord, Handler: d.contactUnlink},
		{Method: get, Pattern: "/meetings", Action: policy.WorkView, Handler: d.meetingList},
		{Method: post, Pattern: "/meetings", Action: policy.MeetingRecord, Handler: d.meetingSave},
		{Method: get, Pattern: "/meetings/new", Action: policy.MeetingRecord, Handler: d.meetingNew},
		{Method: get, Pattern: "/meetings/{id}", Action: policy.WorkView, Handler: d.meetingShow},
		{Method: post, Pattern: "/meetings/{id}/remove", Action: policy.MeetingRecord, Handler: d.meetingRemove},
		{Method: get, Pattern: "/actions", Action: policy.WorkView, Handler: d.actionList},
		{Method: post, Pattern: "/actions", Action: policy.ActionRecord, Handler: d.actionSave},
		{Method: get, Pattern: "/actions/new", Action: policy.ActionRecord, Handler: d.actionNew},
		{Method: get, Pattern: "/actions/{id}", Action: policy.WorkView, Handler: d.actionShow},
		{Method: post, Pattern: "/actions/{id}/remove", Action: policy.ActionRecord, Handler: d.actionRemove},
		{Method: get, Pattern: "/plans", Action: policy.PlannedView, Handler: d.plannedList},
		{Method: post, Pattern: "/plans", Action: policy.PlannedRecord, Handler: d.plannedSave},
		{Method: get, Pattern: "/plans/new", Action: policy.PlannedRecord, Handler: d.plannedNew},
		{Method: get, Pattern: "/plans/{id}", Action: policy.PlannedView, Handler: d.plannedShow},
		{Method: get, Pattern: "/plans/{id}/edit", Action: policy.PlannedRecord, Handler: d.plannedEdit},
		{Method: post, Pattern: "/plans/{id}/edit", Action: policy.PlannedRecord, Handler: d.plannedChange},
		{Method: post, Pattern: "/plans/{id}/cancel", Action: policy.PlannedRecord, Handler: d.plannedCancel},
		{Method: post, Pattern: "/people/{id}/contacts/{record}/remove", Action: policy.ContactRecord, Handler: d.aboutRemove("contact")},
		{Method: post, Pattern: "/people/{id}/actions/{record}/remove", Action: policy.ActionRecord, Handler: d.aboutRemove("action")},
	}...)
}
