package person

import (
	"math"
	"strconv"
	"strings"
	"time"

	"approdo/internal/base/codebook"
)

// What is told of somebody on different days must be able to be one person. Whatever contradicts what was told before, in gender, origin or age, is shown to whoever
// tells it: initials, a code given twice, a slip in a code look just like that.

// Told is what is told of somebody on a day, as codes; what is absent contradicts nothing.
type Told struct {
	Gender, AgeBand, Citizenship, Region string
	Day                                  string
	Years                                int // an age told in years, plus one; 0 if none was
}

// Told is what a sheet tells.
func (p Person) Told() Told {
	return Told{Gender: p.Gender, AgeBand: p.AgeBand, Citizenship: p.Citizenship, Region: p.Region, Day: p.Day}
}

// Portrait is what has been told of one person so far, as far as it can be contradicted. The zero Portrait is that of anybody.
type Portrait struct {
	gender, citizenship, region string
	oldest                      float64 // the greatest least age told
	growth                      float64 // the least of highest age told minus year of telling: nobody grows older than time passes
	aged                        bool
	years                       Told // the last that told an age in years
}

// aside is how many years of age an estimate may be off, and how far an age that nobody brought up to date lags behind is
// not looked at.
const aside = 1.5

// Fits adds what is told, and reports whether it can be the same person.
func (p *Portrait) Fits(book *codebook.Book, t Told) bool {
	present := func(list, code string) string {
		if book.Absent(list, code) {
			return ""
		}
		return code
	}
	citizenship := present("citizenship", t.Citizenship)
	region := present("region", t.Region)
	if c, ok := find(book, "citizenship", citizenship); ok && c.Attributes["region"] != "" {
		region = c.Attributes["region"]
	}
	ok := agrees(&p.gender, present("gender", t.Gender)) && agrees(&p.citizenship, citizenship) && within(book, &p.region, region)
	low, high, aged := ages(t.AgeBand)
	if t.Years > 0 {
		ok = ok && !p.younger(t)
		p.years = t
		low, high = float64(t.Years-1), float64(t.Years-1)
	}
	if !aged {
		return ok
	}
	year := years(t.Day)
	if p.aged {
		ok = ok && high >= p.oldest-aside && low-year <= p.growth+aside
		p.oldest, p.growth = math.Max(p.oldest, low), math.Min(p.growth, high-year)
	} else {
		p.oldest, p.growth, p.aged = low, high-year, true
	}
	return ok
}

// younger reports whether an age in years is less than was told before, so much as to fall into another band: nobody grows younger.
func (p *Portrait) younger(t Told) bool {
	return p.years.Years > t.Years && p.years.Day <= t.Day && p.years.AgeBand != t.AgeBand
}

// Same reports whether what is told can be of a person, as their sheet tells of them. Whoever was an adult is no minor afterwards.
func Same(book *codebook.Book, p Person, t Told) bool {
	var portrait Portrait
	portrait.Fits(book, p.Told())
	earlier, later := p.Told(), t
	if later.Day < earlier.Day {
		earlier, later = later, earlier
	}
	return portrait.Fits(book, t) && !(grown(earlier.AgeBand) && young(later.AgeBand))
}

func grown(band string) bool {
	low, _, aged := ages(band)
	return aged && low >= majority
}

func young(band string) bool {
	_, high, aged := ages(band)
	return aged && high < majority
}

const majority = 18

// agrees reports whether a value told does not contradict the one that stands, and keeps the first told.
func agrees(stands *string, told string) bool {
	if *stands == "" {
		*stands = told
	}
	return told == "" || *stands == told
}

// within reports whether two regions may be said of one origin: one is the other, or a part of it.
func within(book *codebook.Book, stands *string, told string) bool {
	if agrees(stands, told) {
		return true
	}
	a, _ := find(book, "region", *stands)
	b, _ := find(book, "region", told)
	return a.Attributes["part_of"] == told || b.Attributes["part_of"] == *stands
}

func find(book *codebook.Book, list, code string) (codebook.Code, bool) {
	l, ok := book.List(list)
	if !ok {
		return codebook.Code{}, false
	}
	return l.Find(code)
}

// ages are the years of a band.
func ages(band string) (low, high float64, aged bool) {
	switch band {
	case "minor":
		return 0, majority - 1, true
	case "adult":
		return majority, 150, true
	}
	if from, open := strings.CutSuffix(band, "+"); open {
		n, err := strconv.Atoi(from)
		return float64(n), 150, err == nil
	}
	from, to, found := strings.Cut(band, "-")
	least, err1 := strconv.Atoi(from)
	most, err2 := strconv.Atoi(to)
	return float64(least), float64(most), found && err1 == nil && err2 == nil
}

// years writes a day as years, for differences.
func years(day string) float64 {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	return float64(t.Unix()) / (365.25 * 24 * 60 * 60)
}
