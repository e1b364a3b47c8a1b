package sheet_test

import (
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// A remark that says that the row is of a person whom another row calls otherwise is asked about; one that only names somebody else is not.
func TestARemarkThatThePersonIsAnothersIsAskedAbout(t *testing.T) {
	t.Parallel()
	for remark, answers := range map[string]int{
		"stessa persona di A01": 3, "same as A01": 3, "forse è A01": 3, "è la stessa di A01": 3, "vedi A01": 3, "= A01": 3, "già A01": 3, "alias A01": 3, "stessa persona": 2, "v. riga 2": 2, "vedi riga 2": 2, "same person as last week": 2,
		"amica di A01": 0, "vista con A01": 0, "non è A01": 0, "stessa zona": 0, "non è la stessa persona di A01": 0, "alla stessa ora": 0, "sta bene": 0, "vedi scheda": 0, "è stata male": 0, "già nota": 0,
	} {
		p := field(t).preview(t, "contacts", text("Data;Codice;Sesso;Note", "02/04/2024;A01;F;", "03/04/2024;A02;F;"+remark, "04/04/2024;A03;M;"), sheet.Map{})
		want := ""
		if answers > 0 {
			want = "ask likened"
		}
		if got := sums(p); got != want || want != "" && len(p.Open()[0].Answers) != answers {
			t.Errorf("%q says %q: %+v", remark, got, p.Open())
		}
	}
	file := text("Data;Codice;Sesso;Note", "02/04/2024;A01;F;", "03/04/2024;A02;F;stessa persona di A01", "04/04/2024;;F;= A03", "05/04/2024;A03;F;", "06/04/2024;A02;F;")
	for answer, want := range map[string]string{
		"one":       "2024-04-02 p1 woman;2024-04-03 p1 woman;2024-04-04 p2 woman;2024-04-05 p2 woman;2024-04-06 p1 woman",
		"several":   "2024-04-02 p1 woman;2024-04-03 p2 woman;2024-04-04 - woman;2024-04-05 p3 woman;2024-04-06 p2 woman",
		"leave_out": "2024-04-02 p1 woman;2024-04-05 p2 woman;2024-04-06 p3 woman",
	} {
		o := field(t)
		o.take(t, "contacts", file, answering("likened="+answer))
		if got := strings.Join(o.met(t), ";"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", answer, got, want)
		}
		if p := o.preview(t, "contacts", file, answering("likened="+answer)); p.New != 0 || len(p.Open()) > 0 {
			t.Errorf("%s, once more: %d new, %s", answer, p.New, sums(p))
		}
	}
}
