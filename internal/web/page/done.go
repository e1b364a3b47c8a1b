package page

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"approdo/internal/base/machine"
)

// Done is what an act says once it is over: one sentence on the page to which it leads, with what takes it back and what comes next. The act makes it; no page has one of its own.
//
// It travels in the address, sealed for the account that did it and for that page, and is good for an hour: an address that somebody else wrote, or that was made for another
// page or account, says nothing.
type Done struct {
	Tone Tone
	Says Sentence
	Note Sentence // what follows from it
	Undo Undo
	Next Link

	more string // what the page itself adds
}

// Sentence is a key of the catalogues and the names and values that its sentence holds.
type Sentence []string

// Undo takes back what was just done, and nothing else: where its button posts, and what it sends. The zero Undo is none.
type Undo struct {
	Path   string
	Hidden []Pair
}

// doneFor is for how long a page says what was done.
const doneFor = time.Hour

// done is the parameter in which it travels.
const done = "done"

// sealedDone is what travels: what was done, and when.
type sealedDone struct {
	At   int64
	Done Done
}

// Done goes on to a page, which says what was done. Without a key file it says nothing.
func (r *Request) Done(to string, d Done) error {
	to = LocalPath(to)
	path, query, _ := strings.Cut(to, "?")
	text, err := json.Marshal(sealedDone{machine.Now().Unix(), d})
	if err != nil {
		return err
	}
	keys := r.server.keys()
	if keys == nil {
		return r.Redirect(to)
	}
	box, err := keys.Seal(text, done, r.subject.Account, path)
	if err != nil {
		return err
	}
	values, _ := url.ParseQuery(query)
	values.Set(done, base64.RawURLEncoding.EncodeToString(box))
	return r.Redirect(path + "?" + values.Encode())
}

// Say goes on to a page that says what was done, which nothing undoes: a key of the catalogues, and the names and values that its sentence holds.
func (r *Request) Say(to, key string, nameValue ...string) error {
	return r.Done(to, Done{Tone: Well, Says: append(Sentence{key}, nameValue...)})
}

// JustDone is what the reader did before this page, which a handler may add to; nil where they did nothing.
func (r *Request) JustDone() *Done {
	if r.looked {
		return r.done
	}
	r.looked = true
	given := ""
	if r.known && (r.Method == "GET" || r.Method == "HEAD") {
		given = r.URL.Query().Get(done)
	}
	keys := r.server.keys()
	if given == "" || keys == nil {
		return nil
	}
	box, err := base64.RawURLEncoding.DecodeString(given)
	if err != nil {
		return nil
	}
	text, err := keys.Open(box, done, r.subject.Account, r.URL.Path)
	if err != nil {
		return nil
	}
	var x sealedDone
	if json.Unmarshal(text, &x) != nil {
		return nil
	}
	if since := machine.Now().Sub(time.Unix(x.At, 0)); since < 0 || since > doneFor {
		return nil
	}
	r.done = &x.Done
	return r.done
}

// TellDone is JustDone for a page that tells it in a place of its own: nothing else does then.
func (r *Request) TellDone() *Done {
	d := r.JustDone()
	r.done = nil
	return d
}

// Also says something more beside what was done.
func (d *Done) Also(sentence string) { d.more = sentence }

// say puts words into a sentence; none are none.
func (r *Request) say(w Sentence) string {
	if len(w) == 0 {
		return ""
	}
	args := make([]any, len(w)-1)
	for i, a := range w[1:] {
		args[i] = a
	}
	return r.printer.T(w[0], args...)
}

// doneView is Done in the words of a reader.
type doneView struct {
	Done
	what, note, undo string
}

// tellDone draws what was just done.
func (r *Request) tellDone() *doneView {
	d := r.JustDone()
	if d == nil {
		return nil
	}
	note := strings.TrimSpace(r.say(d.Note) + " " + d.more)
	return &doneView{*d, r.say(d.Says), note, r.printer.T("page.undo")}
}

// Value is what stands under a name.
func (w Sentence) Value(name string) string {
	for at := 1; at+1 < len(w); at += 2 {
		if w[at] == name {
			return w[at+1]
		}
	}
	return ""
}
