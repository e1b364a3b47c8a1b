package kit

import (
	"encoding/json"
	"strings"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// show is the page of a record: what it says, whom it is about, and what it said before it was corrected.
func (n *Noun[T]) show(d *Desk) page.Handler {
	return func(r *page.Request) error {
		p := r.Printer()
		c := &Teller{D: d, P: p}
		var x T
		code := ""
		var history []work.Correction
		err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
			if x, err = n.Find(tx, r.PathValue("id")); err != nil {
				return err
			}
			if c.Around, err = Around(tx); err != nil {
				return err
			}
			codes, err := person.Codes(tx, []person.ID{n.who(x)})
			if err != nil {
				return err
			}
			code = codes[n.who(x)]
			history, err = work.Corrections(tx, *n.Head(&x).ID)
			return err
		})
		if err != nil {
			return err
		}
		h := n.Head(&x)
		what, _ := n.Say(c, x)
		title := p.T("desk.record.of", "what", what, "day", p.Day(*h.Day))
		view := RecordView{
			Header: page.Header{Title: title, Trail: []page.Link{{Label: p.T("desk." + n.Words + ".title"), Path: n.Path}}},
			Said:   Said(r), Undo: d.JustDone(r), History: n.History(c, history, x), Facts: []page.Pair{{Name: p.T("desk.field.person"), Value: "—"}},
		}
		if h.Unit != nil {
			view.Header.Sub = c.Unit(*h.Unit).Text + " · " + c.Around.Projects[*h.Project].Name
		}
		if code != "" {
			view.Facts[0].Value = code
			view.Header.Trail = append(view.Header.Trail, page.Link{Label: code, Path: To("person", string(n.who(x)))})
		}
		for _, f := range n.Tell(&x) {
			if text := c.Fact(f, "").Text; text != "" && f.Is != work.ID {
				view.Facts = append(view.Facts, page.Pair{Name: p.T("desk.field." + n.word(f.Name)), Value: text})
			}
		}
		if h.Province != nil {
			view.Facts = append(view.Facts, page.Pair{Name: p.T("desk.field.province"), Value: c.Label("province", *h.Province)})
		}
		if code != "" && policy.May(r.Subject(), n.May) && (n.Fixed == nil || !n.Fixed(x)) {
			view.Header.Actions = []page.Link{{Label: p.T("desk.record.edit"), Path: n.page(x) + "/edit"}}
			view.TakeBack = c.TakingBack(To("person", string(n.who(x))) + "/" + n.Under + "/" + *h.ID + "/" + Remove)
		}
		return r.Render(title, RecordPage(p, view))
	}
}

// History tells the corrections of a record, the latest first: when, why, and what it said before of what was corrected.
func (n *Noun[T]) History(c *Teller, list []work.Correction, now T) []page.Event {
	return History(c, n.Noun, n.word, list, now)
}

// History tells the corrections of a record of a kind whose facts are called by words.
func History[T any](c *Teller, n *work.Noun[T], word func(fact string) string, list []work.Correction, now T) (events []page.Event) {
	for _, x := range list {
		var was T
		said := ""
		if json.Unmarshal([]byte(x.Before), &was) == nil {
			said = strings.Join(differ(c, n, word, was, now), ", ")
		}
		events = append(events, page.Event{When: c.D.Moment(c.P, x.Recorded), What: c.Label("correction_reason", x.Reason) + " · " + c.P.T("desk.record.before", "what", said)})
		now = was
	}
	return events
}

// Plainly calls facts by their names.
func Plainly(fact string) string { return fact }

// differ says what a record said otherwise than another: each fact by its word and what it was.
func differ[T any](c *Teller, n *work.Noun[T], word func(string) string, was, now T) (said []string) {
	after := n.Tell(&now)
	for i, f := range n.Tell(&was) {
		before, then := c.Fact(f, ""), c.Fact(after[i], "")
		if !f.Stays && before.Text != then.Text {
			said = append(said, c.P.T("desk.field."+word(f.Name))+": "+before.Text)
		}
	}
	if was, now := n.Head(&was).Province, n.Head(&now).Province; was != nil && *was != *now {
		said = append(said, c.P.T("desk.field.province")+": "+c.Label("province", *was))
	}
	return said
}
