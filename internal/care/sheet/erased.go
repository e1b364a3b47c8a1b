package sheet

import (
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// A file that was imported may be kept somewhere, and come again after one of its people was erased. A row that says what it said is known (see gone.go). Of one that was corrected meanwhile nothing
// is kept by which it could be: it would make a new person of who was erased, and count them again. What is kept says that rows of an import are gone, and how many. So where a file may be
// a version of such an import and holds fewer of them, whatever else in it may be one of the others is asked about. It is asked by numbers alone: what the rows say decides nothing but whether they are known.

// lost is an import, be it undone, of which rows are gone.
type lost struct {
	id, when, first, last string
	rows                  int // that are gone
}

// may reports whether a row of a day can be one of the import. Where the file repeats other rows of it the day may be what was corrected.
func (i lost) may(day string, repeated bool) bool {
	if day > i.when[:min(len(i.when), len("2006-01-02"))] {
		return false // nobody writes down what is still to come
	}
	return repeated || i.first <= day && day <= i.last
}

// losses lists the imports of the kind, of organisations in the file, of which rows are gone that the file does not hold.
func (d *Draft) losses(tx *store.Tx, c *comparison) ([]lost, error) {
	mine := map[network.OrganisationID]bool{}
	for i := range d.lines {
		mine[d.lines[i].organisation] = true
	}
	var list []lost
	_, err := store.List(tx, func(r store.Row) (i lost, err error) {
		var o network.OrganisationID
		if err = r.Scan(&i.id, &o, &i.when, &i.first, &i.last, &i.rows); err == nil && mine[o] {
			list = append(list, i)
		}
		return i, err
	}, `SELECT i.id, i.organisation_id, i.imported, COALESCE(i.first_day, ''), COALESCE(i.last_day, ''), COUNT(*) FROM sheet_rows r JOIN sheet_imports i ON i.id = r.import_id
WHERE r.record = '' AND r.kind = $1 GROUP BY i.id, i.organisation_id, i.imported, i.first_day, i.last_day ORDER BY i.id`, nouns[d.form.kind])
	if err != nil {
		return nil, errs.Wrap(err, "read imports with rows that are gone")
	}
	for _, s := range c.met {
		for i := range list {
			if s.record == "" && list[i].id == s.imported {
				list[i].rows--
			}
		}
	}
	return slices.DeleteFunc(list, func(i lost) bool { return i.rows <= 0 }), nil
}

// askErased asks about new rows that may be of people who were erased since an earlier state of the file was imported.
func (d *Draft) askErased(tx *store.Tx, c *comparison) error {
	losses, err := d.losses(tx, c)
	if err != nil || len(losses) == 0 {
		return err
	}
	repeats := map[string]bool{}
	for _, s := range c.met {
		repeats[s.imported] = true
	}
	var perhaps []*line
	for _, i := range losses {
		before := repeats[i.id] || c.versions[i.id]
		if !before {
			if before, err = emptied(tx, i.id); err != nil {
				return err
			}
		}
		for n := range d.lines {
			l := &d.lines[n]
			if _, met := c.met[l.row]; before && !met && !c.left[l.row] && i.may(d.value(l, "day"), repeats[i.id]) && !slices.Contains(perhaps, l) {
				perhaps = append(perhaps, l)
			}
		}
	}
	if perhaps, err = d.ofNobodyKnown(tx, perhaps); err != nil || len(perhaps) == 0 {
		return err
	}
	rows := rowsOf(perhaps)
	slices.Sort(rows)
	if c.ask(d, Question{
		ID: "erased", Rows: [][]int{rows}, Words: Words{"ask.question.erased", []any{"count", len(rows)}}, Answers: answers("erased", leaveOut, "others"),
	}) == leaveOut {
		for _, row := range rows {
			c.left[row] = true
		}
	}
	return nil
}

// emptied reports whether nothing stands of an import: no row is left by which a version of it could be known.
func emptied(tx *store.Tx, id string) (bool, error) {
	_, some, err := store.One(tx, func(r store.Row) (kind string, err error) { return kind, r.Scan(&kind) }, `SELECT kind FROM sheet_rows WHERE import_id = $1 AND record <> '' LIMIT 1`, id)
	return !some, errs.Wrap(err, "look for rows of import", id)
}

// ofNobodyKnown are the lines that name nobody whose code is known, nor a contact that stands: who was erased is neither.
func (d *Draft) ofNobodyKnown(tx *store.Tx, lines []*line) ([]*line, error) {
	about, err := d.whose(tx, lines)
	if err != nil {
		return nil, err
	}
	var others []token
	for _, l := range lines {
		if d.form.kind == Actions && !l.other.zero() {
			others = append(others, l.other)
		}
	}
	stand, err := standingRows(tx, others)
	return slices.DeleteFunc(lines, func(l *line) bool { return about[l.row] != "" || d.form.kind == Actions && stand[l.other].record != "" }), err
}
