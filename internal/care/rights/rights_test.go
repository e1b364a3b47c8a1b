package rights_test

import (
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
)

// officer is somebody who answers for the data of an organisation.
func officer(t *testing.T, o network.OrganisationID) policy.Grant {
	t.Helper()
	g, err := policy.Authorize(policy.Subject{Account: "officer", Organisation: string(o), Status: policy.Confirmed, Roles: []policy.Role{policy.Officer}}, policy.RightsKeep)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// met makes a person of an organisation who was met on a day, and again on another unless that is empty.
func met(t *testing.T, s *store.Store, town testkit.Town, day, again string) person.Person {
	t.Helper()
	who := testkit.Person(town.Faro)
	who.Day = day
	err := s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
		who.ID = ""
		if who, err = person.New(town.Book).Record(tx, who); err != nil || again == "" {
			return err
		}
		k := testkit.Contact(outreach.Work{OrganisationID: town.Faro, UnitID: town.Street, Day: again, Province: "IT-BS"})
		k.PersonID, k.Newness = who.ID, "known"
		_, err = outreach.New(town.Book).RecordContact(tx, k)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return who
}

func TestARequestSaysWhatItAsksForAndWhen(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r, who := rights.New(town.Book), met(t, s, town, "2024-01-10", "")
		for name, c := range map[string]struct{ kind, cause, day string }{
			"no kind": {"dance", "person", "2024-09-01"}, "no cause": {rights.Erasure, "whim", "2024-09-01"}, "no day": {rights.Erasure, "person", "1 September"},
		} {
			err := s.Write(t.Context(), officer(t, town.Faro), func(tx *store.Tx) error {
				tx.Note("test", "asked", nil)
				_, err := r.Ask(tx, c.kind, who.ID, c.cause, c.day)
				return err
			})
			if err == nil || errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestOfMoreThanAHundredWhoAreDueTheQueueSaysThatThereAreMore: the officer decides one by one, and does not take the first hundred for all.
func TestOfMoreThanAHundredWhoAreDueTheQueueSaysThatThereAreMore(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r, faro := rights.New(town.Book), officer(t, town.Faro)
		queue := func(today string) (n int, more bool, err error) {
			err = s.Read(t.Context(), faro, func(tx *store.Tx) error {
				list, rest, err := r.Queue(tx, today)
				n, more = len(list), rest
				return err
			})
			return n, more, err
		}
		for n := range 101 {
			met(t, s, town, "2024-01-10", "")
			if n == 98 || n == 99 || n == 100 {
				if shown, more, err := queue("2026-02-01"); err != nil || shown != min(n+1, 100) || more != (n == 100) {
					t.Errorf("of %d are shown %d, more %v, %v", n+1, shown, more, err)
				}
			}
		}
		if n, _, err := queue("some day"); err == nil {
			t.Errorf("on no day %d are due", n)
		}
	})
}

// TestAnErasureReachesEveryRecordOfSomebodyMetOften: places are cleared a part at a time, to the last.
func TestAnErasureReachesEveryRecordOfSomebodyMetOften(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		operator := policy.System(policy.Operator, "test")
		often, other := met(t, s, town, "2024-01-10", ""), met(t, s, town, "2024-01-10", "2024-02-01")
		const times = 230
		write(t, s, operator, func(tx *store.Tx) error {
			log := outreach.New(town.Book)
			for range times {
				k := testkit.Contact(outreach.Work{OrganisationID: town.Faro, UnitID: town.Street, Day: "2024-05-02", Province: "IT-BS"})
				k.PersonID, k.Newness = often.ID, "known"
				if _, err := log.RecordContact(tx, k); err != nil {
					return err
				}
			}
			if err := received(tx, often.ID); err != nil {
				return err
			}
			return received(tx, other.ID)
		})
		receipts := func() (n int) {
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT COUNT(*) FROM intake_receipts`).Scan(&n) }))
			return n
		}
		if n := receipts(); n != times+1 {
			t.Fatalf("%d receipts, want %d", n, times+1)
		}
		write(t, s, operator, func(tx *store.Tx) error { _, err := rights.New(town.Book).Erase(tx, often.ID); return err })
		if n := receipts(); n != 1 {
			t.Errorf("%d receipts are left, want the one of somebody else", n)
		}
	})
}

func TestAQuarterBeginsOnItsFirstDay(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{
		"2024-01-01": "2024-01-01", "2024-03-31": "2024-01-01", "2024-04-01": "2024-04-01", "2024-06-30": "2024-04-01", "2024-07-15": "2024-07-01", "2024-12-31": "2024-10-01",
		"": "", "no day": "no day", // what is no day is left as it is
	} {
		if got := work.Quarter(day); got != want {
			t.Errorf("%q: %q, want %q", day, got, want)
		}
	}
}

func TestWhoIsSilentForLongIsDueAndNobodyElse(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r := rights.New(town.Book)
		forgotten := met(t, s, town, "2024-01-10", "")
		met(t, s, town, "2024-01-11", "2024-06-01") // met again later
		enrolled, interviewed := met(t, s, town, "2024-01-12", ""), met(t, s, town, "2024-01-13", "")
		work := func(p person.Person) casework.Work {
			return casework.Work{PersonID: p.ID, Work: work.Work{OrganisationID: town.Faro, UnitID: town.Desk, Day: "2024-02-01", Province: "IT-BS"}}
		}
		write(t, s, policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			if _, err := casework.Enrol(tx, town.Book, casework.Enrolment{Work: work(enrolled), Kind: "own", Source: "desk"}); err != nil {
				return err
			}
			_, err := casework.Interviews.Take(tx, town.Book, casework.Interview{Work: work(interviewed), Language: "en", Information: "yes"})
			return err
		})
		due := func(today string, g policy.Grant) (codes map[string]string) {
			codes = map[string]string{}
			err := s.Read(t.Context(), g, func(tx *store.Tx) error {
				list, _, err := r.Queue(tx, today)
				for _, d := range list {
					codes[d.Code] = d.Rule + " " + d.Last + " " + d.Held
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return codes
		}
		faro := officer(t, town.Faro)
		if got := due("2026-01-09", faro); len(got) != 0 {
			t.Errorf("a day too early: %v", got)
		}
		if got := due("2026-02-01", faro); len(got) != 1 || got[forgotten.Code] != "never_assessed 2024-01-10 " {
			t.Errorf("after two years: %v", got)
		}
		if got := due("2026-02-01", officer(t, town.Molo)); len(got) != 0 {
			t.Errorf("another organisation's officer sees %v", got)
		}
		for _, assessed := range []person.Person{enrolled, interviewed} {
			if got := due("2029-01-31", faro); got[assessed.Code] != "" {
				t.Errorf("who was assessed, a day before five years: %v", got)
			}
			if got := due("2029-02-01", faro); got[assessed.Code] != "assessed 2024-02-01 " {
				t.Errorf("who was assessed, after five years: %v", got)
			}
		}
		write(t, s, faro, func(tx *store.Tx) error { return r.SetRule(tx, "never_assessed", 48) })
		if got := due("2026-02-01", faro); len(got) != 0 {
			t.Errorf("with a longer term: %v", got)
		}
		write(t, s, faro, func(tx *store.Tx) error { return r.Hold(tx, forgotten.ID, "claim") })
		if got := due("2028-02-01", faro); got[forgotten.Code] != "never_assessed 2024-01-10 claim" {
			t.Errorf("with a hold: %v", got)
		}
	})
}

func TestARuleTakesOnlyMonthsThatMakeSense(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	town := testkit.Settle(t, s)
	r := rights.New(town.Book)
	for _, months := range []int64{-1, 0, 241} {
		err := s.Write(t.Context(), officer(t, town.Faro), func(tx *store.Tx) error { return r.SetRule(tx, "assessed", months) })
		if e, ok := errs.Of(err); !ok || e.Key != "rights.months" {
			t.Errorf("%d months: %v", months, err)
		}
	}
	err := s.Write(t.Context(), officer(t, town.Faro), func(tx *store.Tx) error { return r.SetRule(tx, "nothing", 12) })
	if errs.KindOf(err) != errs.NotFound {
		t.Errorf("an unknown rule: %v", err)
	}
	err = s.Read(t.Context(), officer(t, town.Faro), func(tx *store.Tx) error {
		rules, err := rights.Rules(tx)
		for _, rule := range rules {
			if rule.Confirmed || rule.Months == 0 {
				t.Errorf("before anybody decided: %+v", rule)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheSameIsAskedOnceAtATime(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r := rights.New(town.Book)
		who, other := met(t, s, town, "2024-01-10", ""), met(t, s, town, "2024-01-10", "")
		faro := officer(t, town.Faro)
		var first rights.Request
		write(t, s, faro, func(tx *store.Tx) (err error) {
			first, err = r.Ask(tx, rights.Access, who.ID, "person", "2024-05-02")
			return err
		})
		ask := func(g policy.Grant, kind string, p person.ID) (q rights.Request, err error) {
			err = s.Write(t.Context(), g, func(tx *store.Tx) (err error) {
				q, err = r.Ask(tx, kind, p, "person", "2024-05-03")
				return err
			})
			return q, err
		}
		if _, err := ask(faro, rights.Access, who.ID); errs.KindOf(err) != errs.Invalid {
			t.Errorf("the same again: %v", err)
		}
		if q, err := ask(faro, rights.Access, other.ID); err != nil || q.Number != 2 {
			t.Errorf("for somebody else: number %d, %v", q.Number, err)
		}
		if _, err := ask(officer(t, town.Molo), rights.Erasure, who.ID); errs.KindOf(err) != errs.NotFound {
			t.Errorf("by another organisation: %v", err)
		}
		err := s.Read(t.Context(), officer(t, town.Molo), func(tx *store.Tx) error { _, err := rights.Find(tx, first.ID); return err })
		if errs.KindOf(err) != errs.NotFound {
			t.Errorf("read by another organisation: %v", err)
		}
		write(t, s, faro, func(tx *store.Tx) error { return r.Refuse(tx, first.ID) })
		if err := s.Write(t.Context(), faro, func(tx *store.Tx) error { return r.Refuse(tx, first.ID) }); errs.KindOf(err) != errs.Conflict {
			t.Errorf("refused twice: %v", err)
		}
		if q, err := ask(faro, rights.Access, who.ID); err != nil || q.Number != 3 {
			t.Errorf("asked again after a refusal: number %d, %v", q.Number, err)
		}
	})
}

func write(t *testing.T, s *store.Store, g policy.Grant, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Write(t.Context(), g, fn); err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatAPersonAsksIsAnsweredWithinAMonth(t *testing.T) {
	t.Parallel()
	for asked, until := range map[string]string{"2024-11-29": "2024-12-29", "2024-01-31": "2024-02-29", "2023-01-31": "2023-02-28", "2024-12-31": "2025-01-31", "": ""} {
		if got := (rights.Request{Day: asked, Cause: "person"}).Until(); got != until {
			t.Errorf("asked on %s: until %s, want %s", asked, got, until)
		}
	}
	if got := (rights.Request{Day: "2024-11-29", Cause: "retention"}).Until(); got != "" {
		t.Errorf("nobody waits for the term of retention, until %s", got)
	}
}

// lift ends all holds on a person.
func lift(tx *store.Tx, r *rights.Rights, who person.ID) error {
	holds, err := rights.Held(tx, who)
	if err == nil && len(holds) == 0 {
		err = r.Lift(tx, who, "")
	}
	for _, h := range holds {
		if err == nil {
			err = r.Lift(tx, who, h.ID)
		}
	}
	return err
}
