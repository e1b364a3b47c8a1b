package column

import (
	"math"

	"approdo/internal/base/codebook"
)

// Project is what a report says about a funded action.
type Project struct {
	ID, Code, Name, Call, Funder string
	Starts, Ends                 Day
	Standard                     bool
	Targets                      map[string]int64 // measure → expected value
}

// Organisation ties the id that grants speak of to the code that columns hold.
type Organisation struct {
	ID, Code, Name string
	Lead, Member   bool
}

// Addition is a table in use that the network added to a report: its number, and its text in the closed language.
type Addition struct {
	Report string
	Number int64
	Text   string
}

// Register is the little that a report needs besides rows.
type Register struct {
	Projects      []Project // sorted by code
	Organisations []Organisation
	Additions     []Addition     // sorted by number
	Book          *codebook.Book // the shipped lists and what the network added
	husks         map[Key]bool   // what is left of people who were erased
}

// Project finds a project by code; the standard one for an empty code.
func (r *Register) Project(code string) (Project, bool) {
	for _, p := range r.Projects {
		if p.Code == code || code == "" && p.Standard {
			return p, true
		}
	}
	return Project{}, false
}

// Organisation finds an organisation by code.
func (r *Register) Organisation(code string) (Organisation, bool) {
	for _, o := range r.Organisations {
		if o.Code == code {
			return o, true
		}
	}
	return Organisation{}, false
}

// Snapshot is everything a report counts, as it stood at one place of the change feed. It never changes.
type Snapshot struct {
	Register
	N           int64 // the last change it knows
	views       map[string]*View
	set         *Set
	words       []string
	persons     []Key
	individuals []Key
}

// FirstDay and LastDay enclose every day.
const (
	FirstDay Day = math.MinInt32
	LastDay  Day = math.MaxInt32 - 1
)

// View gives a view by name; it panics on a name that Find does not know.
func (s *Snapshot) View(name string) *View {
	v, ok := s.views[name]
	if !ok {
		panic("column: no such view: " + name)
	}
	return v
}

// Codes counts the codes of the dictionary: every code of the snapshot is below it.
func (s *Snapshot) Codes() int { return len(s.words) }

// Find gives the number of a code; false when no row of any column has it.
func (s *Snapshot) Find(text string) (uint16, bool) {
	n, ok := s.set.dictionary.find(text)
	return n, ok && int(n) < len(s.words)
}

// Text is the code that a number stands for.
func (s *Snapshot) Text(code uint16) string { return s.words[code] }

// Persons counts the persons: every person number of the snapshot is below it.
func (s *Snapshot) Persons() int { return len(s.persons) }

// Individuals counts the unlinked individuals that actions were for: every number of one is below it.
func (s *Snapshot) Individuals() int { return len(s.individuals) }

// PersonKey is the packed id of a person.
func (s *Snapshot) PersonKey(person int32) Key { return s.persons[person] }

// Husk reports whether a person is what is left of somebody who was erased.
func (s *Snapshot) Husk(person int32) bool { return s.Register.husks[s.persons[person]] }

// Individual gives the number of the unlinked individual whose contact has this id; false if no action was for it.
func (s *Snapshot) Individual(contact Key) (int32, bool) {
	n, ok := s.set.individuals.find(contact)
	return n, ok && int(n) < len(s.individuals)
}
