package sheet

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"approdo/internal/care/sheet/grid"
)

// Codes that a spreadsheet program spoilt: it took 3-5 for 3 May and 1200000000000 for 1.2E+12. A workbook says of such a cell that it is a day;
// in a text file only what is left of it tells.

// lookForDaysAmongCodes asks about cells among codes that are days or times.
func (r *reader) lookForDaysAmongCodes(t *table, c *source) {
	letter := grid.Letter(c.at)
	if r.draft.asked("who." + letter) {
		return
	}
	texts := r.spoilt(t, c)
	spoilt := func(row grid.Row) bool {
		_, text := texts[row.Cell(c.at)]
		return daylike(row.Type(c.at)) || text
	}
	var rows []int
	known := map[string]bool{}
	for _, row := range t.rows {
		if spoilt(row) {
			rows = append(rows, row.Number)
		} else {
			known[foldCode(row.Cell(c.at))] = true
		}
	}
	if len(rows) == 0 {
		return
	}
	q := Question{
		ID: "code_days." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.code_days", []any{"letter", letter, "count", len(rows)}},
		Answers: answers("code_days", "restore", "nobody", leaveOut),
	}
	if len(texts) > 0 {
		q.Answers = slices.Insert(q.Answers, 1, answers("code_days", "codes")...)
	}
	given := r.draft.ask(q)
	r.leaveOut(rows, given)
	c.restored = map[string]string{}
	for _, row := range t.rows {
		cell := row.Cell(c.at)
		switch {
		case !spoilt(row):
		case given == "restore":
			c.restored[cell] = codeOf(cell, texts[cell], known)
		case given == "codes":
			c.restored[cell] = foldCode(cell)
		default:
			c.restored[cell] = ""
		}
	}
}

// daylike reports whether a workbook holds a cell as a day or a time.
func daylike(t grid.Type) bool { return t == grid.Day || t == grid.Moment || t == grid.Clock }

// spoilt finds the cells of a column of codes in which a spreadsheet program left of a code that it took for a day something else than a day: in a text file a
// text, in a workbook the number of the day. Such a number is one only where no other code is, and most others are
// unlike it or one is a code that would become a day.
func (r *reader) spoilt(t *table, c *source) map[string]typed {
	if c.field.Type != typeReference {
		return nil
	}
	texts, serials := map[string]typed{}, map[string]typed{}
	others, five, like := 0, false, false
	seen := map[string]bool{}
	book := r.draft.preview.Format != grid.CSV
	for _, row := range t.rows {
		cell := row.Cell(c.at)
		if seen[cell] || cell == "" || cell == t.header.Cell(c.at) || alone(row) {
			continue
		}
		seen[cell] = true
		if x, ok := typedAs(cell); ok && !book {
			texts[cell] = x
			continue
		}
		if len(cell) != 5 || strings.Trim(cell, "0123456789") != "" || book && row.Type(c.at) != grid.Number {
			others++
			like = like || dayAndMonth(cell)
			continue
		}
		if day := readSerial(float64(number(cell[:4])*10+int(cell[4]-'0')), r.dates.mac).dayFirst; day.Year() >= 2000 && day.Year() < 2050 {
			serials[cell] = typed{day.Day(), int(day.Month()), day.Year()}
		} else {
			five = true
		}
	}
	if !five && (len(serials) < others || like) {
		maps.Copy(texts, serials)
	}
	return texts
}

// dayAndMonth reports whether a code is one that a spreadsheet program takes for a day: 3-5, 14/7.
func dayAndMonth(code string) bool {
	at := strings.IndexAny(code, "-/.")
	if at < 1 || at > 2 || at == len(code)-1 {
		return false
	}
	first, last := code[:at], code[at+1:]
	if !digits(first) || !digits(last) || len(last) > 2 {
		return false
	}
	a, b := number(first), number(last)
	return a >= 1 && b >= 1 && a <= 31 && b <= 31 && min(a, b) <= 12
}

// typed is what was typed of a code that became a day; a part that the day does not tell is 0.
type typed struct{ day, month, year int }

// typedAs reads 3-mag, mag-12 and 03/05/2024.
func typedAs(cell string) (typed, bool) {
	if len(cell) < 4 || len(cell) > 10 {
		return typed{}, false
	}
	if writtenDay(cell) {
		day := readDay(cell, false)
		if day.dayFirst.IsZero() {
			day.dayFirst = day.monthFirst
		}
		return typed{day.dayFirst.Day(), int(day.dayFirst.Month()), day.dayFirst.Year()}, true
	}
	at := strings.IndexAny(cell, "-/ ")
	if at < 1 || at == len(cell)-1 {
		return typed{}, false
	}
	first, last := strings.ToLower(cell[:at]), strings.ToLower(cell[at+1:])
	if month := abbreviated(last); month > 0 && digits(first) && len(first) <= 2 && number(first) >= 1 && number(first) <= 31 {
		return typed{day: number(first), month: month}, true
	}
	if month := abbreviated(first); month > 0 && digits(last) && len(last) == 2 {
		return typed{day: 1, month: month, year: fullYear(last)}, true
	}
	return typed{}, false
}

// abbreviated is the month of an abbreviation, 0 for another word.
func abbreviated(word string) int {
	return 1 + slices.IndexFunc(monthsAbbreviated[:], func(names []string) bool { return slices.Contains(names, word) })
}

// codeOf is the code that a spreadsheet program took for a day or a time: one that stands in the column as it was typed, or
// else day and month as they are written in Italy.
func codeOf(cell string, x typed, known map[string]bool) string {
	if day, err := time.Parse(time.DateOnly, cell[:min(len(cell), len(time.DateOnly))]); err == nil {
		x = typed{day.Day(), int(day.Month()), day.Year()}
	}
	hour, minute, clock := strings.Cut(cell, ":")
	ways := []string{hour + ":" + minute, hour + "." + minute}
	switch {
	case x.month > 0:
		ways = x.ways()
	case !clock:
		return foldCode(cell)
	}
	for _, code := range ways {
		if known[foldCode(code)] {
			return foldCode(code)
		}
	}
	return foldCode(ways[0])
}

// ways are the codes that become such a day, the likeliest first.
func (x typed) ways() (list []string) {
	d, m := strconv.Itoa(x.day), strconv.Itoa(x.month)
	parts := [][2]string{{d, m}, {m, d}}
	if x.day == 1 && x.year > 0 { // 3-2012 and mar-12 are the first of the month
		parts = append(parts, [2]string{m, strconv.Itoa(x.year)}, [2]string{m, strconv.Itoa(x.year % 100)})
	}
	for _, p := range parts {
		for _, name := range monthsAbbreviated[x.month-1] {
			for _, joint := range []string{"-", "/", ".", " ", ""} {
				list = append(list, p[0]+joint+p[1], two(p[0])+joint+two(p[1]))
				if p[0] == m {
					list = append(list, name+joint+p[1])
				} else {
					list = append(list, p[0]+joint+name)
				}
			}
		}
	}
	return list
}

// monthsAbbreviated are the months as spreadsheet programs know them in Italian and English.
var monthsAbbreviated = [12][]string{
	{"gen", "jan"}, {"feb"}, {"mar"}, {"apr"}, {"mag", "may"}, {"giu", "jun"}, {"lug", "jul"}, {"ago", "aug"}, {"set", "sep", "sett", "sept"}, {"ott", "oct"}, {"nov"}, {"dic", "dec"},
}

// exponent is a number as spreadsheet programs shorten long ones: the digits behind are lost, and two codes may look the same.
var exponent = regexp.MustCompile(`^[0-9]([.,][0-9]+)?[eE][+-][0-9]{2,3}$`)

// shortened reports whether a cell holds what is left of a long number.
func shortened(cell string) bool {
	return len(cell) >= 5 && cell[0] >= '0' && cell[0] <= '9' && exponent.MatchString(cell)
}
