package desk_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

var (
	asksFor   = regexp.MustCompile(`(?s)<form class="filters-form"(.*?)</form>`)
	labelled  = regexp.MustCompile(`(?s)<label[^>]* for="[^"]*"[^>]*>(.*?)</label>`)
	namedAsks = regexp.MustCompile(` name="([a-z_]+)"`)
	subtitle  = regexp.MustCompile(`(?s)<header.*?</header>`)
)

// lists are the addresses of all screens that are lists and can be taken away as a file, with the names and the words of what narrows each.
func (o *office) lists(t *testing.T, reader *visitor) (all map[string][]string, words map[string][]string) {
	t.Helper()
	all, words = map[string][]string{}, map[string][]string{}
	for _, route := range o.routes {
		if route.Method != http.MethodGet || strings.Contains(route.Pattern, "{") || strings.HasPrefix(route.Pattern, "/audit") || route.Pattern == "/exports" {
			continue
		}
		form := asksFor.FindString(reader.get(route.Pattern).text)
		if form == "" || !strings.HasPrefix(reader.get(route.Pattern+"?format=csv").text, "\ufeff") {
			continue
		}
		for _, m := range namedAsks.FindAllStringSubmatch(form, -1) {
			all[route.Pattern] = append(all[route.Pattern], m[1])
		}
		for _, m := range labelled.FindAllStringSubmatch(form, -1) {
			words[route.Pattern] = append(words[route.Pattern], plain(m[1]))
		}
	}
	return all, words
}

// rowsOf reads a file as a spreadsheet program does.
func rowsOf(t *testing.T, text string) [][]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	rows, err := r.ReadAll()
	must(t, err)
	return rows
}

// TestAFileOfAListSaysWhatItIs: each list by which it was narrowed and of which days, with a column for whatever narrows it, below its rows.
func TestAFileOfAListSaysWhatItIs(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		olimpia := o.everyone(t)
		all, words := o.lists(t, olimpia)
		if len(all) < 10 {
			t.Fatalf("only %d lists: %v", len(all), all)
		}
		for path, names := range all {
			rows := rowsOf(t, olimpia.get(path+"?format=csv").text)
			for i, word := range words[path] {
				if name := names[i]; name != "from" && name != "to" && name != "word" && !slices.Contains(rows[0], word) {
					t.Errorf("%s is narrowed by %s, and its file does not say it of its rows: %q", path, word, rows[0])
				}
			}
			last := func(query string) string {
				rows := rowsOf(t, olimpia.get(path+"?format=csv&"+query).wantStatus(t, http.StatusOK).text)
				said := ""
				for _, row := range rows {
					said += row[0] + "\n"
				}
				return said
			}
			if said := last(""); !strings.Contains(said, "List: ") || !strings.Contains(said, "No filter") || slices.Contains(names, "from") && !strings.Contains(said, "All days") {
				t.Errorf("%s does not say that it is whole: %q", path, said)
			}
			if slices.Contains(names, "from") {
				if said := last("from=2024-01-01&to=2024-03-31"); !strings.Contains(said, "From 1 January 2024 to 31 March 2024") {
					t.Errorf("%s does not say its days: %q", path, said)
				}
			}
			if slices.Contains(names, "province") {
				if said := last("province=IT-BS"); !strings.Contains(said, "Province = Brescia") || strings.Contains(said, "No filter") {
					t.Errorf("%s does not say by what it was narrowed: %q", path, said)
				}
			}
		}
	})
}

// TestARefusedListPrintsNoFigure: where an answer is none nothing was asked, so nothing was counted, on any list.
func TestARefusedListPrintsNoFigure(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	olimpia := o.everyone(t)
	all, _ := o.lists(t, olimpia)
	tried := 0
	for path, names := range all {
		for _, name := range names {
			query := "?" + name + "=" + url.QueryEscape("2024-13-40 zz")
			a := olimpia.get(path + query)
			if name == "word" {
				continue
			}
			tried++
			a.wantStatus(t, http.StatusUnprocessableEntity)
			if head := plain(subtitle.FindString(a.text)); regexp.MustCompile(`\d`).MatchString(head) || strings.Contains(a.text, "No row with these filters") {
				t.Errorf("%s%s counts what was not asked: %s", path, query, head)
			}
		}
	}
	if tried < 30 {
		t.Errorf("only %d answers were refused", tried)
	}
}
