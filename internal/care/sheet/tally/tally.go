// Package tally counts what would be recorded of a file, so that a person sees it before it is: of every fact the few most frequent values, or the sum, as they
// will stand in the records, and of how many records nothing is told. A figure that was understood otherwise than the office meant it is seen here first.
//
// A Count is told of every record that is new; its Lines are data, which a browser and a command line say in the same words. They hold codes, numbers, days and
// the names of units and projects, and nothing else of a file.
package tally

import (
	"cmp"
	"maps"
	"slices"

	"approdo/internal/base/i18n"
)

// Labels are the labels of codes; a codebook has them.
type Labels interface {
	Label(list, code, lang string) string
}

// Count counts records.
type Count struct {
	labels  Labels
	again   bool
	records int
	months  map[string]int
	first   string
	last    string
	people  map[string]int // records of each
	newly   map[string]bool
	facts   []*fact // in the order in which they were told first
	sums    []*sum
}

// fact is what records tell that is one of several.
type fact struct {
	name, list string
	times      map[string]int
	none       int
}

// sum is what records tell in numbers.
type sum struct {
	name  string
	told  []int64
	none  int
	parts []part
}

type part struct {
	list, code string
	n          int64
}

// New begins to count. Again says that of one person there are usually several records.
func New(labels Labels, again bool) *Count {
	return &Count{labels: labels, again: again, months: map[string]int{}, people: map[string]int{}, newly: map[string]bool{}}
}

// Record counts a record of a day (ISO).
func (c *Count) Record(day string) {
	c.records++
	if len(day) >= len("2006-01") {
		c.months[day[:len("2006-01")]]++
	}
	if c.first == "" || day < c.first {
		c.first = day
	}
	c.last = max(c.last, day)
}

// Person counts whom the record is about: a key that is one person's, and whether the person would be made.
func (c *Count) Person(key string, made bool) {
	c.people[key]++
	c.newly[key] = made
}

// flag is the list of a fact that is yes or nothing.
const flag = "flag"

// Flag counts a yes; whoever says nothing says no.
func (c *Count) Flag(name string, yes bool) { c.Fact(name, flag, "yes", yes) }

// Fact counts a code of a list, or a name where list is ""; told is whether it says anything.
func (c *Count) Fact(name, list, code string, told bool) {
	at := slices.IndexFunc(c.facts, func(f *fact) bool { return f.name == name })
	if at < 0 {
		at = len(c.facts)
		c.facts = append(c.facts, &fact{name: name, list: list, times: map[string]int{}})
	}
	if told {
		c.facts[at].times[code]++
	} else {
		c.facts[at].none++
	}
}

func (c *Count) sum(name string) *sum {
	at := slices.IndexFunc(c.sums, func(s *sum) bool { return s.name == name })
	if at < 0 {
		at = len(c.sums)
		c.sums = append(c.sums, &sum{name: name})
	}
	return c.sums[at]
}

// Amount counts a number; 0 says that there was none.
func (c *Count) Amount(name string, n int64) {
	if s := c.sum(name); n == 0 {
		s.none++
	} else {
		s.told = append(s.told, n)
	}
}

// Part counts the part of an amount that a code of a list has.
func (c *Count) Part(name, list, code string, n int64) {
	s := c.sum(name)
	at := slices.IndexFunc(s.parts, func(p part) bool { return p.code == code })
	if at < 0 {
		at = len(s.parts)
		s.parts = append(s.parts, part{list: list, code: code})
	}
	s.parts[at].n += n
}

// Rows are the rows of the file and what becomes of them.
type Rows struct{ Read, New, Known, Refused, Out int }

// Lines are what was counted, the surprising first. Of a fact that no record tells there is one only where the file has a column for it.
func (c *Count) Lines(rows Rows, column func(name string) bool) []Line {
	if c.records == 0 {
		return nil
	}
	lines := []Line{rows.line()}
	if c.first != "" {
		lines = append(lines, c.period())
	}
	var facts []Line
	for _, f := range c.facts {
		if len(f.times) > 0 || column(f.name) {
			facts = append(facts, c.factLine(f))
		}
	}
	for _, s := range c.sums {
		if len(s.told) > 0 || column(s.name) {
			facts = append(facts, c.sumLine(s))
		}
	}
	if len(c.people) > 0 || column(person) {
		lines = append(lines, c.peopleLine())
	}
	lines = append(lines, facts...)
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(len(b.odd), len(a.odd)) })
	return lines
}

// person is the field that says whom a record is about.
const person = "person_ref"

func (r Rows) line() Line {
	l := Line{name: "rows"}
	l.say("rows_read", "count", r.Read)
	l.say("rows_new", "count", r.New)
	for _, more := range []struct {
		key string
		n   int
	}{{"rows_known", r.Known}, {"rows_refused", r.Refused}, {"rows_out", r.Out}} {
		if more.n > 0 {
			l.say(more.key, "count", more.n)
		}
	}
	return l
}

// manyMonths is up to how many months are said one by one.
const manyMonths = 14

func (c *Count) period() Line {
	l := Line{name: "period"}
	l.say("period", "from_to", Period{c.first, c.last})
	months := slices.Sorted(maps.Keys(c.months))
	if len(months) > 1 && len(months) <= manyMonths {
		for _, m := range months {
			l.say("value", "value", Month(m), "count", c.months[m])
		}
	} else if len(months) > 1 {
		l.say("months", "count", len(months))
	}
	for _, m := range months {
		if others := c.othersThan(m); others > 0 && c.months[m] >= farMore*others {
			l.wonder("month", "month", Month(m))
		}
	}
	return l
}

// farMore is how many times as many as the middle of the others is a surprise.
const farMore = 10

// othersThan is the middle one of the other months; 0 where they are too few to say what is usual.
func (c *Count) othersThan(month string) int {
	var others []int
	for m, n := range c.months {
		if m != month {
			others = append(others, n)
		}
	}
	if len(others) < 2 {
		return 0
	}
	slices.Sort(others)
	return others[len(others)/2]
}

// enough is from how many records on it says something that all are alike.
const enough = 10

func (c *Count) peopleLine() Line {
	l := Line{name: "people"}
	made, of, most := 0, 0, 0
	for key, times := range c.people {
		of, most = of+times, max(most, times)
		if c.newly[key] {
			made++
		}
	}
	if len(c.people) == 0 {
		l.wonder("none_told")
		return l
	}
	l.say("people_all", "count", len(c.people))
	l.say("people_new", "count", made)
	if known := len(c.people) - made; known > 0 {
		l.say("people_known", "count", known)
	}
	if most > 1 {
		l.say("people_most", "count", most)
	}
	if without := c.records - of; without > 0 {
		l.say("people_without", "count", without)
	}
	switch {
	case !c.again || of < enough:
	case len(c.people) == of:
		l.wonder("people_once")
	case 2*most > of && len(c.people) > 1:
		l.wonder("people_one", "count", most)
	}
	return l
}

// frequent is how many values are said one by one.
const frequent = 6

func (c *Count) factLine(f *fact) Line {
	l := Line{name: f.name}
	codes := slices.SortedFunc(maps.Keys(f.times), func(a, b string) int {
		return cmp.Or(cmp.Compare(f.times[b], f.times[a]), cmp.Compare(a, b))
	})
	if len(codes) == 0 {
		l.wonder("none_told")
		return l
	}
	none := "none"
	if f.list == flag {
		l.say("yes", "count", f.times["yes"])
		codes, none = nil, "no"
	} else if f.name == "newness" {
		none = "none_newness"
	}
	rest := 0
	for i, code := range codes {
		if i >= frequent && len(codes) > frequent+1 {
			rest += f.times[code]
			continue
		}
		l.say("value", "value", c.label(f.list, code), "count", f.times[code])
	}
	if rest > 0 {
		l.say("rest", "count", rest)
	}
	if f.none > 0 {
		l.say(none, "count", f.none)
	}
	return l
}

// label is the label of a code in every language, or a name as it is.
func (c *Count) label(list, code string) Label {
	l := Label{}
	for _, lang := range i18n.Languages() {
		if l[lang] = code; list != "" {
			l[lang] = c.labels.Label(list, code, lang)
		}
	}
	return l
}

// long is from how many minutes on an outing is a surprise.
const long = 12 * 60

func (c *Count) sumLine(s *sum) Line {
	l := Line{name: s.name}
	if len(s.told) == 0 {
		l.wonder("none_told")
		return l
	}
	told := slices.Sorted(slices.Values(s.told))
	total, most := int64(0), told[len(told)-1]
	for _, n := range told {
		total += n
	}
	if s.name == "minutes" {
		l.say("time", "sum", Minutes(total), "most", Minutes(most))
		if over := len(told) - lowerBound(told, long+1); over > 0 {
			l.wonder("long", "count", over)
		}
	} else {
		l.say("sum", "sum", total, "most", most)
	}
	for _, p := range s.parts {
		l.say("value", "value", c.label(p.list, p.code), "count", p.n)
	}
	if s.none > 0 {
		l.say("without", "count", s.none)
	}
	if middle := told[len(told)/2]; len(told) > 3 && most >= farMore*middle && most > long/6 {
		l.wonder("one_far_more")
	}
	return l
}

func lowerBound(sorted []int64, n int64) int {
	at, _ := slices.BinarySearch(sorted, n)
	return at
}
