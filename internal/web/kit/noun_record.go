package kit

import (
	"encoding/json"
	"strings"

	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// show is the page of a record: what it says, whom it is about, and what it said before it was corrected.
func (n *Noun[T]) show(d *Desk) page.Handler {
	return func(r *page.Request) error {
		c := d.Teller(r)
		view := RecordView{}
		err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
			x, err := n.Whole(tx, r.PathValue("id"))
			if err != nil {
				return err
			}
			if c.Around, err = Around(tx); err != nil {
				return err
			}
			codes, err := person.Codes(tx, []person.ID{n.who(x)})
			if err != nil {
				return err
			}
			history, err := work.Corrections(tx, *n.Head(&x).ID)
			if err != nil {
				return err
			}
			view.History = n.History(c, history, x)
			n.tell(c, x, codes[n.who(x)], &view)
			if n.Page == nil {
				return nil
			}
			return n.Page(c, tx, x, &view)
		})
		if err != nil {
			return err
		}
		return r.Render(view.Header.Title, RecordPage(c.P, view))
	}
}

// tell says what a record says, and offers what can be done with it.
func (n *Noun[T]) tell(c *Teller, x T, code string, v *RecordView) {
	h := n.Head(&x)
	what, _ := n.Say(c, x)
	v.Header = page.Header{
		Title: c.P.T("desk.record.of", "what", what, "day", c.P.Day(*h.Day)), Trail: []page.Link{{Label: c.P.T("desk." + n.Words + ".title"), Path: n.Path}},
	}
	if h.Unit != nil {
		v.Header.Sub = c.Unit(*h.Unit).Text + " · " + c.Around.Projects[*h.Project].Name
	}
	if n.Under != "" {
		v.Facts = []page.Pair{{Name: c.P.T("desk.field." + n.word("person")), Value: n.whose(c, x, code)}}
	}
	if code != "" {
		v.Header.Trail = append(v.Header.Trail, page.Link{Label: code, Path: To(person.Noun, string(n.who(x)))})
	}
	v.Facts = append(v.Facts, n.facts(c, x)...)
	if c.May(n.May) && (n.Fixed == nil || !n.Fixed(x)) {
		v.Header.Actions = []page.Link{{Label: c.P.T("desk.record.edit"), Path: n.page(x) + "/edit"}}
		v.TakeBack = c.TakingBack(n.taking(x))
	}
}

// whose says whom a record is about, by code where somebody is known.
func (n *Noun[T]) whose(c *Teller, x T, code string) string {
	if nobody := n.Cells["person"]; code == "" && n.who(x) == "" && nobody != nil {
		return nobody(c, x).Text
	}
	if code == "" {
		return "—"
	}
	return code
}

// facts are those of a page, each by its word.
func (n *Noun[T]) facts(c *Teller, x T) (facts []page.Pair) {
	said, all := map[string]string{}, []string{}
	for _, f := range n.Tell(&x) {
		if f.Is != work.ID {
			said[f.Name], all = c.Fact(f, "").Text, append(all, f.Name)
		}
	}
	if h := n.Head(&x); h.Province != nil {
		said["province"], all = c.Label("province", *h.Province), append(all, "province")
	}
	if n.Facts != nil {
		all = n.Facts
	}
	for _, name := range all {
		if said[name] != "" {
			facts = append(facts, page.Pair{Name: c.P.T("desk.field." + n.word(name)), Value: said[name]})
		}
	}
	return facts
}

// History tells the corrections of a record, the latest first: when, why, and what it said before of what was corrected.
func (n *Noun[T]) History(c *Teller, list []work.Correction, now T) (events []page.Event) {
	for _, x := range list {
		var was T
		said := ""
		if json.Unmarshal([]byte(x.Before), &was) == nil {
			said = strings.Join(n.differ(c, was, now), ", ")
		}
		events = append(events, page.Event{When: c.D.Moment(c.P, x.Recorded), What: c.Label("correction_reason", x.Reason) + " · " + c.P.T("desk.record.before", "what", said)})
		now = was
	}
	return events
}

// differ says what a record said otherwise than another: each fact by its word and what it was.
func (n *Noun[T]) differ(c *Teller, was, now T) (said []string) {
	after := n.Tell(&now)
	for i, f := range n.Tell(&was) {
		before, then := c.Fact(f, ""), c.Fact(after[i], "")
		if !f.Stays && before.Text != then.Text {
			said = append(said, c.P.T("desk.field."+n.word(f.Name))+": "+before.Text)
		}
	}
	if was, now := n.Head(&was).Province, n.Head(&now).Province; was != nil && *was != *now {
		said = append(said, c.P.T("desk.field.province")+": "+c.Label("province", *was))
	}
	if n.Beside == nil {
		return said
	}
	before, then := n.Beside(c, &was, &page.Fields{}), n.Beside(c, &now, &page.Fields{})
	answers, others := before.Answers(), then.Answers()
	for _, q := range before.Ask {
		if others[q.Name] != answers[q.Name] {
			said = append(said, q.label(c.P)+": "+c.Say(q, answers[q.Name]))
		}
	}
	for _, q := range then.Ask { // what it did not say
		if _, told := answers[q.Name]; !told && others[q.Name] != "0" {
			said = append(said, q.label(c.P)+": "+c.P.Int(0))
		}
	}
	return said
}
