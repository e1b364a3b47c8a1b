package sheet_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
)

// awkward are files that grow with n, each in another direction: by name, kind and text.
func awkward(n int) map[string]map[sheet.Kind]string {
	rows := func(heading string, row func(i int) string) string {
		var b strings.Builder
		b.WriteString(heading + "\n")
		for i := range n {
			b.WriteString(row(i) + "\n")
		}
		return b.String()
	}
	marked := func(i int) string { // a code of marks as no other has
		return "K" + strings.NewReplacer("0", "1-", "1", "1.").Replace(strconv.FormatInt(int64(1<<14+i), 2)) + "7"
	}
	facts := func(i int) string { return "01/02/2024;Sportello;F;P" + itoa(i) }
	return map[string]map[sheet.Kind]string{
		"codes that differ, on one day": {
			sheet.Contacts: rows("Data;Unità;Genere;Codice", facts), sheet.Actions: rows("Data;Unità;Azione;Codice", func(i int) string { return "01/02/2024;Sportello;Consulenza legale;P" + itoa(i) }),
			sheet.Enrolments: rows("Data;Unità;Fonte;Codice persona", func(i int) string { return "01/02/2024;Sportello;Referral;P" + itoa(i) }),
			sheet.Persons:    rows("Codice;Genere", func(i int) string { return "P" + itoa(i) + ";F" }),
		},
		"codes of which none is written as another": {sheet.Contacts: rows("Data;Unità;Genere;Codice", func(i int) string { return "01/02/2024;Sportello;F;" + marked(i) })},
		"codes of which two are alike":              {sheet.Contacts: rows("Data;Unità;Genere;Codice", func(i int) string { return "01/02/2024;Sportello;F;P-" + strings.Repeat("0", i%2) + itoa(i/2) })},
		"codes that stand two in a cell":            {sheet.Contacts: rows("Data;Unità;Genere;Codice", func(i int) string { return facts(i) + "/P" + itoa(i+1) })},
		"other words in each row":                   {sheet.Contacts: rows("Data;Unità;Genere;Luogo;Cittadinanza", func(i int) string { return fmt.Sprintf("01/02/2024;Sportello;g%d;l%d;c%d", i, i, i) })},
		"days that differ, of two units": {sheet.Outings: rows("Data;Unità;Ora inizio;Ora fine", func(i int) string {
			return fmt.Sprintf("%02d/%02d/%d;Sportello;21:00;23:00", i%28+1, i/28%12+1, 2000+i/336%25)
		})},
		"the same row again and again": {sheet.Contacts: rows("Data;Unità;Genere", func(int) string { return "01/02/2024;Sportello;F" })},
		"remarks below one another":    {sheet.Contacts: "Data;Unità;Genere\n01/02/2024;Sportello;F\n" + rows("", func(i int) string { return "nota " + itoa(i) + " di chi scrive;;" })},
		"one long cell":                {sheet.Contacts: "Data;Unità;Genere;Codice\n01/02/2024;Sportello;F;P1\n01/02/2024;Sportello;F;P2\n01/02/2024;Sportello;F;" + strings.Repeat("P1/P2 e ", n) + "x\n"},
		"one long heading":             {sheet.Contacts: "Data;Unità;Genere;" + strings.Repeat("codice della persona ", n) + "\n01/02/2024;Sportello;F;P1\n"},
	}
}

// walk takes a file as far as it goes, answering what is asked by the first answer or by the last, records it, takes the same file once more with the other answers,
// and takes all of it back.
func (o *office) walk(t testing.TB, kind sheet.Kind, data []byte, last, again bool) {
	t.Helper()
	m := sheet.Map{Answers: map[string]string{}, Dates: sheet.DayFirst}
	for range 12 {
		d, err := o.read(t, kind, data, m)
		if err != nil {
			return // refused: that costs its steps too
		}
		open := d.Preview().Open()
		if len(open) == 0 {
			open = o.preview(t, kind, data, m).Open()
		}
		if len(open) == 0 {
			list, err := o.apply(t, d, sheet.Options{SkipBad: true})
			if !again {
				o.walk(t, kind, data, !last, true)
			}
			for _, i := range list {
				must(t, o.undo(t, i.ID))
			}
			if err != nil {
				t.Logf("%s: %v", kind, err)
			}
			return
		}
		for _, q := range open {
			if len(q.Answers) == 0 {
				return
			}
			m.Answers[q.ID] = q.Answers[0].ID
			if last {
				m.Answers[q.ID] = q.Answers[len(q.Answers)-1].ID
			}
		}
	}
}

// TestReadingAFileTakesStepsAsItIsLong: a file that is eight times as long takes each step of this package about eight times as often, whichever way it is long. A
// program that counts the steps of its own statements says so.
func TestReadingAFileTakesStepsAsItIsLong(t *testing.T) {
	const size, few, many = "APPRODO_SHEET_ROWS", 250, 2000
	if rows := os.Getenv(size); rows != "" {
		n, err := strconv.Atoi(rows)
		must(t, err)
		for _, name := range slices.Sorted(maps.Keys(awkward(n))) {
			for kind, text := range awkward(n)[name] {
				for _, last := range []bool{false, true} {
					town(t).walk(t, kind, []byte(text), last, false)
				}
			}
		}
		return
	}
	testkit.Long(t)
	dir := t.TempDir()
	counting := filepath.Join(dir, "counting")
	run := func(cmd *exec.Cmd) {
		t.Helper()
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
		}
	}
	run(exec.Command("go", "test", "-c", "-covermode=count", "-coverpkg=./...,slices", "-o", counting, "."))
	steps := func(rows int) map[string]int {
		profile := filepath.Join(dir, itoa(rows))
		cmd := exec.Command(counting, "-test.run=^TestReadingAFileTakesStepsAsItIsLong$", "-test.coverprofile="+profile)
		cmd.Env = append(os.Environ(), size+"="+itoa(rows))
		run(cmd)
		text, err := os.ReadFile(profile)
		must(t, err)
		counts := map[string]int{}
		for line := range strings.Lines(string(text)) {
			if words := strings.Fields(line); len(words) == 3 { // place, statements, times
				n, err := strconv.Atoi(words[2])
				must(t, err)
				counts[words[0]] += n
			}
		}
		return counts
	}
	before, after := steps(few), steps(many)
	if len(before) < 1000 {
		t.Fatalf("only %d places were counted", len(before))
	}
	for _, place := range slices.Sorted(maps.Keys(after)) {
		if a, b := before[place], after[place]; b > 500_000 && b > 3*(many/few)*a { // sorting takes a little more
			t.Errorf("%s: taken %d times for %d rows, %d times for %d", place, a, few, b, many)
		}
	}
}

// ends is a context that has ended once it was asked so often.
type ends struct {
	context.Context
	after int
}

func (e *ends) Err() error {
	if e.after--; e.after < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

// TestAFileIsReadNoFurtherThanSomebodyWaits: wherever reading is when its time is over, it ends there and gives nothing that could be taken for the whole.
func TestAFileIsReadNoFurtherThanSomebodyWaits(t *testing.T) {
	t.Parallel()
	o, text := town(t), []byte(awkward(3000)["codes that differ, on one day"][sheet.Actions])
	file := parsed(t, text)
	var w *sheet.World
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) (err error) {
		w, err = o.desk.Survey(tx, sheet.Actions)
		return err
	}))
	for after := range 20 {
		d, err := o.desk.Read(&ends{t.Context(), after}, w, sheet.Actions, file, sheet.Map{}, nil)
		switch {
		case err == nil && after > 5:
			return
		case key(err) != "sheet.too_slow" || d != nil:
			t.Fatalf("ended after %d: %v, %v", after, d, err)
		}
	}
	t.Error("never read to the end")
}
