package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// mostPage is longer than any page that somebody would read.
const mostPage = 400 << 10

// periods are those that people do not mean, and that a machine would count all the same.
var periods = map[string][2]string{
	"of the whole calendar": {"0001-01-01", "9999-12-31"},
	"of three centuries":    {"1850-01-01", "2149-12-31"},
	"of a lifetime":         {"1970-01-01", "2049-12-31"},
	"that is far off":       {"8000-01-01", "8000-12-31"},
	"from the beginning":    {"0001-01-01", ""},
	"to the end":            {"", "9999-12-31"},
}

// TestNoPeriodMakesAPageLong asks every page that takes a period for those that nobody means. The interim report of the whole calendar was a page of 88 MB.
func TestNoPeriodMakesAPageLong(t *testing.T) {
	s := open(t)
	for name, p := range periods {
		days := url.Values{"from": {p[0]}, "to": {p[1]}}.Encode()
		second := url.Values{"from": {"2024-01-01"}, "to": {"2024-12-31"}, "from2": {p[0]}, "to2": {p[1]}}.Encode()
		for _, path := range []string{
			"/reports/interim?" + days, "/reports/interim/compare?" + days + "&from2=2023-01-01&to2=2023-12-31", "/reports/interim/compare?" + second,
			"/reports/interim/download?format=json&" + days, "/reports/interim/download?format=pdf&" + days, "/reports/interim/records?table=1A&value=attributed&" + days,
		} {
			w := s.ask(coordinator, path, nil)
			if w.Code != http.StatusUnprocessableEntity || w.Body.Len() > mostPage {
				t.Errorf("a period %s under %s: status %d, %d bytes", name, path, w.Code, w.Body.Len())
			}
		}
		w := s.ask(coordinator, "/reports/interim/freeze", url.Values{"from": {p[0]}, "to": {p[1]}})
		if w.Code != http.StatusUnprocessableEntity || w.Body.Len() > mostPage {
			t.Errorf("a period %s is frozen: status %d, %d bytes", name, w.Code, w.Body.Len())
		}
		for _, path := range []string{"/contacts?" + days, "/outings?" + days, "/people?" + days} {
			if w := s.ask(worker, path, nil); w.Code >= http.StatusInternalServerError || w.Body.Len() > mostPage {
				t.Errorf("a period %s under %s: status %d, %d bytes", name, path, w.Code, w.Body.Len())
			}
		}
	}
	s.sees(s.wants(http.StatusUnprocessableEntity, coordinator, "/reports/interim?from=1990-01-01&to=2049-12-31", nil), "30 years")
	s.sees(s.wants(http.StatusUnprocessableEntity, coordinator, "/reports/interim?from=0001-01-01&to=2024-12-31", nil), "1950")
	s.wants(http.StatusOK, coordinator, "/reports/interim?from=2010-01-01&to=2039-12-31", nil)
}

// TestALongAddressIsRefused: each heading, page and download of a list leads to an address of its own, and repeats what was asked.
func TestALongAddressIsRefused(t *testing.T) {
	s := open(t)
	s.person(s.town.Faro)
	for _, path := range []string{"/people", "/contacts", "/outings", "/reports/interim"} {
		if w := s.ask(coordinator, path+"?besides="+strings.Repeat("x", 7_000), nil); w.Code != http.StatusOK || w.Body.Len() > mostPage {
			t.Errorf("a long word under %s: status %d, %d bytes", path, w.Code, w.Body.Len())
		}
		if w := s.ask(coordinator, path+"?besides="+strings.Repeat("x", 900_000), nil); w.Code != http.StatusRequestURITooLong || w.Body.Len() > 1_000 {
			t.Errorf("a long address of %s: status %d, %d bytes", path, w.Code, w.Body.Len())
		}
	}
}

// TestAFileHasSoManyRowsAndNoMore: the page says how many there are and what to do, and nothing leaves or is on record as having left.
func TestAFileHasSoManyRowsAndNoMore(t *testing.T) {
	s := open(t)
	for range 5 {
		s.person(s.town.Faro)
	}
	s.desk.MostRows = 4
	for _, format := range []string{"csv", "xlsx"} {
		page := s.wants(http.StatusUnprocessableEntity, worker, "/people?format="+format, nil)
		s.sees(page, "5 rows are more than a file holds, which is 4")
	}
	s.desk.MostRows = 5
	s.wants(http.StatusOK, worker, "/people?format=csv", nil)
}
