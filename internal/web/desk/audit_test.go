package desk_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/testkit"
)

// known gives an organisation a person.
func (o *office) known(t *testing.T, by *visitor, record person.Person) person.Person {
	t.Helper()
	must(t, o.store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
		record, err = person.New(o.Book).Record(tx, record)
		return err
	}))
	return record
}

func (o *office) entries(t *testing.T) (list []audit.Entry) {
	t.Helper()
	must(t, o.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
		list, err = store.Trail(tx, 0, 100_000)
		return err
	}))
	return list
}

func TestTheOfficerSeesWhoSawAPerson(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		who := o.known(t, dina, testkit.Person(o.Faro))
		dina.get("/people/"+string(who.ID)).wantStatus(t, http.StatusOK)
		livia.get("/audit?person="+who.Code).wantStatus(t, http.StatusOK).wantText(t, "dina", "Desk worker", "Page of a person · "+who.Code)
		found := livia.get("/audit?person="+string(who.ID)).wantStatus(t, http.StatusOK)
		found.wantText(t, "livia", "Reading the trail")                                        // the first look is on record
		for _, nobody := range []string{"K0-NIENTE", "Inventata+Esperanza+de+Jesus+Gutierr"} { // the second is as long as an id, and a name
			livia.get("/audit?person="+nobody).wantStatus(t, http.StatusUnprocessableEntity).wantText(t, "Nobody has this code")
		}
		livia.get("/people/"+string(who.ID)).wantStatus(t, http.StatusNotFound)
	})
}

func TestRefusalsAreOnRecordAndGathered(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		nora := o.employ(t, "nora", o.Faro, policy.OutreachWorker)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		before := len(o.entries(t))
		for range 40 {
			nora.get("/audit").wantStatus(t, http.StatusNotFound)
			nora.get("/people/00000000-0000-7000-8000-000000000000").wantStatus(t, http.StatusNotFound)
			nora.get("/nothing/at/all").wantStatus(t, http.StatusNotFound)
		}
		if n := len(o.entries(t)) - before; n != 2 {
			t.Errorf("%d entries after 80 refusals of two kinds, want 2", n)
		}
		must(t, o.refusals.Settle(t.Context()))
		list := o.entries(t)[before:]
		if len(list) != 4 {
			t.Fatalf("%d entries, want 4", len(list))
		}
		var refused int64
		for _, e := range list {
			refused += e.Count
			if e.Decision != audit.Denied || e.Actor != "account-nora" || e.Organisation != string(o.Faro) || e.Role != string(policy.OutreachWorker) || e.Record != "" || e.Person != "" || len(e.Details) != 0 {
				t.Errorf("entry %+v", e)
			}
		}
		if refused != 80 {
			t.Errorf("%d refusals on record, want 80", refused)
		}
		livia.get("/audit?only=denied").wantText(t, "nora", "Refused 39 times", "Reading the trail")
	})
}

// A page that may not be seen and one that is not there take the same path, so that nothing can be told from the time.
func TestWhatIsNotThereIsOnRecordLikeWhatIsRefused(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		nora := o.employ(t, "nora", o.Molo, policy.OutreachWorker)
		theirs := o.known(t, nora, testkit.Person(o.Faro))
		for _, id := range []string{string(theirs.ID), "00000000-0000-7000-8000-000000000000"} {
			before := len(o.entries(t))
			nora.get("/people/"+id).wantStatus(t, http.StatusNotFound)
			list := o.entries(t)[before:]
			if len(list) != 1 || list[0].Count != 1 || list[0].Object != "work" {
				t.Errorf("entries %+v", list)
			}
			must(t, o.refusals.Settle(t.Context()))
		}
	})
}

func TestExportsAreOnRecordWithWhatLeft(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		o.known(t, dina, testkit.Person(o.Faro))
		dina.get("/people?format=csv&from=2024-01-01").wantStatus(t, http.StatusOK)
		list := livia.get("/audit?only=export").wantStatus(t, http.StatusOK).wantText(t, "dina", "Exported file · People, by code")
		dina.get("/people?format=doc").wantStatus(t, http.StatusNotFound)
		if again := livia.get("/audit?only=export"); strings.Count(again.text, "Exported file · People") != 1 {
			t.Error("what never left is on record as an export")
		}
		entry := regexp.MustCompile(`/audit/entries/\d+`).FindString(list.text)
		livia.get(entry).wantStatus(t, http.StatusOK).wantText(t, "Rows", "CSV", "1 January 2024", "own organisation", "Not signed yet")
		if _, _, err := o.trail.Sign(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		livia.get(entry).wantText(t, "The entry leads to the signed root", "Checkpoint 0")
	})
}

// TestTheRegisterOfExportsSaysWhoTookWhat: who, what, how many rows, in which form and of which days; it leaves as a file, and that it left
// is its next line.
func TestTheRegisterOfExportsSaysWhoTookWhat(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
		livia, mina := o.employ(t, "livia", o.Faro, policy.Officer), o.employ(t, "mina", o.Molo, policy.Officer)
		livia.get("/exports").wantStatus(t, http.StatusOK).wantText(t, "No exports yet")
		o.known(t, dina, testkit.Person(o.Faro))
		dina.get("/people?format=xlsx&from=2024-01-01&to=2024-12-31").wantStatus(t, http.StatusOK)
		dina.get("/exports").wantStatus(t, http.StatusNotFound)
		livia.get("/").wantText(t, `href="/exports"`)
		list := livia.get("/exports").wantStatus(t, http.StatusOK).wantText(t, "dina", "Cooperativa Faro · Desk worker", "People, by code", ">1<", "XLSX", "2024")
		livia.get(regexp.MustCompile(`/audit/entries/\d+`).FindString(list.text)).wantStatus(t, http.StatusOK).wantText(t, "Exported file")
		if words := regexp.MustCompile(`\[[a-z]+\.[a-z_.]+\]`).FindString(list.text); words != "" {
			t.Errorf("a word is missing: %s", words)
		}
		if a := mina.get("/exports"); strings.Contains(a.text, "dina") {
			t.Error("another organisation's officer reads it")
		}
		file := livia.get("/exports?format=csv").wantStatus(t, http.StatusOK).wantText(t, "dina,", `"People, by code",1,XLSX`)
		if strings.Contains(file.text, "livia") {
			t.Error("the file says that it left before it did")
		}
		livia.get("/exports").wantText(t, "livia", "CSV")
		livia.get("/exports?to=2020-01-01").wantText(t, "No row fits these filters")
		must(t, s.Write(t.Context(), policy.System(policy.Operator), func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			_, err := tx.Exec(`DELETE FROM audit_details`)
			return err
		}))
		livia.get("/exports").wantText(t, "dina", "No longer known")
	})
}

func TestAnOfficerSeesTheNetworkOnlyFromTheLead(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
		livia, mina := o.employ(t, "livia", o.Faro, policy.Officer), o.employ(t, "mina", o.Molo, policy.Officer)
		who := o.known(t, dina, testkit.Person(o.Faro))
		dina.get("/people/"+string(who.ID)).wantStatus(t, http.StatusOK)
		list := o.entries(t)
		last := "/audit/entries/" + strconv.FormatInt(list[len(list)-1].N, 10)
		livia.get(last).wantStatus(t, http.StatusOK)
		mina.get(last).wantStatus(t, http.StatusNotFound)
		for _, text := range []string{"dina", "Cooperativa Faro · ", who.Code} {
			if strings.Contains(mina.get("/audit").text, text+"<") || strings.Contains(mina.get("/audit?person="+who.Code).text, "· "+who.Code) {
				t.Errorf("an officer of another organisation reads %q", text)
			}
		}
		mina.get("/audit?person="+who.Code).wantText(t, "Nobody has this code")

		bundle := mina.get("/audit/download").wantStatus(t, http.StatusOK)
		for _, text := range []string{string(who.ID), who.Code, "account-dina", string(list[len(list)-1].Rule)} {
			if strings.Contains(bundle.text, text) {
				t.Errorf("the bundle of another organisation holds %q", text)
			}
		}
		check, err := o.trail.Check()
		must(t, err)
		mina.get("/audit/checkpoints").wantText(t, "--for molo")
		report, err := audit.Inspect(strings.NewReader(bundle.text), audit.Inspection{Key: check.Verifier, For: "molo"})
		if err != nil || len(report.Faults) != 0 || report.Hidden == 0 || report.Hidden == report.Entries || report.Unproven != 0 || !report.Signed {
			t.Errorf("report %+v, %v", report, err)
		}
		if report, err := audit.Inspect(strings.NewReader(bundle.text), audit.Inspection{Key: check.Verifier, For: "FARO"}); err != nil || len(report.Faults) == 0 {
			t.Errorf("it passes for one of Faro: %+v, %v", report, err)
		}
		whole, err := audit.Inspect(strings.NewReader(livia.get("/audit/download").text), audit.Inspection{Key: check.Verifier, Person: who.Code})
		if err != nil || len(whole.Faults) != 0 || whole.Hidden != 0 || len(whole.Saw) == 0 {
			t.Errorf("report %+v, %v", whole, err)
		}
	})
}

func TestTheChainIsCheckedAndTheFaultNamed(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		verdict := func() answer {
			t.Helper()
			if a := livia.post("/audit/check").wantStatus(t, http.StatusSeeOther); a.to != "/audit/check" {
				t.Errorf("sent to %s", a.to)
			}
			for range 50 {
				if a := livia.get("/audit/check").wantStatus(t, http.StatusOK); a.refresh == "" {
					return a
				}
				time.Sleep(100 * time.Millisecond)
			}
			t.Fatal("the check does not end")
			return answer{}
		}
		livia.get("/audit/check").wantText(t, "No check since")
		if _, _, err := o.trail.Sign(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		verdict().wantText(t, "The trail is whole", "1 checkpoints")
		must(t, s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			_, err := tx.Exec(`UPDATE audit_entries SET actor = 'somebody' WHERE n = 2`)
			return err
		}))
		verdict().wantText(t, "The trail does not match", "Entry 2 was changed after it was written.")
		livia.get("/audit/entries/2").wantText(t, "does not lead to the signed root")
		livia.get("/audit/entries/3").wantText(t, "The entry leads to the signed root")
	})
}

func TestThePagesOfATrailLeadBackAndForth(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	livia := o.employ(t, "livia", o.Faro, policy.Officer)
	must(t, o.store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		for range 120 {
			tx.Note("test", "", nil)
		}
		return nil
	}))
	entry := regexp.MustCompile(`href="(/audit/entries/\d+)"`)
	link := func(a answer, word string) string {
		m := regexp.MustCompile(`href="(/audit\?[^"]*` + word + `=[^"]*)"`).FindStringSubmatch(a.text)
		if m == nil {
			return ""
		}
		return strings.ReplaceAll(m[1], "&amp;", "&")
	}
	var seen []string
	at := livia.get("/audit")
	first := entry.FindStringSubmatch(at.text)[1]
	for range 10 {
		for _, m := range entry.FindAllStringSubmatch(at.text, -1) {
			seen = append(seen, m[1])
		}
		next := link(at, "before")
		if next == "" {
			break
		}
		at = livia.get(next)
	}
	if total := len(o.entries(t)); len(seen) != total {
		t.Errorf("%d entries on all pages, want %d", len(seen), total)
	}
	for range 10 {
		back := link(at, "after")
		if back == "" {
			break
		}
		at = livia.get(back)
	}
	if got := entry.FindStringSubmatch(at.text)[1]; got != first {
		t.Errorf("the way back ends at %s, began at %s", got, first)
	}
	livia.get("/audit?from=2020-01-01&to=2020-12-31").wantText(t, "No row fits").wantStatus(t, http.StatusOK)
	livia.get("/audit?from=yesterday").wantText(t, "Write a day that exists")
	for _, path := range []string{"/audit/entries/9999", "/audit/entries/x", "/audit/entries/-1", "/audit/checkpoints/7", "/audit/checkpoints/x"} {
		livia.get(path).wantStatus(t, http.StatusNotFound)
	}
}
