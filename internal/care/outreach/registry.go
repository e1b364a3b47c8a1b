package outreach

import "approdo/internal/care/work"

// Registry is what this room keeps about people. An outing, whose day would tell that of its contacts, is forgotten by those of an erased person.
var Registry = work.Registry{Nouns: []work.Noun{
	{
		Name: "action", Table: "outreach_actions", View: "actions", At: true,
		Facts:   work.Facts{"contact_id": work.ID, "type": "action_type", "outcome": "outcome", "revision": work.Number},
		Through: work.Through{Column: "contact_id", Table: "outreach_contacts"},
		Remove:  New(nil).RemoveAction,
	},
	{
		Name: "contact", Table: "outreach_contacts", View: "contacts", At: true,
		Facts: work.Facts{
			"outing_id": work.ID, "channel": "channel", "place": "place", "setting": "setting", "advert": work.YesNo, "language": "language", "information": "information",
			"newness": "newness", "gender": "gender", "age_band": "age_band", "citizenship": "citizenship", "region": "region", "region_source": "age_source",
			"protection": "protection", "revision": work.Number,
		},
		Loses:  map[string]any{"outing_id": nil, "citizenship": "not_recorded"},
		Remove: New(nil).RemoveContact,
	},
}}
