package kit

import (
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// Correction is what somebody corrects about a record: what they say, what stands, and how it is saved.
type Correction struct {
	Noun, ID     string
	Revision     int64 // that was read
	Mine, Theirs Bound
	Standing     int64 // the revision that stands
	Save         func(*store.Tx) error
}

// Correct saves a correction, once, and goes back to the record, which offers to undo it. Where nothing was changed it says so; where somebody else was faster it shows both.
// What stands is read where the correction is saved, and again where a form has to ask for it once more.
func (d *Desk) Correct(r *page.Request, fields *page.Fields, read func(*store.Tx) (Correction, error), ask func(*Teller) Form) error {
	var x Correction
	var err error
	if !Wrong(fields) {
		says := func(tx *store.Tx) (_ any, err error) {
			x, err = read(tx)
			return []any{x.Noun, x.ID, x.Revision, x.Mine.Answers(), fields.Text("reason")}, err
		}
		_, err = d.once(r, fields, says, func(tx *store.Tx) (work.Reference, error) {
			return work.Reference{Noun: x.Noun, ID: x.ID}, x.Save(tx)
		}, func(*store.Tx, work.Reference) error { return nil })
		path := To(x.Noun, x.ID)
		e, known := errs.Of(err)
		switch {
		case err == nil:
			return d.Done(r, path, page.Sentence{"desk.said.changed"}, path+"/"+Restore, "at", Itoa(x.Revision+1))
		case known && e.Key == "work.unchanged" && x.Revision == x.Standing:
			return r.Say(path, "desk.said.unchanged")
		case known && e.Key == "work.unchanged": // it says already what it was to say
			return r.Say(path, "desk.said.changed")
		}
	}
	var own bool
	c, failed := d.Learn(r, func(tx *store.Tx) (err error) {
		if x, err = read(tx); err == nil {
			own, err = x.own(r, tx)
		}
		return err
	})
	if failed != nil {
		return failed
	}
	a := ask(c)
	if Meanwhile(err) || intake.SentOtherwise(err) { // also from the form that was sent already
		a.Own = own
		return d.Conflict(r, a, x.Standing, x.Mine, x.Theirs)
	}
	return d.GiveBack(r, a, err)
}

// own reports whether all corrections of a record since it was read are the reader's own.
func (x Correction) own(r *page.Request, tx *store.Tx) (bool, error) {
	since := x.Standing - x.Revision
	if since <= 0 {
		return false, nil
	}
	list, err := work.Corrections(tx, x.ID)
	if err != nil || int64(len(list)) < since {
		return false, err
	}
	return !slices.ContainsFunc(list[:since], func(c work.Correction) bool { return c.Account != r.Subject().Account }), nil
}

// Restored undoes the correction of a record that made the revision of the form, once.
func (d *Desk) Restored(r *page.Request, noun string, restore func(tx *store.Tx, revision int64) error) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	if !d.Undoes(r, fields) {
		return TooLate(noun, r.PathValue("id"))
	}
	_, err = d.Once(r, fields, []any{"restore", fields.Text("at")}, func(tx *store.Tx) (work.Reference, error) {
		return work.Reference{Noun: noun, ID: r.PathValue("id")}, restore(tx, At(fields))
	})
	if err != nil {
		return Gone(err)
	}
	return r.Say(To(noun, r.PathValue("id")), "desk.said.restored")
}

// Corrects shows the form that corrects a record, with what was typed after it was saved: the form that made it was sent again with other answers.
func (d *Desk) Corrects(r *page.Request, a Form) error {
	return d.GiveBack(r, a, errs.E(errs.Conflict, "intake.corrects"))
}
