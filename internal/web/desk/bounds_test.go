package desk_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
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

// aboveBlank are the rows of a file above what it says of itself.
func aboveBlank(rows [][]string) [][]string {
	blank := slices.IndexFunc(rows, func(row []string) bool { return strings.Join(row, "") == "" })
	return rows[:max(0, blank)]
}

// TestAListLeavesWholeHoweverLongItIs: with every row once, in the order of the screen, and the number of them on record before the first leaves.
func TestAListLeavesWholeHoweverLongItIs(t *testing.T) {
	s := open(t)
	who := s.person(s.town.Faro)
	const many = 5_011 // more than are held at a time
	kind := casework.Interviews.Kept
	must(t, s.store.Write(t.Context(), operator, func(tx *store.Tx) error {
		for i := range many {
			w := work.Work{OrganisationID: s.town.Faro, UnitID: s.town.Desk, ProjectID: s.town.Rotta, Day: fmt.Sprintf("2024-%02d-%02d", 1+i%3, 1+i%7), Province: "IT-BS"}
			if err := testkit.Keep(tx, s.town.Book, kind, who.ID, w); err != nil {
				return err
			}
		}
		return nil
	}))
	for _, sort := range []string{"", "day", "-province", "language"} {
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(s.wants(http.StatusOK, worker, "/interviews?format=csv&sort="+sort, nil), "\ufeff"))).ReadAll()
		if rows = aboveBlank(rows); err != nil || len(rows) != many+1 {
			t.Fatalf("sorted by %q: %d rows, %v", sort, len(rows), err)
		}
		days := make([]string, many)
		for i, row := range rows[1:] {
			days[i] = row[0]
		}
		if sort == "day" && !slices.IsSorted(days) {
			t.Error("the days are not in order")
		}
		perDay := map[string]int{}
		for _, day := range days {
			perDay[day]++
		}
		if len(perDay) != 21 || perDay["2024-01-01"] != 239 {
			t.Errorf("sorted by %q: %d days, %d rows of the first", sort, len(perDay), perDay["2024-01-01"])
		}
	}
	book, err := excelize.OpenReader(strings.NewReader(s.wants(http.StatusOK, worker, "/interviews?format=xlsx", nil)))
	must(t, err)
	defer book.Close()
	rows, err := book.GetRows("Sheet1")
	if rows = aboveBlank(rows); err != nil || len(rows) != many+1 {
		t.Errorf("the workbook has %d rows, %v", len(rows), err)
	}
	s.sees(s.wants(http.StatusOK, worker, "/interviews", nil), "5,011 identification interviews")
}

// slow is a reader who takes an answer when there are as many readers of the database at once as there can be.
type slow struct {
	*httptest.ResponseRecorder
	s     *store.Store
	ready bool
	err   error
}

func (w *slow) Write(b []byte) (int, error) {
	if w.ready {
		return w.ResponseRecorder.Write(b)
	}
	w.ready = true
	ctx, end := context.WithTimeout(context.Background(), 20*time.Second)
	defer end()
	var all, inside sync.WaitGroup
	var failed sync.Map
	readers := max(4, 2*runtime.GOMAXPROCS(0))
	inside.Add(readers)
	for i := range readers {
		all.Go(func() {
			arrived := sync.OnceFunc(inside.Done)
			defer arrived()
			err := w.s.Read(ctx, operator, func(tx *store.Tx) error {
				arrived()
				inside.Wait()
				return nil
			})
			if err != nil {
				failed.Store(i, err)
			}
		})
	}
	all.Wait()
	failed.Range(func(_, err any) bool { w.err = err.(error); return false })
	return w.ResponseRecorder.Write(b)
}

// TestWhoTakesAListSlowlyHoldsNoReader: the list is whole before its first byte leaves.
func TestWhoTakesAListSlowlyHoldsNoReader(t *testing.T) {
	s := open(t)
	s.person(s.town.Faro)
	for _, format := range []string{"csv", "xlsx"} {
		r := httptest.NewRequest(http.MethodGet, "/people?format="+format, nil)
		r.Host = "127.0.0.1:8080"
		r.AddCookie(&http.Cookie{Name: "session", Value: worker})
		w := &slow{ResponseRecorder: httptest.NewRecorder(), s: s.store}
		s.server.ServeHTTP(w, r)
		if w.Code != http.StatusOK || !w.ready || w.err != nil {
			t.Errorf("%s: status %d, %v", format, w.Code, w.err)
		}
	}
}
