package sheet

import (
	"slices"
	"strings"
	"unicode"

	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"
	"approdo/internal/care/sheet/tally"
)

// Preview is what a person sees before anything is recorded. It holds no cell of the file: only headings that are
// fit to be shown, positions and counts.
type Preview struct {
	Kind         Kind
	Format       grid.Format
	Delimiter    rune   // of a CSV file
	Encoding     string // of a CSV file
	Sheet        int    // of a workbook, counted from 1
	Sheets       int
	Header       int    // row of the headings
	Language     string // of the headings: it, en, es, fr, or "" when they do not tell
	Dates        Order
	DatesBecause string   // declared, kept, cells, or headings_ with their language; "" while it is asked
	Formulas     int      // cells whose stored value was taken instead of computing
	Unstored     int      // cells with a formula whose result was never stored
	Unseen       []int    // rows that are hidden or filtered out in the sheets read
	Made         []string // letters of columns that stand in no sheet: they were made of others, and hold their words
	Comments     int      // comments on cells in the sheets read
	Commented    []int    // rows with one
	Blank        int      // blank lines dropped
	Tabs         []Tab    // sheets with rows; none of a CSV file or a workbook of one sheet
	Columns      []Column
	Questions    []Question // all that were asked, the answered ones too
	Unread       []Unread   // words that mean nothing here, the explained ones too
	Dropped      []Dropped
	Refused      []Refused
	Rows         int          // records in the file, refused ones included
	New          int          // of them, not recorded yet; known after Compare
	Known        int          // of them, recorded by an earlier import
	Persons      int          // persons who would be made
	Repeated     []int        // rows of people without a code that say what another row says
	Twice        []int        // rows that say the same as another of one person, or of one outing, on one day
	Standing     int          // of the new, rows of units and days that stand already from an earlier file
	Replaced     []string     // ids of imports that are undone, as was answered
	First, Last  string       // the first and the last day of the records, "" without any
	Unmet        int          // rows whose cells say that the person was never met before
	Met          int          // rows whose cells say that the person was met before
	Unsaid       int          // rows whose cells say neither
	NewAgain     []int        // rows that call somebody new who was met earlier in the file
	Alike        []Alike      // persons who may be the same
	Tally        []tally.Line // what would be recorded, counted; known after Compare
}

// Column is one column and what it was taken for.
type Column struct {
	Letter  string // as spreadsheet programs name it
	Heading string // "" when it may itself be private: see showable
	Field   string // "" when the column is left out
	Source  Source
	Reason  string // why it is left out: see the keys sheet.left_out
	Cells   int    // of a column that is left out: how many are filled
}

// Dropped is a row with text that is no record.
type Dropped struct {
	Row    int
	Reason string
}

// Refused is a cell, or a row, that cannot be recorded as it is. Err says what was expected, never what stood there.
type Refused struct {
	Row    int
	Column string // letter; "" when it concerns the row
	Field  string
	Err    *errs.Error
}

// RefusedRows counts the rows that hold something refused.
func (p Preview) RefusedRows() int {
	rows := map[int]bool{}
	for _, r := range p.Refused {
		rows[r.Row] = true
	}
	return len(rows)
}

// Unsuccessful says why a file in which nothing is new is none that is recorded already, nil for one that is: nothing could be read in its rows, or all are
// left out.
func (p Preview) Unsuccessful() *errs.Error {
	if p.New+p.Known+p.RefusedRows()+len(p.Open()) > 0 || len(p.Dropped) == 0 {
		return nil
	}
	unread := 0
	for _, x := range p.Dropped {
		if x.Reason == DroppedEmpty || x.Reason == DroppedNumbers || x.Reason == DroppedRemark {
			unread++
		}
	}
	if unread == 0 {
		return errs.E(errs.Invalid, "sheet.nothing_taken")
	}
	return errs.E(errs.Invalid, "sheet.nothing_read", "count", unread)
}

// Map writes the guess down as a map that a person can correct. Columns without a heading that may be shown go by their letter.
func (p Preview) Map() Map {
	m := Map{Columns: map[string]string{}, Answers: map[string]string{}}
	for _, q := range p.Questions {
		if !q.Open() {
			m.Answers[q.ID] = q.Given
		}
	}
	if one, sheet := p.One(); one {
		m.Header = p.Header
		if p.Sheets > 1 {
			m.Sheet = sheet
		}
	}
	if p.DatesBecause != "cells" {
		m.Dates = p.Dates
	}
	seen := map[string]bool{}
	for _, c := range p.Columns {
		key := c.Heading
		if key == "" || seen[key] {
			key = c.Letter
		}
		seen[key] = true
		if m.Columns[key] = c.Field; c.Field == "" {
			m.Columns[key] = Ignore
		}
	}
	return m
}

// Preview is what was read so far.
func (d *Draft) Preview() Preview { return d.preview }

// Open lists the questions that nobody has answered. While there is one, nothing can be recorded.
func (p Preview) Open() []Question {
	return slices.DeleteFunc(slices.Clone(p.Questions), func(q Question) bool { return !q.Open() })
}

// describe says how the file was understood.
func (d *Draft) describe(file *grid.File, t table, cols []column) {
	p := Preview{
		Kind: d.form.kind, Questions: d.preview.Questions, Format: file.Format, Delimiter: file.Delimiter, Encoding: file.Encoding,
		Sheet: t.sheet + 1, Sheets: len(file.Sheets), Header: t.header.Number, Language: t.language,
		Tabs: d.tabs,
	}
	one, _ := p.One()
	for s, sheet := range file.Sheets {
		if s == t.sheet || slices.ContainsFunc(d.tabs, func(tab Tab) bool { return tab.Taken && tab.Number == s+1 }) {
			p.Formulas += sheet.Formulas - sheet.Unstored
			p.Unstored += sheet.Unstored
			p.Blank += sheet.Blank
			for _, row := range sheet.Unseen {
				if !one {
					row = at(s, row)
				}
				p.Unseen = append(p.Unseen, row)
			}
			p.Comments += sheet.Notes
			for _, row := range sheet.Rows {
				if len(row.Notes) > 0 && one {
					p.Commented = append(p.Commented, row.Number)
				} else if len(row.Notes) > 0 {
					p.Commented = append(p.Commented, at(s, row.Number))
				}
			}
		}
	}
	for _, c := range cols {
		if _, made := d.made[c.at]; made {
			if c.field != nil {
				p.Made = append(p.Made, grid.Letter(c.at))
			}
			continue // it stands in no sheet
		}
		shown := Column{Letter: grid.Letter(c.at), Heading: showable(c)}
		if c.field != nil {
			shown.Field, shown.Source = c.field.Name, c.source
		} else {
			shown.Reason = c.reason
			for _, times := range beside(&t, c.at) {
				shown.Cells += times
			}
		}
		p.Columns = append(p.Columns, shown)
	}
	d.preview = p
}

// TakesWords reports whether a column, by its letter or its heading, holds words that may be explained.
func (p Preview) TakesWords(column string) bool {
	return slices.Contains(p.Made, column) || slices.ContainsFunc(p.Columns, func(c Column) bool { return c.Field != "" && (c.Letter == column || c.Heading == column) })
}

// showable gives a heading that cannot itself tell about a person: one that is known here, or that the map names, and
// of a column that is not left out as private, without a remark in brackets, where a register may name somebody. Other
// columns go by their position only.
func showable(c column) string {
	if headingLike(c.heading) && (c.found.private == "" || c.reason == reasonCrosses && aMatter(c.found.private)) && (c.field != nil || slices.Contains(shownReasons, c.reason)) {
		return strings.Clone(c.heading)
	}
	leftOut := c.field == nil && c.reason != reasonTwice && c.reason != reasonIgnored && c.reason != reasonOther
	if leftOut || !c.named || len(c.heading) > 60 || strings.ContainsAny(c.heading, "()[]{}<>") {
		return ""
	}
	return strings.Clone(c.heading) // a part of the file would keep all of it in memory
}

// shownReasons are those for which a column is left out that say nothing of names, phones or free text in it.
var shownReasons = []string{reasonUnknown, reasonVoid, reasonNear, reasonIgnored, reasonTwice, reasonOther, reasonEnds, reasonPart, reasonCrosses, reasonCounts}

// headingLike reports whether a heading that means nothing here may be shown, so that a person sees what was left out: a few words that are no name, as
// several with capitals may be, and hold no number of more than two digits: "1° accesso".
func headingLike(heading string) bool {
	words := strings.Fields(heading)
	capitals := 0
	for _, w := range words {
		if first := []rune(w)[0]; unicode.IsUpper(first) {
			capitals++
		}
	}
	digits := strings.Count(strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '0'
		}
		return r
	}, heading), "0")
	return len(words) > 0 && len(words) <= 4 && len(heading) <= 40 && (capitals < 2 || len(words) == 1) && digits <= 2 && !strings.ContainsAny(heading, "@()[]{}<>")
}
