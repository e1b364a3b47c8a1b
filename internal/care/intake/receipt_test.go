package intake_test

import (
	"fmt"
	"testing"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/rights"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
)

// sends takes a contact in as somebody sends it.
func (sc scene) sends(g policy.Grant, id string, k outreach.Contact) (made work.Reference, err error) {
	sc.t.Helper()
	err = sc.as(g, func(tx *store.Tx) (err error) {
		made, err = intake.Receive(tx, intake.Sent{ID: id, Body: k}, func() (work.Reference, error) {
			k, err := sc.door.Contact(tx, k, intake.Who{})
			return work.Reference{Noun: "contact", ID: k.ID}, err
		})
		return err
	})
	return made, err
}

// count counts rows.
func (sc scene) count(query string, args ...any) (n int) {
	sc.t.Helper()
	sc.must(sc.s.Read(sc.t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(query, args...).Scan(&n) }))
	return n
}

func TestWhatIsSentTwiceIsTakenInOnce(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		k := testkit.Contact(sc.on)
		first, err := sc.sends(operator, "receipt 1", k)
		sc.must(err)
		again, err := sc.sends(operator, "receipt 1", k)
		if err != nil || again != first {
			t.Errorf("sent again: %v, %v, want %v", again, err, first)
		}
		other := k
		other.Gender = "trans_woman"
		if _, err := sc.sends(operator, "receipt 1", other); errs.KindOf(err) != errs.Conflict || !intake.SentBefore(err) {
			t.Errorf("sent again with other words: %v", err)
		}
		for _, id := range []string{"receipt 2", "", ""} {
			if made, err := sc.sends(operator, id, k); err != nil || made == first {
				t.Errorf("the same under %q: %v, %v", id, made, err)
			}
		}
		if n := sc.count(`SELECT COUNT(*) FROM outreach_contacts`); n != 4 {
			t.Errorf("%d contacts, want 4", n)
		}
		if n := sc.count(`SELECT COUNT(*) FROM intake_receipts`); n != 2 {
			t.Errorf("%d receipts, want 2", n)
		}
	})
}

// TestAnAnswerStaysTheSame, whatever became of the record since; and what was refused can be sent again under the same id.
func TestAnAnswerStaysTheSame(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		k := testkit.Contact(sc.on)
		wrong := k
		wrong.Gender = "F"
		if _, err := sc.sends(operator, "receipt", wrong); errs.KindOf(err) != errs.Invalid {
			t.Fatalf("a wrong code: %v", err)
		}
		first, err := sc.sends(operator, "receipt", k)
		sc.must(err)
		log := outreach.New(sc.Book)
		for _, c := range []struct {
			name string
			done func(*store.Tx) error
		}{
			{"corrected", func(tx *store.Tx) error {
				k, err := outreach.Contacts.Find(tx, first.ID)
				k.Gender = "trans_man"
				if err == nil {
					err = outreach.Contacts.Correct(tx, sc.Book, k, "mistyped")
				}
				return err
			}},
			{"taken back", func(tx *store.Tx) error { return log.RemoveContact(tx, first.ID) }},
		} {
			sc.must(sc.as(operator, c.done))
			if again, err := sc.sends(operator, "receipt", k); err != nil || again != first {
				t.Errorf("%s: %v, %v", c.name, again, err)
			}
		}
		if n := sc.count(`SELECT COUNT(*) FROM outreach_contacts`); n != 0 {
			t.Errorf("%d contacts after it was taken back", n)
		}
	})
}

// TestAnIdOfOneOrganisationMeansNothingInAnother: nobody learns from an answer what others sent.
func TestAnIdOfOneOrganisationMeansNothingInAnother(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		theirs := testkit.Contact(sc.on)
		theirs.OrganisationID, theirs.UnitID = sc.Molo, sc.Quay
		wanda, err := policy.Authorize(sc.Worker.Subject(), policy.ContactRecord)
		sc.must(err)
		first, err := sc.sends(operator, "receipt", theirs)
		sc.must(err)
		if made, err := sc.sends(wanda, "receipt", theirs); err != nil || made == first {
			t.Errorf("answered %v, %v", made, err)
		}
	})
}

// TestAPlantedReceiptAnswersNothing: whoever writes to the database alone leads nobody to another record.
func TestAPlantedReceiptAnswersNothing(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		k := testkit.Contact(sc.on)
		_, err := sc.sends(operator, "receipt", k)
		sc.must(err)
		sc.must(sc.as(operator, func(tx *store.Tx) error {
			tx.Note("test", "planted", nil)
			_, err := tx.Exec(`UPDATE intake_receipts SET record = 'another'`)
			return err
		}))
		if made, err := sc.sends(operator, "receipt", k); !intake.SentBefore(err) {
			t.Errorf("answered %v, %v", made, err)
		}
	})
}

func TestAReceiptGoesWithTheOneItWasAboutAndAfterAWeek(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		p := sc.met()
		for i, who := range []intake.Who{{ID: p.ID}, {}} {
			sc.must(sc.as(operator, func(tx *store.Tx) error {
				k := testkit.Contact(sc.on)
				_, err := intake.Receive(tx, intake.Sent{ID: fmt.Sprint("receipt ", i), Body: k}, func() (work.Reference, error) {
					k, err := sc.door.Contact(tx, k, who)
					return work.Reference{Noun: "contact", ID: k.ID}, err
				})
				return err
			}))
		}
		sc.must(sc.as(operator, func(tx *store.Tx) error { _, err := rights.New(sc.Book).Erase(tx, p.ID); return err }))
		if n := sc.count(`SELECT COUNT(*) FROM intake_receipts`); n != 1 {
			t.Errorf("%d receipts after the erasure, want the one of somebody else", n)
		}
		for days, want := range map[int]int{0: 1, 6: 1, 7: 1, 8: 0} {
			old := time.Now().UTC().AddDate(0, 0, -days).Format(time.DateOnly)
			sc.must(sc.as(operator, func(tx *store.Tx) error {
				tx.Note("test", "older", nil)
				if _, err := tx.Exec(`DELETE FROM intake_receipts`); err != nil {
					return err
				}
				_, err := tx.Exec(`INSERT INTO intake_receipts (token, noun, record, day, guard) VALUES ($1, 'contact', 'one', $2, $1)`, []byte("token"), old)
				return err
			}))
			before := sc.count(`SELECT COUNT(*) FROM audit_entries WHERE object = 'receipt'`)
			sc.must(sc.as(operator, func(tx *store.Tx) error { return intake.Forget(tx, tx.Now()) }))
			left, noted := sc.count(`SELECT COUNT(*) FROM intake_receipts`), sc.count(`SELECT COUNT(*) FROM audit_entries WHERE object = 'receipt'`)-before
			if left != want || noted != 1-want {
				t.Errorf("after %d days %d are left, want %d, and %d entries say so", days, left, want, noted)
			}
		}
	})
}
