// Package register invents the registers of contacts and outings that offices keep: many dialects, and the faults of real files. It knows the truth behind
// each, so that a test can compare what the program made of a file with what had happened.
//
// It was written from doc/import.md and from reports about files, without a look at the room that reads them. People in it are drawn by lot.
package register

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"
)

// File is a file as somebody sends it.
type File struct {
	Name  string
	Bytes []byte
}

// Register is one or more files about the same people, sent one after the other, and what had happened.
type Register struct {
	Seed    uint64
	Fault   string // empty: a file without a fault
	Kind    string // of the rows
	Files   []File
	Truth   Figures
	Open    bool     // what is true cannot be told from the files: asking, refusing or listing is right, any figure without a word is not
	Units   bool     // of a network with two units
	Skip    bool     // whoever takes it in has the rows left out that are refused
	Words   []string // COLUMN:WORD=CODE: what words of its own mean, which no file says
	Touched []int    // rows of the last file, counted from 1, that the fault concerns
}

// Figures are what a report says of a register.
type Figures struct {
	Persons     int            // known by a code, or new in a register that says so
	Unsure      int            // unlinked individuals who may count besides
	Contacts    int            // records
	Actions     int            // records
	Gender      map[string]int // persons of known gender, by code
	Citizenship map[string]int // persons of known citizenship, by code
	Months      map[string]int // persons by the month in which they were first met

	Outings, Minutes, Kilometres, Presences int
}

// Equal reports whether two figures say the same.
func (f Figures) Equal(g Figures) bool {
	return f.Persons == g.Persons && f.Unsure == g.Unsure && f.Contacts == g.Contacts && f.Actions == g.Actions &&
		f.Outings == g.Outings && f.Minutes == g.Minutes && f.Kilometres == g.Kilometres && f.Presences == g.Presences && maps.Equal(f.Gender, g.Gender) &&
		maps.Equal(f.Citizenship, g.Citizenship) && maps.Equal(f.Months, g.Months)
}

// someone is a person met, known by a code; a code that is empty stands for somebody unknown.
type someone struct {
	code    string
	gender  int
	age     int
	country int
}

// meeting is a row of a register.
type meeting struct {
	day     time.Time
	who     *someone
	setting int
	first   bool // nobody had met the person before
}

type word struct{ code, it, en string }

var genders = []word{{"woman", "F", "F"}, {"man", "M", "M"}, {"woman", "donna", "woman"}, {"man", "uomo", "man"}, {"trans_woman", "donna trans", "trans woman"}}

var countries = []word{
	{"NG", "Nigeria", "Nigeria"},
	{"RO", "Romania", "Romania"},
	{"AL", "Albania", "Albania"},
	{"BR", "Brasile", "Brazil"},
	{"CN", "Cina", "China"},
	{"MA", "Marocco", "Morocco"},
	{"BG", "Bulgaria", "Bulgaria"},
	{"UA", "Ucraina", "Ukraine"},
	{"PE", "Perù", "Peru"},
	{"SN", "Senegal", "Senegal"},
}

var settings = []word{{"sexual_outdoor", "strada", "street"}, {"labour", "lavoro", "labour"}}

// draw makes the meetings of a few months.
func draw(r *rand.Rand, style int) (people []*someone, list []meeting) {
	n := 10 + r.IntN(20)
	codes := r.Perm(400)
	for i := range n {
		people = append(people, &someone{
			code: code(style, codes[i]+1), gender: r.IntN(len(genders)), age: 18 + r.IntN(30), country: r.IntN(len(countries)),
		})
	}
	start := time.Date(2024, 3, 5, 0, 0, 0, 0, time.UTC)
	for _, p := range people {
		list = append(list, meeting{day: start.AddDate(0, 0, r.IntN(250)), who: p, setting: r.IntN(len(settings)), first: true})
	}
	for range n / 3 {
		again := list[r.IntN(n)]
		again.day, again.first = again.day.AddDate(0, 0, 1+r.IntN(9)), false
		list = append(list, again)
	}
	slices.SortStableFunc(list, func(a, b meeting) int { return a.day.Compare(b.day) })
	return people, list
}

// code writes a person's code as an office does.
func code(style, n int) string {
	return []func(int) string{
		func(n int) string { return fmt.Sprintf("P-%03d", n) },
		func(n int) string { return fmt.Sprintf("BS%04d", n) },
		func(n int) string { return fmt.Sprintf("%03d/24", n) },
		func(n int) string { return fmt.Sprintf("FA.%d.%02d", n/100+1, n%100) },
	}[style%4](n)
}

// truth counts meetings as the report should: a person once; somebody without a code may be anybody.
func truth(list []meeting) Figures {
	f := Figures{Contacts: len(list), Gender: map[string]int{}, Citizenship: map[string]int{}, Months: map[string]int{}}
	first := map[string]meeting{}
	for _, m := range list {
		if m.who.code == "" {
			f.Unsure++
			continue
		}
		if before, known := first[m.who.code]; !known || m.day.Before(before.day) {
			first[m.who.code] = m
		}
	}
	for _, m := range first {
		f.Persons++
		f.Gender[genders[m.who.gender].code]++
		if m.who.country >= 0 {
			f.Citizenship[countries[m.who.country].code]++
		}
		f.Months[m.day.Format("2006-01")]++
	}
	return f
}
