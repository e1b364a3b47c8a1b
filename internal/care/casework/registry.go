package casework

import "approdo/internal/care/work"

// Registry is what this room keeps about people. Services come before the enrolments that they rest on.
var Registry = work.Registry{Nouns: []work.Kept{Deliveries.Kept, Interviews.Kept, Enrolments.Removed(RemoveEnrolment)}}
