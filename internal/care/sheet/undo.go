package sheet

import (
	"bytes"
	"maps"
	"slices"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
)

// Use is a record made after an import that rests on something the import made, or a record of the import that was
// changed since. While there is one, the import cannot be undone.
type Use struct {
	Noun, ID string // the later record
	On       string // id of the import's record or person; equal to ID for one that was changed
	Person   string // whom the later record is about, where that is what it rests on
}

// made is what an import recorded.
type made struct {
	records []work.Reference
	persons []person.ID
	mine    map[string]bool // ids of records
}

func (d *Desk) made(tx *store.Tx, id string) (made, error) {
	m := made{mine: map[string]bool{}}
	records, err := store.List(tx, func(row store.Row) (r work.Reference, err error) {
		var identity, guard []byte
		err = row.Scan(&identity, &r.Noun, &r.ID, &guard)
		if err == nil && !bytes.Equal(guard, rowGuard(tx, identity, id, r.Noun, r.ID)) {
			err = forged(id)
		}
		return r, err
	}, `SELECT identity, kind, record, guard FROM sheet_rows WHERE import_id = $1 AND record <> '' ORDER BY identity`, id)
	if err != nil {
		return m, errs.Wrap(err, "read import", id)
	}
	for _, r := range records {
		m.mine[r.ID], m.mine[outreach.AnswerOf(r.ID)] = true, true
		if r.Noun != "person" {
			m.records = append(m.records, r)
		}
	}
	m.persons, err = store.List(tx, func(row store.Row) (p person.ID, err error) {
		var reference, guard []byte
		err = row.Scan(&reference, &p, &guard)
		if err == nil && !bytes.Equal(guard, personGuard(tx, reference, id, p)) {
			err = forged(id)
		}
		return p, err
	}, `SELECT reference, person_id, guard FROM sheet_persons WHERE import_id = $1 ORDER BY person_id`, id)
	m.persons = slices.Compact(m.persons)
	return m, errs.Wrap(err, "read persons of import", id)
}

// Uses lists what stands in the way of undoing an import.
func (d *Desk) Uses(tx *store.Tx, id string) ([]Use, error) {
	if _, err := Find(tx, id); err != nil {
		return nil, err
	}
	m, err := d.made(tx, id)
	if err != nil {
		return nil, err
	}
	return d.uses(tx, id, m)
}

func (d *Desk) uses(tx *store.Tx, id string, m made) ([]Use, error) {
	var list []Use
	for _, r := range m.records {
		revised, err := intake.Revised(tx, r)
		if err != nil {
			return nil, err
		}
		if revised {
			list = append(list, Use{Noun: r.Noun, ID: r.ID, On: r.ID})
		}
		if r.Noun != "outing" && r.Noun != "contact" {
			continue
		}
		resting, err := outreach.Resting(tx, r.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, m.foreign(resting, r.ID)...)
	}
	for _, p := range m.persons {
		records, err := d.kept.About(tx, string(p))
		if err != nil {
			return nil, err
		}
		list = append(list, of(p, m.foreign(records, string(p)))...)
	}
	carried, err := m.carried(tx)
	if err != nil {
		return nil, err
	}
	list = append(list, carried...)
	fills, err := work.References(tx, `SELECT DISTINCT 'import', f.import_id FROM sheet_fills f JOIN sheet_persons p ON p.person_id = f.person_id
WHERE p.import_id = $1 AND f.import_id <> $1`, id)
	if err != nil {
		return nil, errs.Wrap(err, "read fills on import", id)
	}
	return append(list, m.foreign(fills, id)...), nil
}

// carried are the services that rest on the enrolments of the import, given to somebody whom it did not make.
func (m made) carried(tx *store.Tx) (list []Use, err error) {
	enrolments, own := map[person.ID][]string{}, map[person.ID]bool{}
	for _, p := range m.persons {
		own[p] = true
	}
	for _, r := range m.records {
		if r.Noun != "enrolment" {
			continue
		}
		who, found, err := casework.EnrolmentOf(tx, r.ID)
		if err != nil {
			return nil, err
		}
		if found && !own[who] {
			enrolments[who] = append(enrolments[who], r.ID)
		}
	}
	for _, who := range slices.Sorted(maps.Keys(enrolments)) {
		resting, err := casework.Resting(tx, who, enrolments[who])
		if err != nil {
			return nil, err
		}
		list = append(list, of(who, m.foreign(resting, string(who)))...)
	}
	return list, nil
}

// sortedIDs are the imports that are counted, in their order.
func sortedIDs(count map[string]int) []string { return slices.Sorted(maps.Keys(count)) }

// of says whom records are about.
func of(who person.ID, list []Use) []Use {
	for i := range list {
		list[i].Person = string(who)
	}
	return list
}

// foreign keeps the records that the import did not make itself.
func (m made) foreign(records []work.Reference, on string) []Use {
	var list []Use
	for _, r := range records {
		if !m.mine[r.ID] {
			list = append(list, Use{Noun: r.Noun, ID: r.ID, On: on})
		}
	}
	return list
}

// Undo takes a whole import back: its records, the facts it filled in, and the persons it made. What was used since is
// a Conflict "sheet.used"; Uses lists it. Frozen reports keep their figures. The same file can then be imported again.
func (d *Desk) Undo(tx *store.Tx, id string) error {
	i, err := Find(tx, id)
	if err != nil {
		return err
	}
	if i.Undone != "" {
		return errs.E(errs.Conflict, "sheet.undone")
	}
	if err := remembered(tx); err != nil {
		return err
	}
	m, err := d.made(tx, id)
	if err != nil {
		return err
	}
	uses, err := d.uses(tx, id, m)
	if err != nil {
		return err
	}
	if len(uses) > 0 {
		return errs.E(errs.Conflict, "sheet.used", "count", len(uses))
	}
	if err := d.unfill(tx, id); err != nil {
		return err
	}
	// Rows about somebody who was erased stay known: figures go on counting what they became, and nobody could take that back.
	for _, statement := range []string{`DELETE FROM sheet_rows WHERE import_id = $1 AND record <> ''`, `DELETE FROM sheet_persons WHERE import_id = $1`} {
		if _, err := tx.Exec(statement, id); err != nil {
			return errs.Wrap(err, "undo import", id)
		}
	}
	if err := d.remove(tx, m); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE sheet_imports SET undone = $1 WHERE id = $2`, tx.Now().Format(time.RFC3339), id); err != nil {
		return errs.Wrap(err, "undo import", id)
	}
	tx.Note("import", id, audit.Details{"state": audit.Code("undone")})
	return nil
}

func (d *Desk) remove(tx *store.Tx, m made) error {
	for _, r := range m.records {
		remove := d.work.RemoveOuting
		if r.Noun != "outing" {
			noun, ok := d.kept.Noun(r.Noun)
			if !ok {
				return errs.E(errs.Internal, "sheet.unknown_kind", "kind", r.Noun)
			}
			remove = noun.Remove
		}
		if err := remove(tx, r.ID); err != nil && errs.KindOf(err) != errs.NotFound { // what was taken back by hand is gone already
			return err
		}
	}
	for _, p := range m.persons {
		if err := d.persons.Remove(tx, p); err != nil {
			return err
		}
	}
	return nil
}

// unfill gives persons back the answers they had, unless somebody said better since.
func (d *Desk) unfill(tx *store.Tx, id string) error {
	type fill struct{ who, fact, before, told string }
	fills, err := store.List(tx, func(r store.Row) (f fill, err error) {
		return f, r.Scan(&f.who, &f.fact, &f.before, &f.told)
	}, `SELECT person_id, fact, before, told FROM sheet_fills WHERE import_id = $1 ORDER BY person_id, fact`, id)
	if err != nil {
		return errs.Wrap(err, "read fills of import", id)
	}
	if _, err := tx.Exec(`DELETE FROM sheet_fills WHERE import_id = $1`, id); err != nil {
		return errs.Wrap(err, "undo import", id)
	}
	for len(fills) > 0 {
		p, err := person.Find(tx, person.ID(fills[0].who))
		if err != nil {
			return err
		}
		for len(fills) > 0 && fills[0].who == string(p.ID) {
			if fact := factOf(&p, fills[0].fact); *fact == fills[0].told {
				*fact = fills[0].before
			}
			fills = fills[1:]
		}
		if err := d.persons.Change(tx, p); err != nil {
			return err
		}
	}
	return nil
}
