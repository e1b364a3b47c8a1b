package sheet

import (
	"slices"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/care/sheet/grid"
)

// reader turns rows of text into lines.
type reader struct {
	draft        *Draft
	columns      []source
	defaults     []string // by field, already read
	dates        dates
	organisation network.OrganisationID // whose rows these are unless they say otherwise; "" if each row must tell
	scratch      []string               // values of the row at hand
	before       map[int]string         // by field: codes of the row at hand as they were compared before they were folded
	leave        map[int]bool           // rows that an answer leaves out
	likened      []likened              // rows whose remark may say that they are of a person with another code
	cancelled    []int                  // rows that say of themselves that they did not take place
	hollow       []int                  // rows of outings that tell no quantity
	telling      int                    // how many rows tell one
	cancelledIn  map[string]bool        // letters of the columns that say so
	intended     statuses               // words that say that a row is meant to take place
	remarks      []grid.Row             // rows that are no records and hold words
	logs         []int                  // columns that tell rows of a program's log apart
	voids        []void                 // columns whose heading tells it
	things       map[int]bool           // columns of documents, families, health and the like: there is none of them, which calls no row off
	states       map[int]*column        // columns that say what became of each row
	names        map[string]bool        // words of columns that hold names, folded
}

// source is a column that is read, with what its cells meant so far: columns repeat a few words thousands of times.
type source struct {
	column
	seen      map[string]answer
	sense     sense             // what yes says
	plates    map[string]bool   // of an origin that may be a province: words that are plates of one
	others    map[string]bool   // of countries: codes with which the name of another begins, and not their own
	coded     bool              // of countries: all its words are codes of one length
	words     []string          // of genders: its different words, folded
	spanish   bool              // the headings are Spanish
	twofold   string            // what words of two meanings say: absent, codes, or "" where the column decides
	places    string            // what the numbers of a column of ages are: years, places of a list that a person explains, or of no use
	thing     string            // what cells are that say neither yes nor no: a yes, nothing, or refused
	initial   string            // what N says in a column of new people: no, new, or "" for no
	initials  map[string]string // what initials say in a column of new and known people: new, known, absent, or "" while it is asked
	redefined map[string]bool   // folded words to which a legend gives another meaning, and which are not read
	odd       map[string]bool   // cells that are no codes and point at nobody
	within    map[string]string // cells that are no codes → the one in them, as was answered
	blank     bool              // a blank says the contrary of a cross
	ditto     map[string]bool   // cells that repeat the one above, and say nothing where it is not to hold

	plainly bool // the word at hand is one that a person chose

	restored map[string]string      // days and times that were codes → the code, "" where it points at nobody
	as       durationAs             // how durations are read
	said     map[string]string      // what the map says of words, folded
	unread   map[string]*UnreadWord // words that had to be explained, folded
}

// answer is what a cell means: a value, a value of the field region instead, or an error.
type answer struct {
	value  string
	region string
	years  uint8  // an age told in years, plus one
	former string // a code as it was compared before codes were folded, where that differs
	err    *errs.Error
}

// manyWords bounds what a column remembers.
const manyWords = 4096

func (d *Draft) reader(t table, cols []column, m Map) (*reader, error) {
	r := &reader{draft: d, defaults: make([]string, len(d.form.fields)), before: map[int]string{}}
	for _, c := range cols {
		if c.field != nil {
			r.columns = append(r.columns, source{column: c, said: m.words(c, t.rows), seen: map[string]answer{}, within: map[string]string{}, sense: c.found.senseOf(c.field)})
		}
	}
	if err := r.whose(m); err != nil {
		return nil, err
	}
	// Defaults stand in a map, not in a sheet: their days are written as ISO days.
	r.dates = dates{order: ISOOnly}
	for name, text := range m.Defaults {
		x, _ := d.form.find(name) // Map.check found it
		a := r.meaning(&source{column: column{field: x}}, text)
		if a.err != nil || a.value == "" || x.Type == typeID || x.Type == typeReference {
			return nil, errs.E(errs.Invalid, "sheet.map_default", "field", name)
		}
		r.defaults[x.place] = a.value
	}
	return r, nil
}

// whose finds the organisation that the map or the importing account names.
func (r *reader) whose(m Map) error {
	w := r.draft.world
	switch {
	case m.Organisation != "":
		found := w.words.organisations[codebook.Fold(m.Organisation)]
		if len(found) != 1 {
			return errs.E(errs.Invalid, "sheet.map_organisation")
		}
		r.organisation = found[0]
	case len(w.organisations) == 1:
		for id := range w.organisations {
			r.organisation = id
		}
	case w.own != "":
		r.organisation = network.OrganisationID(w.own)
	}
	return nil
}

// read reads one row, and lists everything that is wrong with it.
func (r *reader) read(row grid.Row) said {
	x := said{line: line{row: row.Number}}
	values := append(r.scratch[:0], r.defaults...)
	r.scratch = values
	refuse := func(c *source, e *errs.Error) {
		x.refused = append(x.refused, Refused{Row: row.Number, Column: grid.Letter(c.at), Field: c.field.Name, Err: e.On(c.field.Name)})
	}
	region := r.draft.form.place("region")
	sole := alone(row)
	clear(r.before)
	for i := range r.columns {
		c := &r.columns[i]
		cell := row.Cell(c.at)
		if row.Type(c.at) == grid.Unstored {
			x.unstored = true
			refuse(c, errs.E(errs.Invalid, "sheet.unstored"))
			continue
		}
		if cell == "" || broken(cell) || c.ditto[cell] {
			if c.field.Required && values[c.field.place] == "" {
				x.noDay = x.noDay || c.field.Type == typeDay
				refuse(c, missing())
			}
			if cell == "" && c.blank && values[c.field.place] == "" {
				values[c.field.place] = r.meaning(c, "no").value // of itself it makes no record
			}
			continue
		}
		x.day = x.day || c.field.Type == typeDay
		a := r.cell(c, cell)
		if c.field.Type == typeDay && row.Type(c.at) == grid.Month {
			a = answer{err: errs.E(errs.Invalid, "sheet.expected_day")} // the first of the month is what the program keeps, and nobody wrote
		}
		if a.err == nil && a.value == "" && c.field.Required && values[c.field.place] == "" {
			a.err = missing()
		}
		if a.err != nil {
			x.badDay = x.badDay || c.field.Type == typeDay && a.err.Key != "sheet.day_ahead"
			if !c.field.frame() {
				x.wrong++
			}
			refuse(c, a.err)
			continue
		}
		if before := x.facts; !c.field.frame() {
			if x.count(c, a, sole); x.facts > before {
				x.only = cell
			}
		}
		x.line.years = max(x.line.years, a.years)
		if a.value != "" {
			values[c.field.place] = a.value
		}
		if a.former != "" {
			r.before[c.field.place] = a.former
		}
		if a.region != "" && values[region] == "" {
			values[region] = a.region
		}
	}
	x.noUnit = r.unitMissing(row, values)
	if len(x.refused) == 0 {
		if e := r.place(&x.line, values); e != nil {
			x.refused = append(x.refused, Refused{Row: row.Number, Column: r.letter(e.Field), Field: e.Field, Err: e})
		}
	}
	if len(x.refused) == 0 {
		x.line.told = make([]uint32, len(values))
		for i, v := range values {
			x.line.told[i] = r.draft.words.number(v)
		}
	}
	return x
}

// unitMissing reports whether a row leaves the column of the unit empty although there are several.
func (r *reader) unitMissing(row grid.Row, values []string) bool {
	at := r.draft.form.place("unit")
	return len(r.draft.world.units) > 1 && values[at] == "" && r.draft.form.kind != Persons &&
		slices.ContainsFunc(r.columns, func(c source) bool { return c.field.place == at && row.Cell(c.at) == "" })
}

// letter is the column of a field, if it has one.
func (r *reader) letter(name string) string {
	for _, c := range r.columns {
		if c.field.Name == name {
			return grid.Letter(c.at)
		}
	}
	return ""
}

func (r *reader) cell(c *source, cell string) answer {
	a, ok := c.seen[cell]
	if !ok {
		said := c.field.footnoted(cell)
		a = r.explained(c, said, r.meaning(c, said))
		if len(c.seen) < manyWords {
			c.seen[cell] = a
		}
	}
	return a
}
