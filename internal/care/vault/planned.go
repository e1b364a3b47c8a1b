package vault

import (
	"cmp"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
)

// What a planned outing comes to.
const (
	PlannedMade      = "out" // the unit went, and the outing was recorded
	PlannedCancelled = "cancelled"
)

// Plans are the outings still to come, sealed to the team. What was sealed goes on saying the word it was sealed with.
var Plans = Kind[PlannedCard]{
	Word: "plan", Object: "planned_outing", Noun: store.Planned, Over: "vault.planned_ended", Lost: "vault.planned_unread",
	Check: PlannedCard.check, Until: PlannedCard.until,
	Order: func(a, b PlannedCard) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.From, b.From)) },
}

// PlannedCard is what stands sealed in a planned outing: where a unit will be on the street, and who with it, is worth as much to a trafficker as a name.
type PlannedCard struct {
	Day      string // ISO
	Mode     string // list mode
	Zone     string
	Crew     string // one a line
	Meeting  string // where the crew meets
	From, To string // times of day
	Notes    string
}

// Fields gives the texts.
func (c *PlannedCard) Fields() map[string]*string {
	return map[string]*string{
		"day": &c.Day, "mode": &c.Mode, "zone": &c.Zone, "crew": &c.Crew, "meeting": &c.Meeting, "starts": &c.From, "ends": &c.To, "notes": &c.Notes,
	}
}

// plannedKept is how long after its day a planned outing is kept. The end is that of a month, so that it does not tell the day.
const plannedKept = 30

func (c PlannedCard) until() (string, error) {
	day, err := time.Parse(time.DateOnly, c.Day)
	if err != nil {
		return "", errs.E(errs.Invalid, "check.day").On("day")
	}
	end := day.AddDate(0, 0, plannedKept)
	return time.Date(end.Year(), end.Month()+1, 0, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), nil
}

func (c PlannedCard) check() error {
	var wrong errs.List
	if _, err := c.until(); err != nil {
		wrong.Add(errs.E(errs.Invalid, "check.day").On("day"))
	}
	for name, text := range c.Fields() {
		if len([]rune(*text)) > mostLine {
			wrong.Add(errs.E(errs.Invalid, "vault.too_long", "most", mostLine).On(name))
		}
	}
	for name, text := range map[string]string{"starts": c.From, "ends": c.To} {
		if _, err := time.Parse("15:04", text); text != "" && err != nil {
			wrong.Add(errs.E(errs.Invalid, "vault.time").On(name))
		}
	}
	return wrong.Err()
}

// SeesPlannedOutings reports whether the one who acts may read planned outings: an action, and the key of the team.
func SeesPlannedOutings(tx *store.Tx, s policy.Subject) (bool, error) {
	if !policy.May(s, policy.PlannedView) {
		return false, nil
	}
	return Holds(tx, network.OrganisationID(s.Organisation), network.AccountID(s.Account))
}
