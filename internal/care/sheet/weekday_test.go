package sheet_test

import (
	"fmt"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// A weekday says the date again; where it says another, one is wrong.
func TestADateOnAnotherWeekdayIsAsked(t *testing.T) {
	file := "Data;Codice persona;Sesso\nlunedì 13/04/2024;P-1;F\nsab 13/04/2024;P-2;F\n"
	field(t).try(t, []step{{file: file, says: "ask weekday.A"}, {file: file, answers: []string{"weekday.A=date"}}}, "2024-04-13 p1 woman", "2024-04-13 p2 woman")
	field(t).try(t, []step{{file: file, answers: []string{"weekday.A=leave_out"}, says: "2 answer"}}, "2024-04-13 p1 woman")
	beside := "Data;Giorno;Codice persona;Sesso\n13/04/2024;sabato;P-1;F\n14/04/2024;martedì;P-2;F\n"
	if p := field(t).preview(t, "contacts", []byte(beside), sheet.Map{}); sums(p) != "ask weekday.A" || fmt.Sprint(p.Open()[0].Rows) != "[[3]]" {
		t.Errorf("in a column of its own: %s %+v", sums(p), p.Open())
	}
	if got := sums(field(t).preview(t, "contacts", []byte(strings.Replace(beside, "martedì", "dom", 1)), sheet.Map{})); got != "" {
		t.Errorf("the right ones: %s", got)
	}
}

// Who was met before in the file is not new again; the preview names the rows.
func TestWhoIsNewMoreThanOnceIsListed(t *testing.T) {
	for _, rows := range []string{"P-1;F;sì\n03/04/2024;P-1;F;sì", "P-1;F;no\n03/04/2024;P-1;F;sì"} {
		p := field(t).preview(t, "contacts", []byte("Data;Codice persona;Sesso;Nuovo\n02/04/2024;"+rows+"\n04/04/2024;P-2;F;sì\n"), sheet.Map{})
		if notes := strings.Join(p.Notes(i18n.For("it")), "\n"); fmt.Sprint(p.NewAgain) != "[3]" || !strings.Contains(notes, "La riga 3 dice mai incontrata prima") {
			t.Errorf("%v: %s", p.NewAgain, notes)
		}
	}
}

// Minutes that cannot be hours are minutes, under a heading that may be of another matter too.
func TestDurationsThatCannotBeHours(t *testing.T) {
	file := "Data;Modalità;%s;Km\n13/04/2024;su strada;180;42\n18/04/2024;su strada;240;50\n"
	if got := sums(field(t).preview(t, "outings", []byte(fmt.Sprintf(file, "Durata")), sheet.Map{})); got != "" {
		t.Errorf("Durata: %s", got)
	}
	if got := sums(field(t).preview(t, "outings", []byte(fmt.Sprintf(file, "Durata viaggio")), sheet.Map{})); !strings.HasPrefix(got, "ask nearly.") {
		t.Errorf("Durata viaggio: %s", got)
	}
}
