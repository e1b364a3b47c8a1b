package gen

import (
	"context"
	"fmt"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
)

// Fill founds the network in an empty store and writes the world by plain SQL: millions of calls of the services, each with its
// audit entry, would take an hour and measure something else. Each transaction leaves one entry. The
// indexes stay: a store without one of its own is one that somebody was at, and refuses to work.
func (w *World) Fill(ctx context.Context, s *store.Store, book *codebook.Book) error {
	f := &filler{World: w, store: s}
	if err := f.establish(ctx, book); err != nil {
		return err
	}
	for _, t := range f.tables() {
		if err := f.fill(ctx, t); err != nil {
			return fmt.Errorf("gen: fill %s: %w", t.name, err)
		}
	}
	return nil
}

type filler struct {
	*World
	store         *store.Store
	organisations [Organisations]string
	units         [Units]string
	projects      map[string]string
}

// OrganisationCode and UnitCode name them in reports.
func OrganisationCode(n int) string { return fmt.Sprintf("ENTE%02d", n+1) }

// UnitCode is the code of a unit.
func UnitCode(n int) string { return fmt.Sprintf("UNITA%02d", n+1) }

func (f *filler) write(ctx context.Context, fn func(tx *store.Tx) error) error {
	return f.store.Write(ctx, policy.System(policy.Demo), func(tx *store.Tx) error {
		tx.Note("bench", "", nil)
		return fn(tx)
	})
}

// establish makes organisations, units and the two projects from a charter, as a network's own file would.
func (f *filler) establish(ctx context.Context, book *codebook.Book) error {
	founding, err := f.charter().Prepare(book)
	if err != nil {
		return err
	}
	return f.write(ctx, func(tx *store.Tx) error {
		if err := founding.Establish(tx, true, 0); err != nil {
			return err
		}
		tx.Changed("network", "bench")
		return f.names(tx)
	})
}

func (f *filler) charter() network.Charter {
	var p network.Charter
	p.Network.Code, p.Network.Name, p.Network.Zone = "MISURA", "Rete di misura", "Europe/Rome"
	for o := range Organisations {
		org := network.CharterOrganisation{Code: OrganisationCode(o), Name: fmt.Sprintf("Ente %d", o+1), Kind: "ngo", Province: f.provinces.codes[o], Lead: o == 0}
		for u := range Units {
			if OrganisationOf(u) == o {
				org.Units = append(org.Units, network.CharterUnit{
					Code: UnitCode(u), Name: fmt.Sprintf("Unità %d", u+1), Kind: KindOf(u), Province: f.provinces.codes[u], Projects: []string{ProjectOf(u)},
				})
			}
		}
		p.Organisations = append(p.Organisations, org)
	}
	for _, code := range []string{Project, Other} {
		partners := map[string]string{}
		for o := range Organisations {
			partners[OrganisationCode(o)] = "implementing"
		}
		partners[OrganisationCode(0)] = "lead"
		p.Projects = append(p.Projects, network.CharterProject{
			Code: code, Name: code, Call: "Misura", Funder: "Misura", From: First, To: Last, Standard: code == Project, Partners: partners,
			Provinces: f.provinces.codes, Channels: Reaching, Targets: map[string]int64{},
		})
	}
	return p
}

// Reaching are the channels that count as reaching a person.
var Reaching = []string{"contact_unit", "reception_awareness", "community_outreach", "identification_interview"}

// names reads the ids that the founding gave.
func (f *filler) names(tx *store.Tx) error {
	organisations, err := network.Organisations(tx)
	if err != nil {
		return err
	}
	for _, o := range organisations {
		var n int
		if _, err := fmt.Sscanf(o.Code, "ENTE%d", &n); err != nil {
			return err
		}
		f.organisations[n-1] = string(o.ID)
	}
	units, err := network.Units(tx)
	if err != nil {
		return err
	}
	for _, u := range units {
		var n int
		if _, err := fmt.Sscanf(u.Code, "UNITA%d", &n); err != nil {
			return err
		}
		f.units[n-1] = string(u.ID)
	}
	projects, err := network.Projects(tx)
	f.projects = map[string]string{}
	for _, p := range projects {
		f.projects[p.Code] = string(p.ID)
	}
	return err
}

// table is one table to fill: row gives the values of row i.
type table struct {
	name, columns string
	kind          Kind
	row           func(i int) []any
}

const perWrite = 20_000

// fill writes the rows of a table, many a transaction. (Many a statement would be slower: the driver looks each $n up by name.)
func (f *filler) fill(ctx context.Context, t table) error {
	var marks []string
	for n := range strings.Split(t.columns, ",") {
		marks = append(marks, fmt.Sprintf("$%d", n+1))
	}
	sql := "INSERT INTO " + t.name + " (" + t.columns + ") VALUES (" + strings.Join(marks, ", ") + ")"
	count := f.Count(t.kind)
	if t.name == "outreach_attendees" {
		count *= 2
	}
	for start := 0; start < count; start += perWrite {
		end := min(start+perWrite, count)
		err := f.write(ctx, func(tx *store.Tx) error {
			for i := start; i < end; i++ {
				if _, err := tx.Exec(sql, t.row(i)...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) tables() []table {
	const work = "id, organisation_id, unit_id, project_id, day, province, recorded, "
	return []table{
		{"person_persons", "id, organisation_id, code, gender, age_band, age_source, citizenship, region, region_source, province, day, recorded", Persons, f.personRow},
		{"outreach_outings", work + "mode, minutes, kilometres, on_call, materials, adverts", Outings, func(i int) []any {
			o := f.Outing(i)
			return append(f.work(o.ID, o.Unit, o.Day, o.Province), o.Mode, o.Minutes, o.Kilometres, o.OnCall, o.Material, 0)
		}},
		{"outreach_presences", "outing_id, gender, region, headcount", Outings, func(i int) []any {
			o := f.Outing(i)
			return []any{o.ID, "woman", "unknown", o.Seen}
		}},
		{"outreach_contacts", work + "outing_id, person_id, channel, place, setting, advert, language, information, newness, gender, age_band, citizenship, region, region_source, protection", Contacts, f.contactRow},
		{"outreach_meetings", work + "place, channel", Meetings, func(i int) []any {
			m := f.Attendees(i, 0)
			return append(f.work(m.ID, m.Unit, m.Day, m.Province), m.Place, m.Channel)
		}},
		{"outreach_attendees", "id, meeting_id, gender, age_band, protection, headcount", Meetings, func(i int) []any {
			a := f.Attendees(i/2, i%2)
			return []any{f.ID(kinds, i), a.ID, a.Gender, a.AgeBand, a.Protection, a.Headcount}
		}},
		{"casework_interviews", work + "person_id, language, mediator, information", Interviews, func(i int) []any {
			c := f.Interview(i)
			return append(f.work(c.ID, c.Unit, c.Day, c.Province), f.ID(Persons, c.Person), c.Language, true, c.Information)
		}},
		{"person_protections", "id, person_id, organisation_id, day, answer, recorded", Protections, func(i int) []any {
			id, person, day, organisation, answer := f.Protection(i)
			return []any{id, f.ID(Persons, person), f.organisations[organisation], f.Day(day), answer, f.recorded(day)}
		}},
		{"casework_enrolments", work + "person_id, kind, source, receiver", Enrolments, func(i int) []any {
			e := f.Enrolment(i)
			return append(f.work(e.ID, e.Unit, e.Day, e.Province), f.ID(Persons, e.Person), e.Type, e.Source, "")
		}},
		{"outreach_actions", work + "person_id, contact_id, type, outcome", Actions, func(i int) []any {
			a := f.Action(i)
			return append(f.work(a.ID, a.Unit, a.Day, a.Province), f.reference(Persons, a.Person), f.reference(Contacts, a.Contact), a.Type, a.Outcome)
		}},
		{"casework_deliveries", work + "person_id, type, minutes", Deliveries, func(i int) []any {
			a := f.Delivery(i)
			return append(f.work(a.ID, a.Unit, a.Day, a.Province), f.ID(Persons, a.Person), a.Type, a.Minutes)
		}},
	}
}

func (f *filler) personRow(i int) []any {
	p, d := f.Facts(i), f.dice(Persons, i)
	day := f.Day(f.since(i))
	unit := f.unit(d)
	return []any{
		f.ID(Persons, i), f.organisations[OrganisationOf(unit)], fmt.Sprintf("P%07d", i), p.Gender, p.AgeBand, "declared", p.Citizenship, p.Region, "estimated",
		f.provinces.draw(d), day, day + "T12:00:00Z",
	}
}

func (f *filler) contactRow(i int) []any {
	c := f.Contact(i)
	return append(f.work(c.ID, c.Unit, c.Day, c.Province), f.reference(Outings, c.Outing), f.reference(Persons, c.Person), c.Channel, c.Place, c.Setting, c.Advert,
		c.Language, c.Information, c.Newness, c.Gender, c.AgeBand, c.Citizenship, c.Region, "estimated", c.Protection)
}

func (f *filler) work(id string, unit, day int, province string) []any {
	return []any{id, f.organisations[OrganisationOf(unit)], f.units[unit], f.projects[ProjectOf(unit)], f.Day(day), province, f.recorded(day)}
}

func (f *filler) recorded(day int) string { return f.Day(day) + "T12:00:00Z" }

func (f *filler) reference(kind Kind, i int) any {
	if i == Nobody {
		return nil
	}
	return f.ID(kind, i)
}
