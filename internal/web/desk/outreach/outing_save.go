package outreach

import (
	"slices"
	"strconv"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

var outingQuestions = []kit.Question{
	{Name: "unit", By: kit.ByList, List: "unit"},
	{Name: "day", By: kit.ByDay},
	{Name: "mode", By: kit.ByCards, List: "mode"},
	{Name: "minutes", By: kit.ByNumber},
	{Name: "women", By: kit.ByNumber},
	{Name: "men", By: kit.ByNumber},
	{Name: "trans_women", By: kit.ByNumber},
	{Name: "unknown_gender", By: kit.ByNumber},
	{Name: "province", By: kit.ByList, List: "province", More: true},
	{Name: "kilometres", By: kit.ByNumber, More: true},
	{Name: "materials", By: kit.ByNumber, More: true},
	{Name: "adverts", By: kit.ByNumber, More: true},
	{Name: "on_call", By: kit.ByTick, More: true},
}

// outingForm ties the form to an outing; who was seen goes through seen.
func outingForm(o *outreach.Outing, unit *string, seen headcounts) kit.Bound {
	b := kit.Bound{
		Text:   map[string]*string{"unit": unit, "day": &o.Day, "mode": &o.Mode, "province": &o.Province},
		Number: map[string]*int64{"minutes": &o.Minutes, "kilometres": &o.Kilometres, "materials": &o.Materials, "adverts": &o.Adverts},
		Flag:   map[string]*bool{"on_call": &o.OnCall},
	}
	for i := range seen {
		b.Number[seen[i].name()] = &seen[i].Headcount
	}
	return b
}

// outingNew asks about an outing, most of it answered already.
func (d *Desk) outingNew(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	day, unit, err := d.Here(r)
	if err != nil {
		return err
	}
	ended, err := d.fromPlanned(r, fields)
	if err != nil {
		return err
	}
	if ended {
		return r.Redirect("/plans/" + fields.Text("plan"))
	}
	kit.Prefill(fields, "unit", string(unit.ID), "day", day, "mode", "outdoor", "province", unit.Province)
	return d.ShowForm(r, 200, d.outingAsk(r, fields))
}

// fromPlanned answers the questions about an outing that was planned; of a planned outing that has ended there is nothing to record.
func (d *Desk) fromPlanned(r *page.Request, fields *page.Fields) (ended bool, err error) {
	id := fields.Text("plan")
	if id == "" {
		return false, nil
	}
	r.SetPathValue("id", id)
	planned, c, err := d.readPlanned(r)
	if err != nil {
		return false, err
	}
	kit.Prefill(fields, "unit", string(planned.UnitID), "province", c.Around.Units[planned.UnitID].Province)
	if !planned.Unread {
		kit.Prefill(fields, "day", planned.Day, "mode", planned.Mode)
	}
	return planned.State != vault.PlannedComing, nil
}

func (d *Desk) outingAsk(r *page.Request, fields *page.Fields) kit.Form {
	var hidden []page.Pair
	if planned := fields.Text("plan"); planned != "" {
		hidden = append(hidden, page.Pair{Name: "plan", Value: planned})
	}
	return kit.Form{
		Name: "outing", Action: "/outings", Fields: fields, Questions: outingQuestions, Hidden: hidden,
		Back: page.Link{Label: r.Printer().T("desk.outings.title"), Path: "/outings"},
	}
}

// outingSave records an outing and goes on to its page, where contacts are added.
func (d *Desk) outingSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	var o outreach.Outing
	var unit string
	seen := headcountsOf(nil)
	outingForm(&o, &unit, seen).Read(fields)
	if kit.Wrong(fields) {
		return d.GiveBack(r, d.outingAsk(r, fields), nil)
	}
	o.OrganisationID, o.UnitID, o.Presences = kit.Own(r), network.UnitID(unit), seen.presences()
	var unplanned error // why it is not what became of the planned one
	made, err := d.TakeIn(r, fields, []any{o, fields.Text("plan")}, func(tx *store.Tx, door *intake.Door) (work.Reference, error) {
		o, err := door.Outing(tx, o)
		made := work.Reference{Noun: "outing", ID: o.ID}
		unplanned = nil
		if planned := fields.Text("plan"); err == nil && planned != "" && policy.May(r.Subject(), policy.PlannedRecord) {
			unplanned = vault.WentOut(tx, planned, o.ID)
			return made, unplanned
		}
		return made, err
	})
	if unplanned != nil {
		err = withoutPlanned(fields, unplanned)
	}
	if intake.SentOtherwise(err) {
		r.SetPathValue("id", made.ID)
		standing, err := d.readOuting(r)
		if err != nil {
			return err
		}
		seen := headcountsOf(standing.Presences)
		return d.Corrects(r, d.outingCorrection(r, made.ID, fields, seen, kit.Remembered(standing.Revision, outingForm(&standing, new(string), seen).Answers())))
	}
	if err != nil {
		return d.GiveBack(r, d.outingAsk(r, fields), err)
	}
	undo := ""
	if fields.Text("plan") == "" { // what was planned and is made stays
		undo = kit.To("outing", made.ID) + "/" + kit.Remove
	}
	return r.Redirect(d.Done(r, kit.To("outing", made.ID), "recorded", undo))
}

// withoutPlanned says what became of the planned outing from which one is recorded. Saved again, the outing is recorded without it: nobody is asked for ever about what they cannot change.
func withoutPlanned(fields *page.Fields, err error) error {
	state, ended := vault.Ended(err)
	switch kind := errs.KindOf(err); {
	case ended:
		err = errs.E(errs.Conflict, "desk.outing.planned_"+state)
	case kind == errs.Conflict || kind == errs.NotFound:
		err = errs.E(errs.Conflict, "desk.outing.planned_gone")
	default:
		return err
	}
	fields.Set("plan")
	return err
}

// outingEdit asks for the corrections of an outing and why.
func (d *Desk) outingEdit(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	o, err := d.readOuting(r)
	if err != nil {
		return err
	}
	unit, seen := string(o.UnitID), headcountsOf(o.Presences)
	b := outingForm(&o, &unit, seen)
	b.Fill(fields)
	return d.ShowForm(r, 200, d.outingCorrection(r, o.ID, fields, seen, kit.Remembered(o.Revision, b.Answers())))
}

func (d *Desk) outingCorrection(r *page.Request, id string, fields *page.Fields, seen headcounts, hidden []page.Pair) kit.Form {
	questions := []kit.Question{}
	for _, q := range outingQuestions {
		if q.Name != "unit" && q.Name != "day" && usualGender(q.Name) == "" {
			questions = append(questions, q)
		}
	}
	at := slices.IndexFunc(questions, func(q kit.Question) bool { return q.Name == "minutes" }) + 1
	c := &kit.Teller{D: d.Desk, P: r.Printer()}
	questions = slices.Insert(questions, at, headcountQuestions(c, seen)...)
	questions = append(questions, kit.Question{Name: "reason", By: kit.ByCards, List: "correction_reason"})
	return kit.Form{
		Name: "outing_edit", Action: "/outings/" + id + "/edit", Fields: fields, Hidden: hidden, Questions: questions,
		Back: page.Link{Label: r.Printer().T("desk.outing.title"), Path: "/outings/" + id},
	}
}

// readOuting reads the outing of the address with who was seen.
func (d *Desk) readOuting(r *page.Request) (o outreach.Outing, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if o, err = outreach.Outings.Find(tx, r.PathValue("id")); err != nil {
			return err
		}
		o.Presences, err = outreach.Presences(tx, o.ID)
		return err
	})
	return o, err
}

// outingChange saves corrections, or shows both versions if somebody else was faster.
func (d *Desk) outingChange(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	theirs, err := d.readOuting(r)
	if err != nil {
		return err
	}
	mine, unit := theirs, string(theirs.UnitID)
	seen := headcountsOf(append(d.headcountsAsked(fields), theirs.Presences...))
	theirSeen := slices.Clone(seen)
	b := outingForm(&mine, &unit, seen)
	b.Read(fields)
	mine.Revision, _ = strconv.ParseInt(fields.Text("revision"), 10, 64)
	a := d.outingCorrection(r, theirs.ID, fields, seen, kit.Remembered(mine.Revision, kit.SaidBefore(fields, b)))
	if kit.Wrong(fields) {
		return d.GiveBack(r, a, nil)
	}
	mine.Presences = seen.presences()
	return d.Correct(r, a, kit.Correction{
		Noun: "outing", ID: theirs.ID, Revision: mine.Revision, Standing: theirs.Revision, Mine: b, Theirs: outingForm(&theirs, &unit, theirSeen),
		Save: func(tx *store.Tx) error { return outreach.New(d.Book).ChangeOuting(tx, mine, fields.Text("reason")) },
	})
}

// outingRestore undoes the correction that was just made.
func (d *Desk) outingRestore(r *page.Request) error {
	return d.Restored(r, "outing", func(tx *store.Tx, revision int64) error {
		return outreach.New(d.Book).RestoreOuting(tx, r.PathValue("id"), revision)
	})
}
