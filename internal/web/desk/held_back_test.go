package desk_test

import (
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// heldBack sends a form of which the end comes only after something has happened.
func (v *visitor) heldBack(path string, meanwhile func(), values url.Values) answer {
	v.t.Helper()
	form := values.Encode()
	come, sends := io.Pipe()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.office.address+path, come)
	must(v.t, err)
	r.ContentLength = int64(len(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	go func() {
		_, _ = io.WriteString(sends, form[:5])
		time.Sleep(300 * time.Millisecond) // until it was decided what they may do
		meanwhile()
		_, _ = io.WriteString(sends, form[5:])
		_ = sends.Close()
	}()
	return v.send(r)
}

// TestARequestThatIsHeldBackActsForNobodyWhoLeftMeanwhile: what somebody may do is decided when a request begins, and its sender can keep its end back: it opens nothing and writes nothing once they are suspended, have another
// role, or ended the session, however long or short it was.
func TestARequestThatIsHeldBackActsForNobodyWhoLeftMeanwhile(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o, ada, path := keyed(t, s)
		writes := func(fn func(*store.Tx) error) {
			if err := s.Write(t.Context(), operator, fn); err != nil {
				t.Error(err)
			}
		}
		becomes := func(query, who string) func() {
			return func() {
				writes(func(tx *store.Tx) error {
					_, err := tx.Exec(query, "account-"+who)
					tx.Note("test", "", nil)
					return err
				})
			}
		}
		suspended := func(who string) func() {
			return becomes(`UPDATE network_accounts SET status = 'suspended' WHERE id = $1`, who)
		}
		reads := formValues("section", "names")
		ada.heldBack(path+"/card", func() {}, reads).wantStatus(t, http.StatusOK).wantText(t, "Zefira Nuvolari")
		ada.heldBack(path+"/card", becomes(`UPDATE network_roles SET role = 'volunteer' WHERE account_id = $1`, "ada"), reads).wantStatus(t, http.StatusNotFound).misses(t, "Zefira")
		becomes(`UPDATE network_roles SET role = 'case_manager' WHERE account_id = $1`, "ada")()
		ada.sendForm(path+"/card", reads).wantStatus(t, http.StatusOK)
		done := func(login string) int64 {
			return o.counts(t, `SELECT COUNT(*) FROM audit_entries WHERE decision = 'allowed' AND actor = 'account-`+login+`'`)
		}
		var until int64
		ada.heldBack(path+"/card", func() { suspended("ada")(); until = done("ada") }, reads).misses(t, "Zefira")
		if n := done("ada"); n != until {
			t.Errorf("%d things were done by who was suspended", n-until)
		}

		people := func() int64 { return o.counts(t, `SELECT COUNT(*) FROM person_persons`) }
		before := people()
		wim, uma := o.employ(t, "wim", o.Faro, policy.OutreachWorker), o.employ(t, "uma", o.Faro, policy.OutreachWorker)
		form := func(v *visitor) url.Values {
			values := formOf(t, v.get("/people/new").wantStatus(t, http.StatusOK).text, "/people")
			for name, value := range map[string]string{"gender": "woman", "region": "west_africa", "day": "2024-05-02"} {
				values.Set(name, value)
			}
			return values
		}
		wim.heldBack("/people", func() { time.Sleep(time.Second) }, form(wim)).wantStatus(t, http.StatusSeeOther)
		if n := people(); n != before+1 {
			t.Fatalf("%d people, where one was recorded: the test sees nothing", n-before)
		}
		wim.heldBack("/people", suspended("wim"), form(wim))
		uma.heldBack("/people", func() {
			time.Sleep(time.Second)
			writes(func(tx *store.Tx) error { return network.EndOtherSessions(tx, "account-uma", "") })
		}, form(uma))
		if n := people(); n != before+1 {
			t.Errorf("%d people were recorded by who was suspended, or whose session had ended", n-before-1)
		}
	})
}

func (o *office) counts(t *testing.T, query string) (n int64) {
	t.Helper()
	must(t, o.store.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(query).Scan(&n) }))
	return n
}
