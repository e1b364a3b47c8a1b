package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/testkit"
)

func TestACodeThatIsAddedIsOfferedAtOnceAndNoMoreOnceRetired(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, session := range []string{worker, deskWorker, coordinator} {
		s.wants(http.StatusNotFound, session, "/codes/delivery_type/new", nil)
		s.wants(http.StatusNotFound, session, "/codes/delivery_type", url.Values{"code": {"pet_care"}})
	}
	form := url.Values{"code": {"Pet care"}, "label_it": {"Cura degli animali"}, "label_en": {"Legal support"}}
	again := s.wants(http.StatusUnprocessableEntity, admin, "/codes/delivery_type", form)
	s.sees(again, `value="Pet care"`, `value="Cura degli animali"`, "legal_support")
	form.Set("code", "pet_care")
	form.Set("label_en", "Care for pets")
	s.saves(admin, "/codes/delivery_type", form)

	person := "/people/" + string(s.person(s.town.Faro).ID)
	s.sees(s.wants(http.StatusOK, deskWorker, person+"/deliveries/new", nil), "Care for pets")
	s.saves(deskWorker, person+"/enrolments", enrolment(s))
	given := delivery(s, "2024-06-02")
	given.Set("type", "pet_care")
	s.saves(deskWorker, person+"/deliveries", given)
	if snapshot, err := s.engine.Snapshot(t.Context(), s.store); err != nil || !snapshot.Book.Has("delivery_type", "pet_care") {
		t.Errorf("the report does not know the code (%v)", err)
	}

	s.wants(http.StatusNotFound, coordinator, "/codes/delivery_type/pet_care", nil)
	s.sees(s.wants(http.StatusOK, admin, "/codes/delivery_type/pet_care", nil), "Retire")
	s.saves(admin, "/codes/delivery_type/pet_care/retire", url.Values{})
	s.misses(s.wants(http.StatusOK, deskWorker, person+"/deliveries/new", nil), "Care for pets")
	s.sees(s.wants(http.StatusOK, deskWorker, person, nil), "Care for pets")
	s.sees(s.wants(http.StatusOK, deskWorker, "/codes/delivery_type", nil), "Retired")
}

func TestWhatTheProgramRestsOnIsNotChanged(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.wants(http.StatusConflict, admin, "/codes/channel/new", nil)
	s.wants(http.StatusConflict, admin, "/codes/channel", url.Values{"code": {"post"}, "label_it": {"Posta"}, "label_en": {"Post"}})
	s.wants(http.StatusNotFound, admin, "/codes/setting/labour/retire", url.Values{})
	s.wants(http.StatusNotFound, admin, "/codes/nothing", nil)
	s.misses(s.wants(http.StatusOK, admin, "/codes/channel", nil), "/codes/channel/new")
}

func TestAListOfCodesIsNarrowedByAWordAndLeavesAsAFile(t *testing.T) {
	t.Parallel()
	s := open(t)
	shown := s.wants(http.StatusOK, worker, "/codes/citizenship?word=niger", nil)
	s.sees(shown, "Nigeria")
	s.misses(shown, "Albania", `name="from"`)
	file := s.wants(http.StatusOK, worker, "/codes/citizenship?word=niger&format=csv", nil)
	s.sees(file, "Nigeria", "NG")
}

func TestFiguresOfAProjectAreForWhoMayCountThem(t *testing.T) {
	t.Parallel()
	s := open(t)
	project := "/projects/" + string(s.town.Rotta)
	counted := s.wants(http.StatusOK, coordinator, project, nil)
	s.sees(counted, "Rotta", "Bando 1", "Cooperativa Faro", "/reports/interim?project=rotta")
	s.misses(s.wants(http.StatusOK, worker, project, nil), "/reports/")
	s.wants(http.StatusNotFound, coordinator, "/projects/nothing", nil)
	s.sees(s.wants(http.StatusOK, worker, "/projects?province=IT-BG", nil), "Rotta")
	s.misses(s.wants(http.StatusOK, worker, "/projects?from=2026-01-01", nil), "/projects/")
}

func TestTheNetworkShowsTheLeadFirstAndItsUnits(t *testing.T) {
	t.Parallel()
	s := open(t)
	shown := s.wants(http.StatusOK, worker, "/network", nil)
	s.sees(shown, "Unità di strada", "Unità del porto")
	if strings.Index(shown, "Cooperativa Faro") > strings.Index(shown, "Associazione Molo") {
		t.Error("a member stands before the lead")
	}
}

// TestAProjectsPageTellsARangeWhereItsReportDoes: who may have been met before is in neither of the two numbers alone.
func TestAProjectsPageTellsARangeWhereItsReportDoes(t *testing.T) {
	t.Parallel()
	s := open(t)
	must(t, s.store.Write(t.Context(), operator, func(tx *store.Tx) error {
		if _, err := tx.Exec(`INSERT INTO network_targets (project_id, measure, expected) VALUES ($1, 'persons_reached', 40)`, s.town.Rotta); err != nil {
			return err
		}
		tx.Changed("network", string(s.town.Rotta))
		for _, newness := range []string{"new", "new", "unsure", "unsure", "unsure"} {
			k := testkit.Contact(outreach.Work{OrganisationID: s.town.Faro, UnitID: s.town.Street, Day: "2024-05-02", Province: "IT-BS"})
			k.Newness = newness
			if _, err := outreach.New(s.town.Book).RecordContact(tx, k); err != nil {
				return err
			}
		}
		return nil
	}))
	report := s.wants(http.StatusOK, coordinator, "/reports/interim?project=rotta", nil)
	project := s.wants(http.StatusOK, coordinator, "/projects/"+string(s.town.Rotta), nil)
	for _, text := range []string{report, project} {
		s.sees(text, "2–5", "lower end")
	}
}
