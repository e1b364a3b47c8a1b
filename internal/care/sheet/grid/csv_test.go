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
				f, err := grid.Read(t.Context(), encoded(t, name, strings.ReplaceAll(table, "\r\n", lineEnd)))
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

func TestTextIsReadInTheEncodingInWhichItsAccentsMakeWords(t *testing.T) {
	long := "Data;Unità;Età;Nazionalità\n02/04/2024;Unità di strada;23;Costa d’Avorio\n"
	cases := map[string]struct {
		encoding, text string
	}{
		"the old Macintosh":         {"macintosh", long},
		"a name alone":              {"macintosh", "Data;Nome\n02/04/2024;José\n"},
		"DOS":                       {"ibm850", "Data;Unità;Età\n02/04/2024;perché no;già più\n"},
		"Windows":                   {"windows-1252", long},
		"Windows, with an ellipsis": {"windows-1252", "Data;Note\n02/04/2024;segue… “forse” 12 € n° 3 Zoë – São Tomé\n"},
		"Romanian of Windows":       {"windows-1250", "Data;Oraş\n02/04/2024;Bucureşti\n"},
	}
	encodings := map[string]*charmap.Charmap{"macintosh": charmap.Macintosh, "ibm850": charmap.CodePage850, "windows-1252": charmap.Windows1252, "windows-1250": charmap.Windows1250}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			data, err := encodings[c.encoding].NewEncoder().String(c.text)
			must(t, err)
			f, err := grid.Read(t.Context(), []byte(data))
			must(t, err)
			var got []string
			for _, row := range f.Sheets[0].Rows {
				got = append(got, strings.Join(row.Cells, ";")+"\n")
			}
			if f.Encoding != c.encoding || strings.Join(got, "") != c.text {
				t.Errorf("read as %s: %q", f.Encoding, got)
			}
		})
	}
}

func TestUTF16NeedsNoMark(t *testing.T) {
	for name, order := range map[string]unicode.Endianness{"utf-16le": unicode.LittleEndian, "utf-16be": unicode.BigEndian} {
		data, err := unicode.UTF16(order, unicode.IgnoreBOM).NewEncoder().String(table)
		must(t, err)
		f, err := grid.Read(t.Context(), []byte(data))
		must(t, err)
		if f.Encoding != name || !reflect.DeepEqual(f.Sheets[0].Rows, tableRows) {
			t.Errorf("%s: %s, %+v", name, f.Encoding, f.Sheets[0].Rows)
		}
	}
}

func TestUTF8WrittenTwiceIsReadOnce(t *testing.T) {
	twice, err := charmap.Windows1252.NewDecoder().String(table)
	must(t, err)
	f, err := grid.Read(t.Context(), []byte(twice))
	must(t, err)
	if f.Encoding != "utf-8-twice" || !reflect.DeepEqual(f.Sheets[0].Rows, tableRows) {
		t.Errorf("%s, %+v", f.Encoding, f.Sheets[0].Rows)
	}
}

func TestTwoEncodingsInOneFileAreRefusedWithTheirNames(t *testing.T) {
	cases := map[string]struct {
		data          []byte
		row           int
		first, second string
	}{
		"UTF-8, then Windows":   {fieldCase(t, "21b-two-encodings-joined/registro.csv"), 3, "UTF-8", "Windows-1252"},
		"with a mark":           {[]byte("\ufeffData;Unità\n1;2\n3;Unit\xe0\n"), 3, "UTF-8", "Windows-1252"},
		"Windows, then Mac":     {[]byte("Data;Unit\xe0;Et\xe0;Citt\xe0;Nazionalit\xe0\n1;Unit\xe0;2\n3;Unit\x88;4\n"), 3, "windows-1252", "macintosh"},
		"and lone line endings": {[]byte("Data;Unità\r1;2\r3;Unit\xe0\r"), 3, "UTF-8", "Windows-1252"},
	}
	for name, c := range cases {
		_, err := grid.Read(t.Context(), c.data)
		e, ok := errs.Of(err)
		if want := []any{"row", c.row, "first", c.first, "second", c.second}; !ok || e.Key != "sheet.two_encodings" || !reflect.DeepEqual(e.Args, want) {
			t.Errorf("%s: %v %v", name, err, e)
		}
	}
}

func TestContainersOfOtherProgramsAreRefusedWithAWayOut(t *testing.T) {
	for name, key := range map[string]string{
		"bin.xlsb": "sheet.save_as", "html.xls": "sheet.web_page", "sheet2003.xml": "sheet.save_as", "utf16-nobom.csv": "",
	} {
		f, err := grid.Read(t.Context(), fieldCase(t, "22-odd-containers/"+name))
		if key == "" {
			must(t, err)
			if len(f.Sheets[0].Rows) != 2 {
				t.Errorf("%s: %+v", name, f.Sheets[0].Rows)
			}
			continue
		}
		if e, ok := errs.Of(err); !ok || e.Key != key {
			t.Errorf("%s: %v, want %s", name, err, key)
		}
	}
	for name, key := range map[string]string{"Index/Document.iwa": "sheet.export_numbers", "registro.csv": "sheet.unpack", "word/document.xml": "sheet.not_a_spreadsheet"} {
		_, err := grid.Read(t.Context(), archive(t, name, "x"))
		if e, ok := errs.Of(err); !ok || e.Key != key {
			t.Errorf("%s: %v, want %s", name, err, key)
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
			f, err := grid.Read(t.Context(), []byte(c.text))
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
	f, err := grid.Read(t.Context(), []byte("a;b\n\n\"two\nlines\";1\n;\nx;2"))
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
		"a web page":            {"<html><table><tr><td>a;b", "sheet.web_page"},
		"NUL in text":           {"a;b\n1\x00;2\n", "sheet.not_a_spreadsheet"},
		"old Excel":             {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sheet.save_as"},
		"broken UTF-8 with BOM": {"\xef\xbb\xbfa;b\n\xff;1\n", "sheet.invalid_text"},
		"half a UTF-16 unit":    {"\xff\xfea\x00;\x00b", "sheet.invalid_text"},
		"undefined everywhere":  {"a;b\n\xe0\x81;1\n", "sheet.unknown_encoding"},
		"Russian of Windows":    {"\xc4\xe0\xf2\xe0;\xcf\xee\xeb\n1;2\n", "sheet.unknown_encoding"},
		"Arabic of Windows":     {"\xc7\xe1\xca\xc7\xd1\xed\xce;b\n1;2\n", "sheet.unknown_encoding"},
		"a zip of text":         {"\x1f\x8b\x08\x00abc", "sheet.unpack"},
		"SYLK":                  {"ID;PWXL;N;E\nP;PGeneral\n", "sheet.save_as"},
		"a saved page":          {"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "sheet.web_page"},
		"flat OpenDocument":     {"<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"/>", "sheet.save_as"},
		"JSON":                  {"{\"a\": 1}", "sheet.not_a_spreadsheet"},
		"with a password":       {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", "sheet.password"},
		"an open quote":         {"a;b\n\"never closed;1\n2;3\n", "sheet.quote_open"},
		"a stray quote":         {"a;b\n\"one\"two;1\n", "sheet.quote_stray"},
		"a field over 1 MiB":    {"a;b\n1;" + strings.Repeat("x", 1<<20+1), "sheet.field_too_long"},
		"a quoted one":          {"a;b\n1;\"" + strings.Repeat("x", 1<<20+1) + "\"", "sheet.field_too_long"},
		"endless columns":       {strings.Repeat("x;", 600) + "\n", "sheet.too_wide"},
		"over 64 MiB":           {strings.Repeat("a;b\n", 17<<20), "sheet.too_large"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := grid.Read(t.Context(), []byte(c.data))
			e, ok := errs.Of(err)
			if !ok || e.Kind != errs.Invalid || e.Key != c.key {
				t.Errorf("got %v, want %s", err, c.key)
			}
		})
	}
}

func TestAFieldOfOneMebibyteIsStillRead(t *testing.T) {
	f, err := grid.Read(t.Context(), []byte("a;b\n1;"+strings.Repeat("x", 1<<20)+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(f.Sheets[0].Rows[1].Cell(1)); n != 1<<20 {
		t.Errorf("%d bytes", n)
	}
}

func TestQuoteInsideAnUnquotedFieldIsText(t *testing.T) {
	f, err := grid.Read(t.Context(), []byte("a;b\ncaffè \"Roma\";1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Sheets[0].Rows[1].Cell(0); got != `caffè "Roma"` {
		t.Errorf("read %q", got)
	}
}

func TestATextSpelledAsAFormulaIsTheText(t *testing.T) {
	f, err := grid.Read(t.Context(), []byte("a;b;c\n=\"0012\";\"=\"\"02/04/2024\"\"\";=\"a\"&\"b\"\n"))
	must(t, err)
	if got := f.Sheets[0].Rows[1].Cells; !reflect.DeepEqual(got, []string{"0012", "02/04/2024", `="a"&"b"`}) {
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
	f.Add([]byte("\"a;b\"\n\"1;2\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := grid.Read(t.Context(), data)
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
		file, err := grid.Read(t.Context(), []byte("sep=;\n"+text.String()))
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

// Some programs quote every line as a whole.
func TestALineQuotedAsAWholeIsItsFields(t *testing.T) {
	for text, want := range map[string]string{
		"\"Data;Codice;Sesso\"\n\"02/04/2024;P-001;F\"\n\"03/04/2024;P-002;M\"\n": "Data|Codice|Sesso/02/04/2024|P-001|F/03/04/2024|P-002|M",
		"\"Data,Note\"\r\n\"02/04/2024,\"\"sì, bene\"\"\"\r\n":                    "Data,Note/02/04/2024,\"sì, bene\"", // not alike: left as it is
		"\"Data\";\"Sesso\"\n\"02/04/2024\";\"F\"\n":                              "Data|Sesso/02/04/2024|F",
		"\"Data\",\"Note\"\n\"02/04/2024\",\"a; b\"\n":                            "Data|Note/02/04/2024|a; b",
	} {
		f, err := grid.Read(t.Context(), []byte(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		var rows []string
		for _, row := range f.Sheets[0].Rows {
			rows = append(rows, strings.Join(row.Cells, "|"))
		}
		if got := strings.Join(rows, "/"); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// A file whose lines are each quoted as a whole says what it says without these quotes, and one whose cells are quoted is left as it is.
func FuzzQuotedLinesAreRead(f *testing.F) {
	f.Add("a", "b", "c d", "", 3, byte(0))
	f.Add("1,5", "è", "x|y", "-", 40, byte(1))
	f.Add("02/04/2024", "\t", "'", "=1", 1, byte(2))
	f.Fuzz(func(t *testing.T, a, b, c, d string, rows int, which byte) {
		delimiter := string(";,\t|"[which%4])
		plain := strings.NewReplacer("\"", "", "\n", "", "\r", "", ";", "", ",", "", "\t", "", "|", "")
		lines := []string{"one" + delimiter + "two" + delimiter + "three"}
		for i := range 1 + max(0, rows)%50 {
			cells := []string{"x" + plain.Replace(a), plain.Replace(b), plain.Replace(c) + "x"}
			if i%3 == 1 {
				cells[1] = plain.Replace(d)
			}
			lines = append(lines, strings.Join(cells, delimiter))
		}
		bare := strings.Join(lines, "\n") + "\n"
		want, err := grid.Read(t.Context(), []byte(bare))
		got, failed := grid.Read(t.Context(), []byte("\""+strings.Join(lines, "\"\n\"")+"\"\n"))
		if (err == nil) != (failed == nil) {
			t.Fatalf("without quotes %v, with them %v", err, failed)
		}
		if err == nil && (!reflect.DeepEqual(got.Sheets[0].Rows, want.Sheets[0].Rows) || got.Delimiter != want.Delimiter) {
			t.Errorf("with quotes %+v, without %+v", got.Sheets[0].Rows, want.Sheets[0].Rows)
		}
		celled, err := grid.Read(t.Context(), []byte("\""+strings.ReplaceAll(strings.Join(lines, "\"\n\""), delimiter, "\""+delimiter+"\"")+"\"\n"))
		if failed == nil && (err != nil || !reflect.DeepEqual(celled.Sheets[0].Rows, want.Sheets[0].Rows)) {
			t.Errorf("with every cell in quotes %v, %+v", err, celled)
		}
	})
}
