package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// behind is the address of the records behind a figure of the golden report.
func behind(nameValue ...string) string {
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
	status, _, text := s.fetch(t, giulia, behind("table", "T1", "row", "contact_unit", "value", "attributed"))
	if status != http.StatusOK || !strings.Contains(text, "591") || !strings.Contains(text, "1–50") {
		t.Errorf("status %d: the records behind the 591 are not shown fifty at a time", status)
	}
	_, _, second := s.fetch(t, giulia, behind("table", "T1", "row", "contact_unit", "value", "attributed", "page", "2"))
	if !strings.Contains(second, "51–") {
		t.Error("there is no second page")
	}
	for _, nowhere := range []string{
		behind("table", "T1", "row", "moon", "value", "attributed"), behind("table", "T1", "row", "contact_unit", "value", "hours"),
		behind("table", "T13", "row", "persons_reached", "value", "reached"),
	} {
		if status, _, _ := s.fetch(t, giulia, nowhere); status != http.StatusNotFound {
			t.Errorf("%s answers %d", nowhere, status)
		}
	}
	if status, _, _ := s.fetch(t, s.login(t, "teo"), behind("table", "T1", "value", "unique")); status == http.StatusOK {
		t.Error("a worker who may not look behind figures does")
	}
}
