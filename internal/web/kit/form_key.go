package kit

import (
	"encoding/hex"
	"strings"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/machine"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// formKey is the hidden field under which a form is sent. Whoever sends it again, with a second tap, the back button or after a lost answer, sends the same key, and is told
// what became of it the first time. A key is good for one account and one address: nobody can make one for somebody else, or try another's. It says on which day it was made: for whoever has no session any more it is good for a day.
const formKey = "key"

// Key is the hidden field of a form that is not a Form, and posts to an address.
func (d *Desk) Key(r *page.Request, address string) page.Pair {
	return page.Pair{Name: formKey, Value: d.newKey(r, address)}
}

// newKey makes the key of a form that posts to an address.
func (d *Desk) newKey(r *page.Request, address string) string {
	keys := d.Store.Keys()
	if keys == nil {
		return ""
	}
	id, account, day := work.NewID(), r.Subject().Account, machine.Now().UTC().Format(time.DateOnly)
	mark, session := keys.Token("form", account, address, id, day), keys.Token("form of session", id, r.Token())
	return strings.Join([]string{id, account, day, hex.EncodeToString(mark[:]), hex.EncodeToString(session[:])}, ".")
}

// ofSession reports whether a key was made in the session whose cookie a browser still has: whoever only saw the source of a form, on a machine that somebody logged out of, has none.
func (d *Desk) ofSession(r *page.Request, key string) bool {
	parts := strings.Split(key, ".")
	given, err := hex.DecodeString(parts[len(parts)-1])
	return err == nil && r.Token() != "" && d.Store.Keys().Confirms(given, "form of session", parts[0], r.Token())
}

// sentUnder is the id under which a form was sent; empty for one that has no key. A key that was not made for this account and this address is a Conflict.
func (d *Desk) sentUnder(r *page.Request, fields *page.Fields) (string, error) {
	if err := d.GivenBack(r, fields); err != nil {
		return "", err
	}
	key := fields.Text(formKey)
	if key == "" {
		return "", nil
	}
	if !d.opens(r, key, r.URL.Path) {
		return "", errs.E(errs.Conflict, "desk.form.strange")
	}
	id, _, _ := strings.Cut(key, ".")
	return id, nil
}

// opens reports whether a key was made for the reader and an address.
func (d *Desk) opens(r *page.Request, key, address string) bool {
	account, _, ok := d.madeFor(key, address)
	return ok && account == r.Subject().Account
}

// genuine reports whether the program made a key (id, account, day and mark) for an address.
func (d *Desk) genuine(key []string, address string) bool {
	given, err := hex.DecodeString(key[3])
	keys := d.Store.Keys()
	return err == nil && keys != nil && keys.Confirms(given, "form", key[1], address, key[0], key[2])
}

// Once does what a form says, once: sent again it answers with what was made the first time. What was sent before with other words may be another record, and so is given back
// under a key of its own; the one that was made is answered beside the error.
func (d *Desk) Once(r *page.Request, fields *page.Fields, body any, do func(*store.Tx) (work.Reference, error)) (made work.Reference, err error) {
	return d.once(r, fields, saying(body), do, func(*store.Tx, work.Reference) error { return nil })
}

// saying is what a form says that is known before anything is read.
func saying(body any) func(*store.Tx) (any, error) {
	return func(*store.Tx) (any, error) { return body, nil }
}

// once is Once of what is said of what stands, and looks in the same transaction whether what was made, now or before, is as it is told.
func (d *Desk) once(r *page.Request, fields *page.Fields, says func(*store.Tx) (any, error), do func(*store.Tx) (work.Reference, error), stands func(*store.Tx, work.Reference) error) (made work.Reference, err error) {
	id, err := d.sentUnder(r, fields)
	if err == nil {
		err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
			body, err := says(tx)
			if err == nil {
				made, err = intake.Receive(tx, intake.Sent{ID: id, Body: body}, func() (work.Reference, error) { return do(tx) })
			}
			if err == nil {
				err = stands(tx, made)
			}
			return err
		})
	}
	if err != nil && intake.SentBefore(err) || id == "" && fields.Has(formKey) {
		fields.Set(formKey, d.newKey(r, r.URL.Path))
	}
	return made, err
}

// TakeIn is Once for what makes a record, which must stand still: what was taken back since is not called saved.
func (d *Desk) TakeIn(r *page.Request, fields *page.Fields, body any, take func(*store.Tx, *intake.Door) (work.Reference, error)) (work.Reference, error) {
	return d.once(r, fields, saying(body), func(tx *store.Tx) (work.Reference, error) { return take(tx, intake.New(d.Book)) }, intake.Stands)
}
