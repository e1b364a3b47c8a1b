package sheet

import (
	"strconv"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
)

// record writes a fresh line through the service of its kind. A persons line is no record of its own: the person was
// made, or found, before.
func (d *Draft) record(tx *store.Tx, c *comparison, f *fresh) error {
	id := recordID(f.identity)
	who := c.persons[f.reference]
	var err error
	switch d.form.kind {
	case Contacts:
		_, err = d.desk.door.Contact(tx, d.contact(c, f, id), intake.Who{ID: who, Same: true, Settled: true}) // the draft asked
	case Actions:
		a := outreach.Action{ID: id, Work: d.work(f), ContactID: c.linked[f.other], Type: d.value(f.line, "type"), Outcome: d.code(f.line, "outcome")}
		_, err = d.desk.door.Action(tx, a, intake.Who{ID: who})
	case Outings:
		var o outreach.Outing
		if o, err = d.outing(f, id); err == nil {
			_, err = d.desk.door.Outing(tx, o)
		}
	case Enrolments:
		_, err = d.desk.door.Enrolment(tx, d.enrolment(f, id, who))
	case Persons:
	}
	return err
}

func (d *Draft) work(f *fresh) outreach.Work {
	return outreach.Work{OrganisationID: f.organisation, UnitID: f.unit, ProjectID: f.project, Day: d.value(f.line, "day"), Province: f.province}
}

func (d *Draft) contact(c *comparison, f *fresh, id string) outreach.Contact {
	k := outreach.Contact{
		ID: id, Work: d.work(f), OutingID: c.linked[f.other], Channel: d.channel(f.line), Place: d.value(f.line, "place"), Setting: d.value(f.line, "setting"),
		Advert: d.value(f.line, "advert") == "yes", Language: d.code(f.line, "language"), Information: d.code(f.line, "information"),
		Newness: d.value(f.line, "newness"), Gender: d.code(f.line, "gender"), AgeBand: d.code(f.line, "age_band"),
		Citizenship: d.code(f.line, "citizenship"), Region: d.code(f.line, "region"), RegionSource: d.code(f.line, "region_source"),
		Protection: d.protection(c, f.line),
	}
	if k.Setting == "" {
		k.Setting = "undefined"
	}
	if k.Newness == "" {
		// Whether an unlinked individual counts as a person was not told: the figure becomes a range.
		k.Newness = "unsure"
	}
	return k
}

// channel is what a contact tells, or else what its kind of place or of unit means.
func (d *Draft) channel(l *line) string {
	if told := d.value(l, "channel"); told != "" {
		return told
	}
	if places, ok := d.desk.book.List("place"); ok {
		if place, ok := places.Find(d.value(l, "place")); ok && place.Attributes["channel"] != "" {
			return place.Attributes["channel"]
		}
	}
	switch d.world.units[l.unit].Kind {
	case "contact_unit":
		return "contact_unit"
	case "desk", "social_secretariat":
		return "desk"
	case "assessment_team":
		return "identification_interview"
	}
	return ""
}

func (d *Draft) enrolment(f *fresh, id string, who person.ID) casework.Enrolment {
	e := casework.Enrolment{
		ID: id, Kind: d.value(f.line, "kind"), Source: d.value(f.line, "source"), Receiver: d.value(f.line, "receiver"),
		Work: casework.Work{Work: d.work(f), PersonID: who},
	}
	if e.Kind == "" {
		e.Kind = "own"
		if e.Receiver != "" {
			e.Kind = "elsewhere"
		}
	}
	return e
}

// presences are the headcounts that may stand in a column of their own.
var presences = map[string]string{"presences_woman": "woman", "presences_man": "man", "presences_trans_woman": "trans_woman", "presences_trans_man": "trans_man"}

func (d *Draft) outing(f *fresh, id string) (outreach.Outing, error) {
	o := outreach.Outing{
		ID: id, Work: d.work(f), Mode: d.value(f.line, "mode"), OnCall: d.value(f.line, "on_call") == "yes",
		Minutes: d.amount(f.line, "minutes"), Kilometres: d.amount(f.line, "kilometres"), Materials: d.amount(f.line, "materials"), Adverts: d.amount(f.line, "adverts"),
	}
	if o.Minutes == 0 {
		o.Minutes = d.amount(f.line, "hours")
	}
	rest := d.amount(f.line, "presences")
	for i := range d.form.fields {
		gender := presences[d.form.fields[i].Name]
		n := d.amount(f.line, d.form.fields[i].Name)
		if gender == "" || n == 0 {
			continue
		}
		o.Presences = append(o.Presences, outreach.Presence{Gender: gender, Region: notRecorded, Headcount: n})
		rest -= n
	}
	switch {
	case rest > 0:
		// The total says more than its parts: of the others the gender was not recorded.
		o.Presences = append(o.Presences, outreach.Presence{Gender: notRecorded, Region: notRecorded, Headcount: rest})
	case rest < 0 && d.value(f.line, "presences") != "":
		return o, errs.E(errs.Invalid, "sheet.presences_exceed").On("presences")
	}
	return o, nil
}

func (d *Draft) amount(l *line, name string) int64 {
	n, err := strconv.ParseInt(d.value(l, name), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
