package rights_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
	"approdo/internal/testkit/joins"
)

// mentions looks for some text in whatever a database holds, and keeps the tables where it stands.
type mentions struct {
	of     string
	table  store.Table
	tables []string
}

func (m *mentions) Table(t store.Table) error { m.table = t; return nil }

func (m *mentions) Row(row []any) error {
	for i, v := range row {
		if column := m.table.Name + "." + m.table.Columns[i].Name; strings.Contains(joins.Said(v), m.of) && !slices.Contains(m.tables, column) {
			m.tables = append(m.tables, column)
		}
	}
	return nil
}

// named are the columns in which a database holds some id.
func named(t *testing.T, s *store.Store, id string) []string {
	t.Helper()
	m := &mentions{of: id}
	must(t, s.Dump(t.Context(), policy.System(policy.Operator, "test"), func(*store.Tx) error { return nil }, m))
	slices.Sort(m.tables)
	return m.tables
}

// left are the columns that still name somebody, besides those of which the registry says that they do.
func left(t *testing.T, s *store.Store, id string) []string {
	t.Helper()
	return slices.DeleteFunc(named(t, s, id), func(column string) bool {
		return slices.ContainsFunc(rights.Registry().Places, func(p work.Place) bool {
			return p.Fate == work.Stays && p.Holds != work.Token && p.Table+"."+p.Column == column && p.Table != "person_persons"
		})
	})
}

// TestNothingNamesAnErasedPersonWhateverWasDoneToTheirRecordsBefore: a contact that was corrected leaves what it said before, and must not when it was removed, or
// turned out to be somebody else's, before the person was erased.
func TestNothingNamesAnErasedPersonWhateverWasDoneToTheirRecordsBefore(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		operator := policy.System(policy.Operator, "test")
		gone, other := met(t, s, town, "2024-05-02", ""), met(t, s, town, "2024-05-02", "")
		log, register := outreach.New(town.Book), person.New(town.Book)
		corrected := func(tx *store.Tx) outreach.Contact {
			k := testkit.Contact(outreach.Work{OrganisationID: town.Faro, UnitID: town.Street, Day: "2024-05-17", Province: "IT-BS"})
			k.PersonID = gone.ID
			k, err := log.RecordContact(tx, k)
			must(t, err)
			k.Setting = "sexual_indoor"
			must(t, outreach.Contacts.Correct(tx, town.Book, k, "mistyped"))
			return k
		}
		var removed outreach.Contact
		write(t, s, operator, func(tx *store.Tx) error {
			corrected(tx)
			must(t, log.LinkContact(tx, corrected(tx).ID, other.ID))
			must(t, log.LinkContact(tx, corrected(tx).ID, ""))
			removed = corrected(tx)
			must(t, log.RemoveContact(tx, removed.ID))
			o, err := log.RecordOuting(tx, outreach.Outing{Work: removed.Work, Mode: "outdoor", Minutes: 60})
			must(t, err)
			o.Minutes = 90
			must(t, outreach.Outings.Correct(tx, town.Book, o, "mistyped"))
			must(t, log.RemoveOuting(tx, o.ID))
			gone.Gender = "woman"
			return register.Correct(tx, gone, "mistyped")
		})
		if where := left(t, s, string(gone.ID)); len(where) == 0 {
			t.Fatal("nothing names the person before: the test looks in the wrong place")
		}
		if where := left(t, s, removed.ID); len(where) != 0 && !slices.Equal(where, []string{"store_changes.id"}) { // the feed forgets it with whoever is erased next
			t.Errorf("a removed contact stands in %v", where)
		}
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			var n int64
			err := tx.QueryRow(`SELECT COUNT(*) FROM work_corrections WHERE noun = 'outing'`).Scan(&n)
			if n != 0 {
				t.Errorf("%d corrections of an outing that was removed", n)
			}
			return err
		}))
		write(t, s, operator, func(tx *store.Tx) error { _, err := rights.New(town.Book).Erase(tx, gone.ID); return err })
		if where := left(t, s, string(gone.ID)); len(where) != 0 {
			t.Errorf("the erased person stands in %v", where)
		}
	})
}

// TestWhatWasCorrectedBeforeTheIdsWereLeftOutIsForgottenToo: folders of earlier versions keep the person's id in what a contact said before.
func TestWhatWasCorrectedBeforeTheIdsWereLeftOutIsForgottenToo(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		operator := policy.System(policy.Operator, "test")
		gone := met(t, s, town, "2024-05-02", "")
		write(t, s, operator, func(tx *store.Tx) error {
			for _, before := range []string{`{"ID":"k","PersonID":"` + string(gone.ID) + `"}`, `{"ID":"k","PersonID":"somebody"}`} {
				_, err := tx.Exec(`INSERT INTO work_corrections (id, noun, record, reason, before, account, recorded) VALUES ($1, 'contact', 'k', 'mistyped', $2, 'a', '2024-06-01T10:00:00Z')`,
					tx.NewID(), before)
				if err != nil {
					return err
				}
			}
			tx.Note("contact", "k", nil)
			return nil
		})
		write(t, s, operator, func(tx *store.Tx) error { _, err := rights.New(town.Book).Erase(tx, gone.ID); return err })
		if where := left(t, s, string(gone.ID)); len(where) != 0 {
			t.Errorf("the erased person stands in %v", where)
		}
		if where := named(t, s, "somebody"); len(where) != 1 {
			t.Errorf("what another contact said stands in %v", where)
		}
	})
}

// TestNoCounterLeadsToWhatIsLeft: the trail has an entry for each change of a record, so that a number of changes in what is left of somebody would tell which record it was.
func TestNoCounterLeadsToWhatIsLeft(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		operator := policy.System(policy.Operator, "test")
		gone := met(t, s, town, "2024-05-02", "")
		write(t, s, operator, func(tx *store.Tx) error { return about(tx, town, gone) })
		nouns := rights.Registry().Nouns
		write(t, s, operator, func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			for i, n := range nouns {
				if _, err := tx.Exec(`UPDATE `+n.Table+` SET revision = $1`, i+1); err != nil {
					return err
				}
			}
			_, err := tx.Exec(`UPDATE person_persons SET revision = 7`)
			return err
		})
		changed := func() (n int64) {
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
				for _, table := range []string{"person_persons", "person_protections", "outreach_contacts", "outreach_actions", "casework_interviews", "casework_enrolments", "casework_deliveries"} {
					var some int64
					if err := tx.QueryRow(`SELECT COUNT(*) FROM ` + table + ` WHERE revision > 0`).Scan(&some); err != nil {
						return err
					}
					n += some
				}
				return nil
			}))
			return n
		}
		if changed() == 0 {
			t.Fatal("nothing was changed before")
		}
		write(t, s, operator, func(tx *store.Tx) error { _, err := rights.New(town.Book).Erase(tx, gone.ID); return err })
		if n := changed(); n > 0 {
			t.Errorf("%d records of a husk say how often they were changed", n)
		}
		write(t, s, operator, func(tx *store.Tx) error { // as an earlier version left them
			tx.Note("test", "", nil)
			_, err := tx.Exec(`UPDATE casework_interviews SET revision = 3`)
			return err
		})
		other := met(t, s, town, "2024-05-02", "")
		write(t, s, operator, func(tx *store.Tx) error { _, err := rights.New(town.Book).Erase(tx, other.ID); return err })
		must(t, s.Chunks(t.Context(), operator, rights.Finish))
		if n := changed(); n > 0 {
			t.Errorf("%d records of an earlier version's husk still say it", n)
		}
	})
}
