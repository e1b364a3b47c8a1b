package programme

import (
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/person"
	"approdo/internal/web/kit"
)

// Stories tell of what was done about a person on their page.
var Stories = []kit.Story{
	{Noun: "interview", Action: policy.InterviewRecord, Path: "interviews", Tell: interviewsOf},
	{Noun: "enrolment", Action: policy.EnrolmentRecord, Path: "enrolments", Tell: enrolmentsOf},
	{Noun: "delivery", Action: policy.DeliveryRecord, Path: "deliveries", Tell: deliveriesOf},
	{Noun: "protection", Action: policy.PersonRecord, Path: "protection", Tell: protectionsOf},
}

func interviewsOf(c *kit.Teller, tx *store.Tx, id person.ID) (list []kit.Occasion, err error) {
	interviews, err := casework.Interviews.List(tx, kit.Of(id))
	for _, i := range interviews.Items {
		mediator := ""
		if i.Mediator {
			mediator = c.P.T("desk.person.mediator")
		}
		information := ""
		if i.Information == "yes" {
			information = c.P.T("desk.person.informed")
		}
		list = append(list, c.Occasion(i.Day, i.ID, i.UnitID, c.P.T("desk.person.interviewed"), "", c.Told("language", i.Language), mediator, information))
	}
	return list, err
}

func enrolmentsOf(c *kit.Teller, tx *store.Tx, id person.ID) (list []kit.Occasion, err error) {
	enrolments, err := casework.Enrolments.List(tx, kit.Of(id))
	for _, e := range enrolments.Items {
		what := c.P.T("desk.person.enrolled")
		if e.Kind != "own" {
			what = c.P.T("desk.person.enrolled_elsewhere", "where", e.Receiver)
		}
		list = append(list, c.Occasion(e.Day, e.ID, e.UnitID, what, "/projects/"+string(e.ProjectID), c.Around.Projects[e.ProjectID].Name, c.Label("enrolment_source", e.Source)))
	}
	return list, err
}

func deliveriesOf(c *kit.Teller, tx *store.Tx, id person.ID) (list []kit.Occasion, err error) {
	deliveries, err := casework.Deliveries.List(tx, kit.Of(id))
	for _, v := range deliveries.Items {
		length := ""
		if v.Minutes > 0 {
			length = c.P.T("desk.person.minutes", "count", v.Minutes)
		}
		list = append(list, c.Occasion(v.Day, v.ID, v.UnitID, c.Label("delivery_type", v.Type), "", c.P.T("desk.person.delivered"), length))
	}
	return list, err
}

func protectionsOf(c *kit.Teller, tx *store.Tx, id person.ID) (list []kit.Occasion, err error) {
	answers, err := person.Protections(tx, id)
	for _, a := range answers {
		if tx.Grant().Own().Sees(string(a.OrganisationID)) {
			list = append(list, c.Occasion(a.Day, a.ID, "", c.P.T("desk.person.protected", "answer", c.Label("protection", a.Answer)), ""))
		}
	}
	return list, err
}
