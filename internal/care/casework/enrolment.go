package casework

import (
	"errors"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/track"
	"approdo/internal/care/work"
)

// Enrolment is the adhesion to the single programme: own opens a case here, elsewhere hands the person to another project.
type Enrolment struct {
	ID string
	Work
	Kind     string // list enrolment_kind: own | elsewhere
	Source   string // list enrolment_source, chosen by the case team, never derived from the channel
	Receiver string // list receiving_project, elsewhere: who takes the person over
	Revision int64  // how often it was changed
}

// Enrolments are the enrolments recorded by the grant's own organisation.
var Enrolments = declare(work.Noun[Enrolment]{
	Kept: work.Kept{
		Name: "enrolment", Table: "casework_enrolments", View: "enrolments", Loses: map[string]any{"receiver": ""},
		Order: work.Order{Opens: func(said work.Said) bool { return said["kind"] == Own }},
	},
	Head: func(e *Enrolment) work.Head { return e.head(&e.ID, &e.Revision) },
	Tell: func(e *Enrolment) []work.Fact {
		return []work.Fact{
			{Name: "kind", Is: "enrolment_kind", At: &e.Kind, For: work.Asked, Stays: true}, // another kind is another enrolment: what rests on it would hang in the air
			{Name: "source", Is: "enrolment_source", At: &e.Source, For: work.Asked},
			{Name: "receiver", Is: "receiving_project", At: &e.Receiver, Empty: true},
		}
	},
	Rule: received,
	None: "casework.none",
})

// received asks for a receiving project, and refuses one where nobody received anybody.
func received(c *codebook.Check, e *Enrolment) {
	c.Given("receiver", e.Kind == Own || e.Receiver != "")
	if e.Kind == Own && e.Receiver != "" {
		c.Refuse("receiver", "casework.receiver_of_own")
	}
}

// Enrol takes in the enrolment of somebody who had proximity actions on some days; whoever keeps those tells them (package track has the guards).
func Enrol(tx *store.Tx, book *codebook.Book, e Enrolment, helped ...string) (Enrolment, error) {
	kind := *Enrolments
	kind.May = func(tx *store.Tx, e *Enrolment) error {
		way, err := Way(tx, e.PersonID)
		if err != nil {
			return err
		}
		return way.May(track.Step{Kind: track.Enrol, Day: e.Day, Project: string(e.ProjectID), Own: e.Kind == Own, Helped: helped})
	}
	e, err := kind.Take(tx, book, e)
	if err == nil {
		tx.Changed("person", string(e.PersonID)) // whether somebody was in charge decides how their actions count
	}
	return e, err
}

// RemoveEnrolment takes an enrolment back that was recorded by mistake or by an import. While a delivery rests on it and on no other, that is a
// Conflict "casework.in_use".
func RemoveEnrolment(tx *store.Tx, id string) error {
	o, err := Enrolments.Find(tx, id)
	if err != nil {
		return err
	}
	way, err := Way(tx, o.PersonID)
	if err != nil {
		return err
	}
	served, err := store.List(tx, func(row store.Row) (day string, err error) { return day, row.Scan(&day) }, `SELECT day FROM casework_deliveries WHERE person_id = $1`, o.PersonID)
	if err != nil {
		return errs.Wrap(err, "find services of person", o.PersonID)
	}
	if err := way.May(track.Step{Kind: track.TakeBack, IDs: []string{id}, Rests: served}); err != nil {
		resting, failed := Resting(tx, o.PersonID, []string{id})
		if failed == nil && len(resting) > 0 {
			err = errs.Led(err, resting[0].Noun, resting[0].ID)
		}
		return errors.Join(err, failed)
	}
	if err := Enrolments.Remove(tx, id); err != nil {
		return err
	}
	tx.Changed("person", string(o.PersonID))
	return nil
}

// Own is the kind of the enrolments that open a case here.
const Own = "own"

// Way reads how far somebody has come, for the guards of package track.
func Way(tx *store.Tx, who person.ID) (track.Way, error) {
	way, err := store.List(tx, func(row store.Row) (e track.Enrolment, err error) {
		var kind string
		err = row.Scan(&e.ID, &e.Project, &e.Day, &kind)
		e.Own = kind == Own
		return e, err
	}, `SELECT id, project_id, day, kind FROM casework_enrolments WHERE person_id = $1 ORDER BY day, id`, who)
	return way, errs.Wrap(err, "find the way of", who)
}
