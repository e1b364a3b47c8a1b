package demo

import (
	_ "embed"

	"github.com/goccy/go-yaml"

	"approdo/internal/base/errs"
)

//go:embed alzavola.yaml
var alzavola []byte

//go:embed bussola.yaml
var bussola []byte

// script is what happens in one project, in numbers: how many people are met how and where, who comes back, who enrols,
// what is done for them. Who they are and on which day is left to chance.
type script struct {
	Project    string         `yaml:"project"`
	From       string         `yaml:"from"`
	To         string         `yaml:"to"`
	Otherwise  map[string]int `yaml:"otherwise"` // weights of the answers about protection that a cohort does not fix
	Rounds     []round        `yaml:"rounds"`
	Cohorts    []*cohort      `yaml:"cohorts"`
	Returns    []comeback     `yaml:"returns"`
	Enrolments []adhesion     `yaml:"enrolments"`
	Actions    []help         `yaml:"actions"`
	Deliveries service        `yaml:"deliveries"`
}

// round is how often the units of a team go out, and in which mode.
type round struct {
	Team  string `yaml:"team"`
	Mode  string `yaml:"mode"`
	Every int    `yaml:"every"` // days between outings, more or less
	Today bool   `yaml:"today"` // also on the last day
}

// cohort is a number of people met for the first time in the same way.
type cohort struct {
	Name      string         `yaml:"name"`
	Channel   string         `yaml:"channel"`
	Place     string         `yaml:"place"`
	Setting   string         `yaml:"setting"`
	Advert    bool           `yaml:"advert"`
	Teams     []string       `yaml:"teams"` // last part of the codes of the units that meet them
	Modes     []string       `yaml:"modes"` // of the outings; none: they are met without an outing
	Profile   string         `yaml:"profile"`
	Linked    int            `yaml:"linked"`    // persons with a code
	Unlinked  int            `yaml:"unlinked"`  // individuals described by their contact only
	Headcount int            `yaml:"headcount"` // attendees of group meetings
	Unsure    int            `yaml:"unsure"`    // contacts with somebody who may have been met before
	Known     int            `yaml:"known"`     // contacts with somebody met before, nobody can say who
	Answers   map[string]int `yaml:"answers"`   // exact answers about protection among linked, unlinked and headcount
	Otherwise map[string]int `yaml:"otherwise"` // weights of the others; none: those of the script
	Today     int            `yaml:"today"`     // so many of its persons, and its first group meeting, fall on the last day
}

// size is how many people the cohort reaches.
func (c *cohort) size() int { return c.Linked + c.Unlinked + c.Headcount }

// comeback is a number of persons of one channel who are met again in the same or another one, on a later day.
type comeback struct {
	From    string   `yaml:"from"`
	To      string   `yaml:"to"`
	Teams   []string `yaml:"teams"`
	Place   string   `yaml:"place"`
	Persons int      `yaml:"persons"`
	Most    int      `yaml:"most"` // times, at most
}

// adhesion is a number of enrolments of people who were interviewed before.
type adhesion struct {
	Source string   `yaml:"source"`
	Kind   string   `yaml:"kind"`
	First  string   `yaml:"first"` // channel in which they were first met
	Teams  []string `yaml:"teams"`
	Count  int      `yaml:"count"`
}

// help is a number of proximity actions.
type help struct {
	Type  string   `yaml:"type"`
	Teams []string `yaml:"teams"` // none: the contact unit that met the person
	Count int      `yaml:"count"`
}

// service is how much is delivered to each person in charge.
type service struct {
	Teams []string `yaml:"teams"`
	Least int      `yaml:"least"`
	Most  int      `yaml:"most"`
}

func readScript(file []byte) (script, error) {
	var s script
	if err := yaml.UnmarshalWithOptions(file, &s, yaml.Strict()); err != nil {
		return s, errs.Wrap(err, "read script")
	}
	return s, nil
}
