package kit

import (
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// The ways of undoing, which are the last part of its address.
const (
	Remove  = "remove"  // a record that was made
	Restore = "restore" // a correction
	Unlink  = "unlink"  // a contact that was linked
)

// undoing is for how long an act can be undone; later it is taken back, with a reason.
const undoing = time.Hour

// told are the names that go with an undoing, besides its address.
var told = []string{"at", "newcomer", "follower", "follows"}

// Done goes on to a page that says what was done, and offers the account that did it to undo it at an address, for an hour. More names and values go with the undoing, with the revision that
// the act made among them (at), under a mark that nobody else can make (deed): another page about the same record offers nothing, and what was changed since is not undone.
func (d *Desk) Done(r *page.Request, to string, says page.Sentence, undo string, nameValue ...string) error {
	did := page.Done{Tone: page.Well, Says: says}
	if undo != "" {
		with := With(url.Values{}, nameValue...)
		deed := d.deed(r, undo, with)
		did.Undo = page.Undo{Path: undo, Hidden: []page.Pair{{Name: "undo", Value: "yes"}, {Name: "deed", Value: deed}, d.Key(r, undo)}}
		for _, name := range told {
			if value := with.Get(name); value != "" {
				did.Undo.Hidden = append(did.Undo.Hidden, page.Pair{Name: name, Value: value})
			}
		}
	}
	for at := 0; at+1 < len(nameValue); at += 2 {
		if nameValue[at] == "newcomer" && nameValue[at+1] != "" {
			opened, err := d.opened(r, person.ID(nameValue[at+1]))
			if err != nil {
				return err
			}
			did.Next = opened
		}
	}
	return r.Done(to, did)
}

// opened leads to the sheet that the reader just opened with something else, by its code, which they say and write down; the zero Link where they opened none.
func (d *Desk) opened(r *page.Request, who person.ID) (link page.Link, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		p, err := person.Mine(tx, who)
		if errs.KindOf(err) == errs.NotFound { // taken back since
			return nil
		}
		link = page.Link{Label: p.Code, Path: To(person.Noun, string(who))}
		return err
	})
	return link, err
}

// deed marks what was done now by the reader.
func (d *Desk) deed(r *page.Request, undo string, with url.Values) string {
	if d.Store.Keys() == nil {
		return ""
	}
	at := Itoa(d.Store.Now().Unix())
	mark := d.Store.Keys().Token("deed", append([]string{r.Subject().Account, undo, at}, values(with)...)...)
	return at + "." + hex.EncodeToString(mark[:])
}

func values(with url.Values) (list []string) {
	for _, name := range told {
		list = append(list, with.Get(name))
	}
	return list
}

// did reports whether a deed is one of the reader's, done within the hour, that is undone at an address with what goes with it.
func (d *Desk) did(r *page.Request, deed, undo string, with url.Values) bool {
	at, mark, _ := strings.Cut(deed, ".")
	given, err := hex.DecodeString(mark)
	seconds, wrong := strconv.ParseInt(at, 10, 64)
	if keys := d.Store.Keys(); err != nil || wrong != nil || keys == nil || !keys.Confirms(given, "deed", append([]string{r.Subject().Account, undo, at}, values(with)...)...) {
		return false
	}
	since := d.Store.Now().Sub(time.Unix(seconds, 0))
	return since >= 0 && since <= undoing
}

// Undoes reports whether a form undoes what its reader just did at this address; whatever else it says then is what the program said.
func (d *Desk) Undoes(r *page.Request, fields *page.Fields) bool {
	with := url.Values{}
	for _, name := range told {
		with.Set(name, fields.Text(name))
	}
	return fields.Is("undo", "yes") && d.did(r, fields.Text("deed"), r.URL.Path, with)
}

// TooLate is the Conflict of an undoing, of what was done to a record, that is not, or no longer, the reader's.
func TooLate(noun, id string) error { return errs.E(errs.Conflict, "desk.undo.late").At(noun, id) }

// Gone says of an undoing of the reader's that failed for what it is about, which is not there any more, in words: a page that says that there is none would leave whoever pressed the button in doubt
// whether they did anything.
func Gone(err error) error {
	if errs.KindOf(err) != errs.NotFound {
		return err
	}
	return errs.E(errs.Conflict, "desk.undo.gone", err)
}

// At is the revision that is undone.
func At(fields *page.Fields) int64 {
	n, err := strconv.ParseInt(fields.Text("at"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// Door is that by which what is told comes in, and by which a mistake goes.
func (d *Desk) Door() *intake.Door {
	door := intake.New(d.Book)
	door.Concerned = d.Concerned
	return door
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
	why, newcomer := fields.Text("reason"), person.ID("")
	switch {
	case d.Undoes(r, fields):
		why, newcomer = intake.Undone, Newcomer(fields)
	case fields.Is("undo", "yes"):
		return TooLate(made.Noun, made.ID)
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
	then, err := d.Once(r, fields, []any{made, why, newcomer}, func(tx *store.Tx) (work.Reference, error) {
		then, err := next(tx)
		door := d.Door()
		if err == nil {
			err = door.TakeBack(tx, made, why)
		}
		if err == nil && newcomer != "" {
			err = door.TakeBack(tx, work.Reference{Noun: person.Noun, ID: string(newcomer)}, intake.Undone)
		}
		return then, err
	})
	if why == intake.Undone {
		err = Gone(err)
	}
	if err != nil {
		return err
	}
	if to := To(then.Noun, then.ID); then.ID != "" {
		list = to
	}
	if why == intake.Undone {
		return r.Say(list, "desk.said.undone")
	}
	return r.Say(list, "desk.said.taken_back")
}

// whyTakenBack asks why something is taken back.
func (d *Desk) whyTakenBack(r *page.Request, fields *page.Fields) Form {
	return Form{
		Name: "take_back", Action: r.URL.Path, Fields: fields, Questions: []Question{{Name: "reason", By: ByCards, List: "correction_reason", As: "take_back_reason"}},
		Back: page.Link{Label: r.Printer().T("desk.take_back.back"), Path: strings.TrimSuffix(r.URL.Path, "/"+Remove)},
	}
}
