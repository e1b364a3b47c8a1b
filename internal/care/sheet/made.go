package sheet

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"approdo/internal/base/codebook"

	"approdo/internal/care/sheet/written"

	"approdo/internal/care/sheet/personcode"

	"approdo/internal/care/sheet/years"
)

// Codes that look like codes and tell nobody apart: those that count the rows of a day, whatever stands before the number, and those
// that are made of the gender, age and origin of the row.

// daily reports whether the codes of every day are the same few in the same order.
func (d *Draft) daily(cols []column, t *table, at int) bool {
	day := slices.IndexFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == typeDay })
	if day < 0 || d.form.kind == Persons || d.form.kind == Enrolments {
		return false
	}
	var longest, today []string
	met := map[string]bool{} // today
	last, several, rows := "", 0, 0
	ends := func() bool { // reports whether the day at its end fits those before
		n := min(len(longest), len(today))
		if !slices.Equal(longest[:n], today[:n]) {
			return false
		}
		if len(today) > 1 {
			several++
		}
		if len(today) > len(longest) {
			longest = today
		}
		today = nil
		met = map[string]bool{}
		return true
	}
	for _, row := range t.rows {
		if when := row.Cell(cols[day].at); when != "" && when != last {
			if last = when; !ends() {
				return false
			}
		}
		cell := row.Cell(at)
		if cell == "" || cell == t.header.Cell(at) || alone(row) || d.desk.nobody(cell) || d.desk.sums(cell) {
			continue
		}
		code := personcode.Fold(cell)
		if met[code] {
			return false
		}
		met[code] = true
		today = append(today, code)
		rows++
	}
	return ends() && several > 1 && rows >= 5 && !d.regulars(cols, t, at, longest)
}

// regulars reports whether the same few codes of every day are people who come again: their numbers do not count up, or what the rows say of each code stays the
// same while it differs from code to code.
func (d *Draft) regulars(cols []column, t *table, at int, codes []string) bool {
	if !counting(codes) {
		return true
	}
	told, days := map[string]string{}, map[string]int{}
	for _, row := range t.rows {
		code := personcode.Fold(row.Cell(at))
		if code == "" {
			continue
		}
		facts := ""
		for _, c := range cols {
			if c.field != nil && (c.field.Name == "gender" || c.field.Name == "citizenship" || c.field.Type == typeAge) {
				facts += "|" + codebook.Fold(row.Cell(c.at))
			}
		}
		if before, met := told[code]; met && before != facts {
			return false
		}
		told[code] = facts
		days[code]++
	}
	different := map[string]bool{}
	for code, facts := range told {
		if days[code] > 2 {
			different[facts] = true
		}
	}
	return len(different) > 1 && 2*len(different) > len(codes)
}

// counting reports whether codes go on by one, in their numbers or in their letters.
func counting(codes []string) bool {
	number := func(code string) string {
		return code[strings.LastIndexFunc(strings.TrimRight(code, "0123456789"), func(rune) bool { return true })+1:]
	}
	for i, code := range codes {
		n, err := strconv.Atoi(number(code))
		if err != nil {
			return true // letters alone
		}
		if before, err := strconv.Atoi(number(codes[max(0, i-1)])); i > 0 && err == nil && n != before && n != before+1 {
			return false
		}
	}
	return true
}

// ofFacts reports whether most codes are made of at least two facts of their own rows, and of nothing else.
func (d *Draft) ofFacts(cols []column, t *table, at int) bool {
	var facts []column
	for _, c := range cols {
		if c.field != nil && slices.Contains([]string{"gender", "age_band", "citizenship", "region"}, c.field.Name) {
			facts = append(facts, c)
		}
	}
	if len(facts) < 2 {
		return false
	}
	filled, made := 0, 0
	for _, row := range t.rows {
		code := codebook.Fold(row.Cell(at))
		if code == "" || alone(row) || row.Cell(at) == t.header.Cell(at) {
			continue
		}
		filled++
		told := make([]fact, len(facts))
		for i, c := range facts {
			told[i] = d.fact(c.field, row.Cell(c.at))
		}
		if countFacts(code, told, 0) > 1 {
			made++
		}
		if filled == orderKept && 2*made < filled {
			return false
		}
	}
	return filled > 2 && 2*made > filled
}

// madeOf says of what codes are made that name a meeting, or somebody whom another may be called like; "" if they are made of nothing that is known.
func (d *Draft) madeOf(cols []column, t *table, at int) string {
	switch named := namings(d, cols, t, at); {
	case d.ofFacts(cols, t, at):
		return doubtFacts
	case personcode.NameDays(named), d.form.kind != Persons && d.form.kind != Enrolments && personcode.NameOutings(named):
		return doubtMeeting
	case personcode.Initialled(named):
		return doubtBorn
	}
	return ""
}

// namings are the codes of a column with the day and the age of their rows.
func namings(d *Draft, cols []column, t *table, at int) (list []personcode.Naming) {
	of := func(is fieldType) int {
		i := slices.IndexFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == is && c.at != at })
		if i < 0 {
			return -1
		}
		return cols[i].at
	}
	day, age := of(typeDay), of(typeAge)
	if day < 0 {
		return nil
	}
	bands, _ := d.desk.book.List("age_band")
	for _, row := range t.rows {
		code := row.Cell(at)
		if code == "" || alone(row) || code == t.header.Cell(at) {
			continue
		}
		n := personcode.Naming{Code: code, Said: row.Cell(day), Day: written.Day(row.Cell(day), false)}
		if age >= 0 {
			if _, age, ok := years.Read(bands, row.Cell(age)); ok && age > 0 {
				n.Years = age
			}
		}
		list = append(list, n)
	}
	return list
}

// fact is what a row says of a field, folded, with its code.
type fact struct {
	word string
	code string
	list *codebook.List
}

func (d *Draft) fact(x *field, cell string) fact {
	f := fact{word: codebook.Fold(cell)}
	if list, ok := d.desk.book.List(x.List); ok {
		f.list = list
		f.code, _ = list.Match(cell)
	}
	return f
}

// shortens reports whether a part of a code stands for the fact: its number, its beginning, its code, or its letters from the first on, as NGA.
func (f fact) shortens(part string) bool {
	switch {
	case f.word == "":
		return false
	case strings.IndexFunc(part, unicode.IsDigit) >= 0:
		return part == f.word
	case strings.HasPrefix(f.word, part):
		return true
	}
	if f.list != nil && f.code != "" {
		if code, ok := f.list.Match(part); ok && code == f.code {
			return true
		}
	}
	if part[0] != f.word[0] || len(part) != 3 {
		return false
	}
	rest := f.word
	for i := range len(part) {
		at := strings.IndexByte(rest, part[i])
		if at < 0 {
			return false
		}
		rest = rest[at+1:]
	}
	return true
}

// countFacts counts the facts of which a code is made, each at most once; 0 if something else is in it.
func countFacts(code string, told []fact, used int) int {
	if code == "" {
		return used
	}
	for i, f := range told {
		for n := len(code); n > 0; n-- {
			if !f.shortens(code[:n]) {
				continue
			}
			if found := countFacts(code[n:], slices.Delete(slices.Clone(told), i, i+1), used+1); found > 0 {
				return found
			}
		}
	}
	return 0
}
