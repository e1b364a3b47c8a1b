package kit

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/machine"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// UnsentPath is where somebody who logs in again is given back what they had typed.
const UnsentPath = "/unsent"

// givenBack is the field of a form that is given back: it is shown, and nothing is saved yet.
const givenBack = "given_back"

// unsent is a form that was sent when its session had ended. Its mark says under the key file that the program kept it: anybody can seal something to a colleague whose
// public key stands in the database, and a form that somebody else filled in would do what they want once the colleague sends it.
type unsent struct {
	Path   string
	Values url.Values
	Mark   []byte
}

// says is what the mark stands for.
func (u unsent) says(account string) []string { return []string{account, u.Path, u.Values.Encode()} }

// KeepUnsent keeps the form of a request whose session is over, sealed to whoever it was made for: its key says who and in which session, nobody else can make one, and who logs out leaves no cookie
// behind. Files are not kept, nor is
// what is no form of a session that was.
func (d *Desk) KeepUnsent(r *page.Request) (kept bool, err error) {
	if r.Method != http.MethodPost || strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		return false, nil
	}
	fields, err := r.Fields()
	if err != nil {
		return false, nil // too long, or no form: it is lost as before, and said
	}
	account, day, ok := d.madeFor(fields.Text(formKey), r.URL.Path)
	if !ok || !d.ofSession(r, fields.Text(formKey)) || day < machine.Now().UTC().AddDate(0, 0, -1).Format(time.DateOnly) { // whoever left sends the key of an old form as often as they like
		return false, nil
	}
	u := unsent{Path: r.URL.Path, Values: url.Values{}}
	for _, name := range fields.Names() {
		if name != formKey && name != givenBack {
			u.Values[name] = fields.All(name)
		}
	}
	mark := d.Store.Keys().Token("unsent", u.says(account)...)
	u.Mark = mark[:]
	text, err := json.Marshal(u)
	if err != nil {
		return false, errs.Wrap(err, "keep a form")
	}
	err = d.Store.Write(r.Context(), policy.System(policy.Login), func(tx *store.Tx) error {
		kept = false
		roster, err := network.Roster(tx)
		if err != nil {
			return err
		}
		member, known := roster.Person(account)
		if !known {
			return nil
		}
		sealed, err := member.Seal(text, "unsent", account)
		if err != nil {
			return err
		}
		kept, err = network.KeepUnsent(tx, network.AccountID(account), sealed)
		return err
	})
	return kept, err
}

// readUnsent opens what is kept of the reader; nothing to anybody else.
func (d *Desk) readUnsent(r *page.Request) (u unsent, found bool, err error) {
	account := r.Subject().Account
	var sealed []byte
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		sealed, found, err = network.Unsent(tx, network.AccountID(account))
		return err
	})
	if err != nil || !found {
		return u, false, err
	}
	id, err := r.Identity()
	if err != nil {
		return u, false, err
	}
	text, err := id.Open(sealed, "unsent", account)
	if err != nil || json.Unmarshal(text, &u) != nil || !d.Store.Keys().Confirms(u.Mark, "unsent", u.says(account)...) {
		return unsent{}, false, nil // of a key that the account has no more, or kept by somebody else
	}
	return u, true, nil
}

// UnsentShow tells in words what was typed when a session ended, and leads back to its form.
func (d *Desk) UnsentShow(r *page.Request) error {
	u, found, err := d.readUnsent(r)
	if err != nil {
		return err
	}
	if !found {
		return r.Redirect("/")
	}
	p := r.Printer()
	fields := &page.Fields{}
	for name, values := range u.Values {
		fields.Set(name, values...)
	}
	view := UnsentView{
		Header: page.Header{Title: p.T("desk.unsent.title"), Sub: p.T("desk.unsent.sub")}, Action: u.Path, Typed: d.Typed(p, fields),
		Hidden: []page.Pair{d.Key(r, u.Path), {Name: givenBack, Value: "yes"}}, Drop: UnsentPath + "/drop",
	}
	for _, name := range fields.Names() {
		for _, value := range fields.All(name) {
			view.Hidden = append(view.Hidden, page.Pair{Name: name, Value: value})
		}
	}
	return r.Render(view.Header.Title, UnsentPage(p, view))
}

// UnsentDrop throws away what was typed.
func (d *Desk) UnsentDrop(r *page.Request) error {
	if err := d.dropUnsent(r); err != nil {
		return err
	}
	return r.Redirect("/")
}

// GivenBack answers a Conflict for a form that was given back after a log-in: it is shown again before anything is saved. It stands on the page then, and is kept no longer.
func (d *Desk) GivenBack(r *page.Request, fields *page.Fields) error {
	if !fields.Is(givenBack, "yes") {
		return nil
	}
	fields.Set(givenBack)
	if err := d.dropUnsent(r); err != nil {
		return err
	}
	return errs.E(errs.Conflict, "desk.form.given_back")
}

func (d *Desk) dropUnsent(r *page.Request) error {
	return d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return network.DropUnsent(tx, network.AccountID(r.Subject().Account)) })
}

// madeFor is the account for which a key was made, and the day, if it was made for an address.
func (d *Desk) madeFor(key, address string) (account, day string, ok bool) {
	parts := strings.Split(key, ".")
	if len(parts) != 5 || slices.Contains(parts, "") {
		return "", "", false
	}
	return parts[1], parts[2], d.genuine(parts, address)
}
