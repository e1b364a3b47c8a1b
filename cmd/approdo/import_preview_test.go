package main_test

import (
	"strings"
	"testing"
)

// The command line says before it records what the browser says: the form of the file, its encoding, the order of days.
func TestADryRunSaysHowTheFileWasUnderstood(t *testing.T) {
	dir := founded(t)
	said := must(t, "import", "contacts", file(t, "mac.csv", "Data\tUnit\x88\tSesso\r02/04/2024\tUnit\x88 di strada\tF\r"), "--dir", dir, "--dry-run")
	for _, want := range []string{"macintosh", "tab", "Names of the columns in row 1", "day first"} {
		if !strings.Contains(strings.ToLower(said), strings.ToLower(want)) {
			t.Errorf("the dry run does not say %q:\n%s", want, said)
		}
	}
}

// A file of which nothing but days and units could be read holds nothing that is recorded already, and is no success.
func TestAFileOfWhichNothingCouldBeReadIsNoSuccess(t *testing.T) {
	dir := founded(t)
	empty := file(t, "counts.csv", "Data,Unità,Sesso\n02/04/2024,Unità di strada,\n03/04/2024,Unità di strada,\n")
	for _, dry := range [][]string{{"--dry-run"}, nil} {
		a := approdo(t, append([]string{"import", "contacts", empty, "--dir", dir}, dry...)...)
		if a.status == 0 || !strings.Contains(a.err, "Nothing was recorded: of 2 rows") {
			t.Errorf("%v: status %d, said\n%s%s", dry, a.status, a.out, a.err)
		}
	}
}

// What would be recorded is said in figures, before anything is, and again when it is.
func TestWhatWouldBeRecordedIsSaidOnTheCommandLine(t *testing.T) {
	dir := founded(t)
	register := file(t, "april.csv", "Data;Unità;Sesso\n02/04/2024;Unità di strada;F\n03/04/2024;Unità di strada;M\n03/04/2024;Unità di strada;F\n")
	for _, more := range [][]string{{"--dry-run"}, nil} {
		said := must(t, append([]string{"import", "contacts", register, "--dir", dir, "--lang", "en"}, more...)...)
		for _, want := range []string{"What would be recorded", "gender: Woman 2; Man 1", "days: 2–3 April 2024"} {
			if !strings.Contains(said, want) {
				t.Errorf("%v does not say %q:\n%s", more, want, said)
			}
		}
	}
}
