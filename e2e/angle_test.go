package e2e_test

import (
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/i18n"
)

// everyWay asks for every page in every language and every look: `make crawl`. So do pictures.
var everyWay = flag.Bool("whole", os.Getenv("APPRODO_SCREENSHOTS") != "", "look at every page in every language and every look")

// angle is how a page is looked at.
type angle struct {
	lang string
	look look
}

func (a angle) String() string { return a.lang + " " + a.look.name() }

// allAngles are all there are, in one order.
func allAngles() (list []angle) {
	for _, lang := range i18n.Languages() {
		for _, l := range looks {
			list = append(list, angle{lang, l})
		}
	}
	return list
}

// angleOf is the one that a page is looked at in a week. Another page has another, and next week each has its next one: after as many weeks as
// there are angles every page was looked at in all.
func angleOf(name string, when time.Time) angle {
	all := allAngles()
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(name))
	const week = 7 * 24 * time.Hour
	monday := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC) // where ISO weeks begin
	return all[(uint64(hash.Sum32())+uint64(when.Sub(monday)/week))%uint64(len(all))]
}

// failedFile lists, line by line, a page and an angle in which something was wrong once. They are looked at always.
const failedFile = "testdata/failed.txt"

// readFailed gives the angles of the file, by page.
func readFailed(text string) (map[string][]angle, error) {
	failed := map[string][]angle{}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, how, _ := strings.Cut(line, " ")
		at := slices.IndexFunc(allAngles(), func(a angle) bool { return a.String() == how })
		if at < 0 {
			return nil, fmt.Errorf("%s:%d: %q is no language and look, such as %q", failedFile, n+1, how, allAngles()[0])
		}
		failed[name] = append(failed[name], allAngles()[at])
	}
	return failed, nil
}

// angles are those that a page is looked at now.
func angles(t *testing.T, name string) []angle {
	t.Helper()
	if *everyWay {
		return allAngles()
	}
	text, err := os.ReadFile(failedFile)
	if err != nil {
		t.Fatal(err)
	}
	failed, err := readFailed(string(text))
	if err != nil {
		t.Fatal(err)
	}
	list := failed[name]
	if now := angleOf(name, time.Now()); !slices.Contains(list, now) {
		list = append(list, now)
	}
	return list
}

// readable looks at a page in its angles of now.
func (b *browser) readable(t *testing.T, name string, v visit) {
	t.Helper()
	seen := angles(t, name)
	for _, lang := range i18n.Languages() {
		v.lang, v.looks = lang, nil
		for _, a := range seen {
			if a.lang == lang {
				v.looks = append(v.looks, a.look)
			}
		}
		if len(v.looks) == 0 {
			continue
		}
		complaints := b.visit(t, v)
		for _, complaint := range complaints {
			t.Errorf("%s in %s: %s", name, lang, complaint)
		}
		if len(complaints) > 0 {
			t.Errorf("once it is mended, %s keeps it so: a line there for each look above, such as\n%s %s", failedFile, name, angle{lang, v.looks[0]})
		}
	}
}

func TestInEightWeeksEveryPageIsSeenInEveryWay(t *testing.T) {
	t.Parallel()
	when := time.Date(2024, 12, 2, 8, 0, 0, 0, time.UTC)
	first := map[angle]bool{}
	for _, name := range []string{"/a", "/b", "/c", "/outings/{id}", "/runs", "/login", "/people", "/people/{id}", "/reports/{report}", "/keys", "/plans", "/audit"} {
		seen := map[angle]bool{}
		for week := range len(allAngles()) {
			monday := when.AddDate(0, 0, 7*week)
			seen[angleOf(name, monday)] = true
			if angleOf(name, monday) != angleOf(name, monday.AddDate(0, 0, 6).Add(15*time.Hour)) {
				t.Errorf("%s is looked at in two ways in one week", name)
			}
		}
		if len(seen) != 8 {
			t.Errorf("%s is seen in %d ways", name, len(seen))
		}
		first[angleOf(name, when)] = true
	}
	if len(first) < 4 {
		t.Errorf("in one week all pages are seen in the same %d ways", len(first))
	}
}

func TestWhatFailedOnceIsLookedAtAlways(t *testing.T) {
	t.Parallel()
	failed, err := readFailed("# a remark\n\n/runs/{id} it dark-360\n/runs/{id} en light-1280\n/login it light-360\n")
	if err != nil || len(failed) != 2 || !slices.Equal(failed["/runs/{id}"], []angle{{"it", look{360, true}}, {"en", look{1280, false}}}) {
		t.Errorf("read %v, %v", failed, err)
	}
	for _, bad := range []string{"/runs", "/runs it", "/runs it dark-500", "/runs fr dark-360"} {
		if _, err := readFailed(bad); err == nil {
			t.Errorf("%q is taken for an angle", bad)
		}
	}
	text, err := os.ReadFile(failedFile)
	if err != nil {
		t.Fatal(err)
	}
	if failed, err = readFailed(string(text)); err != nil {
		t.Fatal(err)
	}
	for name := range failed {
		if _, declared := calls[name]; strings.HasPrefix(name, "/") && !declared {
			t.Errorf("%s names %s, which no visit is declared for", failedFile, name)
		}
	}
}
