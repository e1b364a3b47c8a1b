package desk_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
	"approdo/internal/web/desk"
)

// TestWhatIsLeftOfAnErasedPersonIsCountedAndIsOtherwiseNoRecord: no list and no file has it, and whoever types its address reads, corrects, links and takes back nothing.
func TestWhatIsLeftOfAnErasedPersonIsCountedAndIsOtherwiseNoRecord(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		cesira := o.employ(t, "cesira", o.Faro, policy.CaseManager, policy.OutreachWorker)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		o.lock(t, o.Faro, cesira)
		path, code := o.meet(t, o.Faro)
		_, alive := o.meet(t, o.Faro)
		for _, sent := range [][]string{
			{path + "/interviews/new", path + "/interviews", "unit", string(o.Desk), "day", "2024-05-02"},
			{"/contacts/new", "/contacts", "unit", string(o.Street), "day", "2024-05-02", "code", code, "newness", "known", "gender", "woman", "age_band", "adult", "region", "west_africa"},
			{path + "/protection/new", path + "/protection", "answer", "yes", "day", "2024-05-02"},
		} {
			form := formOf(t, cesira.get(sent[0]).text, sent[1])
			for i := 2; i < len(sent); i += 2 {
				form.Set(sent[i], sent[i+1])
			}
			if a := cesira.sendForm(sent[1], form); a.status != http.StatusSeeOther {
				t.Fatalf("%s: %d\n%s", sent[1], a.status, a.text)
			}
		}
		request := livia.post("/rights", "code", code, "kind", "erasure", "cause", "person", "day", "2024-05-03").to
		livia.post(request+"/erase", "code", code).wantStatus(t, http.StatusSeeOther)

		if a := cesira.get("/people"); !strings.Contains(a.text, "one record of somebody who was erased") {
			t.Error("the list of people does not say that there was somebody")
		}
		if a := cesira.get("/people?format=csv"); !strings.Contains(a.text, "one record of somebody who was erased") {
			t.Error("the file of people does not say that there was somebody")
		}
		if a := o.employ(t, "ugo", o.Molo, policy.CaseManager).get("/people"); strings.Contains(a.text, "was erased") {
			t.Error("another organisation's list of people says that there was somebody")
		}
		for list, table := range map[string]string{"/interviews": "casework_interviews", "/contacts": "outreach_contacts", "/protections": "person_protections"} {
			var id string
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT id FROM ` + table).Scan(&id) }))
			if a := cesira.get(list); strings.Contains(a.text, id) || !strings.Contains(a.text, "one record of somebody who was erased") {
				t.Errorf("%s shows what is left of an erased person, or does not say that there is something:\n%s", list, a.text)
			}
			if a := cesira.get(list + "?format=csv"); len(aboveBlank(rowsOf(t, a.text))) != 1 || !strings.Contains(a.text, "one record of somebody who was erased") {
				t.Errorf("the file of %s has it, or does not say that it leaves something out:\n%s", list, a.text)
			}
			for _, address := range []string{"", "/edit", "/link", "/unlink"} {
				if a := cesira.get(list + "/" + id + address); a.status != http.StatusNotFound {
					t.Errorf("%s of a record of an erased person: %d", list+"/…"+address, a.status)
				}
			}
			for address, answers := range map[string][]string{
				"/edit": {"revision", "0", "answer", "no", "gender", "man", "reason", "mistyped"}, "/remove": {"reason", "mistyped"},
				"/link": {"code", alive, "revision", "0"}, "/unlink": {"reason", "mistyped", "revision", "0"},
			} {
				if a := cesira.post(list+"/"+id+address, answers...); a.status != http.StatusNotFound {
					t.Errorf("POST %s of a record of an erased person: %d", list+"/…"+address, a.status)
				}
			}
			var still string
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT id FROM ` + table).Scan(&still) }))
			if still != id {
				t.Errorf("%s: it is another now", table)
			}
		}
	})
}

// TestWhoErasesWaitsNotLongForAReader: the erasure stands at once, and its certificate says that the files are cleaned later.
func TestWhoErasesWaitsNotLongForAReader(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		path, code := o.meet(t, o.Faro)
		request := livia.post("/rights", "code", code, "kind", "erasure", "cause", "person", "day", "2024-05-03").to
		reads, done := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(done)
			_ = s.Read(t.Context(), operator, func(tx *store.Tx) error {
				var n int64
				err := tx.QueryRow(`SELECT COUNT(*) FROM person_persons`).Scan(&n)
				reads <- struct{}{}
				<-reads
				return err
			})
		}()
		<-reads
		begun := time.Now()
		livia.post(request+"/erase", "code", code).wantStatus(t, http.StatusSeeOther)
		if took := time.Since(begun); took > 8*time.Second {
			t.Errorf("who erases waits %s", took)
		}
		livia.get(request).wantStatus(t, http.StatusOK).wantText(t, "The program goes on by itself until they are gone")
		livia.get(path).wantStatus(t, http.StatusNotFound)
		reads <- struct{}{}
		<-done
		livia.post(request+"/scrub").wantStatus(t, http.StatusSeeOther)
		if a := livia.get(request); strings.Contains(a.text, "The program goes on by itself") {
			t.Error("the certificate still says that the files hold traces")
		}
	})
}

// TestAnErasureStandsInTheRegisterBeforeItsCertificateIsShown: a copy of the folder made from then on knows of it.
func TestAnErasureStandsInTheRegisterBeforeItsCertificateIsShown(t *testing.T) {
	t.Parallel()
	var place *store.Store
	erased := 0
	o := staffWith(t, testkit.Store(t), func(n *desk.Needs) {
		place = n.Store
		n.Register = func(ctx context.Context) error {
			return place.Read(ctx, operator, func(tx *store.Tx) error {
				return tx.QueryRow(`SELECT COUNT(*) FROM vault_erasures`).Scan(&erased)
			})
		}
	})
	cesira := o.employ(t, "cesira", o.Faro, policy.CaseManager)
	livia := o.employ(t, "livia", o.Faro, policy.Officer)
	o.lock(t, o.Faro, cesira)
	_, code := o.meet(t, o.Faro)
	request := livia.post("/rights", "code", code, "kind", "erasure", "cause", "person", "day", "2024-05-03").to
	livia.post(request+"/erase", "code", code).wantStatus(t, http.StatusSeeOther)
	if erased != 1 {
		t.Errorf("when the register was written %d had been erased", erased)
	}
}

// TestAnErasureWhoseRegisterCannotBeWrittenIsDone, and says that the register lacks it: whoever read that nothing was saved would believe that the person is there still.
func TestAnErasureWhoseRegisterCannotBeWrittenIsDone(t *testing.T) {
	t.Parallel()
	o := staffWith(t, testkit.Store(t), func(n *desk.Needs) {
		n.Register = func(context.Context) error { return errs.E(errs.Unavailable, "backup.erasures_unreadable") }
	})
	cesira := o.employ(t, "cesira", o.Faro, policy.CaseManager)
	livia := o.employ(t, "livia", o.Faro, policy.Officer)
	o.lock(t, o.Faro, cesira)
	path, code := o.meet(t, o.Faro)
	request := livia.post("/rights", "code", code, "kind", "erasure", "cause", "person", "day", "2024-05-03").to
	id := strings.TrimPrefix(path, "/people/")
	for range 2 {
		to := livia.post(request+"/erase", "code", code).wantStatus(t, http.StatusSeeOther).led
		livia.get(to).wantStatus(t, http.StatusOK).wantText(t, "The erasure is done, but it is not in the register of erasures yet")
	}
	trail := livia.get("/audit/download").wantStatus(t, http.StatusOK)
	if !strings.Contains(trail.text, `"object":"erasure"`) || strings.Contains(trail.text, id) {
		t.Error("the file of the trail lacks the erasure, or says whom it erased")
	}
	number := regexp.MustCompile(`"is":"entry","n":(\d+),[^\n]*"object":"erasure"`).FindStringSubmatch(trail.text)
	if number == nil {
		t.Fatal("no entry of the erasure")
	}
	if a := livia.get("/audit/entries/"+number[1]).wantStatus(t, http.StatusOK); strings.Contains(a.text, id) {
		t.Error("the page of the entry says whom it erased")
	}
}
