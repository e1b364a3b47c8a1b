package definition

import (
	"bytes"
	"encoding/hex"
	"fmt"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/seal"
)

// Source is the text of a table that stands in no folder: a network added it while the program runs.
type Source struct{ ID, Text string }

// What a Source may ask for at most. A table that somebody reads needs a tenth of it.
const (
	MostSource     = 16 << 10 // bytes
	mostLetters    = 300      // of a text that people read
	mostRows       = 120      // of a set
	mostDimensions = 3
	mostMeasures   = 12
	mostPromises   = 12
)

// Extend gives the report with more tables after its own. A source may name the tables of the report, and itself; not one of the other
// sources, so that any of them can be taken out again. Its text may leave out the id; another id than its own is refused. The errors are
// those of Load. The Digest covers the sources; without any it is the report's, and so is everything else.
func Extend(report *Report, sources []Source, book *codebook.Book) (*Report, error) {
	if len(sources) == 0 {
		return report, nil
	}
	whole := *report
	whole.Tables = append([]*Table{}, report.Tables...)
	hash := seal.NewHash()
	fmt.Fprintln(hash, report.Digest)
	for _, s := range sources {
		t, err := read(s)
		if err == nil {
			err = checkMore(report, t, book)
		}
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(hash, "%s %d\n%s", t.File, len(s.Text), s.Text)
		whole.Tables = append(whole.Tables, t)
	}
	whole.Digest = hex.EncodeToString(hash.Sum(nil))
	return &whole, nil
}

func read(s Source) (*Table, error) {
	t := &Table{File: s.ID}
	if len(s.Text) > MostSource {
		return nil, errs.E(errs.Invalid, "report.definition_too_long", "most", MostSource/1024)
	}
	text, err := codebook.Tame([]byte(s.Text))
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, errs.E(errs.Invalid, "report.definition_empty")
	}
	if err := parse(t.File, text, t); err != nil {
		return nil, err
	}
	if t.ID.Text == "" {
		t.ID.Text = s.ID
	}
	if t.ID.Text != s.ID {
		return nil, errs.E(errs.Invalid, "report.definition_other_id", "file", t.File, "line", t.ID.Line, "name", quoted(t.ID.Text))
	}
	return t, nil
}

// checkMore checks a table that comes after those of a report, which were checked when they were loaded.
func checkMore(report *Report, t *Table, book *codebook.Book) error {
	c := &checker{report: report, book: book, before: report.Tables, table: t}
	if _, ok := c.above(t.ID.Text); ok {
		c.refuse("report.definition_twice", t.ID)
	}
	c.bound(t)
	c.checkTable(t)
	c.checkTargets(t)
	return c.err
}

// bound refuses what is more than anybody reads.
func (c *checker) bound(t *Table) {
	tooMuch := func(most, n int, what string) {
		if n > most {
			c.refuse("report.definition_too_much", Word{Text: what, Line: t.ID.Line})
		}
	}
	tooMuch(mostDimensions, len(t.Rows), "rows")
	tooMuch(mostMeasures, len(t.Measures), "measures")
	tooMuch(mostMeasures, len(t.Notes), "notes")
	tooMuch(mostPromises, len(t.Reconcile), "reconcile")
	tooMuch(mostRows, len(t.Targets), "targets")
	texts := append([]Text{t.Title}, t.Notes...)
	for _, d := range t.Rows {
		lines := len(d.Set)
		for _, row := range d.Set {
			lines += len(row.OfWhich)
			texts = append(texts, row.Label)
			for _, part := range row.OfWhich {
				texts = append(texts, part.Label)
			}
		}
		tooMuch(mostRows, lines, "set")
	}
	if t.Columns != nil {
		tooMuch(mostRows, len(t.Columns.Codes), "columns")
	}
	for _, m := range t.Measures {
		texts = append(texts, m.Label)
	}
	for _, text := range texts {
		for _, lang := range i18n.Languages() {
			tooMuch(mostLetters, len(text[lang]), "…")
		}
	}
}
