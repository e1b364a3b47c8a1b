package desk_test

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/intake"
	"approdo/internal/care/rights"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
	"approdo/internal/web/kit"
)

// life is what is told of a kind of record, and how it is corrected.
type life struct {
	path, under    string // of the list; below the person, empty where it is recorded by itself
	answers        []string
	fact, was, now string
	then           string // what a third says
	words          string // what the page said before, in words
}

// plain is the life of a kind of which nothing is known but its declaration: numbers are the least that can be, and the first fact with three codes is corrected.
func (o *office) plain(t *testing.T, v *visitor, n work.Kept, path, sheet string, home []string) life {
	t.Helper()
	l := life{path: path, under: path, answers: slices.Clone(home)}
	form := formOf(t, v.get(sheet+path+"/new").wantStatus(t, http.StatusOK).text, sheet+path)
	for _, fact := range slices.Sorted(maps.Keys(n.Facts)) {
		if n.Facts[fact] == work.Number && form.Has(fact) {
			l.answers = append(l.answers, fact, strconv.FormatInt(n.Bounds[fact].Least, 10))
		}
		list, ok := o.Book.List(n.Facts[fact])
		if !ok {
			continue
		}
		l.answers = append(l.answers, fact, list.Codes[0].Code)
		if l.fact == "" && len(list.Codes) > 2 {
			l.fact, l.was, l.now, l.then, l.words = fact, list.Codes[0].Code, list.Codes[1].Code, list.Codes[2].Code, o.Book.Label(list.Name, list.Codes[0].Code, "en")
		}
	}
	if l.fact == "" {
		t.Fatalf("%s: no fact with three codes: say in the table how one is corrected", n.Name)
	}
	return l
}

// TestEveryKindOfRecordAboutAPersonHasItsWholeLife: it is recorded about them, stands on the timeline, in the list and on a page of its own, is corrected with a reason,
// and tells what it said before; undone, it says that again; two who correct it at once are shown both versions; it is another organisation's business to nobody.
func TestEveryKindOfRecordAboutAPersonHasItsWholeLife(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.DeskWorker, policy.CaseManager, policy.OutreachWorker)
		ada := o.employ(t, "ada", o.Faro, policy.DeskWorker, policy.CaseManager, policy.OutreachWorker)
		mario := o.employ(t, "mario", o.Molo, policy.DeskWorker, policy.CaseManager, policy.OutreachWorker)
		who := testkit.Person(o.Faro)
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
			who, err = intake.New(o.Book).Person(tx, who, false)
			return err
		}))
		sheet := "/people/" + string(who.ID)
		home, street := []string{"unit", string(o.Desk), "day", "2024-05-02"}, []string{"unit", string(o.Street), "day", "2024-05-02"}
		met := append(slices.Clone(street), "newness", "unsure", "gender", "woman", "age_band", "adult", "region", "west_africa")
		var pages []string
		lives := []life{
			{"/enrolments", "/enrolments", append(slices.Clone(home), "kind", "own", "source", "desk"), "source", "desk", "contact_unit", "referral", "Desk"},
			{"/deliveries", "/deliveries", append(slices.Clone(home), "type", "legal_support", "minutes", "30"), "minutes", "30", "45", "60", "30"},
			{"/protections", "/protection", []string{"answer", "yes", "day", "2024-05-02"}, "answer", "yes", "no", "refused", "Yes"},
			{"/actions", "", append(slices.Clone(street), "type", "mediation", "outcome", "completed"), "outcome", "completed", "declined", "no_show", "Completed"},
			{"/contacts", "", append(slices.Clone(met), "code", who.Code), "gender", "woman", "trans_woman", "man", "Woman"},
			{"/outings", "", append(slices.Clone(street), "mode", "outdoor", "women", "2"), "women", "2", "3", "5", "2"},
			{"/meetings", "", append(slices.Clone(street), "place", "cas", "new_women", "30", "protection", "not_asked"), "new_women", "30", "31", "35", "30"},
		}
		for _, n := range rights.Registry().Nouns {
			if path := strings.TrimSuffix(kit.To(n.Name, ""), "/"); !slices.ContainsFunc(lives, func(l life) bool { return l.path == path }) {
				lives = append(lives, o.plain(t, wim, n, path, sheet, home))
			}
		}
		for _, kind := range lives {
			at, about := kind.path, ""
			if kind.under != "" {
				at, about = sheet+kind.under, who.Code
			}
			form := formOf(t, wim.get(at+"/new").wantStatus(t, http.StatusOK).text, at)
			for i := 0; i < len(kind.answers); i += 2 {
				form.Set(kind.answers[i], kind.answers[i+1])
			}
			a := wim.sendForm(at, form)
			if a.status != http.StatusSeeOther {
				t.Fatalf("%s: status %d: %s", kind.path, a.status, problemOf(a.text))
			}
			page, _, _ := strings.Cut(a.to, "?")
			if slices.Contains(kind.answers, who.Code) {
				about = who.Code
			}
			if about != "" {
				found := regexp.MustCompile(`href="(` + kind.path + `/[0-9a-f-]{36})"`).FindStringSubmatch(wim.get(sheet).wantStatus(t, http.StatusOK).text)
				if found == nil {
					t.Fatalf("%s: the timeline leads to no page", kind.path)
				}
				page = found[1]
			}
			wim.get(kind.path).wantStatus(t, http.StatusOK).wantText(t, page)
			wim.get(kind.path+"?format=csv&from=2024-05-02").wantStatus(t, http.StatusOK).wantText(t, "2024")
			wim.get(page).wantStatus(t, http.StatusOK).wantText(t, about)
			for _, other := range []string{page, page + "/edit"} {
				mario.get(other).wantStatus(t, http.StatusNotFound)
			}
			correct := func(v *visitor, from, to string) answer {
				t.Helper()
				form := formOf(t, v.get(page+"/edit").wantStatus(t, http.StatusOK).text, page+"/edit")
				if got := form.Get(kind.fact); got != from {
					t.Errorf("%s: the form starts with %q, want %q", page, got, from)
				}
				form.Set(kind.fact, to)
				form.Set("reason", "mistyped")
				return v.sendForm(page+"/edit", form)
			}
			late := formOf(t, ada.get(page+"/edit").wantStatus(t, http.StatusOK).text, page+"/edit")
			before := o.facts(t)
			corrected := correct(wim, kind.was, kind.now).wantStatus(t, http.StatusSeeOther).led
			wim.get(corrected).wantStatus(t, http.StatusOK).wantText(t, "Correction saved", "Corrections", kind.words)
			late.Set(kind.fact, kind.then)
			late.Set("reason", "mistyped")
			ada.sendForm(page+"/edit", late).wantStatus(t, http.StatusConflict)
			where, undo := undoOf(t, wim.get(corrected).text)
			wim.sendForm(where, undo).wantStatus(t, http.StatusSeeOther)
			if after := o.facts(t); !slices.Equal(before, after) {
				t.Errorf("%s: undone, it leaves\n%s", page, differences(before, after))
			}
			mario.post(page+"/edit", kind.fact, kind.now, "reason", "mistyped", "revision", "2").wantStatus(t, http.StatusNotFound)
			correct(ada, kind.was, kind.then).wantStatus(t, http.StatusSeeOther)
			ada.get(page).wantStatus(t, http.StatusOK).wantText(t, kind.words)
			pages = append(pages, page)
		}
		for _, page := range slices.Backward(pages) { // what rests on another comes before it
			back := regexp.MustCompile(`action="([^"]+/remove)"`).FindStringSubmatch(wim.get(page).wantStatus(t, http.StatusOK).text)
			if back == nil {
				t.Fatalf("%s: the page does not offer to take it back", page)
			}
			mario.post(back[1], "reason", "mistyped").wantStatus(t, http.StatusNotFound)
			wim.get(page).wantStatus(t, http.StatusOK)
			wim.post(back[1], "reason", "mistyped").wantStatus(t, http.StatusSeeOther)
			wim.get(page).wantStatus(t, http.StatusNotFound)
		}
	})
}

// TestAListIsNarrowedByWhatIsTrueOrNot: a fact that is ticked or left is asked about as such, on both databases.
func TestAListIsNarrowedByWhatIsTrueOrNot(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.DeskWorker)
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
			p, err := intake.New(o.Book).Person(tx, testkit.Person(o.Faro), false)
			for _, mediator := range []bool{true, false, false} {
				w := casework.Work{PersonID: p.ID, Work: work.Work{OrganisationID: o.Faro, UnitID: o.Desk, Day: "2024-05-02", Province: "IT-BS"}}
				if err == nil {
					_, err = casework.Interviews.Take(tx, o.Book, casework.Interview{Work: w, Language: "en", Information: "yes", Mediator: mediator})
				}
			}
			return err
		}))
		for mediator, want := range map[string]string{"": "3 identification interviews", "yes": "1 identification interview", "not_recorded": "2 identification interviews"} {
			wim.get("/interviews?mediator="+mediator).wantStatus(t, http.StatusOK).wantText(t, want)
		}
		wim.get("/interviews?mediator=no").wantStatus(t, http.StatusUnprocessableEntity)
		wim.get("/interviews?mediator=perhaps").wantStatus(t, http.StatusUnprocessableEntity)
	})
}
