package clock

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"approdo/internal/base/errs"
)

//go:embed data/terms_it.yaml
var shippedTerms []byte

//go:embed data/rules.yaml
var shippedRules []byte

// Term is one version of a term: how long, from what, and where that is written.
type Term struct {
	Code         string     `yaml:"code"`
	Italian      string     `yaml:"it"`
	English      string     `yaml:"en"`
	Value        string     `yaml:"value"` // a whole number; with unit date a day of the year, MM-DD; nothing with unit none
	Unit         string     `yaml:"unit"`  // minute, hour, day, week, month, year, date or none
	Count        string     `yaml:"count"` // calendar or working days
	Direction    string     `yaml:"direction"`
	From         string     `yaml:"from"`       // the event it runs from
	VersionBy    string     `yaml:"version_by"` // the event whose day chooses the version; nothing: From
	ToItalian    string     `yaml:"to_it"`
	ToEnglish    string     `yaml:"to_en"`
	Kind         string     `yaml:"kind"`   // our_deadline, authority_term, title_validity, right_after, reminder, floor, network_rule
	Nature       string     `yaml:"nature"` // peremptory: lost for ever; indicative: late is possible; none
	Extension    *Extension `yaml:"extension"`
	EndOnHoliday string     `yaml:"end_on_holiday"` // none, next_working, next_working_sat, previous_working
	August       string     `yaml:"august"`         // suspended, not_suspended, na
	ValidFrom    Day        `yaml:"valid_from"`
	ValidTo      *Day       `yaml:"valid_to"` // nothing: still in force
	Source       string     `yaml:"source"`
	Confidence   string     `yaml:"confidence"` // law, official, practice, to_be_confirmed
	Basis        string     `yaml:"basis"`
	Read         *Day       `yaml:"read"` // when the text was read
	Note         string     `yaml:"note"`
	Area         string     `yaml:"area"`
}

// Extension says how a term can be prolonged.
type Extension struct {
	Value int    `yaml:"value"`
	Unit  string `yaml:"unit"`
	Times int    `yaml:"times"`
	When  string `yaml:"when"`
}

// Confirmed reports whether somebody read the text that the term rests on. What is not confirmed says so wherever it is shown.
func (t Term) Confirmed() bool { return t.Confidence != "to_be_confirmed" }

// versionBy is the event whose day chooses the version.
func (t Term) versionBy() string {
	if t.VersionBy != "" {
		return t.VersionBy
	}
	return t.From
}

// holds reports whether this version is in force for something that happened on a day.
func (t Term) holds(d Day) bool { return d >= t.ValidFrom && (t.ValidTo == nil || d <= *t.ValidTo) }

// number is the value; a checked term has one unless its unit is none or date.
func (t Term) number() int {
	n, _ := strconv.Atoi(t.Value)
	return n
}

// longest is the greatest value that a term may have, in its own unit.
const longest = 10_000

// words lists the values that a field of a term may have.
var words = map[string][]string{
	"unit":           {"minute", "hour", "day", "week", "month", "year", "date", "none"},
	"count":          {"calendar", "working"},
	"direction":      {"after", "before"},
	"kind":           {"our_deadline", "authority_term", "title_validity", "right_after", "reminder", "floor", "network_rule"},
	"nature":         {"peremptory", "indicative", "none"},
	"end_on_holiday": {"none", "next_working", "next_working_sat", "previous_working"},
	"august":         {"suspended", "not_suspended", "na"},
	"confidence":     {"law", "official", "practice", "to_be_confirmed"},
}

// check says what is wrong with a term; no sentence for people, since files of terms are read by who keeps them.
func (t Term) check() error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("term "+t.Code+": "+format, args...))
	}
	for field, value := range map[string]string{
		"unit": t.Unit, "count": t.Count, "direction": t.Direction, "kind": t.Kind, "nature": t.Nature,
		"end_on_holiday": t.EndOnHoliday, "august": t.August, "confidence": t.Confidence,
	} {
		if !slices.Contains(words[field], value) {
			fault("%s %q is none of %s", field, value, strings.Join(words[field], ", "))
		}
	}
	if t.Code == "" || t.From == "" || t.Italian == "" || t.English == "" {
		fault("lacks code, from, it or en")
	}
	if t.Source == "" && t.Kind != "network_rule" {
		fault("says no source")
	}
	switch t.Unit {
	case "none":
		if t.Value != "" {
			fault("has a value and no unit")
		}
	case "date":
		if _, err := time.Parse("2006-01-02", "2000-"+t.Value); err != nil {
			fault("value %q is no day of the year (MM-DD)", t.Value)
		}
	default:
		if n, err := strconv.Atoi(t.Value); err != nil || n < 0 || n > longest {
			fault("value %q is no whole number up to %d", t.Value, longest)
		}
	}
	if (t.Count == "working" || t.August == "suspended") && (t.Unit != "day" || t.Direction != "after") {
		fault("only days after an event are counted as working days or without August")
	}
	if t.ValidTo != nil && *t.ValidTo < t.ValidFrom {
		fault("ends before it begins")
	}
	return errors.Join(faults...)
}

// Table holds the versions of terms.
type Table struct{ versions map[string][]Term }

// ShippedTerms are the Italian terms and the rules of the network as they come with the program.
func ShippedTerms() (*Table, error) { return ParseTerms(shippedTerms, shippedRules) }

// ParseTerms reads files of terms. It refuses unknown words and two versions of one term that hold on the same day.
func ParseTerms(files ...[]byte) (*Table, error) {
	t := &Table{versions: map[string][]Term{}}
	for _, file := range files {
		var data struct {
			Version int    `yaml:"version"`
			Country string `yaml:"country"`
			Terms   []Term `yaml:"terms"`
		}
		if err := yaml.UnmarshalWithOptions(file, &data, yaml.Strict()); err != nil {
			return nil, errs.Wrap(err, "read terms")
		}
		for _, term := range data.Terms {
			if err := term.check(); err != nil {
				return nil, errs.Wrap(err, "read terms")
			}
			for _, other := range t.versions[term.Code] {
				if other.holds(term.ValidFrom) || term.holds(other.ValidFrom) {
					return nil, fmt.Errorf("term %s: two versions hold on the same day", term.Code)
				}
			}
			t.versions[term.Code] = append(t.versions[term.Code], term)
		}
	}
	return t, nil
}

// Events are the days on which things happened, by the words that terms use for them.
type Events map[string]Day

// Find is the version of a term that holds for these events: NotFound "clock.no_term" for an unknown code, Invalid "clock.no_event" when the day of the
// event that chooses the version is not given, Invalid "clock.no_version" when none was in force then.
func (t *Table) Find(code string, events Events) (Term, error) {
	versions, ok := t.versions[code]
	if !ok {
		return Term{}, errs.E(errs.NotFound, "clock.no_term", "term", code)
	}
	missing := ""
	for _, v := range versions {
		day, given := events[v.versionBy()]
		switch {
		case given && v.holds(day):
			return v, nil
		case !given:
			missing = v.versionBy()
		}
	}
	if missing != "" {
		return Term{}, errs.E(errs.Invalid, "clock.no_event", "term", code, "event", missing)
	}
	return Term{}, errs.E(errs.Invalid, "clock.no_version", "term", code)
}

// Codes lists the codes of all terms, sorted.
func (t *Table) Codes() []string {
	list := make([]string, 0, len(t.versions))
	for code := range t.versions {
		list = append(list, code)
	}
	slices.Sort(list)
	return list
}

// Versions are all versions of a term, the newest first.
func (t *Table) Versions(code string) []Term {
	list := slices.Clone(t.versions[code])
	slices.SortFunc(list, func(a, b Term) int { return int(b.ValidFrom - a.ValidFrom) })
	return list
}
