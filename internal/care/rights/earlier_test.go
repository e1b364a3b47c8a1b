package rights_test

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/report/column"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
)

// TestAFolderInWhichAnEarlierVersionErasedPeopleForgetsWhoTheyWere: their husks kept ids in order of time, frozen reports kept plain ids, and the register their names
// for the program. All of that is gone when what is left to do is done, and the frozen reports are what they were.
func TestAFolderInWhichAnEarlierVersionErasedPeopleForgetsWhoTheyWere(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := populate(t, s, 6, rand.New(rand.NewPCG(2, 5)))
		gone := met(t, s, w.Town, "2024-05-02", "")
		var once []work.Reference
		write(t, s, w.operator, func(tx *store.Tx) (err error) {
			once, err = ordered(tx, w.Town, gone)
			return err
		})
		run := w.freeze(t)
		w.plainly(t, run)
		before, d := w.compare(t, run)
		if !d.None() {
			t.Fatalf("plain marks say that something changed: %v", d.Records)
		}
		write(t, s, w.operator, func(tx *store.Tx) error { return leftBy(tx, w.Town, gone) })
		must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
			more, err := rights.Unfinished(tx)
			if !more {
				t.Error("nothing is left to do")
			}
			return err
		}))
		write(t, s, w.operator, func(tx *store.Tx) error { return rights.Regard(tx, w.Book, 0) })
		w.follow(t)
		must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
			more, err := rights.Unfinished(tx)
			if more {
				t.Error("something is still left to do")
			}
			if erased, err := vault.Erased(tx, gone.ID); err != nil || !erased {
				t.Errorf("the register does not know of the erasure: %v, %v", erased, err)
			}
			return err
		}))
		for _, x := range append(once, work.Reference{Noun: "person", ID: string(gone.ID)}) {
			for _, column := range named(t, s, x.ID) {
				if !strings.HasPrefix(column, "audit_entries.") && column != "store_changes.id" {
					t.Errorf("the id that a %s had stands in %s", x.Noun, column)
				}
			}
			if strings.Contains(papersOf(t, s, run), x.ID) {
				t.Errorf("a frozen report names a %s", x.Noun)
			}
		}
		after, d := w.compare(t, run)
		if !bytes.Equal(after.Document, before.Document) || len(d.Records) != 0 || d.Erased != len(once) {
			t.Errorf("the frozen report is another, or tells %v, %d erased", d.Records, d.Erased)
		}
		ids := map[string]bool{}
		must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
			for _, n := range rights.Registry().Nouns {
				list, err := store.List(tx, func(r store.Row) (id string, err error) { return id, r.Scan(&id) },
					`SELECT id FROM `+n.Table+` WHERE person_id IN (SELECT id FROM person_persons WHERE detached)`)
				if err != nil {
					return err
				}
				for _, id := range list {
					if ids[id] = true; id[14] != '4' {
						t.Errorf("a %s of a husk has an id in order of time", n.Name)
					}
				}
			}
			return nil
		}))
		if len(ids) < len(once)-1 {
			t.Errorf("the husk has %d records", len(ids))
		}
	})
}

// ordered records one of everything about a person, under ids in order of time.
func ordered(tx *store.Tx, town testkit.Town, who person.Person) (list []work.Reference, err error) {
	log := outreach.New(town.Book)
	id := func(noun string) string {
		list = append(list, work.Reference{Noun: noun, ID: tx.NewID()})
		return list[len(list)-1].ID
	}
	street := work.Work{OrganisationID: town.Faro, UnitID: town.Street, Day: "2024-05-23", Province: "IT-BS"}
	k := testkit.Contact(street)
	k.ID = id("contact")
	if k, err = log.RecordContact(tx, k); err != nil {
		return nil, err
	}
	if _, err = log.RecordAction(tx, outreach.Action{ID: id("action"), Work: street, ContactID: k.ID, Type: "material_help", Outcome: "completed"}); err != nil {
		return nil, err
	}
	if err = log.LinkContact(tx, k.ID, who.ID); err != nil {
		return nil, err
	}
	answer := person.Protection{ID: id("protection"), PersonID: who.ID, OrganisationID: town.Faro, Day: "2024-05-18", Answer: "yes"}
	if err = person.New(town.Book).RecordProtection(tx, answer); err != nil {
		return nil, err
	}
	own := casework.Work{PersonID: who.ID, Work: work.Work{OrganisationID: town.Faro, UnitID: town.Desk, Day: "2024-06-20", Province: "IT-BS"}}
	if _, err = casework.Interviews.Take(tx, town.Book, casework.Interview{ID: id("interview"), Work: own, Language: "en", Information: "yes"}); err != nil {
		return nil, err
	}
	own.Day = "2024-06-21"
	if _, err = casework.Enrol(tx, town.Book, casework.Enrolment{ID: id("enrolment"), Work: own, Kind: "own", Source: "desk"}); err != nil {
		return nil, err
	}
	_, err = casework.Deliveries.Take(tx, town.Book, casework.Delivery{ID: id("delivery"), Work: own, Type: "legal_support", Minutes: 45})
	return list, err
}

// leftBy does to a person what earlier versions did when they erased one.
func leftBy(tx *store.Tx, town testkit.Town, gone person.Person) error {
	husk := work.NewID()
	statements := []string{
		`INSERT INTO person_persons (id, organisation_id, code, gender, age_band, age_source, citizenship, region, region_source, province, day, recorded, detached)
SELECT $2, organisation_id, $2, gender, age_band, age_source, 'not_recorded', region, region_source, province, '2024-04-01', '2024-04-01', TRUE FROM person_persons WHERE id = $1`,
	}
	for _, n := range rights.Registry().Nouns {
		statements = append(statements, `UPDATE `+n.Table+` SET person_id = $2, day = '2024-04-01', recorded = '2024-04-01' WHERE person_id = $1`)
	}
	statements = append(statements, `DELETE FROM sheet_persons WHERE person_id = $1 AND $2 <> ''`, `DELETE FROM sheet_fills WHERE person_id = $1 AND $2 <> ''`,
		`DELETE FROM person_persons WHERE id = $1 AND $2 <> ''`)
	for _, q := range statements {
		if _, err := tx.Exec(q, gone.ID, husk); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`INSERT INTO vault_erasures_once (id, person_id, organisation_id, account_id, erased, records, files, tokens, keys, backups)
VALUES ($1, $2, $3, 'officer', '2024-08-01T10:11:12Z', 1, 0, 0, 1, '2024-10-01')`, tx.NewID(), gone.ID, town.Faro)
	if err == nil { // as migration 31 does
		_, err = tx.Exec(`INSERT INTO rights_scatters (organisation_id, after) VALUES ($1, '')`, town.Faro)
	}
	tx.NoteAbout(string(gone.ID), person.Erased, string(gone.ID), nil)
	tx.Changed("network", string(town.Faro))
	return err
}

// plainly writes what a frozen report keeps of records as earlier versions did, and seals it anew.
func (w *crowd) plainly(t *testing.T, run string) {
	t.Helper()
	var out bytes.Buffer
	zip, snapshot := gzip.NewWriter(&out), w.snapshot(t)
	enc := json.NewEncoder(zip)
	lines := 0
	for _, name := range []string{"contacts", "actions", "deliveries", "enrolments", "outings", "protections"} {
		view := snapshot.View(name)
		organisation, _ := view.Schema.Column("organisation")
		view.Select(column.FirstDay, column.LastDay).Each(func(ref int32) {
			noun, record := view.Record(ref)
			m := map[string]string{"id": view.ID(ref), "noun": noun, "organisation": snapshot.Text(view.Code(organisation, ref)), "day": view.Day(ref).String()}
			m["content"] = hex.EncodeToString(view.Fingerprint(ref)[:12])
			if record != m["id"] {
				m["record"] = record
			}
			if p := view.Person(ref); p >= 0 {
				key := snapshot.PersonKey(p)
				h := seal.Hash([]byte("report person"), key[:])
				m["person"] = hex.EncodeToString(h[:8])
			}
			must(t, enc.Encode(m))
			lines++
		})
	}
	must(t, zip.Close())
	if counted := strings.Count(papersOf(t, w.s, run), "\n") - 1; counted != lines {
		t.Fatalf("the report counted %d rows, and %d are kept", counted, lines)
	}
	hash := func(b []byte) string { h := seal.Hash(b); return hex.EncodeToString(h[:]) }
	write(t, w.s, w.operator, func(tx *store.Tx) error {
		var says [9]string
		var document []byte
		err := tx.QueryRow(`SELECT id, report, organisation_id, scope, parameters, definition, snapshot, account, frozen, document FROM report_runs JOIN report_papers ON run_id = id WHERE id = $1`, run).
			Scan(&says[0], &says[1], &says[2], &says[3], &says[4], &says[5], &says[6], &says[7], &says[8], &document)
		held := hash([]byte(hash(document) + hash(out.Bytes())))
		token := tx.Keys().Token("frozen report", append(says[:], held)...)
		if err == nil {
			_, err = tx.Exec(`UPDATE report_papers SET records = $1, keyed = FALSE WHERE run_id = $2`, out.Bytes(), run)
		}
		if err == nil {
			_, err = tx.Exec(`UPDATE report_runs SET held = $1, sealed = $2 WHERE id = $3`, held, token[:], run)
		}
		tx.Note("test", "", nil)
		return err
	})
}
