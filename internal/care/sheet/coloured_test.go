package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// painted gives cells a colour: of their ground, behind a # of their letters, or both.
func painted(t *testing.T, rows []string, colours map[string]string) []byte {
	t.Helper()
	return marked(t, rows, func(f *excelize.File) {
		for span, colour := range colours {
			ground, letters, _ := strings.Cut(colour, "#")
			style := &excelize.Style{}
			if ground != "" {
				style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{ground}}
			}
			if letters != "" {
				style.Font = &excelize.Font{Color: letters}
			}
			id, err := f.NewStyle(style)
			must(t, err)
			from, to, _ := strings.Cut(span, ":")
			must(t, f.SetCellStyle("Sheet1", from, to, id))
		}
	})
}

// A colour that no cell explains is asked about, once for the file; one that says nothing more than the rows do is not.
func TestWhatOnlyAColourSaysIsAskedAbout(t *testing.T) {
	t.Parallel()
	rows := []string{"Data;Codice persona;Sesso;Età", "02/04/2024;P-1;F;22", "03/04/2024;P-2;F;31", "04/04/2024;P-3;M;40", "05/04/2024;P-4;M;41", "06/04/2024;P-5;F;42", "07/04/2024;P-6;F;43"}
	days := []string{rows[0], "02/04/2024;P-1;F;22", "02/04/2024;P-2;F;31", "03/04/2024;P-3;M;40", "03/04/2024;P-4;M;41", "04/04/2024;P-5;F;42", "04/04/2024;P-6;F;43", "05/04/2024;P-7;F;44", "05/04/2024;P-8;M;45", "05/04/2024;P-9;M;46"}
	legend := append(slices.Clone(rows), "In giallo: non presenti")
	for name, c := range map[string]struct {
		rows    []string
		colours map[string]string
		asks    []string
	}{
		"a row":                     {rows, map[string]string{"A3:D3": "FFFF00"}, []string{"colours"}},
		"letters":                   {rows, map[string]string{"A3:D3": "#FF0000"}, []string{"colours"}},
		"letters as white as paper": {rows, map[string]string{"A3:D3": "#FFFFFF"}, []string{"colours"}},
		"white letters on white":    {rows, map[string]string{"A3:D3": "FFFFFF#FEFEFE"}, []string{"colours"}},
		"white letters on black":    {rows, map[string]string{"A3:D3": "000000#FFFFFF"}, nil},
		"white letters of headings": {rows, map[string]string{"A1:D1": "1F4E78#FFFFFF"}, nil},
		"a cell":                    {rows, map[string]string{"B3:B3": "FFFF00"}, []string{"colours"}},
		"rows that have none":       {rows, map[string]string{"A2:D4": "92D050", "A6:D7": "92D050"}, []string{"colours"}},
		"two colours":               {rows, map[string]string{"A3:D3": "FFFF00", "A5:D5": "FF0000"}, []string{"colours"}},
		"a legend below":            {legend, map[string]string{"A3:D3": "FFFF00"}, []string{"colours"}},
		"every other row":           {rows, map[string]string{"A3:D3": "DDDDDD", "A5:D5": "DDDDDD", "A7:D7": "DDDDDD"}, nil},
		"every other day":           {days, map[string]string{"A2:D3": "DDDDDD", "A6:D7": "DDDDDD"}, nil},
		"the headings":              {rows, map[string]string{"A1:D1": "FFFF00"}, nil},
		"a column":                  {rows, map[string]string{"C2:C7": "FFFF00"}, nil},
		"the words of a column":     {rows, map[string]string{"C2:C3": "FFC0CB", "C4:C5": "00B0F0", "C6:C7": "FFC0CB"}, nil},
		"white and black":           {rows, map[string]string{"A3:D3": "FFFFFF", "A5:D5": "#000000"}, nil},
		"a total that is no record": {append(slices.Clone(rows), "Totale;;;6"), map[string]string{"A8:D8": "FFFF00"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := painted(t, c.rows, c.colours)
			p := field(t).preview(t, "contacts", file, sheet.Map{})
			if got := asked(p); !slices.Equal(got, c.asks) {
				t.Errorf("asks %v, want %v", got, c.asks)
			}
		})
	}
	two := painted(t, rows, map[string]string{"A3:D3": "FFFF00", "A5:D5": "FF0000", "A7:D7": "FF0000"})
	for answer, want := range map[string]int{"record": 6, "leave_out": 3, "leave.yellow": 5, "leave.red": 4} {
		if p := field(t).preview(t, "contacts", two, answering("colours="+answer)); p.New != want || len(p.Open()) > 0 {
			t.Errorf("%s: %d new, %s", answer, p.New, sums(p))
		}
	}
	hidden := painted(t, rows, map[string]string{"A3:D3": "#FFFFFF"})
	for answer, want := range map[string]int{"record": 6, "leave_out": 5} {
		if p := field(t).preview(t, "contacts", hidden, answering("colours="+answer)); p.New != want || len(p.Open()) > 0 {
			t.Errorf("white letters, %s: %d new, %s", answer, p.New, sums(p))
		}
	}
	if said := field(t).preview(t, "contacts", hidden, sheet.Map{}).Open()[0].Words.Say(i18n.For("it")); !strings.Contains(said, "bianco su bianco") {
		t.Errorf("says %q of white letters", said)
	}
	q := field(t).preview(t, "contacts", two, sheet.Map{}).Open()[0]
	if said := q.Words.Say(i18n.For("it")); !strings.Contains(said, "giallo") || !strings.Contains(said, "rosso") || !slices.Equal(q.Rows[1], []int{5, 7}) {
		t.Errorf("says %q of %v", said, q.Rows)
	}
}
