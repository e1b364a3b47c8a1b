package sheet

import (
	"slices"
	"strings"

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
		case known && d.contradicts(l, s):
			conflicts = append(conflicts, l)
			c.known[l.row] = s
		case known:
			c.known[l.row] = s
		}
	}
	if len(conflicts) > 0 {
		return d.askNumbers(tx, c, conflicts)
	}
	return nil
}

// contradicts reports whether a row that stands under the number of a line says something else. Of a row recorded before
// contents were kept only its unit and day are known.
func (d *Draft) contradicts(l *line, s standing) bool {
	switch {
	case l.content.zero(), s.record == "":
		return false // it was recognised by what it says, or nothing is known of it any more
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
		if s, known := found[l.identity]; known && !d.contradicts(l, s) {
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

// askNumbers asks what it means that rows have numbers that are known and say something else.
func (d *Draft) askNumbers(tx *store.Tx, c *comparison, conflicts []*line) error {
	imports := map[string]bool{}
	for _, l := range conflicts {
		imports[c.known[l.row].imported] = true
	}
	replace, err := d.replacement(tx, c, imports)
	if err != nil {
		return err
	}
	rows := rowsOf(conflicts)
	q := Question{
		ID: "numbers", Columns: []string{d.numberColumn()}, Rows: [][]int{rows}, Words: Words{"ask.question.numbers", []any{"count", len(rows)}},
		Answers: slices.Concat(answers("numbers", "each_file"), replace, answers("numbers", leaveOut)),
	}
	switch c.ask(d, q) {
	case "each_file":
		c.eachFile = true
		for _, l := range conflicts {
			delete(c.known, l.row)
		}
	case "replace":
		c.replace(imports)
	}
	return nil
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

// replacement is the answer that replaces imports, if nothing stands in the way of undoing them. It says how many of their
// rows the file does not hold.
func (d *Draft) replacement(tx *store.Tx, c *comparison, imports map[string]bool) ([]Answer, error) {
	held := map[string]int{}
	for _, s := range c.known {
		held[s.imported]++
	}
	rows, gone := 0, 0
	for id := range imports {
		uses, err := d.desk.Uses(tx, id)
		if err != nil {
			return nil, err
		}
		if len(uses) > 0 {
			return nil, nil
		}
		rows += c.earlier[id].rows
		gone += c.earlier[id].rows - held[id]
	}
	when := make([]string, 0, len(imports))
	for id := range imports {
		when = append(when, c.earlier[id].when)
	}
	slices.Sort(when)
	key := "ask.answer.replace"
	if gone > 0 {
		key = "ask.answer.replace_losing"
	}
	return []Answer{{"replace", Words{key, []any{"count", len(imports), "when", strings.Join(daysOf(when), ", "), "rows", []Words{{"ask.rows_counted", []any{"count", rows}}}, "gone", []Words{{"ask.rows_gone", []any{"count", gone}}}}}}}, nil
}

// daysOf cuts instants to their days.
func daysOf(instants []string) []string {
	days := make([]string, len(instants))
	for i, at := range instants {
		days[i] = at[:min(len(at), len("2006-01-02"))]
	}
	return slices.Compact(days)
}

// replace takes imports for undone: their rows and the persons they made are not there.
func (c *comparison) replace(imports map[string]bool) {
	for id := range imports {
		c.replaced = append(c.replaced, id)
	}
	slices.Sort(c.replaced)
	for row, s := range c.known {
		if imports[s.imported] {
			delete(c.known, row)
		}
	}
}

// place is when and where work was done.
type place struct {
	unit network.UnitID
	day  string
}

// extent is what a file speaks of: its units, and its days from the first to the last.
type extent struct {
	units       map[network.UnitID]bool
	first, last string
}

// holds reports whether a row would stand in the file if it had been left there.
func (x extent) holds(s standing) bool { return x.units[s.unit] && x.first <= s.day && s.day <= x.last }

// overlap is how a file lies over what stands.
type overlap struct {
	fresh   map[place][]*line // new rows
	held    map[string]bool   // records that the file holds
	repeats map[string]bool   // imports of which the file holds rows
	of      extent
}

func (d *Draft) overlap(c *comparison) overlap {
	x := overlap{map[place][]*line{}, map[string]bool{}, map[string]bool{}, extent{units: map[network.UnitID]bool{}}}
	for i := range d.lines {
		l := &d.lines[i]
		day := d.value(l, "day")
		x.of.units[l.unit] = true
		if x.of.first == "" || day < x.of.first {
			x.of.first = day
		}
		x.of.last = max(x.of.last, day)
		if s, known := c.known[l.row]; known {
			x.held[s.record], x.repeats[s.imported] = true, true
		} else {
			x.fresh[place{l.unit, day}] = append(x.fresh[place{l.unit, day}], l)
		}
	}
	return x
}

// askStanding counts the new rows of units and days that stand already from an earlier file, and asks where the file may be a corrected version of it: the
// earlier one has rows on those days that this one has not, or this one repeats rows of it and lacks others from among them, as when a day was corrected.
func (d *Draft) askStanding(tx *store.Tx, c *comparison) error {
	x := d.overlap(c)
	imports, stands, odd, lacking := map[string]bool{}, map[place]bool{}, map[place]bool{}, 0
	for _, e := range c.earlier {
		if slices.Contains(c.replaced, e.id) || e.last < x.of.first || e.first > x.of.last {
			continue
		}
		_, err := store.List(tx, func(r store.Row) (standing, error) {
			s, err := scanStanding(r)
			at := place{s.unit, s.day}
			numbered := func(l *line) bool { return !l.content.zero() && !c.eachFile }
			switch fresh := x.fresh[at]; {
			case err != nil:
			case len(fresh) > 0:
				stands[at] = true
				if !x.held[s.record] && (s.content.zero() || !slices.ContainsFunc(fresh, numbered)) {
					odd[at], imports[e.id] = true, true
				}
			case x.repeats[e.id] && !x.held[s.record] && (s.content.zero() || c.eachFile) && x.of.holds(s):
				imports[e.id] = true
				lacking++
			}
			return s, err
		}, `SELECT `+standingColumns+` FROM sheet_rows WHERE import_id = $1 AND kind = $2 AND record <> ''`, e.id, nouns[d.form.kind])
		if err != nil {
			return errs.Wrap(err, "read rows of import", e.id)
		}
	}
	for at := range stands {
		c.standing += len(x.fresh[at])
	}
	if len(imports) == 0 {
		return nil
	}
	return d.askWhetherCorrected(tx, c, imports, x.doubtful(odd, lacking > 0), lacking)
}

// doubtful are the new rows of places, or all.
func (x overlap) doubtful(places map[place]bool, all bool) (rows []int) {
	for at, lines := range x.fresh {
		if all || places[at] {
			rows = append(rows, rowsOf(lines)...)
		}
	}
	slices.Sort(rows)
	return rows
}

// askWhetherCorrected asks whether new rows correct earlier imports.
func (d *Draft) askWhetherCorrected(tx *store.Tx, c *comparison, imports map[string]bool, rows []int, lacking int) error {
	replace, err := d.replacement(tx, c, imports)
	if err != nil {
		return err
	}
	q := Question{ID: "standing", Rows: [][]int{rows}, Words: Words{"ask.question.standing", []any{"count", len(rows)}}, Answers: slices.Concat(replace, answers("standing", "add", leaveOut))}
	switch {
	case len(rows) == 0: // rows were taken out, and nothing was added
		q.Rows, q.Words, q.Answers = nil, Words{"ask.question.standing_fewer", []any{"count", lacking}}, slices.Concat(replace, answers("standing", "keep"))
	case lacking > 0:
		q.Words.Key = "ask.question.standing_lacking"
	}
	switch c.ask(d, q) {
	case "replace":
		c.replace(imports)
	case leaveOut:
		for _, row := range rows {
			c.left[row] = true
		}
	}
	return nil
}
