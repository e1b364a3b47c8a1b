package sheet_test

import (
	"errors"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"
)

// A quotation mark that opens in one row and closes in another would make the rows between them part of a note.
func TestAQuoteDoesNotSwallowARow(t *testing.T) {
	head := "Data;Unità;Codice;Note;Età\n"
	for name, c := range map[string]struct {
		text string
		want string
	}{
		"a mark in each row":         {head + "02/04/2024;Sportello;A01;\";22\n03/04/2024;Sportello;A02;\";23\n", "sheet.quote_swallows"},
		"at the end of the rows":     {"Data;Unità;Note\n02/04/2024;Sportello;\"\n03/04/2024;Sportello;\"\n", "sheet.quote_swallows"},
		"words behind it":            {"Data;Unità;Codice;Note\n02/04/2024;Sportello;A01;\"ok\n3/4/2024;Sportello;A02\"\n04/04/2024;Sportello;A03;\n", "sheet.quote_swallows"},
		"by code":                    {"Codice;Data;Note\nA01;02/04/2024;\"ok\nA02;03/04/2024;va bene\"\n", "sheet.quote_swallows"},
		"a note of two lines":        {head + "02/04/2024;Sportello;A01;\"vista; parlato; bene;\nrivista il 03/04; bene; così\";22\n", ""},
		"a note with a day":          {head + "02/04/2024;Sportello;A01;\"prima\n03/04/2024; rivista\";22\n", ""},
		"a note with its own quotes": {head + "02/04/2024;Sportello;A01;\"dice \"\"sì\"\"\";22\n", ""},
	} {
		_, err := grid.Read(t.Context(), []byte(c.text))
		var e *errs.Error
		if errors.As(err, &e); err == nil && c.want != "" || e != nil && e.Key != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
