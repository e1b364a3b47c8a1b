package intake

import "approdo/internal/care/work"

// Registry is what this room keeps about people: what became of what was sent. It goes with the record; sent again by then, it would be somebody new.
var Registry = work.Registry{Places: []work.Place{
	{Table: "intake_receipts", Column: "record", Holds: work.Record, Fate: work.Erased},
}}
