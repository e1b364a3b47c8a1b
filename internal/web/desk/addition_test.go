package desk_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/testkit"
)

const tables = "/reports/interim/tables"

// ask answers the questions of a table that counts contacts by setting.
func bySetting() url.Values {
	return url.Values{
		"go": {"look"}, "title_it": {"Contatti per ambito"}, "title_en": {"Contacts by setting"}, "counts": {"contacts"}, "kind": {"partition"},
		"rows": {"setting"}, "each": {"chosen"}, "measures": {"count"}, "group1_it": {"Al chiuso"}, "group1_en": {"Indoors"},
		"place_sexual_indoor": {"1"}, "place_sexual_massage_parlour": {"1"}, "place_sexual_outdoor": {"alone"}, "place_labour": {"other"},
	}
}

// parlours prints the massage parlours as a part of a row that does not hold them.
const parlours = `title: {it: Contatti per ambito, en: Contacts by setting}
unit: contacts
kind: partition
population: {view: contacts}
rows:
  column: setting
  set:
    - code: sexual_outdoor
      of_which: [{code: sexual_massage_parlour}]
measures: [count]
`

// meets records a contact of a unit on 1 May 2024.
func (s *site) meets(o network.OrganisationID, unit network.UnitID, setting string) {
	s.t.Helper()
	err := s.store.Write(s.t.Context(), operator, func(tx *store.Tx) error {
		k := testkit.Contact(outreach.Work{OrganisationID: o, UnitID: unit, Day: "2024-05-01", Province: "IT-BS"})
		k.Setting = setting
		_, err := outreach.New(s.town.Book).RecordContact(tx, k)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

var revisionField = regexp.MustCompile(`name="revision" value="(\d+)"`)

// seen is the form that a button of a page sends: what the page says of the table's revision.
func seen(t *testing.T, page string) url.Values {
	t.Helper()
	m := revisionField.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("the page names no revision:\n%s", page)
	}
	return url.Values{"revision": {m[1]}}
}

// path is where a redirect leads, without what it says there.
func path(location string) string {
	before, _, _ := strings.Cut(location, "?")
	return before
}

func TestATableIsAddedFromQuestionsCountedAndPutInUse(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.meets(s.town.Faro, s.town.Street, "sexual_outdoor")
	s.meets(s.town.Faro, s.town.Street, "sexual_massage_parlour")
	s.meets(s.town.Molo, s.town.Quay, "labour")
	s.sees(s.wants(http.StatusOK, coordinator, tables, nil), "No table of your own yet", tables+"/new")

	first := s.wants(http.StatusOK, coordinator, tables, url.Values{"title_en": {"Contacts by setting"}, "counts": {"contacts"}})
	s.sees(first, `value="Contacts by setting"`, `name="rows"`, `name="measures"`, "Setting")
	s.misses(first, `name="of"`)

	table := path(s.saves(coordinator, tables, bySetting()))
	shown := s.wants(http.StatusOK, coordinator, table, nil)
	s.sees(shown, "N1 · Contacts by setting", "adds up", "Indoors", "Fell into", "Labour", "draft")
	s.misses(s.wants(http.StatusOK, coordinator, "/reports/interim?edition=internal", nil), "Contacts by setting")

	s.saves(coordinator, table+"/use", seen(t, shown))
	whole := s.wants(http.StatusOK, coordinator, "/reports/interim?edition=internal", nil)
	s.sees(whole, "N1 · Contacts by setting", "Indoors")
	s.sees(s.wants(http.StatusOK, "desk_worker@molo", "/reports/interim?edition=internal", nil), "N1 · Contacts by setting")
	s.sees(s.wants(http.StatusOK, coordinator, "/reports/interim/download?format=json", nil), `"id": "N1"`)
	s.sees(s.wants(http.StatusOK, coordinator, tables, nil), "in use, version 1")

	again := s.wants(http.StatusOK, coordinator, table+"/edit", nil)
	s.sees(again, `value="Indoors"`, `<option value="1" selected`)
	shown = s.wants(http.StatusOK, coordinator, table, nil)
	s.saves(coordinator, table+"/retire", seen(t, shown))
	s.misses(s.wants(http.StatusOK, coordinator, "/reports/interim?edition=internal", nil), "Contacts by setting")
}

func TestATextWithAMistakeComesBackWithItsLine(t *testing.T) {
	t.Parallel()
	s := open(t)
	wrong := strings.Replace(parlours, "column: setting", "colum: setting", 1)
	again := s.wants(http.StatusUnprocessableEntity, coordinator, tables, url.Values{"as": {"text"}, "go": {"look"}, "definition": {wrong}})
	s.sees(again, "N1, line 6: there is no key colum.", "6 │   colum: setting", "of_which: [{code: sexual_massage_parlour}]")
	again = s.wants(http.StatusUnprocessableEntity, coordinator, tables, url.Values{"as": {"text"}, "go": {"form"}, "definition": {parlours}})
	s.sees(again, "The questions cannot say all", "of_which")
	s.sees(s.wants(http.StatusOK, coordinator, tables, nil), "No table of your own yet")
}

func TestWhatIsMissingIsSaidAtItsQuestionAndNothingIsLost(t *testing.T) {
	t.Parallel()
	s := open(t)
	form := bySetting()
	form.Del("title_it")
	form.Set("group1_en", "")
	form.Set("filter1", "gender")
	again := s.wants(http.StatusUnprocessableEntity, coordinator, tables, form)
	s.sees(again, "#field-title_it", "#field-group1_en", "#field-filter1_codes", `value="Contacts by setting"`, `value="Al chiuso"`)
}

func TestQuestionsAndTextAreTwoWaysToTheSameTable(t *testing.T) {
	t.Parallel()
	s := open(t)
	form := bySetting()
	form.Set("go", "text")
	text := s.wants(http.StatusOK, coordinator, tables, form)
	s.sees(text, "unit: contacts", "group_1", "view: contacts")
	written := regexp.MustCompile(`(?s)<textarea[^>]*>(.*?)</textarea>`).FindStringSubmatch(text)[1]
	written = strings.NewReplacer("&#34;", `"`, "&amp;", "&").Replace(written)
	back := s.wants(http.StatusOK, coordinator, tables, url.Values{"as": {"text"}, "go": {"form"}, "definition": {strings.ReplaceAll(written, "\n", "\r\n")}})
	s.sees(back, `value="Indoors"`, `name="place_labour"`)
}

func TestATableThatDoesNotAddUpShowsItsGapAndStaysADraft(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.meets(s.town.Faro, s.town.Street, "sexual_outdoor")
	s.meets(s.town.Faro, s.town.Street, "sexual_massage_parlour")
	s.meets(s.town.Molo, s.town.Quay, "sexual_massage_parlour")
	table := path(s.saves(coordinator, tables, url.Values{"as": {"text"}, "go": {"look"}, "definition": {parlours}}))
	shown := s.wants(http.StatusOK, coordinator, table, nil)
	s.sees(shown, "does not add up", "The rows give 1, they should give 3: a gap of 2.", table+"/records?")
	s.misses(shown, table+"/use")
	s.sees(s.wants(http.StatusOK, coordinator, table+"/records?table=N1", nil), "One record behind the gap of N1", "audit trail")
	s.sees(s.wants(http.StatusOK, coordinator, table+"/use", seen(t, shown)), "does not add up")
	s.misses(s.wants(http.StatusOK, coordinator, "/reports/interim", nil), "Contacts by setting")
	s.sees(s.wants(http.StatusOK, coordinator, tables, nil), "draft")
	s.wants(http.StatusUnprocessableEntity, coordinator, table+"?from=2024-12-31&to=2024-01-01", nil)
}

func TestWhoChangedATableMeanwhileIsNotOverwrittenUnseen(t *testing.T) {
	t.Parallel()
	s := open(t)
	table := path(s.saves(coordinator, tables, bySetting()))
	mine, theirs := bySetting(), bySetting()
	mine.Set("revision", "1")
	theirs.Set("revision", "1")
	theirs.Set("title_en", "Their title")
	mine.Set("title_en", "My title")
	s.saves(coordinator, table+"/edit", theirs)
	again := s.wants(http.StatusConflict, coordinator, table+"/edit", mine)
	s.sees(again, `value="My title"`, "Their title", "Somebody else changed this table")
	mine.Set("revision", seen(t, again).Get("revision"))
	s.saves(coordinator, table+"/edit", mine)
	s.sees(s.wants(http.StatusOK, coordinator, table, nil), "My title")
	if status := s.ask(coordinator, table+"/use", url.Values{"revision": {"1"}}).Code; status != http.StatusConflict {
		t.Errorf("what was not seen is put in use: status %d", status)
	}
}

func TestOnlyTheLeadsCoordinatorReachesTheTables(t *testing.T) {
	t.Parallel()
	s := open(t)
	table := path(s.saves(coordinator, tables, bySetting()))
	for _, session := range []string{"coordinator@molo", deskWorker, admin, worker} {
		for _, address := range []string{tables, tables + "/new", table, table + "/edit", table + "/records?table=N1"} {
			s.wants(http.StatusNotFound, session, address, nil)
		}
		for _, address := range []string{tables, table + "/edit", table + "/use", table + "/retire", table + "/drop"} {
			s.wants(http.StatusNotFound, session, address, bySetting())
		}
	}
	s.misses(s.wants(http.StatusOK, "coordinator@molo", "/reports", nil), tables)
	s.sees(s.wants(http.StatusOK, coordinator, "/reports", nil), tables)
	s.wants(http.StatusNotFound, coordinator, tables+"/019368aa-0000-7000-8000-000000000000", nil)
}

func TestADraftIsThrownAway(t *testing.T) {
	t.Parallel()
	s := open(t)
	table := path(s.saves(coordinator, tables, bySetting()))
	if to := s.saves(coordinator, table+"/drop", seen(t, s.wants(http.StatusOK, coordinator, table, nil))); to != tables {
		t.Errorf("leads to %s", to)
	}
	s.wants(http.StatusNotFound, coordinator, table, nil)
}
