package sheet

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"time"

	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Rows of one code must be able to be one person. Rows that contradict one another, or what is recorded of the person, in
// gender, origin or age are shown to whoever imports: initials, a code given twice, a slip in a code look just like that.

// portrait is what has been told of one person so far, as far as it can be contradicted.
type portrait struct {
	gender, citizenship, region string
	oldest                      float64 // the greatest least age told
	growth                      float64 // the least of highest age told minus year of telling: nobody grows older than time passes
	aged                        bool
}

// aside is how many years of age an estimate may be off, and how far an age that nobody brought up to date lags behind is
// not looked at.
const aside = 1.5

// fits adds what a line tells of the person, and reports whether it can be the same one.
func (p *portrait) fits(d *Draft, told portrait, low, high float64, year float64, aged bool) bool {
	ok := agrees(&p.gender, told.gender) && agrees(&p.citizenship, told.citizenship) && d.within(&p.region, told.region)
	if !aged {
		return ok
	}
	if p.aged {
		ok = ok && high >= p.oldest-aside && low-year <= p.growth+aside
		p.oldest, p.growth = math.Max(p.oldest, low), math.Min(p.growth, high-year)
	} else {
		p.oldest, p.growth, p.aged = low, high-year, true
	}
	return ok
}

// agrees reports whether a value told does not contradict the one that stands, and keeps the first told.
func agrees(stands *string, told string) bool {
	if *stands == "" {
		*stands = told
	}
	return told == "" || *stands == told
}

// within reports whether two regions may be said of one origin: one is the other, or a part of it.
func (d *Draft) within(stands *string, told string) bool {
	if *stands == "" {
		*stands = told
	}
	if told == "" || told == *stands {
		return true
	}
	regions, ok := d.desk.book.List("region")
	if !ok {
		return true
	}
	a, _ := regions.Find(*stands)
	b, _ := regions.Find(told)
	return a.Attributes["part_of"] == told || b.Attributes["part_of"] == *stands
}

// present is a fact that is told, "" for one that is absent.
func (d *Draft) present(list, code string) string {
	if code == notRecorded || d.absent(list, code) {
		return ""
	}
	return code
}

// origin is the region of a citizenship, or else the one told.
func (d *Draft) origin(citizenship, region string) string {
	if list, ok := d.desk.book.List("citizenship"); ok && citizenship != "" {
		if c, ok := list.Find(citizenship); ok && c.Attributes["region"] != "" {
			return c.Attributes["region"]
		}
	}
	return region
}

// lineFits adds a line to what is told of its person.
func (d *Draft) lineFits(p *portrait, l *line) bool {
	told := portrait{gender: d.present("gender", d.value(l, "gender")), citizenship: d.present("citizenship", d.value(l, "citizenship"))}
	told.region = d.origin(told.citizenship, d.present("region", d.value(l, "region")))
	low, high, aged := ages(d.value(l, "age_band"))
	if l.years > 0 {
		low, high = float64(l.years-1), float64(l.years-1)
	}
	return p.fits(d, told, low, high, years(d.value(l, "day")), aged)
}

// personFits adds what is recorded of a person.
func (d *Draft) personFits(p *portrait, x person.Person) bool {
	told := portrait{gender: d.present("gender", x.Gender), citizenship: d.present("citizenship", x.Citizenship)}
	told.region = d.origin(told.citizenship, d.present("region", x.Region))
	low, high, aged := ages(x.AgeBand)
	return p.fits(d, told, low, high, years(x.Day), aged)
}

// ages are the years of a band.
func ages(band string) (low, high float64, aged bool) {
	switch band {
	case "minor":
		return 0, 17, true
	case "adult":
		return 18, 150, true
	}
	from, to, ok := span(band)
	return float64(from), float64(to), ok
}

// years writes a day as years, for differences.
func years(day string) float64 {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	return float64(t.Unix()) / (365.25 * 24 * 60 * 60)
}

// byPerson calls each with the lines of each code, the earliest first, in the order of the codes' hashes.
func (d *Draft) byPerson(each func(lines []*line)) {
	var list []*line
	for i := range d.lines {
		if !d.lines[i].reference.zero() {
			list = append(list, &d.lines[i])
		}
	}
	slices.SortFunc(list, func(a, b *line) int {
		return cmp.Or(bytes.Compare(a.reference[:], b.reference[:]), cmp.Compare(d.value(a, "day"), d.value(b, "day")), a.row-b.row)
	})
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].reference == list[0].reference {
			n++
		}
		each(list[:n])
		list = list[n:]
	}
}

// askContradictions asks about codes whose rows cannot be one person.
func (d *Draft) askContradictions() {
	var groups [][]int
	d.byPerson(func(lines []*line) {
		var p portrait
		fits := true
		for _, l := range lines {
			fits = d.lineFits(&p, l) && fits
		}
		if !fits {
			groups = append(groups, rowsOf(lines))
		}
	})
	if len(groups) == 0 {
		return
	}
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
	q := Question{ID: "persons", Columns: []string{d.letter("person_ref")}, Rows: groups, Words: Words{"ask.question.persons", []any{"count", len(groups)}}, Answers: answers("persons", "same")}
	if x, _ := d.form.find("person_ref"); !x.Required {
		q.Answers = append(q.Answers, answers("persons", "nobody", "column")...)
	}
	q.Answers = append(q.Answers, answers("persons", leaveOut)...)
	given := d.ask(q)
	d.withdraw(slices.Sorted(slices.Values(slices.Concat(groups...))), given)
	d.unname(slices.Concat(groups...), given)
}

// unname forgets who rows are about, or all rows, when that was answered. They stay the same rows if the file comes again.
func (d *Draft) unname(rows []int, given string) {
	if given != "nobody" && given != "column" {
		return
	}
	named := map[int]bool{}
	for _, row := range rows {
		named[row] = true
	}
	for i := range d.lines {
		if l := &d.lines[i]; given == "column" || named[l.row] {
			l.reference = token{}
		}
	}
}

// rowsOf are the numbers of lines, sorted.
func rowsOf(lines []*line) []int {
	rows := make([]int, len(lines))
	for i, l := range lines {
		rows[i] = l.row
	}
	slices.Sort(rows)
	return rows
}

// askAgainstRecord asks about new rows that contradict what is recorded of the person their code means: the code may have
// been given to somebody else since, or be mistyped.
func (d *Draft) askAgainstRecord(tx *store.Tx, c *comparison) error {
	byPerson := map[person.ID][]*fresh{}
	for i := range c.fresh {
		f := &c.fresh[i]
		if who := c.persons[f.reference]; who != "" {
			byPerson[who] = append(byPerson[who], f)
		}
	}
	var groups [][]int
	for who, list := range byPerson {
		x, err := person.Find(tx, who)
		if err != nil {
			return err
		}
		var lines []*line
		for _, f := range list {
			var p portrait
			if d.personFits(&p, x); !d.lineFits(&p, f.line) {
				lines = append(lines, f.line)
			}
		}
		if len(lines) > 0 {
			groups = append(groups, rowsOf(lines))
		}
	}
	if len(groups) == 0 {
		return nil
	}
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
	q := Question{ID: "persons_known", Columns: []string{d.letter("person_ref")}, Rows: groups, Words: Words{"ask.question.persons_known", []any{"count", len(groups)}}, Answers: answers("persons_known", "same")}
	if x, _ := d.form.find("person_ref"); !x.Required {
		q.Answers = append(q.Answers, answers("persons_known", "nobody")...)
	}
	q.Answers = append(q.Answers, answers("persons_known", leaveOut)...)
	rows := map[int]bool{}
	for _, row := range slices.Concat(groups...) {
		rows[row] = true
	}
	switch c.ask(d, q) {
	case "nobody":
		for i := range c.fresh {
			if rows[c.fresh[i].row] {
				c.fresh[i].reference = token{}
			}
		}
	case leaveOut:
		for row := range rows {
			c.left[row] = true
		}
		c.fresh = slices.DeleteFunc(c.fresh, func(f fresh) bool { return rows[f.row] })
	}
	return nil
}
