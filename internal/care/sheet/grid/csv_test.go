package grid_test

import (
	"encoding/csv"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"
)

const table = "Data;Unità;Età\r\n31/12/2024;\"Strada; notte\";23\r\n\r\n01/02/2024;\"la \"\"Nave\"\"\";\r\n"

var tableRows = []grid.Row{
	{Number: 1, Cells: []string{"Data", "Unità", "Età"}},
	{Number: 2, Cells: []string{"31/12/2024", "Strada; notte", "23"}},
	{Number: 4, Cells: []string{"01/02/2024", `la "Nave"`}},
}

func encoded(t *testing.T, name, text string) []byte {
	t.Helper()
	var out string
	var err error
	switch name {
	case "utf-8":
		out = text
	case "utf-8-bom":
		out = "\ufeff" + text
	case "windows-1252":
		out, err = charmap.Windows1252.NewEncoder().String(text)
	case "utf-16le":
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	case "utf-16be":
		out, err = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

func TestEveryEncodingAndLineEndGivesTheSameRows(t *testing.T) {
	for _, name := range []string{"utf-8", "utf-8-bom", "windows-1252", "utf-16le", "utf-16be"} {
		for end, lineEnd := range map[string]string{"crlf": "\r\n", "lf": "\n", "cr": "\r"} {
			t.Run(name+" "+end, func(t *testing.T) {
				f, err := grid.Read(encoded(t, name, strings.ReplaceAll(table, "\r\n", lineEnd)))
				if err != nil {
					t.Fatal(err)
				}
				if f.Encoding != name || f.Delimiter != ';' || f.Format != grid.CSV {
					t.Errorf("read as %s, %q, %s", f.Encoding, f.Delimiter, f.Format)
				}
				if !reflect.DeepEqual(f.Sheets[0].Rows, tableRows) || f.Sheets[0].Blank != 1 {
					t.Errorf("rows %+v, %d blank", f.Sheets[0].Rows, f.Sheets[0].Blank)
				}
			})
		}
	}
}

func TestDelimiterIsTheOneThatCutsEvenly(t *testing.T) {
	cases := map[string]struct {
		text string
		want rune
	}{
		"semicolon with decimal commas": {"a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n", ';'},
		"comma":                         {"a,b,c\n1,2,3\n4,5,6\n", ','},
		"tab with commas in notes":      {"a\tb\tc\n1\tone, two, three, four\t3\n4\tfive\t6\n7\tx\t8\n", '\t'},
		"bar":                           {"a|b|c\n1|2|3\n", '|'},
		"title and total rows":          {"Registro, anno 2024, zona nord, sera\n\na;b;c\n1;2;3\n4;5;6\n;;9\n", ';'},
		"declared by the first line":    {"sep=|\na|b;c;d;e\n1|2;3;4;5\n", '|'},
		"quoted commas under semicolon": {"a;b\n\"1,2,3\";4\n\"5,6,7\";8\n", ';'},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f, err := grid.Read([]byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if f.Delimiter != c.want {
				t.Errorf("delimiter %q, want %q", f.Delimiter, c.want)
			}
		})
	}
}

func TestRowNumbersAreThoseASpreadsheetProgramShows(t *testing.T) {
	f, err := grid.Read([]byte("a;b\n\n\"two\nlines\";1\n;\nx;2"))
	if err != nil {
		t.Fatal(err)
	}
	var numbers []int
	for _, row := range f.Sheets[0].Rows {
		numbers = append(numbers, row.Number)
	}
	if want := []int{1, 3, 5}; !reflect.DeepEqual(numbers, want) {
		t.Errorf("numbers %v, want %v", numbers, want)
	}
}

func TestUnfitBytesAreRefusedWithTheirReason(t *testing.T) {
	cases := map[string]struct{ data, key string }{
		"nothing":               {"", "sheet.empty"},
		"white space":           {" \r\n\t\n", "sheet.empty"},
		"only delimiters":       {";;;\n;;;\n", "sheet.empty"},
		"a picture":             {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "sheet.not_a_spreadsheet"},
		"a PDF":                 {"%PDF-1.7\n1 0 obj", "sheet.not_a_spreadsheet"},
		"a web page":            {"<html><table><tr><td>a;b", "sheet.not_a_spreadsheet"},
		"NUL in text":           {"a;b\n1\x00;2\n", "sheet.not_a_spreadsheet"},
		"old Excel":             {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sheet.save_as"},
		"broken UTF-8 with BOM": {"\xef\xbb\xbfa;b\n\xff;1\n", "sheet.invalid_text"},
		"half a UTF-16 unit":    {"\xff\xfea\x00;\x00b", "sheet.invalid_text"},
		"undefined in 1252":     {"a;b\n\xe0\x81;1\n", "sheet.invalid_text"},
		"an open quote":         {"a;b\n\"never closed;1\n2;3\n", "sheet.quote_open"},
		"a stray quote":         {"a;b\n\"one\"two;1\n", "sheet.quote_stray"},
		"a field over 1 MiB":    {"a;b\n1;" + strings.Repeat("x", 1<<20+1), "sheet.field_too_long"},
		"a quoted one":          {"a;b\n1;\"" + strings.Repeat("x", 1<<20+1) + "\"", "sheet.field_too_long"},
		"endless columns":       {strings.Repeat("x;", 600) + "\n", "sheet.too_wide"},
		"over 64 MiB":           {strings.Repeat("a;b\n", 17<<20), "sheet.too_large"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := grid.Read([]byte(c.data))
			e, ok := errs.Of(err)
			if !ok || e.Kind != errs.Invalid || e.Key != c.key {
				t.Errorf("got %v, want %s", err, c.key)
			}
		})
	}
}

func TestAFieldOfOneMebibyteIsStillRead(t *testing.T) {
	f, err := grid.Read([]byte("a;b\n1;" + strings.Repeat("x", 1<<20) + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(f.Sheets[0].Rows[1].Cell(1)); n != 1<<20 {
		t.Errorf("%d bytes", n)
	}
}

func TestQuoteInsideAnUnquotedFieldIsText(t *testing.T) {
	f, err := grid.Read([]byte("a;b\ncaffè \"Roma\";1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Sheets[0].Rows[1].Cell(0); got != `caffè "Roma"` {
		t.Errorf("read %q", got)
	}
}

func TestColumnLettersRunLikeInASpreadsheet(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := grid.Letter(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte(table))
	f.Add([]byte("sep=,\na,b\n1,\"2\n3\"\n"))
	f.Add([]byte("\xff\xfea\x00;\x00b\x00\n\x001\x00;\x002\x00"))
	f.Add([]byte("a;b\n\"open"))
	f.Add([]byte("\xe0;\xe8\r1;2\r"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := grid.Read(data)
		if err != nil {
			if errs.KindOf(err) != errs.Invalid {
				t.Fatalf("refused as %v", errs.KindOf(err))
			}
			return
		}
		for _, sheet := range file.Sheets {
			last := 0
			for _, row := range sheet.Rows {
				if row.Number <= last || len(row.Cells) == 0 || row.Cells[len(row.Cells)-1] == "" {
					t.Fatalf("row %d after %d has %d cells", row.Number, last, len(row.Cells))
				}
				last = row.Number
			}
		}
	})
}

// What encoding/csv writes is read back cell by cell, whatever the cells hold.
func FuzzStandardWriterIsReadBack(f *testing.F) {
	f.Add("a", "b;c", "\"", "x\ny")
	f.Add("1,5", "", "è", "\"\"")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		cells := []string{"h" + a, "h" + b, "h" + c, "h" + d + "t"}
		var text strings.Builder
		w := csv.NewWriter(&text)
		w.Comma = ';'
		if err := w.Write([]string{"one", "two", "three", "four"}); err != nil {
			t.Fatal(err)
		}
		if err := w.Write(cells); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		file, err := grid.Read([]byte("sep=;\n" + text.String()))
		if err != nil || file.Encoding != "utf-8" {
			return // bytes that are no text
		}
		rows := file.Sheets[0].Rows
		if len(rows) != 2 {
			t.Fatalf("%d rows", len(rows))
		}
		for i, cell := range cells {
			want := strings.TrimRight(cell, "\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\v\f\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f \u00a0\u200b\u202f\ufeff")
			if got := rows[1].Cell(i); got != want {
				t.Errorf("cell %d: %q, want %q", i, got, want)
			}
		}
	})
}
