package desk_test

import (
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"approdo/internal/base/policy"
	"approdo/internal/care/report"
	"approdo/internal/testkit"
	"approdo/internal/web/desk"
)

// TestASecondReportIsAFolder: the program knows none by name. It has a page, a wizard and tables of its own, is frozen as itself, and is compared with itself afterwards.
func TestASecondReportIsAFolder(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	nadia := o.employ(t, "nadia", o.Faro, policy.Coordinator)
	nadia.get("/reports").wantStatus(t, http.StatusOK).wantText(t, `href="/reports/interim/new"`)
	nadia.get("/reports/closing").wantStatus(t, http.StatusNotFound)

	files, err := report.Files("interim")
	must(t, err)
	folder := fstest.MapFS{}
	must(t, fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, name)
		folder[name] = &fstest.MapFile{Data: []byte(strings.NewReplacer("id: interim", "id: closing", "en: Interim report", "en: Closing report").Replace(string(text)))}
		return err
	}))
	closing, err := report.LoadDefinitions(folder, o.Book)
	must(t, err)
	o = staffWith(t, testkit.Store(t), func(n *desk.Needs) { n.Reports = append(n.Reports, closing) })
	nadia = o.employ(t, "nadia", o.Faro, policy.Coordinator)

	nadia.get("/reports").wantStatus(t, http.StatusOK).wantText(t, `href="/reports/interim/new"`, `href="/reports/closing/new"`, "Closing report", `href="/reports/closing/tables"`)
	for _, path := range []string{"/reports/closing/new", "/reports/closing", "/reports/closing/tables", "/reports/interim"} {
		nadia.get(path).wantStatus(t, http.StatusOK)
	}
	run, _, _ := strings.Cut(nadia.freeze(t, "closing", "internal").wantStatus(t, http.StatusSeeOther).to, "?")
	nadia.get(run).wantStatus(t, http.StatusOK).wantText(t, "Closing report")
	nadia.get(run+"/changes").wantStatus(t, http.StatusOK)
}
