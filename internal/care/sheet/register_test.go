package sheet_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"approdo/internal/care/sheet"
)

// met is one row of the register of contacts that tests import.
type met struct {
	day                                                         time.Time
	unit, setting, gender, citizenship, newness, told, language int // indexes of words below
	age                                                         int
	ref                                                         string
	name, phone, note                                           string
}

// word is a code with the words that people write for it.
type word struct{ code, it, en string }

var (
	units         = []word{{"faro-strada", "Unità di strada", "FARO-STRADA"}, {"faro-sportello", "Sportello", "faro sportello"}}
	settings      = []word{{"sexual_outdoor", "Sessuale outdoor", "Sexual, outdoor"}, {"labour", "Sfruttamento lavorativo", "Labour"}, {"begging", "ACCATTONAGGIO", "begging"}, {"undefined", "Non definito", "Not defined"}}
	genders       = []word{{"woman", "Donna", "Woman"}, {"man", "uomo", "M"}, {"trans_woman", "Donna trans", "trans woman"}, {"not_asked", "non chiesto", "Not asked"}}
	citizenships  = []word{{"NG", "Nigeria", "Nigeria"}, {"RO", "romania", "Romania"}, {"BR", "Brasile", "BRAZIL"}, {"", "", ""}, {"unknown", "Non noto", "unknown"}}
	newnesses     = []word{{"new", "Nuova", "new"}, {"known_not_linkable", "Nota non identificabile", "Met before, but not known who"}, {"unsure", "forse", "not sure"}}
	protections   = []word{{"yes", "Sì", "Yes"}, {"no", "no", "NO"}, {"not_asked", "Non chiesto", "not asked"}}
	languages     = []word{{"en", "Inglese", "English"}, {"ro", "Rumeno", "romanian"}, {"", "", ""}}
	headingsIt    = []string{"Data", "Unità", "Ambito di sfruttamento", "Genere", "Età", "Cittadinanza", "Nuovo contatto", "Protezione internazionale", "Lingua", "Codice persona", "Nome e cognome", "Telefono", "Note"}
	headingsEn    = []string{"Date", "Unit", "Setting", "Gender", "Age", "Citizenship", "New contact", "International protection", "Language", "Person ref", "Full name", "Phone", "Notes"}
	secretNames   = []string{"Zuleika Pindarelli", "Ottone Quagliabue", "Ermintrude Vassallini"}
	secretPhones  = []string{"+39 347 5550199", "3475550188", "0039-333-5550177"}
	secretNotes   = []string{"la sorella Brunilde aspetta alla fermata viola", "ha un debito con il signor Gaudenzio", "dorme in via dei Melograni 99"}
	secretStrings = append(append(append([]string{}, secretNames...), secretPhones...), secretNotes...)
)

// register invents n contacts of the organisation Faro, the same for a seed.
func register(n int, seed uint64) []met {
	r := rand.New(rand.NewPCG(seed, 1))
	rows := make([]met, n)
	first := map[string]met{} // one code is one person, who does not change from contact to contact
	for i := range rows {
		rows[i] = met{
			day:  time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(366)),
			unit: r.IntN(len(units)), setting: r.IntN(len(settings)), gender: r.IntN(len(genders)), citizenship: r.IntN(len(citizenships)),
			newness: r.IntN(len(newnesses)), told: r.IntN(len(protections)), language: r.IntN(len(languages)), age: 15 + r.IntN(40),
			name: secretNames[r.IntN(3)], phone: secretPhones[r.IntN(3)], note: secretNotes[r.IntN(3)],
		}
		if r.IntN(3) == 0 {
			rows[i].ref = fmt.Sprintf("P-%03d", r.IntN(60))
			if who, met := first[rows[i].ref]; met {
				rows[i].gender, rows[i].citizenship, rows[i].age = who.gender, who.citizenship, who.age
			} else {
				first[rows[i].ref] = rows[i]
			}
		}
	}
	return rows
}

// dialect is a way of writing a register down.
type dialect struct {
	name      string
	xlsx      bool
	delimiter rune
	encoding  string
	date      string // a layout of package time, or "serial"
	english   bool
	labels    string // code, it, en
	junk      bool   // title rows, blank lines, totals, headings again
}

func (d dialect) day(t time.Time) string {
	if d.date == "serial" {
		return fmt.Sprint(int(t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24))
	}
	return t.Format(d.date)
}

func (d dialect) say(w word) string {
	return map[string]string{"code": w.code, "it": w.it, "en": w.en}[d.labels]
}

// table writes the register as text cells.
func (d dialect) table(rows []met) [][]string {
	headings := headingsIt
	if d.english {
		headings = headingsEn
	}
	out := [][]string{headings}
	if d.junk {
		out = [][]string{{"Registro dei contatti 2024"}, {"", "Unità del litorale"}, {}, headings}
	}
	for i, m := range rows {
		if d.junk && i%97 == 50 {
			out = append(out, []string{}, headings)
		}
		out = append(out, []string{
			d.day(m.day), d.say(units[m.unit]), d.say(settings[m.setting]), d.say(genders[m.gender]), fmt.Sprint(m.age), d.say(citizenships[m.citizenship]),
			d.say(newnesses[m.newness]), d.say(protections[m.told]), d.say(languages[m.language]), m.ref, m.name, m.phone, m.note,
		})
	}
	if d.junk {
		out = append(out, []string{}, []string{"Totale", "", "", "", fmt.Sprint(len(rows) * 20)}, []string{"", "", "", "", "12500"}, []string{"Fonte: registro interno"})
	}
	return out
}

// render writes the register as bytes.
func (d dialect) render(t testing.TB, rows []met) []byte {
	t.Helper()
	if d.xlsx {
		return d.workbook(t, rows)
	}
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	w.Comma, w.UseCRLF = d.delimiter, d.junk
	for _, row := range d.table(rows) {
		if len(row) == 0 {
			w.Flush()
			text.WriteString("\r\n")
			continue
		}
		must(t, w.Write(row))
	}
	w.Flush()
	must(t, w.Error())
	return encode(t, text.Bytes(), d.encoding)
}

func encode(t testing.TB, text []byte, name string) []byte {
	t.Helper()
	var e encoding.Encoding
	switch name {
	case "utf-8-bom":
		return append([]byte("\xef\xbb\xbf"), text...)
	case "windows-1252":
		e = charmap.Windows1252
	case "utf-16le":
		e = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	default:
		return text
	}
	out, err := e.NewEncoder().Bytes(text)
	must(t, err)
	return out
}

// workbook writes days as real dates when the dialect has serials, and ages as numbers.
func (d dialect) workbook(t testing.TB, rows []met) []byte {
	t.Helper()
	f := excelize.NewFile()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	must(t, err)
	for i, row := range d.table(rows) {
		for j, text := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			must(t, err)
			var n int
			if _, err := fmt.Sscanf(text, "%d", &n); err == nil && fmt.Sprint(n) == text && (j == 0 || j == 4) {
				must(t, f.SetCellInt("Sheet1", cell, int64(n)))
				if j == 0 {
					must(t, f.SetCellStyle("Sheet1", cell, cell, style))
				}
			} else {
				must(t, f.SetCellStr("Sheet1", cell, text))
			}
		}
	}
	if d.junk {
		must(t, f.SetRowVisible("Sheet1", 9, false))
		must(t, f.SetColVisible("Sheet1", "C", false))
	}
	var out bytes.Buffer
	must(t, f.Write(&out))
	return out.Bytes()
}

// forty makes the dialects: every delimiter, encoding, date form, heading language and kind of junk meets many others.
func forty() []dialect {
	delimiters := []rune{';', '\t', ',', '|'}
	encodings := []string{"utf-8", "utf-8-bom", "windows-1252", "utf-16le"}
	forms := []string{"02/01/2006", "2006-01-02", "2.1.2006", "02-01-06", "serial", "2006-01-02T15:04:05Z", "02/01/2006 15:04"}
	labels := []string{"code", "it", "en"}
	var list []dialect
	for i := range 40 {
		d := dialect{
			xlsx: i%5 == 4, delimiter: delimiters[i%4], encoding: encodings[(i/4)%4], date: forms[i%7], english: (i/2)%2 == 1,
			labels: labels[i%3], junk: i%8 >= 4,
		}
		format := fmt.Sprintf("%q %s", d.delimiter, d.encoding)
		if d.xlsx {
			format = "xlsx"
		}
		d.name = fmt.Sprintf("%02d %s %s english=%v labels=%s junk=%v", i, format, strings.ReplaceAll(d.date, "/", "_"), d.english, d.labels, d.junk)
		list = append(list, d)
	}
	return list
}

// mapFor declares the order of days where English headings leave it open.
func (d dialect) mapFor() sheet.Map {
	if d.english {
		return sheet.Map{Dates: sheet.DayFirst}
	}
	return sheet.Map{}
}

var plainCSV = dialect{delimiter: ';', encoding: "utf-8", date: "02/01/2006", labels: "it"}
