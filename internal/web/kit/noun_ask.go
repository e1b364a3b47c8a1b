package kit

import (
	"maps"
	"slices"
	"strings"

	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// Aside is what a form asks of what a record keeps in a table beside its own, such as headcounts: questions, tied to answers that Lay puts into the record.
type Aside struct {
	Ask []Question
	Bound
	Lay func()
}

// Asking is a form about a record: its questions, tied to what the record says.
type Asking struct {
	Questions []Question
	Bound
	lay func()
}

// Read takes what was typed into the record.
func (a Asking) Read(fields *page.Fields) {
	a.Bound.Read(fields)
	if a.lay != nil {
		a.lay()
	}
}

// Asking ties the questions of a new record to it.
func (n *Noun[T]) Asking(c *Teller, x *T, fields *page.Fields) Asking {
	a := n.asking(c, x, fields)
	h := n.Head(x)
	a.Text["day"] = h.Day
	if h.Unit != nil {
		a.Text["unit"] = (*string)(h.Unit)
	}
	return a
}

// correcting ties the questions to a record that stands: those that a correction can change, with all their answers, and why it is made.
func (n *Noun[T]) correcting(c *Teller, x *T, fields *page.Fields) Asking {
	a := n.asking(c, x, fields)
	for _, f := range n.Tell(x) {
		if f.Stays {
			delete(a.Text, f.Name)
		}
	}
	a.Questions = slices.DeleteFunc(a.Questions, func(q Question) bool { return !a.binds(q.Name) })
	for i, q := range a.Questions {
		if q.Few != nil {
			a.Questions[i].By, a.Questions[i].Few = ByList, nil
		}
		a.Questions[i].More = false
	}
	a.Questions = append(a.Questions, Question{Name: "reason", By: ByCards, List: "correction_reason"})
	return a
}

// asking ties the questions to the facts, and puts those about what stands beside them before what can follow later.
func (n *Noun[T]) asking(c *Teller, x *T, fields *page.Fields) Asking {
	a := Asking{Questions: slices.Clone(n.Ask), Bound: Bind(nil)}
	if h := n.Head(x); h.Province != nil {
		a.Text["province"] = h.Province
	}
	for _, f := range n.Tell(x) {
		name := f.Name
		if f.Is == work.ID {
			name = strings.TrimSuffix(name, "_id")
		}
		if !slices.Contains(n.Carry, name) && !slices.ContainsFunc(n.Ask, func(q Question) bool { return q.Name == name }) {
			continue // nobody is asked, and nobody can answer
		}
		a.bind(name, f.At)
	}
	if n.Beside == nil {
		return a
	}
	beside := n.Beside(c, x, fields)
	at := slices.IndexFunc(a.Questions, func(q Question) bool { return q.More })
	if at < 0 {
		at = len(a.Questions)
	}
	a.Questions, a.lay = slices.Insert(a.Questions, at, beside.Ask...), beside.Lay
	maps.Copy(a.Text, beside.Text)
	maps.Copy(a.Number, beside.Number)
	maps.Copy(a.Flag, beside.Flag)
	return a
}
