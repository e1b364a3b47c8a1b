package demo

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
)

// play turns the script of one project into records. All passes work in memory; only the records, in the end, touch the store.
type play struct {
	draw
	calendar
	script
	people  *people
	book    *codebook.Book
	persons *person.Register
	log     *outreach.Log
	project network.ProjectID
	units   []unit // that the project pays
	outings []*outing
	folk    []*individual
	records []record
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
	enrols bool         // here or elsewhere
}

// encounter is a contact or an interview.
type encounter struct {
	id      string
	who     *individual
	on      int // number of the day
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

// The ranks of records.
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

// stage sets a script in the network that was founded.
func stage(ctx context.Context, s *store.Store, book *codebook.Book, charter network.Charter, file []byte, seed uint64) (*play, error) {
	sc, err := readScript(file)
	if err != nil {
		return nil, err
	}
	p := &play{
		draw: newDraw(seed, sc.Project), script: sc, book: book,
		persons: person.New(book), log: outreach.New(book),
	}
	if p.calendar, err = newCalendar(sc.From, sc.To); err != nil {
		return nil, errs.Wrap(err, "read script", sc.Project)
	}
	if p.people, err = readPeople(book); err != nil {
		return nil, err
	}
	err = s.Read(ctx, policy.System(policy.Demo), func(tx *store.Tx) error { return p.cast(tx, paid(charter, sc.Project)) })
	return p, err
}

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

// offered lists the codes of a list that say something.
func (p *play) offered(list string) []string {
	var codes []string
	if l, ok := p.book.List(list); ok {
		for _, c := range l.Offered() {
			if !c.Absent() {
				codes = append(codes, c.Code)
			}
		}
	}
	return codes
}

// short is the failure of a script that asks for more than its own numbers can give: a fault of the program.
func short(what ...string) error { return fmt.Errorf("demo: not enough %s", strings.Join(what, " ")) }
