package sheet

import (
	"cmp"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/person"
)

// comparison is a draft beside what is already recorded.
type comparison struct {
	earlier   map[string]earlierImport // imports of the kind that stand
	replaced  []string                 // of them, those that an answer undoes
	goes      map[string]bool          // records that are undone with them
	known     map[int]standing         // by row of the file: rows imported before
	met       map[int]standing         // the same, before any answer
	versions  map[string]bool          // imports that the file may be a version of
	eachFile  bool                     // numbers begin again in each file: rows are known by what they say
	fresh     []fresh                  // lines to record, in the order of the file
	left      map[int]bool             // rows that an answer leaves out
	unsaid    map[int]bool             // rows whose answer about protection gives way to the one that stands
	refused   []Refused                // beyond those refused while reading
	persons   map[token]person.ID      // reference → person recorded before
	about     map[int]token            // by row: another reference than the line's, of who it was recorded with before
	renamed   []renaming
	alike     []Alike
	linked    map[token]string   // identity of another row → its record
	people    []*people          // whom the fresh lines are about, in a fixed order
	turns     map[token]turns    // of codes that were given anew
	amended   []standing         // rows that stand, whose place others take
	overruled map[person.ID]bool // of whom the file corrects what is recorded
	standing  int                // new rows of units and days that stand from an earlier file
	questions []Question
}

// fresh is a line that is not recorded yet, with what the file left to the network to say.
type fresh struct {
	*line
	reference token // who it is about, after all answers
	identity  token // under which it is recorded
	project   network.ProjectID
	province  string
}

// Compare tells what is new in the file and what is known, refuses rows that contradict what is recorded, and asks what
// only that shows. It writes nothing; the preview it gives is complete, unless reading left a question open: then
// nothing can be compared yet, and it is the one that reading gave, with what will be asked whatever the answers are.
func (d *Draft) Compare(tx *store.Tx) (Preview, error) {
	if len(d.preview.Open()) > 0 {
		p := d.preview
		more, err := d.foreseen(tx)
		p.Questions = slices.Concat(p.Questions, more)
		return p, err
	}
	c, err := d.compare(tx)
	if err != nil {
		return d.preview, err
	}
	p := d.shown(c)
	if len(p.Open()) == 0 {
		p.Tally = d.tally(c, p)
	}
	return p, nil
}

// shown is the preview of what a comparison found.
func (d *Draft) shown(c *comparison) Preview {
	p := d.preview
	p.Questions = slices.Concat(p.Questions, c.questions)
	p.Refused = slices.Concat(p.Refused, c.refused)
	p.Known, p.New, p.Standing, p.Alike, p.Replaced = len(c.known), len(c.fresh), c.standing, c.alike, c.replaced
	if len(c.left) > 0 {
		p.Dropped = slices.Clone(p.Dropped)
		for row := range c.left {
			p.Dropped = append(p.Dropped, Dropped{row, DroppedAnswer})
		}
		p.Rows -= len(c.left)
		slices.SortStableFunc(p.Dropped, func(a, b Dropped) int { return a.Row - b.Row })
	}
	for _, who := range c.people {
		if who.id == "" {
			p.Persons++
		}
	}
	return p
}

// agrees reports whether what would be recorded is what another preview showed: as many rows that are new, known, refused or beside others, and as many new people.
func (p Preview) agrees(seen Preview) bool {
	counts := func(p Preview) [6]int {
		return [6]int{p.New, p.Known, p.Persons, p.Standing, p.RefusedRows(), p.Rows}
	}
	return counts(p) == counts(seen) && slices.Equal(p.Replaced, seen.Replaced)
}

func (d *Draft) compare(tx *store.Tx) (c *comparison, err error) {
	if err := open(d.preview.Questions); err != nil {
		return nil, err
	}
	c = &comparison{known: map[int]standing{}, versions: map[string]bool{}, left: map[int]bool{}, goes: map[string]bool{}, persons: map[token]person.ID{}, about: map[int]token{}}
	if c.earlier, err = d.earlierImports(tx); err != nil {
		return nil, err
	}
	if err = d.recogniseLines(tx, c); err != nil {
		return nil, err
	}
	if open(c.questions) == nil {
		if err = d.askStanding(tx, c); err != nil {
			return nil, err
		}
	}
	if err = d.askErased(tx, c); err != nil {
		return nil, err
	}
	if err = d.meetBefore(tx, c); err != nil {
		return nil, err
	}
	if err = d.findLinked(tx, c); err != nil {
		return nil, err
	}
	return c, d.gather(tx, c)
}

// ask puts a question that comparing raises and gives its answer, "" while it is open.
func (c *comparison) ask(d *Draft, q Question) string {
	q = d.given(q)
	c.questions = append(c.questions, q)
	return q.Given
}

// findLinked finds the records of the rows that lines refer to.
func (d *Draft) findLinked(tx *store.Tx, c *comparison) error {
	var others []token
	for i := range d.lines {
		if l := &d.lines[i]; !l.other.zero() {
			others = append(others, l.other)
			if f := d.former[l.row]; !f.other.zero() {
				others = append(others, f.other)
			}
		}
	}
	found, err := standingRows(tx, others)
	c.linked = map[token]string{}
	for identity, s := range found {
		c.linked[identity] = s.record
	}
	for row, f := range d.former {
		if record := c.linked[f.other]; record != "" {
			if l := d.lineOf(row); l != nil && c.linked[l.other] == "" {
				c.linked[l.other] = record
			}
		}
	}
	return err
}

// lineOf is the line of a row, nil if it is none.
func (d *Draft) lineOf(row int) *line {
	at, found := slices.BinarySearchFunc(d.lines, row, func(l line, row int) int { return l.row - row })
	if !found {
		return nil
	}
	return &d.lines[at]
}

// gather completes the fresh lines.
func (d *Draft) gather(tx *store.Tx, c *comparison) error {
	pays := payers{}
	ways := ways{}
	times := map[token]int{}
	for i := range d.lines {
		l := &d.lines[i]
		f := fresh{line: l, reference: l.reference, identity: l.identity}
		if c.eachFile && !l.content.zero() {
			f.identity = d.contentToken(l, l.reference, times[l.content])
			times[l.content]++
		}
		if _, known := c.known[l.row]; known || c.left[l.row] {
			continue
		}
		if who, other := c.about[l.row]; other {
			f.reference = who
		}
		err := d.complete(tx, c, &f, pays)
		if err == nil {
			err = d.step(tx, c, &f, ways)
		}
		if e, ok := refusal(err); ok {
			c.refused = append(c.refused, d.where(Refused{Row: l.row, Column: d.letter(e.Field), Field: e.Field, Err: e}))
		} else if err != nil {
			return err
		} else {
			c.fresh = append(c.fresh, f)
		}
	}
	err := d.askAgainstRecord(tx, c)
	if err == nil {
		err = d.askAnswersKnown(tx, c)
	}
	if err != nil {
		return err
	}
	return d.meet(tx, c)
}

// refusal tells an error that blames a field of the row from a failure of the database.
func refusal(err error) (*errs.Error, bool) {
	e, ok := errs.Of(err)
	return e, ok && e.Field != "" && (e.Kind == errs.Invalid || e.Kind == errs.Conflict)
}

// complete finds the province, the project and the other row of a line, and what only the whole line shows to be wrong.
func (d *Draft) complete(tx *store.Tx, c *comparison, f *fresh, pays payers) error {
	if _, found := c.linked[f.other]; !found && !f.other.zero() {
		if d.form.kind == Contacts {
			return errs.E(errs.Invalid, "sheet.unknown_outing").On("outing_ref")
		}
		return errs.E(errs.Invalid, "sheet.unknown_contact").On("contact_ref")
	}
	f.province = cmp.Or(d.value(f.line, "province"), d.world.units[f.unit].Province, d.world.organisations[f.organisation].Province)
	if f.province == "" {
		return missing().On("province")
	}
	switch d.form.kind {
	case Persons:
		return nil // no project pays for knowing somebody
	case Contacts:
		if d.channel(f.line) == "" {
			return missing().On("channel")
		}
	case Outings:
		if _, err := d.outing(f, ""); err != nil {
			return err
		}
	case Enrolments:
		if e := d.enrolment(f, "", ""); e.Kind == "elsewhere" && e.Receiver == "" {
			return missing().On("receiver")
		} else if e.Kind == casework.Own && e.Receiver != "" {
			return errs.E(errs.Invalid, "casework.receiver_of_own").On("receiver")
		}
	}
	day := d.value(f.line, "day")
	if f.project = network.ProjectID(d.value(f.line, "project")); f.project != "" {
		p := d.world.projects[f.project]
		return d.outside(day, f.project, p.Starts, p.Ends)
	}
	var err error
	f.project, err = pays.find(tx, f.unit, day)
	if err != nil && errs.KindOf(err) == errs.NotFound {
		return d.unpaid(tx, f.unit, day)
	}
	return err
}

// unpaid says why no project pays a unit on a day.
func (d *Draft) unpaid(tx *store.Tx, unit network.UnitID, day string) error {
	list, err := network.PaidBy(tx, unit)
	if err != nil {
		return err
	}
	if last := len(list) - 1; last >= 0 && day < list[0].Starts {
		return d.outside(day, list[0].ProjectID, list[0].Starts, list[0].Ends)
	} else if last >= 0 && day > list[last].Ends {
		return d.outside(day, list[last].ProjectID, list[last].Starts, list[last].Ends)
	}
	return errs.E(errs.Invalid, "sheet.no_project", "day", i18n.ISODay(day)).On("day")
}

// outside refuses a day before a project begins to pay, or after it has ended. The day and the project are named: one of the two is wrong.
func (d *Draft) outside(day string, project network.ProjectID, starts, ends string) error {
	name := d.world.projects[project].Name
	switch {
	case day < starts:
		return errs.E(errs.Invalid, "sheet.before_project", "day", i18n.ISODay(day), "project", name, "from", i18n.ISODay(starts)).On("day")
	case day > ends:
		return errs.E(errs.Invalid, "sheet.after_project", "day", i18n.ISODay(day), "project", name, "until", i18n.ISODay(ends)).On("day")
	}
	return nil
}

// code is a coded fact of a line; what is not told was not recorded.
func (d *Draft) code(l *line, name string) string {
	if v := d.value(l, name); v != "" {
		return v
	}
	return notRecorded
}

const notRecorded = "not_recorded"

// letter is the column of a field, if the file has one.
func (d *Draft) letter(name string) string {
	for _, c := range d.preview.Columns {
		if c.Field == name && name != "" {
			return c.Letter
		}
	}
	return ""
}

// payers remembers which project pays a unit on a day.
type payers map[[2]string]payer

type payer struct {
	project network.ProjectID
	err     error
}

func (p payers) find(tx *store.Tx, unit network.UnitID, day string) (network.ProjectID, error) {
	key := [2]string{string(unit), day}
	found, ok := p[key]
	if !ok {
		found.project, found.err = network.Pays(tx, unit, day)
		p[key] = found
	}
	return found.project, found.err
}
