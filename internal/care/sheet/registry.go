package sheet

import "approdo/internal/care/work"

// Registry is what this room keeps about people: by which references of a spreadsheet somebody was known, what an import told of them, and which rows became
// records about them. The same reference in a later file makes somebody new; a row stays known, so that it is not counted again, and no longer as what.
var Registry = work.Registry{Places: []work.Place{
	{Table: "sheet_persons", Column: "person_id", Fate: work.Erased},
	{Table: "sheet_fills", Column: "person_id", Fate: work.Erased},
	{Table: "sheet_rows", Column: "record", Holds: work.Record, Fate: work.Emptied, Where: "record = $1", Take: forgets},
}}
