package register

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

// table is a register as a grid, before it is a file. Cells are text, time.Time or numbers.
type table struct {
	above [][]any // titles
	heads []any
	rows  [][]any
	below [][]any
}

func (t table) all() [][]any {
	list := append([][]any{}, t.above...)
	list = append(append(list, t.heads), t.rows...)
	return append(list, t.below...)
}

// top is the number of the first row of data, counted from 1.
func (t table) top() int { return len(t.above) + 2 }

// column is the place of a heading.
func (t table) column(head string) int {
	for i, h := range t.heads {
		if h == head {
			return i
		}
	}
	panic("register: no column " + head)
}

// dialect is how an office writes.
type dialect struct {
	english  bool
	style    int // of codes
	days     int
	comma    string
	encoding string
	workbook bool
	unit     bool
	numbers  bool
	extra    bool // columns that nobody needs
	title    bool
	setting  bool
	lines    string
}

func drawDialect(r *rand.Rand) dialect {
	coin := func() bool { return r.IntN(2) == 0 }
	return dialect{
		english: r.IntN(4) == 0, style: r.IntN(4), days: r.IntN(5), comma: []string{";", ",", "\t"}[r.IntN(3)],
		encoding: []string{"utf-8", "bom", "windows-1252", "utf-16"}[r.IntN(4)], workbook: r.IntN(3) == 0, unit: coin(), numbers: r.IntN(3) == 0,
		extra: coin(), title: coin(), setting: coin(), lines: []string{"\n", "\r\n"}[r.IntN(2)],
	}
}

// say chooses between the two languages.
func (d dialect) say(it, en string) string {
	if d.english {
		return en
	}
	return it
}

// day writes a day. An English file writes days that can be read in one way.
func (d dialect) day(t time.Time) any {
	if d.workbook && d.days%2 == 0 {
		return t
	}
	if d.english {
		return t.Format("2006-01-02")
	}
	return t.Format([]string{"02/01/2006", "02.01.2006", "2006-01-02", "2/1/2006", "02-01-2006"}[d.days])
}

// The headings by what they mean.
func (d dialect) heads() (number, day, unit, code, gender, age, country, setting string) {
	return d.say("N.", "No."), d.say("Data", "Date"), d.say("Unità", "Unit"), d.say("Codice persona", "Person code"), d.say("Sesso", "Gender"),
		d.say("Età", "Age"), d.say("Cittadinanza", "Citizenship"), d.say("Ambito", "Setting")
}

// table writes meetings down.
func (d dialect) table(list []meeting) table {
	number, day, unit, code, gender, age, country, setting := d.heads()
	var t table
	if d.title {
		t.above = [][]any{{d.say("Registro dei contatti", "Register of contacts")}, {}}
	}
	if d.numbers {
		t.heads = append(t.heads, number)
	}
	t.heads = append(t.heads, day)
	if d.unit {
		t.heads = append(t.heads, unit)
	}
	t.heads = append(t.heads, code, gender, age, country)
	if d.setting {
		t.heads = append(t.heads, setting)
	}
	if d.extra {
		t.heads = append(t.heads, d.say("Annotazioni", "Remarks"))
	}
	for i, m := range list {
		var row []any
		if d.numbers {
			row = append(row, fmt.Sprint(i+1))
		}
		row = append(row, d.day(m.day))
		if d.unit {
			row = append(row, "Unità di strada")
		}
		g := genders[m.who.gender]
		row = append(row, m.who.code, d.say(g.it, g.en), fmt.Sprint(m.who.age))
		if m.who.country < 0 {
			row = append(row, "")
		} else {
			row = append(row, d.say(countries[m.who.country].it, countries[m.who.country].en))
		}
		if d.setting {
			row = append(row, d.say(settings[m.setting].it, settings[m.setting].en))
		}
		if d.extra {
			row = append(row, []string{"", "", d.say("sta bene; torna lunedì", "well; back on Monday")}[i%3])
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// file writes a table as the dialect does.
func (d dialect) file(t table) File {
	if d.workbook {
		return File{"registro.xlsx", workbook(sheet{"Foglio1", t.all(), false})}
	}
	return File{"registro.csv", encode(d.text(t.all()), d.encoding)}
}

// text joins cells with the dialect's separator and quotes those that need it.
func (d dialect) text(rows [][]any) string {
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteString(d.comma)
			}
			b.WriteString(quoted(shown(cell), d.comma))
		}
		b.WriteString(d.lines)
	}
	return b.String()
}

func shown(cell any) string {
	if t, ok := cell.(time.Time); ok {
		return t.Format("02/01/2006")
	}
	return fmt.Sprint(cell)
}

func quoted(text, comma string) string {
	if strings.ContainsAny(text, comma+"\"\n") {
		return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	return text
}

// encode turns text into the bytes of an encoding; what an encoding lacks becomes a question mark.
func encode(text, encoding string) []byte {
	switch encoding {
	case "bom":
		return []byte("\ufeff" + text)
	case "windows-1252":
		return narrow(text, charmap.Windows1252)
	case "macroman":
		return narrow(text, charmap.Macintosh)
	case "utf-16":
		return append([]byte{0xff, 0xfe}, wide(text)...)
	case "utf-16 without mark":
		return wide(text)
	}
	return []byte(text)
}

func narrow(text string, c *charmap.Charmap) []byte {
	var b []byte
	for _, r := range text {
		if x, ok := c.EncodeRune(r); ok {
			b = append(b, x)
		} else {
			b = append(b, '?')
		}
	}
	return b
}

func wide(text string) []byte {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}

// sheet is one sheet of a workbook.
type sheet struct {
	name   string
	rows   [][]any
	hidden bool
}

// workbook writes sheets; mend changes the open file before it is saved.
func workbook(first sheet, more ...sheet) []byte { return mended(nil, first, more...) }

func mended(mend func(*excelize.File, string), first sheet, more ...sheet) []byte {
	f := excelize.NewFile()
	defer f.Close()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	check(err)
	for i, s := range append([]sheet{first}, more...) {
		if i == 0 {
			check(f.SetSheetName("Sheet1", s.name))
		} else {
			_, err := f.NewSheet(s.name)
			check(err)
		}
		for y, row := range s.rows {
			for x, cell := range row {
				at, err := excelize.CoordinatesToCellName(x+1, y+1)
				check(err)
				check(f.SetCellValue(s.name, at, cell))
				if _, day := cell.(time.Time); day {
					check(f.SetCellStyle(s.name, at, at, style))
				}
			}
		}
		if s.hidden {
			check(f.SetSheetVisible(s.name, false))
		}
		if mend != nil {
			mend(f, s.name)
		}
	}
	var b bytes.Buffer
	check(f.Write(&b))
	return b.Bytes()
}

func check(err error) {
	if err != nil {
		panic(err) // the generator is broken
	}
}
