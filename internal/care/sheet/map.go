package sheet

import (
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
)

// Order is how days written with three numbers are to be read.
type Order string

// The orders. Undeclared asks when a day could be read in two ways.
const (
	Undeclared Order = ""
	DayFirst   Order = "day_first"
	MonthFirst Order = "month_first"
	YearFirst  Order = "year_first" // of a year with two digits: 24/04/25
	ISOOnly    Order = "iso"
)

// Ignore stands in a Map for a column that is to be left out.
const Ignore = "ignore"

// Map is what a person says about a file. Everything in it is optional: what it does not say is guessed and shown.
type Map struct {
	Sheet        int               `yaml:"sheet,omitempty"`        // of a workbook, counted from 1
	Header       int               `yaml:"header,omitempty"`       // row of the headings, as a spreadsheet program counts
	Organisation string            `yaml:"organisation,omitempty"` // code or name: whose records these are
	Dates        Order             `yaml:"dates,omitempty"`
	Columns      map[string]string `yaml:"columns,omitempty"`  // heading or column letter → field, or ignore; a letter after # is never taken for a heading
	Defaults     map[string]string `yaml:"defaults,omitempty"` // field → what its empty cells mean
	Answers      map[string]string `yaml:"answers,omitempty"`  // question → answer, about this one file: see Question

	// Words says what words mean that are of no list: heading or column letter → word → code, or Nothing.
	Words map[string]map[string]string `yaml:"words,omitempty"`

	supposing bool // see Draft
}

// ReadMap reads a map written in YAML.
func ReadMap(text []byte) (Map, error) {
	var m Map
	text, err := codebook.Tame(text)
	if err != nil {
		return Map{}, err
	}
	if err := codebook.Unmarshal(text, &m); err != nil {
		return Map{}, errs.E(errs.Invalid, "sheet.map_unreadable")
	}
	if m.Sheet < 0 || m.Header < 0 || !slices.Contains([]Order{Undeclared, DayFirst, MonthFirst, YearFirst, ISOOnly}, m.Dates) {
		return Map{}, errs.E(errs.Invalid, "sheet.map_unreadable")
	}
	return m, nil
}

// YAML writes the map as ReadMap reads it.
func (m Map) YAML() ([]byte, error) {
	text, err := yaml.Marshal(m)
	if err != nil {
		return nil, errs.E(errs.Internal, "sheet.map_unreadable", err)
	}
	return text, nil
}

// check refuses fields that the kind does not have.
func (m Map) check(f *form) error {
	names := slices.Collect(maps.Keys(m.Defaults))
	for _, name := range m.Columns {
		if name != Ignore {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if _, ok := f.find(name); !ok {
			return errs.E(errs.Invalid, "sheet.map_field", "field", name)
		}
	}
	return nil
}

// column finds what the map says about a column: by its heading, or else by its letter.
func (m Map) column(heading, letter string) (key, field string, declared bool) {
	if field, declared := m.Columns["#"+letter]; declared {
		return "#" + letter, field, true
	}
	for key, field := range m.Columns {
		if heading != "" && !byPosition(key) && codebook.Fold(key) == codebook.Fold(heading) {
			return key, field, true
		}
	}
	for key, field := range m.Columns {
		if strings.EqualFold(key, letter) {
			return key, field, true
		}
	}
	return "", "", false
}

// byPosition reports whether a key of the columns is a letter after #, which no heading is compared with.
func byPosition(key string) bool {
	letters, ok := strings.CutPrefix(key, "#")
	return ok && letters != "" && strings.Trim(letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
