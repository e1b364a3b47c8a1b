package outreach

import (
	"cmp"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// Outing is one going out of a unit. Past midnight it keeps the day it started.
type Outing struct {
	ID string
	Work
	Mode       string // list mode
	Minutes    int64
	Kilometres int64
	OnCall     bool // answered a call rather than planned
	Materials  int64
	Adverts    int64 // adverts mapped
	Presences  []Presence
	Revision   int64 // how often it was changed
}

// At is whose work a contact of the outing is, when and where: the outing's own, but for the province that the contact tells.
func (o Outing) At(province string) Work {
	o.Province = cmp.Or(province, o.Province)
	return o.Work
}

// Presence is a headcount of people seen, never counted as persons.
type Presence struct {
	Gender    string
	Region    string
	Headcount int64
}

// Outings are the outings recorded by the grant's own organisation; their presences stand beside.
var Outings = work.Declare(work.Noun[Outing]{
	Kept: work.Kept{Name: "outing", Table: "outreach_outings", View: "outings", Asides: []work.Aside{{Table: "outreach_presences", Column: "headcount", Most: work.MostHeads}}},
	Head: func(o *Outing) work.Head { return o.Head(&o.ID, nil, &o.Revision) },
	Tell: func(o *Outing) []work.Fact {
		return []work.Fact{
			{Name: "mode", Is: "mode", At: &o.Mode, For: work.Asked},
			{Name: "minutes", Is: work.Number, At: &o.Minutes, Most: work.MostOut, For: work.Orders},
			{Name: "kilometres", Is: work.Number, At: &o.Kilometres, Most: work.MostKilometres},
			{Name: "on_call", Is: work.Mark, At: &o.OnCall},
			{Name: "materials", Is: work.Number, At: &o.Materials, Most: work.MostHanded},
			{Name: "adverts", Is: work.Number, At: &o.Adverts, Most: work.MostHanded},
		}
	},
	Rule: checkPresences,
	Beside: func(tx *store.Tx, some []*Outing) (err error) {
		for _, o := range some {
			if err == nil {
				o.Presences, err = Presences(tx, o.ID)
			}
		}
		return err
	},
	Lay:   layPresences,
	After: func(tx *store.Tx, _ *codebook.Book, o Outing) error { return announceContacts(tx, o.ID) },
	None:  "outreach.none",
})

func checkPresences(c *codebook.Check, o *Outing) {
	seen := map[[2]string]bool{}
	for _, p := range o.Presences {
		c.Code("presences", "gender", p.Gender)
		c.Code("presences", "region", p.Region)
		c.Amount("presences", p.Headcount, 0, work.MostHeads)
		if seen[[2]string{p.Gender, p.Region}] {
			c.Refuse("presences", "outreach.presence_twice")
		}
		seen[[2]string{p.Gender, p.Region}] = true
	}
}

func layPresences(tx *store.Tx, o Outing) error {
	_, err := tx.Exec(`DELETE FROM outreach_presences WHERE outing_id = $1`, o.ID)
	for _, p := range o.Presences {
		if err == nil {
			_, err = tx.Exec(`INSERT INTO outreach_presences (outing_id, gender, region, headcount) VALUES ($1, $2, $3, $4)`, o.ID, p.Gender, p.Region, p.Headcount)
		}
	}
	return err
}

// RecordOuting adds an outing with its presences.
func (l *Log) RecordOuting(tx *store.Tx, o Outing) (Outing, error) {
	c, err := l.check(tx, &o.Work)
	if err != nil {
		return o, err
	}
	if Outings.Check(c, &o); c.Err() != nil {
		return o, c.Err()
	}
	return o, Outings.Record(tx, &o)
}

// Presences reads the headcounts of an outing.
func Presences(tx *store.Tx, outing string) ([]Presence, error) {
	list, err := store.List(tx, func(row store.Row) (p Presence, err error) { return p, row.Scan(&p.Gender, &p.Region, &p.Headcount) },
		`SELECT gender, region, headcount FROM outreach_presences WHERE outing_id = $1 ORDER BY headcount DESC, gender, region`, outing)
	return list, errs.Wrap(err, "list presences", outing)
}

// announceContacts makes reports reread an outing's contacts, whose rows carry its mode.
func announceContacts(tx *store.Tx, outing string) error {
	ids, err := store.List(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM outreach_contacts WHERE outing_id = $1`, outing)
	for _, id := range ids {
		tx.Changed("contact", id)
	}
	return errs.Wrap(err, "list contacts of outing", outing)
}

// RemoveOuting takes an outing back, with its presences, for the undoing of an import.
func (l *Log) RemoveOuting(tx *store.Tx, id string) error {
	resting, err := Resting(tx, id)
	if err != nil {
		return err
	}
	if len(resting) > 0 {
		return errs.E(errs.Conflict, "outreach.in_use").At(resting[0].Noun, resting[0].ID)
	}
	return Outings.Remove(tx, id)
}
