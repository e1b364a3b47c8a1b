package testkit

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
)

// Random is a network drawn from a seed and written through the services: small, but rich in what makes counting go
// wrong. Few days, so that ties and the edges of periods are met often; few people, met by several organisations in
// several channels; every answer and every absence of one; records that belong to another project, or come late.
// The same seed gives the same facts and the same ids of records on every database.
type Random struct {
	Organisations []network.Organisation
	Units         []network.Unit
	Projects      []network.Project // two; the first is the standard one
	Provinces     []string          // in which work is recorded
	Days          []string          // on which something may happen, sorted; some lie outside of every period

	rng         *rand.Rand
	seed        uint64
	book        *codebook.Book      // with what this network added
	added       map[string][]string // list → codes
	people      []person.Person
	individuals []outreach.Contact // unlinked
	outings     []outreach.Outing
	enrolled    map[enrolment]bool
	inCharge    []inCharge
	removable   []func(*store.Tx, *services) error
	steps       []func(*store.Tx, *services) error
}

// shippedLists are read once: a book never changes.
var shippedLists = sync.OnceValues(codebook.Load)

type enrolment struct {
	who     person.ID
	project network.ProjectID
}

// inCharge is somebody with a case here since a day.
type inCharge struct {
	who   person.ID
	since string
}

// services are what steps write through.
type services struct {
	people   *person.Register
	outreach *outreach.Log
}

// RandomNetwork draws a network and writes it into a store that holds none. The store's clock stands on 5 June
// 2025 afterwards.
func RandomNetwork(t testing.TB, s *store.Store, seed uint64) *Random {
	t.Helper()
	r := &Random{rng: rand.New(rand.NewPCG(seed, 0xa99d0)), seed: seed, enrolled: map[enrolment]bool{}, added: map[string][]string{}}
	r.found(t, s)
	r.draw(1)
	r.write(t, s, time.Date(2025, 6, 5, 9, 0, 0, 0, time.UTC))
	return r
}

// Grow writes what happens later: more records, some of days long gone; corrections; individuals who get a name;
// enrolments that change who was in charge; and records taken back. The clock moves to 20 July 2025.
func (r *Random) Grow(t testing.TB, s *store.Store) {
	t.Helper()
	r.correct()
	r.draw(0.3)
	r.write(t, s, time.Date(2025, 7, 20, 9, 0, 0, 0, time.UTC))
}

// Period draws the first and last day of a report. Often it is a project's own period; its ends are days of Days, so that records lie on them.
func (r *Random) Period() (from, to string) {
	if r.chance(0.3) {
		p := pick(r, r.Projects)
		return p.Starts, p.Ends
	}
	from, to = pick(r, r.Days), pick(r, r.Days)
	return min(from, to), max(from, to)
}

// Roll draws a number from 0 to n-1.
func (r *Random) Roll(n int) int { return r.rng.IntN(n) }

// Pick draws one of several words.
func (r *Random) Pick(words ...string) string { return pick(r, words) }

func pick[T any](r *Random, from []T) T { return from[r.rng.IntN(len(from))] }

func (r *Random) chance(p float64) bool { return r.rng.Float64() < p }

// some draws a number around n, from none to twice as many.
func (r *Random) some(n float64) int { return r.rng.IntN(int(2*n) + 1) }

// id is drawn too, so that ties which ids decide fall the same way each time. It looks like the ids that the program makes.
func (r *Random) id() string {
	a, b := r.rng.Uint64(), r.rng.Uint64()
	return fmt.Sprintf("%08x-%04x-7%03x-%04x-%012x", uint32(a), uint16(a>>32), uint16(a>>48)&0xfff, 0x8000|uint16(b)&0x3fff, b>>16)
}

// found draws and writes who works together, and reads it back with its ids.
func (r *Random) found(t testing.TB, s *store.Store) {
	t.Helper()
	r.Provinces = []string{"IT-BS", "IT-BG", "IT-MN", "IT-CR"}[:2+r.rng.IntN(3)]
	r.days()
	var err error
	if r.book, err = shippedLists(); err != nil {
		t.Fatalf("load the code lists: %v", err)
	}
	founding, err := r.charter().Prepare(r.book)
	if err != nil {
		t.Fatalf("seed %d: prepare the network: %v", r.seed, err)
	}
	grant := policy.System(policy.Demo)
	additions := r.additions()
	err = s.Write(t.Context(), grant, func(tx *store.Tx) error {
		for _, a := range additions {
			if err := codebook.Add(tx, r.book, a); err != nil {
				return err
			}
		}
		return founding.Establish(tx, true, 0)
	})
	if err != nil {
		t.Fatalf("seed %d: found the network: %v", r.seed, err)
	}
	r.book = r.book.With(additions)
	err = s.Read(t.Context(), grant, func(tx *store.Tx) (err error) {
		if r.Organisations, err = network.Organisations(tx); err != nil {
			return err
		}
		if r.Units, err = network.Units(tx); err != nil {
			return err
		}
		r.Projects, err = network.Projects(tx)
		return err
	})
	if err != nil {
		t.Fatalf("seed %d: read the network: %v", r.seed, err)
	}
	r.Organisations = slices.DeleteFunc(r.Organisations, func(o network.Organisation) bool { return !o.Member })
}

// additions are codes of the network's own, which stand in no row of a report that comes with the program.
func (r *Random) additions() (list []codebook.Addition) {
	for _, a := range []struct{ list, code, it, en string }{
		{"setting", "fishing_boats", "Pescherecci", "Fishing boats"},
		{"action_type", "pet_care", "Cura degli animali", "Care of animals"},
		{"enrolment_source", "night_bus", "Autobus notturno", "Night bus"},
	} {
		if r.chance(0.4) {
			r.added[a.list] = append(r.added[a.list], a.code)
			list = append(list, codebook.Addition{List: a.list, Code: a.code, Label: map[string]string{"it": a.it, "en": a.en}})
		}
	}
	return list
}

// days are the edges of both projects with the days beside them, and a few between.
func (r *Random) days() {
	r.Days = []string{"2024-02-29", "2024-03-01", "2024-03-02", "2024-06-01", "2024-11-29", "2024-11-30", "2024-12-01", "2025-05-31"}
	for range 5 {
		r.Days = append(r.Days, time.Date(2024, 3, 3+r.rng.IntN(270), 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	slices.Sort(r.Days)
	r.Days = slices.Compact(r.Days)
}

func (r *Random) charter() network.Charter {
	var p network.Charter
	p.Network.Code, p.Network.Name, p.Network.Zone = "random", "Random network", "Europe/Rome"
	p.Projects = []network.CharterProject{
		{Code: "P1", Name: "First", Call: "1", Funder: "Funder", From: "2024-03-01", To: "2024-11-30", Standard: true},
		{Code: "P2", Name: "Second", Call: "2", Funder: "Funder", From: "2024-06-01", To: "2025-05-31"},
	}
	for i := range p.Projects {
		pr := &p.Projects[i]
		pr.Provinces, pr.Targets, pr.Partners = r.Provinces, map[string]int64{}, map[string]string{}
		for _, c := range []struct {
			channel string
			reaches float64
		}{{"contact_unit", 0.95}, {"reception_awareness", 0.8}, {"community_outreach", 0.8}, {"identification_interview", 0.85}, {"desk", 0.4}} {
			if r.chance(c.reaches) {
				pr.Channels = append(pr.Channels, c.channel)
			}
		}
		for _, measure := range []string{"persons_reached", "contact_unit_persons", "persons_interviewed", "enrolments", "proximity_actions", "outings"} {
			if r.chance(0.7) {
				pr.Targets[measure] = int64(r.rng.IntN(60))
			}
		}
	}
	kinds := []string{"contact_unit", "desk", "social_secretariat", "assessment_team", "case_team", "prevention_team"}
	for i := range 2 + r.rng.IntN(3) {
		o := network.CharterOrganisation{Code: fmt.Sprintf("O%d", i+1), Name: fmt.Sprintf("Organisation %d", i+1), Kind: "ngo", Province: r.Provinces[0], Lead: i == 0}
		for j := range 2 + r.rng.IntN(2) {
			kind := "contact_unit"
			if j > 0 {
				kind = pick(r, kinds)
			}
			o.Units = append(o.Units, network.CharterUnit{Code: fmt.Sprintf("%s-U%d", o.Code, j+1), Name: fmt.Sprintf("Unit %d of %s", j+1, o.Code), Kind: kind, Province: pick(r, r.Provinces), Projects: []string{"P1"}})
		}
		p.Organisations = append(p.Organisations, o)
	}
	p.Organisations = append(p.Organisations, network.CharterOrganisation{Code: "OUT", Name: "Public body", Kind: "police", Province: r.Provinces[0], Outside: true})
	return p
}

// write runs the drawn steps in one transaction, at the given time.
func (r *Random) write(t testing.TB, s *store.Store, at time.Time) {
	t.Helper()
	s.SetClock(func() time.Time { return at })
	to := &services{person.New(r.book), outreach.New(r.book)}
	err := s.Write(t.Context(), policy.System(policy.Demo), func(tx *store.Tx) error {
		for _, step := range r.steps {
			if err := step(tx, to); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("seed %d: write the records: %v", r.seed, err)
	}
	r.steps = nil
}
