package e2e_test

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// evening is what a unit brings home.
type evening struct {
	seen      int // on the street, counted by nobody
	persons   int // met for the first time
	place     string
	headcount int
	channel   string // row of the table that the place belongs to
}

// TestAnEveningOfTheUnitMovesTheReportByExactlyWhatWasRecorded: the coordinator reads the living project's first table,
// a worker records an outing, the people met and a group meeting, and the coordinator reads the table again.
func TestAnEveningOfTheUnitMovesTheReportByExactlyWhatWasRecorded(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	for name, c := range map[string]struct {
		plain   bool
		evening evening
	}{
		"with scripts":    {false, evening{5, 3, "Luogo di culto", 7, "Outreach nei luoghi di aggregazione e di culto"}},
		"without scripts": {true, evening{2, 1, "SAI (sistema di accoglienza e integrazione)", 4, "Sensibilizzazione in CAS e SAI"}},
	} {
		t.Run(name, func(t *testing.T) {
			giulia := b.walk(t, s.address, "it", c.plain)
			giulia.open("/login?to=/reports/interim/new")
			giulia.press("Entra come Giulia")
			before := giulia.readsLivingProject(c.plain)

			nora := b.walk(t, s.address, "it", c.plain)
			nora.open("/login")
			nora.press("Entra come Nora")
			nora.recordsOuting(c.evening)
			nora.meets(c.evening)

			giulia.open("/reports/interim/new")
			after := giulia.readsLivingProject(c.plain)
			moved(t, before, after, c.evening)
		})
	}
}

// readsLivingProject makes the report of Bussola for oneself and reads its first table.
func (w *walk) readsLivingProject(plain bool) map[string][]int {
	w.t.Helper()
	w.fill("Bussola: sportelli e nuove vie di contatto", "")
	if plain {
		w.fill("Dal", "2024-06-01")
	} else {
		w.waitsFor(`document.getElementById("field-from").value === "2024-06-01"`)
	}
	w.fill("Interna", "")
	w.press("Prepara la relazione")
	w.sees("Bussola", "Persone raggiunte per canale")
	w.misses("non torna")
	return w.table("T1")
}

var figures = regexp.MustCompile(`[0-9][0-9.]*`)

// table reads a table of the report: the figures of each row. A range is two figures.
func (w *walk) table(id string) map[string][]int {
	w.t.Helper()
	text, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`JSON.stringify([...document.querySelectorAll(`+quote("#"+id+" tbody tr")+`)]
		.map((row) => [...row.cells].map((cell) => cell.textContent.trim())))`))
	if err != nil {
		w.t.Fatal(err)
	}
	var rows [][]string
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		w.t.Fatal(err)
	}
	table := map[string][]int{}
	for _, row := range rows {
		for _, figure := range figures.FindAllString(strings.Join(row[1:], " "), -1) {
			n, err := strconv.Atoi(strings.ReplaceAll(figure, ".", ""))
			if err != nil {
				w.t.Fatal(err)
			}
			table[row[0]] = append(table[row[0]], n)
		}
	}
	if len(table) < 3 {
		w.t.Fatalf("table %s cannot be read: %q", id, rows)
	}
	return table
}

// recordsOuting records the outing of an evening unit and everybody it met, each in at most five taps.
func (w *walk) recordsOuting(e evening) {
	w.t.Helper()
	w.press("Uscite")
	w.press("Nuova uscita")
	w.choose("Unità", "Unità serale Brinaverde")
	w.fill("Durata in minuti", "150")
	w.fill("Donne viste", strconv.Itoa(e.seen))
	w.press("Salva l'uscita")
	w.sees("Salvato.", "Unità serale Brinaverde", "Ancora nessun contatto in questa uscita.", "Bussola", "2,5")
	w.press("Nuovo contatto")
	for range e.persons {
		h := &thumb{w: w}
		h.tap("Mai incontrata prima")
		h.tap("Donna")
		h.tap("Maggiorenne, età non precisata")
		h.tap("Africa occidentale")
		h.leave("Salva contatto")
		w.sees("Salvato.", "Annulla", "Nuovo contatto")
		if h.taps > 5 {
			w.t.Errorf("a contact takes %d taps", h.taps)
		}
		if w.holds(`document.querySelectorAll(".choices input[type=radio]:checked").length > 0`) {
			w.t.Error("the next contact begins with the answers of the one before")
		}
	}
	w.press("Uscita")
	w.sees("Contatti "+strconv.Itoa(e.persons), "di cui nuovi "+strconv.Itoa(e.persons), "Persone viste "+strconv.Itoa(e.seen))
}

// meets records a group meeting of the same evening, by headcount.
func (w *walk) meets(e evening) {
	w.t.Helper()
	w.press("Incontro di gruppo")
	w.fill(e.place, "")
	w.fill("Donne nuove", strconv.Itoa(e.headcount))
	w.press("Salva l'incontro")
	w.sees("Salvato.", "Unità serale Brinaverde", e.place, "Persone nuove "+strconv.Itoa(e.headcount), "Bussola")
}

// moved compares the table before and after: the channels of the evening by its numbers, the total by their sum, nothing else.
func moved(t *testing.T, before, after map[string][]int, e evening) {
	t.Helper()
	by := map[string]int{"Unità di contatto": e.persons, e.channel: e.headcount, "Persone, contate una volta": e.persons + e.headcount}
	if len(after) != len(before) {
		t.Errorf("rows came or went: %v, then %v", before, after)
	}
	for row := range by {
		if len(before[row]) == 0 {
			t.Errorf("the table has no row %q: %v", row, before)
		}
	}
	for row, figures := range before {
		if len(after[row]) != len(figures) {
			t.Errorf("%s: %v, then %v", row, figures, after[row])
			continue
		}
		for i, n := range figures {
			if got := after[row][i] - n; got != by[row] {
				t.Errorf("%s, figure %d: moved by %d instead of %d", row, i+1, got, by[row])
			}
		}
	}
}
