package main_test

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"approdo/internal/testkit/mutant"
	"approdo/internal/testkit/register"
)

// edit is a text of a file of the importer, and what takes its place.
type edit struct{ file, was, now string }

// rule is one rule of the importer, and what its source becomes where it is switched off. The program has no such switch: it exists in a program that
// the compiler is told of by an overlay, and a rule whose text has changed fails the test.
type rule struct {
	kind  int // of the kinds of faults in doc/field-cases.md
	what  string
	edits []edit // where another rule stands behind it, that one too
}

// Rules that stand behind others.
var (
	contradictions = edit{"contradict.go", "fits = p.Fits(d.desk.book, d.portrayed(l)) && fits", "p.Fits(d.desk.book, d.portrayed(l))"}
	alike          = edit{"alike.go", "if len(references) < 2 {", "if true {"}
	ahead          = edit{"ahead.go", "if len(rows) < 3 || len(rows) == len(d.lines) {", "if true {"}
	who            = edit{"who.go", `if why == "" || kept.Accepted[c.at] == why {`, "if true {"}
	odd            = edit{"odd.go", "if len(c.odd) == 0 {", "if c.odd = nil; true {"}
	again          = edit{"again.go", "if d.form.kind == Persons || d.form.kind == Enrolments {", "if true {"}
	understood     = edit{"heading.go", "if d.unknown(x, rest) ||", "if len(rest) > 99 &&"}
	visits         = edit{"visit.go", "if len(x.rows) == 0 {", "if true {"}
	summary        = edit{"sheets.go", "(len(t.rows) == 0 || !d.alike(fields, own))", "len(t.rows) == 0"}
	unread         = edit{"left.go", "if len(of) == 0 {", "if true {"}
	nothing        = edit{"dropped.go", "return DroppedEmpty, nil", `return "", nil`}
)

var rules = []rule{
	{1, "codes are compared folded", []edit{{"../../base/codebook/code_fold.go", "if plainCode(cell) {", "if plainCode(cell) || true {"}, alike}},
	{1, "codes that are alike are asked about", []edit{alike, {"../../base/codebook/code_fold.go", "case unicode.Is(unicode.Pd, r), r == ", "case r == "}}},
	{1, "cells among codes that are none are asked about", []edit{odd, contradictions, who}},
	{1, "absence words name nobody", []edit{{"meaning.go", "if r.draft.desk.nobody(cell) || c.odd[cell] ||", "if c.odd[cell] ||"}, contradictions}},
	{1, "rows of one code that contradict each other are asked about", []edit{contradictions}},
	{1, "a column of codes needs a whole name, and values that tell people apart", []edit{{"heading.go", "score > 0 && !h.field.points()", "score > 0"}, understood, who, contradictions}},
	{2, "a number is not believed when its row says something else", []edit{{"standing.go", "return s.content != l.content", "return false"}}},
	{2, "rows of days that stand from another file are asked about", []edit{{"corrected.go", "if len(v.odd) == 0 && v.lacking == 0 {", "if true {"}}},
	{3, "a row of numbers with a day that cannot be read is no remark", []edit{{"dropped.go", "case x.facts > x.amounts:", "case x.badDay || x.noDay:\n\t\treturn DroppedRemark, nil\n\tcase x.facts > x.amounts:"}}},
	{3, "cells below a blank day are offered the one above", []edit{{"fill.go", "if len(f.rows) > 0 {", "if false {"}}},
	{3, "merged cells are carried down", []edit{{"locate.go", "carry(t.rows, file.Sheets[s].Merged, t.header.Number, &room)", "carry(t.rows, nil, t.header.Number, &room)"}, {"fill.go", "if len(f.rows) > 0 {", "if false {"}}},
	{4, "a row that says nothing is no record", []edit{nothing, ahead}},
	{4, "a row of sums is no record", []edit{{"dropped.go", "switch total, sure := r.total(row, x); {", "switch total, sure := false, false; {"}}},
	{4, "words before a day make it none", []edit{{"written/day.go", "if days := p.weekday(); days != 0 {", "for p.peek().kind == 'a' {\n\t\tp.at++\n\t}\n\tif days := Weekdays(0); true {"}, nothing}},
	{5, "words of absence are absent in every list", []edit{{"meaning.go", `case c.twofold != "codes" && (desk.Absent.has(cell) || notFound(cell) || codebook.Fold(cell) == ""):`, "case false:"}}},
	{5, "errors are no values, and are asked about", []edit{{"doubt.go", "if len(rows) == 0 {", "if true {"}, {"lexicon.go", "if len(cell) < 3 || cell[0] != '#' || notFound(cell) {", "if true {"}}},
	{5, "a yes is read in the sense of its heading", []edit{{"meaning.go", "if ok && yes != (c.sense == contrary) {", "if ok && yes {"}}},
	{6, "words that are not understood are refused and listed", []edit{{"unread.go", "return r.suppose(c, cell)\n\t}\n\treturn a", "}\n\treturn answer{}"}}},
	{7, "all sheets with the same columns are taken, or it is asked", []edit{{"sheets.go", "if m.Sheet == 0 && len(file.Sheets) > 1 {", "if false {"}}},
	{8, "a day among codes is asked about", []edit{{"spoilt.go", "if len(rows) == 0 {", "if true {"}, odd}},
	{8, "days turned round are asked about", []edit{{"typed.go", "if texts == 0 && !alike || len(stored) == 0 ||", "if true ||"}}},
	{8, "a formula without a result is refused", []edit{{"reader.go", "if row.Type(c.at) == grid.Unstored {", "if false {"}}},
	{9, "a moment falls on the network's own day", []edit{{"day.go", "if r.Zoned {", "if false {"}}},
	{10, "text is read in the encoding it fits", []edit{{"grid/eightbit.go", "if i == 0 || s.better(score) {", "if i == 0 {"}}},
	{11, "rows that explain the headings are no records", []edit{{"locate.go", `why := d.explains(f, t.rows[0], cols)`, `why := ""`}}},
	{1, "two codes in one cell are asked about", []edit{{"odd.go", "case personcode.Several(code, known) || most.Joined(code, known):", "case false:"}, contradictions}},
	{1, "a heading is understood whole or asked about", []edit{understood}},
	{1, "codes that begin again each day are asked about", []edit{{"made.go", "return ends() && several > 1 && rows >= 5", "return false"}, contradictions}},
	{3, "a code written once for several rows is offered to be filled down", []edit{{"fill.go", "return blanks > 0 && (bare ||", "return false && (bare ||"}}},
	{4, "rows that say the same twice are asked about", []edit{again}},
	{4, "rows that are struck through are asked about", []edit{{"marked.go", "if row.Struck {", "if false {"}}},
	{4, "rows that a column says did not take place are asked about", []edit{{"ahead.go", "ok = void || v.held", "ok = false"}, unread}},
	{4, "rows that tell of several people are asked about", []edit{{"several.go", "if told > 1 && !alone(row)", "if told > 1000 && !alone(row)"}, unread}},
	{5, "words of two meanings are not read", []edit{{"homonym.go", `if len(cell) > 3 || c.field.Type != typeOrigin && c.field.List != "gender" {`, "if true {"}}},
	{5, "plates of provinces in a column of origin are asked about", []edit{{"homonym.go", "if len(plates) == 0 {", "if true {"}}},
	{7, "a sheet that is a corrected copy is asked about", []edit{{"copied.go", "return again > 1 && 2*again >= len(a.rows)", "return false"}}},
	{7, "a sheet without headings is asked about", []edit{{"copied.go", "if day < 0 || len(best.rows) == 0 {", "if true {"}}},
	{8, "what is left of a code in a text file is asked about", []edit{{"spoilt.go", "if c.field.Type != typeReference {", "if true {"}}},
	{8, "a number that was shortened is no code", []edit{{"personcode/spoilt.go", "return len(cell) >= 5 && cell[0]", "return len(cell) < 0 && cell[0]"}, who, contradictions, again}},
	{11, "headings in another order begin another table", []edit{{"tables.go", "if heads && !repeats(row, current) {", "if heads && !repeats(row, current) && false {"}}},
	{8, "a year of two digits before a day is asked about", []edit{{"order.go", "return ahead || len(first) < len(last)", "return false"}}},
	{4, "a remark that the row is none is asked about", []edit{{"calledoff.go", "if !x.mayCallOff(cell) {", "if !x.Cancelled[codebook.Fold(cell)] {"}}},
	{7, "what stands beside a table is asked about", []edit{{"beside.go", "if from < 0 {", "if true {"}}},
	{11, "days without a year are asked about", []edit{{"year.go", "if len(rows) == 0 {", "if true {"}}},
	{11, "a day in three columns is put together", []edit{{"year.go", "if year, month := partsOfDay(cols); month >= 0 || year >= 0 {", "if year, month := partsOfDay(cols); month > 99 && year > 99 {"}}},
	{11, "columns of crosses are offered as one", []edit{{"crosses.go", "if len(groups) == 0 {", "if true {"}}},
	{4, "a row that voids others is asked about", []edit{{"notice.go", "len(of) > 0 && len(words) > 0 {", "len(of) > 0 && len(words) > 99 {"}}},
	{4, "the words of a state are asked about", []edit{{"ahead.go", "return (len(cell) == 2 || x.mayCallOff(cell)) && (x.Intended.has(cell) || x.Outcomes.has(cell))", "return false"}, {"ahead.go", "if r.draft.desk.tellsState(", "if false && r.draft.desk.tellsState("}, unread}},
	{5, "a column that corrects another is asked about", []edit{{"twice.go", "other.source != Declared && d.desk.corrects(", "other.source != Declared && false && d.desk.corrects("}}},
	{5, "initials of new and known people are asked one by one", []edit{{"doubt.go", "case c.sense == unclear && isNew && len(x.cells) > 0 && !x.full", "case false && !x.full"}}},
	{4, "a number that counts the rows above is asked about", []edit{{"counts.go", "if c.full < 2 || 2*len(c.rows) > c.full {", "if true {"}}},
	{1, "a code of another shape is asked about", []edit{{"personcode/shape.go", "if s.all < 5 ||", "if true ||"}}},
	{7, "the name of a sheet is read", []edit{{"sheets.go", "void := d.disowned(taken, file)", "void := []table{}"}}},
	{7, "a sheet with other headings is not taken", []edit{{"copied.go", "|| d.headedOtherwise(file.Sheets[s].Rows) ||", "||"}, summary}},
	{1, "a column that looks like codes is asked about", []edit{{"who.go", "&& !(d.hasReference() && x.codelike()) {", "{"}, unread}},
	{9, "a date on another weekday is asked about", []edit{{"weekday.go", "named&(1<<day.Weekday()) == 0", "named&(1<<day.Weekday()) == 1<<7"}}},
	{8, "the words of a number format are part of the cell", []edit{{"grid/format.go", "if !strings.ContainsFunc(literal, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {", "if true {"}}},
	{4, "a comment that a row is none is asked about", []edit{{"marked.go", "slices.ContainsFunc(row.Notes, r.noteVoids)", "false && slices.ContainsFunc(row.Notes, r.noteVoids)"}}},
	{7, "a title of another body is asked about", []edit{{"elsewhere.go", "if !body || len(names) == 0 {", "if body || !body {"}}},
	{7, "a title of another month is asked about", []edit{{"elsewhere.go", "if month == 0 {", "if true {"}}},
	{3, "tables side by side are offered as one", []edit{{"side.go", "if rows == nil {", "if true {"}}},
	{3, "nothing is read below headings that are not understood", []edit{{"dropped.go", `why == "" && foreign == row.Number/sheetStep {`, `why == "" && foreign == -2 {`}}},
	{6, "a code of somebody else in brackets is asked about", []edit{{"heading.go", "if d.unknown(best.field, rest) {", "if len(rest) > 99 {"}}},
	{7, "hidden rows are named", []edit{{"preview.go", "range sheet.Unseen {", "range sheet.Unseen[:0] {"}}},
	{1, "who is new more than once is named", []edit{{"draft.go", `if d.value(l, "newness") == "new" {`, "if false {"}}},
	{8, "numbers that cannot be hours are minutes", []edit{{"duration.go", "many && int64(least)*60 > c.field.Max; many", "many && least < 0; many"}}},
	{8, "fractions of a day are asked about", []edit{{"duration.go", "if len(rows) == 0 || !long && !short {", "if true {"}}},
	{8, "clock times under hours are asked about", []edit{{"duration.go", "if late || much || times > 1 && !early {", "if false {"}}},
	{8, "what the clock of a car shows is asked about", []edit{{"homonym.go", "if len(rows) == 0 || !(r.draft", "if true || !(r.draft"}}},
	{8, "the difference of a beginning and an end is offered", []edit{{"span.go", "if len(pairs) == 0 {", "if true {"}}},
	{1, "codes made of the outing are asked about", []edit{{"made.go", "d.form.kind != Persons && d.form.kind != Enrolments && personcode.NameOutings(named):", "false:"}, contradictions, visits}},
	{1, "codes made of initials and a year of birth are asked about", []edit{{"made.go", "case personcode.Initialled(named):", "case false:"}, contradictions}},
	{1, "noughts in the shape of a code are asked about", []edit{{"odd.go", "if noughts(cell, times) {", "if false {"}, contradictions}},
	{1, "an age that falls is asked about", []edit{{"../person/portrait.go", "ok = ok && !p.younger(t)", "ok = ok && true"}}},
	{1, "rows that contradict what is recorded, codes that begin again the next year, are asked about", []edit{{"contradict.go", "if !person.Same(d.desk.book, x, d.portrayed(f.line)) {", "if !person.Same(d.desk.book, x, d.portrayed(f.line)) && false {"}, {"corrected.go", "if len(v.odd) == 0 && v.lacking == 0 {", "if true {"}}},
	{3, "columns that come again are asked about", []edit{{"beside_group.go", "if rows == nil || d.asked(q.ID) {", "if true {"}}},
	{4, "rows of another kind, a register of actions, are asked about", []edit{{"kind.go", "if len(rows) > 0 && 2*len(rows) >= filled {", "if len(rows) > 0 && filled < 0 {"}, unread}},
	{6, "a column that nothing reads, a yes under the name of a gender, is asked about", []edit{unread}},
	{7, "what stands between the rows is asked about", []edit{{"section_fact.go", "if !sure || len(list) == 1", "if !sure || true || len(list) == 1"}}},
	{9, "a day of the year before among days in order is asked about", []edit{{"year.go", "if len(rows) == 0 || 4*len(rows) > len(days) {", "if true {"}, {"year.go", "if len(rows) != 2 || !forth || !back {", "if true || !forth || !back {"}}},
	{4, "a row of sums without a label is asked about", []edit{{"sums.go", "if len(rows) > 0 {", "if false {"}}},
	{4, "what only a colour says is asked about", []edit{{"coloured.go", "if len(of) == 0 {", "if true {"}}},
	{4, "letters that nobody sees are asked about", []edit{{"grid/colour.go", "case paper && letters == white:", "case paper && letters == white && ground == letters+black:"}}},
	{1, "a remark that the person is another's is asked about", []edit{{"likened.go", "if len(rows) == 0 {", "if true {"}}},
	{1, "visits behind codes are asked about", []edit{visits}},
	{8, "running totals are asked about", []edit{{"running.go", "if !rising || len(rows) < enoughRunning {", "if true {"}}},
	{8, "kilometres of one way are asked about", []edit{{"team.go", "one = one || x.OneWay[word]", "one = one || false"}}},
	{8, "hours of all who worked are asked about", []edit{{"team.go", "if people != nil {", "if false {"}, {"team.go", "case hours && d.desk.together(", "case hours && false && d.desk.together("}}},
	{8, "the shifts of an outing are added up", []edit{{"span.go", "for _, more := range p.more {", "for _, more := range p.more[:0] {"}}},
	{4, "a cross beside ticks says no, and is asked about", []edit{{"ahead.go", "if v.signs && (", "if false && v.signs && ("}}},
	{8, "minutes of telephone calls are asked about", []edit{{"duration.go", "|| n >= muchOfMinutes && called[row]", "|| n >= muchOfMinutes && called[-1]"}}},
	{7, "a title of another quarter is asked about", []edit{{"elsewhere.go", "month, last, year = r.draft.desk.termSaid(text)", "_, last, year = r.draft.desk.termSaid(text)"}}},
	{4, "the stops of one outing are asked about", []edit{{"staged.go", "if len(groups) == 0 {", "if true {"}}},
	{6, "people counted by their gender are contacts", []edit{{"counted.go", "if len(groups) != 1 {", "if true {"}}},
	{6, "new and known people in columns are counted", []edit{{"counted.go", "if !many {", "if true {"}}},
	{8, "a number that is shown rounded is asked about", []edit{{"formatted.go", "if len(rows) == 0 {", "if true {"}}},
	{8, "durations in minutes and seconds are asked about", []edit{{"formatted.go", "if !long {", "if true {"}}},
	{9, "Tuesdays that may be of March are asked about", []edit{{"march.go", "if len(rows) == 0 {", "if true {"}}},
	{5, "women who are mujeres are no men", []edit{{"homonym.go", `if c.spanish = t.language == "es"; c.field.List == "gender" {`, "if false {"}}},
	{6, "a sign behind a word makes it another", []edit{{"footnote.go", "if x.Type != typeCode && x.Type != typeOrigin {", "if true {"}}},
	{8, "results that change with the day are asked about", []edit{{"moving.go", "if len(rows) == 0 {", "if true {"}}},
	{1, "codes from before are asked about", []edit{{"second.go", "if len(rows) == 0 {", "if true {"}}},
	{1, "numbers of people that begin again in another file are asked about", []edit{{"contradict.go", "if len(known) < 3 {", "if true {"}}},
	{1, "codes that begin again in each unit may be told apart", []edit{{"parted.go", "d.mayPart = slices.Contains(d.partsOf(cols, t, c.at), eachUnit)", "d.mayPart = false && slices.Contains(d.partsOf(cols, t, c.at), eachUnit)"}}},
	{1, "a number that comes again may be the person's", []edit{{"parted.go", "if len(x.times) == x.filled ||", "if true || len(x.times) == x.filled ||"}}},
	{1, "codes in two columns are offered as one", []edit{{"near.go", "if len(at) < 2 || !d.onlyOne(t, cols, at) {", "if true || !d.onlyOne(t, cols, at) {"}}},
	{2, "a row whose unit was corrected is asked about", []edit{{"corrected.go", "if len(x.fresh) > 0 && (d.form.kind == Enrolments || len(x.repeats) > 0) {", "if len(x.fresh) > 0 && d.form.kind == Enrolments {"}}},
	{2, "a file whose month was corrected is asked about", []edit{{"moved.go", "if n < fewestMoved ||", "if true || n < fewestMoved ||"}}},
	{2, "numbers of rows that come again are asked about", []edit{{"identity.go", "if len(rows) <= slips && !sheets {", "if true {"}}},
	{3, "signs for the cell above are asked about", []edit{{"ditto.go", "if len(rows) == 0 {", "if true {"}}},
	{3, "a fact written once for the rows below is asked about", []edit{{"block.go", "if len(rows) == 0 {", "if true {"}}},
	{3, "a quantity in a merged cell is asked about", []edit{{"merged.go", "if len(rows) == 0 {", "if true {"}}},
	{3, "a month above the numbers of days is asked about", []edit{{"section.go", "if len(rows) == 0 || d.ask(Question{", "if true || d.ask(Question{"}}},
	{4, "outings that tell nothing are asked about", []edit{{"calledoff.go", "if len(rows) == 0 || len(rows) > r.telling {", "if true || len(rows) > r.telling {"}}},
	{4, "rows of a program's log are none", []edit{{"logged.go", "if entries && changes {", "if entries && changes && false {"}}},
	{4, "workers of one outing are asked about", []edit{{"crew.go", "if len(groups) == 0 {", "if true {"}}},
	{4, "several people in a cell are asked about", []edit{{"heads.go", "if len(people) == 0 {", "if true {"}}},
	{5, "a yes whose sense is open is asked about", []edit{{"doubt.go", "case c.sense == unclear && len(x.cells) > 0:", "case false && len(x.cells) > 0:"}}},
	{6, "words under a heading that means nothing are asked about", []edit{{"looks.go", "if !ok || taken[x] ||", "if !ok || taken[x] || true ||"}, unread}},
	{6, "a gender and an age in a cell are taken both", []edit{{"pair.go", "return !slices.ContainsFunc(cols, told) &&", "return false && !slices.ContainsFunc(cols, told) &&"}}},
	{6, "years of birth under age are asked about", []edit{{"age.go", "if !listed && len(noughts) == 0 {", "if true {"}}},
	{6, "people counted by their initials are presences", []edit{{"quantity.go", "if len(counts) < 2 {", "if true {"}}},
	{6, "people counted by country are presences", []edit{{"quantity.go", "if len(of) < 2 {", "if true {"}}},
	{7, "a unit that no column says is asked about", []edit{{"unit.go", "if len(units) < 2 {", "if true {"}}},
	{7, "a title of another year is asked about", []edit{{"elsewhere.go", "if rows := r.otherYear(text, lines); len(rows) > 0 {", "if rows := r.otherYear(text, lines); len(rows) > 99999 {"}}},
	{7, "comments are listed with their rows", []edit{{"preview.go", "if len(row.Notes) > 0 && one {", "if len(row.Notes) > 99999 && one {"}, {"preview.go", "} else if len(row.Notes) > 0 {", "} else if len(row.Notes) > 99999 {"}}},
	{8, "people whom a total counts already are asked about", []edit{{"among.go", "if len(within) != 1 {", "if true {"}}},
	{8, "a comma and a point may mean two things", []edit{{"duration.go", `ids = slices.Insert(ids, 0, "signs")`, "ids = slices.Insert(ids, 0)"}}},
	{8, "minutes behind a point are asked about", []edit{{"duration.go", "if as := c.as; as.minutes ||", "if as := c.as; true || as.minutes ||"}}},
	{8, "few minutes may be hours", []edit{{"duration.go", "if rows := c.rows(t, few); len(rows) > 0 {", "if rows := c.rows(t, few); len(rows) > 99999 {"}}},
	{8, "hours beside minutes are asked about", []edit{{"duration.go", "if least <= mostFew && most > mostFew {", "if false {"}}},
	{8, "the ways there and back are added up", []edit{{"twice.go", "if len(rows) == 0 {", "if true {"}, unread}},
	{8, "the clock of the car before and after is offered", []edit{{"span.go", "pairs = append(d.times(t, cols), d.clocks(t, cols)...)", "pairs = d.times(t, cols)"}}},
	{9, "days with the month first are asked about", []edit{{"order.go", "(sameFirst(days, bare) || onlyMonthFirst(days))", "(sameFirst(days, bare) && false)"}}},
	{11, "services crossed in columns are actions", []edit{{"crosses.go", "deeds := f.kind == Actions && x.Required", "deeds := false"}}},
	{3, "a month written once beside the numbers of days is asked about", []edit{{"dayparts.go", "if len(rows) == 0 {", "if true {"}}},
	{5, "a blank among crosses of new people is asked about", []edit{{"blank.go", "if len(rows) == 0 {", "if true {"}}},
	{11, "crosses are known above a row of sums", []edit{{"crosses.go", "rows = d.aboveCounts(rows[:min(len(rows), crossesDepth)])", "rows = rows[:min(len(rows), crossesDepth)]"}}},
	{11, "headings as a form numbers them are read", []edit{{"heading.go", "text = unmarked(text)", "text += \"\""}}},
}

// spares are the rules without which nothing goes in wrongly: registers are asked about that went in.
var spares = map[string]bool{"numbers that cannot be hours are minutes": true, "headings as a form numbers them are read": true, "a sheet with other headings is not taken": true}

// unruled are the changes that switch each rule off.
func unruled(t *testing.T) [][]mutant.Change {
	t.Helper()
	room, err := filepath.Abs("../../internal/care/sheet")
	if err != nil {
		t.Fatal(err)
	}
	changes := make([][]mutant.Change, len(rules))
	for i, r := range rules {
		for _, e := range r.edits {
			c, err := mutant.Replacing(filepath.Join(room, e.file), e.was, e.now)
			if err != nil {
				t.Fatalf("%s: %v: the importer has changed, and so must the control", r.what, err)
			}
			changes[i] = append(changes[i], c)
		}
	}
	return changes
}

// TestTheControlKnowsTheImporter: each rule that the control switches off is where it says.
func TestTheControlKnowsTheImporter(t *testing.T) {
	t.Parallel()
	if _, err := mutant.SwitchedTogether(unruled(t)); err != nil {
		t.Error(err)
	}
}

// undone builds the program that holds all rules and, at the number of one, what it is without it.
func undone(t *testing.T) string {
	t.Helper()
	files, err := mutant.SwitchedTogether(unruled(t))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	overlay, err := mutant.Overlay(dir, files)
	if err != nil {
		t.Fatal(err)
	}
	return built(t, "-overlay", overlay)
}

// built builds the program with flags.
func built(t *testing.T, flags ...string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "approdo")
	args := slices.Concat([]string{"build"}, flags, []string{"-o", program, "."})
	if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

// rounds is how often the registers are drawn anew where nothing shows that a rule is lost: one may hide it, as a person met only once may have any code. ROUNDS=0 only looks
// at what was shown before.
func rounds(t *testing.T) int {
	text, set := os.LookupEnv("ROUNDS")
	if !set {
		return 6
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("ROUNDS=%s is no number", text)
	}
	return n
}

// TestEachRuleOfTheImporterIsMissed: without one of its rules the importer takes registers wrongly, or refuses what it could read. So the registers of
// TestNoRegisterIsWrongWithoutAWord would show a rule that is lost. What is refused either way, as two encodings in one file, has no line here. Each round takes
// every register in once with all rules, and notes at which of them each rule spoke (see traced); without the rule only those are taken in, the smallest first, until
// one shows it. Which did is written down in testdata/missed.txt, where each rule is looked for first; CONTROL=remember writes it anew.
func TestEachRuleOfTheImporterIsMissed(t *testing.T) {
	if os.Getenv("REGISTERS") == "" {
		t.Skip("registers for each rule: make registers")
	}
	d := openDesk(t)
	c := control{desk: d, program: undone(t), spoke: places(t, unruled(t)), shown: make([]string, len(rules)), by: make([]string, len(rules))}
	c.desk.program = built(t, "-cover", "-coverpkg=approdo/cmd/approdo,approdo/internal/care/sheet/...,approdo/internal/care/person,approdo/internal/base/codebook")
	wanted := regexp.MustCompile(os.Getenv("RULE")) // while somebody mends some: those whose words match
	for i, r := range rules {
		if !wanted.MatchString(r.what) {
			c.shown[i] = "not looked for"
		}
	}
	c.remembered()
	if slices.Contains(c.shown, "") && rounds(t) > 0 {
		c.usual = c.usually()
	}
	c.remember()
	for round := range rounds(t) {
		c.round(round)
		c.remember() // nothing is lost when a later one fails
	}
	for i, r := range rules {
		if c.shown[i] == "" {
			t.Errorf("kind %d: nothing shows that %s", r.kind, r.what)
		}
	}
}

// control takes registers in with a rule and without it.
type control struct {
	desk    desk
	program string    // the one whose rules can be switched off
	spoke   [][]place // by rule: where it stands
	usual   trace     // what runs at registers without a fault
	shown   []string  // by rule: which register showed that it was switched off, and how
	by      []string  // by rule: that register, as missed.txt names it
}

// taken is a register that was taken in with all rules.
type taken struct {
	register register.Register
	outcome  string
	trace    trace
}

func (r taken) size() (n int) {
	for _, f := range r.register.Files {
		n += len(f.Bytes)
	}
	return n
}

// usually is what runs at a few registers without a fault.
func (c *control) usually() trace {
	all := trace{}
	sound := make([]taken, 24)
	each(len(sound), func(i int) { sound[i] = c.take(register.Sound(uint64(20_000 + i))) })
	for _, r := range sound {
		all.add(r.trace)
	}
	return all
}

func (c *control) take(r register.Register) taken {
	d, trace := traced(c.desk)
	what := outcome(d, r, d.take(r))
	return taken{r, what, trace()}
}

// round draws the registers once and takes in, for each rule that nothing has shown yet, those at which it spoke.
func (c *control) round(round int) {
	if !slices.Contains(c.shown, "") {
		return
	}
	faults := drawn()
	all := make([]taken, len(faults))
	each(len(faults), func(i int) { all[i] = c.take(register.Faulty(uint64(round*len(faults)+i), faults[i])) })
	each(len(rules), func(n int) {
		if c.shown[n] != "" {
			return
		}
		tried := 0
		for _, with := range c.candidates(n, all) {
			tried++
			if without := c.without(n, with.register); c.shows(n, with.outcome, without) {
				c.shown[n], c.by[n] = fmt.Sprintf("%s: %s", with.register.Fault, without), fmt.Sprintf("%s\t%d", with.register.Fault, with.register.Seed)
				c.desk.t.Logf("kind %d: %s: %s (round %d, register %d)", rules[n].kind, rules[n].what, c.shown[n], round+1, tried)
				return
			}
		}
	})
}

// missed is where it stands which register showed each rule to be lost: the rule, the fault and the seed.
const missed = "testdata/missed.txt"

// remembered takes in without each rule the register that showed it to be lost the last time.
func (c *control) remembered() {
	text, err := os.ReadFile(missed)
	if err != nil {
		c.desk.t.Fatal(err)
	}
	by := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		rule, register, _ := strings.Cut(line, "\t")
		by[rule] = register
	}
	faults := register.Faults()
	each(len(rules), func(n int) {
		if c.shown[n] != "" {
			c.by[n] = by[rules[n].what]
			return
		}
		fault, seed, found := strings.Cut(by[rules[n].what], "\t")
		number, err := strconv.ParseUint(seed, 10, 64)
		if !found || err != nil || !slices.Contains(faults, fault) {
			return
		}
		r := register.Faulty(number, fault)
		with, without := outcome(c.desk, r, c.desk.take(r)), c.without(n, r)
		if c.shows(n, with, without) {
			c.shown[n], c.by[n] = fault+": "+without, by[rules[n].what]
			c.desk.t.Logf("kind %d: %s: %s", rules[n].kind, rules[n].what, c.shown[n])
		} else {
			c.desk.t.Logf("kind %d: %s: not shown any more by %s, seed %d: %s with it, %s without", rules[n].kind, rules[n].what, fault, number, with, without)
		}
	})
}

// remember writes down which registers showed it, where somebody asks for that with CONTROL=remember.
func (c *control) remember() {
	if os.Getenv("CONTROL") != "remember" {
		return
	}
	var text strings.Builder
	for n, r := range rules {
		if c.by[n] != "" {
			fmt.Fprintf(&text, "%s\t%s\n", r.what, c.by[n])
		}
	}
	if err := os.WriteFile(missed, []byte(text.String()), 0o600); err != nil {
		c.desk.t.Fatal(err)
	}
}

// mostTried is how many registers of a round are taken in without a rule.
const mostTried = 30

// candidates are the registers at which a rule spoke: where code of its function ran that does not run at registers without a fault. Those come first whose code few
// others ran, and of them the smallest.
func (c *control) candidates(n int, all []taken) (list []taken) {
	ran := map[string]int{}
	for _, r := range all {
		for _, block := range r.trace.within(c.spoke[n], c.usual) {
			ran[block]++
		}
	}
	rarest := make(map[string]int, len(all))
	for _, r := range all {
		for _, block := range r.trace.within(c.spoke[n], c.usual) {
			if few, ok := rarest[r.register.Fault]; !ok || ran[block] < few {
				rarest[r.register.Fault] = ran[block]
			}
		}
	}
	rank := func(r taken) (int, int, int) {
		few, ok := rarest[r.register.Fault]
		if !ok {
			few = len(all) + 1
		}
		words := 0
		if likely(r.register.Fault, rules[n].what) {
			words = -1
		}
		return words, few, r.size()
	}
	list = slices.Clone(all)
	slices.SortStableFunc(list, func(a, b taken) int {
		w1, f1, s1 := rank(a)
		w2, f2, s2 := rank(b)
		return cmp.Or(cmp.Compare(w1, w2), cmp.Compare(f1, f2), cmp.Compare(s1, s2))
	})
	return list[:min(len(list), mostTried)]
}

// without is what becomes of a register when a rule is switched off.
func (c *control) without(n int, r register.Register) string {
	d := c.desk
	d.program, d.environment = c.program, []string{fmt.Sprintf("%s=%d", mutant.Number, n+1)}
	return outcome(d, r, d.take(r))
}

// shows reports whether what becomes of a register without a rule shows that it is lost.
func (c *control) shows(n int, with, without string) bool {
	return with != without && without != "right" && (without != "asked" || spares[rules[n].what] && with == "right")
}

// likely reports whether the name of a fault and what a rule says have two words in common.
func likely(fault, rule string) bool {
	common := 0
	for _, word := range strings.Fields(fault) {
		if stem := word[:min(len(word), 6)]; len(stem) > 3 && strings.Contains(rule, stem) {
			common++
		}
	}
	return common > 1
}

// each does something for numbers below n, two at a time.
func each(n int, do func(int)) {
	next := make(chan int)
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
}

// outcome sums up what became of a register: right, asked, refused, listed, or wrong.
func outcome(d desk, r register.Register, v verdict) string {
	switch wrong := d.fault(r, v); {
	case wrong != "":
		return "wrong"
	case v.status == 0 && v.figures.Equal(r.Truth):
		return "right"
	case v.status == 0:
		return "listed"
	case len(v.questions) > 0:
		return "asked"
	}
	return "refused"
}
