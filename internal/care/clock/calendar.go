package clock

import (
	_ "embed"
	"slices"
	"time"

	"github.com/goccy/go-yaml"

	"approdo/internal/base/errs"
)

//go:embed data/holidays.yaml
var shippedHolidays []byte

// Holiday is a day on which offices are shut.
type Holiday struct {
	Day          Day    `yaml:"day"`
	Name         string `yaml:"name"`   // in the country's language
	English      string `yaml:"en"`     // empty for local customs
	Legal        string `yaml:"legal"`  // yes: terms move away from it; no: a local custom, shown as a warning
	Source       string `yaml:"source"` // the act, where it is a young one
	Province     string `yaml:"province"`
	Municipality string `yaml:"municipality"`
	Note         string `yaml:"note"`
}

// Calendar knows the legal holidays of one country, for the years that its data cover.
type Calendar struct {
	holidays map[Day]Holiday
	customs  []Holiday
	years    []int
}

// Shipped is the calendar of a country (ISO code) as it comes with the program; NotFound "clock.no_country" for one that does not.
func Shipped(country string) (*Calendar, error) { return ParseCalendar(shippedHolidays, country) }

// ParseCalendar reads the calendar of a country out of a file of holidays.
func ParseCalendar(file []byte, country string) (*Calendar, error) {
	var data struct {
		Version   int                  `yaml:"version"`
		Countries map[string][]Holiday `yaml:"countries"`
		Customs   []Holiday            `yaml:"patron_saints"`
	}
	if err := yaml.UnmarshalWithOptions(file, &data, yaml.Strict()); err != nil {
		return nil, errs.Wrap(err, "read holidays")
	}
	days, ok := data.Countries[country]
	if !ok {
		return nil, errs.E(errs.NotFound, "clock.no_country", "country", country)
	}
	c := &Calendar{holidays: make(map[Day]Holiday, len(days))}
	for _, h := range days {
		if h.Legal == "yes" {
			c.holidays[h.Day] = h
		}
		if !slices.Contains(c.years, h.Day.Year()) {
			c.years = append(c.years, h.Day.Year())
		}
	}
	for _, h := range data.Customs {
		if len(h.Province) > 2 && h.Province[:2] == country {
			c.customs = append(c.customs, h)
		}
	}
	return c, nil
}

// Holiday is the legal holiday of a day, if it is one.
func (c *Calendar) Holiday(d Day) (Holiday, bool) {
	h, ok := c.holidays[d]
	return h, ok
}

// Covers reports whether the data say anything of the year of a day. In another year only the weekend is known.
func (c *Calendar) Covers(d Day) bool { return slices.Contains(c.years, d.Year()) }

// Working reports whether offices work on a day: Monday to Friday without holidays.
func (c *Calendar) Working(d Day) bool {
	return d.Weekday() != time.Saturday && !c.festive(d)
}

// festive reports whether a day is a holiday for the law: a Sunday or one of the list. Saturday is none.
func (c *Calendar) festive(d Day) bool {
	_, holiday := c.holidays[d]
	return holiday || d.Weekday() == time.Sunday
}

// Customs are local customs of a province that shut offices on a day, such as a patron saint's: no term moves for them, but nobody should count
// on an office.
func (c *Calendar) Customs(d Day, province string) []Holiday {
	var list []Holiday
	for _, h := range c.customs {
		if h.Day == d && h.Province == province {
			list = append(list, h)
		}
	}
	return list
}
