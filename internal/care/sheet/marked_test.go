package sheet_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// marked makes a workbook of these rows, changed as a person would.
func marked(t testing.TB, rows []string, change func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		var cells []any
		for _, cell := range strings.Split(row, ";") {
			if n, ok := whole(cell); ok {
				cells = append(cells, n)
			} else {
				cells = append(cells, cell)
			}
		}
		must(t, f.SetSheetRow("Sheet1", "A"+itoa(i+1), &cells))
	}
	change(f)
	var out bytes.Buffer
	must(t, f.Write(&out))
	return out.Bytes()
}

func whole(cell string) (n int, ok bool) {
	for _, c := range cell {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, cell != ""
}

// The format of a number may say of what it is. It is part of the cell, as a person sees it.
func TestTheWordsOfANumberFormatArePartOfTheCell(t *testing.T) {
	rows := []string{"Data;Codice persona;Sesso;Età", "02/04/2024;P-1;F;22", "03/04/2024;P-2;F;31"}
	for format, want := range map[string]string{`0" mesi"`: "2 refused expected_code, 3 refused expected_code", `"mesi "0`: "2 refused expected_code, 3 refused expected_code", `0" anni"`: "", "0": ""} {
		file := marked(t, rows, func(f *excelize.File) {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			must(t, err)
			must(t, f.SetCellStyle("Sheet1", "D2", "D3", style))
		})
		if got := sums(field(t).preview(t, "contacts", file, sheet.Map{})); got != want {
			t.Errorf("%s: %s, want %s", format, got, want)
		}
	}
	km := `0" km"`
	file := marked(t, []string{"Data;Unità;Km;Modalità", "02/04/2024;faro-strada;22;strada", "03/04/2024;faro-strada;31;strada"}, func(f *excelize.File) {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &km})
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "C2", "C3", style))
	})
	if got := sums(town(t).preview(t, "outings", file, sheet.Map{})); got != "" {
		t.Errorf("kilometres: %s", got)
	}
}

// A comment on a cell may say that its row is none; any other changes nothing and is counted.
func TestACommentThatARowIsNoneIsAsked(t *testing.T) {
	rows := []string{"Data;Codice persona;Sesso;Età", "02/04/2024;P-1;F;22", "03/04/2024;P-2;F;31", "04/04/2024;P-3;M;40"}
	for comment, want := range map[string][]string{
		"annullato, doppione": {"commented"}, "Anna:\nannullata": {"commented"}, "Anna: doppia riga": {"commented"}, "previsto": {"commented"}, "non contare": {"commented"},
		"[Threaded comment]\n\nComment:\n    annullato": {"commented"}, "parla poco italiano": nil, "vista con la sorella": nil, "non annullare": nil,
	} {
		file := marked(t, rows, func(f *excelize.File) {
			must(t, f.AddComment("Sheet1", excelize.Comment{Cell: "C3", Author: "Anna", Paragraph: []excelize.RichTextRun{{Text: comment}}}))
		})
		p := field(t).preview(t, "contacts", file, sheet.Map{})
		if got := asked(p); !slices.Equal(got, want) {
			t.Errorf("%q: asked %v", comment, got)
		}
		if said := strings.Join(p.About(i18n.For("it")), "\n"); p.Comments != 1 || !strings.Contains(said, "un commento su una cella") || strings.Contains(said, comment) {
			t.Errorf("%q: %d comments, %s", comment, p.Comments, said)
		}
		if want == nil {
			continue
		}
		for answer, rows := range map[string]int{"leave_out": 2, "record": 3} {
			if p := field(t).preview(t, "contacts", file, answering("commented="+answer)); p.New != rows || len(p.Open()) > 0 {
				t.Errorf("%q %s: %d new", comment, answer, p.New)
			}
		}
	}
}
