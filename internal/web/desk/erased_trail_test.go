package desk_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"approdo/internal/base/backup"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
	"approdo/internal/testkit/joins"
)

// worked is somebody whom colleagues recorded, met and helped through the pages.
type worked struct{ path, code string }

func (w worked) id() string { return strings.TrimPrefix(w.path, "/people/") }

// sends fills in the form of a page as a browser shows it, and leads where the answer leads.
func (v *visitor) sends(page, action string, answers ...string) string {
	v.t.Helper()
	form := formOf(v.t, v.get(page).wantStatus(v.t, http.StatusOK).text, action)
	for i := 0; i < len(answers); i += 2 {
		form.Set(answers[i], answers[i+1])
	}
	a := v.sendForm(action, form)
	if a.status != http.StatusSeeOther {
		v.t.Fatalf("%s: %d %s", action, a.status, problemOf(a.text))
	}
	v.get(a.to).wantStatus(v.t, http.StatusOK)
	to, _, _ := strings.Cut(a.to, "?")
	return to
}

// works records somebody, and does as many things for them as chance wills: the list, their page, a contact, their page again, help, and so on, as one does who works with one person at a time.
// minutes are those of one service, which nobody else has.
func (o *office) works(t *testing.T, v *visitor, dice *rand.Rand, minutes int) worked {
	t.Helper()
	v.get("/people").wantStatus(t, http.StatusOK)
	w := worked{path: v.sends("/people/new", "/people", "gender", "woman", "region", "west_africa", "day", "2024-05-02")}
	must(t, o.store.Read(t.Context(), operator, func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT code FROM person_persons WHERE id = $1`, w.id()).Scan(&w.code)
	}))
	for range 1 + dice.IntN(3) {
		v.sends("/contacts/new", "/contacts", "unit", string(o.Street), "day", "2024-05-03", "code", w.code, "newness", "known", "gender", "woman", "age_band", "not_asked", "region", "west_africa")
		v.get(w.path)
	}
	for range dice.IntN(3) {
		v.sends(w.path+"/interviews/new", w.path+"/interviews", "unit", string(o.Desk), "day", "2024-05-06")
	}
	v.sends(w.path+"/enrolments/new", w.path+"/enrolments", "unit", string(o.Desk), "day", "2024-05-07", "kind", "own", "source", "desk")
	v.get(w.path)
	for n := range 1 + dice.IntN(3) {
		much := "1000"
		if n == 0 {
			much = fmt.Sprint(minutes)
		}
		v.sends(w.path+"/deliveries/new", w.path+"/deliveries", "unit", string(o.Desk), "day", "2024-05-08", "type", "legal_support", "minutes", much)
	}
	v.get(w.path)
	return w
}

// TestTheTrailThatPagesWroteTellsNobodyWhatAnErasedPersonBecame: people are recorded, read and helped through the pages, one at a time, with other numbers of records each, so that whoever could tell
// from the trail or the feed between which entries somebody stands would count them. Erased one, five and twenty at a time, nothing names them or a record of theirs any more, in any column, and no two
// orders or columns of the whole database tell the pairs better than chance.
func TestTheTrailThatPagesWroteTellsNobodyWhatAnErasedPersonBecame(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		const many, stay = 60, 14
		dice := rand.New(rand.NewPCG(5, 17))
		o := staff(t, s)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		colleagues := []*visitor{
			o.employ(t, "wim", o.Faro, policy.DeskWorker, policy.CaseManager, policy.OutreachWorker),
			o.employ(t, "ada", o.Faro, policy.DeskWorker, policy.CaseManager, policy.OutreachWorker),
		}
		var people []worked
		minutes := dice.Perm(many + stay)
		for n := range many + stay {
			people = append(people, o.works(t, colleagues[dice.IntN(2)], dice, 1+minutes[n]))
		}
		g := joins.Truth{Store: s, Erased: many, Dead: map[string]int{}, Husks: map[string]int{}, Stay: map[string]int{}, Except: map[string]bool{"casework_deliveries.minutes": true}}
		order := dice.Perm(many + stay)
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			for n, i := range order {
				named := g.Dead
				if n >= many {
					named = g.Stay
				}
				token := backup.Token(tx.Keys(), people[i].id())
				named[people[i].id()], named[people[i].code], named[string(token[:])] = n, n, n
				records, err := rights.Registry().About(tx, people[i].id())
				if err != nil {
					return err
				}
				for _, r := range records {
					named[r.ID] = n
				}
			}
			return nil
		}))
		if where := g.Standing(t); len(where) < 10 {
			t.Fatalf("before the erasure they stand in %v only: the test is blind", where)
		}
		officer := rights.New(o.Book)
		for from, batch := 0, 0; from < many; batch++ {
			size := []int{1, 5, 1, 20, 1, 5}[batch%6]
			some := order[from:min(from+size, many)]
			from += len(some)
			if len(some) == 1 {
				who := people[some[0]]
				request := livia.post("/rights", "code", who.code, "kind", "erasure", "cause", "person", "day", "2024-05-03").to
				livia.post(request+"/erase", "code", who.code).wantStatus(t, http.StatusSeeOther)
			} else { // as a restore does
				must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
					for _, i := range some {
						if _, err := officer.Erase(tx, person.ID(people[i].id())); err != nil {
							return err
						}
					}
					return nil
				}))
			}
			must(t, s.Chunks(t.Context(), operator, rights.Finish))
			must(t, s.Scrub(t.Context(), rights.Tables()...))
			o.works(t, colleagues[batch%2], dice, 200+batch) // work goes on
		}
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			for n, i := range order[:many] {
				var husk string
				if err := tx.QueryRow(`SELECT person_id FROM casework_deliveries WHERE minutes = $1`, 1+minutes[i]).Scan(&husk); err != nil {
					return err
				}
				records, err := rights.Registry().About(tx, husk)
				if err != nil {
					return err
				}
				g.Husks[husk] = n
				for _, r := range records {
					g.Husks[r.ID] = n
				}
			}
			return nil
		}))
		if where := g.Standing(t); len(where) > 0 {
			t.Errorf("after the erasure they stand in %v", where)
		}
		g.Judge(t)
	})
}
