package report

import "approdo/internal/care/work"

// Registry is what frozen reports keep of people.
var Registry = work.Registry{Places: []work.Place{
	{Table: "report_papers", Column: "document", Fate: work.Stays, Why: "figures; a document names no record"},
	{Table: "report_papers", Column: "records", Fate: work.Stays, Why: "marks of the records that were counted, which have other ids since"},
}}
