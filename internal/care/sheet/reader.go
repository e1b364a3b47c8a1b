package sheet

import (
	"slices"
	"strconv"

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
}

// source is a column that is read, with what its cells meant so far: columns repeat a few words thousands of times.
type source struct {
	column
	seen map[string]answer
}

// answer is what a cell means: a value, a value of the field region instead, or an error.
type answer struct {
	value  string
	region string
	err    *errs.Error
}

// manyWords bounds what a column remembers.
const manyWords = 4096

func (d *Draft) reader(t table, cols []column, m Map) (*reader, error) {
	r := &reader{draft: d, defaults: make([]string, len(d.form.fields))}
	for _, c := range cols {
		if c.field != nil {
			r.columns = append(r.columns, source{c, map[string]answer{}})
		}
	}
	if err := r.whose(m); err != nil {
		return nil, err
	}
	// Defaults stand in a map, not in a sheet: their days are written as ISO days.
	r.dates = dates{order: ISOOnly}
	for name, text := range m.Defaults {
		x, _ := d.form.find(name) // Map.check found it
		a := r.meaning(x, text)
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

// read reads one row, or lists everything that is wrong with it.
func (r *reader) read(row grid.Row) (line, []Refused) {
	l := line{row: row.Number}
	values := append(r.scratch[:0], r.defaults...)
	r.scratch = values
	var refused []Refused
	refuse := func(c *source, e *errs.Error) {
		refused = append(refused, Refused{Row: row.Number, Column: grid.Letter(c.at), Field: c.field.Name, Err: e.On(c.field.Name)})
	}
	region := r.draft.form.place("region")
	for i := range r.columns {
		c := &r.columns[i]
		cell := row.Cell(c.at)
		if cell == "" {
			if c.field.Required && values[c.field.place] == "" {
				refuse(c, missing())
			}
			continue
		}
		a := r.cell(c, cell)
		if a.err == nil && a.value == "" && c.field.Required && values[c.field.place] == "" {
			a.err = missing()
		}
		if a.err != nil {
			refuse(c, a.err)
			continue
		}
		if a.value != "" {
			values[c.field.place] = a.value
		}
		if a.region != "" && values[region] == "" {
			values[region] = a.region
		}
	}
	if len(refused) == 0 {
		if e := r.place(&l, values); e != nil {
			refused = append(refused, Refused{Row: row.Number, Column: r.letter(e.Field), Field: e.Field, Err: e})
		}
	}
	if len(refused) == 0 {
		l.told = make([]uint32, len(values))
		for i, v := range values {
			l.told[i] = r.draft.words.number(v)
		}
	}
	return l, refused
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
		a = r.meaning(c.field, cell)
		if len(c.seen) < manyWords {
			c.seen[cell] = a
		}
	}
	return a
}

// meaning reads a cell of a field. Errors say what was expected and never what stood there.
func (r *reader) meaning(x *field, cell string) answer {
	switch x.Type {
	case typeDay:
		day, err := r.dates.read(cell, r.draft.world)
		return answer{value: day, err: err}
	case typeCode, typeAge, typeOrigin:
		return r.code(x, cell)
	case typeFlag:
		if yes, ok := readFlag(cell); !ok {
			return answer{err: errs.E(errs.Invalid, "sheet.expected_flag")}
		} else if yes {
			return answer{value: "yes"}
		}
		return answer{}
	case typeAmount, typeHours, typeMinutes:
		read := map[fieldType]func(string, int64) (int64, bool){typeAmount: readAmount, typeHours: readHours, typeMinutes: readMinutes}[x.Type]
		n, ok := read(cell, x.Max)
		if !ok {
			return answer{err: errs.E(errs.Invalid, "sheet.expected_"+string(x.Type), "most", x.Max)}
		}
		return answer{value: strconv.FormatInt(n, 10)}
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
	return answer{value: r.pointer(cell)}
}

// pointer reads a reference or number. A dash, or a word such as "unknown", points at nothing: taken as a reference it
// would make one person of everybody whose code nobody knew.
func (r *reader) pointer(cell string) string {
	genders, _ := r.draft.desk.book.List("gender")
	code, ok := genders.Match(cell)
	if ok && r.draft.absent("gender", code) || r.draft.desk.nobody[codebook.Fold(cell)] || codebook.Fold(cell) == "" {
		return ""
	}
	return normalReference(cell)
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

func (r *reader) code(x *field, cell string) answer {
	list, _ := r.draft.desk.book.List(x.List)
	if code, ok := list.Match(cell); ok {
		return answer{value: code}
	}
	switch {
	case x.Type == typeAge:
		if band, ok := readAge(list, cell); ok {
			return answer{value: band}
		}
	case x.Type == typeOrigin:
		regions, _ := r.draft.desk.book.List("region")
		if code, ok := regions.Match(cell); ok {
			return answer{region: code}
		}
	case x.List == "newness":
		// A column "new?" answered by yes or no.
		if yes, ok := readFlag(cell); ok && yes {
			return answer{value: "new"}
		} else if ok {
			return answer{value: "known"}
		}
	}
	return answer{err: errs.E(errs.Invalid, "sheet.expected_code", "list", x.List)}
}

// receiver keeps a project's code where the word is one of this network's projects.
func (r *reader) receiver(cell string) answer {
	w := r.draft.world
	if found := w.words.projects[codebook.Fold(cell)]; len(found) == 1 {
		return answer{value: w.projects[found[0]]}
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
	for i := range r.draft.form.fields {
		text := values[i]
		if text == "" {
			continue
		}
		switch r.draft.form.fields[i].Type {
		case typeReference:
			l.reference = r.draft.desk.personToken(l.organisation, text)
		case typeID:
			l.identity = r.draft.desk.rowToken(l.organisation, r.draft.form.kind, text)
		case typeOuting:
			l.other = r.draft.desk.rowToken(l.organisation, Outings, text)
		case typeContact:
			l.other = r.draft.desk.rowToken(l.organisation, Contacts, text)
		default:
			continue
		}
		values[i] = ""
	}
}
