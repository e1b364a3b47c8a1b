package casework

import (
	"strings"

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
	Receiver string // elsewhere: the receiving project
}

// RecordEnrolment adds an enrolment of somebody who had proximity actions on some days; whoever keeps those tells them (package track has the guards).
func (f *File) RecordEnrolment(tx *store.Tx, e Enrolment, helped ...string) (Enrolment, error) {
	c, err := f.check(tx, &e.Work)
	if err != nil {
		return e, err
	}
	c.Code("kind", "enrolment_kind", e.Kind)
	c.Code("source", "enrolment_source", e.Source)
	c.Given("receiver", e.Kind == Own || e.Receiver != "")
	if e.Kind == Own && e.Receiver != "" {
		c.Refuse("receiver", "casework.receiver_of_own")
	}
	if receiver, ok := Receiver(e.Receiver); ok {
		e.Receiver = receiver
	} else {
		c.Refuse("receiver", "casework.receiver")
	}
	if err := c.Err(); err != nil {
		return e, err
	}
	if e.ID == "" {
		e.ID = work.NewID()
	}
	way, err := Way(tx, e.PersonID)
	if err == nil {
		err = way.May(track.Step{Kind: track.Enrol, Day: e.Day, Project: string(e.ProjectID), Own: e.Kind == Own, Helped: helped})
	}
	if err != nil {
		return e, err
	}
	_, err = tx.Exec(`INSERT INTO casework_enrolments (id, organisation_id, unit_id, project_id, person_id, day, province, kind, source, receiver, recorded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		e.ID, e.OrganisationID, e.UnitID, e.ProjectID, e.PersonID, e.Day, e.Province, e.Kind, e.Source, e.Receiver, work.Day(tx))
	if err != nil {
		return e, errs.Wrap(err, "record enrolment", e.ID)
	}
	enrolmentDone(tx, e.ID, e.PersonID)
	return e, nil
}

// longestReceiver is how long the code of a project may be, in characters.
const longestReceiver = 24

// Receiver writes the code of a project of others in capitals; not ok for what could be a name, an address or a phone number instead: it has letters, digits
// and -_/. only, is short, and has fewer than six digits.
func Receiver(text string) (code string, ok bool) {
	code = strings.ToUpper(codebook.FoldCode(text))
	digits := 0
	for _, r := range code {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case (r < 'A' || r > 'Z') && !strings.ContainsRune("-_/.", r):
			return "", false
		}
	}
	return code, len(code) <= longestReceiver && digits < 6
}

// RemoveEnrolment takes an enrolment back that was recorded by mistake or by an import. While a delivery rests on it and on no other, that is a
// Conflict "casework.in_use".
func (f *File) RemoveEnrolment(tx *store.Tx, id string) error {
	type owner struct {
		organisation string
		person       person.ID
	}
	o, found, err := store.One(tx, func(row store.Row) (o owner, err error) { return o, row.Scan(&o.organisation, &o.person) },
		`SELECT organisation_id, person_id FROM casework_enrolments WHERE id = $1`, id)
	if err == nil && (!found || !tx.Grant().Own().Sees(o.organisation)) {
		return errs.E(errs.NotFound, "casework.none")
	}
	if err != nil {
		return errs.Wrap(err, "find enrolment", id)
	}
	way, err := Way(tx, o.person)
	if err != nil {
		return err
	}
	served, err := store.List(tx, func(row store.Row) (day string, err error) { return day, row.Scan(&day) }, `SELECT day FROM casework_deliveries WHERE person_id = $1`, o.person)
	if err != nil {
		return errs.Wrap(err, "find services of person", o.person)
	}
	if err := way.May(track.Step{Kind: track.TakeBack, IDs: []string{id}, Rests: served}); err != nil {
		return err
	}
	if _, err = tx.Exec(`DELETE FROM casework_enrolments WHERE id = $1`, id); err != nil {
		return errs.Wrap(err, "remove enrolment", id)
	}
	enrolmentDone(tx, id, o.person)
	return nil
}

// enrolmentDone also announces the person: whether somebody was in charge decides how their actions count.
func enrolmentDone(tx *store.Tx, id string, who person.ID) {
	work.Done(tx, "enrolment", id)
	tx.Changed("person", string(who))
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

var enrolments = store.Listing{
	Columns: workColumns + `, kind, source, receiver`, From: "casework_enrolments", Owner: "organisation_id", ID: "id", Day: "day",
	Filters: map[string]string{"unit": "unit_id", "project": "project_id", "person": "person_id", "province": "province", "kind": "kind", "source": "source"},
	Sorts:   map[string]string{"day": "day", "province": "province", "kind": "kind", "source": "source"}, Standard: "day",
}

// Enrolments lists enrolments recorded by the grant's own organisation.
func Enrolments(tx *store.Tx, s store.Selection) (store.Slice[Enrolment], error) {
	list, err := store.Select(tx, enrolments, s, tx.Grant().Own(), func(row store.Row) (x Enrolment, err error) {
		return x, row.Scan(append(x.Work.into(&x.ID), &x.Kind, &x.Source, &x.Receiver)...)
	})
	return list, errs.Wrap(err, "list enrolments")
}
