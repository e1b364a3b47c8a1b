package desk_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
	"approdo/internal/web/kit"
)

// TestWhatNobodySaidIsNobodysNo: a form that is saved untouched says neither yes nor no of whatever it offers to tick, on the record's page, in the list, in its file, in a correction and in the person's
// pack; and no kind of record has a fact that knows only yes and no.
func TestWhatNobodySaidIsNobodysNo(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		wim := o.employ(t, "wim", o.Faro, policy.DeskWorker, policy.CaseManager, policy.OutreachWorker)
		o.lock(t, o.Faro, wim)
		path, code := o.meet(t, o.Faro)
		forms := map[string]string{"/interviews": path + "/interviews/new", "/contacts": "/contacts/new", "/outings": "/outings/new"}
		marks := map[string][]string{}
		for _, n := range rights.Registry().Nouns {
			for column, is := range n.Facts {
				if is != work.Mark {
					continue
				}
				if c := (&kit.Teller{P: i18n.For("en")}).Fact(work.Fact{Is: is, At: new(bool)}, ""); c.Text != "Not recorded" {
					t.Errorf("%s of a %s that nobody ticked is said to be %q", column, n.Name, c.Text)
				}
				marks[n.Name] = append(marks[n.Name], column)
			}
		}
		if len(marks) < 2 {
			t.Errorf("the registry has no marks: %v", marks)
		}
		for list, form := range forms {
			action := list
			if strings.HasPrefix(form, path) {
				action = path + list
			}
			answers := []string{"unit", string(o.Street), "day", "2024-05-06", "mode", "outdoor", "minutes", "60"}
			if list == "/contacts" {
				answers = append(answers, "code", code, "newness", "known", "gender", "woman", "age_band", "adult", "region", "west_africa")
			}
			wim.sends(form, action, answers...)
			rows := rowsOf(t, wim.get(list+"?format=csv").wantStatus(t, http.StatusOK).text)
			for _, cell := range rows[1] {
				if cell == "No" {
					t.Errorf("the file of %s has a no that nobody said: %q under %q", list, rows[1], rows[0])
				}
			}
			text := wim.get(list).wantStatus(t, http.StatusOK).text
			at := recordAt(text, list)
			if said := wim.get(at).wantStatus(t, http.StatusOK).text; saysNo.MatchString(said) || !strings.Contains(said, "Not recorded") {
				t.Errorf("%s says no, or not that nothing was said: %s", at, plain(said))
			}
		}
		papers, data := o.pack(t, livia, code, wim)
		if strings.Contains(data[0], "false") || saysNo.MatchString(papers[0]) {
			t.Errorf("the pack says no where nobody did:\n%s\n%s", plain(papers[0]), data[0])
		}
		wim.get("/interviews?mediator="+work.Unmarked).wantStatus(t, http.StatusOK).wantText(t, "1 identification interview")
		if words := plain(asksFor.FindString(wim.get("/interviews").text)); !strings.Contains(words, "Yes Not recorded") || slices.Contains(strings.Fields(words), "No") {
			t.Errorf("the list is narrowed by a no that nobody can have said: %s", words)
		}
	})
}

// saysNo finds a no beside the word of a fact, or in a cell.
var saysNo = regexp.MustCompile(`<(dd|td)[^>]*>\s*(<[^>]*>)?\s*No\s*<`)

// recordAt is the address of the first record of a list.
func recordAt(text, list string) string {
	_, after, _ := strings.Cut(text, `href="`+list+"/")
	for strings.HasPrefix(after, "new") {
		_, after, _ = strings.Cut(after, `href="`+list+"/")
	}
	id, _, _ := strings.Cut(after, `"`)
	return list + "/" + id
}
