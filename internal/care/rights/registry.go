package rights

import (
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/report"
	"approdo/internal/care/sheet"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
)

// Registry is all that is kept about people, in every room.
func Registry() work.Registry {
	return work.All(kept, beneath)
}

// kept is what the rooms keep.
var kept = work.All(work.History, person.Registry, outreach.Registry, casework.Registry, intake.Registry, sheet.Registry, vault.Registry, report.Registry, registry, order)

// registry is what this room keeps: a request stays, with its number and what became of it, and names nobody any more.
var registry = work.Registry{Places: []work.Place{
	{Table: "rights_requests", Column: "person_id", Fate: work.Emptied, Sign: "day"},
	{Table: "rights_holds", Column: "person_id", Fate: work.Erased},
	{Table: "rights_scatters", Column: "after", Fate: work.Stays, Why: "the husk that was written anew last; it goes with the last of them"},
}}

// order is what tells after whom, and how many times, somebody's records were written. The feed is forgotten as a whole: what is left of it would show where something was taken out.
var order = work.Registry{Places: []work.Place{
	{Table: store.SubjectsTable, Column: "sealed", Holds: work.Record, Fate: work.Erased, Take: store.EraseSubjects},
	{Table: store.ChangesTable, Column: "id", Holds: work.Record, Where: "id = $1", Fate: work.Erased, Take: store.ForgetChanges},
}}

// beneath is what the trail says of records: that something happened to one, never what.
var beneath = work.Registry{Places: []work.Place{
	{Table: store.EntriesTable, Column: "person", Fate: work.Stays, Why: "entries of before whom they are about stood sealed beside them; of later ones a commitment"},
	{Table: store.EntriesTable, Column: "record", Fate: work.Stays, Why: "entries of before whom they are about stood sealed beside them; the record has another id since"},
	{Table: store.DetailsTable, Column: "sealed", Fate: work.Stays, Why: "details of entries about the person are destroyed by store.EraseSubjects"},
}}
