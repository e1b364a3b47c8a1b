package formula_test

import (
	"bytes"
	"encoding/csv"
	"math/rand/v2"
	"strings"
	"testing"

	"approdo/internal/base/formula"
)

func TestWhatCouldRunIsGuardedAndNothingElse(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+1+1": "'+1+1", "-1+1": "'-1+1", "@SUM(A1)": "'@SUM(A1)", "＝1+1": "'＝1+1", "－1+1": "'－1+1",
		"x;=1+1": "x;'=1+1", "x\t=1+1": "x\t'=1+1", "x|@cmd": "x|'@cmd", "x,=1+1": "x,'=1+1", "x\n=1+1": "x\n'=1+1", "x\r\n+cmd|' /C calc'!A0": "x\r\n'+cmd|' /C calc'!A0",
		"  =1+1": "'  =1+1", "x; \"=1+1\"": "x;' \"=1+1\"", "\ufeff=1": "'\ufeff=1", "x\u2028=1": "x\u2028'=1", ";;=1;=2": ";;'=1;'=2",
		// what stays
		"": "", "Milano": "Milano", "Ponte - Nord": "Ponte - Nord", "a=b": "a=b", "c@d": "c@d", "-5": "-5", "-5,3": "-5,3", "-1.234.567": "-1.234.567", "-1.234,56": "-1.234,56",
		"—": "—", "2024-05-01": "2024-05-01", "18-25": "18-25", "È vero; sì": "È vero; sì", "'=1+1": "'=1+1", "x;'=1+1": "x;'=1+1",
		"-5;=1": "'-5;'=1", "a;-5": "a;'-5", "-1,cmd|' /C calc'!A0": "'-1,cmd|' /C calc'!A0", "+39 333 000": "'+39 333 000",
	} {
		if got := formula.Guard(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		if once, twice := formula.Guard(text), formula.Guard(formula.Guard(text)); once != twice {
			t.Errorf("%q is guarded twice: %q", text, twice)
		}
	}
}

// TestWhateverSeparatorIsChosenNoCellRuns writes random rows with one separator and opens them with each, the careful way and the careless.
func TestWhateverSeparatorIsChosenNoCellRuns(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 14))
	letters := []rune("ab1=+-@,;|\t\n\r\" '＝.")
	unguarded := 0
	for range 4_000 {
		var rows [][]string
		for range 2 {
			row := make([]string, 3)
			for i := range row {
				text := make([]rune, random.IntN(8))
				for k := range text {
					text[k] = letters[random.IntN(len(letters))]
				}
				row[i] = string(text)
			}
			rows = append(rows, row)
		}
		for _, written := range []rune{',', ';'} {
			if n := ran(t, rows, written, func(s string) string { return s }); n > 0 {
				unguarded++
			}
			if n := ran(t, rows, written, formula.Guard); n > 0 {
				t.Fatalf("%q, written with %q", rows, written)
			}
		}
	}
	if unguarded < 2_000 { // the control
		t.Errorf("only %d of 8 000 files would run without the guard", unguarded)
	}
}

// ran counts the cells that would run.
func ran(t *testing.T, rows [][]string, written rune, guard func(string) string) (n int) {
	t.Helper()
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	w.Comma = written
	for _, row := range rows {
		guarded := make([]string, len(row))
		for i, text := range row {
			guarded[i] = guard(text)
		}
		if err := w.Write(guarded); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	count := func(text string) {
		text = strings.Trim(text, " \"\r")
		below, _, _ := strings.Cut(text, string(written)) // a number below zero that stands before another cell is no formula with it
		if len(text) > 1 && strings.ContainsAny(text[:1], "=+@") || strings.HasPrefix(text, "＝") && len(text) > 3 ||
			strings.HasPrefix(text, "-") && (strings.Trim(below[1:], "0123456789., \"\r\n\t") != "" || len(below) < 2) {
			n++
		}
	}
	for _, read := range []rune{',', ';', '\t', '|'} {
		r := csv.NewReader(bytes.NewReader(file.Bytes()))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = read, true, -1
		list, err := r.ReadAll()
		for _, row := range list {
			for _, field := range row {
				count(field)
			}
		}
		if err == nil && len(list) == 0 && file.Len() > 10 {
			t.Fatal("nothing was read")
		}
		for line := range strings.FieldsFuncSeq(file.String(), func(r rune) bool { return r == '\n' || r == '\r' }) {
			for field := range strings.SplitSeq(line, string(read)) {
				count(field)
			}
		}
	}
	return n
}
