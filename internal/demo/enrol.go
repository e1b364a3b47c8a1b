package demo

import (
	"approdo/internal/base/codebook"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
)

// receivers are invented projects of other networks.
var receivers = []string{"gabbianella", "orsa_minore", "vento_lontano", "prima_luce"}

// befriend lists the projects of other networks, and answers the book that knows them.
func befriend(tx *store.Tx, book *codebook.Book) (*codebook.Book, error) {
	for i, name := range []string{"Gabbianella", "Orsa Minore", "Vento Lontano", "Prima Luce"} {
		a := codebook.Addition{List: "receiving_project", Code: receivers[i], Label: map[string]string{"it": name, "en": name}}
		if err := codebook.Add(tx, book, a); err != nil {
			return nil, err
		}
	}
	added, err := codebook.Additions(tx)
	return book.With(added), err
}

// enrol takes people who were interviewed into the programme, some days after their last interview.
func (p *play) enrol(e adhesion) error {
	left := e.Count
	for _, who := range shuffled(p.draw, p.folk) {
		if left == 0 {
			return nil
		}
		heard := interviewed(who)
		if who.enrols || heard < 0 || heard > p.calendar.last-8 || who.cohort.Channel != e.First {
			continue
		}
		units := teamed(who.latest().at.beside(p.units), e.Teams)
		if len(units) == 0 {
			continue
		}
		on := p.between(heard+3, min(heard+45, p.calendar.last))
		u := pick(p.draw, units)
		full := casework.Enrolment{ID: p.id(on), Work: p.caseWork(u, who, on), Kind: e.Kind, Source: e.Source}
		who.enrols = true
		if e.Kind == "own" {
			who.charge = on
		} else {
			full.Receiver = pick(p.draw, receivers)
		}
		p.add(on, rankEnrolment, func(tx *store.Tx) error {
			_, err := casework.Enrol(tx, p.book, full)
			return err
		})
		left--
	}
	if left > 0 {
		return short("people to enrol from", e.First)
	}
	return nil
}

// interviewed is the day of the last interview, or -1.
func interviewed(who *individual) int {
	on := -1
	for _, e := range who.met {
		if e.channel == "identification_interview" {
			on = max(on, e.on)
		}
	}
	return on
}

// caseWork says whose work a record about a person in the programme is.
func (p *play) caseWork(u unit, who *individual, on int) casework.Work {
	return casework.Work{Work: p.work(u, on), PersonID: who.id}
}
