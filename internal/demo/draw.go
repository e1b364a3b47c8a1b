package demo

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"slices"
	"time"
)

// draw is a seeded source of chance. Everything random in the demonstration comes from one of these, so that a seed tells the whole story.
type draw struct{ *rand.Rand }

// newDraw makes the chance of one project: changing one project's story leaves the other's as it was.
func newDraw(seed uint64, project string) draw {
	h := fnv.New64a()
	_, _ = h.Write([]byte(project)) // a hash never fails to write
	return draw{rand.New(rand.NewPCG(seed, h.Sum64()))}
}

// chance is true percent times in a hundred.
func (d draw) chance(percent int) bool { return d.IntN(100) < percent }

// between gives a number from least to most, both included.
func (d draw) between(least, most int) int { return least + d.IntN(most-least+1) }

// of draws a key by weight.
func (d draw) of(weights map[string]int) string {
	total := 0
	for _, w := range weights {
		total += w
	}
	n := d.IntN(total)
	for _, key := range slices.Sorted(maps.Keys(weights)) {
		if n -= weights[key]; n < 0 {
			return key
		}
	}
	panic("demo: weights changed while drawing")
}

// id makes a UUID of version 7 whose time is the day: the same seed gives the same ids, and a later day sorts later.
func (d draw) id(day time.Time) string {
	stamp := uint64(day.UnixMilli()) + d.Uint64N(1000)
	var random [8]byte
	binary.BigEndian.PutUint64(random[:], d.Uint64())
	return fmt.Sprintf("%08x-%04x-7%03x-%04x-%012x",
		stamp>>16, stamp&0xffff, d.Uint64N(1<<12), 0x8000|d.Uint64N(1<<14), binary.BigEndian.Uint64(random[:])>>16)
}

// pick gives any item of a list that is not empty.
func pick[T any](d draw, list []T) T { return list[d.IntN(len(list))] }

// shuffled gives the items in another order, leaving the list as it is.
func shuffled[T any](d draw, list []T) []T {
	list = slices.Clone(list)
	d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// calendar numbers the days of a project from its first.
type calendar struct {
	first time.Time
	last  int // number of the last day
}

func newCalendar(from, to string) (calendar, error) {
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return calendar{}, err
	}
	last, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return calendar{}, err
	}
	return calendar{first: first, last: int(last.Sub(first).Hours()) / 24}, nil
}

func (c calendar) time(n int) time.Time { return c.first.AddDate(0, 0, n) }

func (c calendar) day(n int) string { return c.time(n).Format(time.DateOnly) }
