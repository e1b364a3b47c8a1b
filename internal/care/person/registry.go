package person

import "approdo/internal/care/work"

// Registry is what this room keeps about people besides themselves: who they are becomes a husk (see Detach).
var Registry = work.Registry{
	Nouns: []work.Kept{Answers.Kept},
	Places: []work.Place{
		{Table: "person_persons", Column: "id", Fate: work.Stays, Why: "Forget removes it when nothing refers to it any more"},
		{Table: "person_persons", Column: "code", Fate: work.Stays, Why: "what is left of somebody erased is called by its own id"},
	},
}
