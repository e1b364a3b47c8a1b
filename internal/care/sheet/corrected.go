package sheet

import (
	"cmp"
	"maps"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
)

// Which earlier import a file corrects is told by the rows that it repeats. Colleagues record in one unit on the same days, each in a file of their own, and
// what one of them corrects must not take away what another has written: a place belongs to the import whose rows the file repeats there, files that tell of
// other people are no versions of one another, and each import that may be meant is offered by itself.

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
	fresh     map[place][]*line         // new rows
	held      map[string]bool           // records that the file holds
	repeats   map[string]int            // by import: rows of it that the file holds
	repeatsAt map[place]map[string]bool // imports of which it holds rows there
	of        extent
	days      int // different days of its rows
}

func (d *Draft) overlap(c *comparison) overlap {
	x := overlap{map[place][]*line{}, map[string]bool{}, map[string]int{}, map[place]map[string]bool{}, extent{units: map[network.UnitID]bool{}}, 0}
	days := map[string]bool{}
	for i := range d.lines {
		l := &d.lines[i]
		at := place{l.unit, d.value(l, "day")}
		x.of.units[l.unit], days[at.day] = true, true
		if x.of.first == "" || at.day < x.of.first {
			x.of.first = at.day
		}
		x.of.last = max(x.of.last, at.day)
		s, known := c.known[l.row]
		if !known {
			x.fresh[at] = append(x.fresh[at], l)
			continue
		}
		x.held[s.record] = true
		x.repeats[s.imported]++
		if x.repeatsAt[at] == nil {
			x.repeatsAt[at] = map[string]bool{}
		}
		x.repeatsAt[at][s.imported] = true
	}
	x.days = len(days)
	return x
}

// version is an earlier import that the file may correct.
type version struct {
	earlierImport
	repeats int             // rows of it that the file holds
	lacking int             // rows of it that the file lacks from among its units and days, where it has nothing new
	odd     map[place]bool  // where the file has new rows, and the import others
	records map[string]bool // those others
	places  map[place]int   // its rows
}

// likely reports whether the file holds most of what it would hold as a corrected version.
func (v version) likely() bool { return v.repeats >= v.lacking+len(v.records) }

// sortedVersions puts those first of which the file repeats most.
func sortedVersions(set map[string]version) []version {
	return slices.SortedFunc(maps.Values(set), func(a, b version) int {
		return cmp.Or(cmp.Compare(b.repeats, a.repeats), cmp.Compare(b.when, a.when), cmp.Compare(a.id, b.id))
	})
}

// fewTaken is of how many rows that the file repeats one may be missing at its end as one that was taken out. Where more are, it is an earlier state or a part.
const fewTaken = 4

// version reads an earlier import as the file may correct it, and the places of new rows where it stands.
func (d *Draft) version(tx *store.Tx, c *comparison, x overlap, e earlierImport, stands map[place]bool) (version, error) {
	v := version{e, x.repeats[e.id], 0, map[place]bool{}, map[string]bool{}, map[place]int{}}
	tail := 0 // rows of it behind or before the days of a file in which nothing is new
	numbered := func(l *line) bool { return !l.content.zero() && !c.eachFile }
	_, err := store.List(tx, func(r store.Row) (standing, error) {
		s, err := scanStanding(r)
		at := place{s.unit, s.day}
		v.places[at]++
		switch fresh := x.fresh[at]; {
		case err != nil:
		case len(fresh) > 0:
			stands[at] = true
			mine := len(x.repeatsAt[at]) == 0 || x.repeatsAt[at][e.id]
			if mine && !x.held[s.record] && (s.content.zero() || !slices.ContainsFunc(fresh, numbered)) {
				v.odd[at], v.records[s.record] = true, true
			}
		case !x.held[s.record] && x.of.holds(s):
			v.lacking++
		case !x.held[s.record] && len(x.fresh) == 0 && x.of.units[s.unit]:
			tail++
		}
		return s, err
	}, `SELECT `+standingColumns+` FROM sheet_rows WHERE import_id = $1 AND kind = $2 AND record <> ''`, e.id, nouns[d.form.kind])
	if tail*fewTaken <= v.repeats {
		v.lacking += tail
	}
	if v.repeats < v.lacking { // a few rows may be alike by chance
		v.lacking = 0
	}
	return v, errs.Wrap(err, "read rows of import", e.id)
}

// askStanding counts the new rows of units and days that stand already from an earlier file, and asks where the file may be a corrected version of it: the
// earlier one has rows on those days that this one has not, or this one repeats rows of it and lacks others from among them, as when a day was corrected; or
// all its rows stand there in another unit or month.
func (d *Draft) askStanding(tx *store.Tx, c *comparison) error {
	x := d.overlap(c)
	versions, stands := map[string]version{}, map[place]bool{}
	for _, e := range c.earlier {
		if slices.Contains(c.replaced, e.id) || e.last < x.of.first || e.first > x.of.last {
			continue
		}
		v, err := d.version(tx, c, x, e, stands)
		if err != nil {
			return err
		}
		if len(v.odd) == 0 && v.lacking == 0 {
			continue
		}
		apart, err := d.ofOthers(tx, x, v)
		if err != nil {
			return err
		}
		if !apart {
			versions[e.id] = v
		}
	}
	for at := range stands {
		c.standing += len(x.fresh[at])
	}
	if len(versions) > 0 {
		return d.askWhetherCorrected(tx, c, x, sortedVersions(versions))
	}
	if len(x.fresh) > 0 && (d.form.kind == Enrolments || len(x.repeats) > 0) {
		if asked, err := d.askInPlace(tx, c, x); asked || err != nil {
			return err
		}
	}
	return d.askMoved(tx, c, x)
}

// ofOthers reports whether an import of which the file repeats nothing tells of other people: both have codes, and none of them means the same person where
// they meet. Where day by day both have as many rows, and say the same of most of them, all codes may have been written anew.
func (d *Draft) ofOthers(tx *store.Tx, x overlap, v version) (bool, error) {
	var references []token
	same := len(x.fresh) == len(v.places)
	for at, lines := range x.fresh {
		same = same && v.places[at] == len(lines)
		for _, l := range lines {
			if !v.odd[at] {
				continue
			}
			if l.reference.zero() {
				return false, nil
			}
			references = append(references, l.reference)
		}
	}
	if v.repeats > 0 || len(references) == 0 {
		return false, nil
	}
	if same {
		if rewritten, err := d.rewritten(tx, x, v); rewritten || err != nil {
			return false, err
		}
	}
	made, _, err := store.One(tx, func(r store.Row) (n int, err error) { return n, r.Scan(&n) }, `SELECT COUNT(*) FROM sheet_persons WHERE import_id = $1`, v.id)
	if err != nil || made == 0 {
		return false, errs.Wrap(err, "count persons of import", v.id)
	}
	known, err := acquaintances(tx, references)
	for _, a := range known {
		about, err := d.desk.kept.About(tx, string(a.person))
		if err != nil {
			return false, err
		}
		for _, r := range about {
			if v.records[r.ID] {
				return false, nil
			}
		}
	}
	return true, err
}

// rewritten reports whether most of the new rows say of somebody what a row of an import on the same day says of somebody with another code.
func (d *Draft) rewritten(tx *store.Tx, x overlap, v version) (bool, error) {
	if d.form.kind != Contacts || len(v.records) > mostAmended {
		return true, nil
	}
	type told struct {
		place
		gender, age, origin string
	}
	stand, fresh, same := map[told]int{}, 0, 0
	for record := range v.records {
		k, err := outreach.Contacts.Find(tx, record)
		if err != nil {
			return false, err
		}
		stand[told{place{k.UnitID, k.Day}, k.Gender, k.AgeBand, k.Citizenship}]++
	}
	for at, lines := range x.fresh {
		for _, l := range lines {
			fresh++
			if t := (told{at, d.code(l, "gender"), d.code(l, "age_band"), d.code(l, "citizenship")}); stand[t] > 0 {
				stand[t]--
				same++
			}
		}
	}
	return 2*same >= fresh, nil
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

// askWhetherCorrected asks whether new rows correct earlier imports. Unless the file holds most of one of them, the first answer takes nothing away.
func (d *Draft) askWhetherCorrected(tx *store.Tx, c *comparison, x overlap, versions []version) error {
	odd, lacking := map[place]bool{}, 0
	for _, v := range versions {
		maps.Copy(odd, v.odd)
		lacking += v.lacking
	}
	rows := x.doubtful(odd, lacking > 0)
	q := Question{ID: "standing", Rows: [][]int{rows}, Words: Words{"ask.question.standing", []any{"count", len(rows)}}}
	stay := answers("standing", "add", leaveOut)
	switch {
	case len(rows) == 0: // rows were taken out, and nothing was added
		q.Rows, q.Words, stay = nil, Words{"ask.question.standing_fewer", []any{"count", lacking}}, answers("standing", "keep")
	case lacking > 0:
		q.Words.Key = "ask.question.standing_lacking"
	}
	a, err := d.amends(tx, c, x)
	if err != nil {
		return err
	}
	return d.askToReplace(tx, c, q, versions, stay, a)
}

// askInPlace asks whether rows take the place of those that stand of the same people: nobody enrols twice, so that the day was corrected, or the row is of somebody
// else; and where a file repeats an earlier one but for a row, and has a new one of the same person and day, the unit was corrected.
func (d *Draft) askInPlace(tx *store.Tx, c *comparison, x overlap) (bool, error) {
	a, err := d.amends(tx, c, x)
	if err != nil || len(a.gone) == 0 {
		return false, err
	}
	words, stay := "ask.question.standing_enrolled", answers("standing", leaveOut)
	if d.form.kind != Enrolments {
		if slices.ContainsFunc(a.gone, func(s standing) bool { return x.repeats[s.imported] == 0 }) {
			return false, nil // a colleague's, of another unit
		}
		words, stay = "ask.question.standing_in_place", answers("standing", "add", leaveOut)
	}
	versions := map[string]version{}
	for _, s := range a.gone {
		v, met := versions[s.imported]
		if !met {
			v = version{earlierImport: c.earlier[s.imported], repeats: x.repeats[s.imported], records: map[string]bool{}}
		}
		v.records[s.record] = true
		versions[s.imported] = v
	}
	q := Question{ID: "standing", Rows: [][]int{a.rows}, Words: Words{words, []any{"count", len(a.rows)}}}
	return true, d.askToReplace(tx, c, q, sortedVersions(versions), stay, a)
}

// askToReplace asks a question that may be answered by replacing imports.
func (d *Draft) askToReplace(tx *store.Tx, c *comparison, q Question, versions []version, stay []Answer, a amendment) error {
	replace, err := d.replacements(tx, c, versions)
	if err != nil {
		return err
	}
	if len(a.gone) > 0 && (!versions[0].likely() || len(replace) == 0) {
		stay = append(stay, Answer{"amend", Words{"ask.answer.standing.amend", []any{"count", len(a.gone)}}})
	}
	if q.Answers = slices.Concat(stay, answersOf(replace)); versions[0].likely() {
		q.Answers = slices.Concat(answersOf(replace), stay)
	}
	switch given := c.ask(d, q); given {
	case leaveOut:
		for _, row := range q.Rows[0] {
			c.left[row] = true
		}
	case "amend":
		c.amend(a)
	default:
		return c.replace(tx, replace.of(given))
	}
	return nil
}
