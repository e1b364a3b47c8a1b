package desk_test

import (
	"bytes"
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
)

// register is a file as offices have them: a title, blank rows, private columns, a sum below.
func register(rows ...string) []byte {
	head := []string{"Registro dei contatti;;;;;;", "", "Data;Nome;Telefono;Unità;Genere;Ambito;Codice persona;Note"}
	return []byte(strings.Join(append(append(head, rows...), "", "Totale;2;;;;;;"), "\r\n"))
}

const (
	good  = "04/11/2024;Zorubabela;3331234567;Unità di strada;Donna;prostituzione outdoor;K1;si trova sempre nel bosco dietro alla fabbrica di mattoni"
	other = "05/11/2024;Zorubabela;3331234567;Unità di strada;Uomo;prostituzione outdoor;K2;"
	bad   = "99/11/2024;Zorubabela;3331234567;Unità di strada;Zorubabela;prostituzione outdoor;K3;"
)

// contacts counts the contacts that are recorded.
func (o *office) contacts(t *testing.T) (n int64) {
	t.Helper()
	must(t, o.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		slice, err := outreach.Contacts.List(tx, store.Selection{Limit: 1})
		n = slice.Total
		return err
	}))
	return n
}

func (o *office) wantContacts(t *testing.T, want int64) {
	t.Helper()
	if got := o.contacts(t); got != want {
		t.Errorf("%d contacts are recorded instead of %d", got, want)
	}
}

// reading is the number of what a draft shows; empty where there is nothing to record.
func (v *visitor) reading(draft string) string {
	v.t.Helper()
	found := regexp.MustCompile(`name="reading" value="(\d+)"`).FindStringSubmatch(v.get(draft).text)
	if found == nil {
		return ""
	}
	return found[1]
}

// record presses the button of a draft, and gives the path of the import it became.
func (v *visitor) record(draft string, nameValue ...string) string {
	v.t.Helper()
	v.post(draft+"/record", append(nameValue, "reading", v.reading(draft))...).wantStatus(v.t, http.StatusSeeOther)
	a := v.get(draft).wantStatus(v.t, http.StatusSeeOther)
	path, _, recorded := strings.Cut(a.led, "?done=")
	if !recorded {
		v.t.Fatalf("nothing was recorded: to %q", a.to)
	}
	return path
}

func undoing(path string) string { return strings.Replace(path, "/imports/", "/imports/undo/", 1) }

func TestADeskWorkerImportsHerRegisterAndUndoesIt(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
		dina.get("/imports/new").wantStatus(t, http.StatusOK).wantText(t, `type="file"`, `value="contacts"`)
		draft := dina.draft(sheet.Contacts, register(good, other))
		dina.get(draft).wantStatus(t, http.StatusOK).wantText(t, "Record 2 rows", "it may hold names of people", "it may hold sentences", "Data", "2 rows that are no records")
		o.wantContacts(t, 0)
		dina.get("/imports").wantText(t, "Go on with the waiting file", draft)

		path := dina.record(draft)
		o.wantContacts(t, 2)
		dina.get(dina.get(draft).led).wantStatus(t, http.StatusOK).wantText(t, "Everything is recorded", "dina", undoing(path))
		for range 3 { // who presses the button again, or goes back, comes to the same import
			dina.post(draft+"/record").wantStatus(t, http.StatusSeeOther)
			if a := dina.get(draft).wantStatus(t, http.StatusSeeOther); !strings.HasPrefix(a.led, path+"?done=") {
				t.Errorf("leads to %q", a.to)
			}
		}
		o.wantContacts(t, 2)
		dina.get("/imports").wantText(t, path, "Recorded")

		dina.get(undoing(path)).wantStatus(t, http.StatusOK).wantText(t, "Undo the whole import?", "Frozen reports stay")
		o.wantContacts(t, 2)
		a := dina.post(undoing(path)).wantStatus(t, http.StatusSeeOther)
		o.wantContacts(t, 0)
		dina.get(a.to).wantText(t, "Undone on", "Frozen reports stay as they were")
		dina.get("/imports?state=stands").wantText(t, "No row")
	})
}

// Whoever coordinates an organisation takes in its registers, and sees those of no other.
func TestACoordinatorTakesInTheRegistersOfTheirOwnOrganisation(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	nadia, olga := o.employ(t, "nadia", o.Faro, policy.Coordinator), o.employ(t, "olga", o.Molo, policy.Coordinator)
	nadia.get("/imports/new").wantStatus(t, http.StatusOK).wantText(t, `type="file"`)
	nadia.get("/").wantText(t, `href="/imports"`)
	path := nadia.record(nadia.draft(sheet.Contacts, register(good, other)))
	o.wantContacts(t, 2)
	olga.get(path).wantStatus(t, http.StatusNotFound)
	if list := olga.get("/imports").wantStatus(t, http.StatusOK).text; strings.Contains(list, path) {
		t.Error("another organisation sees the import")
	}
}

// The page says what would be recorded in the words of the command line.
func TestThePageOfADraftSaysWhatWouldBeRecorded(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	shown := dina.get(dina.draft(sheet.Contacts, register(good, other))).wantStatus(t, http.StatusOK)
	shown.wantText(t, "What would be recorded", "Man 1; Woman 1", "4–5 November 2024", "2 different people; 2 new")
}

func TestTheSameFileTwiceOffersNothingToRecord(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	dina.record(dina.draft(sheet.Contacts, register(good, other)))
	again := dina.draft(sheet.Contacts, register(good, other))
	a := dina.get(again).wantText(t, "Every row is recorded already")
	if strings.Contains(a.text, again+"/record") {
		t.Error("there is a button to record nothing")
	}
	longer := dina.draft(sheet.Contacts, register(good, other, strings.Replace(other, "05/11", "06/11", 1)))
	dina.get(longer).wantText(t, "Record one row")
}

func TestRefusedRowsAreListedAndCanStayOut(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
		draft := dina.draft(sheet.Contacts, register(good, bad, other))
		dina.get(draft).wantText(t, "Record the 2 good rows", "Rows to correct", "2024-12-31", "“Gender”", "One row is left out")
		for _, page := range []string{"", "?page=7", "?page=-1", "?page=184467440737095517", "?page=9223372036854775807"} {
			dina.get(draft+"/refused"+page).wantStatus(t, http.StatusOK).wantText(t, "1–2 of 2")
		}
		csv := dina.get(draft+"/refused?format=csv").wantStatus(t, http.StatusOK)
		if lines := strings.Count(strings.TrimSpace(csv.text), "\n"); lines != 2 {
			t.Errorf("%d refused cells in the file instead of 2:\n%s", lines, csv.text)
		}
		dina.post(draft+"/record", "reading", dina.reading(draft))
		o.wantContacts(t, 0)
		dina.get(draft).wantText(t, "nothing was recorded")

		dina.record(draft, "skip", "yes")
		o.wantContacts(t, 2)
		dina.get(dina.get(draft).led).wantText(t, "The good rows are recorded", "One row was left out")
	})
}

// TestAnOfficesOwnWordsAreExplainedInTheBrowserOnce: each word has a list of answers, what may name somebody is called by its row and has one too, and the next file knows.
func TestAnOfficesOwnWordsAreExplainedInTheBrowserOnce(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
		file := []byte("Data;Unità;Genere;Nazionalità;Codice persona\n04/11/2024;Unità di strada;Fem;NIG;K1\n05/11/2024;Unità di strada;Fem;NIG;K2\n05/11/2024;Unità di strada;F;Zorubabela;K3\n")
		draft := dina.draft(sheet.Contacts, file)
		dina.get(draft).wantStatus(t, http.StatusOK).wantText(t, "3 words were not understood", "“NIG”", "“Fem”", `name="word_D_0"`, "The cell of row 4", `name="word_D_1"`).misses(t, "Zorubabela")
		dina.post(draft, "word_C_0", "woman", "word_D_0", "NG").wantStatus(t, http.StatusSeeOther)
		dina.get(draft).wantStatus(t, http.StatusOK).wantText(t, "One word was not understood", "Record the 2").misses(t, "Zorubabela")
		dina.post(draft, "word_D_1", "RO").wantStatus(t, http.StatusSeeOther)
		dina.get(draft).wantStatus(t, http.StatusOK).wantText(t, "Words that you explained", "Record 3").misses(t, "not understood", "Zorubabela")
		dina.record(draft)
		o.wantContacts(t, 3)
		dina.get(dina.draft(sheet.Contacts, []byte("Data;Unità;Genere;Nazionalità;Codice persona;Età\n06/11/2024;Unità di strada;FEM;nig;K4;22\n"))).wantText(t, "Record ").misses(t, "not understood")
	})
}

func TestAnAmbiguousDayIsAskedAndTheAnswerObeyed(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	draft := dina.draft(sheet.Contacts, []byte("Day,Unit,Gender\n03/04/2024,faro-strada,woman\n"))
	a := dina.get(draft).wantText(t, "One question before going on", "Which day is 03/04/2024?")
	if strings.Contains(a.text, draft+"/record") {
		t.Error("it can be recorded before the question is answered")
	}
	dina.post(draft+"/record", "skip", "yes", "reading", dina.reading(draft))
	o.wantContacts(t, 0)
	dina.post(draft, "header", "1", "answer_dates", "month_first").wantStatus(t, http.StatusSeeOther)
	dina.get(draft).wantText(t, "Record one row", "month first", "One question that you answered", `value="month_first" checked`)
	dina.record(draft)
	must(t, o.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		slice, err := outreach.Contacts.List(tx, store.Selection{})
		if len(slice.Items) == 1 && slice.Items[0].Day != "2024-03-04" {
			t.Errorf("the day is %s", slice.Items[0].Day)
		}
		return err
	}))
}

func TestACorrectedColumnIsReadAgainAndRemembered(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	// The first column is headed N, as the fourteenth would be named: the correction must not take one for the other.
	file := func(number string) []byte {
		return []byte("N;Data;Unità;Chi;c5;c6;c7;c8;c9;c10;c11;c12;c13;Sesso2\n" + number + ";04/11/2024;Sportello;Donna;;;;;;;;;;Uomo\n")
	}
	draft := dina.draft(sheet.Contacts, file("1"))
	dina.get(draft).wantText(t, `name="column_N"`)
	dina.post(draft, "header", "1", "column_A", "row_id", "column_N", "gender", "default_province", "IT-BG").wantStatus(t, http.StatusSeeOther)
	dina.get(draft).wantText(t, "As you chose", "Record one row", `<option value="IT-BG" selected>`)
	dina.record(draft)
	must(t, o.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		slice, err := outreach.Contacts.List(tx, store.Selection{})
		if len(slice.Items) != 1 || slice.Items[0].Gender != "man" || slice.Items[0].Province != "IT-BG" {
			t.Errorf("recorded: %+v", slice.Items)
		}
		return err
	}))
	next := dina.draft(sheet.Contacts, file("2"))
	dina.get(next).wantText(t, "As last time", "Record one row")
}

func TestTwoColumnsOfOneMeaningAreToldAndWhatWasChosenStays(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	draft := dina.draft(sheet.Contacts, []byte("Data;Unità;Genere;x\n04/11/2024;Sportello;Donna;Uomo\n"))
	dina.post(draft, "header", "1", "column_C", "gender", "column_D", "gender")
	dina.post(draft, "header", "1", "column_C", "newness", "column_D", "newness")
	a := dina.get(draft).wantText(t, "Two columns have the same meaning")
	if n := strings.Count(a.text, `<option value="newness" selected>`); n != 2 {
		t.Errorf("%d columns keep what was chosen instead of 2", n)
	}
}

func TestAHeadingRowThatIsNotFoundCanBePointedAt(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	draft := dina.draft(sheet.Contacts, []byte("Zorubabela;x\nPrimo;Secondo\n04/11/2024;Donna\n"))
	dina.get(draft).wantText(t, "cannot be found", `name="header"`)
	dina.post(draft, "header", "2")
	dina.get(draft).wantText(t, `name="column_A"`, "Which column says the day of the contact?")
	dina.post(draft, "header", "2", "column_A", "day", "column_B", "gender", "dates", "day_first", "default_unit", "faro-strada")
	dina.record(draft)
	o.wantContacts(t, 1)
}

func TestAFormulaIsNeverComputed(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	must(t, f.SetSheetRow("Sheet1", "A1", &[]any{"Data", "Unità", "Genere", "Note"}))
	must(t, f.SetSheetRow("Sheet1", "A2", &[]any{45600, "Sportello", "Donna", "=HYPERLINK(1)"}))
	must(t, f.SetCellFormula("Sheet1", "A2", "DATE(1999,1,1)"))
	var file bytes.Buffer
	must(t, f.Write(&file))
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	draft := dina.draft(sheet.Contacts, file.Bytes())
	dina.get(draft).wantText(t, "One cell holds a formula", "Record one row")
	dina.record(draft)
	must(t, o.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		slice, err := outreach.Contacts.List(tx, store.Selection{})
		if len(slice.Items) != 1 || slice.Items[0].Day != "2024-11-04" {
			t.Errorf("recorded: %+v", slice.Items)
		}
		return err
	}))
}

func TestAnImportThatWasUsedSaysByWhatAndStays(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
		path := dina.record(dina.draft(sheet.Contacts, register(good, other)))
		dina.record(dina.draft(sheet.Actions, []byte("Data;Unità;Azione;Codice persona\n06/11/2024;Sportello;accompagnamento sanitario;K1\n")))
		dina.get(undoing(path)).wantStatus(t, http.StatusOK).wantText(t, "It cannot be undone", "Proximity action")
		dina.post(undoing(path)).wantText(t, "It cannot be undone")
		o.wantContacts(t, 2)
	})
}

func TestFilesThatAreNoSpreadsheetsAreRefusedInTheForm(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"a page":      {[]byte("<html>Zorubabela</html>"), "is a web page"},
		"nothing":     {nil, "Choose a file."},
		"white space": {[]byte("  \n \n"), "empty"},
		"too large":   {bytes.Repeat([]byte("Zorubabela;"), 33<<20/11), "too large: 32 MB at most"},
	} {
		t.Run(name, func(t *testing.T) {
			dina.upload(sheet.Actions, c.data).wantStatus(t, http.StatusUnprocessableEntity).wantText(t, c.want, `value="actions" checked`)
		})
	}
}

func TestWhoMayNotImportSeesNothingOfIt(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
		draft := dina.draft(sheet.Contacts, register(good))
		path := dina.record(dina.draft(sheet.Contacts, register(other)))
		wanda := o.session(t, "wanda") // records outings, does not import
		nobody := &visitor{t: t, office: o}
		for _, address := range []string{"/imports", "/imports/new", draft, draft + "/refused", path, undoing(path)} {
			wanda.get(address).wantStatus(t, http.StatusNotFound)
			if a := nobody.get(address); !strings.HasPrefix(a.to, "/login") {
				t.Errorf("nobody gets %s: status %d", address, a.status)
			}
		}
		for _, address := range []string{draft, draft + "/record", draft + "/remove", undoing(path)} {
			wanda.post(address).wantStatus(t, http.StatusNotFound)
		}
		wanda.upload(sheet.Contacts, register(good)).wantStatus(t, http.StatusNotFound)

		pia := o.employ(t, "pia", o.Molo, policy.DeskWorker) // imports, for another organisation
		pia.get(path).wantStatus(t, http.StatusNotFound)
		pia.get(undoing(path)).wantStatus(t, http.StatusNotFound)
		pia.post(undoing(path)).wantStatus(t, http.StatusNotFound)
		if a := pia.get("/imports"); strings.Contains(a.text, path) {
			t.Error("another organisation's import is listed")
		}
		refused := pia.draft(sheet.Contacts, register(good)) // the unit is not hers
		pia.get(refused).wantText(t, "No row can be recorded as it is")
		o.wantContacts(t, 1)
	})
}

func TestADraftBelongsToTheSessionThatSentIt(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	corrado := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	draft := corrado.draft(sheet.Contacts, register(good))
	colleague := o.employ(t, "dino", o.Faro, policy.DeskWorker)
	colleague.get(draft).wantStatus(t, http.StatusNotFound).wantText(t, "The file is gone")
	colleague.get(draft+"/refused").wantStatus(t, http.StatusNotFound)
	colleague.post(draft).wantStatus(t, http.StatusNotFound)
	colleague.post(draft+"/record").wantStatus(t, http.StatusNotFound)
	colleague.post(draft + "/remove")
	corrado.get(draft).wantStatus(t, http.StatusOK)
	o.wantContacts(t, 0)

	corrado.post(draft+"/remove").wantStatus(t, http.StatusSeeOther)
	corrado.get(draft).wantStatus(t, http.StatusNotFound)
}

func TestAFileIsHeldForHalfAnHourAtMost(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	draft := dina.draft(sheet.Contacts, register(good))
	o.pass(20 * time.Minute)
	dina.get(draft).wantStatus(t, http.StatusOK)
	o.pass(11 * time.Minute)
	dina.get(draft).wantStatus(t, http.StatusNotFound).wantText(t, "half an hour")
	dina.post(draft+"/record").wantStatus(t, http.StatusNotFound)
	o.wantContacts(t, 0)
}

func TestASessionHoldsThreeFilesUntilItEnds(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	var drafts []string
	for range 4 {
		o.pass(time.Second)
		drafts = append(drafts, dina.draft(sheet.Contacts, register(good)))
	}
	dina.get(drafts[0]).wantStatus(t, http.StatusNotFound)
	for _, draft := range drafts[1:] {
		dina.get(draft).wantStatus(t, http.StatusOK)
	}
	dina.post("/logout")
	o.reopen(t, "dina", dina)
	dina.get(drafts[3]).wantStatus(t, http.StatusNotFound).wantText(t, "The file is gone")
}

func TestWorkThatTakesLongShowsProgressAndCanBeLeft(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	draft := dina.draft(sheet.Contacts, register(good, other))
	seen := dina.reading(draft)
	busy, release := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() { // somebody else writes for a long time
		done <- o.store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			close(busy)
			<-release
			tx.Note("nothing", "", nil)
			return nil
		})
	}()
	<-busy
	dina.post(draft+"/record", "reading", seen).wantStatus(t, http.StatusSeeOther)
	a := dina.get(draft).wantStatus(t, http.StatusOK).wantText(t, "<progress", "recording goes on")
	if a.refresh == "" {
		t.Error("the page does not ask again by itself")
	}
	dina.post(draft+"/record", "reading", seen).wantStatus(t, http.StatusSeeOther) // pressed twice
	dina.get("/imports").wantStatus(t, http.StatusOK)                              // left
	close(release)
	must(t, <-done)
	link := regexp.MustCompile(`"/imports/[0-9a-f-]{36}"`)
	for deadline := time.Now().Add(20 * time.Second); !link.MatchString(dina.get("/imports").text); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the import never stood in the list")
		}
	}
	o.wantContacts(t, 2)
}

// TestAnImportUnderWayIsWaitedForWhenTheProgramEnds, for as long as that may take.
func TestAnImportUnderWayIsWaitedForWhenTheProgramEnds(t *testing.T) {
	testkit.Long(t)
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	draft := dina.draft(sheet.Contacts, register(good, other))
	seen := dina.reading(draft)
	busy, release := make(chan struct{}), make(chan struct{})
	written := make(chan error, 1)
	go func() {
		written <- o.store.Write(context.Background(), operator, func(*store.Tx) error {
			close(busy)
			<-release
			return nil
		})
	}()
	<-busy
	dina.post(draft+"/record", "reading", seen).wantStatus(t, http.StatusSeeOther) // answers although it is not recorded yet
	began := time.Now()
	o.program.Finish(200 * time.Millisecond)
	if took := time.Since(began); took < 200*time.Millisecond {
		t.Errorf("it waits %v for what has not ended", took)
	}
	close(release)
	must(t, <-written)
	o.program.Finish(time.Minute)
	o.wantContacts(t, 2)
}

// TestOnlyWhatWasSeenIsRecorded: a page that was left open records nothing once the file was read in another way.
func TestOnlyWhatWasSeenIsRecorded(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	draft := dina.draft(sheet.Contacts, register(good, other))
	seen := dina.reading(draft)
	dina.post(draft, "dates", "month_first")
	for _, reading := range []string{seen, "", "999"} {
		dina.post(draft+"/record", "reading", reading)
		dina.get(draft).wantText(t, "nothing was recorded")
		o.wantContacts(t, 0)
	}
	dina.record(draft)
}
