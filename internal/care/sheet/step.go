package sheet

import (
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/track"
)

// ways remembers how far those have come whom lines are about: as it is recorded, and as the lines before tell it.
type ways map[token]come

// come is how far somebody has come, and the days on which they were helped before.
type come struct {
	way    track.Way
	helped []string
}

// step asks whether the person of a line can make the step that it tells of, as a form would be told when the line is recorded.
func (d *Draft) step(tx *store.Tx, c *comparison, f *fresh, on ways) error {
	s := track.Step{Day: d.value(f.line, "day"), Project: string(f.project)}
	switch d.form.kind {
	case Enrolments:
		s.Kind, s.Own = track.Enrol, d.enrolment(f, "", "").Kind == casework.Own
	case Actions:
		s.Kind = track.Act
	default:
		return nil
	}
	whom, field := f.reference, "person_ref"
	if whom.zero() {
		whom, field = f.other, "contact_ref"
	}
	told, read := on[whom]
	if !read {
		who, err := c.named(tx, f)
		if err == nil && who != "" {
			told.way, err = casework.Way(tx, who)
			told.way = slices.DeleteFunc(told.way, func(e track.Enrolment) bool { return c.goes[e.ID] })
		}
		if err == nil && who != "" && s.Kind == track.Enrol {
			told.helped, err = outreach.Helped(tx, who)
		}
		if err != nil {
			return err
		}
	}
	s.Helped = told.helped
	err := told.way.May(s)
	if err == nil && s.Kind == track.Enrol {
		told.way = append(told.way, track.Enrolment{Project: s.Project, Day: s.Day, Own: s.Own})
	}
	on[whom] = told
	if e, known := errs.Of(err); known {
		if e.Field == "day" {
			field = "day"
		}
		return e.On(field)
	}
	return err
}

// named is the person on record whom a line is about: named by a reference, or met in the contact that it names.
func (c *comparison) named(tx *store.Tx, f *fresh) (person.ID, error) {
	if !f.reference.zero() || c.linked[f.other] == "" {
		return c.persons[f.reference], nil
	}
	k, err := outreach.Contacts.Find(tx, c.linked[f.other])
	return k.PersonID, err
}
