package desk_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
	"approdo/internal/web/desk"
)

// TestPacksAreHeldByTheHoursBudget: who follows nobody puts together no more packs in an hour than they could open cards, and those who follow the people are told of each; who follows them puts theirs together at any time.
func TestPacksAreHeldByTheHoursBudget(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staffWith(t, s, func(n *desk.Needs) { n.Budget = vault.Budget{People: 2, Searches: 5} })
		cesira, colleague := o.employ(t, "cesira", o.Faro, policy.CaseManager), o.employ(t, "colleague", o.Faro, policy.CaseManager)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		o.lock(t, o.Faro, cesira, colleague)
		cesira, colleague = o.session(t, "cesira"), o.session(t, "colleague")
		var packs, codes []string
		for i := range 4 {
			path, code := o.meet(t, o.Faro)
			cesira.post(path+"/followers", "account", "account-cesira").wantStatus(t, http.StatusSeeOther)
			cesira.post(path+"/card/save", "section", "names", "revision", "0", "name", fmt.Sprintf("Ludmilla %d", i)).wantStatus(t, http.StatusSeeOther)
			request := livia.post("/rights", "code", code, "kind", "access", "cause", "person", "day", "2024-05-02").wantStatus(t, http.StatusSeeOther).to
			packs, codes = append(packs, strings.Replace(request, "/rights/", "/packs/", 1)), append(codes, code)
		}
		for i, pack := range packs {
			a := colleague.post(pack)
			if want := i < 2; (a.status == http.StatusOK) != want {
				t.Errorf("pack %d of somebody who follows nobody: %d", i, a.status)
			}
		}
		colleague.post(packs[0]).wantStatus(t, http.StatusOK) // again, as often as it takes
		colleague.post(packs[3]).wantStatus(t, http.StatusConflict).wantText(t, "whom you do not follow")
		told := cesira.get("/").text
		for i, code := range codes {
			if strings.Contains(told, "who does not follow "+code) != (i < 2) {
				t.Errorf("pack %d: who follows the person is told, or not", i)
			}
		}
		livia.get("/").wantText(t, "asked who more people are", "who does not follow "+codes[0])
		for _, pack := range packs {
			cesira.post(pack).wantStatus(t, http.StatusOK)
		}
	})
}
