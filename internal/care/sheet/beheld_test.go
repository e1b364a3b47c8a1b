package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// What a register tells in an unusual way is asked about with the right answer, never lost or taken for something else.
func TestAnUnusualWayOfTellingIsAskedAboutWithTheRightAnswer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind                sheet.Kind
		file, asks, answers string
		records             int // once answered
	}{
		"spans of ages":                {sheet.Contacts, "Data;Codice;Sesso;Fascia\n02/04/2024;A01;F;18-24\n02/04/2024;A02;F;25-34\n03/04/2024;A03;M;35-44\n03/04/2024;A04;M;<18\n", "left", "left=D.age_band", -1},
		"several days of another year": {sheet.Contacts, "Data;Codice;Sesso\n28/04/2023;A01;F\n30/04/2024;A02;F\n03/05/2024;A03;F\n07/05/2023;A04;F\n", "stray", "stray=2024", 4},
		"how manieth contact":          {sheet.Contacts, "Data;Codice;Sesso;Contatto n.\n02/04/2024;A01;F;1\n03/04/2024;A02;F;2\n04/04/2024;A03;M;1\n05/04/2024;A04;F;5\n", "left", "left=leave_out", 4},
		"information refused":          {sheet.Contacts, "Data;Codice;Sesso;Info diritti\n02/04/2024;A01;F;data\n03/04/2024;A02;F;già data\n04/04/2024;A03;M;rifiutata\n05/04/2024;A04;F;-\n", "left", "left=D.information", -1},
		"how manieth visit":            {sheet.Contacts, "Data;Codice;Sesso\n02/04/2024;A01;F\n02/04/2024;A02;F\n09/04/2024;A01/2;F\n16/04/2024;A01/3;F\n", "visit.B", "visit.B=person", 4},
		"heads behind a word":          {sheet.Contacts, "Data;Sesso;Cittadinanza\n02/04/2024;F;Nigeria x3\n02/04/2024;F;2 Romania\n03/04/2024;F;Nigeria\n", "heads.C", "heads.C=each", 6},
		"heads before a letter":        {sheet.Contacts, "Data;Sesso;Cittadinanza\n02/04/2024;3F;Nigeria\n02/04/2024;2F 1M;Romania\n03/04/2024;F;Nigeria\n", "heads.B", "heads.B=each", 7},
		"people by country":            {sheet.Outings, "Data;Modalità;Minuti;Nigeria;Romania;Albania\n02/04/2024;strada;180;4;2;0\n05/04/2024;strada;150;3;1;1\n", "presences", "presences=sum", 2},
	} {
		p := field(t).preview(t, c.kind, []byte(c.file), sheet.Map{})
		if !slices.Contains(asked(p), c.asks) {
			t.Errorf("%s: asks %v, not %s", name, asked(p), c.asks)
			continue
		}
		out := field(t).preview(t, c.kind, []byte(c.file), answering(strings.Fields(c.answers)...))
		if len(out.Open()) > 0 || c.records >= 0 && out.New != c.records || c.records < 0 && len(out.Unread) == 0 {
			t.Errorf("%s: answered %s, %d rows: %s", name, c.answers, out.New, sums(out))
		}
	}
}

// A code of two letters is somebody else's abbreviation where nothing tells that the office writes codes.
func TestTwoLettersOfAnotherCountryAreNotRead(t *testing.T) {
	t.Parallel()
	head := "Data;Codice;Sesso;Cittadinanza\n"
	for _, c := range []struct {
		cells  string
		unread int
	}{{"NI RO MO PA BA SE", 5}, {"NG RO BD PK SE BA", 0}, {"AL RO MA", 0}} {
		file := head
		for i, cell := range strings.Fields(c.cells) {
			file += "02/04/2024;A0" + itoa(i+1) + ";F;" + cell + "\n"
		}
		n := 0
		for _, u := range field(t).preview(t, sheet.Contacts, []byte(file), sheet.Map{}).Unread {
			n += len(u.Words)
		}
		if n != c.unread {
			t.Errorf("%s: %d words are not read, want %d", c.cells, n, c.unread)
		}
	}
}

// The preview says from which day to which the rows go: days read in the wrong order show at a glance.
func TestThePreviewSaysFromWhichDayToWhich(t *testing.T) {
	t.Parallel()
	p := field(t).preview(t, sheet.Contacts, []byte("Data;Codice;Sesso\n28/04/2024;A01;F\n03/04/2024;A02;F\n"), sheet.Map{})
	if p.First != "2024-04-03" || p.Last != "2024-04-28" {
		t.Errorf("from %q to %q", p.First, p.Last)
	}
}
