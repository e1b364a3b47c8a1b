package rights_test

import (
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
)

// TestAnErasedPersonStaysInTheFiguresAndNowhereElse: what was recorded about them is still counted as one person's, under an
// id that nothing else knows, with days made quarters.
func TestAnErasedPersonStaysInTheFiguresAndNowhereElse(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		officer := policy.Subject{Account: "officer", Organisation: string(town.Faro), Status: policy.Confirmed, Roles: []policy.Role{policy.Officer}}
		grant, err := policy.Authorize(officer, policy.IdentityErase)
		must(t, err)
		var gone, other person.Person
		operator := policy.System(policy.Operator, "test")
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
			register := person.New(town.Book)
			facts := testkit.Person(town.Faro)
			facts.Citizenship, facts.Region, facts.Province = "NG", "west_africa", "IT-BG"
			if gone, err = register.Record(tx, facts); err != nil {
				return err
			}
			if other, err = register.Record(tx, testkit.Person(town.Faro)); err != nil {
				return err
			}
			return about(tx, town, gone)
		}))
		before := figures(t, s)

		e, err := erase(t, s, grant, town.Book, gone.ID)
		must(t, err)
		if e.Person != gone.ID || e.Account != network.AccountID("officer") {
			t.Errorf("certificate %+v", e)
		}
		if after := figures(t, s); after != before {
			t.Errorf("the figures were %+v and are %+v", before, after)
		}
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			tables := []string{"sheet_persons", "sheet_fills", "vault_person_keys", "vault_followers"}
			for _, n := range rights.Registry().Nouns {
				tables = append(tables, n.Table)
			}
			for _, table := range tables {
				var n int64
				if err := tx.QueryRow(`SELECT COUNT(*) FROM `+table+` WHERE person_id = $1`, gone.ID).Scan(&n); err != nil {
					return err
				}
				if n != 0 {
					t.Errorf("%s still knows the person", table)
				}
			}
			var day, citizenship, province string
			var outing *string
			if err := tx.QueryRow(`SELECT day, citizenship, province, outing_id FROM outreach_contacts WHERE person_id IS NOT NULL`).Scan(&day, &citizenship, &province, &outing); err != nil {
				return err
			}
			if day != "2024-04-01" || citizenship != "not_recorded" || province != "IT-BS" || outing != nil {
				t.Errorf("the contact says %s, %s, %s", day, citizenship, province)
			}
			if _, err := person.Mine(tx, gone.ID); errs.KindOf(err) != errs.NotFound {
				t.Errorf("the person is there: %v", err)
			}
			list, err := person.Persons(tx, store.Selection{})
			if err != nil || list.Total != 1 || list.Items[0].ID != other.ID {
				t.Errorf("the list shows %+v, %v", list, err)
			}
			return nil
		}))
		if _, err := erase(t, s, grant, town.Book, gone.ID); errs.KindOf(err) != errs.NotFound {
			t.Errorf("erased twice: %v", err)
		}
	})
}

// about records one of everything about a person.
func about(tx *store.Tx, town testkit.Town, who person.Person) error {
	return aboutFor(tx, town, who, 30)
}

// aboutFor is about with a service of so many minutes.
func aboutFor(tx *store.Tx, town testkit.Town, who person.Person, minutes int64) error {
	log := outreach.New(town.Book)
	street := work.Work{OrganisationID: town.Faro, UnitID: town.Street, Day: "2024-05-17", Province: "IT-BG"}
	outing, err := log.RecordOuting(tx, outreach.Outing{Work: street, Mode: "outdoor", Minutes: 60})
	if err != nil {
		return err
	}
	contact := testkit.Contact(street)
	contact.PersonID, contact.OutingID, contact.Newness = who.ID, outing.ID, "new"
	if _, err := log.RecordContact(tx, contact); err != nil {
		return err
	}
	stranger := testkit.Contact(street)
	stranger.Newness = "new"
	if stranger, err = log.RecordContact(tx, stranger); err != nil {
		return err
	}
	for _, help := range []outreach.Action{{PersonID: who.ID}, {ContactID: stranger.ID}} { // the second before anybody knew who it was
		help.Work, help.Type, help.Outcome = street, "material_help", "completed"
		if _, err := log.RecordAction(tx, help); err != nil {
			return err
		}
	}
	if err := log.LinkContact(tx, stranger.ID, who.ID); err != nil {
		return err
	}
	if err := person.New(town.Book).RecordProtection(tx, person.Protection{PersonID: who.ID, OrganisationID: town.Faro, Day: "2024-05-18", Answer: "yes"}); err != nil {
		return err
	}
	own := casework.Work{PersonID: who.ID, Work: work.Work{OrganisationID: town.Faro, UnitID: town.Desk, Day: "2024-05-20", Province: "IT-BS"}}
	if _, err := casework.Enrol(tx, town.Book, casework.Enrolment{Work: own, Kind: "own", Source: "desk"}); err != nil {
		return err
	}
	own.Day = "2024-06-11"
	if _, err = casework.Deliveries.Take(tx, town.Book, casework.Delivery{Work: own, Type: "legal_support", Minutes: minutes}); err != nil {
		return err
	}
	own.ProjectID = town.Rotta
	return testkit.KeepOthers(tx, town.Book, rights.Registry(), who.ID, own.Work)
}

type tally struct{ Contacts, Persons, Enrolments, Deliveries, Protections int64 }

// figures are what reports count, from their own views.
func figures(t *testing.T, s *store.Store) (n tally) {
	t.Helper()
	must(t, s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		for sql, into := range map[string]*int64{
			`SELECT COUNT(*) FROM view_contacts`: &n.Contacts, `SELECT COUNT(DISTINCT person) FROM view_contacts`: &n.Persons,
			`SELECT COUNT(*) FROM view_enrolments`: &n.Enrolments, `SELECT COUNT(*) FROM view_deliveries`: &n.Deliveries,
			`SELECT COUNT(*) FROM view_protections WHERE answer = 'yes'`: &n.Protections,
		} {
			if err := tx.QueryRow(sql).Scan(into); err != nil {
				return err
			}
		}
		return nil
	}))
	return n
}

// erase is what an officer's order does.
func erase(t *testing.T, s *store.Store, grant policy.Grant, book *codebook.Book, who person.ID) (e vault.Erasure, err error) {
	t.Helper()
	err = s.Write(t.Context(), grant, func(tx *store.Tx) (err error) {
		e, err = rights.New(book).Erase(tx, who)
		return err
	})
	if err != nil {
		return e, err
	}
	if err := s.Chunks(t.Context(), grant, rights.Finish); err != nil {
		return e, err
	}
	return e, s.Scrub(t.Context(), rights.Tables()...)
}

// TestWhatDiffersInNothingButItsDaySharesOneDay: of an erased person's records no more order is left than figures read.
func TestWhatDiffersInNothingButItsDaySharesOneDay(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		operator := policy.System(policy.Operator, "test")
		gone := met(t, s, town, "2024-05-02", "")
		write(t, s, operator, func(tx *store.Tx) error {
			for _, day := range []string{"2024-05-03", "2024-05-14", "2024-05-28"} {
				k := testkit.Contact(work.Work{OrganisationID: town.Faro, UnitID: town.Street, Day: day, Province: "IT-BG"})
				k.PersonID, k.Newness = gone.ID, "known"
				if _, err := outreach.New(town.Book).RecordContact(tx, k); err != nil {
					return err
				}
			}
			return nil
		})
		_, err := erase(t, s, operator, town.Book, gone.ID)
		must(t, err)
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			days, err := store.List(tx, func(r store.Row) (day string, err error) { return day, r.Scan(&day) }, `SELECT DISTINCT day FROM outreach_contacts WHERE newness = 'known'`)
			if len(days) != 1 {
				t.Errorf("contacts alike stand on %v", days)
			}
			return err
		}))
	})
}
