package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// recordsBehind is the address of the records behind a figure of the golden report.
func recordsBehind(nameValue ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(nameValue); i += 2 {
		q.Set(nameValue[i], nameValue[i+1])
	}
	return "/reports/interim/records?" + q.Encode()
}

// TestAFigureLeadsToTheReadersOwnRecordsAndLookingIsOnRecord: the coordinator counts 591 people of the whole network, and sees single
// records of her own organisation only; an address that names no figure leads nowhere.
func TestAFigureLeadsToTheReadersOwnRecordsAndLookingIsOnRecord(t *testing.T) {
	s := visitSite(t)
	giulia := s.login(t, "giulia")
	_, _, text := s.fetch(t, giulia, "/reports/interim")
	if !strings.Contains(text, "row=contact_unit&amp;table=T1&amp;value=attributed") {
		t.Fatal("the 591 leads nowhere")
	}
	status, _, text := s.fetch(t, giulia, recordsBehind("table", "T1", "row", "contact_unit", "value", "attributed"))
	if status != http.StatusOK || !strings.Contains(text, "591") || !strings.Contains(text, "1–20") {
		t.Errorf("status %d: the records behind the 591 are not shown twenty at a time", status)
	}
	_, _, second := s.fetch(t, giulia, recordsBehind("table", "T1", "row", "contact_unit", "value", "attributed", "page", "2"))
	if !strings.Contains(second, "21–") {
		t.Error("there is no second page")
	}
	for _, nowhere := range []string{
		recordsBehind("table", "T1", "row", "moon", "value", "attributed"), recordsBehind("table", "T1", "row", "contact_unit", "value", "hours"),
		recordsBehind("table", "T13", "row", "persons_reached", "value", "reached"),
	} {
		if status, _, _ := s.fetch(t, giulia, nowhere); status != http.StatusNotFound {
			t.Errorf("%s answers %d", nowhere, status)
		}
	}
	if status, _, _ := s.fetch(t, s.login(t, "teo"), recordsBehind("table", "T1", "value", "unique")); status == http.StatusOK {
		t.Error("a worker who may not look behind figures does")
	}
}

// TestTwoPeriodsAreComparedAndAMistakeInOneIsToldThere: pressing the button alone compares the two halves of the project.
func TestTwoPeriodsAreComparedAndAMistakeInOneIsToldThere(t *testing.T) {
	s := visitSite(t)
	giulia := s.login(t, "giulia")
	status, _, text := s.fetch(t, giulia, "/reports/interim/compare")
	for _, words := range []string{`name="from2"`, `value="2024-03-01"`, `value="2024-11-30"`, "T1", "T7"} {
		if status != http.StatusOK || !strings.Contains(text, words) {
			t.Errorf("status %d: the comparison lacks %s", status, words)
		}
	}
	status, _, text = s.fetch(t, giulia, "/reports/interim/compare?"+url.Values{
		"from": {"2024-07-01"}, "to": {"2024-11-30"}, "from2": {"2024-03-01"}, "to2": {"2024-02-01"},
	}.Encode())
	if status != http.StatusUnprocessableEntity || !strings.Contains(text, `href="#field-to2"`) && !strings.Contains(text, "to2") {
		t.Errorf("a reversed period answers %d", status)
	}
	if strings.Contains(text, `id="T1"`) {
		t.Error("a period that cannot be understood is compared")
	}
}
