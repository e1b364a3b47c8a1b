package sheet

import (
	"context"
	"maps"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// Draft is a file that was read and not yet recorded. Until Compare or Apply it has not looked at earlier records.
type Draft struct {
	desk      *Desk
	world     *World
	form      *form
	preview   Preview
	answers   map[string]string // what a person answered, question to answer
	lines     []line
	words     vocabulary
	former    map[int]former    // by row: what stands for it in a database from before codes were folded, where that differs
	loose     map[token]token   // by reference: what the code is alike to
	variants  map[token][]token // by reference that is a number: how else an earlier file may have written it
	own       map[token]string  // by reference: codes that look like those this program gives
	joined    map[token]token   // references that were answered to be the same person's as another
	unsaid    map[int]bool      // by row: another row of the day tells which answer about protection counts
	digest    token             // of the rows' identities
	headings  token
	keep      keptMap
	tabs      []Tab           // sheets with rows; none of a CSV file
	partsAt   []int           // columns that tell the month and the year of days
	crossedBy map[string]bool // folded headings of columns of crosses that may be shown
	made      map[int]int     // columns made of columns of crosses → the first of those
	parts     map[int][]part  // by sheet, as above, 0 where one is taken: its tables below the first
	names     map[int]string  // by sheet, as below, 0 where one is taken: its name
	mayPart   bool            // codes may begin again in each unit
	whole     map[int]token   // where that was answered, by row: the code as if they did not
	parted    string          // how the numbers of people begin again; "" where they do not
	begun     map[int]string  // by sheet: the year of its first row
	supposing bool            // words that nobody explained are taken for values of their own; see foresee
	chosen    bool            // a person said which sheets are taken
	doubled   map[int]int     // rows that were written once more for another person → the row itself
	manifolds map[int]bool    // rows that stand for several records which say the same
	ways      []*Draft        // what the file would be when its open questions are answered in one way and in another; see foresee
	beyond    int             // where columns begin that stand beside the table and are left out; 0 where none do
	moved     map[int][]int   // by sheet, counted from 1: where its columns stand in the table of all, if not in their own place
	anew      bool            // the codes are bare numbers that begin with 1 and go on one by one
	seconds   map[int]string  // by row: another code of its person
	colours   []string        // of the file: see grid.Look
	formerly  map[token]token // another code of a person → the one that is used
}

// line is one row of the file as it was read. What it tells is kept as numbers of a vocabulary, since a file of a
// hundred thousand rows repeats a few words; references of persons and rows are kept as keyed hashes only.
type line struct {
	row          int
	years        uint8    // an age told in years, plus one; 0 if none was
	told         []uint32 // by field; codes, ISO days, numbers and ids
	organisation network.OrganisationID
	unit         network.UnitID
	reference    token // who the row is about; zero if it does not say
	other        token // the row it refers to: the outing of a contact, the contact of an action; zero if none
	identity     token
	content      token // what a row with its own number says besides; zero for one without
}

// token is a keyed hash.
type token [32]byte

func (t token) zero() bool { return t == token{} }

// vocabulary numbers words; 0 is the empty word, which tells nothing.
type vocabulary struct {
	words   []string
	numbers map[string]uint32
}

func (v *vocabulary) number(word string) uint32 {
	if word == "" {
		return 0
	}
	n, ok := v.numbers[word]
	if !ok {
		if v.numbers == nil {
			v.numbers, v.words = map[string]uint32{}, []string{""}
		}
		word = strings.Clone(word) // a part of the file would keep all of it in memory
		n = uint32(len(v.words))
		v.words = append(v.words, word)
		v.numbers[word] = n
	}
	return n
}

// value is what a line tells of a field, or "" if it tells nothing or the kind has no such field.
func (d *Draft) value(l *line, name string) string {
	if at := d.form.place(name); at >= 0 && l.told[at] != 0 {
		return d.words.words[l.told[at]]
	}
	return ""
}

// Read reads every row of a file. It fails when no table of the kind can be found in it, or the map is wrong. What it
// cannot decide alone it asks: see Question. When ctx ends, reading does: see grid.Stopped.
func (d *Desk) Read(ctx context.Context, w *World, kind Kind, file *grid.File, m Map, progress Progress) (*Draft, error) {
	q := d.askKind(w, kind, file, m)
	if q != nil && !q.Open() {
		kind = Kind(q.Given)
	}
	draft, err := d.read(ctx, w, kind, file, m, progress)
	switch {
	case err != nil:
		return nil, err
	case q != nil && q.Open():
		draft.preview.Questions = []Question{*q} // all others hang on it
		return draft, nil
	case open(draft.preview.Questions) != nil || draft.unexplained():
		err = d.foresee(ctx, w, file, m, draft)
	}
	if q != nil {
		draft.preview.Questions = slices.Insert(draft.preview.Questions, 0, *q)
	}
	return draft, err
}

// read reads a file once, as far as the answers reach.
func (d *Desk) read(ctx context.Context, w *World, kind Kind, file *grid.File, m Map, progress Progress) (*Draft, error) {
	f, err := d.form(kind)
	if err != nil {
		return nil, err
	}
	if err := m.check(f); err != nil {
		return nil, err
	}
	if err := grid.Stopped(ctx); err != nil {
		return nil, err
	}
	t, tables, err := d.locate(w, f, file, m)
	if err != nil {
		return nil, err
	}
	if len(w.organisations) == 0 {
		return nil, errs.E(errs.Invalid, "sheet.no_organisation")
	}
	draft := &Draft{desk: d, world: w, form: f, answers: m.Answers, supposing: m.supposing, colours: file.Colours}
	draft.takeSheets(&t, tables, file, m)
	headings := d.headingsToken(kind, t.header)
	kept, known := w.kept[headings]
	if !known {
		kept.Columns = nil
	}
	cols, err := d.columns(f, &t, m, kept.Columns)
	if err != nil {
		return nil, err
	}
	draft.headings = headings
	if err := grid.Stopped(ctx); err != nil {
		return nil, err
	}
	draft.askBeside(cols, &t)
	draft.countNewness(cols, &t)
	legends := draft.askLegends(cols, &t)
	cols = draft.askCrosses(&t, cols)
	cols = draft.askDifference(&t, cols)
	cols = draft.askMinutes(&t, cols)
	cols = draft.askForColumns(cols, &t, m)
	cols = draft.askBlank(cols, &t)
	cols = draft.askBody(cols, &t)
	draft.completeDays(cols, &t)
	draft.askPresences(cols, &t)
	draft.askAmong(cols, &t)
	cols = draft.askOrigins(cols, &t)
	cols = draft.askNear(cols, &t)
	cols = draft.askTwice(cols, &t)
	cols = draft.askTeam(cols, &t)
	draft.askMerged(cols, &t)
	draft.askBlocks(cols, &t)
	cols = draft.askWho(cols, &t, kept)
	draft.askSecond(cols, &t)
	draft.askNumber(cols, &t)
	draft.askLooks(cols, &t, kept)
	draft.askMisplaced(cols, &t)
	draft.askProvinces(cols, &t)
	draft.askSetting(cols, &t)
	cols, leave := draft.askSeveral(cols, &t)
	leave = append(leave, draft.askTables(t)...)
	cols = draft.askAbove(cols, &t)
	cols, unit := draft.askUnit(cols, &t, m)
	leave = append(leave, draft.askRowsOfKind(cols, &t, m, kept)...)
	cols = draft.askLeft(cols, &t, kept, leave)
	draft.describe(file, t, cols)
	if unit != "" {
		m.Defaults = maps.Clone(m.Defaults)
		if m.Defaults == nil {
			m.Defaults = map[string]string{}
		}
		m.Defaults["unit"] = unit
	}
	if err := grid.Stopped(ctx); err != nil {
		return nil, err
	}
	r, err := draft.reader(t, cols, m)
	if err != nil {
		return nil, err
	}
	r.dates = draft.order(t, cols, m, kept.Dates, file.Mac)
	r.names = nameWords(cols, t.rows)
	r.redefine(legends)
	r.look(&t)
	r.lookForVoids(cols, &t)
	r.lookForLogs(cols, &t)
	r.leaveOut(leave, leaveOut)
	draft.keepMapping(cols, &t, kept.Dates)
	if open(draft.preview.Questions) != nil {
		return draft, nil // the rows cannot be read before
	}
	if err := draft.readRows(ctx, r, cols, t, progress); err != nil {
		return nil, err
	}
	return draft, nil
}

// readRows reads the rows, and asks what they leave open.
func (d *Draft) readRows(ctx context.Context, r *reader, cols []column, t table, progress Progress) error {
	if err := d.rows(ctx, r, cols, t, progress); err != nil {
		return err
	}
	d.identify()
	d.askRepeated(cols, t)
	d.askAlike()
	d.askLikened(r)
	d.joinSecond()
	d.askContradictions()
	d.askAnswers()
	d.sumNewness()
	d.noteDays()
	return grid.Stopped(ctx)
}

// noteDays notes from which day to which the rows go.
func (d *Draft) noteDays() {
	p := &d.preview
	for i := range d.lines {
		if day := d.value(&d.lines[i], "day"); day != "" {
			if p.First == "" || day < p.First {
				p.First = day
			}
			p.Last = max(p.Last, day)
		}
	}
}

// sumNewness counts the rows that say of a person that it is new or known.
func (d *Draft) sumNewness() {
	for i := range d.lines {
		switch d.value(&d.lines[i], "newness") {
		case "new":
			d.preview.Unmet++
		case "known", "known_not_linkable":
			d.preview.Met++
		default:
			d.preview.Unsaid++
		}
	}
	d.byPerson(func(lines []*line) {
		for _, l := range lines[1:] {
			if d.value(l, "newness") == "new" {
				d.preview.NewAgain = append(d.preview.NewAgain, l.row)
			}
		}
	})
	slices.Sort(d.preview.NewAgain)
}

// order settles how days of three numbers are read.
func (d *Draft) order(t table, cols []column, m Map, kept Order, mac bool) dates {
	p := &d.preview
	settle := func(o Order, why string) dates {
		p.Dates, p.DatesBecause = o, why
		return dates{order: o, mac: mac}
	}
	switch {
	case m.Dates != Undeclared:
		return settle(m.Dates, "declared")
	case kept != Undeclared:
		return settle(kept, "kept")
	}
	if !slices.ContainsFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == typeDay }) {
		p.Dates = Undeclared
		return dates{order: Undeclared, mac: mac}
	}
	if o, asked := d.askOrder(t, cols, mac); asked {
		if o == Undeclared {
			return settle(Undeclared, "")
		}
		return settle(o, "declared")
	}
	if dayFirst(t.language) && !d.saysMonthFirst(t) {
		return settle(DayFirst, "headings_"+t.language)
	}
	var doubtful []int // rows whose day depends on the order
	var letters []string
	var ambiguous, dayFirst, monthFirst int
	for _, c := range cols {
		if c.field == nil || c.field.Type != typeDay {
			continue
		}
		letters = append(letters, grid.Letter(c.at))
		for _, row := range t.rows {
			switch r := written.Day(row.Cell(c.at), mac); {
			case r.Sure || !r.Valid():
				continue
			case r.Ambiguous():
				ambiguous++
			case r.DayFirst.IsZero():
				monthFirst++
			case r.MonthFirst.IsZero():
				dayFirst++
			}
			doubtful = append(doubtful, row.Number)
		}
	}
	switch {
	case ambiguous > 0 || dayFirst > 0 && monthFirst > 0:
		given := d.ask(Question{
			ID: "dates", Columns: letters, Rows: [][]int{doubtful}, Words: Words{"ask.question.dates", []any{"count", len(doubtful)}},
			Answers: answers("dates", string(DayFirst), string(MonthFirst)),
		})
		if given == "" {
			return settle(Undeclared, "")
		}
		return settle(Order(given), "declared")
	case monthFirst > 0:
		return settle(MonthFirst, "cells")
	case dayFirst > 0:
		return settle(DayFirst, "cells")
	}
	return settle(ISOOnly, "cells")
}

// keepMapping prepares what the next file with these headings starts from. Defaults are not kept: they belong to one file.
func (d *Draft) keepMapping(cols []column, t *table, dates Order) {
	d.keep.Columns, d.keep.Dates, d.keep.Left = map[int]string{}, dates, nil
	if d.preview.DatesBecause == "declared" {
		d.keep.Dates = d.preview.Dates
	}
	for _, c := range cols {
		if c.reason == reasonSummed { // the next file is understood anew: one of several columns alone would be wrong
			d.keep.Columns, d.keep.Left = nil, nil
			return
		}
		if c.field == nil && c.counts == "" && len(beside(t, c.at)) > 0 {
			d.keep.Left = append(d.keep.Left, c.at)
		}
		if _, made := d.made[c.at]; c.field != nil && !made {
			d.keep.Columns[c.at] = c.field.Name
		}
	}
}
