package desk

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// own is the organisation on whose behalf the reader records.
func own(r *page.Request) network.OrganisationID {
	return network.OrganisationID(r.Subject().Organisation)
}

// form is a list of questions, where they go and what is said around them. Its words are desk.NAME.ask (the title) and desk.NAME.save (the button).
type form struct {
	name      string // prefix of the words
	title     string // instead of desk.NAME.ask
	action    string
	back      page.Link
	fields    *page.Fields
	hidden    []page.Pair
	keep      []page.Pair // of the hidden ones, those that a choice between two versions sends again
	sealed    bool        // what is typed is nobody's business: the browser shall not remember it
	questions []question
	said      string
	undo      page.Pair
	makes     bool // sent under a receipt, so that pressing twice makes one record
	taps      bool // answered with a thumb
}

// showForm answers with a form, in the words of the reader.
func (d *Desk) showForm(r *page.Request, status int, a form) error {
	p := r.Printer()
	c := &teller{d: d, p: p}
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		c.around, err = around(tx)
		return err
	})
	if err != nil {
		return err
	}
	title := a.title
	if title == "" {
		title = p.T("desk." + a.name + ".ask")
	}
	if a.makes {
		prefill(a.fields, receipt, work.NewID())
		a.hidden = append(a.hidden, page.Pair{Name: receipt, Value: a.fields.Text(receipt)})
	}
	view := FormView{
		Header: page.Header{Title: title, Trail: []page.Link{a.back}}, Action: a.action, Fields: a.fields, Hidden: a.hidden,
		Submit: p.T("desk." + a.name + ".save"), Said: a.said, Undo: a.undo, Taps: a.taps, Sealed: a.sealed,
	}
	view.Now, view.Later = c.draw(a.questions, a.fields)
	a.fields.Arrange(view.names())
	return r.RenderStatus(status, title, FormPage(p, view))
}

// giveBack shows a form that could not be saved, with everything that was typed, and above it what has to be corrected or known. What is to be answered by
// somebody else, or must not be told, is answered as it is.
func (d *Desk) giveBack(r *page.Request, a form, err error) error {
	if err == nil {
		return d.showForm(r, http.StatusUnprocessableEntity, a)
	}
	status, problem := formProblem(err)
	if !a.fields.Keep(problem) {
		return err
	}
	return d.showForm(r, status, a)
}

// formProblem makes of a failure what a form says of it, and the status of the answer. What names a question can be mended by whoever answers it. What happened meanwhile,
// or does not work right now, is said there too: it is no reason to type again.
func formProblem(err error) (status int, problem error) {
	e, known := errs.Of(err)
	if !known {
		return page.StatusOf(err), err
	}
	if e.Field != "" && (e.Kind == errs.NotFound || e.Kind == errs.Conflict) {
		return http.StatusUnprocessableEntity, errs.E(errs.Invalid, e.Key, e.Args...).On(e.Field)
	}
	if e.Kind == errs.Conflict || e.Kind == errs.Unavailable {
		return page.StatusOf(err), errs.E(errs.Invalid, e.Key, e.Args...).On(e.Field)
	}
	return page.StatusOf(err), err
}

// wrong reports whether reading the form already found something to correct.
func wrong(fields *page.Fields) bool { return len(fields.Problems()) > 0 }

// prefill gives questions the answers they start with, where the form holds none yet.
func prefill(fields *page.Fields, nameValue ...string) {
	for i := 0; i+1 < len(nameValue); i += 2 {
		if !fields.Has(nameValue[i]) {
			fields.Set(nameValue[i], nameValue[i+1])
		}
	}
}

// meanwhile reports whether somebody else changed the record since it was read.
func meanwhile(err error) bool {
	e, ok := errs.Of(err)
	return ok && e.Kind == errs.Conflict && strings.HasSuffix(e.Key, ".changed_meanwhile")
}

// conflict shows what stood before, what the reader wrote, and what somebody else saved; the reader chooses.
func (d *Desk) conflict(r *page.Request, a form, revision int64, mine, theirs bound) error {
	p := r.Printer()
	c := &teller{d: d, p: p}
	view := ConflictView{
		Header: page.Header{Title: p.T("desk.conflict.title"), Sub: p.T("desk.conflict.sub"), Trail: []page.Link{a.back}},
		Action: a.action, Hidden: append(slices.Clone(a.keep), []page.Pair{{Name: "revision", Value: itoa(revision)}, {Name: "reason", Value: a.fields.Text("reason")}}...),
	}
	my, their := mine.answers(), theirs.answers()
	for _, q := range a.questions {
		before := a.fields.Text("was_" + q.name)
		if _, bound := my[q.name]; !bound {
			continue
		}
		view.Hidden = append(view.Hidden, page.Pair{Name: "was_" + q.name, Value: their[q.name]})
		if my[q.name] == their[q.name] {
			view.Hidden = append(view.Hidden, page.Pair{Name: q.name, Value: my[q.name]})
			continue
		}
		view.Rows = append(view.Rows, ConflictRow{
			Name: q.name, Label: q.label(p), MineValue: my[q.name], TheirsValue: their[q.name], Untouched: my[q.name] == before,
			Before: c.say(q, before), Mine: c.say(q, my[q.name]), Theirs: c.say(q, their[q.name]),
		})
	}
	return r.RenderStatus(http.StatusConflict, view.Header.Title, ConflictPage(p, view))
}

// remembered are the hidden fields of a form that corrects: the revision that was read, and what the record said then.
func remembered(revision int64, said map[string]string) []page.Pair {
	pairs := []page.Pair{{Name: "revision", Value: itoa(revision)}}
	for _, name := range slices.Sorted(maps.Keys(said)) {
		pairs = append(pairs, page.Pair{Name: "was_" + name, Value: said[name]})
	}
	return pairs
}

// saidBefore is what a form that is shown again remembers.
func saidBefore(fields *page.Fields, b bound) map[string]string {
	said := b.answers()
	for name := range said {
		said[name] = fields.Text("was_" + name)
	}
	return said
}
