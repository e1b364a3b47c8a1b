package kit

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// new asks what is asked of a new record.
func (k *Sealed[T]) new(d *Desk) page.Handler {
	return func(r *page.Request) error {
		c, err := d.Learn(r)
		if err != nil {
			return err
		}
		fields := &page.Fields{}
		Prefill(fields, k.Start(c)...)
		a := k.blank(r, fields)
		a.Told = c
		return d.ShowForm(r, http.StatusOK, a)
	}
}

// blank is the form of a new record.
func (k *Sealed[T]) blank(r *page.Request, fields *page.Fields) Form {
	unit := Question{Name: "unit", By: ByList, List: "unit"}
	return Form{
		Name: k.Name, Action: k.Path, Fields: fields, Questions: append([]Question{unit}, k.Ask...), Sealed: true,
		Back: page.Link{Label: r.Printer().T(k.Name + ".title"), Path: k.Path},
	}
}

// correction is the form that changes one.
func (k *Sealed[T]) correction(r *page.Request, id string, fields *page.Fields, hidden []page.Pair) Form {
	return Form{
		Name: k.Name + "_edit", Action: k.page(id) + "/edit", Fields: fields, Hidden: hidden, Questions: slices.Clone(k.Ask), Sealed: true,
		Back: page.Link{Label: r.Printer().T(k.Name + ".one"), Path: k.page(id)},
	}
}

// save seals a new record.
func (k *Sealed[T]) save(d *Desk) page.Handler {
	return func(r *page.Request) error {
		fields, err := r.Fields()
		if err != nil {
			return err
		}
		var says T
		var unit string
		k.bound(&says, &unit).Read(fields)
		id, made, err := k.write(d, r, fields, says, k.begins(unit))
		if err != nil {
			return d.GiveBack(r, k.blank(r, fields), err)
		}
		if made != id {
			return k.again(d, r, fields, made, says)
		}
		return r.Say(k.page(made), "desk.said.recorded")
	}
}

// again answers a form that was sent before: with what was made of it, or, where something else was typed since, with the form that corrects that.
func (k *Sealed[T]) again(d *Desk, r *page.Request, fields *page.Fields, made string, says T) error {
	r.SetPathValue("id", made)
	_, x, err := k.Find(d, r)
	if err != nil {
		return err
	}
	mine, theirs := k.bound(&says, nil).Answers(), k.bound(&x.Says, nil).Answers()
	if x.Unread || maps.Equal(mine, theirs) {
		return r.Say(k.page(made), "desk.said.recorded")
	}
	if x.State != vault.Coming {
		return k.over(d, r, fields, x.State)
	}
	return d.Corrects(r, k.correction(r, made, fields, Remembered(x.Revision, theirs)))
}

// write checks, seals and writes a record, once. It answers the id that it would have, and that of the one that was made: another where the form was sent before.
func (k *Sealed[T]) write(d *Desk, r *page.Request, fields *page.Fields, says T, from draft[T]) (id, made string, err error) {
	if k.Check != nil {
		if err := k.Check(d, says); err != nil {
			return "", "", err
		}
	}
	var draft vault.SharedDraft[T]
	standing, err := d.SealedOnce(r, fields, nil, Sealing{
		Read: func(tx *store.Tx) (err error) {
			draft, err = from(tx)
			return err
		},
		Seal: func(who *seal.Identity) (func(*store.Tx) error, error) {
			change, err := draft.Seal(who, says)
			id = change.ID
			return change.Record, err
		},
	}, func() work.Reference { return work.Reference{Noun: k.Name, ID: id} })
	return id, standing.ID, err
}

// edit asks what changes.
func (k *Sealed[T]) edit(d *Desk) page.Handler {
	return func(r *page.Request) error {
		c, x, err := k.Find(d, r)
		if err == nil && x.Unread {
			err = errs.E(errs.Conflict, k.Lost)
		}
		if err != nil {
			return err
		}
		b := k.bound(&x.Says, nil)
		fields := &page.Fields{}
		b.Fill(fields)
		a := k.correction(r, x.ID, fields, Remembered(x.Revision, b.Answers()))
		a.Told = c
		return d.ShowForm(r, http.StatusOK, a)
	}
}

// change saves a change, or shows both versions if somebody else was faster.
func (k *Sealed[T]) change(d *Desk) page.Handler {
	return func(r *page.Request) error {
		fields, err := r.Fields()
		if err != nil {
			return err
		}
		id := r.PathValue("id")
		var says T
		b := k.bound(&says, nil)
		b.Read(fields)
		revision, _ := strconv.ParseInt(fields.Text("revision"), 10, 64)
		from := k.changes(id, revision)
		if Untouched(fields, b) {
			err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error { // of which there is none, nothing is said to be unchanged
				_, err := from(tx)
				return err
			})
			if err != nil {
				return err
			}
			return r.Say(k.page(id), "desk.said.unchanged")
		}
		_, _, err = k.write(d, r, fields, says, from)
		if state, ended := k.Ended(err); ended {
			return k.over(d, r, fields, state)
		}
		switch a := k.correction(r, id, fields, Remembered(revision, SaidBefore(fields, b))); {
		case Meanwhile(err):
			_, theirs, err := k.Find(d, r)
			if err != nil {
				return d.GiveBack(r, a, err)
			}
			return d.Conflict(r, a, theirs.Revision, b, k.bound(&theirs.Says, nil))
		case err != nil:
			return d.GiveBack(r, a, err)
		}
		return r.Say(k.page(id), "desk.said.changed")
	}
}

// over gives back what was typed about a record that has ended meanwhile: it can be saved as a new one.
func (k *Sealed[T]) over(d *Desk, r *page.Request, fields *page.Fields, state string) error {
	_, was, err := k.Find(d, r)
	if err != nil {
		return err
	}
	fields.Set("unit", string(was.UnitID))
	fields.Keep(errs.E(errs.Invalid, "desk."+k.Name+".was_"+state))
	return d.ShowForm(r, http.StatusConflict, k.blank(r, fields))
}
