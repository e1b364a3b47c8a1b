package policy

import "slices"

// Relation is how somebody stands to a person whose identity is sealed. Who keeps the keys finds it out.
type Relation string

// The relations, from the farthest. The zero Relation is none.
const (
	Stranger  Relation = "none"             // another organisation's person, or nobody's
	Erased    Relation = "erased"           // the person's key was destroyed
	Expired   Relation = "referred_expired" // the referral that told of the person ended
	Referred  Relation = "referred"         // a live referral tells of the person; its packet is all there is to see
	Colleague Relation = "colleague"        // same organisation, but the key is sealed to others
	Team      Relation = "team"             // the person's key is sealed to a team one belongs to
	OwnCase   Relation = "own_case"         // one of the team, who follows the person
)

// Need is what must be on record before a sealed record is opened.
type Need string

// The needs.
const (
	Nothing Need = ""
	Purpose Need = "purpose" // say what for; it is on record before anything is shown
	Glass   Need = "glass"   // break the glass first: a reason, sixty minutes, and others are told
)

// Care is the purpose that goes without saying for whoever follows the person. It is on record all the same.
const Care = "care"

// Resource is what is sealed about one person, as far as decisions need to know.
type Resource struct {
	Organisation string // id
	Relation     Relation
	Glass        bool // the asker broke the glass for this person and the time is not over
}

// Opening is one line of the second table: whoever stands so to the person may do so, if need is met.
type Opening struct {
	Action   Action
	Relation Relation
	Need     Need
}

var openings = []Opening{
	{IdentitySearch, OwnCase, Nothing},
	{IdentitySearch, Team, Purpose}, // a hit says who somebody is
	{IdentityReveal, OwnCase, Nothing},
	{IdentityReveal, Team, Purpose},
	{IdentityReveal, Colleague, Glass},
	{IdentityRecord, OwnCase, Nothing},
	{IdentityRecord, Team, Nothing},
	{IdentityRestrict, OwnCase, Nothing},
	{GlassBreak, Colleague, Purpose},
	{PackMake, OwnCase, Nothing},
	{PackMake, Team, Nothing}, // an officer asked for it, which is purpose enough
}

// Openings returns the second table, for the page and the document that print it.
func Openings() []Opening { return openings }

// Decision is what was answered and why: the line that allowed it, or what was missing.
type Decision struct {
	Allowed bool
	Rule    string // of the first table
	Need    Need   // refused, but would be allowed if this were met
	Purpose string // for the trail; Care where it goes without saying
}

// Decide answers for one sealed record what Authorize answers for a route. Whatever neither table allows is denied.
func Decide(s Subject, a Action, purpose string, r Resource) Decision {
	g, err := Authorize(s, a)
	if err != nil {
		return Decision{}
	}
	return g.For(purpose).Decide(r)
}

// For states what the grant is used for.
func (g Grant) For(purpose string) Grant {
	g.purpose = purpose
	return g
}

// Purpose is what the grant is used for, if that was stated.
func (g Grant) Purpose() string { return g.purpose }

// Decide says whether the grant opens what is sealed about one person.
func (g Grant) Decide(r Resource) Decision {
	if !g.own.Sees(r.Organisation) || g.reach == People && r.Relation != OwnCase {
		return Decision{}
	}
	i := slices.IndexFunc(openings, func(o Opening) bool { return o.Action == g.action && o.Relation == r.Relation })
	if i < 0 {
		return Decision{}
	}
	d := Decision{Rule: g.rule, Purpose: g.purpose}
	switch need := openings[i].Need; {
	case need == Glass && !r.Glass, need == Purpose && g.purpose == "":
		d.Need = need
		return d
	case need == Glass:
		d.Purpose = string(Glass) // its reason was noted when the glass was broken
	case d.Purpose == "":
		d.Purpose = Care
	}
	d.Allowed = true
	return d
}

// Relations lists how somebody may stand to the people whose sealed records this grant opens with what was stated so far: the
// second table as a condition for lists.
func (g Grant) Relations() []Relation {
	var list []Relation
	for _, o := range openings {
		if o.Action == g.action && (o.Need == Nothing || o.Need == Purpose && g.purpose != "") && (g.reach != People || o.Relation == OwnCase) {
			list = append(list, o.Relation)
		}
	}
	return list
}
