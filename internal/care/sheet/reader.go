package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/care/person"
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
	cancelled    []int                  // rows that say of themselves that they did not take place
	cancelledIn  map[string]bool        // letters of the columns that say so
	voids        []void                 // columns whose heading tells it
	names        map[string]bool        // words of columns that hold names, folded
}

// source is a column that is read, with what its cells meant so far: columns repeat a few words thousands of times.
type source struct {
	column
	seen    map[string]answer
	sense   sense           // what yes says
	plates  map[string]bool // of an origin that may be a province: words that are plates of one
	coded   bool            // of countries: all its words are codes of one length
	words   []string        // of genders: its different words, folded
	twofold string          // what words of two meanings say: absent, codes, or "" where the column decides
	initial string          // what N says in a column of new people: no, new, or "" for no
	odd     map[string]bool // cells that are no codes and point at nobody
	ditto   map[string]bool // cells that repeat the one above, and say nothing where it is not to hold

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
			r.columns = append(r.columns, source{column: c, said: m.words(c), seen: map[string]answer{}, sense: c.found.senseOf(c.field)})
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
			continue
		}
		x.day = x.day || c.field.Type == typeDay
		a := r.cell(c, cell)
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
		x.count(c, a, sole)
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
		a = r.explained(c, cell, r.meaning(c, cell))
		if len(c.seen) < manyWords {
			c.seen[cell] = a
		}
	}
	return a
}

// meaning reads a cell of a column. Errors say what was expected and never what stood there.
func (r *reader) meaning(c *source, cell string) answer {
	x := c.field
	if x.Type != typeDay && !x.points() && x.Type != typeCode && x.Type != typeOrigin && x.Type != typeAge && r.draft.desk.nothing(cell) {
		return answer{}
	}
	switch x.Type {
	case typeDay:
		day, err := r.dates.read(cell, r.draft.world)
		return answer{value: day, err: err}
	case typeCode, typeAge, typeOrigin:
		return r.code(c, cell)
	case typeFlag:
		if yes, ok := readFlag(cell); !ok {
			return answer{err: errs.E(errs.Invalid, "sheet.expected_flag")}
		} else if yes != (c.sense == contrary) {
			return answer{value: "yes"}
		}
		return answer{}
	case typeAmount, typeHours, typeMinutes:
		return c.as.read(x, cell)
	case typeUnit, typeOrganisation:
		// Resolved by place, which knows the other of the two.
		return r.known(x, cell)
	case typeProject:
		if found := r.draft.world.words.projects[codebook.Fold(cell)]; len(found) == 1 {
			return answer{value: string(found[0])}
		}
		return answer{err: errs.E(errs.Invalid, "sheet.unknown_project")}
	case typeReceiver:
		return r.receiver(cell)
	}
	if c.field.Type != typeReference && shortened(cell) {
		return answer{err: errs.E(errs.Invalid, "sheet.number_spoilt")}
	}
	a := answer{value: r.pointer(c, cell)}
	if before := formerCode(cell); a.value != "" && before != a.value {
		a.former = before
	}
	return a
}

// pointer reads a reference or number. A dash, or a word such as "unknown", points at nothing: taken as a reference it
// would make one person of everybody whose code nobody knew.
func (r *reader) pointer(c *source, cell string) string {
	if code, was := c.restored[cell]; was {
		return code
	}
	if r.draft.desk.nobody(cell) || c.odd[cell] || c.field.Type != typeReference && r.draft.desk.Waiting.has(cell) {
		return ""
	}
	return foldCode(cell)
}

func (r *reader) known(x *field, cell string) answer {
	key := codebook.Fold(cell)
	if x.Type == typeUnit && len(r.draft.world.words.units[key]) == 0 {
		return answer{err: errs.E(errs.Invalid, "sheet.unknown_unit")}
	}
	if x.Type == typeOrganisation && len(r.draft.world.words.organisations[key]) != 1 {
		return answer{err: errs.E(errs.Invalid, "sheet.unknown_organisation")}
	}
	return answer{value: key}
}

// nothing reports whether a cell stands in place of a fact that is not there.
func (d *Desk) nothing(cell string) bool {
	return codebook.Fold(cell) == "" || notFound(cell) || d.Absent.has(cell) || d.Waiting.has(cell)
}

// code reads a word of a list. A word for "nothing" is no code, unless the column says otherwise: see lookForTwoMeanings.
func (r *reader) code(c *source, cell string) answer {
	x, desk := c.field, r.draft.desk
	list, _ := desk.book.List(x.List)
	code, listed := list.Match(cell)
	if strings.Contains(cell, "?") && codebook.Fold(cell) != "" {
		return answer{err: errs.E(errs.Invalid, "sheet.expected_code", "list", x.List)} // what is doubted is no value
	}
	switch _, flag := readFlag(cell); {
	case listed && !c.plainly && c.homonym(&desk.lexicon, cell):
		return answer{err: errs.E(errs.Invalid, "sheet.expected_code", "list", x.List)}
	case x.Type == typeAge && c.twofold == "absent" && standIn(cell):
		return answer{}
	case listed && r.draft.absent(x.List, code):
		return answer{value: code}
	case c.twofold != "codes" && (desk.Absent.has(cell) || notFound(cell) || codebook.Fold(cell) == ""):
		return answer{}
	case listed && c.twofold == "absent" && desk.twofold(list, cell):
		return answer{}
	case listed && c.twofold == "" && desk.twofold(list, cell):
		return answer{err: errs.E(errs.Invalid, "sheet.expected_code", "list", x.List)} // a yes or no among countries
	case listed && flag && c.sense == contrary:
		return answer{value: opposite[code]}
	case listed:
		return answer{value: code}
	case desk.Waiting.has(cell) && x.List != "protection": // whoever applied for it waits for the answer, and that is one
		return answer{}
	}
	switch {
	case x.Type == typeAge:
		if band, years, ok := readAge(list, cell); ok {
			return answer{value: band, years: uint8(years) + 1}
		}
	case x.Type == typeOrigin:
		regions, _ := desk.book.List("region")
		if code, ok := regions.Match(cell); ok {
			return answer{region: code}
		}
	case x.List == "newness":
		if value, ok := c.newness(cell); ok {
			return answer{value: value}
		}
	}
	return answer{err: errs.E(errs.Invalid, "sheet.expected_code", "list", x.List)}
}

// opposite turns the codes that say yes and no.
var opposite = map[string]string{"yes": "no", "no": "yes"}

// newness reads yes or no as the heading means it: "New?", "Already known?".
func (c *source) newness(cell string) (value string, ok bool) {
	yes, ok := readFlag(cell)
	if c.initial == "new" { // then a V is no yes either
		return "new", ok && codebook.Fold(cell) == "n"
	}
	if ok && yes != (c.sense == contrary) {
		return "new", true
	}
	return "known", ok
}

// receiver keeps a project's code where the word is one of this network's projects.
func (r *reader) receiver(cell string) answer {
	w := r.draft.world
	if found := w.words.projects[codebook.Fold(cell)]; len(found) == 1 {
		return answer{value: w.projects[found[0]].Code}
	}
	if code, ok := readReceiver(cell); ok {
		return answer{value: code}
	}
	return answer{err: errs.E(errs.Invalid, "sheet.expected_receiver")}
}

// place finds the unit and organisation of a row, and turns its references into tokens, which depend on them.
func (r *reader) place(l *line, values []string) *errs.Error {
	f, w := r.draft.form, r.draft.world
	organisation := r.organisation
	if at := f.place("organisation"); at >= 0 && values[at] != "" {
		organisation = w.words.organisations[values[at]][0]
		values[at] = ""
	}
	unit, e := r.unit(values[f.place("unit")], organisation)
	if e != nil {
		return e
	}
	if unit != "" {
		organisation = w.units[unit].OrganisationID
	}
	if organisation == "" {
		return errs.E(errs.Invalid, "sheet.whose").On("organisation")
	}
	l.organisation, l.unit = organisation, unit
	values[f.place("unit")] = string(unit)
	r.reference(l, values)
	return nil
}

// unit finds the unit of a row among those of the organisation; where there is only one, it need not be told.
func (r *reader) unit(told string, organisation network.OrganisationID) (network.UnitID, *errs.Error) {
	f, w := r.draft.form, r.draft.world
	var found []network.UnitID
	if told != "" {
		found = w.words.units[told]
	} else {
		for id := range w.units {
			found = append(found, id)
		}
	}
	if organisation != "" {
		found = slices.DeleteFunc(slices.Clone(found), func(id network.UnitID) bool { return w.units[id].OrganisationID != organisation })
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case told == "" && f.kind == Persons:
		return "", nil
	case told == "":
		return "", missing().On("unit")
	case len(found) == 0:
		return "", errs.E(errs.Invalid, "sheet.unit_of_another").On("unit")
	}
	return "", errs.E(errs.Invalid, "sheet.unit_of_several").On("unit")
}

// reference replaces what the file wrote of persons and rows by keyed hashes; the text goes no further than here.
func (r *reader) reference(l *line, values []string) {
	desk := r.draft.desk
	var f former
	for i := range r.draft.form.fields {
		text, before := values[i], r.before[i]
		if text == "" {
			continue
		}
		switch r.draft.form.fields[i].Type {
		case typeReference:
			l.reference = desk.personToken(l.organisation, text)
			r.draft.rememberLoosely(l.organisation, l.reference, text)
			if code := strings.ToUpper(text); person.MayBeCode(code) {
				if r.draft.own == nil {
					r.draft.own = map[token]string{}
				}
				r.draft.own[l.reference] = code
			}
			if before != "" {
				f.reference = desk.personToken(l.organisation, before)
			}
		case typeID:
			l.identity = desk.rowToken(l.organisation, r.draft.form.kind, text)
			if before != "" {
				f.number = desk.rowToken(l.organisation, r.draft.form.kind, before)
			}
		case typeOuting:
			l.other = desk.rowToken(l.organisation, Outings, text)
			if before != "" {
				f.other = desk.rowToken(l.organisation, Outings, before)
			}
		case typeContact:
			l.other = desk.rowToken(l.organisation, Contacts, text)
			if before != "" {
				f.other = desk.rowToken(l.organisation, Contacts, before)
			}
		default:
			continue
		}
		values[i] = ""
	}
	if f != (former{}) {
		if r.draft.former == nil {
			r.draft.former = map[int]former{}
		}
		r.draft.former[l.row] = f
	}
}
