package desk_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
)

// seenByRegion are presences as a spreadsheet tells them: by gender and region, also of genders that the form does not ask about.
var seenByRegion = []outreach.Presence{
	{Gender: "woman", Region: "west_africa", Headcount: 30},
	{Gender: "man", Region: "eastern_europe", Headcount: 9},
	{Gender: "woman", Region: "not_asked", Headcount: 7},
	{Gender: "trans_man", Region: "south_america", Headcount: 4},
	{Gender: "other", Region: "not_asked", Headcount: 2},
}

// outing records an outing of the street unit, and answers the address of its page.
func (s *site) outing(seen ...outreach.Presence) string {
	s.t.Helper()
	o := outreach.Outing{
		Work: outreach.Work{OrganisationID: s.town.Faro, UnitID: s.town.Street, Day: "2024-05-02", Province: "IT-BS"},
		Mode: "outdoor", Minutes: 240, Kilometres: 35, Materials: 12, Adverts: 3, Presences: seen,
	}
	must(s.t, s.store.Write(s.t.Context(), operator, func(tx *store.Tx) (err error) {
		o, err = outreach.New(s.town.Book).RecordOuting(tx, o)
		return err
	}))
	return "/outings/" + o.ID
}

// stored reads an outing back.
func (s *site) stored(path string) (o outreach.Outing) {
	s.t.Helper()
	must(s.t, s.store.Read(s.t.Context(), operator, func(tx *store.Tx) (err error) {
		if o, err = outreach.Outings.Find(tx, path[len("/outings/"):]); err != nil {
			return err
		}
		o.Presences, err = outreach.Presences(tx, o.ID)
		return err
	}))
	return o
}

func TestCorrectingAnOutingLeavesWhoWasSeenWhereItWasNotCorrected(t *testing.T) {
	s := open(t)
	path := s.outing(seenByRegion...)
	form := formOf(t, s.wants(http.StatusOK, worker, path+"/edit", nil), path+"/edit")
	form.Set("minutes", "200")
	form.Set("reason", "mistyped")
	s.saves(worker, path+"/edit", form)
	if o := s.stored(path); o.Minutes != 200 || !slices.Equal(o.Presences, seenByRegion) {
		t.Errorf("the outing says now %d minutes, and of who was seen %v", o.Minutes, o.Presences)
	}

	form = formOf(t, s.wants(http.StatusOK, worker, path+"/edit", nil), path+"/edit")
	form.Set("men", "1")
	form.Set("seen.woman.west_africa", "8")
	form.Set("seen.trans_man.south_america", "")
	form.Set("reason", "mistyped")
	s.saves(worker, path+"/edit", form)
	want := []outreach.Presence{
		{Gender: "man", Region: "eastern_europe", Headcount: 9},
		{Gender: "woman", Region: "west_africa", Headcount: 8},
		{Gender: "woman", Region: "not_asked", Headcount: 7},
		{Gender: "other", Region: "not_asked", Headcount: 2},
		{Gender: "man", Region: "not_asked", Headcount: 1},
	}
	if o := s.stored(path); !slices.Equal(o.Presences, want) {
		t.Errorf("who was seen is now %v, want %v", o.Presences, want)
	}
	shown := s.wants(http.StatusOK, worker, path, nil)
	s.sees(shown, "West Africa", "Eastern Europe")
}

func TestAFormThatDoesNotAskWhoWasSeenTakesNobodyAway(t *testing.T) {
	s := open(t)
	path := s.outing(seenByRegion...)
	s.saves(worker, path+"/edit", url.Values{"revision": {"0"}, "mode": {"indoor_visit"}, "reason": {"mistyped"}})
	if o := s.stored(path); o.Mode != "indoor_visit" || o.Minutes != 240 || !slices.Equal(o.Presences, seenByRegion) {
		t.Errorf("the outing is now %+v", o)
	}
}

func TestWhoWasSeenIsChosenLikeAllElseWhenTwoCorrectAnOuting(t *testing.T) {
	s := open(t)
	path := s.outing(seenByRegion...)
	mine := formOf(t, s.wants(http.StatusOK, worker, path+"/edit", nil), path+"/edit")
	theirs := formOf(t, s.wants(http.StatusOK, worker, path+"/edit", nil), path+"/edit")
	theirs.Set("seen.man.eastern_europe", "0")
	theirs.Set("women", "5")
	theirs.Set("reason", "mistyped")
	s.saves(worker, path+"/edit", theirs)

	mine.Set("seen.man.eastern_europe", "10")
	mine.Set("reason", "mistyped")
	choice := formOf(t, s.wants(http.StatusConflict, worker, path+"/edit", mine), path+"/edit")
	if mine, women := choice.Get("seen.man.eastern_europe"), choice.Get("women"); mine != "10" || women != "5" {
		t.Errorf("the page proposes %q men and %q women, want mine where I corrected and theirs where they did", mine, women)
	}
	s.saves(worker, path+"/edit", choice)
	want := []outreach.Presence{
		{Gender: "woman", Region: "west_africa", Headcount: 30},
		{Gender: "man", Region: "eastern_europe", Headcount: 10},
		{Gender: "woman", Region: "not_asked", Headcount: 5},
		{Gender: "trans_man", Region: "south_america", Headcount: 4},
		{Gender: "other", Region: "not_asked", Headcount: 2},
	}
	if o := s.stored(path); !slices.Equal(o.Presences, want) {
		t.Errorf("who was seen is now %v, want %v", o.Presences, want)
	}
}

func TestANumberThatIsClearedInACorrectionIsGone(t *testing.T) {
	s := open(t)
	path := s.outing(outreach.Presence{Gender: "woman", Region: "not_asked", Headcount: 7})
	form := formOf(t, s.wants(http.StatusOK, worker, path+"/edit", nil), path+"/edit")
	for _, name := range []string{"kilometres", "materials", "adverts", "women"} {
		form.Set(name, "")
	}
	form.Set("reason", "mistyped")
	s.saves(worker, path+"/edit", form)
	o := s.stored(path)
	if o.Kilometres != 0 || o.Materials != 0 || o.Adverts != 0 || len(o.Presences) != 0 || o.Minutes != 240 {
		t.Errorf("what was cleared is still there: %+v", o)
	}
}

func TestTheHiddenFieldsOfAFormAlwaysStandInTheSameOrder(t *testing.T) {
	s := open(t)
	path := s.outing(seenByRegion...)
	key := regexp.MustCompile(`name="key" value="[^"]*"`) // each form has its own
	first := key.ReplaceAllString(s.wants(http.StatusOK, worker, path+"/edit", nil), "")
	for range 20 {
		if again := key.ReplaceAllString(s.wants(http.StatusOK, worker, path+"/edit", nil), ""); again != first {
			t.Fatal("two readings of one form differ")
		}
	}
}

func TestWhatMustBeCorrectedStandsInTheOrderOfTheForm(t *testing.T) {
	s := open(t)
	form := url.Values{"unit": {string(s.town.Street)}, "day": {"2024-05-02"}, "mode": {"outdoor"}}
	names := []string{"minutes", "women", "men", "unknown_gender", "kilometres", "materials", "adverts"}
	for _, name := range names {
		form.Set(name, "-1")
	}
	shown := s.wants(http.StatusUnprocessableEntity, worker, "/outings", form)
	last := -1
	for _, name := range names {
		at := strings.Index(shown, `href="#field-`+name+`"`)
		if at <= last {
			t.Errorf("the link to %s stands at %d, not after %d", name, at, last)
		}
		last = at
	}
}

// What rests on a record that is taken back meanwhile cannot be saved, and is no reason to type again: the answer shows what was typed, in words, and nothing else that a
// form carries.
func TestWhatWasTypedIsShownWhenItsRecordIsGoneMeanwhile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		form  string // what somebody fills in
		typed url.Values
		shown []string
	}{
		"a contact":           {"/contacts/new", url.Values{"gender": {"woman"}, "code": {"FARO-4711"}}, []string{"Woman", "FARO-4711"}},
		"a correction":        {"/edit", url.Values{"minutes": {"207"}, "reason": {"mistyped"}, "day": {"2024-05-03"}, "unit": {"01a229f9-1111-7222-8333-444455556666"}}, []string{"207", "Typing mistake", "3 May 2024"}},
		"a piece of the page": {"/contacts/new", url.Values{"place": {`<b>Via "del" Porto</b>`}}, []string{"&lt;b&gt;Via &#34;del&#34; Porto&lt;/b&gt;"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			path := s.outing()
			s.wants(http.StatusOK, worker, path+c.form, nil)
			s.saves(worker, path+"/remove", mistyped)
			c.typed.Set("was", "hidden-answer")
			text := s.wants(http.StatusNotFound, worker, path+strings.TrimSuffix(c.form, "/new"), c.typed)
			s.sees(text, append(c.shown, "What you had typed")...)
			s.misses(text, "hidden-answer", "01a229f9", "mistyped<", "2024-05-03")
		})
	}
}

// A correction that leaves an answer alone leaves it as it is, though the network took it out of use since: the form offers what was answered.
func TestACorrectionKeepsAnAnswerThatIsOutOfUse(t *testing.T) {
	t.Parallel()
	s := open(t)
	operate := func(fn func(*store.Tx) error) {
		t.Helper()
		must(t, s.store.Write(t.Context(), operator, fn))
	}
	operate(func(tx *store.Tx) error {
		return codebook.Add(tx, s.town.Book, codebook.Addition{List: "setting", Code: "zz_car_park", Label: map[string]string{"it": "Parcheggio", "en": "Car park"}})
	})
	k := outreach.Contact{
		Work: outreach.Work{OrganisationID: s.town.Faro, UnitID: s.town.Street, Day: "2024-05-02", Province: "IT-BS"}, Channel: "contact_unit", Setting: "zz_car_park", Language: "it",
		Information: "not_asked", Newness: "new", Gender: "woman", AgeBand: "adult", Citizenship: "not_asked", Region: "not_asked", RegionSource: "estimated", Protection: "not_asked",
	}
	operate(func(tx *store.Tx) (err error) {
		k, err = outreach.New(s.town.Book).RecordContact(tx, k)
		return err
	})
	operate(func(tx *store.Tx) error { return codebook.Retire(tx, "setting", "zz_car_park") })
	path := "/contacts/" + k.ID + "/edit"
	form := formOf(t, s.wants(http.StatusOK, worker, path, nil), path)
	form.Set("gender", "man")
	form.Set("reason", "mistyped")
	s.saves(worker, path, form)
	operate(func(tx *store.Tx) error {
		now, err := outreach.Contacts.Find(tx, k.ID)
		if err == nil && (now.Setting != "zz_car_park" || now.Gender != "man") {
			t.Errorf("the contact says now %s, %s", now.Setting, now.Gender)
		}
		tx.Note("contact", k.ID, nil)
		return err
	})
}
