package desk_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

var answerPath = regexp.MustCompile(`/protections/[0-9a-f-]{36}`)

// TestThePageSaysWhichAnswerAboutProtectionCounts: on the person's page, on the page of each answer, and after one was saved that takes nothing away.
func TestThePageSaysWhichAnswerAboutProtectionCounts(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		cesira := o.employIn(t, "it", "cesira", o.Faro, policy.CaseManager)
		path, _ := o.meet(t, o.Faro)
		answer := func(says, day string) string {
			t.Helper()
			a := cesira.post(path+"/protection", "answer", says, "day", day)
			if a.status != http.StatusSeeOther {
				t.Fatalf("%s was not saved: %d\n%s", says, a.status, a.text)
			}
			return cesira.get(a.led).wantStatus(t, http.StatusOK).text
		}
		const instead, weaker, counts = "Nelle relazioni continua a contare «Sì» del 10 maggio 2024: lo cambia solo", "la cambia solo un sì o un no", "Sì, risposta del 10 maggio 2024"
		if page := answer("yes", "2024-05-10"); !strings.Contains(page, counts) || strings.Contains(page, weaker) || strings.Contains(page, instead) {
			t.Errorf("after a yes: %s", page)
		}
		if page := answer("refused", "2024-05-12"); !strings.Contains(page, counts) || !strings.Contains(page, weaker) || !strings.Contains(page, instead) {
			t.Errorf("after a silence: %s", page)
		}
		for _, at := range answerPath.FindAllString(cesira.get("/protections").text, -1) {
			cesira.get(at).wantText(t, "Nelle relazioni")
		}
		// An earlier no beside a yes: no label of the page answers yes or no where the answers do.
		if page := answer("no", "2024-05-05"); !strings.Contains(page, "Nelle relazioni continua a contare «Sì» del 10 maggio 2024: questa risposta è di un giorno precedente.") {
			t.Errorf("after an earlier no: %s", page)
		}
		for _, at := range answerPath.FindAllString(cesira.get("/protections").text, -1) {
			text := cesira.get(at).text
			if this, other := strings.Contains(text, "conta questa risposta"), strings.Contains(text, "continua a contare «Sì»"); this == other || strings.Contains(text, "No: ") {
				t.Errorf("%s does not say whether it counts:\n%s", at, text)
			}
		}
		cesira.get(path+"/protection/new").wantText(t, "Oggi nelle relazioni conta «Sì» del 10 maggio 2024", "solo un sì o un no di un giorno successivo")
		cesira.post(path+"/protection", "answer", "", "day", "2024-05-11").wantStatus(t, http.StatusUnprocessableEntity).wantText(t, "Oggi nelle relazioni conta «Sì»")
		if page := answer("no", "2024-05-14"); !strings.Contains(page, "No, risposta del 14 maggio 2024") || strings.Contains(page, weaker) {
			t.Errorf("after a no: %s", page)
		}
	})
}

// TestWhatElseIsAskedIsSaidBeforeTheTap: an erasure overtakes a request for access that is open, and the officer is told before.
func TestWhatElseIsAskedIsSaidBeforeTheTap(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		livia := o.employIn(t, "it", "livia", o.Faro, policy.Officer)
		_, code := o.meet(t, o.Faro)
		access := livia.post("/rights", "code", code, "kind", "access", "cause", "person", "day", "2024-05-02").to
		erasure := livia.post("/rights", "code", code, "kind", "erasure", "cause", "person", "day", "2024-05-02").to
		seen := livia.get(erasure).wantText(t, "È aperta anche un&#39;altra richiesta", requestPath.FindString(access))
		erase := requestPath.FindString(erasure) + "/erase"
		livia.press(t, seen, erase, "code", code).wantStatus(t, http.StatusSeeOther)
		livia.get(access).wantText(t, "Superata dalla cancellazione")
	})
}
