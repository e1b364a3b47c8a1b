package kit

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/care/intake"
	"approdo/internal/web/page"
)

// Own is the organisation on whose behalf the reader records.
func Own(r *page.Request) network.OrganisationID {
	return network.OrganisationID(r.Subject().Organisation)
}

// Form is a list of questions, where they go and what is said around them. Its words are desk.NAME.ask (the title) and desk.NAME.save (the button).
type Form struct {
	Name      string // prefix of the words
	Title     string // instead of desk.NAME.ask
	Action    string
	Back      page.Link
	Fields    *page.Fields
	Hidden    []page.Pair
	Keep      []page.Pair // of the hidden ones, those that a choice between two versions sends again
	Sealed    bool        // what is typed is nobody's business: the browser shall not remember it
	Questions []Question
	Stands    string  // what stands already and decides what is changed, above the questions
	Taps      bool    // answered with a thumb
	Told      *Teller // what was read for it already; nil for nothing
	Own       bool    // what was saved meanwhile, the reader saved
}

// ShowForm answers with a form, in the words of the reader.
func (d *Desk) ShowForm(r *page.Request, status int, a Form) error {
	p, c := r.Printer(), a.Told
	if c == nil {
		var err error
		if c, err = d.Learn(r); err != nil {
			return err
		}
	}
	title := a.Title
	if title == "" {
		title = p.T("desk." + a.Name + ".ask")
	}
	if !d.opens(r, a.Fields.Text(formKey), a.Action) {
		a.Fields.Set(formKey, d.newKey(r, a.Action))
	}
	a.Hidden = append(a.Hidden, page.Pair{Name: formKey, Value: a.Fields.Text(formKey)})
	view := FormView{
		Header: page.Header{Title: title, Trail: []page.Link{a.Back}}, Action: a.Action, Fields: a.Fields, Hidden: a.Hidden,
		Submit: p.T("desk." + a.Name + ".save"), Stands: a.Stands, Taps: a.Taps, Sealed: a.Sealed,
	}
	for _, e := range a.Fields.Problems() {
		ways := d.Ways(r, e)
		view.Again = intake.SentBefore(e) && len(ways) > 0
		for i := range ways {
			ways[i].Primary = view.Again
		}
		view.Ways = append(view.Ways, ways...)
	}
	view.Now, view.Later = c.draw(a.Questions, a.Fields)
	for _, f := range append(view.Now[:len(view.Now):len(view.Now)], view.Later...) {
		a.Fields.Call(f.Field.Name, f.Field.Label)
	}
	a.Fields.Arrange(view.names())
	return r.RenderStatus(status, title, FormPage(p, view))
}

// GiveBack shows a form that could not be saved, with everything that was typed, and above it what has to be corrected or known. What is to be answered by
// somebody else, or must not be told, is answered as it is.
func (d *Desk) GiveBack(r *page.Request, a Form, err error) error {
	if err == nil {
		return d.ShowForm(r, http.StatusUnprocessableEntity, a)
	}
	status, problem := FormProblem(err)
	if !a.Fields.Keep(problem) {
		return err
	}
	return d.ShowForm(r, status, a)
}

// FormProblem makes of a failure what a form says of it, and the status of the answer. What names a question can be mended by whoever answers it. What happened meanwhile,
// or does not work right now, is said there too: it is no reason to type again.
func FormProblem(err error) (status int, problem error) {
	e, known := errs.Of(err)
	if !known {
		return page.StatusOf(err), err
	}
	if e.Field != "" && (e.Kind == errs.NotFound || e.Kind == errs.Conflict) {
		return http.StatusUnprocessableEntity, errs.E(errs.Invalid, e.Key, e.Args...).On(e.Field).At(e.Noun, e.ID)
	}
	if e.Kind == errs.Conflict || e.Kind == errs.Unavailable {
		return page.StatusOf(err), errs.E(errs.Invalid, e.Key, e.Args...).On(e.Field).At(e.Noun, e.ID)
	}
	return page.StatusOf(err), err
}

// Wrong reports whether reading the form already found something to correct.
func Wrong(fields *page.Fields) bool { return len(fields.Problems()) > 0 }

// Prefill gives questions the answers they start with, where the form holds none yet.
func Prefill(fields *page.Fields, nameValue ...string) {
	for i := 0; i+1 < len(nameValue); i += 2 {
		if !fields.Has(nameValue[i]) {
			fields.Set(nameValue[i], nameValue[i+1])
		}
	}
}

// Meanwhile reports whether somebody else changed the record since it was read.
func Meanwhile(err error) bool {
	e, ok := errs.Of(err)
	return ok && e.Kind == errs.Conflict && strings.HasSuffix(e.Key, ".changed_meanwhile")
}

// Conflict shows what stood before, what the reader wrote, and what somebody else saved; the reader chooses.
func (d *Desk) Conflict(r *page.Request, a Form, revision int64, mine, theirs Bound) error {
	p := r.Printer()
	c := &Teller{D: d, P: p}
	words := "desk.conflict."
	if a.Own {
		words = "desk.conflict.own."
	}
	view := ConflictView{
		Header: page.Header{Title: p.T(words + "title"), Sub: p.T(words + "sub"), Trail: []page.Link{a.Back}}, TheirsWord: p.T(words + "theirs"),
		Action: a.Action, Hidden: append(slices.Clone(a.Keep), []page.Pair{{Name: "revision", Value: Itoa(revision)}, {Name: "reason", Value: a.Fields.Text("reason")}, {Name: formKey, Value: d.newKey(r, a.Action)}}...),
	}
	my, their := mine.Answers(), theirs.Answers()
	for _, q := range a.Questions {
		before := a.Fields.Text("was_" + q.Name)
		if _, bound := my[q.Name]; !bound {
			continue
		}
		view.Hidden = append(view.Hidden, page.Pair{Name: "was_" + q.Name, Value: their[q.Name]})
		if my[q.Name] == their[q.Name] {
			view.Hidden = append(view.Hidden, page.Pair{Name: q.Name, Value: my[q.Name]})
			continue
		}
		view.Rows = append(view.Rows, ConflictRow{
			Name: q.Name, Label: q.label(p), MineValue: my[q.Name], TheirsValue: their[q.Name], Untouched: my[q.Name] == before,
			Before: c.Say(q, before), Mine: c.Say(q, my[q.Name]), Theirs: c.Say(q, their[q.Name]),
		})
	}
	if len(view.Rows) == 0 { // it says already what it was to say
		return r.Say(a.Back.Path, "desk.said.changed")
	}
	return r.RenderStatus(http.StatusConflict, view.Header.Title, ConflictPage(p, view))
}

// Remembered are the hidden fields of a form that corrects: the revision that was read, and what the record said then.
func Remembered(revision int64, said map[string]string) []page.Pair {
	pairs := []page.Pair{{Name: "revision", Value: Itoa(revision)}}
	for _, name := range slices.Sorted(maps.Keys(said)) {
		pairs = append(pairs, page.Pair{Name: "was_" + name, Value: said[name]})
	}
	return pairs
}

// Untouched reports whether a form that corrects is sent with all its answers as they were.
func Untouched(fields *page.Fields, b Bound) bool {
	for name, answer := range b.Answers() {
		if fields.Has(name) && (!fields.Has("was_"+name) || fields.Text("was_"+name) != answer) {
			return false
		}
	}
	return fields.Has("revision")
}

// SaidBefore is what a form that is shown again remembers.
func SaidBefore(fields *page.Fields, b Bound) map[string]string {
	said := b.Answers()
	for name := range said {
		said[name] = fields.Text("was_" + name)
	}
	return said
}
