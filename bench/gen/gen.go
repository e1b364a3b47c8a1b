// Package gen draws the world of the report's measurement: a network of 12 organisations and 60 units that has met a
// million people in ten years and written five million events about them.
//
// Every row is a function of the seed, its kind and its number, so nothing is kept in memory and any row can be had at
// any time: rows come in the order of days, the store (Fill) and the files for the other databases (Write…) get the same
// ones, and two runs with one seed are the same world.
//
// The world is shaped like real work rather than like noise: people become known over the years and are then met again
// mostly in the following months; citizenships and provinces are unevenly frequent; one contact in eight is with somebody
// nobody can name; some people are met in two channels on one day. Nobody is met twice on one day in one channel, so that
// the other databases need no more than day and channel to decide which contact attributes a person.
package gen

import (
	"fmt"
	"math"
	"slices"
	"time"

	"approdo/internal/base/codebook"
)

// First and Last enclose the ten years; both are included.
const (
	First = "2015-01-01"
	Last  = "2024-12-31"
)

// Project is the code of the project that reports are about; Other is that of the units it does not pay.
const (
	Project = "RETE"
	Other   = "ALTRO"
)

// Kind is a kind of record.
type Kind uint64

// The kinds, in an order in which each refers only to those before.
const (
	Persons Kind = iota
	Outings
	Contacts
	Meetings
	Interviews
	Protections
	Enrolments
	Actions
	Deliveries
	kinds
)

// shares are thousandths of the events. A meeting is two rows of people it met.
var shares = [kinds]int{Outings: 20, Contacts: 575, Meetings: 5, Interviews: 20, Protections: 50, Enrolments: 20, Actions: 300, Deliveries: 10}

// World is a network's ten years.
type World struct {
	seed      uint64
	counts    [kinds]int
	days      int
	first     time.Time
	texts     []string // of each day
	enrolled  []int32  // by person: the first day of an enrolment in this network, or far away
	countries *choice
	regions   map[string]string // citizenship → region
	provinces *choice
	languages *choice
}

// New makes the world of so many persons, with five events for each.
func New(book *codebook.Book, persons int, seed uint64) (*World, error) {
	first, err := time.Parse(time.DateOnly, First)
	if err != nil {
		return nil, err
	}
	last, err := time.Parse(time.DateOnly, Last)
	if err != nil {
		return nil, err
	}
	w := &World{seed: seed, first: first, days: int(last.Sub(first).Hours()/24) + 1, regions: map[string]string{}}
	for day := range w.days {
		w.texts = append(w.texts, first.AddDate(0, 0, day).Format(time.DateOnly))
	}
	for kind, share := range shares {
		w.counts[kind] = persons * 5 * share / 1000
	}
	w.counts[Persons] = persons
	if err := w.readLists(book); err != nil {
		return nil, err
	}
	w.enrol()
	return w, nil
}

// Events counts the rows that are no persons.
func (w *World) Events() int {
	n := w.counts[Meetings] // two rows each
	for kind := Outings; kind < kinds; kind++ {
		n += w.counts[kind]
	}
	return n
}

// Count is the number of rows of a kind.
func (w *World) Count(kind Kind) int { return w.counts[kind] }

// Days lists the days of the world in ISO form.
func (w *World) Days() []string { return w.texts }

// Day gives the ISO form of a day counted from First.
func (w *World) Day(day int) string { return w.texts[day] }

// day of row i of a kind: rows are spread evenly and in order.
func (w *World) day(kind Kind, i int) int {
	return int(int64(i) * int64(w.days) / int64(w.counts[kind]))
}

// from is the first row of a kind on or after a day.
func (w *World) from(kind Kind, day int) int {
	return int((int64(day)*int64(w.counts[kind]) + int64(w.days) - 1) / int64(w.days))
}

// ID is the id of row i: a UUID of version 7 whose time is noon of the row's day, as the program would have made it. Of a person this is the
// day when it became known.
func (w *World) ID(kind Kind, i int) string {
	day := 0
	switch kind {
	case Persons:
		day = w.since(i)
	case kinds: // attendees
	default:
		day = w.day(kind, i)
	}
	at := uint64(w.first.AddDate(0, 0, day).Add(12*time.Hour).UnixMilli()) + uint64(i%1000)
	d := w.dice(kind, i)
	return fmt.Sprintf("%08x-%04x-7%03x-8%03x-%04x%08x", at>>16, at&0xffff, uint64(kind)<<4, d.next()&0xfff, d.next()&0xffff, i)
}

// known counts the persons that the network knows at the end of a day: some from before, the others come steadily.
func (w *World) known(day int) int {
	before := w.counts[Persons] / 20
	return before + (w.counts[Persons]-before)*(day+1)/w.days
}

// since is the day on which a person became known; the first for those from before.
func (w *World) since(person int) int {
	before := w.counts[Persons] / 20
	if person < before {
		return 0
	}
	return (person - before) * w.days / (w.counts[Persons] - before)
}

// person gives somebody for row i of a kind: most often someone who became known lately. Two rows of a kind on one day are never
// about the same person, because each has a stretch of the persons of its own.
func (w *World) person(kind Kind, i int) int {
	day := w.day(kind, i)
	start := w.from(kind, day)
	n, at := w.from(kind, day+1)-start, i-start
	known := w.known(day)
	recent := max(known/8, 2*n)
	low, high := 0, known-recent
	if lately := n * 6 / 10; at < lately {
		low, high, n = high, known, lately
	} else {
		at, n = at-lately, n-lately
	}
	if high-low < n { // a tiny world
		low, high, at, n = 0, known, i-start, w.from(kind, day+1)-start
	}
	from, to := low+(high-low)*at/n, low+(high-low)*(at+1)/n
	return from + w.dice(kind+kinds, i).below(to-from)
}

// dice is a stream of chance that belongs to one row (splitmix64).
type dice uint64

func (w *World) dice(kind Kind, i int) *dice {
	d := dice(w.seed*0x9e3779b97f4a7c15 ^ uint64(kind)*0xbf58476d1ce4e5b9 ^ uint64(i)*0x94d049bb133111eb)
	d.next()
	return &d
}

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (d *dice) below(n int) int { return int(d.next() >> 33 * uint64(n) >> 31) }

// in is true so many times of a hundred.
func (d *dice) in(percent int) bool { return d.below(100) < percent }

// choice draws codes with given weights.
type choice struct {
	codes []string
	upto  []int
}

func weighted(codes []string, weight func(i int) int) *choice {
	c := &choice{codes: codes}
	total := 0
	for i := range codes {
		total += weight(i)
		c.upto = append(c.upto, total)
	}
	return c
}

// zipf makes the code at place i as frequent as 1/(i+1).
func zipf(codes []string) *choice {
	return weighted(codes, func(i int) int { return int(math.Ceil(1e6 / float64(i+1))) })
}

// among reads codes and weights in turn.
func among(pairs ...any) *choice {
	var codes []string
	var weights []int
	for i := 0; i < len(pairs); i += 2 {
		codes, weights = append(codes, pairs[i].(string)), append(weights, pairs[i+1].(int))
	}
	return weighted(codes, func(i int) int { return weights[i] })
}

func (c *choice) draw(d *dice) string {
	at, _ := slices.BinarySearch(c.upto, d.below(c.upto[len(c.upto)-1])+1)
	return c.codes[at]
}
