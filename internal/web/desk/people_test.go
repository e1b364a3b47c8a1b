package desk_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/testkit"
)

const (
	worker      = string(policy.OutreachWorker) + "@faro"
	deskWorker  = string(policy.DeskWorker) + "@faro"
	coordinator = string(policy.Coordinator) + "@faro"
	admin       = string(policy.OrganisationAdmin) + "@faro"
)

// facts are the answers of the form about a person.
func facts() url.Values {
	return url.Values{
		"gender": {"woman"}, "age_band": {"18-25"}, "age_source": {"estimated"}, "region": {"west_africa"}, "region_source": {"declared"},
		"citizenship": {"NG"}, "province": {"IT-BS"}, "day": {"2024-05-01"},
	}
}

func enrolment(s *site) url.Values {
	return url.Values{"unit": {string(s.town.Desk)}, "day": {"2024-06-01"}, "kind": {"own"}, "source": {"desk"}, "province": {"IT-BS"}}
}

func delivery(s *site, day string) url.Values {
	return url.Values{"unit": {string(s.town.Desk)}, "day": {day}, "type": {"legal_support"}, "minutes": {"90"}, "province": {"IT-BS"}}
}

func TestAnotherOrganisationsPersonAnswersLikeOneThatDoesNotExist(t *testing.T) {
	t.Parallel()
	s := open(t)
	theirs := string(s.person(s.town.Molo).ID)
	nobody := strings.Repeat("0", len(theirs))
	for _, path := range []string{"", "/edit", "/interviews/new", "/enrolments/new", "/deliveries/new", "/protection/new"} {
		a, b := s.ask(deskWorker, "/people/"+theirs+path, nil), s.ask(deskWorker, "/people/"+nobody+path, nil)
		if a.Code != http.StatusNotFound || b.Code != http.StatusNotFound {
			t.Errorf("%s: %d and %d, want both not found", path, a.Code, b.Code)
		}
		if strings.ReplaceAll(a.Body.String(), theirs, nobody) != b.Body.String() {
			t.Errorf("%s: the two pages differ", path)
		}
	}
	for path, form := range map[string]url.Values{
		"/edit": facts(), "/interviews": {"day": {"2024-06-01"}}, "/enrolments": enrolment(s), "/deliveries": delivery(s, "2024-06-02"), "/protection": {"answer": {"yes"}},
	} {
		a, b := s.ask(deskWorker, "/people/"+theirs+path, form), s.ask(deskWorker, "/people/"+nobody+path, form)
		if a.Code != http.StatusNotFound || a.Body.String() != b.Body.String() {
			t.Errorf("POST %s: %d and %d, or different pages", path, a.Code, b.Code)
		}
	}
	s.misses(s.wants(http.StatusOK, deskWorker, "/people", nil), theirs)
}

func TestWhoDoesNotWorkWithPeopleIsNotShownThem(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := string(s.person(s.town.Faro).ID)
	for session, paths := range map[string][]string{
		admin:       {"/people", "/people/" + id, "/people/new", "/interviews", "/enrolments", "/deliveries"},
		coordinator: {"/people/new", "/people/" + id + "/edit", "/people/" + id + "/interviews/new", "/people/" + id + "/protection/new"},
		worker:      {"/people/" + id + "/interviews/new", "/people/" + id + "/enrolments/new", "/people/" + id + "/deliveries/new"},
	} {
		for _, path := range paths {
			s.wants(http.StatusNotFound, session, path, nil)
		}
	}
	s.misses(s.wants(http.StatusOK, coordinator, "/people/"+id, nil), "/edit", "/new")
	s.misses(s.wants(http.StatusOK, worker, "/people/"+id, nil), "interviews/new", "enrolments/new", "deliveries/new")
}

func TestAPersonGetsACodeAndTheFormKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := open(t)
	wrong := facts()
	wrong.Set("day", "2024-02-31")
	again := s.wants(http.StatusUnprocessableEntity, worker, "/people", wrong)
	s.sees(again, `value="2024-02-31"`, `value="woman" checked`, `value="west_africa" selected`, `aria-invalid="true"`)
	where := s.saves(worker, "/people", facts())
	shown := s.wants(http.StatusOK, worker, where, nil)
	s.sees(shown, "Not in charge", "18–25", "estimated", "Nigeria")
}

func TestTwoPeopleCorrectOnePersonAndNobodysWordsAreLost(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.person(s.town.Faro)
	path := "/people/" + string(p.ID) + "/edit"
	form := s.wants(http.StatusOK, worker, path, nil)
	s.sees(form, `name="was_gender" value="not_asked"`, `name="revision" value="0"`)

	theirs := facts()
	theirs.Set("revision", "0")
	s.sees(s.wants(http.StatusUnprocessableEntity, deskWorker, path, theirs), "reason")
	theirs.Set("reason", "learned_later")
	s.saves(deskWorker, path, theirs)

	mine := facts()
	mine.Set("revision", "0")
	mine.Set("reason", "mistyped")
	mine.Set("gender", "trans_woman")
	mine.Set("was_gender", "not_asked")
	conflict := s.wants(http.StatusConflict, worker, path, mine)
	s.sees(conflict, `value="trans_woman" checked`, `value="woman"`, "Not asked", `name="revision" value="1"`, `name="reason" value="mistyped"`)
	s.misses(conflict, `type="radio" name="age_band"`) // both say the same

	mine.Set("revision", "1")
	s.saves(worker, path, mine)
	shown := s.wants(http.StatusOK, worker, "/people/"+string(p.ID), nil)
	s.sees(shown, "Trans woman", "Sheet corrected: Learned later", "Sheet corrected: Typing mistake", "before: Gender: Woman", "before: Gender: Not asked, Age")
}

func TestHelpIsADeliveryOnceThePersonIsInChargeAndAnActionBefore(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.person(s.town.Faro)
	path := "/people/" + string(p.ID)
	s.sees(s.wants(http.StatusUnprocessableEntity, deskWorker, path+"/deliveries", delivery(s, "2024-06-02")), "proximity action", `value="90"`)
	s.saves(deskWorker, path+"/enrolments", enrolment(s))
	s.sees(s.wants(http.StatusUnprocessableEntity, deskWorker, path+"/deliveries", delivery(s, "2024-05-31")), "proximity action")
	s.saves(deskWorker, path+"/deliveries", delivery(s, "2024-06-02"))
	action := url.Values{"unit": {string(s.town.Street)}, "day": {"2024-06-02"}, "type": {"legal_advice"}, "outcome": {"completed"}, "code": {p.Code}}
	s.sees(s.wants(http.StatusUnprocessableEntity, worker, "/actions", action), "service")
	s.sees(s.wants(http.StatusUnprocessableEntity, deskWorker, path+"/enrolments", enrolment(s)), "already", `value="desk" checked`)

	shown := s.wants(http.StatusOK, deskWorker, path, nil)
	s.sees(shown, "In charge", "90 minutes", path+"/deliveries/new")
	s.misses(shown, "/actions/new", "/enrolments/new") // who is in charge joins nothing besides
}

func TestAPersonsPageTellsTheLatestFirst(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.person(s.town.Faro)
	path := "/people/" + string(p.ID)
	s.saves(deskWorker, path+"/interviews", url.Values{
		"unit": {string(s.town.Desk)}, "day": {"2024-05-20"}, "language": {"en"}, "mediator": {"yes"}, "information": {"yes"}, "province": {"IT-BS"},
	})
	s.saves(deskWorker, path+"/protection", url.Values{"day": {"2024-05-25"}, "answer": {"yes"}})
	s.saves(deskWorker, path+"/enrolments", enrolment(s))
	s.saves(deskWorker, path+"/deliveries", delivery(s, "2024-06-02"))
	shown := s.wants(http.StatusOK, coordinator, path, nil)
	last := -1
	for _, words := range []string{"Legal support", "Enrolment in the programme", "International protection: Yes", "Identification interview"} {
		at := strings.Index(shown, words)
		if at <= last {
			t.Errorf("%q stands at %d, not after %d", words, at, last)
		}
		last = at
	}
	s.sees(shown, "with a mediator", "Sportello")
	for _, list := range []string{"/interviews", "/enrolments", "/deliveries"} {
		s.sees(s.wants(http.StatusOK, coordinator, list, nil), p.Code+"</a>")
	}
}

func TestAnEnrolmentElsewhereNamesTheProjectAndOpensNoCase(t *testing.T) {
	t.Parallel()
	s := open(t)
	path := "/people/" + string(s.person(s.town.Faro).ID)
	form := enrolment(s)
	form.Set("kind", "elsewhere")
	s.sees(s.wants(http.StatusUnprocessableEntity, deskWorker, path+"/enrolments", form), `value="elsewhere" checked`)
	form.Set("receiver", "other_project")
	s.saves(deskWorker, path+"/enrolments", form)
	s.sees(s.wants(http.StatusOK, deskWorker, path, nil), "Another project", "Not in charge")
}

func TestADayThatNoProjectPaysIsSaidOnTheForm(t *testing.T) {
	t.Parallel()
	s := open(t)
	path := "/people/" + string(s.person(s.town.Faro).ID)
	form := enrolment(s)
	form.Set("day", "2023-01-01")
	s.sees(s.wants(http.StatusUnprocessableEntity, deskWorker, path+"/enrolments", form), "No project pays this unit on 1 January 2023", `value="2023-01-01"`, `id="field-day-problem"`)
}

// mistyped is why a mistake is taken back.
var mistyped = url.Values{"reason": {"mistyped"}}

func TestWhatWasJustRecordedIsTakenBackUnlessSomethingRestsOnIt(t *testing.T) {
	t.Parallel()
	s := open(t)
	path := "/people/" + string(s.person(s.town.Faro).ID)
	undo := func(where string) string {
		t.Helper()
		path, _ := undoOf(t, s.wants(http.StatusOK, deskWorker, where, nil))
		return path
	}
	enrolled := undo(s.saves(deskWorker, path+"/enrolments", enrolment(s)))
	delivered := undo(s.saves(deskWorker, path+"/deliveries", delivery(s, "2024-06-02")))
	s.sees(s.wants(http.StatusConflict, deskWorker, enrolled, mistyped), "rest on this enrolment")

	elsewhere := "/people/" + string(s.person(s.town.Faro).ID)
	for _, record := range []string{delivered, enrolled} {
		s.wants(http.StatusNotFound, worker, record, mistyped)
		s.wants(http.StatusNotFound, "desk_worker@molo", record, mistyped)
		s.wants(http.StatusNotFound, deskWorker, strings.Replace(record, path, elsewhere, 1), mistyped)
	}
	s.saves(deskWorker, delivered, mistyped)
	s.saves(deskWorker, enrolled, mistyped)
	answered := undo(s.saves(worker, path+"/protection", url.Values{"day": {"2024-05-25"}, "answer": {"yes"}}))
	s.wants(http.StatusNotFound, worker, strings.Replace(answered, path, elsewhere, 1), mistyped)
	s.saves(worker, answered, mistyped)
	s.sees(s.wants(http.StatusOK, deskWorker, path, nil), "Nothing yet", "Not in charge")
}

// TestAMistakeIsTakenBackLongAfterToo: whatever the course of a person tells can be taken back there by who may record it, and by nobody else.
func TestAMistakeIsTakenBackLongAfterToo(t *testing.T) {
	t.Parallel()
	s := open(t)
	who := s.person(s.town.Faro)
	path := "/people/" + string(who.ID)
	s.saves(deskWorker, path+"/enrolments", enrolment(s))
	s.saves(deskWorker, path+"/deliveries", delivery(s, "2024-06-02"))
	s.saves(worker, path+"/protection", url.Values{"day": {"2024-05-25"}, "answer": {"yes"}})
	err := s.store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		k := testkit.Contact(outreach.Work{OrganisationID: s.town.Faro, UnitID: s.town.Street, Day: "2024-05-02", Province: "IT-BS"})
		k.PersonID = who.ID
		k, err := outreach.New(s.town.Book).RecordContact(tx, k)
		if err == nil {
			_, err = outreach.New(s.town.Book).RecordAction(tx, outreach.Action{Work: k.Work, ContactID: k.ID, Type: "legal_advice", Outcome: "completed"})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	offered := regexp.MustCompile(`action="(` + path + `/[a-z]+/[^"]+/remove)"`)
	gone := map[string]bool{}
	for _, session := range []string{worker, deskWorker} {
		for range 10 { // what rests on something else goes before it
			for _, m := range offered.FindAllStringSubmatch(s.wants(http.StatusOK, session, path, nil), -1) {
				if code := s.ask(session, m[1], mistyped).Code; code == http.StatusSeeOther {
					gone[strings.Split(m[1], "/")[3]] = true
				} else if code != http.StatusConflict {
					t.Errorf("%s: %d", m[1], code)
				}
			}
		}
	}
	if want := []string{"actions", "contacts", "deliveries", "enrolments", "protection"}; !slices.Equal(slices.Sorted(maps.Keys(gone)), want) {
		t.Errorf("taken back were %v, want %v", gone, want)
	}
	s.sees(s.wants(http.StatusOK, deskWorker, path, nil), "Nothing yet")
	s.misses(s.wants(http.StatusOK, coordinator, path, nil), "/remove")
}

func TestAnOutingInWhichNobodyWasMetIsTakenBack(t *testing.T) {
	t.Parallel()
	s := open(t)
	empty, full := s.outing(), s.outing(outreach.Presence{Gender: "woman", Region: "west_africa", Headcount: 2})
	o := s.stored(full)
	err := s.store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		k := testkit.Contact(o.Work)
		k.OutingID = o.ID
		_, err := outreach.New(s.town.Book).RecordContact(tx, k)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.misses(s.wants(http.StatusOK, worker, full, nil), full+"/remove")
	s.wants(http.StatusConflict, worker, full+"/remove", mistyped)
	s.sees(s.wants(http.StatusOK, worker, empty, nil), empty+"/remove")
	s.wants(http.StatusNotFound, "desk_worker@molo", empty+"/remove", mistyped)
	s.saves(worker, empty+"/remove", mistyped)
	s.wants(http.StatusNotFound, worker, empty, nil)
}
