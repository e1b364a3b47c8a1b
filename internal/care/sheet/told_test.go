package sheet_test

import (
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// Whatever a file says in a way of its own is read rightly, asked about or refused: never left out with a word of success.
func TestWhatIsToldInAnotherWayIsNotLost(t *testing.T) {
	for name, c := range map[string]struct {
		kind       sheet.Kind
		file, says string
	}{
		"days and times of an American program": {sheet.Contacts, "Data;Codice;Sesso\n4/3/2024 10:15:00 PM;A01;F\n4/10/2024 11:05:00 PM;A02;F\n5/8/2024 9:00:00 PM;A01;F\n", "ask dates"},
		"numbers below answers":                 {sheet.Contacts, "Data;Cittadinanza;F;M;Trans\n03/04/2024;Nigeria;3;1;0\n10/04/2024;Romania;1;0;1\n", "ask headcount.gender"},
		"words of an answer of its own":         {sheet.Contacts, "Data;Sesso;Protezione internazionale\n03/04/2024;F;diniego\n10/04/2024;F;diniego\n17/04/2024;F;ricorso\n", "2 refused expected_code, 3 refused expected_code, 4 refused expected_code"},
		"two ages":                              {sheet.Persons, "Codice;Data primo contatto;Età al primo contatto;Età attuale\nA01;03/04/2024;17;18\nA02;10/04/2024;25;26\n", "ask twice.age_band"},
		"present and absent":                    {sheet.Contacts, "Data;Codice;Sesso;Presente/Assente\n03/04/2024;A01;F;P\n03/04/2024;A02;F;A\n10/04/2024;A03;F;P\n", "ask cancelled"},
		"codes below answers":                   {sheet.Contacts, "Data;Unità;Donne;Trans\n03/04/2024;;A01, A02;\n10/04/2024;;A03;A04\n", "2 refused row_silent, 3 refused row_silent"},
		"people in numbered columns":            {sheet.Contacts, "Data;Codice;Sesso;Codice 2;Sesso 2\n03/04/2024;A01;F;A02;F\n10/04/2024;A03;F;;\n", "ask side"},
		"actions in numbered columns":           {sheet.Actions, "Data;Codice;Azione 1;Azione 2\n03/04/2024;A01;Accompagnamento sanitario;Orientamento\n10/04/2024;A02;Orientamento;\n", "ask side"},
		"years between the rows":                {sheet.Contacts, "Data;Codice;Sesso\nANNO 2024;;\n12/04;A01;F\nANNO 2025;;\n10/06;A02;F\n", "2 remark, 4 remark"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := sums(field(t).preview(t, c.kind, []byte(c.file), sheet.Map{})); got != c.says {
				t.Errorf("says %q, want %q", got, c.says)
			}
		})
	}
	p := field(t).preview(t, "contacts", []byte("Data;Codice;Sesso;Presente/Assente\n03/04/2024;A01;F;P\n03/04/2024;A02;F;A\n10/04/2024;A03;F;P\n"), sheet.Map{})
	if q := p.Open(); len(q) != 1 || q[0].Count() != 1 {
		t.Errorf("present and absent: %+v", q)
	}
	p = field(t).preview(t, "contacts", []byte("Data;Codice;Sesso;Nuova\n03/04/2024;A01;F;x\n10/04/2024;A02;F;\n"), answering("blank.D=nothing"))
	if notes := strings.Join(p.Notes(i18n.For("it")), " "); !strings.Contains(notes, "Una riga non dice se la persona è nuova") {
		t.Errorf("a row that says nothing of new and known: %s", notes)
	}
}

// A row that was taken out of a file is asked about, though nothing was added.
func TestARowThatWasTakenOutIsAskedAbout(t *testing.T) {
	o := field(t)
	rows := []string{"Data;Codice;Sesso", "02/04/2024;A01;F", "03/04/2024;A02;F", "04/04/2024;A03;F"}
	o.take(t, "contacts", text(rows...), sheet.Map{})
	fewer := text(rows[0], rows[1], rows[3])
	if got := sums(o.preview(t, "contacts", fewer, sheet.Map{})); got != "ask standing" {
		t.Errorf("says %q", got)
	}
	if p := o.preview(t, "contacts", fewer, answering("standing=keep")); p.New != 0 || p.Known != 2 || len(p.Open()) > 0 {
		t.Errorf("kept: %d new, %d known", p.New, p.Known)
	}
	if p := o.preview(t, "contacts", fewer, answering("standing=replace")); p.New != 2 || len(p.Replaced) != 1 {
		t.Errorf("replaced: %d new, %v", p.New, p.Replaced)
	}
}
