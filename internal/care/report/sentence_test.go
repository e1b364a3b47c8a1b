package report_test

import (
	"fmt"
	"strings"
	"testing"

	"approdo/internal/care/report"
)

// sentences are those of a table in English.
func sentences(t *testing.T, d *report.Document, id string) string {
	t.Helper()
	table, ok := d.Table(id)
	if !ok {
		t.Fatalf("no table %s", id)
	}
	var all []string
	for _, s := range table.Sentences {
		if s["it"] == "" || strings.ContainsAny(s["it"]+s["en"], "[<") {
			t.Errorf("%s says %q", id, s)
		}
		all = append(all, s["en"])
	}
	return strings.Join(all, " ")
}

// people adds unlinked individuals, n of each kind.
func (w *world) people(n int, v values) *world {
	for range n {
		w.contact("", "2024-05-01", v)
	}
	return w
}

func TestMostlyIsSaidAboveOneHalfOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		albanian, others int
		says             bool
	}{{5, 4, true}, {5, 5, false}, {4, 5, false}, {3, 0, true}, {2, 0, false}} {
		w := newWorld(t).people(c.albanian, nil)
		for i := range c.others {
			w.people(1, values{"gender": []string{"man", "trans_woman", "unknown"}[i%3], "origin": "BR"})
		}
		for _, edition := range []string{report.Internal, report.Funder} {
			d := w.run(report.Params{Sees: everything, Edition: edition})
			said := strings.Contains(sentences(t, d, "T4"), "mostly women from Albania")
			if said != c.says {
				t.Errorf("%s, %d of %d: said %v: %q", edition, c.albanian, c.albanian+c.others, said, sentences(t, d, "T4"))
			}
		}
	}
}

// Four are certain, of a whole of seven: but one person more, who may be new or not, could make it four of eight.
func TestMostlyHoldsHoweverTheUnsureFall(t *testing.T) {
	t.Parallel()
	w := newWorld(t).people(4, nil).people(3, values{"gender": "man", "origin": "NG"})
	if d := w.run(report.Params{Sees: everything}); sentences(t, d, "T4") != "Sexual, outdoor: mostly women from Albania." {
		t.Errorf("four of seven: %q", sentences(t, d, "T4"))
	}
	w.people(1, values{"gender": "man", "origin": "NG", "newness": "unsure"})
	if d := w.run(report.Params{Sees: everything}); sentences(t, d, "T4") != "" {
		t.Errorf("four of seven or eight: %q", sentences(t, d, "T4"))
	}
	w = newWorld(t).people(4, nil).people(3, values{"gender": "man", "origin": "NG"}).people(9, values{"newness": "unsure"})
	if d := w.run(report.Params{Sees: everything}); sentences(t, d, "T4") != "Sexual, outdoor: mostly women from Albania." {
		t.Errorf("those who are unsure are Albanian women too: %q", sentences(t, d, "T4"))
	}
}

func TestASentenceTellsOnlyWhatTheEditionPrints(t *testing.T) {
	t.Parallel()
	w := newWorld(t).people(2, values{"origin": "GH"}).people(2, values{"origin": "SN"}).people(3, values{"gender": "man", "origin": "AL"})
	exact := w.run(report.Params{Sees: everything})
	if got := sentences(t, exact, "T4"); got != "Sexual, outdoor: mostly women." {
		t.Errorf("exact: %q", got)
	}
	d := w.run(report.Params{Sees: everything, Edition: report.Funder})
	if got := sentences(t, d, "T4"); got != "Sexual, outdoor: mostly women from West Africa." {
		t.Errorf("merged into their region: %q", got)
	}
	// Whom merging leaves in "other" are of no origin that could be told.
	w = newWorld(t).people(2, values{"origin": "GH"}).people(2, values{"origin": "BR"}).people(1, values{"origin": "AL"})
	d = w.run(report.Params{Sees: everything, Edition: report.Funder})
	if got := sentences(t, d, "T4"); got != "Sexual, outdoor: mostly women." {
		t.Errorf("merged into other: %q", got)
	}
}

func TestWhatIsNotKnownIsNoFactAboutAnybody(t *testing.T) {
	t.Parallel()
	w := newWorld(t).people(8, values{"gender": "not_asked", "origin": "not_asked", "setting": "undefined"}).people(3, nil)
	d := w.run(report.Params{Sees: everything})
	for _, id := range []string{"T3", "T4"} {
		if id == "T4" {
			if got := sentences(t, d, id); got != "Sexual, outdoor: mostly women from Albania." {
				t.Errorf("%s says %q", id, got)
			}
			continue
		}
		if got := sentences(t, d, id); got != "" {
			t.Errorf("%s says %q", id, got)
		}
	}
}

func TestTheRowOfMostAndTheAnswerOfMostAreSaid(t *testing.T) {
	t.Parallel()
	for yes, says := range map[int]string{
		4: "Contact unit · International protection: for more than half, “Yes”.", 3: "",
		2: "Contact unit · International protection: for more than half, “Not asked”.",
	} {
		t.Run(fmt.Sprint(yes), func(t *testing.T) {
			d := newWorld(t).people(yes, values{"protection": "yes"}).people(6-yes, nil).run(report.Params{Sees: everything})
			if got := sentences(t, d, "T2"); got != says {
				t.Errorf("%d of 6: %q", yes, got)
			}
			if got := sentences(t, d, "T1"); got != "More than half of the persons: Contact unit." {
				t.Errorf("T1: %q", got)
			}
		})
	}
}
