package sheet_test

import (
	"testing"

	"approdo/internal/care/sheet"
)

// A remark that goes on after saying that nothing took place says it all the same, and so does an outing that tells nothing where the others do.
func TestWhatDidNotTakePlaceIsAskedAboutHoweverItIsTold(t *testing.T) {
	t.Parallel()
	outing := "Data;Modalità;Minuti;Km;Note\n02/04/2024;strada;180;45;\n"
	contact := "Data;Codice;Sesso;Note\n02/04/2024;A01;F;\n"
	for name, c := range map[string]struct {
		kind       sheet.Kind
		file, says string
	}{
		"for rain":              {sheet.Outings, outing + "05/04/2024;strada;;;saltata per pioggia\n09/04/2024;strada;200;41;\n", "ask cancelled"},
		"with numbers":          {sheet.Outings, outing + "05/04/2024;strada;170;22;annullata per pioggia\n09/04/2024;strada;200;41;\n", "ask cancelled"},
		"the outing itself":     {sheet.Outings, outing + "05/04/2024;strada;;;uscita annullata causa maltempo\n09/04/2024;strada;200;41;\n", "ask cancelled"},
		"to another day":        {sheet.Outings, outing + "05/04/2024;strada;;;rinviata al 13\n09/04/2024;strada;200;41;\n", "ask cancelled"},
		"the reason alone":      {sheet.Outings, outing + "05/04/2024;strada;;;sciopero\n09/04/2024;strada;200;41;\n", "ask cancelled"},
		"nothing at all":        {sheet.Outings, outing + "05/04/2024;strada;;;\n09/04/2024;strada;200;41;\n", "ask hollow"},
		"held in the rain":      {sheet.Outings, outing + "05/04/2024;strada;170;40;pioggia\n09/04/2024;strada;200;41;\n", ""},
		"nobody counts":         {sheet.Outings, "Data;Modalità;Note\n02/04/2024;strada;\n05/04/2024;strada;\n", ""},
		"nobody came":           {sheet.Contacts, contact + "03/04/2024;A02;F;non si è presentata all'appuntamento\n", "ask cancelled"},
		"an appointment":        {sheet.Contacts, contact + "03/04/2024;A02;F;appuntamento saltato\n", "ask cancelled"},
		"a week later":          {sheet.Contacts, contact + "03/04/2024;A02;F;rimandato alla settimana dopo\n", "ask cancelled"},
		"came with a friend":    {sheet.Contacts, contact + "03/04/2024;A02;F;arrivata con amica\n", ""},
		"talked of a complaint": {sheet.Contacts, contact + "03/04/2024;A02;F;rimandata la denuncia\n", ""},
	} {
		p := field(t).preview(t, c.kind, []byte(c.file), sheet.Map{})
		if got := sums(p); got != c.says {
			t.Errorf("%s: says %q, want %q", name, got, c.says)
		}
		if c.says == "" {
			continue
		}
		if out := field(t).preview(t, c.kind, []byte(c.file), answering(p.Open()[0].ID+"=leave_out")); out.New != p.Rows-1 || len(out.Open()) > 0 {
			t.Errorf("%s: left out, %d rows: %s", name, out.New, sums(out))
		}
	}
}
