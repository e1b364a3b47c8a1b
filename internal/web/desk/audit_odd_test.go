package desk_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
	"approdo/internal/web/kit"
)

// TestThePagesOfTheTrailShowOnlyWhatWasWritten: who edits an entry past the program has it shown nowhere as what was written, who takes one away is told of at the next page, and not at the next look of the hour.
func TestThePagesOfTheTrailShowOnlyWhatWasWritten(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		who := o.known(t, dina, testkit.Person(o.Faro))
		dina.get("/people?format=csv").wantStatus(t, http.StatusOK)
		dina.get("/people/"+string(who.ID)).wantStatus(t, http.StatusOK)
		last := func(object string) (n int64) {
			for _, e := range o.entries(t) {
				if e.Object == object && e.Actor == "account-dina" {
					n = e.N
				}
			}
			return n
		}
		export, read := last("export"), last("timeline")
		if export == 0 || read == 0 {
			t.Fatal("nothing to edit")
		}
		pages := []string{"/audit", "/audit?person=" + who.Code, "/audit?account=account-dina", "/exports"}
		for _, path := range pages {
			if text := livia.get(path).wantStatus(t, http.StatusOK).text; strings.Contains(text, "not as it was written") || !strings.Contains(text, "none was changed") {
				t.Errorf("%s: something is wrong before anything was edited", path)
			}
		}
		livia.get("/exports").wantText(t, "dina")
		if o.incidents(t) != 0 {
			t.Error("an incident before anything was edited")
		}

		o.past(t, `UPDATE audit_entries SET actor = 'account-livia' WHERE n = $1`, export)
		for _, path := range pages {
			before := o.incidents(t)
			livia.get(path).wantStatus(t, http.StatusOK).wantText(t, "The trail is not as it was written")
			if o.incidents(t) != before+1 {
				t.Errorf("%s: no incident is on record", path)
			}
		}
		livia.get("/audit").wantText(t, "not what was written")
		if text := livia.get("/exports").text; strings.Contains(text, "People, by code") {
			t.Error("what an edited entry says is shown")
		}
		livia.get("/exports?format=csv").wantStatus(t, http.StatusOK).wantText(t, "not what was written", "One entry was changed")
		livia.get("/audit/entries/"+kit.Itoa(export)).wantStatus(t, http.StatusOK).wantText(t, "it, or the tree, was changed")
		before := o.incidents(t)
		livia.get("/audit/download").wantStatus(t, http.StatusOK)
		if o.incidents(t) != before+1 {
			t.Error("a file of a trail that was edited is no incident")
		}
		o.past(t, `UPDATE audit_entries SET actor = 'account-dina' WHERE n = $1`, export)

		// Gone from where it is looked for: by an edit, and altogether.
		o.past(t, `UPDATE audit_subjects SET bucket = bucket + 1 WHERE n = $1`, read)
		livia.get("/audit?person="+who.Code).wantStatus(t, http.StatusOK).wantText(t, "One entry was changed")
		o.past(t, `DELETE FROM audit_entries WHERE n = $1`, read)
		livia.get("/audit?before="+kit.Itoa(read+9)).wantStatus(t, http.StatusOK).wantText(t, "One entry is missing: number "+kit.Itoa(read))
		livia.get("/audit/entries/"+kit.Itoa(read)).wantStatus(t, http.StatusConflict)
		livia.get("/audit?only=denied").wantText(t, "One entry is missing")
	})
}

// TestAPackComparesTheWholeTrail: whom an entry is about says a row beside it. Who changes that row for as long as a pack is put together would have the person not told who read about them, however long the trail is.
func TestAPackComparesTheWholeTrail(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dina, bianca := o.employ(t, "dina", o.Faro, policy.DeskWorker), o.employ(t, "bianca", o.Faro, policy.CaseManager)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		o.lock(t, o.Faro, bianca)
		path, code := o.meet(t, o.Faro)
		dina.get(path).wantStatus(t, http.StatusOK)
		var read int64
		for _, e := range o.entries(t) {
			if e.Object == "timeline" && e.Actor == "account-dina" {
				read = e.N
			}
		}
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error { // far more than a page compares
			for range 2100 {
				tx.Note("test", "", nil)
			}
			return nil
		}))
		request := strings.Replace(livia.post("/rights", "code", code, "kind", "access", "cause", "person", "day", "2024-05-02").to, "/rights/", "/packs/", 1)
		readers := func() (list []string, incomplete bool) {
			t.Helper()
			var parts struct {
				Readings   []struct{ Role string }
				Incomplete bool `json:"readings_incomplete"`
			}
			for name, text := range unzip(t, bianca.post(request).wantStatus(t, http.StatusOK).text) {
				if strings.HasSuffix(name, ".json") {
					must(t, json.Unmarshal([]byte(text), &parts))
				}
			}
			for _, r := range parts.Readings {
				list = append(list, r.Role)
			}
			return list, parts.Incomplete
		}
		if list, incomplete := readers(); !slices.Contains(list, "desk_worker") || incomplete {
			t.Fatalf("before anything was edited: %v, incomplete: %v", list, incomplete)
		}
		before := o.incidents(t)
		o.past(t, `UPDATE audit_subjects SET bucket = bucket + 1 WHERE n = $1`, read)
		list, incomplete := readers()
		o.past(t, `UPDATE audit_subjects SET bucket = bucket - 1 WHERE n = $1`, read)
		if !incomplete {
			t.Errorf("a reading is left out without a word: %v", list)
		}
		if o.incidents(t) == before {
			t.Error("nobody is told")
		}
	})
}

// TestACheckpointThatWasNotSignedHereIsNotGiven: whoever keeps it would hold a trail against it that is right.
func TestACheckpointThatWasNotSignedHereIsNotGiven(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		if _, _, err := o.trail.Sign(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		livia.get("/audit/checkpoints/0").wantStatus(t, http.StatusOK)
		o.past(t, `UPDATE audit_checkpoints SET note = replace(note, 'time 2', 'time 3')`)
		livia.get("/audit/checkpoints").wantStatus(t, http.StatusOK).wantText(t, "it proves nothing")
		livia.get("/audit/checkpoints/0").wantStatus(t, http.StatusConflict)
		livia.get("/audit").wantStatus(t, http.StatusOK).wantText(t, "The last checkpoint was not signed")
		if o.incidents(t) == 0 {
			t.Error("a forged checkpoint is no incident")
		}
	})
}
