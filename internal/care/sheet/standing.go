package sheet

import (
	"maps"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// What stands already from earlier files is recognised row by row. Where a row's own number says one thing and the row
// another, or the file speaks of the same unit and days as an earlier one without holding its rows, nothing is believed:
// it is asked whether the earlier import is to be replaced.

// standing is a row recorded by an earlier import.
type standing struct {
	identity token
	imported string // id of the import
	record   string
	unit     network.UnitID
	day      string
	content  token // of a row with its own number; zero for one without, and for one recorded before these were kept
}

// scanStanding reads a row as columns standingColumns.
func scanStanding(r store.Row) (s standing, err error) {
	var identity, content []byte
	if err := r.Scan(&identity, &s.imported, &s.record, &s.unit, &s.day, &content); err != nil {
		return s, err
	}
	copy(s.identity[:], identity)
	copy(s.content[:], content)
	return s, nil
}

const standingColumns = `identity, import_id, record, COALESCE(unit_id, ''), COALESCE(day, ''), content`

// standingRows finds the rows recorded under identities.
func standingRows(tx *store.Tx, identities []token) (map[token]standing, error) {
	found := map[token]standing{}
	err := inBatches(tx, `SELECT `+standingColumns+` FROM sheet_rows WHERE identity IN `+placeholders(1, batch), identities, func(r store.Row) error {
		s, err := scanStanding(r)
		if err == nil {
			found[s.identity] = s
		}
		return err
	})
	if err == nil {
		err = goneRows(tx, identities, found)
	}
	return found, errs.Wrap(err, "look up rows of imports")
}

// recognise finds the lines that are recorded already, by their own number, by what they say, or by what they said before
// codes were folded. A number that is known although the row says something else is asked about.
func (d *Draft) recogniseLines(tx *store.Tx, c *comparison) error {
	ids := make([]token, 0, len(d.lines))
	for i := range d.lines {
		ids = append(ids, d.lines[i].identity)
	}
	for _, f := range d.former {
		if !f.identity.zero() {
			ids = append(ids, f.identity)
		}
	}
	found, err := standingRows(tx, ids)
	if err != nil {
		return err
	}
	byContent, err := d.knownByContent(tx, c, found)
	if err != nil {
		return err
	}
	var conflicts []*line
	for i := range d.lines {
		l := &d.lines[i]
		s, known := found[l.identity]
		if f, changed := d.former[l.row]; !known && changed && !f.identity.zero() {
			s, known = found[f.identity]
		}
		switch same, isSame := byContent[l.row]; {
		case isSame:
			c.known[l.row] = same
		case known && d.contradicts(c, l, s):
			conflicts = append(conflicts, l)
			c.known[l.row] = s
		case known:
			c.known[l.row] = s
		}
	}
	c.met = maps.Clone(c.known)
	if len(conflicts) > 0 {
		return d.askNumbers(tx, c, conflicts)
	}
	return nil
}

// contradicts reports whether a row that stands under the number of a line says something else. Of a row recorded before
// contents were kept only its unit and day are known, and of one that is gone the quarters of its import.
func (d *Draft) contradicts(c *comparison, l *line, s standing) bool {
	switch {
	case l.content.zero():
		return false // it was recognised by what it says
	case s.record == "":
		e, day := c.earlier[s.imported], d.value(l, "day")
		return e.first != "" && (day < e.first || e.last < day)
	case !s.content.zero():
		return s.content != l.content
	}
	return s.day != d.value(l, "day") || s.unit != l.unit
}

// knownByContent finds lines with a number that are recorded by what they say: under another number, or since numbers were
// answered to begin again in each file. Nothing can be where no import of the kind stands.
func (d *Draft) knownByContent(tx *store.Tx, c *comparison, found map[token]standing) (map[int]standing, error) {
	byRow := map[int]standing{}
	if len(c.earlier) == 0 {
		return byRow, nil
	}
	times := map[token]int{}
	identities := map[token]int{}
	for i := range d.lines {
		l := &d.lines[i]
		if l.content.zero() {
			continue
		}
		n := times[l.content]
		times[l.content]++
		if s, known := found[l.identity]; known && !d.contradicts(c, l, s) {
			continue
		}
		identities[d.contentToken(l, l.reference, n)] = l.row
	}
	rows, err := standingRows(tx, keysOf(identities))
	for identity, s := range rows {
		byRow[identities[identity]] = s
	}
	return byRow, err
}

func keysOf(set map[token]int) []token {
	keys := make([]token, 0, len(set))
	for key := range set {
		keys = append(keys, key)
	}
	return keys
}

// askNumbers asks what it means that rows have numbers that are known and say something else. The import that is corrected may be another than the one that
// has the numbers, where these began again in each file: it is the one whose rows the file repeats.
func (d *Draft) askNumbers(tx *store.Tx, c *comparison, conflicts []*line) error {
	versions := map[string]version{}
	for _, l := range conflicts {
		id := c.known[l.row].imported
		versions[id] = version{earlierImport: c.earlier[id]}
	}
	of, held := map[int]bool{}, map[string]int{}
	for _, l := range conflicts {
		of[l.row] = true
	}
	for row, s := range c.known {
		if !of[row] {
			held[s.imported]++
		}
	}
	for id, n := range held {
		if v, known := versions[id]; known || c.earlier[id].rows > n {
			v.earlierImport, v.repeats = c.earlier[id], n
			versions[id] = v
		}
	}
	replace, err := d.replacements(tx, c, sortedVersions(versions))
	if err != nil {
		return err
	}
	rows := rowsOf(conflicts)
	q := Question{
		ID: "numbers", Columns: []string{d.numberColumn()}, Rows: [][]int{rows}, Words: Words{"ask.question.numbers", []any{"count", len(rows)}},
		Answers: slices.Concat(answers("numbers", "each_file"), answersOf(replace), answers("numbers", leaveOut)),
	}
	switch given := c.ask(d, q); given {
	case "", leaveOut:
	default:
		goes := replace.of(given)
		if err := c.replace(tx, goes); err != nil {
			return err
		}
		d.beginAgain(c, conflicts, goes)
	}
	return nil
}

// beginAgain takes the numbers of imports that stay for ones that began again: what they said of a row, living or gone, is said of another.
func (d *Draft) beginAgain(c *comparison, conflicts []*line, goes map[string]bool) {
	for _, l := range conflicts {
		if s, known := c.known[l.row]; known && !goes[s.imported] {
			c.eachFile = true
			delete(c.known, l.row)
			delete(c.met, l.row)
			delete(c.versions, s.imported)
		}
	}
	for i := range d.lines {
		l := &d.lines[i]
		if s, known := c.known[l.row]; c.eachFile && known && s.record == "" && s.identity == l.identity && !l.content.zero() && !goes[s.imported] {
			delete(c.known, l.row)
			delete(c.met, l.row)
		}
	}
}

// earlierImport is an import of the same kind that stands.
type earlierImport struct {
	id          string
	when        string
	rows        int // that stand
	first, last string
}

// earlierImports lists those of the organisations in the file, the earliest first.
func (d *Draft) earlierImports(tx *store.Tx) (map[string]earlierImport, error) {
	mine := map[network.OrganisationID]bool{}
	for i := range d.lines {
		mine[d.lines[i].organisation] = true
	}
	all := map[string]earlierImport{}
	_, err := store.List(tx, func(r store.Row) (e earlierImport, err error) {
		var o network.OrganisationID
		if err = r.Scan(&e.id, &o, &e.when, &e.rows, &e.first, &e.last); err == nil && mine[o] {
			all[e.id] = e
		}
		return e, err
	}, `SELECT id, organisation_id, imported, added, COALESCE(first_day, ''), COALESCE(last_day, '') FROM sheet_imports WHERE kind = $1 AND undone IS NULL`, string(d.form.kind))
	return all, errs.Wrap(err, "read earlier imports")
}
