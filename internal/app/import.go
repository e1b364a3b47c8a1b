package app

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime/debug"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/care/sheet"
	"approdo/internal/care/sheet/grid"
)

// ImportOrder is one `approdo import`.
type ImportOrder struct {
	Kind         string
	File         string
	Map          string // file of a map; empty to guess
	SaveMap      string // where to write the guess as a map; empty for nowhere
	Organisation string // code or name; empty to let the units or the map say
	DryRun       bool
	SkipBad      bool
	Answers      map[string]string // to questions, by their ids
	Words        []string          // what words of no list mean, COLUMN:WORD=CODE
}

// Import takes in a spreadsheet: it shows what was understood, then records it, all or nothing unless SkipBad.
func Import(ctx context.Context, p Place, o ImportOrder, out io.Writer, lang *i18n.Printer) error {
	debug.SetMemoryLimit(sheet.MemoryLimit)
	if err := p.apart(o.File, o.Map, o.SaveMap); err != nil {
		return err
	}
	m, err := readMap(o)
	if err != nil {
		return err
	}
	data, err := readFile(o.File, mostSheet)
	if err != nil {
		return err
	}
	file, err := grid.Read(ctx, data)
	if err != nil {
		return err
	}
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	return in.over(ctx, in.take(ctx, o, file, m, out, lang))
}

func readMap(o ImportOrder) (sheet.Map, error) {
	var m sheet.Map
	if o.Map != "" {
		text, err := readText(o.Map)
		if err != nil {
			return m, err
		}
		if m, err = sheet.ReadMap(text); err != nil {
			return m, err
		}
	}
	if o.Organisation != "" {
		m.Organisation = o.Organisation
	}
	for question, answer := range o.Answers {
		if m.Answers == nil {
			m.Answers = map[string]string{}
		}
		m.Answers[question] = answer
	}
	for _, text := range o.Words {
		column, word, code, err := sheet.ReadWord(text)
		if err != nil {
			return m, err
		}
		if m.Words == nil {
			m.Words = map[string]map[string]string{}
		}
		if m.Words[column] == nil {
			m.Words[column] = map[string]string{}
		}
		m.Words[column][word] = code
	}
	return m, nil
}

func (in *Installation) take(ctx context.Context, o ImportOrder, file *grid.File, m sheet.Map, out io.Writer, lang *i18n.Printer) error {
	desk, err := sheet.New(in.Book, in.Keys, rights.Registry())
	if err != nil {
		return err
	}
	progress := func(key string) sheet.Progress {
		return func(done, total int) {
			if done%10000 == 0 && done > 0 && done < total {
				fmt.Fprintln(out, lang.T(key, "done", done, "total", total))
			}
		}
	}
	var world *sheet.World
	err = in.Store.Read(ctx, operator(), func(tx *store.Tx) (err error) {
		world, err = desk.Survey(tx, sheet.Kind(o.Kind))
		return err
	})
	if err != nil {
		return err
	}
	look := func(m sheet.Map, tell sheet.Progress) (draft *sheet.Draft, p sheet.Preview, err error) {
		if draft, err = desk.Read(ctx, world, sheet.Kind(o.Kind), file, m, tell); err != nil {
			return nil, p, err
		}
		return draft, p, in.Store.Read(ctx, operator(), func(tx *store.Tx) (err error) {
			p, err = draft.Compare(tx)
			return err
		})
	}
	draft, preview, err := look(m, progress("app.import_reading"))
	if err != nil {
		return err
	}
	tellPreview(out, lang, preview)
	if err := saveMap(o, preview); err != nil {
		return err
	}
	asks := func(m sheet.Map) (list []sheet.Question) {
		if _, p, err := look(m, nil); err == nil {
			list = p.Questions
		}
		return list
	}
	if err := o.idle(preview, m, asks); err != nil {
		return err
	}
	if open := len(preview.Open()); open > 0 {
		return errs.E(errs.Invalid, "sheet.questions_open", "count", open)
	}
	if e := preview.Unsuccessful(); e != nil {
		return e
	}
	if o.DryRun {
		fmt.Fprintln(out, lang.T("app.import_dry"))
		if n := preview.RefusedRows(); n > 0 && !o.SkipBad {
			return errs.E(errs.Invalid, "sheet.rows_refused", "count", n)
		}
		return nil
	}
	var done []sheet.Import
	err = in.Store.Write(ctx, operator(), func(tx *store.Tx) (err error) {
		done, err = draft.Apply(tx, sheet.Options{SkipBad: o.SkipBad, Progress: progress("app.import_recording")})
		return err
	})
	if err != nil {
		return err
	}
	if len(done) == 0 {
		fmt.Fprintln(out, lang.T("app.import_nothing"))
	}
	for _, i := range done {
		fmt.Fprintln(out, lang.T("app.import_done", "id", i.ID, "added", i.Added, "known", i.Known, "skipped", i.Skipped, "persons", i.Persons))
	}
	for _, tab := range preview.Left() {
		fmt.Fprintln(out, tab.Line(lang))
	}
	return nil
}

// idle refuses answers and words that were given on the command line and did nothing: who mistypes one believes that it was heard. What was asked together with
// another and is not any more, once that is answered, is no fault.
func (o ImportOrder) idle(p sheet.Preview, m sheet.Map, asks func(sheet.Map) []sheet.Question) error {
	for _, question := range slices.Sorted(maps.Keys(o.Answers)) {
		answer := o.Answers[question]
		if answered(p.Questions, question, answer) || !isAsked(p.Questions, question) && askedBefore(m, question, answer, asks) {
			continue
		}
		return errs.E(errs.Invalid, "app.import_idle", "text", question+"="+answer)
	}
	for _, text := range o.Words {
		column, _, _, err := sheet.ReadWord(text)
		if err != nil {
			return err
		}
		if !p.TakesWords(column) {
			return errs.E(errs.Invalid, "app.import_idle", "text", text)
		}
	}
	return nil
}

// isAsked reports whether a question is among some.
func isAsked(questions []sheet.Question, id string) bool {
	return slices.ContainsFunc(questions, func(q sheet.Question) bool { return q.ID == id })
}

// answered reports whether a question is among some and has an answer.
func answered(questions []sheet.Question, id, answer string) bool {
	return slices.ContainsFunc(questions, func(q sheet.Question) bool {
		return q.ID == id && slices.ContainsFunc(q.Answers, func(a sheet.Answer) bool { return a.ID == answer })
	})
}

// askedBefore reports whether a question is asked, and has an answer, while one of the other answers, or all, are not given.
func askedBefore(m sheet.Map, id, answer string, asks func(sheet.Map) []sheet.Question) bool {
	given := m.Answers
	m.Answers = nil
	if answered(asks(m), id, answer) {
		return true
	}
	for _, other := range slices.Sorted(maps.Keys(given)) {
		if other != id {
			m.Answers = maps.Clone(given)
			delete(m.Answers, other)
			if answered(asks(m), id, answer) {
				return true
			}
		}
	}
	return false
}

func saveMap(o ImportOrder, preview sheet.Preview) error {
	if o.SaveMap == "" {
		return nil
	}
	text, err := preview.Map().YAML()
	if err != nil {
		return err
	}
	if err := os.WriteFile(o.SaveMap, text, 0o600); err != nil {
		return errs.E(errs.Unavailable, "app.unwritable", "file", o.SaveMap, err)
	}
	return nil
}

// mostRefused is how many refused cells are told on a terminal; the count says how many there are in all.
const mostRefused = 50

// tellPreview says what was understood of a file, and never what stands in it.
func tellPreview(out io.Writer, lang *i18n.Printer, p sheet.Preview) {
	for _, line := range p.About(lang) {
		fmt.Fprintln(out, line)
	}
	for _, c := range p.Columns {
		name := c.Letter
		if c.Heading != "" {
			name += " «" + c.Heading + "»"
		}
		if c.Field != "" {
			fmt.Fprintf(out, "  %-40s → %s (%s)\n", name, lang.T("sheet.field."+c.Field), c.Field)
		} else {
			fmt.Fprintf(out, "  %-40s   %s\n", name, c.LeftOut(lang))
		}
	}
	for _, d := range p.Dropped {
		fmt.Fprintln(out, "  "+lang.T("app.import_dropped", "row", sheet.RowName(lang, d.Row), "reason", lang.T("sheet.dropped."+d.Reason)))
	}
	for i, r := range p.Refused {
		if i == mostRefused {
			fmt.Fprintln(out, "  …")
			break
		}
		fmt.Fprintln(out, "  "+r.Line(lang))
	}
	for _, u := range p.Unread {
		for _, line := range u.Lines(lang) {
			fmt.Fprintln(out, line)
		}
	}
	for _, q := range p.Questions {
		for _, line := range q.Lines(lang) {
			fmt.Fprintln(out, line)
		}
	}
	if len(p.Open()) > 0 {
		return // the counts are known after the answers
	}
	fmt.Fprintln(out, lang.T("app.import_counts", "rows", p.Rows, "new", p.New, "known", p.Known, "persons", p.Persons, "refused", p.RefusedRows()))
	for _, note := range p.Notes(lang) {
		fmt.Fprintln(out, note)
	}
	if said := p.WouldRecord(lang); len(said) > 0 {
		fmt.Fprintln(out, lang.T("tally.title"))
		for _, line := range said {
			fmt.Fprintln(out, "  "+line.Line(lang))
		}
	}
}

// ListImports says what was imported, the latest first.
func ListImports(ctx context.Context, p Place, out io.Writer, lang *i18n.Printer) error {
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	var list []sheet.Import
	err = in.Store.Read(ctx, operator(), func(tx *store.Tx) (err error) {
		list, err = sheet.Imports(tx)
		return err
	})
	if err == nil && len(list) == 0 {
		fmt.Fprintln(out, lang.T("app.import_none"))
	}
	for _, i := range list {
		state := lang.T("app.import_stands")
		if i.Undone != "" {
			state = lang.T("app.import_undone")
		}
		fmt.Fprintf(out, "%s  %s  %-10s %6d  %s\n", i.ID, i.Imported, i.Kind, i.Added, state)
	}
	return in.over(ctx, err)
}

// UndoImport takes a whole import back, unless its rows were used since; then it says by what.
func UndoImport(ctx context.Context, p Place, id string, out io.Writer, lang *i18n.Printer) error {
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	desk, err := sheet.New(in.Book, in.Keys, rights.Registry())
	if err != nil {
		return in.over(ctx, err)
	}
	var uses []sheet.Use
	err = in.Store.Write(ctx, operator(), func(tx *store.Tx) error { return desk.Undo(tx, id) })
	if errs.KindOf(err) == errs.Conflict {
		e := in.Store.Read(ctx, operator(), func(tx *store.Tx) (err error) {
			uses, err = desk.Uses(tx, id)
			return err
		})
		if e != nil {
			return in.over(ctx, e)
		}
	}
	for _, u := range uses {
		fmt.Fprintln(out, "  "+lang.T("app.import_use", "noun", lang.T("imports.noun."+u.Noun), "id", u.ID))
	}
	if err == nil {
		fmt.Fprintln(out, lang.T("app.import_taken_back", "id", id))
	}
	return in.over(ctx, err)
}
