package report

import "approdo/internal/care/work"

// Registry is what frozen reports keep of people.
var Registry = work.Registry{Places: []work.Place{
	{Table: "report_papers", Column: "document", Fate: work.Stays, Why: "figures; a document names no record"},
	{Table: "report_papers", Column: "records", Holds: work.Record, Fate: work.Emptied, Take: withdraw},
	{Table: "report_withdrawn", Column: "mark", Holds: work.Token, Fate: work.Stays, Why: "which marks are to be taken out; Thin removes them with the marks"},
}}
