package casework

import "approdo/internal/care/work"

// Registry is what this room keeps about people. Services come before the enrolments that they rest on.
var Registry = work.Registry{Nouns: []work.Noun{
	{
		Name: "delivery", Table: "casework_deliveries", View: "deliveries", At: true,
		Facts:  work.Facts{"type": "delivery_type", "minutes": work.Number},
		Remove: remover("delivery", "casework_deliveries"),
	},
	{
		Name: "interview", Table: "casework_interviews", View: "contacts", At: true,
		Facts:  work.Facts{"language": "language", "mediator": work.YesNo, "information": "information"},
		Remove: remover("interview", "casework_interviews"),
	},
	{
		Name: "enrolment", Table: "casework_enrolments", View: "enrolments", At: true,
		Facts:  work.Facts{"kind": "enrolment_kind", "source": "enrolment_source", "receiver": work.Call},
		Loses:  map[string]any{"receiver": ""},
		Remove: New(nil).RemoveEnrolment,
	},
}}
