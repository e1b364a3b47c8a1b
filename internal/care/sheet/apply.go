package sheet

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Options of Apply.
type Options struct {
	SkipBad  bool     // record the good rows of a file that has refused ones
	Seen     *Preview // what whoever records it was shown; nil where nobody looked
	Progress Progress
}

// Apply records what is new in the file, all or nothing, and answers one Import for each organisation whose rows it
// holds. A file in which nothing is new records nothing and answers none. It compares again, so it may run in any
// later transaction than Compare, and more than once. Where something else would be recorded than was Seen, since somebody was erased, recorded or imported meanwhile, it records nothing: Conflict "sheet.changed_since".
func (d *Draft) Apply(tx *store.Tx, o Options) ([]Import, error) {
	if err := remembered(tx); err != nil {
		return nil, err
	}
	c, err := d.compare(tx)
	if err != nil {
		return nil, err
	}
	if err := open(c.questions); err != nil {
		return nil, err
	}
	if o.Seen != nil && !d.shown(c).agrees(*o.Seen) {
		return nil, errs.E(errs.Conflict, "sheet.changed_since")
	}
	refused := Preview{Refused: slices.Concat(d.preview.Refused, c.refused)}.RefusedRows()
	if refused > 0 && !o.SkipBad {
		return nil, errs.E(errs.Invalid, "sheet.rows_refused", "count", refused)
	}
	if len(c.fresh) == 0 {
		return nil, nil
	}
	for _, id := range c.replaced {
		if err := d.desk.Undo(tx, id); err != nil {
			return nil, err
		}
	}
	if err := d.desk.retract(tx, c.amended, d.form.kind); len(c.amended) > 0 && err != nil {
		return nil, err
	}
	w := &application{Draft: d, tx: tx, comparison: c, byOrganisation: map[network.OrganisationID]*Import{}}
	if err := w.open(refused); err != nil {
		return nil, err
	}
	if err := w.meetAll(); err != nil {
		return nil, err
	}
	if err := w.recordAll(o.Progress); err != nil {
		return nil, err
	}
	return w.close(), nil
}

// application is one run of Apply.
type application struct {
	*Draft
	*comparison
	tx             *store.Tx
	imports        []*Import
	byOrganisation map[network.OrganisationID]*Import
}

// open counts the rows of each organisation and writes the imports that have something new, since everything else refers to them.
func (w *application) open(refused int) error {
	of := func(o network.OrganisationID) *Import {
		if w.byOrganisation[o] == nil {
			w.byOrganisation[o] = &Import{
				ID: w.tx.NewID(), Organisation: o, Kind: w.form.kind, Account: w.tx.Grant().Actor(), Imported: w.tx.Now().Format(time.RFC3339),
			}
			w.imports = append(w.imports, w.byOrganisation[o])
		}
		return w.byOrganisation[o]
	}
	for i := range w.lines {
		of(w.lines[i].organisation).Rows++
		if _, known := w.known[w.lines[i].row]; known {
			of(w.lines[i].organisation).Known++
		}
	}
	for i := range w.fresh {
		f := &w.fresh[i]
		i, day := of(f.organisation), w.value(f.line, "day")
		i.Added++
		if i.first == "" || day < i.first {
			i.first = day
		}
		i.last = max(i.last, day)
	}
	w.imports = slices.DeleteFunc(w.imports, func(i *Import) bool { return i.Added == 0 })
	slices.SortFunc(w.imports, func(a, b *Import) int {
		return cmp.Compare(w.world.organisations[a.Organisation].Code, w.world.organisations[b.Organisation].Code)
	})
	w.imports[0].Skipped = refused // a row that cannot be read is nobody's
	mapping, err := json.Marshal(w.keep)
	if err != nil {
		return errs.E(errs.Internal, "sheet.map_unreadable", err)
	}
	for _, i := range w.imports {
		if err := insert(w.tx, i, w.digest, string(mapping)); err != nil {
			return err
		}
		if err := w.keepFor(i.Organisation, string(mapping)); err != nil {
			return err
		}
	}
	return nil
}

// keepFor remembers the mapping for the next file with these headings.
func (w *application) keepFor(o network.OrganisationID, mapping string) error {
	_, err := w.tx.Exec(`INSERT INTO sheet_mappings (organisation_id, kind, headings, mapping) VALUES ($1, $2, $3, $4)
ON CONFLICT (organisation_id, kind, headings) DO UPDATE SET mapping = excluded.mapping`, o, string(w.form.kind), w.headings[:], mapping)
	return errs.Wrap(err, "keep mapping")
}

// meetAll makes the persons who are new and fills in what is told of the others.
func (w *application) meetAll() error {
	rows := w.rows()
	known := inserter{tx: w.tx, into: "sheet_persons (reference, import_id, person_id, guard)", width: 4}
	named := map[token]bool{}
	for _, r := range w.renamed { // undone together with whoever made the person
		if named[r.reference] {
			continue
		}
		named[r.reference] = true
		if err := known.add(personRow(w.tx, r.reference, r.imported, r.person)...); err != nil {
			return err
		}
	}
	newcomers := map[token]string{} // reference → the import that makes the person
	for _, who := range w.people {
		i := w.byOrganisation[who.organisation]
		if who.id == "" {
			if err := w.make(who); err != nil {
				return err
			}
			if err := known.add(personRow(w.tx, who.reference, i.ID, who.id)...); err != nil {
				return err
			}
			i.Persons++
			newcomers[who.reference] = i.ID
		} else if err := w.fill(i, who); err != nil {
			return err
		}
		for _, a := range who.answers {
			id := recordID(a.identity)
			err := w.desk.persons.RecordProtection(w.tx, person.Protection{ID: id, PersonID: who.id, OrganisationID: who.organisation, Day: a.day, Answer: a.answer})
			if err == nil {
				err = rows.add(a.identity[:], i.ID, "protection", id, nil, nil, nil, rowGuard(w.tx, a.identity[:], i.ID, "protection", id))
			}
			if err != nil {
				return err
			}
		}
	}
	for other, one := range w.joined {
		if i, made := newcomers[one]; made {
			if err := known.add(personRow(w.tx, other, i, w.persons[one])...); err != nil {
				return err
			}
		}
	}
	if err := rows.flush(); err != nil {
		return err
	}
	return known.flush()
}

// make records a person who was not met before.
func (w *application) make(who *people) error {
	p := person.Person{ID: w.desk.personID(who.reference), OrganisationID: who.organisation, Day: who.day, Province: who.province}
	for i, name := range factNames {
		*factOf(&p, name) = who.facts[i]
	}
	made, err := w.desk.door.Person(w.tx, p, false)
	if err != nil {
		return err
	}
	who.id = made.ID
	w.persons[who.reference] = made.ID
	return nil
}

// byFile is why what is recorded of somebody is corrected: a file says otherwise.
const byFile = "by_file"

// fill tells of a person met before what nobody had told, or what was answered to be a correction, and remembers it so that the import can be undone.
func (w *application) fill(i *Import, who *people) error {
	p, err := person.Find(w.tx, who.id)
	if err != nil {
		return err
	}
	changed := false
	for n, name := range factNames {
		if name == "age_source" || name == "region_source" {
			continue
		}
		told, stands := who.facts[n], *factOf(&p, name)
		if !w.better(name, told, stands) && !(w.overruled[who.id] && told != stands && told != notRecorded && !w.absent(name, told)) {
			continue
		}
		changed = true
		if err := w.fillFact(i, &p, name, who.facts[n]); err != nil {
			return err
		}
		if source := n + 1; source < len(factNames) && (factNames[source] == "age_source" || factNames[source] == "region_source") {
			if err := w.fillFact(i, &p, factNames[source], who.facts[source]); err != nil {
				return err
			}
		}
	}
	if !changed {
		return nil
	}
	if w.overruled[who.id] {
		return w.desk.persons.Correct(w.tx, p, byFile)
	}
	return w.desk.persons.Change(w.tx, p)
}

func (w *application) fillFact(i *Import, p *person.Person, fact, told string) error {
	before := factOf(p, fact)
	_, err := w.tx.Exec(`INSERT INTO sheet_fills (import_id, person_id, fact, before, told) VALUES ($1, $2, $3, $4, $5)`, i.ID, p.ID, fact, *before, told)
	*before = told
	return errs.Wrap(err, "record fill", p.ID)
}

// factOf is where a person keeps a fact.
func factOf(p *person.Person, name string) *string {
	for _, f := range person.Facts(p) {
		if at, ok := f.At.(*string); ok && f.Name == name {
			return at
		}
	}
	return nil
}

// recordAll writes the records in the order of the file, and then their identities in order: a database takes sorted
// keys much faster than scattered ones.
func (w *application) recordAll(progress Progress) error {
	for n := range w.fresh {
		f := &w.fresh[n]
		if err := w.record(w.tx, w.comparison, f); err != nil {
			return w.blame(f, err)
		}
		progress.tell(n+1, len(w.fresh))
	}
	sorted := make([]*fresh, len(w.fresh))
	for n := range w.fresh {
		sorted[n] = &w.fresh[n]
	}
	slices.SortFunc(sorted, func(a, b *fresh) int { return bytes.Compare(a.identity[:], b.identity[:]) })
	rows := w.rows()
	for _, f := range sorted {
		record := recordID(f.identity)
		if w.form.kind == Persons {
			record = string(w.persons[f.reference])
		}
		var content any // of a row known by its number
		if f.identity == f.line.identity && !f.content.zero() {
			content = f.content[:]
		}
		imported, noun := w.byOrganisation[f.organisation].ID, nouns[w.form.kind]
		if err := rows.add(f.identity[:], imported, noun, record, f.unit, w.value(f.line, "day"), content, rowGuard(w.tx, f.identity[:], imported, noun, record)); err != nil {
			return err
		}
	}
	return rows.flush()
}

// rows writes identities of rows.
func (w *application) rows() inserter {
	return inserter{tx: w.tx, into: "sheet_rows (identity, import_id, kind, record, unit_id, day, content, guard)", width: 8}
}

// blame says which row a service refused. It keeps the service's own sentence.
func (w *application) blame(f *fresh, err error) error {
	if kind := errs.KindOf(err); kind == errs.Internal || kind == errs.Unavailable || kind == errs.Denied {
		return err
	}
	return errs.E(errs.Invalid, "sheet.row_failed", "row", rowOf(f.row), err)
}

// nouns are the names of records in the change feed.
var nouns = map[Kind]string{Contacts: "contact", Actions: "action", Persons: "person", Outings: "outing", Enrolments: "enrolment"}

// close notes the imports.
func (w *application) close() []Import {
	list := make([]Import, len(w.imports))
	for n, i := range w.imports {
		w.tx.Note("import", i.ID, i.details())
		list[n] = *i
	}
	return list
}
