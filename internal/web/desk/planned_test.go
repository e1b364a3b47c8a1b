package desk_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/testkit"
)

// crew is an office where dora of the desk and wim of the street hold the team's key.
func crew(t *testing.T, s *store.Store) (o *office, ada, dora, wim *visitor) {
	t.Helper()
	o, ada, _ = keyed(t, s)
	dora, wim = o.employ(t, "dora", o.Faro, policy.DeskWorker), o.employ(t, "wim", o.Faro, policy.OutreachWorker)
	for _, login := range []string{"dora", "wim"} {
		ada.gives(login).wantStatus(t, http.StatusSeeOther)
	}
	return o, ada, dora, wim
}

// plans plans an outing of the street unit, and answers the address of its page.
func (v *visitor) plans(nameValue ...string) string {
	v.t.Helper()
	a := v.post("/plans", append([]string{"unit", string(v.office.Street), "day", "2024-09-01", "mode", "outdoor", "zone", "Piazza delle Vele"}, nameValue...)...).wantStatus(v.t, http.StatusSeeOther)
	path, _, _ := strings.Cut(a.to, "?")
	return path
}

// turns gives the team another key, because somebody left.
func (o *office) turns(t *testing.T, ada *visitor, who string) {
	t.Helper()
	must(t, o.store.Write(t.Context(), operator, func(tx *store.Tx) error { return network.Leave(tx, network.AccountID("account-"+who), roster.By{}) }))
	ada.post("/keys/turn").wantStatus(t, http.StatusSeeOther)
}

func (o *office) outings(t *testing.T) []outreach.Outing {
	t.Helper()
	var list store.Slice[outreach.Outing]
	must(t, o.store.Read(t.Context(), operator, func(tx *store.Tx) (err error) {
		list, err = outreach.Outings.List(tx, store.Selection{})
		return err
	}))
	return list.Items
}

func TestAPlanThatCannotBeSavedComesBackWithWhatWasTyped(t *testing.T) {
	_, _, dora, _ := crew(t, testkit.Store(t))
	for name, form := range map[string][]string{
		"no unit":           {"unit", "", "day", "2024-09-01", "mode", "outdoor"},
		"no unit of theirs": {"unit", "another", "day", "2024-09-01", "mode", "outdoor"},
		"no day":            {"unit", string(dora.office.Street), "day", "", "mode", "outdoor"},
		"no mode":           {"unit", string(dora.office.Street), "day", "2024-09-01"},
	} {
		t.Run(name, func(t *testing.T) {
			a := dora.post("/plans", append(form, "zone", "Piazza delle Vele", "crew", "Dora\r\nWim", "notes", "keys at the bar")...)
			a.wantStatus(t, http.StatusUnprocessableEntity).wantText(t, "Piazza delle Vele", "Dora\nWim", "keys at the bar", `role="alert"`)
		})
	}
}

func TestARecordOfAUnitOrADayThatIsNoneComesBackWithWhatWasTyped(t *testing.T) {
	s := open(t)
	for path, of := range map[string]struct {
		who   string
		other []string
	}{
		"/outings":  {worker, []string{"mode", "outdoor", "minutes", "77"}},
		"/meetings": {worker, []string{"place", "informal", "new_women", "77"}},
		"/contacts": {worker, []string{"newness", "new", "gender", "woman", "age_band", "adult", "region", "west_africa", "channel", "contact_unit"}},
		"/actions":  {worker, []string{"type", "legal_advice", "outcome", "completed"}},
	} {
		for name, wrong := range map[string][]string{
			"no unit": {"unit", "", "day", "2024-05-02"}, "another's unit": {"unit", string(s.town.Quay), "day", "2024-05-02"}, "a day that nobody pays": {"unit", string(s.town.Street), "day", "2031-05-02"},
		} {
			t.Run(path+" "+name, func(t *testing.T) {
				form := formValues(append(wrong, of.other...)...)
				shown := s.wants(http.StatusUnprocessableEntity, of.who, path, form)
				s.sees(shown, `aria-invalid="true"`, `value="`+form.Get(of.other[len(of.other)-2])+`"`)
			})
		}
	}
}

func TestWhatWasTypedOrSentIsKeptWhenKeysTurnInBetween(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o, ada, dora, _ := crew(t, s)
		for _, login := range []string{"leo", "lea", "lia", "luz"} {
			o.employ(t, login, o.Faro, policy.OutreachWorker)
		}
		path, _ := o.meet(t, o.Faro)
		ada.post(path+"/followers", "account", "account-ada").wantStatus(t, http.StatusSeeOther)

		o.meanwhile(func() { o.turns(t, ada, "leo") })
		planned := dora.plans()
		o.meanwhile(func() { o.turns(t, ada, "lea") })
		dora.post(planned+"/edit", "revision", "1", "day", "2024-09-02", "mode", "outdoor", "zone", "Molo vecchio").wantStatus(t, http.StatusSeeOther)
		dora.get(planned).wantText(t, "Molo vecchio")

		o.meanwhile(func() { o.turns(t, ada, "lia") })
		ada.attach(path+"/files", "verbale", []byte("a text that was sent once")).wantStatus(t, http.StatusSeeOther)
		ada.get(path).wantStatus(t, http.StatusOK)
		ada.post(path+"/card", "section", "files").wantText(t, "verbale")
		o.meanwhile(func() { o.turns(t, ada, "luz") })
		ada.post(path+"/card/save", "section", "notes", "revision", "0", "text", "typed once").wantStatus(t, http.StatusSeeOther)
	})
}

func TestAPlanThatEndedMeanwhileLosesNothingAndIsNotAskedAboutForEver(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o, _, dora, wim := crew(t, s)
		t.Run("changed", func(t *testing.T) {
			planned := dora.plans()
			edit := formOf(t, wim.get(planned+"/edit").text, planned+"/edit")
			dora.post(planned+"/cancel").wantStatus(t, http.StatusSeeOther)
			edit.Set("crew", "Wim\r\nDora")
			back := wim.sendForm(planned+"/edit", edit).wantStatus(t, http.StatusConflict).wantText(t, "was cancelled", "Wim\nDora", "Piazza delle Vele")
			again := formOf(t, back.text, "/plans")
			if unit := again.Get("unit"); unit != string(o.Street) {
				t.Errorf("the form says unit %q", unit)
			}
			saved := wim.sendForm("/plans", again).wantStatus(t, http.StatusSeeOther)
			wim.get(saved.led).wantText(t, "Wim")
		})
		t.Run("gone out", func(t *testing.T) {
			planned := dora.plans()
			out := formOf(t, wim.get("/outings/new?plan="+strings.TrimPrefix(planned, "/plans/")).text, "/outings")
			dora.post(planned+"/cancel").wantStatus(t, http.StatusSeeOther)
			out.Set("minutes", "155")
			back := wim.sendForm("/outings", out).wantStatus(t, http.StatusConflict).wantText(t, "was cancelled", `value="155"`)
			if n := len(o.outings(t)); n != 0 {
				t.Fatalf("%d outings although it was not saved", n)
			}
			wim.sendForm("/outings", formOf(t, back.text, "/outings")).wantStatus(t, http.StatusSeeOther)
			if list := o.outings(t); len(list) != 1 || list[0].Minutes != 155 {
				t.Errorf("the outings are %+v", list)
			}
			wim.get("/outings/new?plan="+strings.TrimPrefix(planned, "/plans/")).wantStatus(t, http.StatusSeeOther)
		})
		t.Run("gone out twice", func(t *testing.T) {
			planned, before := dora.plans(), len(o.outings(t))
			out := formOf(t, wim.get("/outings/new?plan="+strings.TrimPrefix(planned, "/plans/")).text, "/outings")
			late := formOf(t, wim.get("/outings/new?plan="+strings.TrimPrefix(planned, "/plans/")).text, "/outings") // opened before the first was sent
			made := wim.sendForm("/outings", out).wantStatus(t, http.StatusSeeOther).to
			if again := wim.sendForm("/outings", out).wantStatus(t, http.StatusSeeOther).to; again != made {
				t.Errorf("pressed twice it leads to %s and then to %s", made, again)
			}
			wim.sendForm("/outings", late).wantStatus(t, http.StatusConflict).wantText(t, "recorded already")
			if n := len(o.outings(t)) - before; n != 1 {
				t.Errorf("%d outings from one planned outing", n)
			}
			stay := 0
			for _, made := range o.outings(t) { // all but those that were recorded when their planned outing was over
				if a := wim.post("/outings/"+made.ID+"/remove", "reason", "mistyped"); a.status == http.StatusConflict {
					a.wantText(t, `href="/outings/`+made.ID+`"`)
					wim.get("/outings/"+made.ID).wantStatus(t, http.StatusOK)
					stay++
				}
			}
			if stay != 1 {
				t.Errorf("%d outings stay because they were planned, want the one", stay)
			}
		})
	})
}

// attach sends a file about somebody as a browser does.
func (v *visitor) attach(path, name string, data []byte) answer {
	v.t.Helper()
	return v.attachUnder(path, "", name, data)
}

// attachUnder is attach with the key of the form.
func (v *visitor) attachUnder(path, key, name string, data []byte) answer {
	v.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	must(v.t, form.WriteField("key", key))
	must(v.t, form.WriteField("file_name", name))
	part, err := form.CreateFormFile("file", "scan.txt")
	must(v.t, err)
	_, err = part.Write(data)
	must(v.t, err)
	must(v.t, form.Close())
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.office.address+path, &body)
	must(v.t, err)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return v.send(r)
}

func TestOneUnreadablePlanLeavesTheFirstPageAndTheOthers(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		_, _, dora, wim := crew(t, s)
		spoilt := dora.plans("day", "2025-01-15", "zone", "Molo vecchio") // the first day and zone count
		tonight := dora.post("/plans", "unit", string(dora.office.Street), "day", "2025-01-15", "mode", "outdoor", "zone", "Via dei Remi").wantStatus(t, http.StatusSeeOther).to
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			_, err := tx.Exec(`UPDATE vault_of_teams SET sealed = $1 WHERE id = $2`, []byte("spoilt"), strings.TrimPrefix(spoilt, "/plans/"))
			return err
		}))
		wim.get("/").wantStatus(t, http.StatusOK).wantText(t, "Via dei Remi", "One planned outing cannot be read")
		wim.get("/plans").wantStatus(t, http.StatusOK).wantText(t, tonight[:len(spoilt)], spoilt, "Cannot be read")
		wim.get(spoilt).wantStatus(t, http.StatusOK).wantText(t, "cannot be read", spoilt+"/cancel").misses(t, spoilt+"/edit")
		wim.get(spoilt+"/edit").wantStatus(t, http.StatusConflict)
		wim.post(spoilt+"/edit", "revision", "1", "day", "2025-01-15", "mode", "outdoor").wantStatus(t, http.StatusConflict)
		out := formOf(t, wim.get("/outings/new?plan="+strings.TrimPrefix(spoilt, "/plans/")).wantStatus(t, http.StatusOK).text, "/outings")
		if out.Get("day") != "2025-01-15" {
			t.Errorf("the form begins with day %q", out.Get("day"))
		}
		wim.post(spoilt+"/cancel").wantStatus(t, http.StatusSeeOther)
		wim.get("/").wantStatus(t, http.StatusOK).misses(t, "cannot be read")
	})
}
