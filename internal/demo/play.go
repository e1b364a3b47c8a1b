package demo

import (
	"fmt"
	"math"
	"strings"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
)

// play turns the script of one project into records. All passes work in memory; only the records, in the end, touch the store.
type play struct {
	draw
	calendar
	script
	people   *people
	book     *codebook.Book
	persons  *person.Register
	log      *outreach.Log
	file     *casework.File
	project  network.ProjectID
	units    []unit // that the project pays
	outings  []*outing
	folk     []*individual
	helpings int // deliveries so far: they take the types in turn
	records  []record
}

// unit is a unit paid by the project; its team is the last part of its code.
type unit struct {
	id           network.UnitID
	organisation network.OrganisationID
	team         string
	kind         string
	province     string
}

// outing is one going out of a unit; contacts are given to it afterwards.
type outing struct {
	id   string
	at   unit
	on   int
	mode string
}

// never is the day of what does not happen.
const never = math.MaxInt

// individual is somebody who is met: a person with a code, or one known by a contact alone.
type individual struct {
	facts
	id     person.ID // empty: unlinked
	cohort *cohort
	answer string       // about international protection, at the end
	met    []*encounter // by day; the first decides the channel to which the person is attributed
	charge int          // day of the own enrolment, or never
	enrols bool
}

// encounter is a contact or an interview.
type encounter struct {
	id      string
	who     *individual
	on      int
	at      unit
	outing  *outing // nil: without one
	channel string
	place   string
	setting string
	advert  bool
	newness string
	answer  string // as known on that day
	linked  int    // day on which an unlinked contact was recognised as the person's; 0: known when recorded
}

// record is one call of a service, on the day when somebody made it.
type record struct {
	on    time.Time
	rank  int // order within a day: whatever is referred to comes first
	write func(*store.Tx) error
}

const (
	rankPerson  = iota // persons and outings
	rankContact        // contacts, interviews, meetings, answers
	rankEnrolment
	rankService // actions, deliveries, links
)

func (p *play) add(on, rank int, write func(*store.Tx) error) {
	p.records = append(p.records, record{p.time(on), rank, write})
}

func (p *play) id(on int) string { return p.draw.id(p.time(on)) }

func (who *individual) latest() *encounter { return who.met[len(who.met)-1] }

// act runs the passes; each builds on those before.
func (p *play) act() error {
	p.goOut()
	for _, c := range p.Cohorts {
		if err := p.meet(c); err != nil {
			return err
		}
	}
	for _, r := range p.Returns {
		p.meetAgain(r)
	}
	p.ask()
	for _, e := range p.Enrolments {
		if err := p.enrol(e); err != nil {
			return err
		}
	}
	for _, a := range p.Actions {
		if err := p.help(a); err != nil {
			return err
		}
	}
	p.deliver()
	p.write()
	return nil
}

// short is the failure of a script that asks for more than its own numbers can give: a fault of the program.
func short(what ...string) error { return fmt.Errorf("demo: not enough %s", strings.Join(what, " ")) }
