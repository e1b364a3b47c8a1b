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
	"approdo/internal/testkit"
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
		text, _ := v.(string)
		if b, ok := v.([]byte); ok {
			text = string(b)
		}
		if column := m.table.Name + "." + m.table.Columns[i].Name; strings.Contains(text, m.of) && !slices.Contains(m.tables, column) {
			m.tables = append(m.tables, column)
		}
	}
	return nil
}

// named are where a database names somebody, besides the trail and the feed, which say that something happened and not what, and the register of
// erasures, which a restore follows.
func named(t *testing.T, s *store.Store, who person.ID) []string {
	t.Helper()
	m := &mentions{of: string(who)}
	must(t, s.Dump(t.Context(), policy.System(policy.Operator, "test"), func(*store.Tx) error { return nil }, m))
	slices.Sort(m.tables)
	return slices.DeleteFunc(m.tables, func(column string) bool {
		return strings.HasPrefix(column, "audit_entries.") || column == "store_changes.id" || column == "vault_erasures.person_id"
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
			must(t, log.ChangeContact(tx, k, "mistyped"))
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
			must(t, log.ChangeOuting(tx, o, "mistyped"))
			must(t, log.RemoveOuting(tx, o.ID))
			gone.Gender = "woman"
			return register.Correct(tx, gone, "mistyped")
		})
		if where := named(t, s, gone.ID); len(where) == 0 {
			t.Fatal("nothing names the person before: the test looks in the wrong place")
		}
		if where := named(t, s, person.ID(removed.ID)); len(where) != 0 {
			t.Errorf("a removed contact stands in %v", where)
		}
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			var n int64
			err := tx.QueryRow(`SELECT COUNT(*) FROM outreach_corrections WHERE noun = 'outing'`).Scan(&n)
			if n != 0 {
				t.Errorf("%d corrections of an outing that was removed", n)
			}
			return err
		}))
		write(t, s, operator, func(tx *store.Tx) error { _, err := rights.New(town.Book).Erase(tx, gone.ID); return err })
		if where := named(t, s, gone.ID); len(where) != 0 {
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
				_, err := tx.Exec(`INSERT INTO outreach_corrections (id, noun, record, reason, before, account, recorded) VALUES ($1, 'contact', 'k', 'mistyped', $2, 'a', '2024-06-01T10:00:00Z')`,
					tx.NewID(), before)
				if err != nil {
					return err
				}
			}
			tx.Note("contact", "k", nil)
			return nil
		})
		write(t, s, operator, func(tx *store.Tx) error { _, err := rights.New(town.Book).Erase(tx, gone.ID); return err })
		if where := named(t, s, gone.ID); len(where) != 0 {
			t.Errorf("the erased person stands in %v", where)
		}
		if where := named(t, s, "somebody"); len(where) != 1 {
			t.Errorf("what another contact said stands in %v", where)
		}
	})
}
