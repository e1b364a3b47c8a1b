package outreach

import "approdo/internal/care/work"

// Registry is what this room keeps about people. An outing, whose day would tell that of its contacts, is forgotten by those of an erased person.
var Registry = work.Registry{Nouns: []work.Kept{Actions.Kept, Contacts.Removed(New(nil).RemoveContact)}, Crowds: []work.Kept{Outings.Kept, Meetings.Kept}}
