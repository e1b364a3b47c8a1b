package programme

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Routes are the screens of what is done about a person over time.
func (d *Desk) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: "/people/{id}/interviews/new", Action: policy.InterviewRecord, Handler: d.recordNew(interviewForm)},
		{Method: post, Pattern: "/people/{id}/interviews", Action: policy.InterviewRecord, Handler: d.recordSave(interviewForm)},
		{Method: post, Pattern: "/people/{id}/contacts/{record}/remove", Action: policy.ContactRecord, Handler: d.recordRemove("contact")},
		{Method: post, Pattern: "/people/{id}/actions/{record}/remove", Action: policy.ActionRecord, Handler: d.recordRemove("action")},
		{Method: post, Pattern: "/people/{id}/interviews/{record}/remove", Action: policy.InterviewRecord, Handler: d.recordRemove("interview")},
		{Method: get, Pattern: "/people/{id}/enrolments/new", Action: policy.EnrolmentRecord, Handler: d.recordNew(enrolmentForm)},
		{Method: post, Pattern: "/people/{id}/enrolments", Action: policy.EnrolmentRecord, Handler: d.recordSave(enrolmentForm)},
		{Method: post, Pattern: "/people/{id}/enrolments/{record}/remove", Action: policy.EnrolmentRecord, Handler: d.recordRemove("enrolment")},
		{Method: get, Pattern: "/people/{id}/deliveries/new", Action: policy.DeliveryRecord, Handler: d.recordNew(deliveryForm)},
		{Method: post, Pattern: "/people/{id}/deliveries", Action: policy.DeliveryRecord, Handler: d.recordSave(deliveryForm)},
		{Method: post, Pattern: "/people/{id}/deliveries/{record}/remove", Action: policy.DeliveryRecord, Handler: d.recordRemove("delivery")},
		{Method: get, Pattern: "/people/{id}/protection/new", Action: policy.PersonRecord, Handler: d.recordNew(protectionForm)},
		{Method: post, Pattern: "/people/{id}/protection", Action: policy.PersonRecord, Handler: d.recordSave(protectionForm)},
		{Method: post, Pattern: "/people/{id}/protection/{record}/remove", Action: policy.PersonRecord, Handler: d.recordRemove("protection")},
		{Method: get, Pattern: "/interviews", Action: policy.WorkView, Handler: d.interviewList},
		{Method: get, Pattern: "/enrolments", Action: policy.WorkView, Handler: d.enrolmentList},
		{Method: get, Pattern: "/deliveries", Action: policy.WorkView, Handler: d.deliveryList},
	}
}
