package kit

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// Undo takes back what was just done, and nothing else: where its button posts, and what it sends. The zero Undo is none.
//
// The address to which an act leads says what was done (said) and what would undo it (undo), with the revision that the act made (at). Another page about the same record
// offers nothing, and what was changed since is not undone.
type Undo struct {
	Label, Path string
	Hidden      []page.Pair
}

// The ways of undoing, which are the last part of its address.
const (
	Remove  = "remove"  // a record that was made
	Restore = "restore" // a correction
	Unlink  = "unlink"  // a contact that was linked
)

// undoable are the addresses at which something can be undone.
var undoable = regexp.MustCompile(`^/[a-z]+/[0-9a-f-]{36}(/[a-z]+/[0-9a-f-]{36})?/(remove|restore|unlink)$`)

// Done is the address of a page that says what was done, and offers to undo it at another. More names and values go with the undoing.
func Done(page, said, undo string, nameValue ...string) string {
	query := With(url.Values{}, append([]string{"said", said, "undo", undo}, nameValue...)...)
	path, old, _ := strings.Cut(page, "?")
	kept, _ := url.ParseQuery(old)
	for name, values := range kept {
		query[name] = values
	}
	return path + "?" + query.Encode()
}

// JustDone is the undoing of what was done before this page.
func (d *Desk) JustDone(r *page.Request) Undo {
	query := r.URL.Query()
	path := query.Get("undo")
	if !undoable.MatchString(path) {
		return Undo{}
	}
	u := Undo{Label: r.Printer().T("desk.said.undo"), Path: path, Hidden: []page.Pair{{Name: "undo", Value: "yes"}, {Name: formKey, Value: d.newKey(r, path)}}}
	for _, name := range []string{"at", "newcomer"} {
		if value := query.Get(name); value != "" {
			u.Hidden = append(u.Hidden, page.Pair{Name: name, Value: value})
		}
	}
	return u
}

// At is the revision that is undone.
func At(fields *page.Fields) int64 {
	n, err := strconv.ParseInt(fields.Text("at"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// Newcomer is the person whose sheet was opened by what is undone.
func Newcomer(fields *page.Fields) person.ID { return person.ID(fields.Text("newcomer")) }

// TakeBack takes a record back: because it was just made and is undone, or for a reason, which is asked where none was given. It goes on to the page of what next finds, or
// else to a list; next answers NotFound for a record that is not one's own.
func (d *Desk) TakeBack(r *page.Request, made work.Reference, list string, next func(*store.Tx) (work.Reference, error)) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	why := fields.Text("reason")
	if fields.Is("undo", "yes") {
		why = intake.Undone
	}
	if why == "" {
		err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
			_, err := next(tx)
			return err
		})
		if err != nil {
			return err
		}
		return d.GiveBack(r, d.whyTakenBack(r, fields), errs.E(errs.Invalid, "check.given").On("reason"))
	}
	then, err := d.Once(r, fields, []any{made, why, Newcomer(fields)}, func(tx *store.Tx) (work.Reference, error) {
		then, err := next(tx)
		door := intake.New(d.Book)
		if err == nil {
			err = door.TakeBack(tx, made, why)
		}
		if who := Newcomer(fields); err == nil && who != "" {
			err = door.TakeBack(tx, work.Reference{Noun: person.Noun, ID: string(who)}, intake.Undone)
		}
		return then, err
	})
	if err != nil {
		return err
	}
	if to := To(then.Noun, then.ID); then.ID != "" {
		list = to
	}
	return r.Redirect(list + "?said=removed")
}

// whyTakenBack asks why something is taken back.
func (d *Desk) whyTakenBack(r *page.Request, fields *page.Fields) Form {
	return Form{
		Name: "take_back", Action: r.URL.Path, Fields: fields, Questions: []Question{{Name: "reason", By: ByCards, List: "correction_reason", As: "take_back_reason"}},
		Back: page.Link{Label: r.Printer().T("desk.take_back.back"), Path: strings.TrimSuffix(r.URL.Path, "/"+Remove)},
	}
}
