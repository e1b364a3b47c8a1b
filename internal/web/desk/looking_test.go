package desk_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/base/audit"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/testkit"
)

// looking lists the entries about what was read on screen.
func (o *office) looking(t *testing.T) (list []audit.Entry) {
	t.Helper()
	for _, e := range o.entries(t) {
		if e.Object == "looking" {
			list = append(list, e)
		}
	}
	return list
}

// TestWhatIsReadOnScreenIsOneEntryWithItsSize: somebody turns the pages of the lists, and downloads nothing.
func TestWhatIsReadOnScreenIsOneEntryWithItsSize(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dina, corrado := o.employ(t, "dina", o.Faro, policy.DeskWorker), o.employ(t, "corrado2", o.Faro, policy.Coordinator)
		livia, mina := o.employ(t, "livia", o.Faro, policy.Officer), o.employ(t, "mina", o.Molo, policy.Officer)
		o.crowd(t, o.Faro, 45)
		for _, page := range []string{"1", "2", "3"} {
			dina.get("/people?gender=&page="+page).wantStatus(t, http.StatusOK)
		}
		dina.get("/contacts").wantStatus(t, http.StatusOK)
		dina.get("/people?gender=Ildebranda").wantStatus(t, http.StatusUnprocessableEntity)
		corrado.get("/reports/interim?project=rotta").wantStatus(t, http.StatusOK)
		if list := o.looking(t); len(list) != 0 {
			t.Errorf("each page is an entry: %+v", list)
		}
		must(t, o.program.Looking.Settle(t.Context()))
		list := o.looking(t)
		if len(list) != 2 {
			t.Fatalf("on record is %+v", list)
		}
		for _, e := range list {
			details := o.details(t, e)
			switch e.Actor {
			case "account-dina":
				if details != `{"pages":5,"rows":45}` || e.Organisation != string(o.Faro) || e.Role != string(policy.DeskWorker) {
					t.Errorf("dina: %s, %+v", details, e)
				}
			case "account-corrado2":
				if !regexp.MustCompile(`^{"pages":1,"rows":[1-9][0-9]+}$`).MatchString(details) {
					t.Errorf("corrado: %s", details)
				}
			}
		}
		path := regexp.MustCompile(`/audit/entries/\d+`).FindString(livia.get("/audit?account=account-dina&action=work.view").wantText(t, "Lists and reports read on screen").text)
		livia.get(path).wantText(t, "Pages", "45")
		mina.get("/audit").misses(t, "Lists and reports read on screen")
		must(t, o.program.Looking.Settle(t.Context())) // the officer's own pages of the trail
		if n := len(o.looking(t)); n != 4 {
			t.Errorf("%d entries", n)
		}
	})
}

// TestWhoReadsVeryMuchIsOnRecordBeforeTheHourIsOver: a machine that is stopped in the middle takes little of it along.
func TestWhoReadsVeryMuchIsOnRecordBeforeTheHourIsOver(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	o.crowd(t, o.Faro, 20)
	for range 50 {
		dina.get("/people").wantStatus(t, http.StatusOK)
	}
	list := o.looking(t)
	if len(list) != 1 || !strings.Contains(o.details(t, list[0]), `"rows":1000`) {
		t.Errorf("on record is %+v", list)
	}
}

// crowd gives an organisation people.
func (o *office) crowd(t *testing.T, organisation network.OrganisationID, many int) {
	t.Helper()
	must(t, o.store.Write(t.Context(), operator, func(tx *store.Tx) error {
		for range many {
			if _, err := person.New(o.Book).Record(tx, testkit.Person(organisation)); err != nil {
				return err
			}
		}
		return nil
	}))
}
