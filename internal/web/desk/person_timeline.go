package desk

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// timeline tells everything that the own organisation recorded about a person, the latest day first. Nothing says what came first on one day: there the order
// is that of the registry, in which what rests on something else comes before it.
func (c *teller) timeline(tx *store.Tx, id person.ID) ([]page.Event, error) {
	all, err := c.correctionsOf(tx, id)
	if err != nil {
		return nil, err
	}
	for _, noun := range rights.Registry().Nouns {
		kind, told := occasions[noun.Name]
		if !told {
			return nil, errs.E(errs.Internal, "desk.untold", "noun", noun.Name)
		}
		part, err := kind.tell(c, tx, id)
		if err != nil {
			return nil, err
		}
		for i := range part {
			part[i].Undo = c.takeBack(kind.action, "/people/"+string(id)+"/"+kind.path+"/"+part[i].id+"/remove")
		}
		all = append(all, part...)
	}
	slices.SortStableFunc(all, func(a, b occasion) int { return cmp.Compare(b.day, a.day) })
	events := make([]page.Event, len(all))
	for i, o := range all {
		events[i] = o.Event
	}
	return events, nil
}

// occasions says how records of each noun are told, and who takes one back where; one that is kept and not told would be missing from what a person receives.
var occasions = map[string]struct {
	tell   func(*teller, *store.Tx, person.ID) ([]occasion, error)
	action policy.Action
	path   string
}{
	"contact":    {(*teller).contactsOf, policy.ContactRecord, "contacts"},
	"action":     {(*teller).actionsOf, policy.ActionRecord, "actions"},
	"interview":  {(*teller).interviewsOf, policy.InterviewRecord, "interviews"},
	"enrolment":  {(*teller).enrolmentsOf, policy.EnrolmentRecord, "enrolments"},
	"delivery":   {(*teller).deliveriesOf, policy.DeliveryRecord, "deliveries"},
	"protection": {(*teller).protectionsOf, policy.PersonRecord, "protection"},
}

// of asks a list for the records of one person.
func of(id person.ID) store.Selection {
	return store.Selection{Equal: map[string]string{"person": string(id)}}
}

func (c *teller) contactsOf(tx *store.Tx, id person.ID) (list []occasion, err error) {
	contacts, err := outreach.Contacts(tx, of(id))
	for _, k := range contacts.Items {
		list = append(list, c.occasion(k.Day, k.ID, k.UnitID, c.p.T("desk.person.met", "channel", c.label("channel", k.Channel)), "/contacts/"+k.ID,
			c.told("setting", k.Setting), c.told("language", k.Language)))
	}
	return list, err
}

func (c *teller) actionsOf(tx *store.Tx, id person.ID) (list []occasion, err error) {
	actions, err := actionsFor(tx, id)
	for _, a := range actions {
		list = append(list, c.occasion(a.Day, a.ID, a.UnitID, c.label("action_type", a.Type), "", c.p.T("desk.person.proximity"), c.label("outcome", a.Outcome)))
	}
	return list, err
}

// actionsFor lists help given to a person, also when nobody knew yet who it was.
func actionsFor(tx *store.Tx, id person.ID) ([]outreach.Action, error) {
	actions, err := outreach.Actions(tx, of(id))
	if err != nil {
		return nil, err
	}
	list := actions.Items
	contacts, err := outreach.Contacts(tx, of(id))
	for _, k := range contacts.Items {
		if err == nil {
			actions, err = outreach.Actions(tx, store.Selection{Equal: map[string]string{"contact": k.ID}})
			list = append(list, actions.Items...)
		}
	}
	return list, err
}

func (c *teller) interviewsOf(tx *store.Tx, id person.ID) (list []occasion, err error) {
	interviews, err := casework.Interviews(tx, of(id))
	for _, i := range interviews.Items {
		mediator := ""
		if i.Mediator {
			mediator = c.p.T("desk.person.mediator")
		}
		information := ""
		if i.Information == "yes" {
			information = c.p.T("desk.person.informed")
		}
		list = append(list, c.occasion(i.Day, i.ID, i.UnitID, c.p.T("desk.person.interviewed"), "", c.told("language", i.Language), mediator, information))
	}
	return list, err
}

func (c *teller) enrolmentsOf(tx *store.Tx, id person.ID) (list []occasion, err error) {
	enrolments, err := casework.Enrolments(tx, of(id))
	for _, e := range enrolments.Items {
		what := c.p.T("desk.person.enrolled")
		if e.Kind != "own" {
			what = c.p.T("desk.person.enrolled_elsewhere", "where", e.Receiver)
		}
		list = append(list, c.occasion(e.Day, e.ID, e.UnitID, what, "/projects/"+string(e.ProjectID), c.around.Projects[e.ProjectID].Name, c.label("enrolment_source", e.Source)))
	}
	return list, err
}

func (c *teller) deliveriesOf(tx *store.Tx, id person.ID) (list []occasion, err error) {
	deliveries, err := casework.Deliveries(tx, of(id))
	for _, v := range deliveries.Items {
		length := ""
		if v.Minutes > 0 {
			length = c.p.T("desk.person.minutes", "count", v.Minutes)
		}
		list = append(list, c.occasion(v.Day, v.ID, v.UnitID, c.label("delivery_type", v.Type), "", c.p.T("desk.person.delivered"), length))
	}
	return list, err
}

func (c *teller) protectionsOf(tx *store.Tx, id person.ID) (list []occasion, err error) {
	answers, err := person.Protections(tx, id)
	for _, a := range answers {
		if tx.Grant().Own().Sees(string(a.OrganisationID)) {
			list = append(list, c.occasion(a.Day, a.ID, "", c.p.T("desk.person.protected", "answer", c.label("protection", a.Answer)), ""))
		}
	}
	return list, err
}

func (c *teller) correctionsOf(tx *store.Tx, id person.ID) (list []occasion, err error) {
	corrections, err := work.Corrections(tx, string(id))
	for _, x := range corrections {
		day, _, _ := strings.Cut(x.Recorded, "T")
		o := c.occasion(day, x.ID, "", c.p.T("desk.person.corrected", "reason", c.label("correction_reason", x.Reason)), "", c.factsBefore(x.Before))
		list = append(list, o)
	}
	return list, err
}

// factsBefore says the facts as they stood, so that what was corrected can be seen.
func (c *teller) factsBefore(text string) string {
	var was person.Person
	if json.Unmarshal([]byte(text), &was) != nil {
		return ""
	}
	var words []string
	for _, fact := range c.personFacts(was) {
		words = append(words, fact.Value)
	}
	return c.p.T("desk.record.before", "what", strings.Join(words, ", "))
}
