package programme

import (
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// where is asked last of all work: it is mostly known.
var where = []kit.Question{{Name: "unit", By: kit.ByList, List: "unit", More: true}, {Name: "province", By: kit.ByList, List: "province", More: true}}

var interviews = kit.Declare(kit.Noun[casework.Interview]{
	Noun: casework.Interviews, Path: "/interviews", May: policy.InterviewRecord,
	Ask: append([]kit.Question{
		{Name: "day", By: kit.ByDay, As: "interview_day"},
		{Name: "language", By: kit.ByList, List: "language"},
		{Name: "mediator", By: kit.ByTick},
		{Name: "information", By: kit.ByCards, List: "information"},
	}, where...),
	Start: []string{"language", "not_recorded", "information", "not_asked"},
	Show:  []kit.Shown{{Fact: "day"}, {Fact: "person"}, {Fact: "unit"}, {Fact: "language"}, {Fact: "information"}},
	Say: func(c *kit.Teller, i casework.Interview) (string, []string) {
		more := []string{c.Told("language", i.Language)}
		if i.Mediator {
			more = append(more, c.P.T("desk.person.mediator"))
		}
		if i.Information == "yes" {
			more = append(more, c.P.T("desk.person.informed"))
		}
		return c.P.T("desk.person.interviewed"), more
	},
})

var enrolments = kit.Declare(kit.Noun[casework.Enrolment]{
	Noun: casework.Enrolments, Path: "/enrolments", May: policy.EnrolmentRecord,
	Ask: append([]kit.Question{
		{Name: "kind", By: kit.ByCards, List: "enrolment_kind", As: "enrolled_where"},
		{Name: "source", By: kit.ByCards, List: "enrolment_source"},
		{Name: "day", By: kit.ByDay, As: "enrolment_day"},
		{Name: "receiver", By: kit.ByList, List: "receiving_project", None: true},
		{Name: "unit", By: kit.ByList, List: "unit"},
	}, where[1:]...),
	Start: []string{"kind", "own"},
	Show:  []kit.Shown{{Fact: "day"}, {Fact: "person"}, {Fact: "kind"}, {Fact: "source"}, {Fact: "province"}},
	Take:  (*intake.Door).Enrolment,
	Say: func(c *kit.Teller, e casework.Enrolment) (string, []string) {
		what := c.P.T("desk.person.enrolled")
		if e.Kind != casework.Own {
			what = c.P.T("desk.person.enrolled_elsewhere", "where", c.Label("receiving_project", e.Receiver))
		}
		return what, []string{c.Around.Projects[e.ProjectID].Name, c.Label("enrolment_source", e.Source)}
	},
})

var deliveries = kit.Declare(kit.Noun[casework.Delivery]{
	Noun: casework.Deliveries, Path: "/deliveries", May: policy.DeliveryRecord,
	Ask: append([]kit.Question{
		{Name: "type", By: kit.ByCards, List: "delivery_type", As: "delivery"},
		{Name: "day", By: kit.ByDay, As: "delivery_day"},
		{Name: "minutes", By: kit.ByNumber},
	}, where...),
	Show: []kit.Shown{{Fact: "day"}, {Fact: "person"}, {Fact: "unit"}, {Fact: "type", As: "delivery"}, {Fact: "minutes", Head: "hours"}},
	Say: func(c *kit.Teller, v casework.Delivery) (string, []string) {
		length := ""
		if v.Minutes > 0 {
			length = c.P.T("desk.person.minutes", "count", v.Minutes)
		}
		return c.Label("delivery_type", v.Type), []string{c.P.T("desk.person.delivered"), length}
	},
})

var protections = kit.Declare(kit.Noun[person.Protection]{
	Noun: person.Answers, Path: "/protections", Under: "protection", May: policy.PersonRecord,
	Ask: []kit.Question{
		{Name: "answer", By: kit.ByCards, List: "protection", As: "protection"},
		{Name: "day", By: kit.ByDay, As: "protection_day"},
	},
	Show: []kit.Shown{{Fact: "day"}, {Fact: "person"}, {Fact: "answer", As: "protection"}},
	Take: func(door *intake.Door, tx *store.Tx, a person.Protection) (person.Protection, error) {
		return door.Protection(tx, a)
	},
	Say: func(c *kit.Teller, a person.Protection) (string, []string) {
		return c.P.T("desk.person.protected", "answer", c.Label("protection", a.Answer)), nil
	},
	Stands: (*kit.Teller).ProtectionStands,
	Fixed:  func(a person.Protection) bool { return outreach.ToldInContact(a.ID) },
	Page: func(c *kit.Teller, tx *store.Tx, a person.Protection, v *kit.RecordView) error {
		all, err := person.Protections(tx, a.PersonID)
		counts, _, ok := person.Counting(c.D.Book, all)
		if err != nil || !ok {
			return err
		}
		words := c.P.T("desk.protections.counts_this")
		if counts.ID != a.ID {
			words = c.CountsInstead(a, counts)
		}
		v.Facts = append(v.Facts, page.Pair{Name: c.P.T("desk.protections.counts"), Value: words})
		return nil
	},
})

// kinds are all of them.
var kinds = []kit.Screens{interviews, enrolments, deliveries, protections}
